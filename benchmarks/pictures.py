"""The pictures of README and docs, drawn anew from the demo's township: docs/images.

    python benchmarks/pictures.py [FOLDER]

Wants LibreOffice, pdftoppm, Chromium and a Chinese font. Look at each before it is kept.
"""

import subprocess
import sys
import tempfile
from dataclasses import replace
from datetime import date, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import numpy as np
import openpyxl
from openpyxl.utils import get_column_letter

sys.path.insert(0, str(Path(__file__).parents[1]))

from scheduler.demo import make_township
from scheduler.passes.one_pass import run_pass
from scheduler.publishing.summaries import publish
from scheduler.serve.site.board_html import board_html
from scheduler.serve.site.board_view import board_view
from scheduler.township import Township, open_township, state_of
from tests.scheduler.sittings.six_villages import TODAY as SITTINGS_DAY
from tests.scheduler.sittings.six_villages import Villages

TODAY, PERIOD = date(2026, 4, 3), "2026-03H2"
#: The village in the README's picture, and the rows of its ledger: the header, then the newest cases.
LEDGER, ROWS = "白果村.xlsx", 9
WIDE, NARROW = 1600, 900
#: How wide our 说明 is, in digits; a Chinese character takes two.
_WHY_WIDTH = 50
#: Dots per inch of the picture that margins are looked for in, and how light white is.
_COARSE, _WHITE = 80, 250


def run(*words: object) -> None:
    """Run a tool of the system to its end.

    Raises:
        CalledProcessError: it failed.
    """
    subprocess.run([str(word) for word in words], check=True, capture_output=True, timeout=240)


def printed(paper: Path, picture: Path, width: int, height: int = 0) -> None:
    """Draw a document's first page without its margins, *width* pixels wide and at most *height* high."""
    with tempfile.TemporaryDirectory() as place:
        run("soffice", "--headless", "--convert-to", "pdf", "--outdir", place, paper)
        page = Path(place) / f"{paper.stem}.pdf"
        run("pdftoppm", "-r", _COARSE, "-l", 1, "-singlefile", "-gray", page, f"{place}/coarse")
        left, top, right, bottom = _inked(Path(place) / "coarse.pgm")
        fine = round(_COARSE * width / (right - left))
        times = fine / _COARSE
        size = [round((right - left) * times) + 24, round((bottom - top) * times) + 24]
        if height:
            size[1] = min(size[1], height)
        cut = ("-x", round(left * times) - 12, "-y", round(top * times) - 12, "-W", size[0], "-H", size[1])
        run("pdftoppm", "-r", fine, "-l", 1, "-singlefile", *cut, "-png", page, picture.with_suffix(""))


def _inked(drawn: Path) -> tuple[int, int, int, int]:
    """Return the box of all that is not white in a grey picture; right and bottom do not belong to it."""
    head, size, _, pixels = drawn.read_bytes().split(b"\n", 3)
    assert head == b"P5"
    wide, high = map(int, size.split())
    ink = np.frombuffer(pixels, dtype=np.uint8).reshape(high, wide) < _WHITE
    # The page's number, in the last twentieth, is no part of the picture.
    rows, columns = (np.flatnonzero(ink[: high * 19 // 20].any(axis=axis)) for axis in (1, 0))
    return int(columns[0]), int(rows[0]), int(columns[-1]) + 1, int(rows[-1]) + 1


def shown(html: str, picture: Path, place: Path, size: tuple[int, int]) -> None:
    """Draw what a browser shows of a page in a window of *size*."""
    page = place / "page.html"
    page.write_text(html, "utf-8")
    quiet = ("--headless", "--no-sandbox", "--disable-gpu", "--hide-scrollbars")
    window = (
        "--window-size={},{}".format(*size),
        f"--screenshot={picture}",
        f"--user-data-dir={place}/profile",
    )
    run("chromium", *quiet, *window, page.as_uri())


def ledger(path: Path, place: Path, picture: Path) -> None:
    """Draw a ledger's headings and last rows with our columns, on one page."""
    book = openpyxl.load_workbook(path)
    sheet = book.active
    first = next(cell.row for row in sheet.iter_rows() for cell in row if cell.value == "〔督〕预警")
    filled = [row for row in range(first + 1, sheet.max_row + 1) if sheet.cell(row, sheet.max_column).value]
    for row in range(1, filled[-ROWS]):
        sheet.row_dimensions[row].hidden = row != first
    # 说明 runs on over the empty columns behind it, as it does on the screen.
    longest = max(len(str(sheet.cell(row, sheet.max_column).value)) for row in filled[-ROWS:])
    beyond = sheet.max_column + 1
    sheet.column_dimensions[get_column_letter(beyond)].width = max(2 * longest - _WHY_WIDTH, 1)
    sheet.print_area = f"A{first}:{get_column_letter(beyond)}{filled[-1]}"
    sheet.page_setup.orientation, sheet.page_setup.paperSize = "landscape", sheet.PAPERSIZE_A3
    sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight = 1, 0
    sheet.sheet_properties.pageSetUpPr = openpyxl.worksheet.properties.PageSetupProperties(fitToPage=True)
    sheet.print_title_rows = None
    for other in book.worksheets:
        other.sheet_state = "visible" if other is sheet else "hidden"
    copy = place / f"shown-{path.name}"
    book.save(copy)
    printed(copy, picture, 1790)


def schedule(place: Path, picture: Path) -> None:
    """Draw 调解排期 with people's answers in it."""
    villages = Villages(place)
    villages.run()
    book = openpyxl.load_workbook(villages.sheet)
    sheet = book["调解排期"]
    at = {cell.value: cell.column for cell in sheet[3]}
    answers = {
        "Q3": {"约定日期": "同意", "备注": "双方均同意"},
        "Q9": {"约定日期": "2026-12-08", "约定时段": "下午"},
    }
    for row in range(4, sheet.max_row + 1):
        for heading, text in answers.get(str(sheet.cell(row, at["编号"]).value), {}).items():
            sheet.cell(row, at[heading]).value = text
    book.save(villages.sheet)
    villages.run(SITTINGS_DAY + timedelta(days=1))
    printed(villages.sheet, picture, WIDE)


def page(town: Township, place: Path, images: Path) -> None:
    """Draw the coordinator's page on a desk and on a phone."""
    html = board_html(board_view(town, state_of(town), [town.now() + timedelta(minutes=30)]))
    shown(html, images / "page-desk.png", place, (1100, 900))
    shown(html, images / "page-phone.png", place, (500, 900))


def main() -> None:
    images = Path(sys.argv[1]) if len(sys.argv) > 1 else Path(__file__).parents[1] / "docs" / "images"
    with tempfile.TemporaryDirectory() as folder:
        place = Path(folder)
        home = place / "duesheet-demo"
        make_township(home, TODAY)
        morning = datetime(2026, 4, 3, 8, 30, tzinfo=ZoneInfo("Asia/Shanghai"))
        town = replace(open_township(home / "township.toml", TODAY), now=lambda: morning)
        run_pass(town)
        files = {path.suffix: path for path in map(Path, publish(town, "half-month", PERIOD).files)}
        printed(files[".xlsx"], images / "summary-workbook.png", NARROW, 420)
        printed(files[".docx"], images / "summary-document.png", NARROW, 620)
        shown(files[".html"].read_text("utf-8"), images / "summary-page.png", place, (NARROW, 900))
        ledger(home / "ledgers" / LEDGER, place, images / "ledger.png")
        page(town, place, images)
        schedule(place / "sittings", images / "schedule.png")


if __name__ == "__main__":
    main()
