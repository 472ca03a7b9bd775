"""调解排期 as tabs of the coordinator's spreadsheet: read in one request, written in one or none."""

from collections.abc import Iterator, Sequence
from typing import Any
from urllib.parse import quote

from config.colours import HEADING, THEIRS_HEADING
from config.schedule import NUMBERS, OURS, THEIRS, WIDTHS, ScheduleColumn
from sync.google.colour_rules import rgb
from sync.google.tab_plan import free_id
from sync.google.transport.courier import Courier, Errand
from sync.google.transport.endpoint import SHEETS_HOST
from sync.grid import CellValue, Grid, Sheet
from sync.schedule_sheet import NewTabs, ScheduleLook, SchedulePlan, line_rows

Json = dict[str, Any]

_MASK = (
    "sheets(properties(sheetId,title,gridProperties(rowCount,columnCount)),"
    "data(rowData(values(userEnteredValue))))"
)
_HEADING, _FIRST, _SPARE = 2, 3, 200
_PIXELS = 7


class ScheduleDesk:
    """Reads and writes the schedule's tabs through a `Courier`."""

    def __init__(self, courier: Courier) -> None:
        self._courier = courier

    def read(self, spreadsheet: str, errand: Errand) -> Grid:
        """Return every tab's values, as text and numbers; ``version`` holds their ids and sizes.

        Raises:
            GaveUpError: it cannot be read.
        """
        tries = errand.tries
        params = {"fields": _MASK, "prettyPrint": "false"}
        answer = self._courier.get(errand, "read", _url(spreadsheet), params)
        errand.tries = tries
        found = [sheet for sheet in answer.json.get("sheets", []) if "properties" in sheet]
        sheets = tuple(Sheet(str(one["properties"].get("title", "")), _rows(one)) for one in found)
        return Grid(spreadsheet, sheets, version=tuple(map(_size, found)))

    def write(
        self, spreadsheet: str, errand: Errand, grid: Grid, look: ScheduleLook, plan: SchedulePlan
    ) -> None:
        """Carry *plan* out in one batch: our cells only.

        Raises:
            GaveUpError: it cannot be done.
            UnknownOutcomeError: it may have been done.
        """
        sizes: Any = grid.version
        position = next(at for at, sheet in enumerate(grid.sheets) if sheet.name == look.sheet)
        sheet_id, rows, _ = sizes[position]
        requests = list(_edits(sheet_id, rows, look, plan))
        self._send(spreadsheet, errand, requests)

    def make(
        self,
        spreadsheet: str,
        errand: Errand,
        grid: Grid,
        wanted: NewTabs,
    ) -> None:
        """Make those tabs that are not there.

        Raises:
            GaveUpError, UnknownOutcomeError: as `write`.
        """
        sizes: Any = grid.version
        taken = [{"properties": {"sheetId": sheet_id}} for sheet_id, _, _ in sizes]
        there = {sheet.name for sheet in grid.sheets}
        requests: list[Json] = []
        for number, (title, rows, headed) in enumerate(wanted.tabs):
            if title in there:
                continue
            sheet_id = free_id(taken, f"duesheet schedule {number}")
            taken.append({"properties": {"sheetId": sheet_id}})
            requests += _made(sheet_id, title, rows, headed)
            if number == 0:
                requests += _manners(sheet_id, len(rows), wanted.halves, wanted.outcomes)
        self._send(spreadsheet, errand, requests)

    def _send(self, spreadsheet: str, errand: Errand, requests: Sequence[Json]) -> None:
        url = f"{_url(spreadsheet)}:batchUpdate"
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


def _size(sheet: Json) -> tuple[int, int, int]:
    properties = sheet["properties"]
    grid = properties.get("gridProperties", {})
    return properties.get("sheetId", 0), grid.get("rowCount", 0), grid.get("columnCount", 0)


def _edits(sheet_id: int, rows: int, look: ScheduleLook, plan: SchedulePlan) -> Iterator[Json]:
    last = look.end - 1 + len(plan.added)
    if plan.added and last > rows:
        yield {"appendDimension": {"sheetId": sheet_id, "dimension": "ROWS", "length": last - rows + _SPARE}}
    for edit in plan.edits:
        yield _put(sheet_id, edit.row, look.columns[edit.column], _typed(edit.column, edit.new))
    for row in plan.removed:
        for column in OURS:
            yield _put(sheet_id, row, look.columns[column], None)
    counts = [
        int(line.texts[ScheduleColumn.SEQ])
        for line in look.lines
        if line.texts[ScheduleColumn.SEQ].isdecimal()
    ]
    for at, texts in enumerate(line_rows(plan.added, max(counts, default=0) + 1)):
        for column, text in zip(ScheduleColumn, texts, strict=True):
            if column in OURS and text:
                yield _put(sheet_id, look.end + at, look.columns[column], _typed(column, text))


