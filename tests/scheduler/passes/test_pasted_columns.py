"""Our columns pasted somewhere else: said once, cleared, and nothing of people's is touched."""

import openpyxl
import pytest

from config.vocabulary import MARK_HEADINGS, LedgerProblemCode, OutcomeKind
from scheduler.marking.detach import detach
from scheduler.passes.one_pass import run_pass
from sync.folder.folder_store import FolderStore
from sync.folder.workbook import read_workbook
from tests.sync.folder.producers.ledgers import ROWS

HEADING, FIRST = 2, 8  # the row of the headings, and our first column; both 1-based
CASES = range(HEADING + 1, HEADING + 1 + len(ROWS))
TABLE = range(HEADING, HEADING + 1 + len(ROWS))
COPIED = LedgerProblemCode.MARK_COLUMN_DOUBLED


@pytest.fixture
def look(ledgers, township):
    """Return what makes a pass in a process of its own, and its outcome."""
    return lambda: run_pass(township(FolderStore(ledgers))).outcomes[0]


def cells(ledgers):
    return {sheet.name: sheet.rows for sheet in read_workbook(ledgers / "青石村.xlsx").sheets}


def change(ledgers, act):
    book = openpyxl.load_workbook(ledgers / "青石村.xlsx")
    act(book)
    book.save(ledgers / "青石村.xlsx")


def paste(top, left, *, rows=TABLE, columns=range(5), to="台账"):
    """Return what pastes cells of ours: to the 1-based row and column of their first."""

    def act(book):
        source = book["台账"]
        copied = [[source.cell(row, FIRST + column).value for column in columns] for row in rows]
        target = book[to] if to in book.sheetnames else book.create_sheet(to)
        for row, values in enumerate(copied):
            for column, value in enumerate(values):
                if value is not None:
                    target.cell(top + row, left + column, value)

    return act


#: Where somebody pasted → the cells that are reported.
ELSEWHERE = {
    "further right, lower": (paste(4, 14), ["N4:R10"]),
    "further right, higher": (paste(1, 14), ["N1:R7"]),
    "further right, right beside": (paste(5, 13), ["M5:Q11"]),
    "below people's columns": (paste(12, 1), ["A12:E18"]),
    "right below the last case": (paste(9, 1), ["A9:E15"]),
    "below, over some of ours": (paste(12, 6), ["F12:J18"]),
    "the light alone": (paste(4, 14, columns=[0]), ["N4:N10"]),
    "the light alone, below": (paste(12, 2, columns=[0]), ["B12:B18"]),
    "some rows of it": (paste(11, 15, rows=range(2, 5)), ["O11:S13"]),
    "no headings, further right": (paste(3, 14, rows=CASES), ["N3:R8"]),
    "no headings, right beside": (paste(3, 13, rows=CASES), ["M3:Q8"]),
    "no headings, right and lower": (paste(6, 15, rows=CASES), ["O6:S11"]),
    "no headings, below people's columns": (paste(12, 1, rows=CASES), ["A12:E17"]),
    "no headings, right below the last case": (paste(9, 2, rows=CASES), ["B9:F14"]),
    "three rows of it": (paste(12, 1, rows=range(4, 7)), ["A12:E14"]),
    "the lights alone, no heading": (paste(3, 14, rows=CASES, columns=[0]), ["N3:N8"]),
    "the last column alone": (paste(11, 3, rows=CASES, columns=[4]), ["C11:C16"]),
    "twice": (lambda book: (paste(4, 14)(book), paste(14, 2)(book)), ["N4:R10", "B14:F20"]),
}


@pytest.mark.parametrize(("act", "places"), ELSEWHERE.values(), ids=ELSEWHERE)
def test_a_copy_elsewhere_is_told_once_and_goes(ledgers, look, township, act, places):
    found = cells(ledgers)
    look()
    before = cells(ledgers)
    change(ledgers, act)
    outcome = look()
    assert [problem.column for problem in outcome.problems if problem.code is COPIED] == places
    assert outcome.counts["cases"] == len(ROWS)
    assert _said(cells(ledgers)) == _said(before)
    saved = (ledgers / "青石村.xlsx").read_bytes()
    again = look()
    assert again.kind is OutcomeKind.UNCHANGED
    assert not [problem for problem in again.problems if problem.code is COPIED]
    assert (ledgers / "青石村.xlsx").read_bytes() == saved
    detach(township(FolderStore(ledgers)), [])
    assert _said(cells(ledgers)) == _said(found)


def _said(sheets):
    return {
        name: {
            (row, column): value
            for row, values in enumerate(rows)
            for column, value in enumerate(values)
            if value not in ("", None)
        }
        for name, rows in sheets.items()
    }


@pytest.mark.parametrize(("act", "places"), ELSEWHERE.values(), ids=ELSEWHERE)
def test_detach_takes_a_copy_out_and_no_persons_cell_below_it(ledgers, look, township, act, places):
    look()
    found = _said(cells(ledgers))["台账"]
    others = [column for column in range(1, 20) if column not in range(FIRST, FIRST + 5)]
    notes = {(30, column): f"村民小组意见{column}" for column in others}

    def also(book):
        act(book)
        for (row, column), text in notes.items():
            book["台账"].cell(row, column, text)

    change(ledgers, also)
    detach(township(FolderStore(ledgers)), [])
    left = _said(cells(ledgers))["台账"]
    assert {place: text for place, text in left.items() if place[0] == 29} == {
        (row - 1, column - 1): text for (row, column), text in notes.items()
    }
    assert {place for place in left if place[0] < 29} == {place for place in found if place[1] < FIRST - 1}


