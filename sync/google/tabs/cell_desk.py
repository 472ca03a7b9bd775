"""Worksheets of ours in which people write too: read in one request, written in one or none.

Each column bears a tag, and what is written into a row that is there goes by the tags: a column that somebody
inserts in the same moment moves nothing. New rows come in, and are filled, in one batch of their own.
"""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from config.colours import HEADING, THEIRS_HEADING
from sync.google.colour_rules import rgb
from sync.google.tabs.tab_plan import free_id, grid_range
from sync.google.transport.courier import Courier, Errand
from sync.google.transport.endpoint import spreadsheet_url
from sync.grid import CellValue, Grid, Sheet
from sync.other_sheets.cell_plan import CellPlan, ColumnLook, NewTab

Json = dict[str, Any]

_MASK = (
    "sheets(properties(sheetId,title,gridProperties(rowCount,columnCount)),"
    "data(rowData(values(userEnteredValue)),"
    "columnMetadata(developerMetadata(metadataId,metadataKey))))"
)
_KEY = "duesheet-cells"
_SPARE = 200
_PIXELS = 7


@dataclass(frozen=True, slots=True)
class SheetPlace:
    """Where a worksheet is, and by which tags its columns are found."""

    sheet_id: int
    rows: int
    tags: Mapping[int, int]


class CellDesk:
    """Reads and writes such worksheets through a `Courier`."""

    def __init__(self, courier: Courier) -> None:
        self._courier = courier

    def read(self, spreadsheet: str, errand: Errand) -> Grid:
        """Return every tab's values, as text and numbers; ``version`` tells where each is, by title.

        Raises:
            GaveUpError: it cannot be read.
        """
        tries = errand.tries
        params = {"fields": _MASK, "prettyPrint": "false"}
        answer = self._courier.get(errand, "read", spreadsheet_url(spreadsheet), params)
        errand.tries = tries
        found = [sheet for sheet in answer.json.get("sheets", []) if "properties" in sheet]
        sheets = tuple(Sheet(str(one["properties"].get("title", "")), _rows(one)) for one in found)
        places = {sheet.name: _place(one) for sheet, one in zip(sheets, found, strict=True)}
        return Grid(spreadsheet, sheets, version=places)

    def write(self, spreadsheet: str, errand: Errand, grid: Grid, plans: Sequence[CellPlan]) -> None:
        """Carry *plans* out: our cells only.

        Raises:
            GaveUpError: it cannot be done.
            UnknownOutcomeError: it may have been done.
        """
        places: Any = grid.version
        batch: list[Json] = []
        values: list[Json] = []
        for plan in plans:
            place: SheetPlace = places[plan.sheet]
            tagged, untagged = _sorted_out(plan, place)
            values += [_column_values(place.tags[column], cells) for column, cells in tagged.items()]
            batch += [_put(place.sheet_id, *cell) for cell in untagged]
            batch += _added(plan, place)
        if batch:
            self._send(spreadsheet, errand, batch)
        if values:
            url = f"{spreadsheet_url(spreadsheet)}/values:batchUpdateByDataFilter"
            body = {"valueInputOption": "RAW", "data": values}
            self._courier.post(errand, url, {"fields": "spreadsheetId"}, body)

    def make(self, spreadsheet: str, errand: Errand, grid: Grid, tabs: Sequence[NewTab]) -> None:
        """Make those tabs that are not there.

        Raises:
            GaveUpError, UnknownOutcomeError: as `write`.
        """
        places: Any = grid.version
        taken = [{"properties": {"sheetId": place.sheet_id}} for place in places.values()]
        requests: list[Json] = []
        for tab in tabs:
            if tab.title in places:
                continue
            sheet_id = free_id(taken, f"duesheet cells {tab.title}")
            taken.append({"properties": {"sheetId": sheet_id}})
            requests += [*_made(sheet_id, tab), *_manners(sheet_id, tab)]
        if requests:
            self._send(spreadsheet, errand, requests)

    def _send(self, spreadsheet: str, errand: Errand, requests: Sequence[Json]) -> None:
        url = f"{spreadsheet_url(spreadsheet)}:batchUpdate"
        self._courier.post(errand, url, {"fields": "spreadsheetId"}, {"requests": list(requests)})


def _rows(sheet: Json) -> list[list[CellValue]]:
    block = (sheet.get("data") or [{}])[0]
    rows = [[_value(cell) for cell in row.get("values", [])] for row in block.get("rowData", [])]
    width = max(map(len, rows), default=0)
    return [row + [""] * (width - len(row)) for row in rows]


def _value(cell: Json) -> CellValue:
    value: Json = cell.get("userEnteredValue") or {}
    if "numberValue" in value:
        return float(value["numberValue"])
    return str(value.get("stringValue", value.get("boolValue", "")))


def _place(sheet: Json) -> SheetPlace:
    properties = sheet["properties"]
    columns: list[Json] = (sheet.get("data") or [{}])[0].get("columnMetadata", [])
    tags = {
        at: int(tag["metadataId"])
        for at, column in enumerate(columns)
        for tag in column.get("developerMetadata", [])
        if tag.get("metadataKey") == _KEY
    }
    rows = properties.get("gridProperties", {}).get("rowCount", 0)
    return SheetPlace(properties.get("sheetId", 0), rows, tags)


