"""spreadsheets.batchUpdate: requests in order, all of them or none."""

from collections.abc import Callable

from tests.google import masks
from tests.google.lines import LINE_REQUESTS
from tests.google.model import ApiError, Cell, Json, Tab, World, invalid
from tests.google.ranges import grid_range, to_grid_range
from tests.google.render import may_edit
from tests.google.session import Session
from tests.google.tagging import TAG_REQUESTS

__all__ = ["Session", "apply_requests"]


def apply_requests(
    world: World, book_id: str, requests: list[Json], actor: str, email: str = ""
) -> list[Json]:
    """Apply *requests* to a copy, then put the copy in place; return the replies.

    Raises:
        ApiError: 400 with the number of the request at fault; nothing was applied.
    """
    book = world.books[book_id].copy()
    session = Session(world, book, actor, email)
    replies: list[Json] = []
    for i, request in enumerate(requests):
        if len(request) != 1:
            raise invalid(f"Invalid requests[{i}]: exactly one kind of request must be set.")
        name, body = next(iter(request.items()))
        if name not in REQUESTS:
            where = f"'requests[{i}]'"
            raise invalid(
                f'Invalid JSON payload received. Unknown name "{name}" at {where}: Cannot find field.'
            )
        handler, known = REQUESTS[name]
        if unknown := set(body) - set(known.split()):
            raise invalid(
                f'Invalid JSON payload received. Unknown name "{unknown.pop()}" at '
                f"'requests[{i}].{name}': Cannot find field."
            )
        try:
            reply = handler(session, body)
        except ApiError as error:
            if error.code == 400:
                raise invalid(f"Invalid requests[{i}].{name}: {error}") from error
            raise
        replies.append({name: reply} if reply else {})
    session.commit()
    return replies


def _update_cells(session: Session, body: Json) -> Json:
    if "start" in body:
        start = body["start"]
        tab = session.book.tab(start.get("sheetId", 0))
        top, left, box = start.get("rowIndex", 0), start.get("columnIndex", 0), None
    else:
        tab = session.book.tab(body["range"].get("sheetId", 0))
        box = grid_range(body["range"])
        top, left = box.top or 0, box.left or 0
    paths = masks.field_paths(body.get("fields", ""))
    rows = body.get("rows", [])
    given: dict[tuple[int, int], Cell] = {
        (top + r, left + c): cell
        for r, row in enumerate(rows)
        for c, cell in enumerate(row.get("values", []))
    }
    for row, column in given:
        if row >= len(tab.rows):
            raise invalid(
                f"Attempting to write row: {row}, beyond the last requested row of: {len(tab.rows) - 1}"
            )
        if column >= len(tab.columns):
            raise invalid(
                f"Attempting to write column: {column}, beyond the last requested column of: "
                f"{len(tab.columns) - 1}"
            )
    if box is not None:  # cells that the rows do not cover are cleared
        for row in box.rows(len(tab.rows)):
            for column in box.columns(len(tab.columns)):
                given.setdefault((row, column), {})
    for (row, column), cell in given.items():
        session.set_cell(tab, row, column, _patched(tab.cell(row, column), cell, paths))
    return {}


def _repeat_cell(session: Session, body: Json) -> Json:
    tab = session.book.tab(body["range"].get("sheetId", 0))
    box = grid_range(body["range"])
    paths = masks.field_paths(body.get("fields", ""))
    for row in box.rows(len(tab.rows)):
        for column in box.columns(len(tab.columns)):
            session.set_cell(tab, row, column, _patched(tab.cell(row, column), body.get("cell", {}), paths))
    return {}


def _patched(old: Cell, new: Cell, paths: list[list[str]]) -> Cell:
    cell = old
    for path in paths:
        cell = masks.put(cell, path, new)
    colour = cell.get("userEnteredFormat", {}).get("backgroundColor")
    if colour is not None:
        cell["userEnteredFormat"] = {**cell["userEnteredFormat"], **_style("backgroundColor", colour)}
    return cell


def cut_colour(colour: Json) -> Json:
    """Return a colour as it comes back: 8 bits, zeros left out."""
    return {
        key: round(int(value * 255) / 255, 8)
        for key, value in colour.items()
        if int(value * 255) and key in ("red", "green", "blue", "alpha")
    }


def _style(name: str, colour: Json) -> Json:
    cut = cut_colour(colour)
    return {name: cut, f"{name}Style": {"rgbColor": cut}}


