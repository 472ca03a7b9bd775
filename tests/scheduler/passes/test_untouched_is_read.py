"""Whatever people edit, and in whichever order: a pass that recalls tells what one tells that reads all."""

import shutil
from datetime import UTC, datetime

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from config.loading.settings_file import read_settings
from reports.content import bare
from scheduler.passes.one_pass import run_pass
from scheduler.passes.pass_terms import PassOrder
from scheduler.publishing import writing
from scheduler.publishing.sources import read_sources
from scheduler.state import open_state
from scheduler.township import make_township
from tests.scheduler.conftest import CONFIG, TODAY
from tests.scheduler.passes.townships_edited import EDITS, as_spreadsheets, as_workbooks, in_memory

pytestmark = pytest.mark.no_cover

ROWS = st.tuples(
    st.sampled_from("123"),
    st.sampled_from(["2026-03-02", "2026-03-30", "农历三月"]),
    st.just("邻里"),
    st.sampled_from(["赵大勇", "钱二牛", "周某"]),
    st.sampled_from(["院墙滴水", "邻里纠纷"]),
    st.just("简单"),
    st.sampled_from(["办理中", "已办结"]),
).map(list)
NAMES = ("甲村", "乙村", "丙村", "甲村 - 副本")
TOWNSHIPS = st.fixed_dictionaries({name: st.lists(ROWS, min_size=1, max_size=4) for name in NAMES})
#: What is edited between one pass and the next; what is not in it lies untouched.
BETWEEN = st.lists(st.tuples(st.sampled_from(NAMES), st.sampled_from(EDITS), ROWS), min_size=1, max_size=3)
STORES = pytest.mark.parametrize("opened", [in_memory, as_workbooks, as_spreadsheets])
#: Columns of the board with words that only a look at the ledger tells.
_PEOPLES = {"责任单位", "承办人", "包案领导"}


class Board:
    """The board as it was composed last, by its tables; it is composed by every pass, and not written."""

    def __init__(self, monkeypatch):
        self.tables = {}

        def keep(_township, report, folder, *_how, **_where):
            self.tables = {table.key: _shown(table) for part in report.parts for table in part.tables}
            return [folder / "board"]

        monkeypatch.setattr(writing, "write_report", keep)


def _shown(table):
    kept = [at for at, column in enumerate(table.columns) if column.heading not in _PEOPLES]
    return [[str(bare(row[at])) for at in kept] for row in table.body]


def told(town, found, board):
    """Return all that a pass tells and leaves in the state, ledger by ledger, and what the board shows."""
    ledgers = [
        (
            o.ledger,
            dict(o.counts),
            sorted((p.code.value, p.sheet, p.row, p.detail, p.count) for p in o.problems),
        )
        for o in found.outcomes
    ]
    looks = town.state.looks
    return ledgers, found.cadences, looks.standing_verdicts(), looks.cases(), board.tables


def figures(town, folder):
    """Return what a report of today counts, by ledger."""
    counts = {}
    for part in read_sources(town, TODAY, folder).villages:
        live = part.verdicts["live"].to_numpy(dtype=bool)
        lights = part.verdicts["light"][live].tolist()
        numbers = (len(part.cases), len(lights), lights.count("overdue"), lights.count("due_soon"))
        counts[part.ledger] = dict(zip(("cases", "open", "overdue", "due_soon"), numbers, strict=True))
    return counts


def untouched_is_read(opened, board, folder, ledgers, days):
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir()
    config = read_settings(CONFIG + "[brake]\nrows = 99\n", folder / "township.toml")
    state = open_state(config.state.url, folder)
    try:
        with opened(ledgers, folder) as made:
            now = datetime(2026, 4, 3, 8, 0, tzinfo=UTC)
            town = make_township(config, made.store, state, today=TODAY, now=lambda: now)
            run_pass(town, PassOrder(release=True))
            run_pass(town)
            for edits in days:
                for name, kind, line in edits:
                    made.edit(name, kind, line)
                recalled = told(town, run_pass(town), board)
                read = run_pass(town, PassOrder(kind="sweep"))
                for part, again in zip(recalled, told(town, read, board), strict=True):
                    assert part == again
                assert not any(o.edits for o in read.outcomes)
                counted = {o.ledger: dict(o.counts) for o in read.outcomes}
                held = {o.ledger for o in read.outcomes if o.kind == "held"}
                if not held:
                    for ledger, numbers in figures(town, folder).items():
                        assert counted[ledger] == numbers
    finally:
        state.close()


def tried(examples, opened, monkeypatch, folder):
    board = Board(monkeypatch)

    @settings(
        max_examples=examples,
        deadline=None,
        suppress_health_check=[HealthCheck.too_slow],
        phases=[Phase.explicit, Phase.reuse, Phase.generate],  # to shrink takes long where passes are run
        parent=settings.get_profile("default"),
    )
    @given(ledgers=TOWNSHIPS, days=st.lists(BETWEEN, min_size=1, max_size=2))
    def check(ledgers, days):
        untouched_is_read(opened, board, folder, ledgers, days)

    check()


@STORES
def test_untouched_is_read(opened, monkeypatch, tmp_path):
    tried(3, opened, monkeypatch, tmp_path / "town")


@pytest.mark.soak
@STORES
def test_untouched_is_read_at_length(opened, monkeypatch, tmp_path):
    tried(250, opened, monkeypatch, tmp_path / "town")
