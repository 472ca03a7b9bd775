"""What one tab of ours takes: the requests of a single batch, from what the spreadsheet shows."""

import hashlib
import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import groupby
from typing import Any
from urllib.parse import quote

from config.colours import LINE, PAINTS, SERIES
from config.our_tabs.tabs import CHART_ROWS, Tab, TabBlock, TabCell, TabChart
from sync.google.colour_rules import rgb

Json = dict[str, Any]

#: The key of the metadata on each worksheet of ours.
TAB_KEY = "duesheet-tab"

_EPOCH = date(1899, 12, 30)
_LONGEST_TEXT = 32_000
_LONGEST_TITLE = 100
_CHART_WIDTH, _ROW_HEIGHT = 760, 21


def tab_address(spreadsheet: str, sheet_id: int | str, cells: str = "") -> str:
    """Return the browser address of a worksheet, or of *cells* on it."""
    place = f"&range={cells}" if cells else ""
    return f"https://docs.google.com/spreadsheets/d/{quote(spreadsheet, safe='')}/edit#gid={sheet_id}{place}"


@dataclass(frozen=True, slots=True)
class Tag:
    """What the metadata on a tab of ours remembers.

    Attributes:
        columns: how many are ours; what stands to their right is people's.
        charts: ids of ours.
    """

    metadata_id: int
    digest: str
    columns: int
    charts: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class TabPlan:
    """The requests of one batch.

    Attributes:
        title: the tab's name now.
        values: what every cell of ours holds, as ExtendedValue; None for blank.
        is_current: the tag says that just this was written last.
    """

    sheet_id: int
    title: str
    values: Sequence[Sequence[Json | None]]
    requests: Sequence[Json]
    is_current: bool


def plan_tab(spreadsheet: str, sheets: Sequence[Json], tab: Tab) -> TabPlan:
    """Return what makes *tab* what it should be.

    Args:
        spreadsheet: its id.
        sheets: every worksheet with its properties, metadata and charts.
        tab: what it should be.
    """
    values = [[value_of(cell) for cell in row] for row in tab.rows]
    found = next(tagged(sheets, tab.key), None)
    if found is None:
        sheet_id, title = free_id(sheets, tab.key), _free_title(sheets, tab.title)
        requests = [*_made(tab, sheet_id, title), *_filled(spreadsheet, sheets, tab, sheet_id, None)]
        return TabPlan(sheet_id, title, values, requests, is_current=False)
    sheet, tag = found
    properties = sheet["properties"]
    sheet_id = properties.get("sheetId", 0)
    requests = [
        *_grown(tab, properties, tag),
        *_without_charts(sheet, tag),
        *_filled(spreadsheet, sheets, tab, sheet_id, tag),
    ]
    return TabPlan(sheet_id, properties.get("title", ""), values, requests, tag.digest == tab.digest)


def value_of(cell: TabCell) -> Json | None:
    """Return a cell's value as the API types it; text is never parsed."""
    if cell.value is None or cell.value == "":
        return None
    if isinstance(cell.value, str):
        return {"stringValue": cell.value[:_LONGEST_TEXT]}
    if isinstance(cell.value, date):
        return {"numberValue": (cell.value - _EPOCH).days}
    return {"numberValue": cell.value}


def tagged(sheets: Sequence[Json], key: str) -> Iterator[tuple[Json, Tag]]:
    """Yield every worksheet that is our tab of *key*, with its tag."""
    return ((sheet, tag) for sheet in sheets if (tag := _tag(sheet, key)))


def plan_removal_of_tab(sheet_id: int, tag: Tag, *, keep: bool) -> list[Json]:
    """Return what takes a tab of ours away, or (*keep*) only what is ours on it."""
    if not keep:
        return [{"deleteSheet": {"sheetId": sheet_id}}]
    span = {"sheetId": sheet_id, "startRowIndex": 0, "startColumnIndex": 0, "endColumnIndex": tag.columns}
    ours = {"developerMetadataLookup": {"metadataId": tag.metadata_id}}
    return [
        {"updateCells": {"range": span, "rows": [], "fields": "userEnteredValue,userEnteredFormat"}},
        {"deleteDeveloperMetadata": {"dataFilter": ours}},
    ]


# -- what is there -------------------------------------------------------------------------------------------


def _tag(sheet: Json, key: str) -> Tag | None:
    """Return our tag; one on a copy that people made names another worksheet and makes it not ours."""
    for entry in sheet.get("developerMetadata", []):
        if entry.get("metadataKey") != TAB_KEY:
            continue
        try:
            told = json.loads(entry.get("metadataValue", ""))
            is_ours = told["key"] == key and told["sheet"] == sheet["properties"].get("sheetId", 0)
            tag = Tag(
                entry["metadataId"],
                str(told["digest"]),
                int(told["columns"]),
                tuple(map(int, told["charts"])),
            )
        except (ValueError, KeyError, TypeError):
            continue
        if is_ours:
            return tag
    return None


