"""How much paper a report takes, as LibreOffice lays it out."""

import io
from itertools import pairwise

import openpyxl
import pytest

from config.frames import Problem
from config.periods import HalfMonth
from config.vocabulary import LedgerProblemCode, ProblemCode
from reports.composing.board import compose_board
from reports.composing.half_month.halfmonth_report import compose
from reports.figures.halfmonth_figures import summarise
from reports.forms.excel.xlsx import workbook_bytes, write_workbook
from reports.forms.word.document import write_document
from reports.inputs import LedgerProblem
from tests.reports.forms.office_pages import lines_on, page_sizes, page_texts, pdf_of
from tests.reports.township import AS_OF, busy_township, manner

pytestmark = [pytest.mark.rendering, pytest.mark.needs("soffice", "poppler"), pytest.mark.no_cover]
PORTRAIT = (595, 842)
SIZES = ((12, 400), (3, 6), (12, 20))


def half_month(villages, rows):
    return compose(summarise(HalfMonth.parse("2026-03H2"), busy_township(villages, rows)), manner())


@pytest.mark.parametrize(("villages", "rows"), SIZES)
def test_the_signed_part_fits_on_five_pages(tmp_path, villages, rows):
    write_document(half_month(villages, rows), tmp_path / "report.docx")
    pdf = pdf_of(tmp_path / "report.docx")
    sizes, texts = page_sizes(pdf), page_texts(pdf)
    signed = sizes.count(PORTRAIT)
    assert sizes[:signed] == [PORTRAIT] * signed
    assert signed <= 5
    # The office and the date stand below words of the report, and no page holds a line or two.
    assert lines_on(texts[signed - 1])[0].startswith(("附件：", "青石镇")) is False
    assert min(len(lines_on(text)) for text in texts) >= 6


@pytest.mark.parametrize(("villages", "rows"), SIZES)
def test_a_workbook_prints_on_twelve_pages(tmp_path, villages, rows):
    write_workbook(half_month(villages, rows), tmp_path / "report.xlsx")
    pdf = pdf_of(tmp_path / "report.xlsx")
    texts = page_texts(pdf)
    assert len(texts) <= 12
    assert min(len(lines_on(text)) for text in texts) >= 6
    assert "###" not in "".join(texts)
    for text in texts:  # no header stands below a header
        headers = [line.startswith("序号") for line in lines_on(text)]
        assert not [one for one in pairwise(headers) if all(one)]


def test_the_board_prints_the_beginnings_of_its_lists(tmp_path):
    write_workbook(compose_board(AS_OF, busy_township(12, 400), manner()), tmp_path / "board.xlsx")
    texts = page_texts(pdf_of(tmp_path / "board.xlsx"))
    assert len(texts) <= 6
    assert "打印时列前15件" in texts[0]
    assert [text.count("编号（序号）") for text in texts] == [1, 1, 1, 0]


def ledger_problems(villages):
    """Return five problems of every ledger, and one of each of its rows."""
    codes = (
        *(LedgerProblemCode.COPY_OF_LEDGER, LedgerProblemCode.COPY_OF_TABLE),
        *(LedgerProblemCode.CASE_CARRIED_OVER, LedgerProblemCode.NO_END_COLUMN),
        LedgerProblemCode.VILLAGE_MISMATCH,
    )
    for each in busy_township(villages, 400):
        for code in codes:
            beside = (("lacking", 3),) if code.value.startswith("copy_") else ()
            problem = Problem("台账", 0, "", "", code, detail="台账", count=3, beside=beside)
            yield LedgerProblem(each.ledger, problem, f"{each.village}台账（2026年）", each.village)
        for row in range(4, 404):
            problem = Problem("台账", row, "B", "registered_date", ProblemCode.DATE_AMBIGUOUS, "2026-03-05")
            yield LedgerProblem(each.ledger, problem, each.called, each.village)


def test_a_board_with_many_problems_prints_how_many_there_are_and_the_first(tmp_path):
    problems = list(ledger_problems(12))
    board = compose_board(AS_OF, busy_township(12, 400), manner(), problems=problems)
    write_workbook(board, tmp_path / "board.xlsx")
    texts = page_texts(pdf_of(tmp_path / "board.xlsx"))
    assert len(texts) <= 8
    page = "".join(next(text for text in texts if "共61件" in text).split())
    assert "台账问题（共61件，打印时列前15件" in page
    assert "逐行填写问题共4800处" in page
    table = next(t for part in board.parts for t in part.tables if t.key == "standing_problems")
    assert len(table.rows) == 61


def test_all_rows_stand_on_the_worksheet_whatever_is_printed():
    report = half_month(12, 400)
    book = openpyxl.load_workbook(io.BytesIO(workbook_bytes(report)))
    overdue = next(t for part in report.parts for t in part.tables if t.key == "overdue")
    sheet = book["逾期及临期"]
    numbers = [cell.value for cell in sheet["A"] if isinstance(cell.value, int)]
    assert max(numbers) == len(overdue.rows) > 100
    assert sheet.print_area.count(sheet.title) == 3
    assert all(sheet.cell(row=1, column=1).value for sheet in book if sheet.sheet_state == "visible")


def test_a_long_table_of_villages_repeats_its_header_and_a_list_does_not():
    book = openpyxl.load_workbook(io.BytesIO(workbook_bytes(half_month(40, 20))))
    assert book["汇总表"].print_title_rows == "$4:$5"
    assert book["逾期及临期"].print_title_rows is None
