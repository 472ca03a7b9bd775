"""The values endpoints: read and write ranges of bare values."""

import re
from typing import Any

from tests.google.model import Book, Box, Json, Tab, World, invalid
from tests.google.ranges import a1, grid_range, letters, parse_a1
from tests.google.render import values_of
from tests.google.session import Session
from tests.google.tagging import matching

_NUMBER = re.compile(r"^[+-]?(\d{1,3}(,\d{3})+|\d+)(\.\d+)?$")
_DATE = re.compile(r"^(\d{4})[-/](\d{1,2})[-/](\d{1,2})$")


def entered(value: Any, how: str) -> Json | None:
    """Return what a value becomes in a cell; None clears it."""
    if value == "":
        return None
    if isinstance(value, bool):
        return {"boolValue": value}
    if isinstance(value, int | float):
        return {"numberValue": float(value)}
    if not isinstance(value, str):
        raise invalid("Invalid values: must be a scalar.")
    if how == "RAW":
        return {"stringValue": value}
    if how != "USER_ENTERED":
        raise invalid("'valueInputOption' is required but not specified")
    return _parsed(value)


def _parsed(value: str) -> Json:
    if value.startswith("'"):
        return {"stringValue": value[1:]}
    if value.startswith("=") and len(value) > 1:
        return {"formulaValue": value}
    if _NUMBER.match(value):
        return {"numberValue": float(value.replace(",", ""))}
    if value.upper() in ("TRUE", "FALSE"):
        return {"boolValue": value.upper() == "TRUE"}
    if match := _DATE.match(value):
        from datetime import date

        try:
            days = (date(int(match[1]), int(match[2]), int(match[3])) - date(1899, 12, 30)).days
        except ValueError:
            return {"stringValue": value}
        return {"numberValue": float(days)}
    return {"stringValue": value}


def write(session: Session, tab: Tab, box: Box, table: list[list[Any]], how: str, major: str) -> Json:
    """Write a block; null skips a cell, "" clears it, an anchor may grow the grid."""
    if major == "COLUMNS":
        height = max(map(len, table), default=0)
        table = [[column[i] if i < len(column) else None for column in table] for i in range(height)]
    elif major not in ("ROWS", "", None, "DIMENSION_UNSPECIFIED"):
        raise invalid("Invalid majorDimension.")
    top, left = box.top or 0, box.left or 0
    rows, width = len(table), max(map(len, table), default=0)
    anchor = box.bottom == top + 1 and box.right == left + 1
    limit_rows = len(tab.rows) if box.bottom is None else box.bottom
    limit_columns = len(tab.columns) if box.right is None else box.right
    if anchor:
        if top + rows > len(tab.rows):
            tab.rows.extend(session.world.lines(top + rows - len(tab.rows), session.actor))
        if left + width > len(tab.columns):
            tab.columns.extend(session.world.lines(left + width - len(tab.columns), session.actor))
        session.check_room()
    else:
        if limit_rows > len(tab.rows) or limit_columns > len(tab.columns):
            raise invalid(
                f"Range ({a1(tab, box)}) exceeds grid limits. Max rows: {len(tab.rows)}, "
                f"max columns: {len(tab.columns)}"
            )
        if top + rows > limit_rows:
            raise invalid(
                f"Requested writing within range [{a1(tab, box)}], but tried writing to row [{top + rows}]"
            )
        if left + width > limit_columns:
            column = letters(left + width - 1)
            raise invalid(
                f"Requested writing within range [{a1(tab, box)}], but tried writing to column [{column}]"
            )
    touched: set[tuple[int, int]] = set()
    for r, row in enumerate(table):
        for c, value in enumerate(row):
            if value is not None:
                session.set_value(tab, top + r, left + c, entered(value, how))
                touched.add((r, c))
    counts = {
        "updatedRange": a1(tab, Box(top, top + max(rows, 1), left, left + max(width, 1))),
        "updatedRows": len({r for r, _ in touched}),
        "updatedColumns": len({c for _, c in touched}),
        "updatedCells": len(touched),
    }
    return {key: value for key, value in counts.items() if value}


def _totals(book: Book, responses: list[Json], sheets: set[int]) -> Json:
    totals = {
        "totalUpdatedRows": sum(r.get("updatedRows", 0) for r in responses),
        "totalUpdatedColumns": sum(r.get("updatedColumns", 0) for r in responses),
        "totalUpdatedCells": sum(r.get("updatedCells", 0) for r in responses),
        "totalUpdatedSheets": len(sheets),
    }
    return {
        "spreadsheetId": book.book_id,
        **{key: value for key, value in totals.items() if value},
        "responses": responses,
    }


