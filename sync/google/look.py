"""What one read of a spreadsheet shows: the grid for everybody, and what writing back needs to know."""

import hashlib
import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from config.vocabulary import MARK_HEADINGS, Mark
from sync.grid import CellValue, Grid, Merge, Sheet

Json = dict[str, Any]

#: Everything a pass needs in one request. Text comes once, as formattedValue; effectiveValue adds only what
#: text lacks; formulas are asked for because a formula in a column of ours is a person's.
MASK = (
    "properties(title),sheets(properties(sheetId,title,sheetType,hidden,gridProperties(rowCount,columnCount)),"
    "merges,conditionalFormats,columnGroups,basicFilter(range),"
    "protectedRanges(range,warningOnly,requestingUserCanEdit,unprotectedRanges),"
    "data(rowData(values(formattedValue,effectiveValue(numberValue,boolValue),effectiveFormat(numberFormat),"
    "userEnteredValue(formulaValue))),columnMetadata(developerMetadata(metadataId,metadataKey,metadataValue))))"
)

#: What the answer to a batch shows, so that it is seen at once where things ended up.
AFTER_MASK = (
    "replies,updatedSpreadsheet(sheets(properties(sheetId,title,gridProperties(rowCount,columnCount)),"
    "conditionalFormats,data(columnMetadata(developerMetadata(metadataId,metadataKey,metadataValue)))))"
)

#: The key of the metadata on each column of ours; its value is the mark.
KEY = "duesheet"
#: After the mark: a column we tagged by its heading and have not seen again since.
UNSURE = "?"

_EPOCH = datetime(1899, 12, 30)  # noqa: DTZ001 (a spreadsheet's dates have no zone)
_DATES = ("DATE", "DATE_TIME", "TIME")
_PATTERNS = {
    "DATE": "yyyy-mm-dd",
    "DATE_TIME": "yyyy-mm-dd hh:mm:ss",
    "TIME": "hh:mm:ss",
    "PERCENT": "0.00%",
    "TEXT": "@",
}


@dataclass(frozen=True, slots=True)
class Anchor:
    """A column of ours and the metadata that finds it wherever it stands.

    Attributes:
        column: 0-based, when we looked.
        is_sure: False for a column tagged by its heading: ours only as long as the heading is there.
    """

    metadata_id: int
    mark: Mark
    column: int
    is_sure: bool


@dataclass(frozen=True, slots=True)
class SheetLook:
    """What writing back must know of one worksheet; *rules* and *groups* as Google shows them."""

    sheet_id: int
    title: str
    row_count: int
    column_count: int
    used_columns: int
    anchors: tuple[Anchor, ...]
    strays: tuple[Anchor, ...]
    rules: tuple[Json, ...]
    protected: tuple[Json, ...]
    groups: tuple[Json, ...]
    filtered: tuple[int, int] | None

    def anchor(self, mark: Mark) -> Anchor | None:
        """Return the column of *mark*: of several, the first that was tagged."""
        found = [anchor for anchor in self.anchors if anchor.mark is mark]
        return min(found, key=lambda anchor: (not anchor.is_sure, anchor.metadata_id), default=None)


@dataclass(frozen=True, slots=True)
class Look:
    """One read; it is the ``version`` of the `Grid` made from it.

    Attributes:
        digest: equal when nothing that we read has changed.
    """

    sheets: tuple[SheetLook, ...]
    digest: str

    def __str__(self) -> str:
        return self.digest

    def sheet(self, title: str) -> SheetLook | None:
        """Return the worksheet that had this name."""
        return next((sheet for sheet in self.sheets if sheet.title == title), None)


def grid_of(body: bytes) -> Grid:
    """Return the grid of a spreadsheets.get answer under `MASK`; its version is a `Look`."""
    payload = json.loads(body)
    sheets: list[Sheet] = []
    looks: list[SheetLook] = []
    for entry in payload.get("sheets", []):
        if entry["properties"].get("sheetType", "GRID") == "GRID":
            sheet, look = _sheet(entry)
            sheets.append(sheet)
            looks.append(look)
    look = Look(tuple(looks), hashlib.sha256(body).hexdigest())
    return Grid(payload.get("properties", {}).get("title", ""), tuple(sheets), version=look)


def look_of(grid: Grid) -> Look:
    """Return the look that *grid* was made from."""
    if not isinstance(grid.version, Look):
        raise TypeError("the grid was not read by this store")
    return grid.version


def looks_after(answer: Json) -> list[SheetLook]:
    """Return the worksheets as a batch's answer under `AFTER_MASK` shows them: columns and rules."""
    sheets = answer.get("updatedSpreadsheet", {}).get("sheets", [])
    return [_sheet(entry)[1] for entry in sheets if entry["properties"].get("gridProperties")]


