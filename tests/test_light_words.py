"""Every light says in words what its colour says: in black and white, and to whom colours tell nothing.

One township with a row in every light; every place where lights are shown.
"""

import re
from datetime import date
from html.parser import HTMLParser

import openpyxl
import pytest

from config.colours import PAINTS
from config.language import LANGUAGES
from config.periods import HalfMonth, Month
from reports.composing.board import compose_board
from reports.composing.half_month.halfmonth_report import compose
from reports.composing.risk_list import compose_risk_list
from reports.content import Cell, Tone
from reports.figures.halfmonth_figures import summarise
from reports.forms.page import page_text
from scheduler.passes.one_pass import run_pass
from scheduler.serve.site.board_html import board_html
from scheduler.serve.site.board_view import board_view
from scheduler.township import open_township
from tests.reports.township import busy_township, manner

TODAY = date(2026, 4, 3)
HEAD = ["序号", "登记日期", "纠纷类别", "办理期限", "办理状态", "办结日期"]
ROWS = [
    [1, "2026-03-30", "邻里", "2026-04-29", "在办", None],
    [2, "2026-03-10", "邻里", "2026-04-07", "在办", None],
    [3, "2026-03-02", "邻里", "2026-03-20", "在办", None],
    [4, "2026-03-02", "邻里", "2026-04-20", "中止", None],
    [5, "2026-03-02", "邻里", "2026-03-20", "已办结", "2026-03-18"],
    [6, "2026-03-02", "邻里", "2026-03-20", "已办结", "2026-03-25"],
    [7, "待定", "邻里", None, "在办", None],
    [8, "2026-03-02", "邻里", "2026-03-20", "撤回", None],
]
LIGHTS = {
    "zh-CN": ["正常", "临期", "逾期14天", "中止", "已办结", "逾期办结", "无法计时", "已撤回"],
    "en": [
        *("on track", "due soon", "14 days overdue", "on hold", "closed", "closed late"),
        *("cannot be timed", "withdrawn"),
    ],
}


@pytest.fixture(scope="module", params=LANGUAGES)
def town(request, tmp_path_factory):
    folder = tmp_path_factory.mktemp("lights")
    (folder / "ledgers").mkdir()
    book = openpyxl.Workbook()
    book.active.title = "台账"
    for row in (HEAD, *ROWS):
        book.active.append(row)
    book.save(folder / "ledgers" / "青石村.xlsx")
    (folder / "township.toml").write_text(
        f'[township]\nname = "青石镇"\nlanguage = "{request.param}"\n[ledgers]\nfolder = "ledgers"\n'
        '[[village]]\nname = "青石村"\nledger = "青石村.xlsx"\n',
        "utf-8",
    )
    opened = open_township(folder / "township.toml", TODAY)
    run_pass(opened)
    yield opened
    opened.state.close()


def test_in_the_ledger(town):
    sheet = openpyxl.load_workbook(town.settings.base / "ledgers" / "青石村.xlsx")["台账"]
    said = [sheet.cell(row, len(HEAD) + 1).value for row in range(2, len(ROWS) + 2)]
    assert said == LIGHTS[town.language]
    # No cell is painted: a colour comes by rules that go by these very words.
    rules = [rule for rules in sheet.conditional_formatting for rule in rules.rules]
    assert rules
    for rule in rules:
        assert re.search(r'"[^"]+"', rule.formula[0]), rule.formula


class _Coloured(HTMLParser):
    """The texts of elements whose class names a colour."""

    def __init__(self, classes):
        super().__init__()
        self._classes, self._open, self.texts = classes, [], []

    def handle_starttag(self, tag, attrs):
        names = (dict(attrs).get("class") or "").split()
        self._open.append([tag, next((name for name in names if name in self._classes), ""), ""])

    def handle_data(self, data):
        for one in self._open:
            one[2] += data

    def handle_endtag(self, tag):
        while self._open:
            name, colour, text = self._open.pop()
            if colour:
                self.texts.append((colour, text.strip()))
            if name == tag:
                return


def coloured(page, classes):
    parser = _Coloured(classes)
    parser.feed(re.sub("<style>.*?</style>", "", page, flags=re.DOTALL))
    return parser.texts


def test_on_the_coordinators_page(town):
    page = board_html(board_view(town, town.state, ()))
    found = coloured(page, {"red", "yellow", "green", "grey", "overdue", "due_soon", "on_track"})
    assert {colour for colour, _ in found} >= {"red", "overdue", "due_soon"}
    words = {"zh-CN": "逾期|临期|正常", "en": "overdue|due soon|on track"}[town.language]
    assert all(re.search(words, text) for _, text in found), found
    late = LIGHTS[town.language][2]
    assert any(text == f"2026-03-20 {late}" for colour, text in found if colour == "overdue")


def painted(path):
    """Every painted cell of a workbook with its fill and ink, below or beside a word."""
    known = {paint.fill or paint.ink for name, paint in PAINTS.items() if name != "past"}
    for sheet in openpyxl.load_workbook(path):
        for row in sheet.iter_rows():
            for cell in row:
                fill, ink = cell.fill.fgColor.rgb or "", cell.font.color.rgb if cell.font.color else ""
                looks = {str(fill)[-6:] if cell.fill.fill_type else "", str(ink)[-6:]}
                if looks & known:
                    yield sheet.title, cell


def test_on_the_board(town):
    board = next(town.settings.summary_folder.glob("*.xlsx"))
    found = list(painted(board))
    texts = {str(cell.value) for _, cell in found}
    assert set(LIGHTS[town.language][1:3]) <= texts
    assert all(text and not text.isdigit() for text in texts), texts


def reports(language):
    spoken = manner(language)
    summary = summarise(HalfMonth.parse("2026-03H2"), busy_township(rows=6))
    yield compose(summary, spoken)
    yield compose_board(date(2026, 3, 31), busy_township(rows=6), spoken)
    month, on = Month.parse("2026-03"), date(2026, 3, 31)
    yield compose_risk_list(month, on, busy_township(rows=6), manner(language, officials=True))


@pytest.mark.parametrize("language", LANGUAGES)
def test_in_every_list_a_colour_has_words_of_its_own(language):
    """Within a column no two colours share a word, and none is without: grey print says the same."""
    seen = set()
    for report in reports(language):
        for table in (table for part in report.parts for table in part.tables):
            for at, column in enumerate(table.columns):
                words = {}
                for row in table.body:
                    if isinstance(row[at], Cell) and row[at].tone is not Tone.PLAIN:
                        words.setdefault(row[at].tone, set()).add(re.sub(r"\d+", "n", str(row[at].value)))
                tones = list(words)
                seen.update(tones)
                assert all("" not in said and "None" not in said for said in words.values()), column
                pairs = [(a, b) for n, a in enumerate(tones) for b in tones[n + 1 :]]
                assert not any(words[a] & words[b] for a, b in pairs), (column.heading, words)
        page = coloured(page_text(report), {str(tone) for tone in Tone if tone})
        assert all(text and not text.isdigit() for _, text in page)
    assert {Tone.GOOD, Tone.WARN, Tone.BAD} <= seen
