"""What a write leaves in a spreadsheet, and what it costs."""

import pytest

from config.errors import LedgerError, LedgerUnavailableError
from config.vocabulary import Mark
from sync.store import Edit, Notice, SheetLayout, TableRows
from tests.google.bench import BOT, Bench, bench
from tests.google.people import Person
from tests.google.simple import HEADINGS, compare, run_pass
from tests.google.verdicts import check_book, text


@pytest.fixture
def work(tmp_path):
    with bench(tmp_path) as made:
        yield made


def cost(work: Bench) -> tuple[int, int]:
    return work.spent("read"), work.spent("write")


def columns_of(work: Bench, ref, title: str = "台账") -> dict[str, int]:
    """Return our columns by their metadata, and other headings of row 2 by text."""
    tab = work.tab(ref, title)
    found = {entry["metadataValue"]: i for i, line in enumerate(tab.columns) for entry in line.metadata}
    return found | {text(tab, 1, i): i for i in range(tab.used()[1]) if text(tab, 1, i)}


def test_a_first_adoption_costs_two_reads_and_one_write(work):
    ref = work.ledger()
    run_pass(work.store, ref)
    assert cost(work) == (2, 1)
    assert (work.store.requests(ref).read, work.store.requests(ref).write) == (2, 1)
    assert check_book(work.book(ref)) == 22


def test_a_changed_ledger_costs_two_reads_and_one_write(work):
    ref = work.ledger()
    run_pass(work.store, ref)
    Person(work, ref).act("retype_number", 0, 1)
    before = cost(work)
    run_pass(work.store, ref)
    assert (work.spent("read") - before[0], work.spent("write") - before[1]) == (2, 1)


def test_a_second_pass_writes_nothing(work):
    ref = work.ledger()
    run_pass(work.store, ref)
    touches = len(work.client_touches())
    assert run_pass(work.store, ref) == 0
    assert cost(work) == (3, 1)
    assert len(work.client_touches()) == touches


def test_our_columns_come_after_the_last_used_one_and_after_a_wide_title(work):
    ref = work.ledger()
    span = {"sheetId": 0, "endRowIndex": 1, "endColumnIndex": 8}
    work.server.people(ref.ledger_id, [{"mergeCells": {"range": span, "mergeType": "MERGE_ALL"}}])
    run_pass(work.store, ref)
    assert columns_of(work, ref)["light"] == 8
    assert work.tab(ref).merges[0].right == 8


@pytest.mark.parametrize("spare", [0, 1], ids=["no column is left", "one column is left"])
def test_a_grid_without_room_grows(work, spare):
    ref = work.ledger()
    width = len(work.tab(ref).columns)
    span = {"sheetId": 0, "dimension": "COLUMNS", "startIndex": 5 + spare, "endIndex": width}
    work.server.people(ref.ledger_id, [{"deleteDimension": {"range": span}}])
    run_pass(work.store, ref)
    check_book(work.book(ref))
    assert len(work.tab(ref).columns) == 10 + spare


def test_new_columns_take_no_fill_no_drop_down_and_no_hiding_from_their_neighbour(work):
    ref = work.ledger()
    last = {"sheetId": 0, "startColumnIndex": 4, "endColumnIndex": 5}
    rule = {"condition": {"type": "BOOLEAN"}}
    fill = {"userEnteredFormat": {"backgroundColor": {"red": 1.0}, "borders": {"top": {"style": "SOLID"}}}}
    line = {"sheetId": 0, "dimension": "COLUMNS", "startIndex": 4, "endIndex": 5}
    hide = {"properties": {"hiddenByUser": True}, "fields": "hiddenByUser"}
    work.server.people(
        ref.ledger_id,
        [
            {"setDataValidation": {"range": last, "rule": rule}},
            {"repeatCell": {"range": last, "cell": fill, "fields": "userEnteredFormat"}},
            {"updateDimensionProperties": {"range": line, **hide}},
        ],
    )
    run_pass(work.store, ref)
    tab = work.tab(ref)
    for column in range(5, 10):
        assert not tab.columns[column].props.get("hiddenByUser")
        assert all("dataValidation" not in tab.cell(row, column) for row in range(len(tab.rows)))
        body = tab.cell(3, column)["userEnteredFormat"]
        assert "backgroundColor" not in body
        assert "borders" in body, "the lines of the table go on"
        assert "backgroundColor" in tab.cell(1, column)["userEnteredFormat"], (
            "a heading looks like its neighbour"
        )