def _put(sheet_id: int, row: int, column: int, value: Json | None) -> Json:
    cell = {"userEnteredValue": value} if value else {}
    place = {
        "sheetId": sheet_id,
        "startRowIndex": row - 1,
        "endRowIndex": row,
        "startColumnIndex": column,
        "endColumnIndex": column + 1,
    }
    return {"updateCells": {"range": place, "rows": [{"values": [cell]}], "fields": "userEnteredValue"}}


def _typed(column: ScheduleColumn, text: str) -> Json | None:
    if not text:
        return None
    if column in NUMBERS and text.isdecimal():
        return {"numberValue": int(text)}
    return {"stringValue": text}


def _made(sheet_id: int, title: str, rows: Sequence[Sequence[str]], headed: int) -> Iterator[Json]:
    width = max(map(len, rows))
    grid = {"rowCount": len(rows) + _SPARE, "columnCount": width, "frozenRowCount": headed}
    yield {"addSheet": {"properties": {"sheetId": sheet_id, "title": title, "gridProperties": grid}}}
    columns = list(ScheduleColumn)
    lines: list[Json] = []
    for number, row in enumerate(rows):
        is_line = number >= headed and width == len(columns)
        cells = [
            {"userEnteredValue": value}
            if (value := _typed(columns[at], text) if is_line else _plain(text))
            else {}
            for at, text in enumerate(row)
        ]
        lines.append({"values": cells})
    start = {"sheetId": sheet_id, "rowIndex": 0, "columnIndex": 0}
    yield {"updateCells": {"start": start, "rows": lines, "fields": "userEnteredValue"}}


def _plain(text: str) -> Json | None:
    return {"stringValue": text} if text else None


def _manners(sheet_id: int, rows: int, halves: Sequence[str], outcomes: Sequence[str]) -> Iterator[Json]:
    """Widths, colours, drop-downs, the filter; the key is hidden."""
    columns = list(ScheduleColumn)
    last = max(rows, _FIRST + 1)
    for at, column in enumerate(columns):
        span = {"sheetId": sheet_id, "dimension": "COLUMNS", "startIndex": at, "endIndex": at + 1}
        looks: Json = {"pixelSize": WIDTHS[column] * _PIXELS + 12}
        fields = "pixelSize"
        if column is ScheduleColumn.KEY:
            looks, fields = looks | {"hiddenByUser": True}, "pixelSize,hiddenByUser"
        yield {"updateDimensionProperties": {"range": span, "properties": looks, "fields": fields}}
    for ours in (True, False):
        which = [at for at, column in enumerate(columns) if (column not in THEIRS) is ours]
        look = {
            "backgroundColor": rgb(HEADING if ours else THEIRS_HEADING),
            "textFormat": {"bold": True},
            "wrapStrategy": "WRAP",
        }
        for at in which:
            yield {
                "repeatCell": {
                    "range": _box(sheet_id, _HEADING, _HEADING + 1, at, at + 1),
                    "cell": {"userEnteredFormat": look},
                    "fields": ",".join(f"userEnteredFormat.{name}" for name in look),
                }
            }
    for column, choices in ((ScheduleColumn.AGREED_HALF, halves), (ScheduleColumn.OUTCOME, outcomes)):
        at = columns.index(column)
        values = [{"userEnteredValue": text} for text in choices]
        rule = {"condition": {"type": "ONE_OF_LIST", "values": values}, "strict": False, "showCustomUi": True}
        place = _box(sheet_id, _FIRST, last + _SPARE - 1, at, at + 1)
        yield {"setDataValidation": {"range": place, "rule": rule}}
    filtered = _box(sheet_id, _HEADING, last + _SPARE - 1, 0, len(columns))
    yield {"setBasicFilter": {"filter": {"range": filtered}}}


def _box(sheet_id: int, top: int, bottom: int, left: int, right: int) -> Json:
    return {
        "sheetId": sheet_id,
        "startRowIndex": top,
        "endRowIndex": bottom,
        "startColumnIndex": left,
        "endColumnIndex": right,
    }


def _url(spreadsheet: str) -> str:
    return f"{SHEETS_HOST}/v4/spreadsheets/{quote(spreadsheet, safe='')}"