def _stored_rule(session: Session, rule: Json) -> tuple[Tab, Json]:
    ranges = rule.get("ranges", [])
    if not ranges:
        raise invalid("No ranges specified.")
    sheets = {entry.get("sheetId", 0) for entry in ranges}
    if len(sheets) != 1:
        raise invalid("All ranges must be on the same grid.")
    kinds = {"booleanRule", "gradientRule"} & set(rule)
    if len(kinds) != 1:
        raise invalid("Exactly one kind of rule must be set.")
    stored: Json = {"boxes": [grid_range(entry) for entry in ranges]}
    if "booleanRule" in rule:
        boolean = rule["booleanRule"]
        kind = boolean.get("condition", {}).get("type")
        values = boolean.get("condition", {}).get("values", [])
        if kind == "CUSTOM_FORMULA" and not (
            len(values) == 1 and str(values[0].get("userEnteredValue", "")).startswith("=")
        ):
            raise invalid("Invalid ConditionValue.userEnteredValue: must be a formula.")
        look = dict(boolean.get("format", {}))
        if "backgroundColor" in look:
            look.update(_style("backgroundColor", look["backgroundColor"]))
        text = look.get("textFormat", {})
        if "foregroundColor" in text:
            look["textFormat"] = {**text, **_style("foregroundColor", text["foregroundColor"])}
        stored["booleanRule"] = {"condition": boolean["condition"], "format": look}
    else:
        stored["gradientRule"] = rule["gradientRule"]
    return session.book.tab(sheets.pop()), stored


def _shown_rule(tab: Tab, rule: Json) -> Json:
    return {
        "ranges": [to_grid_range(tab, box, bounded=True) for box in rule["boxes"]],
        **{key: value for key, value in rule.items() if key != "boxes"},
    }


def _add_rule(session: Session, body: Json) -> Json:
    tab, rule = _stored_rule(session, body["rule"])
    index = body.get("index", 0)
    if not 0 <= index <= len(tab.rules):
        raise invalid(f"No conditional format on sheet: {tab.sheet_id} at index: {index}")
    tab.rules.insert(index, rule)
    session.note(tab, "rule", new=rule)
    return {}


def _rule_at(tab: Tab, index: int) -> Json:
    if not 0 <= index < len(tab.rules):
        raise invalid(f"No conditional format on sheet: {tab.sheet_id} at index: {index}")
    return tab.rules[index]


def _update_rule(session: Session, body: Json) -> Json:
    index = body.get("index", 0)
    if "newIndex" in body:
        tab = session.book.tab(body.get("sheetId", 0))
        rule = _rule_at(tab, index)
        tab.rules.insert(body["newIndex"], tab.rules.pop(index))
        session.note(tab, "rule", old=rule, new=rule)
        return {"oldIndex": index, "newIndex": body["newIndex"], "newRule": _shown_rule(tab, rule)}
    tab, rule = _stored_rule(session, body["rule"])
    old = _rule_at(tab, index)
    tab.rules[index] = rule
    session.note(tab, "rule", old=old, new=rule)
    return {
        "oldRule": _shown_rule(tab, old),
        "oldIndex": index,
        "newRule": _shown_rule(tab, rule),
        "newIndex": index,
    }


def _delete_rule(session: Session, body: Json) -> Json:
    tab = session.book.tab(body.get("sheetId", 0))
    rule = _rule_at(tab, body.get("index", 0))
    tab.rules.remove(rule)
    session.note(tab, "rule", old=rule)
    return {"rule": _shown_rule(tab, rule)}


def _merge(session: Session, body: Json) -> Json:
    tab = session.book.tab(body["range"].get("sheetId", 0))
    box = grid_range(body["range"])
    if any(merge.overlaps(box) for merge in tab.merges):
        raise invalid("You must select all cells in a merged range to merge or unmerge them.")
    first = True
    for row in box.rows(len(tab.rows)):
        for column in box.columns(len(tab.columns)):
            if not first:  # a merge keeps only the first cell's value
                session.set_cell(tab, row, column, masks.put(tab.cell(row, column), ["userEnteredValue"], {}))
            first = False
    tab.merges.append(box)
    session.note(tab, "merge")
    return {}


def _unmerge(session: Session, body: Json) -> Json:
    tab = session.book.tab(body["range"].get("sheetId", 0))
    box = grid_range(body["range"])
    inside = [merge for merge in tab.merges if merge.overlaps(box)]
    for merge in inside:
        tab.merges.remove(merge)
    session.note(tab, "merge")
    return {}


def _set_filter(session: Session, body: Json) -> Json:
    entry = body["filter"]["range"]
    tab = session.book.tab(entry.get("sheetId", 0))
    tab.basic_filter = grid_range(entry)
    details = {name: body["filter"].get(name) for name in ("filterSpecs", "sortSpecs")}
    tab.filter_details = {name: found for name, found in details.items() if found}
    session.note(tab, "filter")
    return {}


