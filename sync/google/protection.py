"""Protected ranges: seen before a write, so that nothing is sent that Google would refuse."""

from collections.abc import Sequence

from sync.google.look import Json, SheetLook, SpreadsheetLook
from sync.google.transport.trouble import protected_error
from sync.store import SheetLayout


def check_unprotected(look: SpreadsheetLook, title: str, layouts: Sequence[SheetLayout]) -> None:
    """Refuse a write into worksheets whose protection leaves no place for our columns.

    Raises:
        LedgerUnavailableError: with the remedy.
    """
    for layout in layouts:
        sheet = look.sheet(layout.sheet)
        if sheet is not None and any(_shuts_us_out(entry, sheet) for entry in sheet.protected):
            raise protected_error(f"{title}/{layout.sheet}")


def _shuts_us_out(entry: Json, sheet: SheetLook) -> bool:
    # Exceptions to a protection are left to Google to judge.
    if entry.get("requestingUserCanEdit") or entry.get("warningOnly") or entry.get("unprotectedRanges"):
        return False
    span = entry.get("range", {})
    left = span.get("startColumnIndex", 0)
    right = span.get("endColumnIndex", sheet.column_count)
    if sheet.anchors:
        return any(left <= anchor.column < right for anchor in sheet.anchors)
    # A column that comes in strictly inside a protected range becomes part of it.
    return left < sheet.used_columns < right