def _sheet(entry: Json) -> tuple[Sheet, SheetLook]:
    properties = entry["properties"]
    block: Json = (entry.get("data") or [{}])[0]
    cells = [row.get("values", []) for row in block.get("rowData", [])]
    tagged = _tagged(block.get("columnMetadata", []))
    rows = _rows(cells, {anchor.column for anchor in tagged})
    anchors = tuple(anchor for anchor in tagged if anchor.is_sure or _has_heading(rows, anchor))
    look = SheetLook(
        sheet_id=properties.get("sheetId", 0),
        title=properties.get("title", ""),
        row_count=properties.get("gridProperties", {}).get("rowCount", 0),
        column_count=properties.get("gridProperties", {}).get("columnCount", 0),
        used_columns=_used_columns(rows, entry),
        anchors=anchors,
        strays=tuple(anchor for anchor in tagged if anchor not in anchors),
        rules=tuple(entry.get("conditionalFormats", [])),
        protected=tuple(entry.get("protectedRanges", [])),
        groups=tuple(entry.get("columnGroups", [])),
        filtered=_columns_of(entry.get("basicFilter", {}).get("range")),
    )
    marks = {mark: anchor.column for mark in Mark if (anchor := look.anchor(mark))}
    sheet = Sheet(
        name=look.title,
        rows=_padded(rows, max((column + 1 for column in marks.values()), default=0)),
        sheet_id=str(look.sheet_id),
        visible=not properties.get("hidden", False),
        merges=tuple(_merge(span, look) for span in entry.get("merges", [])),
        number_format=_formats(cells),
        marks=marks,
    )
    return sheet, look


def _tagged(columns: Sequence[Json]) -> list[Anchor]:
    found: list[Anchor] = []
    known = {mark.value: mark for mark in Mark}
    for i, column in enumerate(columns):
        for tag in column.get("developerMetadata", []):
            value = str(tag.get("metadataValue", ""))
            mark = known.get(value.removesuffix(UNSURE))
            if tag.get("metadataKey") == KEY and mark is not None:
                found.append(Anchor(tag["metadataId"], mark, i, not value.endswith(UNSURE)))
    return found


def headings_of(mark: Mark) -> frozenset[str]:
    """Return the headings of *mark* in every language we write."""
    return frozenset(words[mark] for words in MARK_HEADINGS.values())


def _has_heading(rows: Sequence[Sequence[CellValue]], anchor: Anchor) -> bool:
    headings = headings_of(anchor.mark)
    return any(len(row) > anchor.column and row[anchor.column] in headings for row in rows)


def _rows(cells: Sequence[Sequence[Json]], ours: set[int]) -> list[list[CellValue]]:
    rows = [[_value(cell) for cell in row] for row in cells]
    # Rows that hold nothing but looks come as rows of empty cells.
    while rows and all(text == "" for text in rows[-1]):
        rows.pop()
    for row, source in zip(rows, cells, strict=False):
        for column in ours:
            if column < len(row):
                # A formula in a column of ours is a person's, whatever it comes to.
                formula = source[column].get("userEnteredValue", {}).get("formulaValue")
                row[column] = formula if formula is not None else row[column]
    return rows


def _value(cell: Json) -> CellValue:
    value = cell.get("effectiveValue")
    if value:
        number = value.get("numberValue")
        if number is not None:
            kind = cell.get("effectiveFormat", {}).get("numberFormat", {}).get("type", "")
            return _moment(number, kind) if kind in _DATES else float(number)
        flag = value.get("boolValue")
        if flag is not None:
            return bool(flag)
    return cell.get("formattedValue", "")


def _moment(serial: float, kind: str) -> CellValue:
    try:
        moment = _EPOCH + timedelta(seconds=round(serial * 86400))
    except OverflowError:
        return float(serial)
    if kind == "TIME" and 0 <= serial < 1:
        return moment.time()
    if moment.time() == datetime.min.time() and kind != "TIME":
        return date(moment.year, moment.month, moment.day)
    return moment


def _padded(rows: list[list[CellValue]], at_least: int) -> list[list[CellValue]]:
    width = max(at_least, max(map(len, rows), default=0))
    for row in rows:
        row.extend([""] * (width - len(row)))
    return rows


def _used_columns(rows: Sequence[Sequence[CellValue]], entry: Json) -> int:
    used = 0
    for row in rows:
        if len(row) > used:
            filled = len(row)
            while filled and row[filled - 1] == "":
                filled -= 1
            used = max(used, filled)
    return max([used, *(span.get("endColumnIndex", 0) for span in entry.get("merges", []))])


def _columns_of(span: Json | None) -> tuple[int, int] | None:
    return None if span is None else (span.get("startColumnIndex", 0), span.get("endColumnIndex", 0))


def _merge(span: Json, look: SheetLook) -> Merge:
    return Merge(
        span.get("startRowIndex", 0),
        span.get("startColumnIndex", 0),
        span.get("endRowIndex", look.row_count) - 1,
        span.get("endColumnIndex", look.column_count) - 1,
    )


def _formats(cells: Sequence[Sequence[Json]]) -> Callable[[int, int], str]:
    def number_format(row: int, column: int) -> str:
        if row >= len(cells) or column >= len(cells[row]):
            return "General"
        found: Mapping[str, str] = cells[row][column].get("effectiveFormat", {}).get("numberFormat", {})
        return found.get("pattern") or _PATTERNS.get(found.get("type", ""), "General")

    return number_format
