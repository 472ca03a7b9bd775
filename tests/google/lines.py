"""Requests that insert, delete, move, size, group or sort rows and columns, and those on whole worksheets."""

import re
from collections.abc import Callable
from dataclasses import replace
from typing import Any

from tests.google import masks
from tests.google.model import Box, Cell, Json, Line, Tab, invalid
from tests.google.ranges import after_delete, after_insert, after_move, column_of, grid_range, letters
from tests.google.session import Session

_REFERENCE = re.compile(r'"[^"]*"|(\$?)([A-Z]{1,3})(\$?[0-9]+)')

Interval = tuple[int | None, int | None]


def _span(session: Session, span: Json, *, may_end_past: bool = False) -> tuple[Tab, str, int, int]:
    tab = session.book.tab(span.get("sheetId", 0))
    dimension = span.get("dimension", "")
    if dimension not in ("ROWS", "COLUMNS"):
        raise invalid("Invalid dimension.")
    lines = tab.rows if dimension == "ROWS" else tab.columns
    start, end = span.get("startIndex", 0), span.get("endIndex", len(lines))
    if start < 0 or end <= start:
        raise invalid("DimensionRange indexes must be >= 0 and in order.")
    if not may_end_past and end > len(lines):
        word = "row" if dimension == "ROWS" else "column"
        raise invalid(
            f"Cannot delete a {word} that doesn't exist. Tried to delete {word} index {end - 1} but there "
            f"are only {len(lines)} {word}s."
        )
    return tab, dimension, start, end


def _refit(tab: Tab, dimension: str, change: Callable[[int | None, int | None], Interval | None]) -> None:
    """Put every range of the tab where *change* says its lines are now; drop those that are gone."""

    def fit(box: Box) -> Box | None:
        if dimension == "ROWS":
            new = change(box.top, box.bottom)
            return None if new is None else replace(box, top=new[0], bottom=new[1])
        new = change(box.left, box.right)
        return None if new is None else replace(box, left=new[0], right=new[1])

    tab.merges = [box for merge in tab.merges if (box := fit(merge))]
    tab.merges = [
        box
        for box in tab.merges
        if (box.bottom or 0) - (box.top or 0) > 1 or (box.right or 0) - (box.left or 0) > 1
    ]
    rules: list[Json] = []
    for rule in tab.rules:
        boxes = [box for old in rule["boxes"] if (box := fit(old))]
        if boxes:  # a rule whose cells are all gone goes too
            rules.append({**rule, "boxes": boxes})
    tab.rules = rules
    tab.protected = [{**entry, "box": box} for entry in tab.protected if (box := fit(entry["box"]))]
    if tab.basic_filter is not None:
        tab.basic_filter = fit(tab.basic_filter)


def _refer(session: Session, tab: Tab, dimension: str, place: Callable[[int], int | None]) -> None:
    """Rewrite the columns that rules' formulas name."""
    if dimension != "COLUMNS" or not session.world.switches.formulas_follow:
        return

    def renamed(match: re.Match[str]) -> str:
        if match[2] is None:
            return match[0]
        column = place(column_of(match[2]))
        return "#REF!" if column is None else f"{match[1]}{letters(column)}{match[3]}"

    rules: list[Json] = []
    for rule in tab.rules:
        condition = rule.get("booleanRule", {}).get("condition", {})
        if condition.get("type") == "CUSTOM_FORMULA":
            formula = _REFERENCE.sub(renamed, condition["values"][0]["userEnteredValue"])
            new = {**condition, "values": [{"userEnteredValue": formula}]}
            rules.append({**rule, "booleanRule": {**rule["booleanRule"], "condition": new}})
        else:
            rules.append(rule)
    tab.rules = rules