def free_id(sheets: Sequence[Json], key: str) -> int:
    """Return an id for a new worksheet that none of *sheets* has."""
    # The same id for the same key: two who make the tab at once cannot make it twice.
    taken = {sheet["properties"].get("sheetId", 0) for sheet in sheets}
    return _free_number(key, taken)


def _free_number(seed: str, taken: set[int]) -> int:
    number = int.from_bytes(hashlib.sha256(seed.encode()).digest()[:4]) & 0x7FFF_FFFF
    while number in taken or number == 0:
        number = number % 0x7FFF_FFFE + 1
    return number


def _free_title(sheets: Sequence[Json], title: str) -> str:
    taken = {str(sheet["properties"].get("title", "")).casefold() for sheet in sheets}
    found, number = title[:_LONGEST_TITLE], 1
    while found.casefold() in taken:
        number += 1
        more = f" ({number})"
        found = title[: _LONGEST_TITLE - len(more)] + more
    return found


# -- requests ------------------------------------------------------------------------------------------------


def _size(tab: Tab) -> tuple[int, int]:
    rows, columns = len(tab.rows), max(len(tab.widths), *(len(row) for row in tab.rows), 1)
    # Google refuses a worksheet whose every row or column is frozen.
    return max(rows, tab.frozen[0] + 1), max(columns, tab.frozen[1] + 1)


def _made(tab: Tab, sheet_id: int, title: str) -> Iterator[Json]:
    rows, columns = _size(tab)
    grid = {
        "rowCount": rows,
        "columnCount": columns,
        "frozenRowCount": tab.frozen[0],
        "frozenColumnCount": tab.frozen[1],
    }
    yield {"addSheet": {"properties": {"sheetId": sheet_id, "title": title, "gridProperties": grid}}}
    yield from _widths(tab, sheet_id, 0)
    if tab.stale is not None:
        yield _alarm(tab.stale, sheet_id)


def _grown(tab: Tab, properties: Json, tag: Tag) -> Iterator[Json]:
    grid = properties.get("gridProperties", {})
    sheet_id = properties.get("sheetId", 0)
    rows, columns = _size(tab)
    for dimension, name, wanted in (("ROWS", "rowCount", rows), ("COLUMNS", "columnCount", columns)):
        if more := max(wanted - grid.get(name, 0), 0):
            yield {"appendDimension": {"sheetId": sheet_id, "dimension": dimension, "length": more}}
    yield from _widths(tab, sheet_id, tag.columns)


def _widths(tab: Tab, sheet_id: int, first: int) -> Iterator[Json]:
    """Set the widths of new columns; runs of one width go together."""
    numbered = list(enumerate(tab.widths))[first:]
    for width, run in groupby(numbered, key=lambda pair: pair[1]):
        columns = [column for column, _ in run]
        span = {
            "sheetId": sheet_id,
            "dimension": "COLUMNS",
            "startIndex": columns[0],
            "endIndex": columns[-1] + 1,
        }
        yield {
            "updateDimensionProperties": {
                "range": span,
                "properties": {"pixelSize": width},
                "fields": "pixelSize",
            }
        }


def _without_charts(sheet: Json, tag: Tag) -> Iterator[Json]:
    there = {chart.get("chartId") for chart in sheet.get("charts", [])}
    for chart in tag.charts:
        if chart in there:
            yield {"deleteEmbeddedObject": {"objectId": chart}}


def _filled(
    spreadsheet: str, sheets: Sequence[Json], tab: Tab, sheet_id: int, tag: Tag | None
) -> Iterator[Json]:
    columns = _size(tab)[1]
    # Every row of our columns: what stood below a longer list goes.
    span = {
        "sheetId": sheet_id,
        "startRowIndex": 0,
        "startColumnIndex": 0,
        "endColumnIndex": max(columns, tag.columns if tag else 0),
    }
    rows = [{"values": [_cell(cell, spreadsheet, sheet_id) for cell in row]} for row in tab.rows]
    fields = "userEnteredValue,userEnteredFormat"
    yield {"updateCells": {"range": span, "rows": rows, "fields": fields}}
    yield from (_framed(block, sheet_id) for block in tab.blocks)
    taken = {chart.get("chartId", 0) for sheet in sheets for chart in sheet.get("charts", [])}
    charts: list[int] = []
    for number, chart in enumerate(tab.charts):
        charts.append(_free_number(f"{tab.key} {tab.digest} {number}", taken | set(charts)))
        yield _chart(chart, sheet_id, charts[-1])
    yield _tagged(tab, sheet_id, columns, charts, tag)


