"""What every store of ledgers keeps to: list, read, write, take out, refuse."""

import pytest

from config.errors import LedgerChangedError, LedgerUnavailableError
from config.vocabulary import MARK_HEADINGS, Mark
from sync.cells.text import as_text
from sync.store import LedgerRef
from tests.google.simple import compare, marks_of, run_pass, wanted
from tests.sync.stores.places import CASES, HEADINGS, ROWS, TAB, TITLE, our_cells, people_see, trimmed

AS_THEY_WROTE = [trimmed(list(row)) for row in ROWS]
HEADING_ROW, FIRST = 2, 3


def flags(place) -> dict[str, dict[Mark, str]]:
    """Return what our columns say of each case, by its number, as the next look shows it."""
    sheet = place.store.read(place.ref).sheets[0]
    ours = marks_of(sheet, HEADING_ROW - 1)
    assert set(ours) == set(Mark)
    return {
        as_text(row[0]): {mark: as_text(row[column]) for mark, column in ours.items()}
        for row in sheet.rows[HEADING_ROW:]
        if row[0] != ""
    }


def all_is_said(place) -> bool:
    return flags(place) == {case[0]: wanted(case[0]) for case in CASES}


# What there is.


def test_a_ledger_is_listed_and_alike_twice(place):
    refs = place.store.list()
    assert [(ref.ledger_id, ref.title) for ref in refs] == [(place.ref.ledger_id, place.ref.title)]
    assert list(place.store.list()) == list(refs)
    assert [ref.version for ref in place.store.list()] == [ref.version for ref in refs]


def test_how_it_is_best_worked_on_is_said(place):
    assert place.store.at_once >= 1
    assert place.store.is_near in (True, False)


# Reading.


def test_cells_are_read_as_they_were_typed(place):
    grid = place.store.read(place.ref)
    (sheet,) = grid.sheets
    assert (sheet.name, sheet.visible) in ((TAB, True), (place.ref.title, True))  # a .csv has no tabs
    assert [trimmed([as_text(cell) for cell in row]) for row in sheet.rows][: len(ROWS)] == AS_THEY_WROTE
    assert sheet.rows[HEADING_ROW][0] == "0001"  # text stays text
    assert {len(row) for row in sheet.rows} == {len(sheet.rows[0])}
    assert (dict(sheet.marks), dict(sheet.doubled)) == ({}, {})


def test_what_a_person_types_is_in_the_next_look(place):
    place.type(FIRST, 3, "争水")
    assert place.store.read(place.ref).sheets[0].rows[FIRST - 1][3] == "争水"


def test_a_look_alone_changes_nothing(place):
    place.store.read(place.ref)
    place.store.list()
    assert place.shown() == AS_THEY_WROTE
    assert place.store.requests(place.ref).write == 0


def test_reads_and_writes_are_counted(written):
    before = written.store.requests(written.ref)
    written.store.read(written.ref)
    after = written.store.requests(written.ref)
    assert (after.read - before.read >= 1, after.write) == (True, before.write)
    run_pass(written.store, written.ref)
    assert written.store.requests(written.ref).write > after.write


# Writing.


def test_our_columns_stand_behind_the_last_one_and_say_what_was_asked(written):
    run_pass(written.store, written.ref)
    headings = written.shown()[HEADING_ROW - 1]
    assert headings == [*HEADINGS, *(MARK_HEADINGS["zh-CN"][mark] for mark in Mark)]
    assert all_is_said(written)
    assert people_see(written) == AS_THEY_WROTE


def test_what_is_in_place_is_not_written_again(written):
    run_pass(written.store, written.ref)
    sent, shown = written.store.requests(written.ref).write, written.shown()
    assert run_pass(written.store, written.ref) == 0
    assert (written.store.requests(written.ref).write, written.shown()) == (sent, shown)


def test_a_write_on_a_ledger_that_changed_since_loses_nothing_of_theirs(written):
    grid = written.store.read(written.ref)
    written.type(FIRST, 3, "争水")
    theirs = people_see(written)
    edits, layouts = compare(grid)
    if written.refuses_stale:
        with pytest.raises(LedgerChangedError) as refused:
            written.store.write(written.ref, grid, edits, layouts)
        assert refused.value.fix
        assert list(our_cells(written)) == []  # none of it, not half
    else:
        written.store.write(written.ref, grid, edits, layouts)
    assert people_see(written) == theirs
    run_pass(written.store, written.ref)
    assert people_see(written) == theirs
    assert all_is_said(written)