def _insert(session: Session, body: Json) -> Json:
    tab, dimension, start, end = _span(session, body["range"], may_end_past=True)
    lines = tab.rows if dimension == "ROWS" else tab.columns
    inherit = body.get("inheritFromBefore", False)
    if start > len(lines) or (start == len(lines) and not inherit):
        raise invalid(
            f"range.startIndex must be less than the grid size ({len(lines)}) if inheritFromBefore is false."
        )
    if inherit and start == 0:
        raise invalid("inheritFromBefore cannot be true when inserting at index 0.")
    count = end - start
    neighbour = lines[start - 1] if inherit else lines[start]
    before = lines[start - 1].props.get("depth", 0) if start else 0
    after = lines[start].props.get("depth", 0) if start < len(lines) else 0
    # A tab whose every cell is protected lets nobody else insert.
    across = Box(start, start + 1, None, None) if dimension == "ROWS" else Box(None, None, start, start + 1)
    for entry in tab.protected:
        box = entry["box"]
        if box == Box() or (box.overlaps(across) and _inside(box, dimension, start)):
            session.check_open(tab, across)
    new = session.world.lines(count, session.actor)
    for line in new:
        line.props = {**neighbour.props, "depth": min(before, after)}
    _inherit_cells(session, tab, dimension, neighbour, new)
    lines[start:start] = new
    session.check_room()
    if dimension == "ROWS" and start < tab.frozen_rows:
        tab.frozen_rows += count
    if dimension == "COLUMNS" and start < tab.frozen_columns:
        tab.frozen_columns += count
    _refit(tab, dimension, lambda low, high: after_insert(low, high, start, count))
    _refer(session, tab, dimension, lambda column: column + count if column >= start else column)
    for i, line in enumerate(new):
        session.note_line(tab, f"insert {dimension.lower()}", line, start + i)
    return {}


def _inside(box: Box, dimension: str, at: int) -> bool:
    low, high = (box.top, box.bottom) if dimension == "ROWS" else (box.left, box.right)
    return (low or 0) < at and (high is None or at < high)


def _inherit_cells(session: Session, tab: Tab, dimension: str, neighbour: Line, new: list[Line]) -> None:
    if not session.world.switches.inserted_inherit_formats:
        return
    across = tab.columns if dimension == "ROWS" else tab.rows
    for other in across:
        key = (neighbour.uid, other.uid) if dimension == "ROWS" else (other.uid, neighbour.uid)
        cell = tab.cells.get(key, {})
        kept: Cell = {name: cell[name] for name in ("userEnteredFormat", "dataValidation") if name in cell}
        for line in new if kept else []:
            tab.cells[(line.uid, other.uid) if dimension == "ROWS" else (other.uid, line.uid)] = kept


def _append(session: Session, body: Json) -> Json:
    tab = session.book.tab(body.get("sheetId", 0))
    lines = tab.rows if body["dimension"] == "ROWS" else tab.columns
    new = session.world.lines(body["length"], session.actor)
    lines.extend(new)
    session.check_room()
    for i, line in enumerate(new):
        session.note_line(tab, f"insert {body['dimension'].lower()}", line, len(lines) - len(new) + i)
    return {}


def _delete(session: Session, body: Json) -> Json:
    tab, dimension, start, end = _span(session, body["range"])
    lines = tab.rows if dimension == "ROWS" else tab.columns
    frozen = tab.frozen_rows if dimension == "ROWS" else tab.frozen_columns
    if end - start == len(lines):
        raise invalid(f"You can't delete all the {dimension.lower()} on the sheet.")
    if frozen and len(lines) - frozen <= len(range(max(start, frozen), end)):
        raise invalid(f"Sorry, it is not possible to delete all non-frozen {dimension.lower()}.")
    session.check_open(tab, Box(start, end) if dimension == "ROWS" else Box(None, None, start, end))
    gone = lines[start:end]
    for i, line in enumerate(gone):
        session.note_line(tab, f"delete {dimension.lower()}", line, start + i)
    uids = {line.uid for line in gone}
    axis = 0 if dimension == "ROWS" else 1
    tab.cells = {key: cell for key, cell in tab.cells.items() if key[axis] not in uids}
    del lines[start:end]
    inside = len(range(start, min(end, frozen)))
    if dimension == "ROWS":
        tab.frozen_rows -= inside
    else:
        tab.frozen_columns -= inside
    count = end - start
    _refer(
        session,
        tab,
        dimension,
        lambda column: None if start <= column < end else column - count if column >= end else column,
    )
    _refit(tab, dimension, lambda low, high: after_delete(low, high, start, end))
    return {}


def _move(session: Session, body: Json) -> Json:
    tab, dimension, start, end = _span(session, body["source"])
    lines = tab.rows if dimension == "ROWS" else tab.columns
    target = body["destinationIndex"]
    if start < target < end:
        raise invalid("The destination index is inside the range to move.")
    order = list(range(len(lines)))
    moved = order[start:end]
    del order[start:end]
    at = target if target <= start else target - len(moved)
    order[at:at] = moved
    lines[:] = [lines[i] for i in order]
    places = {old: new for new, old in enumerate(order)}
    _refer(session, tab, dimension, lambda column: places.get(column, column))
    _refit(tab, dimension, lambda low, high: after_move(low, high, order))
    for i in range(len(moved)):
        session.note_line(tab, f"move {dimension.lower()}", lines[at + i], at + i)
    return {}


