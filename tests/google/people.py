"""What people do in a shared spreadsheet, with small numbers choosing where."""

from collections.abc import Callable

from config.vocabulary import MARK_HEADINGS
from sync.store import LedgerRef
from tests.google.bench import HEADER, Bench, cells
from tests.google.model import ApiError, Json, Tab

OURS = frozenset(MARK_HEADINGS["zh-CN"].values())


class Person:
    """Somebody with the spreadsheet open; *a* and *b* of each act choose tab, row or column."""

    def __init__(self, bench: Bench, ref: LedgerRef) -> None:
        self.bench = bench
        self.ref = ref
        self._serial = 0

    def act(self, name: str, a: int, b: int) -> None:
        """Do one thing; what Google refuses, people just do not do."""
        book = self.bench.book(self.ref)
        tab = book.tabs[a % len(book.tabs)]
        try:
            requests = ACTS[name](self, tab, a, b)
            if requests:
                self.bench.server.people(self.ref.ledger_id, requests)
        except ApiError:
            pass

    def number(self) -> str:
        self._serial += 1
        return f"N{self._serial:04d}"

    # -- finding one's way -------------------------------------------------------------------------------

    def header(self, tab: Tab) -> tuple[int, int] | None:
        for r in range(min(len(tab.rows), 12)):
            for c in range(len(tab.columns)):
                if tab.cell(r, c).get("userEnteredValue", {}).get("stringValue") == "编号":
                    return r, c
        return None

    def rows(self, tab: Tab) -> list[int]:
        spot = self.header(tab)
        if spot is None:
            return []
        return [r for r in range(spot[0] + 1, tab.used()[0]) if tab.cell(r, spot[1]).get("userEnteredValue")]

    def ours(self, tab: Tab) -> list[int]:
        return [i for i, line in enumerate(tab.columns) if line.metadata]

    def theirs(self, tab: Tab) -> list[int]:
        spot = self.header(tab)
        used = tab.used()[1]
        key = spot[1] if spot else -1
        return [i for i in range(used) if i not in self.ours(tab) and i != key]


def _span(tab: Tab, dimension: str, start: int, count: int = 1) -> Json:
    return {"sheetId": tab.sheet_id, "dimension": dimension, "startIndex": start, "endIndex": start + count}


def _start(tab: Tab, row: int, column: int) -> Json:
    return {"sheetId": tab.sheet_id, "rowIndex": row, "columnIndex": column}


def _type(tab: Tab, row: int, column: int, text: object) -> Json:
    return {
        "updateCells": {
            "start": _start(tab, row, column),
            "rows": [cells(text)],
            "fields": "userEnteredValue",
        }
    }


def _case(person: Person, tab: Tab, row: int) -> list[Json]:
    spot = person.header(tab)
    assert spot is not None
    return [_type(tab, row, spot[1], person.number())]


def insert_row(person: Person, tab: Tab, a: int, b: int) -> list[Json]:
    rows = person.rows(tab)
    if not rows:
        return []
    at = rows[b % len(rows)]
    return [
        {"insertDimension": {"range": _span(tab, "ROWS", at), "inheritFromBefore": False}},
        *_case(person, tab, at),
    ]


def insert_blank_above(person: Person, tab: Tab, a: int, b: int) -> list[Json]:
    return [{"insertDimension": {"range": _span(tab, "ROWS", b % 2), "inheritFromBefore": False}}]


def append_row(person: Person, tab: Tab, a: int, b: int) -> list[Json]:
    rows = person.rows(tab)
    return _case(person, tab, rows[-1] + 1) if rows else []


def delete_row(person: Person, tab: Tab, a: int, b: int) -> list[Json]:
    rows = person.rows(tab)
    return [{"deleteDimension": {"range": _span(tab, "ROWS", rows[b % len(rows)])}}] if len(rows) > 2 else []


def clear_number(person: Person, tab: Tab, a: int, b: int) -> list[Json]:
    rows, spot = person.rows(tab), person.header(tab)
    return [_type(tab, rows[b % len(rows)], spot[1], "")] if len(rows) > 2 and spot else []


def retype_number(person: Person, tab: Tab, a: int, b: int) -> list[Json]:
    rows = person.rows(tab)
    return _case(person, tab, rows[b % len(rows)]) if rows else []