def test_what_looks_like_a_formula_or_a_number_stays_text(work):
    ref = work.ledger()
    run_pass(work.store, ref)
    grid = work.store.read(ref)
    layout = SheetLayout("台账", (TableRows(2, 3, 8),))
    edits = [
        Edit("台账", 3, Mark.WHY, "", "=1+1"),
        Edit("台账", 4, Mark.WHY, "", "0012"),
        Edit("台账", 5, Mark.WHY, "", "2026-03-05"),
        Edit("台账", 6, Mark.WHY, "", "+49"),
    ]
    work.store.write(ref, grid, edits, [layout])
    tab = work.tab(ref)
    assert [tab.cell(row, 9)["userEnteredValue"] for row in range(2, 6)] == [
        {"stringValue": "=1+1"},
        {"stringValue": "0012"},
        {"stringValue": "2026-03-05"},
        {"stringValue": "+49"},
    ]


def test_columns_that_people_moved_renamed_and_hid_are_respected(work):
    ref = work.ledger()
    run_pass(work.store, ref)
    person = Person(work, ref)
    work.server.people(
        ref.ledger_id,
        [
            {
                "moveDimension": {
                    "source": {"sheetId": 0, "dimension": "COLUMNS", "startIndex": 9, "endIndex": 10},
                    "destinationIndex": 0,
                }
            }
        ],
    )
    person.act("rename_ours", 0, 1)
    person.act("hide_ours", 0, 2)
    headings = [text(work.tab(ref), 1, i) for i in range(10)]
    hidden = [bool(line.props.get("hiddenByUser")) for line in work.tab(ref).columns]
    person.act("append_row", 0, 0)
    run_pass(work.store, ref)
    check_book(work.book(ref))
    assert [text(work.tab(ref), 1, i) for i in range(10)] == headings
    assert [bool(line.props.get("hiddenByUser")) for line in work.tab(ref).columns] == hidden


def test_a_deleted_column_is_put_back_beside_the_others_and_that_is_said(work):
    ref = work.ledger()
    run_pass(work.store, ref)
    span = {"sheetId": 0, "dimension": "COLUMNS", "startIndex": 6, "endIndex": 7}
    work.server.people(ref.ledger_id, [{"deleteDimension": {"range": span}}])
    run_pass(work.store, ref)
    check_book(work.book(ref))
    assert columns_of(work, ref)["due"] == 6
    assert list(work.store.notices(ref)) == [Notice("台账", Mark.DUE)]


@pytest.mark.parametrize("copies", [True, False], ids=["metadata copied", "metadata not copied"])
def test_a_duplicated_worksheet_is_adopted_without_doubled_columns(work, copies):
    ref = work.ledger()
    run_pass(work.store, ref)
    work.server.world.switches.duplicate_copies_metadata = copies
    work.server.people(ref.ledger_id, [{"duplicateSheet": {"sourceSheetId": 0, "newSheetName": "二月"}}])
    Person(work, ref).act("retype_number", 1, 0)
    run_pass(work.store, ref)
    check_book(work.book(ref))
    assert len(work.tab(ref, "二月").columns) == len(work.tab(ref, "台账").columns)
    assert all(not value.endswith("?") for value in columns_of(work, ref, "二月"))


def test_a_tag_that_hits_a_persons_column_is_taken_away_again(work):
    ref = work.ledger()
    run_pass(work.store, ref)
    work.server.world.switches.duplicate_copies_metadata = False
    work.server.people(ref.ledger_id, [{"duplicateSheet": {"sourceSheetId": 0, "newSheetName": "二月"}}])
    sheet_id = work.tab(ref, "二月").sheet_id
    span = {"sheetId": sheet_id, "dimension": "COLUMNS", "startIndex": 2, "endIndex": 3}
    insert = {"insertDimension": {"range": span, "inheritFromBefore": True}}
    work.server.before_write.append(lambda _w, _b: work.server.people(ref.ledger_id, [insert]))
    run_pass(work.store, ref)
    check_book(work.book(ref))
    tagged = [i for i, line in enumerate(work.tab(ref, "二月").columns) if line.metadata]
    assert tagged == [6, 7, 8, 9, 10]


def test_two_tables_on_one_worksheet_share_the_columns_and_have_headings_each(work):
    ref = work.ledger()
    grid = work.store.read(ref)
    layout = SheetLayout("台账", (TableRows(2, 3, 4), TableRows(6, 7, 8)))
    edits = [
        Edit("台账", 2, Mark.LIGHT, "", HEADINGS[Mark.LIGHT], heading=True),
        Edit("台账", 3, Mark.LIGHT, "", "正常"),
        Edit("台账", 7, Mark.LIGHT, "", "临期"),
    ]
    work.store.write(ref, grid, edits, [layout])
    tab = work.tab(ref)
    light = [text(tab, row, 5) for row in range(8)]
    assert light == ["", "〔督〕预警", "正常", "", "", "〔督〕预警", "临期", ""]


