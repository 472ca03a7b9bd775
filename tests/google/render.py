"""What reads show: cells with their effective and formatted values, and whole spreadsheets under a mask."""

from datetime import datetime, timedelta
from typing import Any

from tests.google import masks
from tests.google.masks import Mask, wants
from tests.google.model import Book, Box, Cell, Group, Json, Line, Tab
from tests.google.ranges import a1, to_grid_range

_EPOCH = datetime(1899, 12, 30)  # noqa: DTZ001 (serial numbers have no zone)


def serial_moment(serial: float) -> datetime:
    return _EPOCH + timedelta(days=serial)


def effective_value(cell: Cell) -> Json:
    """Return the value after formulas; a formula's result is what the test put in ``_result``."""
    entered = cell.get("userEnteredValue", {})
    if "formulaValue" in entered:
        return cell.get("_result", {})
    return entered


def formatted_value(cell: Cell, locale: str = "zh_CN") -> str | None:
    value = effective_value(cell)
    if "stringValue" in value:
        return value["stringValue"]
    if "boolValue" in value:
        return "TRUE" if value["boolValue"] else "FALSE"
    if "errorValue" in value:
        return "#" + str(value["errorValue"].get("type", "ERROR")) + "!"
    if "numberValue" not in value:
        return None
    return format_number(
        value["numberValue"], cell.get("userEnteredFormat", {}).get("numberFormat", {}), locale
    )


#: Names of months (short and long) and of Thursday, as three locales show them.
_NAMES = {
    "en_US": ("Mar", "March", "Thursday"),
    "de_DE": ("März", "März", "Donnerstag"),
    "zh_CN": ("3月", "三月", "星期四"),
}


def format_number(number: float, number_format: Json, locale: str = "zh_CN") -> str:
    kind = number_format.get("type", "")
    pattern = number_format.get("pattern") or {"DATE": "yyyy-mm-dd", "TIME": "hh:mm:ss"}.get(kind, "")
    if kind in ("DATE", "DATE_TIME", "TIME"):
        try:
            return _format_moment(serial_moment(number), pattern or "yyyy-mm-dd hh:mm:ss", locale)
        except OverflowError:
            return f"{number:.15g}"
    if kind == "PERCENT":
        return f"{number * 100:.{_decimals(pattern)}f}%"
    if pattern and kind != "TEXT" and pattern.strip("#,0.") == "":
        text = f"{number:,.{_decimals(pattern)}f}" if "," in pattern else f"{number:.{_decimals(pattern)}f}"
        whole, dot, rest = text.partition(".")
        return whole.zfill(pattern.partition(".")[0].count("0")) + dot + rest
    return f"{number:.15g}"


def _decimals(pattern: str) -> int:
    return len(pattern.partition(".")[2].rstrip("%")) if "." in pattern else 0


def _format_moment(moment: datetime, pattern: str, locale: str) -> str:
    text, i, after_hour = "", 0, False
    while i < len(pattern):
        char = pattern[i]
        if char == '"':
            end = pattern.find('"', i + 1)
            text += pattern[i + 1 : end]
            i = end + 1
            continue
        run = len(pattern[i:]) - len(pattern[i:].lstrip(char))
        known = {
            "y": f"{moment.year:04d}" if run > 2 else f"{moment.year % 100:02d}",
            "m": f"{moment.minute if after_hour else moment.month:0{min(run, 2)}d}",
            "d": f"{moment.day:0{min(run, 2)}d}",
            "h": f"{moment.hour:0{min(run, 2)}d}",
            "s": f"{moment.second:0{min(run, 2)}d}",
        }
        month, long_month, thursday = _NAMES[locale]
        if char == "m" and run > 2 and not after_hour and moment.month == 3:
            text += month if run == 3 else long_month
        elif char == "d" and run > 3 and moment.weekday() == 3:
            text += thursday
        else:
            text += known.get(char, char * run)
        after_hour = char == "h" or (after_hour and char not in "ymds")
        i += run
    return text


