"""Two first passes at once, folder and Google: one set of columns, and every flag on its row."""

import subprocess
import sys
from contextlib import ExitStack
from datetime import date, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import openpyxl
import pytest

from config.loading.settings_file import load_settings
from config.vocabulary import MARK_HEADINGS, OutcomeKind
from scheduler.passes.one_pass import run_pass
from scheduler.passes.pass_terms import PassOrder
from scheduler.state import open_state
from scheduler.township import make_township
from sync.folder.folder_store import FolderStore
from sync.google.google_store import GoogleStore
from sync.google.transport.courier import Wire
from sync.google.transport.credentials import load_accounts
from sync.google.transport.endpoint import checked_endpoint
from tests.google.bench import bench, cells
from tests.google.verdicts import text
from tests.scheduler.passes.gate import Gate, at_once, gated

pytestmark = pytest.mark.no_cover

#: Of so many orders, and pairs of processes, CI tries the first few.
ORDERS = [range(10), pytest.param(range(10, 50), marks=pytest.mark.soak)]
PAIRS = [3, pytest.param(10, marks=pytest.mark.soak)]
TODAY = date(2026, 4, 3)
NOW = datetime(2026, 4, 3, 9, tzinfo=ZoneInfo("Asia/Shanghai"))
HEADER = ("序号", "登记日期", "当事人", "简要情况", "纠纷类型", "复杂程度", "办理状态", "办结日期")
ROWS = [
    [str(n), f"2026-03-{n:02d}", f"赵{n}", f"邻里纠纷{n}", "邻里", "简单", "在办", ""] for n in range(1, 7)
]
CONFIG = """
[township]
name = "青石镇"
[state]
url = "sqlite:///{state}.db"
[ledgers]
"""


class OnFolder:
    """A folder with one ledger."""

    def __init__(self, place: Path) -> None:
        self.folder = place / "ledgers"
        self.folder.mkdir()
        book = openpyxl.Workbook()
        book.active.title = "台账"
        for line in (["青石村矛盾纠纷台账"], HEADER, *ROWS):
            book.active.append(line)
        book.save(self.folder / "青石村.xlsx")
        self.config = CONFIG + 'folder = "ledgers"\n'

    def store(self):
        return FolderStore(self.folder)

    def rows(self):
        sheet = openpyxl.load_workbook(self.folder / "青石村.xlsx")["台账"]
        return [["" if cell is None else str(cell) for cell in row] for row in sheet.values]


class OnGoogle:
    """A spreadsheet on the test server."""

    def __init__(self, work, place: Path, name: str) -> None:
        self.work, self.ref = work, work.ledger(name, name, rows=0)
        lines = [cells("青石村矛盾纠纷台账"), cells(*HEADER), *(cells(*row) for row in ROWS)]
        start = {"sheetId": self.work.tab(self.ref).sheet_id}
        fill = {"updateCells": {"start": start, "rows": lines, "fields": "userEnteredValue"}}
        work.server.people(name, [fill])
        self.config = CONFIG + (
            f'store = "google"\ncredentials = "{work.key_path}"\nendpoint = "{work.server.url}"\n'
            f'[[village]]\nname = "青石村"\nledger = "{name}"\n'
        )

    def store(self):
        accounts = load_accounts([self.work.key_path])
        return GoogleStore(accounts, wire=Wire(checked_endpoint(self.work.server.url), clock=self.work.clock))

    def rows(self):
        tab = self.work.tab(self.ref)
        tagged = [line for line in tab.columns if line.metadata]
        assert len(tagged) == 5
        height, width = tab.used()
        return [[text(tab, r, c) for c in range(width)] for r in range(height)]


def check(rows) -> None:
    """Assert that there is one set of our columns, and that every flag says what its row deserves."""
    ours = list(MARK_HEADINGS["zh-CN"].values())
    assert sorted(cell for cell in rows[1] if cell in ours) == sorted(ours)
    light, why = (rows[1].index(heading) for heading in (ours[0], ours[-1]))
    shown = [(row[0], row[light], row[why].split(" ")[0].partition("：")[0]) for row in rows[2:]]
    assert [(number, why[: len(number)]) for number, _, why in shown] == [(r[0], r[0]) for r in ROWS]
    assert all(lit.startswith("逾期") for _, lit, _ in shown), shown


def township(place: Path, config: str, store, state: str):
    path = place / f"{state}.toml"
    path.write_text(config.format(state=state), "utf-8")
    settings = load_settings(path)
    remembered = open_state(settings.state.url, settings.base)
    return make_township(settings, store, remembered, today=TODAY, now=lambda: NOW)


