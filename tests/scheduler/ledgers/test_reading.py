"""The one door through which a spreadsheet becomes a ledger."""

import ast
from datetime import date
from pathlib import Path

import pytest

from config.errors import LedgerUnavailableError
from config.loading.settings_file import read_settings
from scheduler.ledgers.entries import Entry
from scheduler.ledgers.reading import look
from scheduler.ledgers.survey import survey
from scheduler.passes.one_pass import run_pass
from sync.grid import Grid, Sheet
from sync.store import LedgerRef
from tests.scheduler.fake import FakeStore

ROOT = Path(__file__).parents[3]
TODAY = date(2026, 4, 3)

#: Headings that only this township has.
OWN = ["哪天来的", "谁家", "啥事", "咋样了"]
HEADERS = """
[headers]
registered_date = ["哪天来的"]
party = ["谁家"]
summary = ["啥事"]
status = ["咋样了"]
"""
ROWS = [["2026-03-05", "赵大勇", "院墙滴水", "办理中"], ["2026-03-09", "李大牛", "地界不清", "办理中"]]


def test_only_one_place_understands_a_grid():
    callers = set()
    for package in ("config", "rules", "sync", "reports", "scheduler", "benchmarks"):
        for path in sorted((ROOT / package).rglob("*.py")):
            for node in ast.walk(ast.parse(path.read_text("utf-8"))):
                if isinstance(node, ast.Call) and getattr(node.func, "id", "") == "understand":
                    callers.add(path.relative_to(ROOT).as_posix())
    assert callers == {"scheduler/ledgers/reading.py"}


def test_init_finds_with_the_headings_it_has_been_given_what_inspect_finds(tmp_path):
    store = FakeStore({"青石村": [OWN, *ROWS]})
    bare = '[township]\nname = "青石镇"\n'
    with_own, without = (
        list(survey(store, TODAY, read_settings(text, tmp_path / "township.toml")))
        for text in (bare + HEADERS, bare)
    )
    assert [(one.why, one.cases) for one in with_own] == [(None, 2)]
    assert without[0].cases == 0


def test_two_worksheets_of_one_name_are_refused_with_the_name(township):
    class Twice(FakeStore):
        def read(self, ref):
            found = super().read(ref)
            return Grid(found.title, (found.sheets[0], Sheet("台账", [["x"]])))

    town = township(Twice({"青石村": [OWN, *ROWS]}))
    with pytest.raises(LedgerUnavailableError, match=r"青石村.*台账") as caught:
        look(town, Entry(LedgerRef("青石村", "青石村"), None))
    assert caught.value.fix


CASES = [["2026-03-05", "赵大勇", "院墙滴水", "办理中"], ["2026-03-09", "李大牛", "地界不清", "办理中"]]
HEAD = ["登记日期", "当事人", "主要内容", "办理状态"]


@pytest.mark.parametrize(
    ("rows", "is_copy"), [(CASES, True), ([["2026-03-16", "孙富贵", "水沟堵塞", "办理中"]], False)]
)
def test_init_takes_a_ledger_for_a_copy_by_its_cases_as_a_pass_does(rows, is_copy, township):
    fake = FakeStore({"青石村": [HEAD, *CASES], "青石村(1)": [HEAD, *rows]})
    left = {found.ref.title: found.why for found in survey(fake, TODAY)}
    assert [title for title, why in left.items() if why is not None] == ["青石村(1)"] * is_copy
    town = township(fake)
    outcomes = {o.ledger: o.counts["cases"] for o in run_pass(town).outcomes}
    assert (outcomes["青石村(1)"] == 0) is is_copy


def test_init_leaves_out_what_a_named_copy_was_copied_from():
    fake = FakeStore({"青石村": [HEAD, *CASES], "青石村(1)": [HEAD, *CASES]})
    config = '[township]\nname = "青石镇"\n[[village]]\nname = "青石村"\nledger = "青石村(1)"\n'
    found = survey(fake, TODAY, read_settings(config, Path("township.toml")))
    assert {each.ref.title: each.why is not None for each in found} == {"青石村(1)": False, "青石村": True}