def render_cell(cell: Cell, mask: Mask, locale: str) -> Json:
    """Return a cell's CellData as far as *mask* names it."""
    if not cell:
        return {}
    shown: Json = {}
    names = mask or masks.CELL
    for name in names:
        if name == "effectiveValue":
            value: Any = effective_value(cell)
        elif name == "formattedValue":
            value = formatted_value(cell, locale)
        elif name == "effectiveFormat":
            value = cell.get("userEnteredFormat")
        else:
            value = cell.get(name)
        if value in (None, {}):
            continue
        below = mask.get(name, {}) if mask else {}
        # A message that is there but holds nothing the mask names comes as {}.
        shown[name] = masks.apply(value, below)
    return shown


def _rows(tab: Tab, mask: Mask, box: Box, locale: str) -> list[Json]:
    used_rows, used_columns = tab.used()
    rows = box.rows(used_rows)
    columns = [tab.columns[i].uid for i in box.columns(used_columns)]
    rendered: list[Json] = []
    cells = tab.cells
    cell_mask = masks.at(mask, "values")
    for i in rows:
        uid = tab.rows[i].uid
        values = [render_cell(cells.get((uid, column), {}), cell_mask, locale) for column in columns]
        while values and not values[-1]:
            values.pop()
        rendered.append({"values": values} if values else {})
    return rendered


def metadata_entry(entry: Json, location: Json) -> Json:
    return {**entry, "location": location}


def line_location(tab: Tab, dimension: str, index: int) -> Json:
    span: Json = {"sheetId": tab.sheet_id, "dimension": dimension, "endIndex": index + 1}
    if index:
        span["startIndex"] = index
    return {"locationType": dimension.removesuffix("S"), "dimensionRange": span}


def _lines(tab: Tab, lines: list[Line], dimension: str) -> list[Json]:
    shown: list[Json] = []
    for i, line in enumerate(lines):
        entry: Json = {"pixelSize": line.props.get("pixelSize", 100 if dimension == "COLUMNS" else 21)}
        if line.props.get("hiddenByUser"):
            entry["hiddenByUser"] = True
        if line.metadata:
            entry["developerMetadata"] = [
                metadata_entry(item, line_location(tab, dimension, i)) for item in line.metadata
            ]
        shown.append(entry)
    return shown


def _group(tab: Tab, group: Group, dimension: str) -> Json:
    span: Json = {"sheetId": tab.sheet_id, "dimension": dimension, "endIndex": group.end}
    if group.start:
        span["startIndex"] = group.start
    shown: Json = {"range": span, "depth": group.depth}
    return {**shown, "collapsed": True} if group.collapsed else shown


def render_tab(
    book: Book, tab: Tab, mask: Mask, boxes: list[Box] | None, email: str, *, bounded: bool
) -> Json:
    grid: Json = {"rowCount": len(tab.rows), "columnCount": len(tab.columns)}
    if tab.frozen_rows:
        grid["frozenRowCount"] = tab.frozen_rows
    if tab.frozen_columns:
        grid["frozenColumnCount"] = tab.frozen_columns
    properties = {
        "sheetId": tab.sheet_id,
        "title": tab.title,
        "index": book.tabs.index(tab),
        "sheetType": "GRID",
        "gridProperties": grid,
        **({"hidden": True} if tab.hidden else {}),
    }
    shown: Json = {"properties": properties}
    if wants(mask, "data"):
        shown["data"] = [_data(tab, masks.at(mask, "data"), box, book.locale) for box in (boxes or [Box()])]
    lists: dict[str, list[Any]] = {
        "merges": [to_grid_range(tab, box, bounded=True) for box in tab.merges],
        "conditionalFormats": [
            {
                "ranges": [to_grid_range(tab, box, bounded=bounded) for box in rule["boxes"]],
                **{key: value for key, value in rule.items() if key != "boxes"},
            }
            for rule in tab.rules
        ],
        "protectedRanges": [_protected(tab, entry, book, email) for entry in tab.protected],
        "developerMetadata": [
            metadata_entry(entry, {"locationType": "SHEET", "sheetId": tab.sheet_id})
            for entry in tab.metadata
        ],
        "columnGroups": [_group(tab, group, "COLUMNS") for group in tab.groups(tab.columns)],
        "rowGroups": [_group(tab, group, "ROWS") for group in tab.groups(tab.rows)],
        "charts": tab.charts,
    }
    shown.update({name: items for name, items in lists.items() if items})
    if tab.basic_filter is not None:
        span = to_grid_range(tab, tab.basic_filter, bounded=True)
        shown["basicFilter"] = {"range": span, **tab.filter_details}
    return masks.apply(shown, mask)