def _size(session: Session, body: Json) -> Json:
    tab, dimension, start, end = _span(session, body["range"])
    lines = tab.rows if dimension == "ROWS" else tab.columns
    for path in masks.field_paths(body.get("fields", "")):
        if path[0] not in ("pixelSize", "hiddenByUser", "developerMetadata", "*"):
            raise invalid(f"Invalid field: {path[0]}")
        for line in lines[start:end]:
            line.props = masks.put(line.props, path, body.get("properties", {}))
    for i, line in enumerate(lines[start:end]):
        session.note_line(tab, "size", line, start + i)
    return {}


def _group(session: Session, body: Json) -> Json:
    tab, dimension, start, end = _span(session, body["range"])
    lines = tab.rows if dimension == "ROWS" else tab.columns
    for i, line in enumerate(lines[start:end]):
        line.props = {**line.props, "depth": line.props.get("depth", 0) + 1}
        session.note_line(tab, "group", line, start + i)
    return {"dimensionGroups": [_shown(tab, dimension, group) for group in tab.groups(lines)]}


def _ungroup(session: Session, body: Json) -> Json:
    tab, dimension, start, end = _span(session, body["range"])
    lines = tab.rows if dimension == "ROWS" else tab.columns
    if not any(line.props.get("depth", 0) for line in lines[start:end]):
        raise invalid("There is no group over the requested range.")
    for i, line in enumerate(lines[start:end]):
        line.props = {**line.props, "depth": max(line.props.get("depth", 0) - 1, 0)}
        session.note_line(tab, "group", line, start + i)
    return {"dimensionGroups": [_shown(tab, dimension, group) for group in tab.groups(lines)]}


def _shown(tab: Tab, dimension: str, group: Any) -> Json:
    span = {
        "sheetId": tab.sheet_id,
        "dimension": dimension,
        "startIndex": group.start,
        "endIndex": group.end,
    }
    return {"range": span, "depth": group.depth}


def _update_group(session: Session, body: Json) -> Json:
    """Update one group; "the range and depth of the group should specify a valid group on the sheet"."""
    wanted = body["dimensionGroup"]
    tab, dimension, start, end = _span(session, wanted["range"])
    masks.field_paths(body.get("fields", ""))
    lines = tab.rows if dimension == "ROWS" else tab.columns
    for group in tab.groups(lines):
        if (group.start, group.end, group.depth) == (start, end, wanted.get("depth", 0)):
            key = (lines[start].uid, group.depth)
            if bool(wanted.get("collapsed")) != (key in tab.collapsed):
                tab.collapsed ^= {key}
                session.note_line(tab, "group", lines[start], start)
            return {}
    raise invalid("The specified dimension group does not exist.")


def _sort(session: Session, body: Json) -> Json:
    span = body["range"]
    tab = session.book.tab(span.get("sheetId", 0))
    box = grid_range(span)
    rows, columns = box.rows(len(tab.rows)), box.columns(len(tab.columns))
    if any(merge.overlaps(box) for merge in tab.merges):
        raise invalid("You can't sort a range that has merged cells.")
    contents = [[tab.cell(row, column) for column in columns] for row in rows]

    def key(i: int) -> list[Any]:
        keys: list[Any] = []
        for spec in body.get("sortSpecs", []):
            value = contents[i][spec.get("dimensionIndex", 0) - columns.start].get("userEnteredValue", {})
            number, text = value.get("numberValue"), str(value.get("stringValue", ""))
            rank = 0 if number is not None else 1 if text else 2
            sign = -1 if spec.get("sortOrder") == "DESCENDING" else 1
            keys.append((rank, sign * (number or 0), [sign * ord(char) for char in text]))
        return keys

    order = sorted(range(len(rows)), key=key)
    for i, source in enumerate(order):
        for j, column in enumerate(columns):
            session.set_cell(tab, rows[i], column, contents[source][j])
    whole = columns.start == 0 and columns.stop >= tab.used()[1]
    if whole and session.world.switches.sort_moves_row_metadata:
        tags = [tab.rows[row].metadata for row in rows]
        for i, source in enumerate(order):
            tab.rows[rows[i]].metadata = tags[source]
    return {}