def _sort(person: Person, tab: Tab, b: int, left: int, right: int) -> list[Json]:
    rows, spot = person.rows(tab), person.header(tab)
    if not rows or spot is None or not left <= spot[1] < right:
        return []
    span = {
        "sheetId": tab.sheet_id,
        "startRowIndex": rows[0],
        "endRowIndex": rows[-1] + 1,
        "startColumnIndex": left,
        "endColumnIndex": right,
    }
    order = "DESCENDING" if b % 2 else "ASCENDING"
    return [{"sortRange": {"range": span, "sortSpecs": [{"dimensionIndex": spot[1], "sortOrder": order}]}}]


def sort_all(person: Person, tab: Tab, a: int, b: int) -> list[Json]:
    return _sort(person, tab, b, 0, tab.used()[1])


def sort_part(person: Person, tab: Tab, a: int, b: int) -> list[Json]:
    ours = person.ours(tab)
    return _sort(person, tab, b, 0, min(ours, default=tab.used()[1]))


def insert_column(person: Person, tab: Tab, a: int, b: int) -> list[Json]:
    at = b % (tab.used()[1] + 1)
    new = [{"insertDimension": {"range": _span(tab, "COLUMNS", at), "inheritFromBefore": at > 0}}]
    return [*new, _type(tab, 1, at, "备注")] if b % 3 else new


def delete_column(person: Person, tab: Tab, a: int, b: int) -> list[Json]:
    theirs = person.theirs(tab)
    return (
        [{"deleteDimension": {"range": _span(tab, "COLUMNS", theirs[b % len(theirs)])}}]
        if len(theirs) > 2
        else []
    )


def delete_ours(person: Person, tab: Tab, a: int, b: int) -> list[Json]:
    ours = person.ours(tab)
    return [{"deleteDimension": {"range": _span(tab, "COLUMNS", ours[b % len(ours)])}}] if ours else []


