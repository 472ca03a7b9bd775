"""Reports opened by the programs that readers use: LibreOffice and Chromium; both are in CI."""

import re
from datetime import date
from pathlib import Path

import pytest

from config.periods import HalfMonth
from config.spoken.office import Office
from reports.composing.board import compose_board
from reports.composing.half_month.halfmonth_report import compose
from reports.figures.halfmonth_figures import summarise
from reports.forms.excel.xlsx import write_workbook
from reports.forms.page import page_text, write_page
from reports.forms.word.document import write_document
from tests.browser import asked, chromium, violations
from tests.reports.forms.office_pages import page_sizes, pdf_of, run
from tests.reports.township import busy_township, manner

ROOT = Path(__file__).parents[3]

pytestmark = [pytest.mark.rendering, pytest.mark.no_cover]
office = pytest.mark.needs("soffice", "poppler")
browser = pytest.mark.needs("chromium")


@pytest.fixture(scope="module")
def report():
    summary = summarise(HalfMonth.parse("2026-03H2"), busy_township(rows=8))
    return compose(summary, manner("zh-CN"))


@office
def test_the_document_prints_portrait_text_and_landscape_annexes(report, tmp_path):
    write_document(report, tmp_path / "report.docx")
    pdf = pdf_of(tmp_path / "report.docx")
    pages = page_sizes(pdf)
    assert pages[0] == (595, 842)
    assert pages[-1] == (842, 595)
    text = run("pdftotext", "-layout", pdf, "-").decode()
    assert "矛盾纠纷排查化解情况报告" in text
    assert re.search(r"— *1 *—", text)
    assert re.search(r"— *2 *—", text)


@office
def test_a_page_of_the_document_holds_22_lines_of_28_characters(tmp_path, report):
    write_document(report, tmp_path / "report.docx")
    pdf = pdf_of(tmp_path / "report.docx")
    lines = [
        line.strip()
        for line in run("pdftotext", "-f", "1", "-l", "1", "-layout", pdf, "-").decode().splitlines()
    ]
    body = [line for line in lines if line and not line.startswith("—")]
    assert 18 <= len(body) <= 22  # two lines of title are higher than the others
    # Spaces are pdftotext's own way of keeping columns; Latin signs take half a character.
    widths = [sum(0.5 if sign.isascii() else 1 for sign in "".join(line.split())) for line in body]
    assert 25 <= max(widths) <= 29


@office
@pytest.mark.parametrize("kind", ["summary", "board"])
def test_the_workbook_opens_and_prints_landscape(report, tmp_path, kind):
    board = compose_board(date(2026, 3, 31), busy_township(rows=8), manner())
    write_workbook(report if kind == "summary" else board, tmp_path / "report.xlsx")
    pdf = pdf_of(tmp_path / "report.xlsx")
    assert set(page_sizes(pdf)) == {(842, 595)}
    text = run("pdftotext", "-layout", pdf, "-").decode()
    assert "###" not in text  # no column too narrow for its number
    assert "青石村" in text


@browser
def test_the_page_asks_nobody_for_anything(report, tmp_path):
    control = tmp_path / "control.html"
    control.write_text('<img src="http://127.0.0.1:9/x.png" alt="">', "utf-8")
    assert asked(tmp_path, control) == {"http://127.0.0.1:9/x.png"}
    write_page(report, tmp_path / "report.html")
    assert not {url for url in asked(tmp_path, tmp_path / "report.html") if url.startswith("http")}


@browser
def test_the_page_prints(report, tmp_path):
    write_page(report, tmp_path / "report.html")
    chromium(tmp_path, f"--print-to-pdf={tmp_path / 'page.pdf'}", f"file://{tmp_path}/report.html")
    assert (tmp_path / "page.pdf").read_bytes().startswith(b"%PDF")


#: How many lines each part of the title takes, and how many signs the narrowest text of a table has room for.
MEASURE = """<script>
document.body.style.width = "390px";
const styled = (one, key) => parseFloat(getComputedStyle(one)[key]);
const titles = [...document.querySelectorAll("h1 span")];
const texts = [...document.querySelectorAll("td:not(.n)")];
const lines = titles.map(one => Math.round(one.offsetHeight / styled(one, "lineHeight")));
const signs = Math.min(...texts.map(one => styled(one, "width") / styled(one, "fontSize")));
document.body.textContent = `MEASURED${lines.join(",")};${signs}MEASURED`;
</script></body>"""


@browser
def test_on_a_phone_the_title_is_whole_and_a_text_reads_across(tmp_path):
    office = Office("城东街道", first_issue=101)
    report = compose(summarise(HalfMonth.parse("2026-03H2"), busy_township(rows=8)), manner(office=office))
    html = re.sub(r'<meta http-equiv="Content-Security-Policy"[^>]*>', "", page_text(report))
    (tmp_path / "phone.html").write_text(html.replace("</body>", MEASURE), "utf-8")
    dom = chromium(tmp_path, "--window-size=500,900", "--dump-dom", f"file://{tmp_path}/phone.html").decode()
    found = re.search(r"MEASURED([\d,]+);([\d.]+)MEASURED", dom)
    assert found
    assert set(found[1].split(",")) == {"1"}
    assert float(found[2]) >= 6


@browser
@pytest.mark.needs("axe")
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_the_page_passes_the_accessibility_checks(report, tmp_path, scheme):
    write_page(report, tmp_path / "report.html")
    html = (tmp_path / "report.html").read_text("utf-8")
    html = html.replace("<details>", "<details open>")
    assert violations(tmp_path, html, dark=scheme == "dark") == []