def test_a_row_inserted_since_the_look_ends_with_every_flag_on_its_own_row(written):
    grid = written.store.read(written.ref)
    written.insert_row(FIRST + 1)
    theirs = people_see(written)
    try:
        written.store.write(written.ref, grid, *compare(grid))
    except LedgerChangedError:
        assert written.refuses_stale
    run_pass(written.store, written.ref)
    assert people_see(written) == theirs
    assert all_is_said(written)


@pytest.mark.parametrize("at", range(len(Mark)), ids=[mark.value for mark in Mark])
def test_a_column_of_ours_that_a_person_deleted_comes_back(written, at):
    run_pass(written.store, written.ref)
    headings = written.shown()[HEADING_ROW - 1]
    written.drop_column(len(HEADINGS) + at)
    assert written.shown()[HEADING_ROW - 1] == [
        *headings[: len(HEADINGS) + at],
        *headings[len(HEADINGS) + at + 1 :],
    ]
    run_pass(written.store, written.ref)
    assert sorted(written.shown()[HEADING_ROW - 1]) == sorted(headings)
    assert all_is_said(written)
    assert people_see(written) == AS_THEY_WROTE


def test_a_column_of_theirs_that_goes_takes_none_of_ours_along(written):
    run_pass(written.store, written.ref)
    written.drop_column(1)  # 登记日期
    theirs = people_see(written)
    run_pass(written.store, written.ref)
    assert people_see(written) == theirs == [trimmed([row[0], *row[2:]]) for row in ROWS]
    assert all_is_said(written)


# Taking out.


def test_detaching_leaves_what_people_wrote_and_twice_is_as_once(written):
    run_pass(written.store, written.ref)
    written.store.detach(written.ref, written.store.read(written.ref))
    assert written.shown() == AS_THEY_WROTE
    sent = written.store.requests(written.ref).write
    written.store.detach(written.ref, written.store.read(written.ref))
    assert (written.shown(), written.store.requests(written.ref).write) == (AS_THEY_WROTE, sent)


def test_a_column_to_keep_stays(written):
    run_pass(written.store, written.ref)
    written.store.detach(written.ref, written.store.read(written.ref), keep=[(TAB, Mark.ASKED)])
    headings = [text for text in written.shown()[HEADING_ROW - 1] if text]
    assert headings == [*HEADINGS, MARK_HEADINGS["zh-CN"][Mark.ASKED]]
    assert people_see(written) == AS_THEY_WROTE


def test_after_detaching_a_pass_begins_anew(written):
    run_pass(written.store, written.ref)
    shown = written.shown()
    written.store.detach(written.ref, written.store.read(written.ref))
    run_pass(written.store, written.ref)
    assert written.shown() == shown


# Refusing.


def test_a_ledger_that_is_gone_is_said_with_its_remedy(place):
    grid = place.store.read(place.ref)
    place.take_away()
    assert list(place.store.list()) == []
    with pytest.raises(LedgerUnavailableError) as refused:
        place.store.read(place.ref)
    assert refused.value.remedy("zh-CN")
    if place.may_write:
        with pytest.raises((LedgerUnavailableError, LedgerChangedError)):
            place.store.write(place.ref, grid, *compare(grid))


def test_a_ledger_that_never_was_is_said(place):
    with pytest.raises(LedgerUnavailableError) as refused:
        place.store.read(LedgerRef("白石村.xlsx", "白石村"))
    assert refused.value.remedy("zh-CN")


def test_what_may_not_be_written_says_why_with_each_look(only_read):
    why = only_read.store.read(only_read.ref).read_only
    assert why is not None
    assert (why.code, bool(why.remedy("zh-CN")), bool(why.remedy("en"))) == ("read_only", True, True)


def test_what_may_be_written_has_no_reason_against_it(written):
    assert written.store.read(written.ref).read_only is None


def test_a_write_on_what_is_only_read_is_refused_and_changes_nothing(only_read):
    grid = only_read.store.read(only_read.ref)
    with pytest.raises(LedgerUnavailableError) as refused:
        only_read.store.write(only_read.ref, grid, *compare(grid))
    assert refused.value.remedy("zh-CN")
    assert only_read.shown() == AS_THEY_WROTE
    assert list(our_cells(only_read)) == []


# Links.


def test_a_link_to_a_row_leads_to_a_worksheet_that_was_asked_for(place, tmp_path):
    sheets = {sheet.name: sheet.sheet_id for sheet in place.store.read(place.ref).sheets}
    links = place.store.row_links(place.ref.ledger_id, sheets, tmp_path)
    assert set(links) <= set(sheets)
    assert all("{row}" in link for link in links.values())


def test_the_title_is_people_s_and_no_id(place):
    assert place.ref.shown.startswith(place.ref.title)
    assert TITLE.startswith(place.store.list()[0].title)
