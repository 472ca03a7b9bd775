"""However a case gets doubled, it counts once and is named; what only looks like it counts each."""

import re
from collections import Counter
from datetime import date, datetime
from zoneinfo import ZoneInfo

import openpyxl
import pytest
import xlsxwriter

from config.loading.settings_file import load_settings
from config.vocabulary import MARK_HEADINGS, Mark, OutcomeKind
from scheduler.ledgers.entries import Entry
from scheduler.ledgers.reading import look
from scheduler.passes.one_pass import run_pass
from scheduler.passes.pass_terms import PassOrder
from scheduler.publishing.sources import read_sources
from scheduler.state import open_state
from scheduler.township import make_township
from sync.folder.folder_store import FolderStore
from tests.google.bench import BOT, bench, cells
from tests.scheduler.passes.ways_of_doubling import CARRIED, COPY, HEADER, NO_DOUBLES, TABLE, TWO, WAYS

pytestmark = pytest.mark.no_cover

TODAY = date(2026, 4, 3)
ALL = [pytest.param(way, id=way.name) for way in (*WAYS, *NO_DOUBLES)]


def lines(way, title, tab, rows):
    """Return a worksheet's rows: title, header, cases."""
    header = way.headers.get(tab, way.headers.get(title, HEADER))
    return [[way.titles.get(tab, "矛盾纠纷排查台账")], header, *rows]


class InFolder:
    """The ledgers of a way as workbooks."""

    def __init__(self, way, path):
        self._folder = path / "ledgers"
        self._folder.mkdir()
        for title, tabs in way.ledgers.items():
            with xlsxwriter.Workbook(self._folder / f"{title}.xlsx") as book:
                for tab, rows in tabs.items():
                    sheet = book.add_worksheet(tab)
                    for at, line in enumerate(lines(way, title, tab, rows)):
                        sheet.write_row(at, 0, line)
        self.store = FolderStore(self._folder)

    def content(self, place):
        """Return all that a file holds, or all that a reader sees of one of its tabs."""
        if isinstance(place, str):
            return (self._folder / f"{place}.xlsx").read_bytes()
        title, tab = place
        sheet = openpyxl.load_workbook(self._folder / f"{title}.xlsx")[tab]
        rules = [str(each.sqref) for each in sheet.conditional_formatting]
        return [list(line) for line in sheet.values], rules, dict(sheet.column_dimensions)


class OnGoogle:
    """The ledgers of a way as shared spreadsheets; their ids tell nothing."""

    def __init__(self, way, work):
        self._work, self._ids = work, {}
        for number, (title, tabs) in enumerate(way.ledgers.items()):
            book_id = self._ids[title] = f"id{number}"
            work.server.world.add_book(book_id, title, {BOT: "writer", "owner@example.org": "owner"})
            for at, (tab, rows) in enumerate(tabs.items()):
                if at:
                    work.server.people(book_id, [{"addSheet": {"properties": {"title": tab}}}])
                sheet_id = work.server.world.books[book_id].tabs[at].sheet_id
                name = {"properties": {"sheetId": sheet_id, "title": tab}, "fields": "title"}
                start = {"sheetId": sheet_id, "rowIndex": 0, "columnIndex": 0}
                filled = [cells(*line) for line in lines(way, title, tab, rows)]
                put = {"start": start, "rows": filled, "fields": "userEnteredValue"}
                work.server.people(book_id, [{"updateSheetProperties": name}, {"updateCells": put}])
        self.store = work.store

    def content(self, place):
        """Return all that a spreadsheet holds, or one of its tabs."""
        title, only = (place, None) if isinstance(place, str) else place
        book = self._work.server.world.books[self._ids[title]]
        return [
            (tab.title, dict(tab.cells), len(tab.columns), list(tab.metadata), list(tab.rules))
            for tab in book.tabs
            if only in (None, tab.title)
        ]