def _tagged(tab: Tab, sheet_id: int, columns: int, charts: Sequence[int], tag: Tag | None) -> Json:
    told = {
        "key": tab.key,
        "sheet": sheet_id,
        "digest": tab.digest,
        "columns": columns,
        "charts": list(charts),
    }
    value = json.dumps(told, ensure_ascii=False, separators=(",", ":"))
    if tag is not None:
        return {
            "updateDeveloperMetadata": {
                "dataFilters": [{"developerMetadataLookup": {"metadataId": tag.metadata_id}}],
                "developerMetadata": {"metadataValue": value},
                "fields": "metadataValue",
            }
        }
    entry = {
        "metadataKey": TAB_KEY,
        "metadataValue": value,
        "location": {"sheetId": sheet_id},
        "visibility": "DOCUMENT",
    }
    return {"createDeveloperMetadata": {"developerMetadata": entry}}


def _cell(cell: TabCell, spreadsheet: str, sheet_id: int) -> Json:
    shown: Json = {}
    if (value := value_of(cell)) is not None:
        shown["userEnteredValue"] = value
    look: Json = {}
    if isinstance(cell.value, date):
        look["numberFormat"] = {"type": "DATE", "pattern": "yyyy-mm-dd"}
    if cell.fill:
        look["backgroundColor"] = rgb(cell.fill)
    if cell.centred:
        look["horizontalAlignment"] = "CENTER"
    text: Json = {}
    if cell.bold:
        text["bold"] = True
    if cell.size:
        text["fontSize"] = cell.size
    if cell.ink:
        text["foregroundColor"] = rgb(cell.ink)
    if cell.url and value is not None:
        # A link of the cell, not a formula: the number below it stays a number.
        place = cell.url
        text["link"] = {
            "uri": tab_address(spreadsheet, sheet_id, place[1:]) if place.startswith("#") else place
        }
    if text:
        look["textFormat"] = text
    if look:
        shown["userEnteredFormat"] = look
    return shown


def _framed(block: TabBlock, sheet_id: int) -> Json:
    line = {"style": "SOLID", "color": rgb(LINE)}
    look = {
        "borders": dict.fromkeys(("top", "bottom", "left", "right"), line),
        "wrapStrategy": "WRAP",
        "verticalAlignment": "MIDDLE",
    }
    return {
        "repeatCell": {
            "range": grid_range(sheet_id, block.top, block.bottom, 0, block.width),
            "cell": {"userEnteredFormat": look},
            "fields": ",".join(f"userEnteredFormat.{name}" for name in look),
        }
    }


def grid_range(sheet_id: int, top: int, bottom: int, left: int, right: int) -> Json:
    """Return a GridRange: 0-based, ends excluded."""
    return {
        "sheetId": sheet_id,
        "startRowIndex": top,
        "endRowIndex": bottom,
        "startColumnIndex": left,
        "endColumnIndex": right,
    }


def _alarm(place: tuple[int, int], sheet_id: int) -> Json:
    row, column = place
    formula = f"=TODAY()-${chr(ord('A') + column)}${row + 1}>2"
    rule = {
        "ranges": [grid_range(sheet_id, row, row + 1, 0, column + 1)],
        "booleanRule": {
            "condition": {"type": "CUSTOM_FORMULA", "values": [{"userEnteredValue": formula}]},
            "format": {"backgroundColor": rgb(PAINTS["red"].fill)},
        },
    }
    return {"addConditionalFormatRule": {"rule": rule, "index": 0}}


def _chart(chart: TabChart, sheet_id: int, number: int) -> Json:
    top, bottom = chart.data, chart.data + 1 + chart.categories

    def source(column: int) -> Json:
        return {"sourceRange": {"sources": [grid_range(sheet_id, top, bottom, column, column + 1)]}}

    series = [
        {
            "series": source(column),
            "targetAxis": "BOTTOM_AXIS" if chart.lying else "LEFT_AXIS",
            "color": rgb(SERIES[(column - 1) % len(SERIES)]),
            "dataLabel": {"type": "DATA"},
        }
        for column in range(1, chart.series + 1)
    ]
    spec = {
        "title": chart.title,
        "altText": chart.alt,
        # The numbers may stand in rows that people hide.
        "hiddenDimensionStrategy": "SHOW_ALL",
        "basicChart": {
            "chartType": "BAR" if chart.lying else "COLUMN",
            "legendPosition": "BOTTOM_LEGEND" if chart.series > 1 else "NO_LEGEND",
            "headerCount": 1,
            "domains": [{"domain": source(0)}],
            "series": series,
        },
    }
    overlay = {
        "anchorCell": {"sheetId": sheet_id, "rowIndex": chart.row, "columnIndex": 0},
        "widthPixels": _CHART_WIDTH,
        "heightPixels": CHART_ROWS * _ROW_HEIGHT - 10,
    }
    return {
        "addChart": {"chart": {"chartId": number, "spec": spec, "position": {"overlayPosition": overlay}}}
    }