def run_in_order(place: Path, made, seed: int) -> None:
    """Run two passes by a seed's order: with one state, which has locks, and with two that know nothing."""
    gate = Gate(seed, "ab")
    states = ("one", "one") if seed % 2 else ("one", "two")
    towns = {
        party: township(place, made.config, gated(made.store(), gate, party), state)
        for party, state in zip("ab", states, strict=True)
    }
    passes = {
        party: lambda town=town: run_pass(town, PassOrder(release=True)) for party, town in towns.items()
    }
    found = at_once(gate, passes)
    kinds = {outcome.kind for each in found.values() for outcome in each.outcomes}
    assert len(found) == 2
    assert kinds <= {OutcomeKind.WRITTEN, OutcomeKind.UNCHANGED, OutcomeKind.SKIPPED}, (
        f"order {seed}: {kinds}"
    )
    check(made.rows())
    again = township(place, made.config, made.store(), "one")
    assert [outcome.kind for outcome in run_pass(again, PassOrder(release=True)).outcomes] == [
        OutcomeKind.UNCHANGED
    ]
    for town in (*towns.values(), again):
        town.state.close()


@pytest.mark.parametrize("seeds", ORDERS)
def test_in_a_folder_in_any_order(tmp_path, seeds):
    for seed in seeds:
        place = tmp_path / str(seed)
        place.mkdir()
        run_in_order(place, OnFolder(place), seed)


@pytest.mark.parametrize("seeds", ORDERS)
def test_on_google_in_any_order(tmp_path, seeds):
    with bench(tmp_path) as work:
        for seed in seeds:
            place = tmp_path / str(seed)
            place.mkdir()
            run_in_order(place, OnGoogle(work, place, f"book{seed}"), seed)
            work.server.forget()
            work.clock.sleep(61)


@pytest.mark.parametrize("pairs", PAIRS)
@pytest.mark.parametrize("where", ["folder", "google"])
def test_by_two_real_processes(tmp_path, where, pairs):
    with ExitStack() as stack:
        work = stack.enter_context(bench(tmp_path)) if where == "google" else None
        both = [stack.enter_context(_process()) for _ in range(2)]
        for process in both:
            assert process.stdout.readline().strip() == "ready"
        for number in range(pairs):
            place = tmp_path / str(number)
            place.mkdir()
            made = OnGoogle(work, place, f"book{number}") if work is not None else OnFolder(place)
            for process, state in zip(both, ("one", "one" if number % 2 else "two"), strict=True):
                path = place / f"{state}.toml"
                path.write_text(made.config.format(state=state), "utf-8")
                process.stdin.write(f"{path}\n")
            for process in both:
                process.stdin.flush()
            told = [process.stdout.readline().split() for process in both]
            assert {kind for kinds in told for kind in kinds} <= {"written", "unchanged", "skipped"}, told
            assert ["written"] in told
            check(made.rows())
            if work is not None:
                work.server.forget()
        for process in both:
            process.stdin.close()


def _process() -> subprocess.Popen[str]:
    return subprocess.Popen(
        [sys.executable, "-m", "tests.scheduler.passes.pass_pair"],
        cwd=Path(__file__).resolve().parents[3],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )


def test_of_two_sets_a_column_with_a_persons_word_stays(tmp_path):
    with bench(tmp_path) as work:
        made = OnGoogle(work, tmp_path, "book")
        first, second = made.store(), made.store()
        stale = second.read(made.ref)
        run_pass(township(tmp_path, made.config, first, "one"), PassOrder(release=True))
        real, looks = second.read, []

        def read(ref):
            looks.append(ref)
            if len(looks) == 1:
                return stale
            if len(looks) == 2:  # the newer set stands left of the older one
                start = {"sheetId": work.tab(ref).sheet_id, "rowIndex": 3, "columnIndex": len(HEADER)}
                word = {"start": start, "rows": [cells("已电话催过")], "fields": "userEnteredValue"}
                work.server.people("book", [{"updateCells": word}])
            return real(ref)

        second.read = read
        (outcome,) = run_pass(
            township(tmp_path, made.config, second, "two"), PassOrder(release=True)
        ).outcomes
        assert outcome.error is None
        assert [problem.code.value for problem in outcome.problems] == ["mark_column_doubled"]
        tab = work.tab(made.ref)
        ours = list(MARK_HEADINGS["zh-CN"].values())
        headings = [text(tab, 1, column) for column in range(tab.used()[1])]
        assert headings == [*HEADER, ours[0], *ours]
        assert text(tab, 3, len(HEADER)) == "已电话催过"