def test_english_headings_and_formulas(work):
    ref = work.ledger()
    grid = work.store.read(ref)
    work.store.write(ref, grid, [], [SheetLayout("台账", (TableRows(2, 3, 8),), language="en")])
    tab = work.tab(ref)
    assert [text(tab, 1, i) for i in range(5, 10)] == [
        "[due] light",
        "[due] date",
        "[due] asked",
        "[due] addressee",
        "[due] why",
    ]
    assert "on track" in str(tab.rules)


def test_colours_are_one_set_that_is_mended_in_place(work):
    ref = work.ledger()
    run_pass(work.store, ref)
    person = Person(work, ref)
    for act in ("delete_rule", "copy_rule", "copy_rule", "own_rule", "reorder_rules"):
        person.act(act, 0, 7)
    assert len(work.tab(ref).rules) == 7
    run_pass(work.store, ref)
    check_book(work.book(ref))
    assert len(work.tab(ref).rules) == 6, "ours and the one rule of theirs"
    writes = work.spent("write")
    run_pass(work.store, ref)
    assert work.spent("write") == writes


def test_a_repainted_rule_of_ours_gets_its_colour_back(work):
    ref = work.ledger()
    run_pass(work.store, ref)
    rule = work.tab(ref).rules[2]
    red = {"condition": rule["booleanRule"]["condition"], "format": {"backgroundColor": {"red": 1.0}}}
    ranges = [{"sheetId": 0, "startColumnIndex": 5, "endColumnIndex": 10}]
    new = {"index": 2, "sheetId": 0, "rule": {"ranges": ranges, "booleanRule": red}}
    work.server.people(ref.ledger_id, [{"updateConditionalFormatRule": new}])
    run_pass(work.store, ref)
    assert work.tab(ref).rules[2]["booleanRule"]["format"] == rule["booleanRule"]["format"]


def test_a_rule_of_a_persons_that_slipped_under_our_index_comes_back(work):
    ref = work.ledger()
    run_pass(work.store, ref)
    person = Person(work, ref)
    person.act("copy_rule", 0, 1)  # a copy of ours at index 0, which the next write deletes
    work.server.before_write.append(lambda _w, _b: person.act("own_rule", 0, 3))  # now theirs is at 0
    run_pass(work.store, ref)
    check_book(work.book(ref))
    theirs = [rule for rule in work.tab(ref).rules if "duesheet" not in str(rule)]
    assert len(theirs) == 1


def test_whole_rows_are_coloured_by_rule_and_never_painted(work):
    ref = work.ledger()
    run_pass(work.store, ref, highlight="row")
    boxes = {(box.left or 0, box.right) for rule in work.tab(ref).rules for box in rule["boxes"]}
    assert boxes == {(0, 10)}
    painted = [t for t in work.client_touches() if t.field == "userEnteredFormat" and t.column < 5]
    assert painted == []


def test_frozen_panes_and_hidden_rows_stay(work):
    ref = work.ledger()
    Person(work, ref).act("freeze", 0, 5)
    before = work.tab(ref)
    run_pass(work.store, ref)
    after = work.tab(ref)
    assert (after.frozen_rows, after.frozen_columns) == (before.frozen_rows, before.frozen_columns) == (2, 1)
    check_book(work.book(ref))


HIDES = [{"columnIndex": 1, "filterCriteria": {"hiddenValues": ["已办结"]}}]


def filtered(work: Bench, ref, *, right: int = 5, **more) -> tuple[int, int | None]:
    """Put a filter over the table, run, and return the columns that it covers then."""
    span = {"sheetId": 0, "startRowIndex": 1, "endRowIndex": 20, "endColumnIndex": right}
    work.server.people(ref.ledger_id, [{"setBasicFilter": {"filter": {"range": span, **more}}}])
    run_pass(work.store, ref)
    box = work.tab(ref).basic_filter
    return box.left or 0, box.right


def test_a_filter_that_ends_before_our_columns_reaches_over_them_and_hides_what_it_hid(work):
    ref = work.ledger()
    assert filtered(work, ref, filterSpecs=HIDES) == (0, 10)
    assert work.tab(ref).filter_details == {"filterSpecs": HIDES}
    touches = len(work.client_touches())
    assert run_pass(work.store, ref) == 0
    assert len(work.client_touches()) == touches
    work.store.detach(ref, work.store.read(ref))
    assert work.tab(ref).basic_filter.right == 5
    assert work.tab(ref).filter_details == {"filterSpecs": HIDES}


def test_a_filter_that_sorts_reaches_over_our_columns_and_sorts_nothing_now(work):
    ref = work.ledger()
    assert filtered(work, ref, filterSpecs=HIDES, sortSpecs=[{"dimensionIndex": 1}]) == (0, 10)
    assert work.tab(ref).filter_details == {"filterSpecs": HIDES}