def _clear_filter(session: Session, body: Json) -> Json:
    tab = session.book.tab(body.get("sheetId", 0))
    tab.basic_filter = None
    session.note(tab, "filter")
    return {}


def _protect(session: Session, body: Json) -> Json:
    entry = dict(body["protectedRange"])
    span = entry.pop("range")
    tab = session.book.tab(span.get("sheetId", 0))
    if entry.get("warningOnly") and "editors" in entry:
        raise invalid("warningOnly protected ranges cannot have editors.")
    entry.setdefault("protectedRangeId", session.world.uid())
    entry |= {"box": grid_range(span), "creator": session.email}
    tab.protected.append(entry)
    session.note(tab, "protection")
    return {"protectedRange": {"protectedRangeId": entry["protectedRangeId"], "range": span}}


def _unprotect(session: Session, body: Json) -> Json:
    for tab in session.book.tabs:
        for entry in tab.protected:
            if entry["protectedRangeId"] == body["protectedRangeId"]:
                if not may_edit(entry, session.book, session.email):
                    raise session.protected_error()
                tab.protected.remove(entry)
                session.note(tab, "protection")
                return {}
    raise invalid(f"No protected range with id: {body['protectedRangeId']}")


def _validate(session: Session, body: Json) -> Json:
    tab = session.book.tab(body["range"].get("sheetId", 0))
    box = grid_range(body["range"])
    new = {"dataValidation": body["rule"]} if "rule" in body else {}
    for row in box.rows(len(tab.rows)):
        for column in box.columns(len(tab.columns)):
            session.set_cell(tab, row, column, masks.put(tab.cell(row, column), ["dataValidation"], new))
    return {}


def _add_chart(session: Session, body: Json) -> Json:
    chart = dict(body["chart"])
    anchor = chart.get("position", {}).get("overlayPosition", {}).get("anchorCell", {})
    tab = session.book.tab(anchor.get("sheetId", 0))
    if any(known["chartId"] == chart.get("chartId") for each in session.book.tabs for known in each.charts):
        raise invalid(f"An object with id {chart['chartId']} already exists.")
    _check_chart(session, chart.get("spec", {}).get("basicChart", {}))
    chart.setdefault("chartId", session.world.uid())
    tab.charts.append(chart)
    session.note(tab, "chart")
    return {"chart": chart}


def _check_chart(session: Session, basic: Json) -> None:
    """Refuse a source outside its worksheet and an axis that this kind of chart has not."""
    parts = [part["domain"] for part in basic.get("domains", [])]
    for series in basic.get("series", []):
        parts.append(series["series"])
        axes = ("BOTTOM_AXIS",) if basic.get("chartType") == "BAR" else ("LEFT_AXIS", "RIGHT_AXIS")
        if series.get("targetAxis", axes[0]) not in axes:
            raise invalid("Invalid targetAxis: it is no minor axis of this chart type.")
    for part in parts:
        for source in part["sourceRange"]["sources"]:
            tab, box = session.book.tab(source.get("sheetId", 0)), grid_range(source)
            if (box.bottom or 0) > len(tab.rows) or (box.right or 0) > len(tab.columns):
                raise invalid("Invalid sourceRange: it exceeds the grid.")


def _delete_chart(session: Session, body: Json) -> Json:
    for tab in session.book.tabs:
        for chart in tab.charts:
            if chart["chartId"] == body["objectId"]:
                tab.charts.remove(chart)
                session.note(tab, "chart")
                return {}
    raise invalid(f"No object with id: {body['objectId']}")


Handler = Callable[[Session, Json], Json]

REQUESTS: dict[str, tuple[Handler, str]] = {
    "updateCells": (_update_cells, "rows fields start range"),
    "repeatCell": (_repeat_cell, "range cell fields"),
    "addConditionalFormatRule": (_add_rule, "rule index"),
    "updateConditionalFormatRule": (_update_rule, "index sheetId rule newIndex"),
    "deleteConditionalFormatRule": (_delete_rule, "index sheetId"),
    "mergeCells": (_merge, "range mergeType"),
    "unmergeCells": (_unmerge, "range"),
    "setBasicFilter": (_set_filter, "filter"),
    "clearBasicFilter": (_clear_filter, "sheetId"),
    "addProtectedRange": (_protect, "protectedRange"),
    "deleteProtectedRange": (_unprotect, "protectedRangeId"),
    "setDataValidation": (_validate, "range rule filteredRowsIncluded"),
    "addChart": (_add_chart, "chart"),
    "deleteEmbeddedObject": (_delete_chart, "objectId"),
    **LINE_REQUESTS,
    **TAG_REQUESTS,
}
