import io
import re
import zipfile

import openpyxl
import pytest
from python_calamine import CalamineWorkbook, SheetVisibleEnum

from config.periods import HalfMonth
from reports.composing.half_month.halfmonth_report import compose
from reports.figures.halfmonth_figures import summarise
from reports.forms.excel.xlsx import MARKER, MARKER_SHEET, workbook_bytes, write_workbook
from reports.forms.files import PublishError
from tests.reports.township import busy_township, case, manner, overdue, village

H2 = HalfMonth.parse("2026-03H2")


def summary_of(*villages):
    return summarise(H2, villages)


@pytest.fixture(scope="module")
def busy():
    return summary_of(*busy_township())


@pytest.fixture(scope="module")
def book(busy):
    return openpyxl.load_workbook(io.BytesIO(workbook_bytes(compose(busy, manner("zh-CN")))))


def texts(book):
    return [
        str(cell.value)
        for sheet in book
        for row in sheet.iter_rows()
        for cell in row
        if cell.value is not None
    ]


def column_of(sheet, heading):
    return next(cell.column for row in sheet.iter_rows(max_row=6) for cell in row if cell.value == heading)


def test_worksheets_in_reading_order(book):
    assert book.sheetnames == [
        *("汇总表", "指标分析", "逾期及临期", "在办事项", "分项统计", "报送和问题", "明细"),
        MARKER_SHEET,
    ]


def test_table_1_says_what_the_figures_say(busy, book):
    sheet = book["汇总表"]
    by_name = {row[0].value: row for row in sheet.iter_rows() if row[0].value}
    for heading, measure in (
        ("本期新排查", "new"),
        ("期末在办", "closing"),
        ("逾期", "overdue"),
        ("访", "channel_visit"),
    ):
        column = column_of(sheet, heading) - 1
        assert by_name["合计"][column].value == busy.totals[measure]
        assert by_name["青石村"][column].value == busy.counts["青石村"][measure]
    assert by_name["龙井村"][1].value == "—"
    assert by_name["龙井村"][column_of(sheet, "报送情况") - 1].value == "未能读取"
    assert by_name["大坪村"][column_of(sheet, "报送情况") - 1].value == "零报告"
    assert by_name["清溪村"][column_of(sheet, "报送情况") - 1].value == "未报送"


def test_every_number_leads_to_as_many_rows_as_it_says(book):
    evidence = book["明细"]
    seen = 0
    for sheet in (book["汇总表"], book["指标分析"]):
        for cell in (cell for row in sheet.iter_rows() for cell in row if cell.hyperlink):
            first, last = map(int, re.findall(r"[A-Z]+(\d+)", cell.hyperlink.location.split("!")[1]))
            number = (
                cell.value if isinstance(cell.value, int) else int(re.search(r"(\d+)/", cell.value).group(1))
            )
            assert last - first + 1 == number
            village_name = sheet.cell(cell.row, 1).value
            if village_name.endswith("村"):
                assert {evidence.cell(row, 2).value for row in range(first, last + 1)} == {village_name}
            seen += 1
    assert seen > 100


def test_numbers_without_rows_lead_nowhere(book):
    zeros = [cell for row in book["汇总表"].iter_rows() for cell in row if cell.value == 0]
    assert zeros
    assert not [cell for cell in zeros if cell.hyperlink]


def test_rows_lead_to_the_ledger(book):
    sheet = book["逾期及临期"]
    cell = sheet.cell(3, column_of(sheet, "行"))
    assert cell.hyperlink.target.startswith("..\\ledgers\\")  # Excel's own spelling of a relative path
    assert cell.hyperlink.location.endswith(f"A{cell.value}")


def test_it_prints_well(book):
    for sheet in (sheet for sheet in book if sheet.title != MARKER_SHEET):
        assert (sheet.page_setup.orientation, sheet.page_setup.paperSize) == ("landscape", 9)
        assert (sheet.sheet_properties.pageSetUpPr.fitToPage, sheet.page_setup.fitToHeight) == (True, 0)
    for name in ("汇总表", "逾期及临期", "明细"):
        assert book[name].freeze_panes


def test_charts_are_native_and_described(busy):
    package = zipfile.ZipFile(io.BytesIO(workbook_bytes(compose(busy, manner("zh-CN")))))
    charts = [name for name in package.namelist() if name.startswith("xl/charts/chart")]
    assert len(charts) == 3
    drawings = "".join(
        package.read(n).decode() for n in package.namelist() if n.startswith("xl/drawings/drawing")
    )
    assert drawings.count('descr="') == 3


def test_our_own_output_is_known_again(busy):
    found = CalamineWorkbook.from_filelike(io.BytesIO(workbook_bytes(compose(busy, manner("zh-CN")))))
    marker = {sheet.name: sheet.visible for sheet in found.sheets_metadata}[MARKER_SHEET]
    assert marker is SheetVisibleEnum.VeryHidden
    assert found.get_sheet_by_name(MARKER_SHEET).to_python()[0][0] == MARKER


def test_the_same_summary_gives_the_same_bytes(busy):
    assert workbook_bytes(compose(busy, manner("zh-CN"))) == workbook_bytes(
        compose(summary_of(*busy_township()), manner("zh-CN"))
    )


@pytest.mark.parametrize("text", ["=1+1", "+86", "-3", "@SUM(A1)", "\tx", '=HYPERLINK("http://x")'])
def test_text_stays_text_whatever_it_begins_with(text):
    made = summary_of(
        village("青石村", [case(4, "2026-03-20", case_no=text, org=text, **overdue(3, "2026-03-28"))])
    )
    book = openpyxl.load_workbook(io.BytesIO(workbook_bytes(compose(made, manner("zh-CN")))))
    cells = [cell for sheet in book for row in sheet.iter_rows() for cell in row if cell.value == text]
    assert len(cells) > 4
    assert all(cell.data_type == "s" and cell.quotePrefix for cell in cells)


def test_officials_are_named_only_when_they_may_be(busy):
    without, named = (
        texts(
            openpyxl.load_workbook(
                io.BytesIO(workbook_bytes(compose(busy, manner("zh-CN", officials=officials))))
            )
        )
        for officials in (False, True)
    )
    assert not {"张三丰", "李莫愁"} & set(without)
    assert "已明确" in without
    assert {"张三丰", "李莫愁", "责任人"} <= set(named)


def test_english_says_everything_in_english(busy):
    book = openpyxl.load_workbook(io.BytesIO(workbook_bytes(compose(busy, manner("en")))))
    assert book.sheetnames[0] == "Summary"
    headings = {cell.value for cell in book["Summary"][5] if cell.value}
    assert headings >= {"visit", "letter", "agreed", "red"}


def test_an_empty_township_has_a_workbook():
    book = openpyxl.load_workbook(io.BytesIO(workbook_bytes(compose(summary_of(), manner("zh-CN")))))
    assert "无应报送的村（社区）。" in texts(book)


def test_a_folder_that_cannot_be_written_to_is_told_with_a_remedy(busy, tmp_path):
    (tmp_path / "summaries").write_text("in the way")
    with pytest.raises(PublishError) as refusal:
        write_workbook(compose(busy, manner()), tmp_path / "summaries" / "x.xlsx")
    assert "close the file" in refusal.value.fix


def test_nothing_is_left_beside_the_file(busy, tmp_path):
    write_workbook(compose(busy, manner()), tmp_path / "x.xlsx")
    write_workbook(compose(busy, manner()), tmp_path / "x.xlsx")
    assert [path.name for path in tmp_path.iterdir()] == ["x.xlsx"]