@pytest.fixture
def town(tmp_path):
    opened = []

    def make(way, store):
        path = tmp_path / "township.toml"
        path.write_text(
            f'[township]\nname = "青石镇"\nadopted_on = 2025-01-01\n[brake]\nrows = 99\n{way.config}', "utf-8"
        )
        settings = load_settings(path)
        opened.append(open_state(settings.state.url, settings.base))
        now = datetime(2026, 4, 3, 9, tzinfo=ZoneInfo("Asia/Shanghai"))
        return make_township(settings, store, opened[-1], today=TODAY, now=lambda: now)

    yield make
    for state in opened:
        state.close()


def is_right(way, made, township):
    before = {place: made.content(place) for place in way.untouched}
    doubled_rows = {}
    for _ in range(2):
        found = run_pass(township, PassOrder(keep_rows=True))
        for outcome in found.outcomes:
            doubled_rows.setdefault(outcome.ledger, set()).update(counted_elsewhere(outcome))
        assert all(o.kind in (OutcomeKind.WRITTEN, OutcomeKind.UNCHANGED) for o in found.outcomes)
        assert tuple(sum(o.counts[name] for o in found.outcomes) for name in ("cases", "open")) == way.cases
        told = [(p.code, p.count) for o in found.outcomes for p in o.problems]
        for code, more in way.told:
            assert [each for each in told if each[0] is code and more in (None, each[1])], (code, told)
        verdicts = [v for o in found.outcomes for v in o.as_json("zh-CN")["verdicts"]]
        if all(o.judged is not None or not o.counts["cases"] for o in found.outcomes):
            assert len(verdicts) == way.cases[0]
        if way.newer is not None:
            assert way.newer in {p.newer for o in found.outcomes for p in o.problems if p.code in COPIED}
    assert {place: made.content(place) for place in way.untouched} == before
    say_where(township, doubled_rows)
    assert any(doubled_rows.values()) >= any(code in ELSEWHERE for code, _ in way.told)
    doubled = {code for code, _ in way.told}
    looks_like = {code for code, _ in told if code in CODES}
    assert looks_like <= doubled
    books = read_sources(township, TODAY, township.settings.base)
    assert sum(len(part.cases) for part in books.villages) == way.cases[0]
    named = Counter(p.problem.code for part in books.villages for p in part.problems)
    assert doubled <= named.keys()


def counted_elsewhere(outcome):
    """Return the (worksheet, row) of every row of a ledger whose case counts in another row."""
    judged = outcome.judged
    if judged is None:
        return set()
    rows = judged.cases[judged.elsewhere][["sheet", "row"]].itertuples(index=False)
    return {tuple(place) for place in rows} | {(each.sheet, each.row) for each in judged.notes}


def say_where(township, doubled):
    """Assert that such a row has four blank cells, and that its 说明 names where its case counts."""
    for ref in township.store.list():
        places = doubled.get(ref.ledger_id, set())
        sheets = look(township, Entry(ref, None)).ledger.sheets if places else ()
        cells = {mark: {} for mark in Mark}
        for name, table in ((each.name, table) for each in sheets for table in each.tables):
            for mark, texts in table.mark_texts.items():
                cells[mark] |= {(name, row): text for row, text in texts.items()}
        for place in places:
            assert re.search(r"[转计]入.*第\d+行$|与第\d+行重复$", cells[Mark.WHY][place])
            assert [mark for mark in Mark if place in cells[mark]] == [Mark.WHY]


COPIED, ELSEWHERE = (COPY, TABLE), (CARRIED, TWO)
CODES = {code for way in WAYS for code, _ in way.told}


@pytest.mark.parametrize("way", ALL)
def test_in_a_folder(way, town, tmp_path):
    made = InFolder(way, tmp_path)
    is_right(way, made, town(way, made.store))


@pytest.mark.parametrize("way", ALL)
def test_on_google(way, town, tmp_path):
    with bench(tmp_path) as work:
        made = OnGoogle(way, work)
        is_right(way, made, town(way, made.store))


def test_there_are_ways_enough():
    assert len({way.name for way in WAYS}) >= 40
    assert set(MARK_HEADINGS["zh-CN"].values()).isdisjoint(HEADER)
