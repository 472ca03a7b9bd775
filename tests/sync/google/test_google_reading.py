"""A spreadsheet read in one request is the same grid as the same rows in a workbook."""

from datetime import date, datetime

import openpyxl
import pytest

from sync.folder.workbook import read_workbook
from sync.grid import Merge
from tests.google.bench import bench, value_of

DATE = {"type": "DATE", "pattern": "yyyy-mm-dd"}


@pytest.fixture
def work(tmp_path):
    with bench(tmp_path) as made:
        yield made


def put(work, ref, row, column, value, number_format=None, result=None):
    cell = {"userEnteredValue": value}
    fields = ["userEnteredValue"]
    if number_format:
        cell["userEnteredFormat"] = {"numberFormat": number_format}
        fields.append("userEnteredFormat")
    if result:
        cell["_result"] = result
        fields.append("_result")
    start = {"sheetId": 0, "rowIndex": row, "columnIndex": column}
    request = {"start": start, "rows": [{"values": [cell]}], "fields": ",".join(fields)}
    work.server.people(ref.ledger_id, [{"updateCells": request}])


@pytest.mark.parametrize(
    ("value", "number_format", "expected"),
    [
        pytest.param({"stringValue": "0012"}, None, "0012", id="text keeps its zeros"),
        pytest.param({"stringValue": " 张三丰\n李四光"}, None, " 张三丰\n李四光", id="text is not trimmed"),
        pytest.param({"numberValue": 12}, None, 12.0, id="a number"),
        pytest.param(
            {"numberValue": 3.1}, {"type": "NUMBER", "pattern": "0.00"}, 3.1, id="3.10 is 3.1 with a format"
        ),
        pytest.param({"boolValue": True}, None, True, id="a tick"),
        pytest.param({"numberValue": 46086}, DATE, date(2026, 3, 5), id="a date"),
        pytest.param(
            {"numberValue": 46086.5},
            DATE,
            date(2026, 3, 5),
            id="a date whose time of day is not shown",
        ),
        pytest.param(
            {"numberValue": 46086.25},
            {"type": "DATE_TIME"},
            datetime.fromisoformat("2026-03-05T06:00"),
            id="a moment",
        ),
        pytest.param({"numberValue": 0.75}, {"type": "TIME"}, "18:00:00", id="a time is text"),
        pytest.param({"numberValue": 46086}, None, 46086.0, id="a serial without a format stays a number"),
        pytest.param({"numberValue": 1e12}, DATE, 1e12, id="no date at all"),
    ],
)
def test_a_cell_means_what_it_means_in_a_workbook(work, value, number_format, expected):
    ref = work.ledger()
    put(work, ref, 4, 3, value, number_format)
    got = work.store.read(ref).sheets[0].rows[4][3]
    assert got == expected
    assert type(got) is type(expected)


def test_a_formula_is_read_by_its_value_and_an_error_as_shown(work):
    ref = work.ledger()
    put(work, ref, 4, 3, {"formulaValue": "=TODAY()"}, DATE, {"numberValue": 46086})
    put(work, ref, 5, 3, {"formulaValue": "=A99#"}, None, {"errorValue": {"type": "REF"}})
    rows = work.store.read(ref).sheets[0].rows
    assert (rows[4][3], rows[5][3]) == (date(2026, 3, 5), "#REF!")


@pytest.mark.parametrize(
    ("number", "number_format", "code"),
    [
        (3.1, None, "0.0"),
        (3.1, {"type": "NUMBER", "pattern": "0.00"}, "0.00"),
        (3.05, None, "0.00"),
        (46086, {"type": "DATE"}, "General"),
    ],
)
def test_the_decimals_shown_are_told_on_demand(work, number, number_format, code):
    ref = work.ledger()
    put(work, ref, 4, 3, {"numberValue": number}, number_format)
    sheet = work.store.read(ref).sheets[0]
    assert sheet.rows[4][3] == (number if number < 100 else date(2026, 3, 5))
    assert sheet.number_format(4, 3) == code
    assert sheet.number_format(400, 300) == "General"


def test_merges_titles_and_empty_worksheets(work):
    ref = work.ledger()
    span = {"sheetId": 0, "endRowIndex": 1, "endColumnIndex": 5}
    work.server.people(
        ref.ledger_id,
        [
            {"mergeCells": {"range": span, "mergeType": "MERGE_ALL"}},
            {"addSheet": {"properties": {"title": "空"}}},
        ],
    )
    grid = work.store.read(ref)
    assert grid.title == "青石村"
    assert grid.sheets[0].merges == (Merge(0, 0, 0, 4),)
    assert (grid.sheets[1].name, list(grid.sheets[1].rows)) == ("空", [])


def test_one_read_is_one_request(work):
    ref = work.ledger(tabs=("一月", "二月", "三月"))
    work.store.read(ref)
    assert [call.kind for call in work.server.calls] == ["token", "read"]


ROWS = [
    ["青石村矛盾纠纷排查化解台账", "", "", "", "", ""],
    ["序号", "登记日期", "纠纷类型", "复杂程度", "办理状态", "办结日期"],
    ["1", date(2026, 3, 2), "邻里", "简单", "在办", ""],
    ["2", "2026.3.5", "山林土地", "复杂", "已办结", "3月20日"],
    ["3", 46090.0, "婚姻家庭", "", "中止", ""],
    ["4", 3.1, "邻里", "简单", "", ""],
    ["5", "3月中旬", "征地拆迁", "", "已撤回", ""],
    ["合计", "", "", "", "", ""],
]


def test_the_same_rows_give_the_same_ledger_from_both_stores(work, tmp_path):
    from sync.understand import Given, understand

    book = openpyxl.Workbook()
    sheet = book.active
    sheet.title = "台账"
    for row in ROWS:
        sheet.append([value if value != "" else None for value in row])
    sheet.merge_cells("A1:F1")
    path = tmp_path / "青石村.xlsx"
    book.save(path)

    ref = work.ledger()
    clear = {"range": {"sheetId": 0}, "fields": "*"}
    work.server.people(ref.ledger_id, [{"updateCells": clear}])
    for r, row in enumerate(ROWS):
        for c, value in enumerate(row):
            if isinstance(value, date):
                serial = (value - date(1899, 12, 30)).days
                put(work, ref, r, c, {"numberValue": float(serial)}, DATE)
            elif value != "":
                put(work, ref, r, c, value_of(value))
    span = {"sheetId": 0, "endRowIndex": 1, "endColumnIndex": 6}
    work.server.people(ref.ledger_id, [{"mergeCells": {"range": span, "mergeType": "MERGE_ALL"}}])

    shared = understand(work.store.read(ref), Given(date(2026, 4, 3)))
    filed = understand(read_workbook(path), Given(date(2026, 4, 3)))
    assert shared.cases.to_dict("list") == filed.cases.to_dict("list")
    assert len(shared.cases) == 5
    assert shared.problems == filed.problems
    assert shared.sheets == filed.sheets