def move_column(person: Person, tab: Tab, a: int, b: int) -> list[Json]:
    columns = tab.used()[1]
    source, target = b % columns, (b // 7) % (columns + 1)
    return [{"moveDimension": {"source": _span(tab, "COLUMNS", source), "destinationIndex": target}}]


def move_ours(person: Person, tab: Tab, a: int, b: int) -> list[Json]:
    ours = person.ours(tab)
    if not ours:
        return []
    target = (b // 5) % (tab.used()[1] + 1)
    return [
        {"moveDimension": {"source": _span(tab, "COLUMNS", ours[b % len(ours)]), "destinationIndex": target}}
    ]


def rename_ours(person: Person, tab: Tab, a: int, b: int) -> list[Json]:
    ours, spot = person.ours(tab), person.header(tab)
    return [_type(tab, spot[0], ours[b % len(ours)], f"镇里说的{b}")] if ours and spot else []


def hide_ours(person: Person, tab: Tab, a: int, b: int) -> list[Json]:
    ours = person.ours(tab)
    if not ours:
        return []
    span = _span(tab, "COLUMNS", ours[b % len(ours)])
    hidden = {"properties": {"hiddenByUser": True}, "fields": "hiddenByUser"}
    return [{"updateDimensionProperties": {"range": span, **hidden}}]


def type_into_ours(person: Person, tab: Tab, a: int, b: int) -> list[Json]:
    rows, ours = person.rows(tab), person.ours(tab)
    return [_type(tab, rows[b % len(rows)], ours[b % len(ours)], "已电话催过")] if rows and ours else []


def clear_ours(person: Person, tab: Tab, a: int, b: int) -> list[Json]:
    rows, ours = person.rows(tab), person.ours(tab)
    return [_type(tab, rows[b % len(rows)], ours[b % len(ours)], "")] if rows and ours else []


def fake_flag(person: Person, tab: Tab, a: int, b: int) -> list[Json]:
    rows, ours = person.rows(tab), person.ours(tab)
    return [_type(tab, rows[b % len(rows)], ours[0], "逾期9天")] if rows and ours else []


def add_tab(person: Person, tab: Tab, a: int, b: int) -> list[Json]:
    if len(person.bench.book(person.ref).tabs) > 3:
        return []
    number = 500 + b
    lines = [cells("新表"), cells(*HEADER), *(cells(person.number(), "2026-04-01") for _ in range(3))]
    start = {"sheetId": number, "rowIndex": 0, "columnIndex": 0}
    grid = {"rowCount": 30, "columnCount": 5 + b % 4}
    return [
        {"addSheet": {"properties": {"sheetId": number, "title": f"四月{b}", "gridProperties": grid}}},
        {"updateCells": {"start": start, "rows": lines, "fields": "userEnteredValue"}},
    ]


def duplicate_tab(person: Person, tab: Tab, a: int, b: int) -> list[Json]:
    if len(person.bench.book(person.ref).tabs) > 3:
        return []
    return [{"duplicateSheet": {"sourceSheetId": tab.sheet_id, "newSheetName": f"下月{b}"}}]


def rename_tab(person: Person, tab: Tab, a: int, b: int) -> list[Json]:
    properties = {"sheetId": tab.sheet_id, "title": f"改名{b}"}
    return [{"updateSheetProperties": {"properties": properties, "fields": "title"}}]


def delete_tab(person: Person, tab: Tab, a: int, b: int) -> list[Json]:
    return [{"deleteSheet": {"sheetId": tab.sheet_id}}]


def hide_tab(person: Person, tab: Tab, a: int, b: int) -> list[Json]:
    properties = {"sheetId": tab.sheet_id, "hidden": b % 2 == 0}
    return [{"updateSheetProperties": {"properties": properties, "fields": "hidden"}}]


def _rule(tab: Tab, b: int) -> int:
    return b % len(tab.rules)


def delete_rule(person: Person, tab: Tab, a: int, b: int) -> list[Json]:
    ours = [i for i, rule in enumerate(tab.rules) if "duesheet" in str(rule)]
    where = {"sheetId": tab.sheet_id, "index": ours[b % len(ours)]} if ours else {}
    return [{"deleteConditionalFormatRule": where}] if ours else []


def copy_rule(person: Person, tab: Tab, a: int, b: int) -> list[Json]:
    if not tab.rules or len(tab.rules) > 12:
        return []
    rule = tab.rules[_rule(tab, b)]
    ranges = [{"sheetId": tab.sheet_id, "startColumnIndex": 0, "endColumnIndex": 3}]
    return [
        {
            "addConditionalFormatRule": {
                "index": 0,
                "rule": {"ranges": ranges, "booleanRule": rule["booleanRule"]},
            }
        }
    ]


def reorder_rules(person: Person, tab: Tab, a: int, b: int) -> list[Json]:
    if not tab.rules:
        return []
    where = {"sheetId": tab.sheet_id, "index": _rule(tab, b), "newIndex": _rule(tab, b // 3)}
    return [{"updateConditionalFormatRule": where}]


def own_rule(person: Person, tab: Tab, a: int, b: int) -> list[Json]:
    if len(tab.rules) > 10:
        return []
    ranges = [{"sheetId": tab.sheet_id, "startColumnIndex": 0, "endColumnIndex": 20}]
    condition = {"type": "CUSTOM_FORMULA", "values": [{"userEnteredValue": f'=$E1="办{b}"'}]}
    look = {"backgroundColor": {"red": 1.0}}
    rule = {"ranges": ranges, "booleanRule": {"condition": condition, "format": look}}
    return [{"addConditionalFormatRule": {"index": 0, "rule": rule}}]


def freeze(person: Person, tab: Tab, a: int, b: int) -> list[Json]:
    grid = {"frozenRowCount": b % 3, "frozenColumnCount": b % 2}
    fields = "gridProperties.frozenRowCount,gridProperties.frozenColumnCount"
    return [
        {
            "updateSheetProperties": {
                "properties": {"sheetId": tab.sheet_id, "gridProperties": grid},
                "fields": fields,
            }
        }
    ]


def filter_rows(person: Person, tab: Tab, a: int, b: int) -> list[Json]:
    rows, spot = person.rows(tab), person.header(tab)
    if not rows or spot is None:
        return []
    span = {
        "sheetId": tab.sheet_id,
        "startRowIndex": spot[0],
        "endRowIndex": rows[-1] + 1,
        "endColumnIndex": 5 + b % 6,
    }
    return [{"setBasicFilter": {"filter": {"range": span}}}]


def merge_title(person: Person, tab: Tab, a: int, b: int) -> list[Json]:
    span = {"sheetId": tab.sheet_id, "endRowIndex": 1, "endColumnIndex": 3 + b % 5}
    return [{"mergeCells": {"range": span, "mergeType": "MERGE_ALL"}}] if not tab.merges else []


ACTS: dict[str, Callable[[Person, Tab, int, int], list[Json]]] = {
    act.__name__: act
    for act in (
        insert_row,
        insert_blank_above,
        append_row,
        delete_row,
        clear_number,
        retype_number,
        sort_all,
        sort_part,
        insert_column,
        delete_column,
        delete_ours,
        move_column,
        move_ours,
        rename_ours,
        hide_ours,
        type_into_ours,
        clear_ours,
        fake_flag,
        add_tab,
        duplicate_tab,
        rename_tab,
        delete_tab,
        hide_tab,
        delete_rule,
        copy_rule,
        reorder_rules,
        own_rule,
        freeze,
        filter_rows,
        merge_title,
    )
}