Cells = Mapping[int, str | int]


def _sorted_out(
    plan: CellPlan, place: SheetPlace
) -> tuple[Mapping[int, Cells], list[tuple[int, int, str | int]]]:
    """Return the cells of tagged columns, by column; and those of columns whose tag is lost."""
    tagged: defaultdict[int, dict[int, str | int]] = defaultdict(dict)
    untagged: list[tuple[int, int, str | int]] = []
    for row, cells in plan.edits.items():
        for column, value in cells.items():
            if column in place.tags:
                tagged[column][row] = value
            else:
                untagged.append((row, column, value))
    return tagged, untagged


def _column_values(tag: int, cells: Cells) -> Json:
    """Return the new values of one column: null leaves a cell, "" clears it."""
    return {
        "dataFilter": {"developerMetadataLookup": {"metadataId": tag}},
        "majorDimension": "COLUMNS",
        "values": [[cells.get(row) for row in range(1, max(cells) + 1)]],
    }


def _added(plan: CellPlan, place: SheetPlace) -> Iterator[Json]:
    """Let new rows come in below what is filled: whatever people type there meanwhile, they move down."""
    if not plan.added:
        return
    first, count = plan.end - 1, len(plan.added)
    if first >= place.rows:
        length = first - place.rows + count
        yield {"appendDimension": {"sheetId": place.sheet_id, "dimension": "ROWS", "length": length}}
    else:
        span = {
            "sheetId": place.sheet_id,
            "dimension": "ROWS",
            "startIndex": first,
            "endIndex": first + count,
        }
        # The row above is a line, or the heading, whose looks no line should have.
        yield {
            "insertDimension": {
                "range": span,
                "inheritFromBefore": plan.pattern == plan.end - 1 and first > 3,
            }
        }
    for at, cells in enumerate(plan.added):
        for column, value in cells.items():
            yield _put(place.sheet_id, plan.end + at, column, value)


def _put(sheet_id: int, row: int, column: int, value: str | int) -> Json:
    cell = {"userEnteredValue": _typed(value)} if value != "" else {}
    place = grid_range(sheet_id, row - 1, row, column, column + 1)
    return {"updateCells": {"range": place, "rows": [{"values": [cell]}], "fields": "userEnteredValue"}}


def _typed(value: str | int) -> Json:
    return {"numberValue": value} if isinstance(value, int) else {"stringValue": value}


def _made(sheet_id: int, tab: NewTab) -> Iterator[Json]:
    rows, headed = tab.rows, tab.headed
    width = max(map(len, rows))
    grid = {"rowCount": len(rows) + _SPARE, "columnCount": width, "frozenRowCount": headed}
    yield {"addSheet": {"properties": {"sheetId": sheet_id, "title": tab.title, "gridProperties": grid}}}
    lines: list[Json] = []
    for number, row in enumerate(rows):
        numbers = tab.numbers if number >= headed else ()
        cells = [
            {"userEnteredValue": _typed(int(text) if at in numbers and text.isdecimal() else text)}
            if text
            else {}
            for at, text in enumerate(row)
        ]
        lines.append({"values": cells})
    start = {"sheetId": sheet_id, "rowIndex": 0, "columnIndex": 0}
    yield {"updateCells": {"start": start, "rows": lines, "fields": "userEnteredValue"}}


def _manners(sheet_id: int, tab: NewTab) -> Iterator[Json]:
    """Widths, colours, drop-downs, tags, the filter; the key is hidden."""
    heading, last = tab.headed - 1, max(len(tab.rows), tab.headed + 1) + _SPARE - 1
    for at, column in enumerate(tab.columns):
        yield from _column(sheet_id, at, column)
        look = {
            "backgroundColor": rgb(HEADING if column.is_ours else THEIRS_HEADING),
            "textFormat": {"bold": True},
            "wrapStrategy": "WRAP",
        }
        yield {
            "repeatCell": {
                "range": grid_range(sheet_id, heading, heading + 1, at, at + 1),
                "cell": {"userEnteredFormat": look},
                "fields": ",".join(f"userEnteredFormat.{name}" for name in look),
            }
        }
        if column.choices:
            values = [{"userEnteredValue": text} for text in column.choices]
            condition = {"type": "ONE_OF_LIST", "values": values}
            rule = {"condition": condition, "strict": False, "showCustomUi": True}
            place = grid_range(sheet_id, tab.headed, last, at, at + 1)
            yield {"setDataValidation": {"range": place, "rule": rule}}
    if tab.columns:
        filtered = grid_range(sheet_id, heading, last, 0, len(tab.columns))
        yield {"setBasicFilter": {"filter": {"range": filtered}}}


def _column(sheet_id: int, at: int, column: ColumnLook) -> Iterator[Json]:
    span = {"sheetId": sheet_id, "dimension": "COLUMNS", "startIndex": at, "endIndex": at + 1}
    looks: Json = {"pixelSize": column.width * _PIXELS + 12}
    if column.is_hidden:
        looks["hiddenByUser"] = True
    yield {"updateDimensionProperties": {"range": span, "properties": looks, "fields": ",".join(looks)}}
    if column.is_ours:
        tag = {"metadataKey": _KEY, "visibility": "DOCUMENT", "location": {"dimensionRange": span}}
        yield {"createDeveloperMetadata": {"developerMetadata": tag}}