def _add_sheet(session: Session, body: Json) -> Json:
    wanted = body.get("properties", {})
    grid = wanted.get("gridProperties", {})
    title = wanted.get("title", f"Sheet{len(session.book.tabs) + 1}")
    _check_title(session, title)
    if any(tab.sheet_id == wanted.get("sheetId") for tab in session.book.tabs):
        raise invalid(f"A sheet with id {wanted['sheetId']} already exists. Please use another id.")
    tab = session.world.new_tab(
        title, grid.get("rowCount", 1000), grid.get("columnCount", 26), session.actor, wanted.get("sheetId")
    )
    tab.frozen_rows, tab.frozen_columns = grid.get("frozenRowCount", 0), grid.get("frozenColumnCount", 0)
    if tab.frozen_rows >= len(tab.rows) or tab.frozen_columns >= len(tab.columns):
        raise invalid("You can't freeze all visible rows or columns on the sheet.")
    session.book.tabs.insert(wanted.get("index", len(session.book.tabs)), tab)
    session.check_room()
    session.note(tab, "sheet")
    return {"properties": {"sheetId": tab.sheet_id, "title": title}}


def _check_title(session: Session, title: str) -> None:
    if any(tab.title.casefold() == title.casefold() for tab in session.book.tabs):
        raise invalid(f'A sheet with the name "{title}" already exists. Please enter another name.')


def _delete_sheet(session: Session, body: Json) -> Json:
    tab = session.book.tab(body.get("sheetId", 0))
    if len(session.book.tabs) == 1:
        raise invalid("You can't remove all the sheets in a document.")
    session.book.tabs.remove(tab)
    session.note(tab, "sheet")
    return {}


def _duplicate(session: Session, body: Json) -> Json:
    source = session.book.tab(body.get("sourceSheetId", 0))
    world = session.world
    title = body.get("newSheetName", f"{source.title}的副本")
    _check_title(session, title)
    tab = source.copy()
    tab.title = title
    tab.sheet_id = body.get("newSheetId", world.sheet_id())
    renumbered: dict[int, int] = {}
    for line in (*tab.rows, *tab.columns):
        renumbered[line.uid] = world.uid()
        line.uid = renumbered[line.uid]
        line.metadata = [
            {**entry, "metadataId": world.metadata_id()}
            for entry in line.metadata
            if world.switches.duplicate_copies_metadata
        ]
    tab.cells = {(renumbered[row], renumbered[column]): cell for (row, column), cell in tab.cells.items()}
    tab.protected = []
    tab.creator = session.actor
    tab.charts = []
    tab.metadata = [
        {**entry, "metadataId": world.metadata_id()}
        for entry in tab.metadata
        if world.switches.duplicate_copies_metadata
    ]
    session.book.tabs.insert(body.get("insertSheetIndex", session.book.tabs.index(source) + 1), tab)
    session.check_room()
    session.note(tab, "sheet")
    return {"properties": {"sheetId": tab.sheet_id, "title": title}}


def _properties(session: Session, body: Json) -> Json:
    wanted = body["properties"]
    tab = session.book.tab(wanted.get("sheetId", 0))
    for path in masks.field_paths(body.get("fields", "")):
        if path == ["title"]:
            if wanted["title"] != tab.title:
                _check_title(session, wanted["title"])
            tab.title = wanted["title"]
        elif path == ["hidden"]:
            tab.hidden = wanted.get("hidden", False)
        elif path == ["index"]:
            session.book.tabs.remove(tab)
            session.book.tabs.insert(wanted.get("index", 0), tab)
        elif path == ["gridProperties", "frozenRowCount"]:
            tab.frozen_rows = wanted.get("gridProperties", {}).get("frozenRowCount", 0)
        elif path == ["gridProperties", "frozenColumnCount"]:
            tab.frozen_columns = wanted.get("gridProperties", {}).get("frozenColumnCount", 0)
        else:
            raise invalid(f"Invalid field: {'.'.join(path)}")
    session.note(tab, "properties")
    return {}


LINE_REQUESTS: dict[str, tuple[Callable[[Session, Json], Json], str]] = {
    "insertDimension": (_insert, "range inheritFromBefore"),
    "appendDimension": (_append, "sheetId dimension length"),
    "deleteDimension": (_delete, "range"),
    "moveDimension": (_move, "source destinationIndex"),
    "updateDimensionProperties": (_size, "range properties fields"),
    "addDimensionGroup": (_group, "range"),
    "deleteDimensionGroup": (_ungroup, "range"),
    "updateDimensionGroup": (_update_group, "dimensionGroup fields"),
    "sortRange": (_sort, "range sortSpecs"),
    "addSheet": (_add_sheet, "properties"),
    "deleteSheet": (_delete_sheet, "sheetId"),
    "duplicateSheet": (_duplicate, "sourceSheetId insertSheetIndex newSheetId newSheetName"),
    "updateSheetProperties": (_properties, "properties fields"),
}
