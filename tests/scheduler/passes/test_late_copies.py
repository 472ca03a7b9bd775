"""A copy that somebody makes of an untouched ledger counts nothing, today and tomorrow."""

import re
from datetime import UTC, datetime, timedelta

import pytest
from python_calamine import CalamineWorkbook

from config.loading.settings_file import read_settings
from config.vocabulary import LedgerProblemCode, OutcomeKind
from scheduler.health.standing import read_standing
from scheduler.marking.outcome import totals
from scheduler.passes.one_pass import run_pass
from scheduler.publishing.sources import read_sources
from scheduler.serve.jobs import _asked
from scheduler.state import open_state
from scheduler.township import make_township
from tests.scheduler.conftest import CONFIG, TODAY
from tests.scheduler.passes.townships_edited import as_spreadsheets, as_workbooks, in_memory

STORES = pytest.mark.parametrize("opened", [in_memory, as_workbooks, as_spreadsheets])


def case(number, party, *, ended=False):
    status = "已办结" if ended else "办理中"
    return [str(number), f"2026-03-{number:02}", "邻里", party, f"第{number}组水渠堵塞", "简单", status]


def rows(family):
    return [case(n, f"{family}大勇", ended=n > 5) for n in range(1, 9)]


@pytest.fixture
def town(tmp_path):
    opened = []

    def make(store, today=TODAY):
        config = read_settings(CONFIG + "[brake]\nrows = 99\n", tmp_path / "township.toml")
        opened.append(open_state(config.state.url, tmp_path))
        return make_township(
            config, store, opened[-1], today=today, now=lambda: datetime(2026, 4, 3, 8, 0, tzinfo=UTC)
        )

    yield make
    for state in opened:
        state.close()


def board(town):
    book = CalamineWorkbook.from_path(town.settings.path("summaries") / "督办总表.xlsx")
    return ["|".join(map(str, line)) for line in book.get_sheet_by_index(0).to_python()]


def told(town, found, folder):
    """Return the open cases that run, status, board, digest and report tell; the villages of the board."""
    asked = _asked(found, town.state, town)
    live = [one for ledger in asked.ledgers for one in asked.verdicts.get(ledger, ())]
    parts = read_sources(town, town.today, folder).villages
    return (
        totals(found.outcomes)["open"],
        sum(record.counts.get("open", 0) for record in read_standing(town).ledgers),
        len([line for line in board(town) if re.search(r"\|逾期\d+天", line)]),
        len(live),
        sum(int(part.verdicts["live"].sum()) for part in parts),
    )


def copies(found):
    code = LedgerProblemCode.COPY_OF_LEDGER
    return [(o.title, p.detail) for o in found.outcomes for p in o.problems if p.code is code]


@STORES
@pytest.mark.parametrize("name", ["“长岭村”的副本", "长岭村的副本", "长岭村最终版"])
def test_a_copy_made_of_an_untouched_ledger_counts_nothing(opened, name, town, tmp_path):
    with opened({"长岭村": rows("赵"), "石桥村": rows("钱")}, tmp_path) as made:
        for _ in range(2):
            run_pass(town(made.store))
        made.add(name, rows("赵"))
        for day, edit in ((0, None), (0, "close"), (1, None)):
            if edit is not None:
                made.edit(name, edit, case(9, "赵大勇"))
            here = town(made.store, TODAY + timedelta(days=day))
            found = run_pass(here)
            assert told(here, found, tmp_path) == (10,) * 5, (day, edit)
            assert copies(found) == [(name, "长岭村")]
            copy = next(each for each in found.outcomes if each.title == name)
            assert (copy.kind, copy.edits) == (OutcomeKind.UNCHANGED, ())


@STORES
def test_a_copy_by_content_is_a_ledger_once_its_original_is_gone(opened, town, tmp_path):
    with opened({"长岭村": rows("赵"), "石桥村": rows("钱")}, tmp_path) as made:
        run_pass(town(made.store))
        made.add("长岭村最终版", rows("赵"))
        assert copies(run_pass(town(made.store))) == [("长岭村最终版", "长岭村")]
        made.remove("长岭村")
        here = town(made.store)
        found = run_pass(here)
        assert told(here, found, tmp_path) == (10,) * 5
        assert copies(found) == []
        assert {o.title: o.kind for o in found.outcomes}["长岭村最终版"] is OutcomeKind.WRITTEN


@STORES
def test_what_was_marked_once_stays_a_ledger(opened, town, tmp_path):
    with opened({"长岭村": rows("赵"), "长岭村信访": [case(30, "孙大勇")]}, tmp_path) as made:
        run_pass(town(made.store))
        for line in rows("赵"):
            made.edit("长岭村信访", "add", line)
        found = run_pass(town(made.store))
        assert copies(found) == []
        assert totals(found.outcomes)["cases"] == 9


@STORES
def test_a_case_in_two_ledgers_is_asked_of_one_office_whichever_lies_untouched(opened, town, tmp_path):
    shared = case(1, "赵大勇")
    ledgers = {"丁村": [shared, case(2, "李大牛")], "丙村": [case(3, "孙富贵"), shared]}
    with opened(ledgers, tmp_path) as made:
        first = run_pass(town(made.store))
        assert told(town(made.store), first, tmp_path) == (3,) * 5
        for _ in range(2):
            run_pass(town(made.store))
        made.edit("丙村", "close", None)  # another row of the second; the first lies untouched
        here = town(made.store)
        found = run_pass(here)
        assert told(here, found, tmp_path) == (2,) * 5
        assert [(o.title, p.detail) for o in found.outcomes for p in o.problems] == [("丙村", "丁村")]
        for _ in range(2):
            run_pass(town(made.store))
        made.edit("丁村", "drop", None)  # the case, where it counts; the second lies untouched
        here = town(made.store)
        found = run_pass(here)
        assert told(here, found, tmp_path) == (2,) * 5
        assert not any(o.problems for o in found.outcomes)


def beside(found):
    code = LedgerProblemCode.COPY_OF_LEDGER
    return [dict(p.beside) for o in found.outcomes for p in o.problems if p.code is code]


@pytest.mark.parametrize("name", ["长岭村的副本", "长岭村最终版"])
def test_an_untouched_copy_says_what_its_original_has_more_since(name, town, tmp_path):
    with in_memory({"长岭村": rows("赵")}, tmp_path) as made:
        made.add(name, rows("赵"))
        for _ in range(2):
            assert beside(run_pass(town(made.store))) == [{}]
        made.edit("长岭村", "add", case(9, "赵大勇"))
        assert beside(run_pass(town(made.store))) == [{"missing": 1}]


def test_a_copy_by_content_that_is_worked_on_stays_one_while_half_of_it_is_its_originals(town, tmp_path):
    with in_memory({"长岭村": rows("赵")}, tmp_path) as made:
        made.add("长岭村最终版", rows("赵"))
        run_pass(town(made.store))
        for number in range(9, 13):
            made.edit("长岭村最终版", "add", case(number, "孙大勇"))
        found = run_pass(town(made.store))
        assert beside(found) == [{"lacking": 4}]
        assert not any(o.edits for o in found.outcomes)