def test_a_filter_that_ends_further_left_is_left_as_it_is(work):
    ref = work.ledger()
    assert filtered(work, ref, right=3) == (0, 3)


def failure(work: Bench, ref) -> LedgerError:
    with pytest.raises(LedgerError) as caught:
        run_pass(work.store, ref)
    return caught.value


def test_a_protected_worksheet_is_an_error_with_its_remedy_and_no_request(work):
    ref = work.ledger()
    protect = {"range": {"sheetId": 0}, "editors": {"users": ["owner@example.org"]}}
    work.server.people(ref.ledger_id, [{"addProtectedRange": {"protectedRange": protect}}])
    error = failure(work, ref)
    assert (error.code, work.spent("write")) == ("protected", 0)
    assert "受保护" in error.fix


def test_protected_columns_of_people_do_not_disturb(work):
    ref = work.ledger()
    span = {"sheetId": 0, "startColumnIndex": 0, "endColumnIndex": 5}
    protect = {"range": span, "editors": {"users": ["owner@example.org"]}}
    work.server.people(ref.ledger_id, [{"addProtectedRange": {"protectedRange": protect}}])
    run_pass(work.store, ref)
    check_book(work.book(ref))


def test_our_columns_protected_later_are_an_error(work):
    ref = work.ledger()
    run_pass(work.store, ref)
    span = {"sheetId": 0, "startColumnIndex": 4, "endColumnIndex": 7}
    protect = {"range": span, "editors": {"users": ["owner@example.org"]}}
    work.server.people(ref.ledger_id, [{"addProtectedRange": {"protectedRange": protect}}])
    Person(work, ref).act("retype_number", 0, 0)
    assert failure(work, ref).code == "protected"


def test_a_share_for_reading_only_is_an_error_that_names_whom_to_share_with(work):
    ref = work.ledger()
    work.book(ref).access[BOT] = "reader"
    error = failure(work, ref)
    assert error.code == "not_shared"
    assert BOT in error.fix


def test_a_full_spreadsheet_is_an_error_with_its_remedy(work):
    ref = work.ledger()
    work.server.world.cell_limit = work.book(ref).cell_count()
    error = failure(work, ref)
    assert isinstance(error, LedgerUnavailableError)
    assert error.code == "too_many_cells"


def test_a_worksheet_deleted_meanwhile_only_costs_another_look(work):
    ref = work.ledger(tabs=("台账", "二月"))
    run_pass(work.store, ref)
    person = Person(work, ref)
    person.act("retype_number", 0, 0)
    person.act("retype_number", 1, 0)
    work.server.before_write.append(lambda _w, _b: person.act("delete_tab", 1, 0))
    run_pass(work.store, ref)
    check_book(work.book(ref))


def test_hidden_worksheets_are_read_as_hidden(work):
    ref = work.ledger(tabs=("台账", "旧"))
    sheet_id = work.tab(ref, "旧").sheet_id
    hide = {"properties": {"sheetId": sheet_id, "hidden": True}, "fields": "hidden"}
    work.server.people(ref.ledger_id, [{"updateSheetProperties": hide}])
    grid = work.store.read(ref)
    assert [(sheet.name, sheet.visible) for sheet in grid.sheets] == [("台账", True), ("旧", False)]
    edits, _ = compare(grid)
    assert {edit.sheet for edit in edits} == {"台账"}


@pytest.mark.parametrize(
    ("result", "stays"),
    [
        pytest.param("见附页", True, id="it comes to a person's words"),
        pytest.param("正常", False, id="it comes to a text of ours"),
    ],
)
def test_a_formula_a_person_typed_into_our_cell_counts_by_what_it_comes_to(work, result, stays):
    ref = work.ledger()
    run_pass(work.store, ref)
    formula = {"userEnteredValue": {"formulaValue": "=X1"}, "_result": {"stringValue": result}}
    start = {"sheetId": 0, "rowIndex": 2, "columnIndex": 5}
    typed = {"start": start, "rows": [{"values": [formula]}], "fields": "userEnteredValue,_result"}
    work.server.people(ref.ledger_id, [{"updateCells": typed}])
    run_pass(work.store, ref)
    held = work.tab(ref).cell(2, 5)["userEnteredValue"]
    assert (held == {"formulaValue": "=X1"}) is stays


def test_one_write_with_nothing_to_do_sends_nothing(work):
    ref = work.ledger()
    run_pass(work.store, ref)
    before = cost(work)
    grid = work.store.read(ref)
    work.store.write(ref, grid, [], [SheetLayout("台账", (TableRows(2, 3, 8),))])
    assert cost(work) == (before[0] + 1, before[1])