def batch_update(world: World, book_id: str, body: Json, actor: str, email: str) -> Json:
    session = Session(world, world.books[book_id].copy(), actor, email)
    responses: list[Json] = []
    sheets: set[int] = set()
    for entry in body.get("data", []):
        tab, box = parse_a1(session.book, entry["range"])
        sheets.add(tab.sheet_id)
        reply = write(
            session,
            tab,
            box,
            entry.get("values", []),
            body.get("valueInputOption", ""),
            entry.get("majorDimension", "ROWS"),
        )
        responses.append({"spreadsheetId": book_id, **reply})
    session.commit()
    return _totals(session.book, responses, sheets)


def filtered(session: Session, data_filter: Json) -> list[tuple[Tab, Box]]:
    """Return the ranges that a DataFilter selects."""
    if "a1Range" in data_filter:
        return [parse_a1(session.book, data_filter["a1Range"])]
    if "gridRange" in data_filter:
        entry = data_filter["gridRange"]
        return [(session.book.tab(entry.get("sheetId", 0)), grid_range(entry))]
    found: list[tuple[Tab, Box]] = []
    for tag in matching(session.book, data_filter):
        if tag.tab is None:
            continue
        if tag.column is not None:
            found.append((tag.tab, Box(None, None, tag.column, tag.column + 1)))
        elif tag.row is not None:
            found.append((tag.tab, Box(tag.row, tag.row + 1, None, None)))
        else:
            found.append((tag.tab, Box()))
    return found


def batch_update_by_filter(world: World, book_id: str, body: Json, actor: str, email: str) -> Json:
    known = {
        "valueInputOption",
        "data",
        "includeValuesInResponse",
        "responseValueRenderOption",
        "responseDateTimeRenderOption",
    }
    if unknown := set(body) - known:
        raise invalid(f'Invalid JSON payload received. Unknown name "{unknown.pop()}": Cannot find field.')
    session = Session(world, world.books[book_id].copy(), actor, email)
    responses: list[Json] = []
    sheets: set[int] = set()
    for entry in body.get("data", []):
        spots = filtered(session, entry["dataFilter"])
        if not spots and world.switches.unmatched_filter_fails:
            raise invalid("Unable to find any range that matches the data filter.")
        for tab, box in spots:
            sheets.add(tab.sheet_id)
            reply = write(
                session,
                tab,
                box,
                entry.get("values", []),
                body.get("valueInputOption", ""),
                entry.get("majorDimension", "ROWS"),
            )
            if body.get("includeValuesInResponse"):
                reply["updatedData"] = values_of(
                    tab, box, "FORMATTED_VALUE", "", entry.get("majorDimension", "ROWS")
                )
            responses.append({**reply, "dataFilter": entry["dataFilter"]})
    session.commit()
    return _totals(session.book, responses, sheets)


def _blocks(tab: Tab) -> list[Box]:
    """Return the bounding boxes of cells that touch each other."""
    rows, columns = tab.used()
    left = {
        (r, c)
        for r in range(rows)
        for c in range(columns)
        if tab.cell(r, c).get("userEnteredValue") is not None
    }
    blocks: list[Box] = []
    while left:
        edge = [left.pop()]
        block = set(edge)
        while edge:
            r, c = edge.pop()
            near = {(r + i, c + j) for i in (-1, 0, 1) for j in (-1, 0, 1)} & left
            left -= near
            block |= near
            edge.extend(near)
        rs, cs = [r for r, _ in block], [c for _, c in block]
        blocks.append(Box(min(rs), max(rs) + 1, min(cs), max(cs) + 1))
    return blocks


def append(
    world: World, book_id: str, name: str, query: dict[str, str], body: Json, actor: str, email: str
) -> Json:
    """Write under the last block of adjacent cells that meets the range, at that block's first column."""
    session = Session(world, world.books[book_id].copy(), actor, email)
    tab, box = parse_a1(session.book, name)
    row, column = box.top or 0, box.left or 0
    met = [block for block in _blocks(tab) if block.overlaps(box)]
    if met:
        last = max(met, key=lambda block: (block.bottom or 0, block.right or 0))
        row, column = last.bottom or 0, last.left or 0
    spot = Box(row, row + 1, column, column + 1)
    if row >= len(tab.rows):
        tab.rows.extend(world.lines(row + 1 - len(tab.rows), actor))
    reply = write(session, tab, spot, body.get("values", []), query.get("valueInputOption", ""), "ROWS")
    session.commit()
    return {"spreadsheetId": book_id, "updates": {"spreadsheetId": book_id, **reply}}