def _protected(tab: Tab, entry: Json, book: Book, email: str) -> Json:
    can_edit = may_edit(entry, book, email)
    shown = {
        "protectedRangeId": entry["protectedRangeId"],
        "range": to_grid_range(tab, entry["box"], bounded=False),
        "warningOnly": entry.get("warningOnly", False),
        "requestingUserCanEdit": can_edit,
    }
    # Who may edit is shown only to those who may.
    if can_edit and "editors" in entry:
        shown["editors"] = entry["editors"]
    return {key: value for key, value in shown.items() if value not in (False, None)}


def may_edit(entry: Json, book: Book, email: str) -> bool:
    if entry.get("warningOnly") or book.access.get(email) == "owner" or email == entry.get("creator"):
        return True
    return email in entry.get("editors", {}).get("users", [])


def _data(tab: Tab, mask: Mask, box: Box, locale: str) -> Json:
    data: Json = {}
    if box.top:
        data["startRow"] = box.top
    if box.left:
        data["startColumn"] = box.left
    if wants(mask, "rowData"):
        rows = _rows(tab, masks.at(mask, "rowData"), box, locale)
        while rows and not rows[-1]:
            rows.pop()
        if rows:
            data["rowData"] = rows
    if wants(mask, "rowMetadata"):
        data["rowMetadata"] = _lines(tab, tab.rows, "ROWS")
    if wants(mask, "columnMetadata"):
        data["columnMetadata"] = _lines(tab, tab.columns, "COLUMNS")
    return data


def render_book(
    book: Book,
    mask: Mask,
    boxes: dict[int, list[Box]] | None,
    email: str,
    *,
    bounded: bool,
    grid: bool = True,
) -> Json:
    """Return a Spreadsheet; *boxes* per sheet id limit the data (and the sheets) shown."""
    tab_mask = masks.at(mask, "sheets")
    if not grid and not mask:
        tab_mask = {name: {} for name in masks.SPREADSHEET["sheets"] if name != "data"}
    tabs = [tab for tab in book.tabs if boxes is None or tab.sheet_id in boxes]
    shown: Json = {
        "spreadsheetId": book.book_id,
        "properties": {"title": book.title, "locale": book.locale, "timeZone": book.time_zone},
        "spreadsheetUrl": f"https://docs.google.com/spreadsheets/d/{book.book_id}/edit",
    }
    if book.metadata:
        shown["developerMetadata"] = [
            metadata_entry(e, {"locationType": "SPREADSHEET"}) for e in book.metadata
        ]
    shown = masks.apply(shown, mask)
    if wants(mask, "sheets"):
        shown["sheets"] = [
            render_tab(
                book, tab, tab_mask, None if boxes is None else boxes[tab.sheet_id], email, bounded=bounded
            )
            for tab in tabs
        ]
    return shown


def values_of(tab: Tab, box: Box, how: str, dates: str, major: str) -> Json:
    """Return a ValueRange as values.get does."""
    used_rows, used_columns = tab.used()
    columns = [tab.columns[i].uid for i in box.columns(used_columns)]
    table: list[list[Any]] = []
    for i in box.rows(used_rows):
        row = [_value(tab.cells.get((tab.rows[i].uid, column), {}), how, dates) for column in columns]
        while row and row[-1] in ("", None):
            row.pop()
        table.append(row)
    while table and not table[-1]:
        table.pop()
    if major == "COLUMNS":
        width = max(map(len, table), default=0)
        table = [[row[i] if i < len(row) else "" for row in table] for i in range(width)]
    shown: Json = {"range": a1(tab, box), "majorDimension": major}
    return {**shown, "values": table} if table else shown


def _value(cell: Cell, how: str, dates: str) -> Any:
    if not cell:
        return ""
    entered = cell.get("userEnteredValue", {})
    if how == "FORMULA" and "formulaValue" in entered:
        return entered["formulaValue"]
    value = effective_value(cell)
    kind = cell.get("userEnteredFormat", {}).get("numberFormat", {}).get("type", "")
    is_date = kind in ("DATE", "DATE_TIME", "TIME")
    if how == "FORMATTED_VALUE" or (is_date and dates == "FORMATTED_STRING") or "errorValue" in value:
        return formatted_value(cell) or ""
    return next(iter(value.values()), "")