def test_a_light_in_a_copy_goes_and_a_persons_word_stays(ledgers, look):
    look()

    def act(book):
        paste(12, 14)(book)
        book["台账"]["N13"] = "逾期99天"  # stale
        book["台账"]["P13"] = "已电话告知承办人，周五前回复"

    change(ledgers, act)
    told = [problem.column for problem in look().problems if problem.code is COPIED]
    left = {place: text for place, text in _said(cells(ledgers))["台账"].items() if place[1] > FIRST + 3}
    assert told == ["N12:R18"]
    assert left == {(12, 15): "已电话告知承办人，周五前回复"}


def test_a_word_in_a_column_copied_beside_ours_outlives_detach(ledgers, look, township):
    look()

    def act(book):
        paste(HEADING, 14)(book)
        book["台账"]["N4"] = "已电话"

    change(ledgers, act)
    detach(township(FolderStore(ledgers)), [])
    left = {place: text for place, text in _said(cells(ledgers))["台账"].items() if place[1] > FIRST - 2}
    assert left == {(3, 13): "已电话"}


def test_a_few_words_like_ours_beside_the_table_are_a_persons(ledgers, look, township):
    look()

    def act(book):
        sheet = book["台账"]
        for row in CASES:
            sheet.cell(row, 14, sheet.cell(row, 6).value)  # the status once more
            sheet.cell(row, 15, "2026-04-01")
        sheet["A12"], sheet["B12"] = sheet["L3"].value, "这条请核对"
        sheet["P2"], sheet["P3"], sheet["P4"], sheet["P5"] = (
            "镇批注",
            *(sheet[f"L{row}"].value for row in CASES[:3]),
        )

    change(ledgers, act)
    before = {
        at: text for at, text in _said(cells(ledgers))["台账"].items() if at[1] > FIRST + 3 or at[0] > 8
    }
    assert not [problem for problem in look().problems if problem.code is COPIED]
    left = _said(cells(ledgers))["台账"]
    assert {at: left[at] for at in before} == before
    detach(township(FolderStore(ledgers)), [])
    left = _said(cells(ledgers))["台账"]
    assert {at: left.get(at) for at in before} == before


@pytest.mark.parametrize(("tab", "top"), [("说明", 2), ("新表", 1)])
def test_a_copy_on_another_worksheet_is_told_and_is_no_lost_ledger(ledgers, look, township, tab, top):
    look()
    change(ledgers, paste(top, 1, to=tab))
    outcome = look()
    told = [(problem.sheet, problem.column) for problem in outcome.problems if problem.code is COPIED]
    assert told == [(tab, f"A{top}:E{top + len(ROWS)}")]
    assert not [one for one in outcome.problems if one.code is LedgerProblemCode.HEADER_LOST]
    detach(township(FolderStore(ledgers)), [])
    assert _said(cells(ledgers))[tab] == ({(0, 0): "说明"} if tab == "说明" else {})


@pytest.mark.parametrize("columns", [range(5), [0], [1, 2]])
def test_detach_leaves_what_people_wrote_below_a_copy_on_another_worksheet(
    ledgers,
    look,
    township,
    columns,
):
    look()
    notes = {(20, 1): "填表说明：以上由村委会填写", (21, 2): "2026年", (21, 3): "联系人王五，随时可以来问"}

    def act(book):
        paste(1, 1, to="新表", columns=columns)(book)
        for (row, column), text in notes.items():
            book["新表"].cell(row, column, text)

    change(ledgers, act)
    detach(township(FolderStore(ledgers)), [])
    left = _said(cells(ledgers))["新表"]
    assert {at: text for at, text in left.items() if at[0] > 10} == {
        (row - 1, column - 1): text for (row, column), text in notes.items()
    }


def test_a_ledger_whose_header_is_gone_is_no_copy(ledgers, look):
    look()
    change(ledgers, lambda book: [book["台账"].cell(HEADING, column, None) for column in range(1, FIRST)])
    change(ledgers, lambda book: book["台账"].delete_rows(1))
    codes = [problem.code for problem in look().problems]
    assert LedgerProblemCode.HEADER_LOST in codes
    assert COPIED not in codes


@pytest.mark.parametrize("place", ["C5", "E4", "C12"])
@pytest.mark.parametrize("mark", range(5))
def test_a_note_that_names_our_column_is_no_copy_and_outlives_detach(ledgers, look, township, place, mark):
    look()
    heading = list(MARK_HEADINGS["zh-CN"].values())[mark]

    def act(book):
        below = book["台账"][place].offset(1, 0)
        book["台账"][place] = heading
        below.value = below.value or "红色的请优先办理，周五前报"

    change(ledgers, act)
    before = _said(cells(ledgers))["台账"]
    assert not [problem for problem in look().problems if problem.code is COPIED]
    detach(township(FolderStore(ledgers)), [])
    assert _said(cells(ledgers))["台账"] == {
        at: text for at, text in before.items() if at[1] < FIRST - 1 or at[0] > HEADING + len(ROWS)
    }
