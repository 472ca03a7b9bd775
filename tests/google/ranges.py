"""Addresses: A1 notation, GridRange, and how ranges change when lines come, go and move."""

import re
from collections.abc import Sequence

from tests.google.model import Book, Box, Json, Tab, invalid

_CELL = re.compile(r"^\$?([A-Za-z]{1,3})?\$?([0-9]+)?$")


def letters(column: int) -> str:
    text, number = "", column + 1
    while number:
        number, rest = divmod(number - 1, 26)
        text = chr(65 + rest) + text
    return text


def column_of(text: str) -> int:
    number = 0
    for char in text.upper():
        number = number * 26 + ord(char) - 64
    return number - 1


def parse_a1(book: Book, text: str) -> tuple[Tab, Box]:
    """Read ``'Tab'!A1:B2``, ``Tab`` or ``A1:B2`` (of the first tab); a word that could be a cell is one."""
    title, sheet, cells = text, "", text
    if "!" in text:
        title, _, cells = text.rpartition("!")
        sheet = _unquote(title)
    elif _box(text) is None:
        return book.named(_unquote(text)), Box()
    tab = book.named(sheet) if sheet else book.tabs[0]
    box = _box(cells)
    if box is None:
        raise invalid(f"Unable to parse range: {text}")
    if (box.top or 0) >= len(tab.rows) or (box.left or 0) >= len(tab.columns):
        raise invalid(
            f"Range ({tab.title}!{cells}) exceeds grid limits. "
            f"Max rows: {len(tab.rows)}, max columns: {len(tab.columns)}"
        )
    return tab, box


def _unquote(title: str) -> str:
    return title[1:-1].replace("''", "'") if title.startswith("'") and title.endswith("'") else title


def _box(text: str) -> Box | None:
    first, _, last = text.partition(":")
    start, end = _CELL.match(first), _CELL.match(last or first)
    if not first or not start or not end:
        return None
    left = column_of(start[1]) if start[1] else None
    right = column_of(end[1]) + 1 if end[1] else None
    top = int(start[2]) - 1 if start[2] else None
    bottom = int(end[2]) if end[2] else None
    if not last and (left is None or top is None):
        return None  # a bare word such as "ABC" or "12" is a title
    return Box(top, bottom, left, right)


def a1(tab: Tab, box: Box) -> str:
    """Return a box as values replies write it."""
    rows, columns = box.rows(len(tab.rows)), box.columns(len(tab.columns))
    quoted = tab.title if re.fullmatch(r"[A-Za-z_][A-Za-z_0-9]*", tab.title) else f"'{tab.title}'"
    first = f"{letters(columns.start)}{rows.start + 1}"
    last = f"{letters(columns.stop - 1)}{rows.stop}"
    return f"{quoted}!{first}" if first == last else f"{quoted}!{first}:{last}"


def grid_range(entry: Json) -> Box:
    known = {"sheetId", "startRowIndex", "endRowIndex", "startColumnIndex", "endColumnIndex"}
    if unknown := set(entry) - known:
        raise invalid(f'Invalid JSON payload received. Unknown name "{unknown.pop()}": Cannot find field.')
    return Box(
        entry.get("startRowIndex"),
        entry.get("endRowIndex"),
        entry.get("startColumnIndex"),
        entry.get("endColumnIndex"),
    )


def to_grid_range(tab: Tab, box: Box, *, bounded: bool) -> Json:
    """Return a GridRange; zeros and unbounded sides are left out, as Google does."""
    bottom, right = box.bottom, box.right
    if bounded:
        bottom = len(tab.rows) if bottom is None else bottom
        right = len(tab.columns) if right is None else right
    entry = {
        "sheetId": tab.sheet_id,
        "startRowIndex": box.top,
        "endRowIndex": bottom,
        "startColumnIndex": box.left,
        "endColumnIndex": right,
    }
    return {key: value for key, value in entry.items() if value}


def after_insert(low: int | None, high: int | None, at: int, count: int) -> tuple[int | None, int | None]:
    """Return an interval after *count* lines came in at *at*: it grows only when they came inside."""
    if low is not None and at <= low:
        low += count
        high = None if high is None else high + count
    elif high is not None and at < high:
        high += count
    return low, high


def after_delete(
    low: int | None, high: int | None, start: int, end: int
) -> tuple[int | None, int | None] | None:
    """Return an interval after [start, end) went; None when nothing of it is left."""

    def kept(edge: int) -> int:
        return edge - max(0, min(edge, end) - start)

    new_low = None if low is None else kept(low)
    new_high = None if high is None else kept(high)
    if new_high is not None and new_high <= (new_low or 0):
        return None
    return new_low, new_high


def after_move(low: int | None, high: int | None, order: Sequence[int]) -> tuple[int | None, int | None]:
    """Return an interval after the lines were put in *order* (old indexes): where its lines are now."""
    if low is None and high is None:
        return low, high
    members = set(range(low or 0, len(order) if high is None else min(high, len(order))))
    places = [i for i, old in enumerate(order) if old in members]
    if not places:
        return low, high
    new_low = places[0] if low is not None or places[0] else None
    return new_low, None if high is None else places[-1] + 1
