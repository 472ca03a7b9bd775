"""The colours behind cells: asked for only where nothing else in a ledger can show an end."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from sync.columns import letters
from sync.store import FillArea

#: What a person painted; stripes of a banded range and colour rules are not among it.
_MASK = "sheets(properties(title),data(startRow,rowData(values(userEnteredFormat(backgroundColor)))))"


def fills_query(areas: Sequence[FillArea]) -> dict[str, Any]:
    """Return the parameters of the spreadsheets.get that tells the colours of *areas*."""
    return {
        "ranges": [
            f"'{area.sheet.replace(chr(39), chr(39) * 2)}'"
            f"!A{area.first_row}:{letters(area.columns - 1)}{area.last_row}"
            for area in areas
        ],
        "fields": _MASK,
        "prettyPrint": "false",
    }


def fills_of(answer: Mapping[str, Any]) -> dict[str, Callable[[int, int], str]]:
    """Return by worksheet's title the colour of each 0-based (row, column)."""
    found: dict[str, Callable[[int, int], str]] = {}
    for entry in answer.get("sheets", []):
        colours = {
            (block.get("startRow", 0) + row, column): colour
            for block in entry.get("data", [])
            for row, line in enumerate(block.get("rowData", []))
            for column, cell in enumerate(line.get("values", []))
            if (colour := _colour(cell.get("userEnteredFormat", {}).get("backgroundColor")))
        }
        found[entry["properties"].get("title", "")] = _lookup(colours)
    return found


def _lookup(colours: Mapping[tuple[int, int], str]) -> Callable[[int, int], str]:
    return lambda row, column: colours.get((row, column), "")


def _colour(colour: Mapping[str, float] | None) -> str:
    if colour is None:
        return ""
    parts = [round(255 * colour.get(name, 0)) for name in ("red", "green", "blue")]
    return "" if min(parts) >= 250 else "".join(f"{part:02X}" for part in parts)
