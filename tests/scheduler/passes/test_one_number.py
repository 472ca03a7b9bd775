"""run, status, board, digest, metrics and the report of the day tell one number each."""

import re
from datetime import timedelta

import openpyxl
import pytest

from config.errors import LedgerBusyError, LedgerUnavailableError
from config.periods import Day
from reports.composing.speaking.setting import lay_out
from scheduler.health.standing import read_standing
from scheduler.marking.outcome import totals
from scheduler.passes.one_pass import run_pass
from scheduler.passes.pass_terms import PassTerms
from scheduler.passes.shared_pass import gather_pass, listed, look_at, wanted
from scheduler.publishing.sources import read_sources
from scheduler.publishing.writing import file_name, manner
from scheduler.remind.routing import digests
from scheduler.serve.jobs import _asked
from scheduler.serve.monitor import read_metrics
from scheduler.township import new_run
from tests.scheduler.conftest import CONFIG, TODAY
from tests.scheduler.fake import HEADER, FakeStore

TITLE = ["2026年矛盾纠纷排查化解台账"]
TOWN = CONFIG + '[notify]\nurls = ["json://desk"]\n[brake]\nrows = 99\n'
COUNTED = ("open", "overdue", "due_soon")
NEXT = TODAY + timedelta(days=4)  # 7 April: the holiday is over


class Peopled(FakeStore):
    """A store that tells versions, and whose ledgers people have open."""

    def __init__(self, ledgers):
        super().__init__(ledgers)
        self.tells_versions = True
        self.open = set()

    def write(self, ref, grid, edits, layouts):
        if ref.ledger_id in self.open:
            raise LedgerBusyError(f"{ref.title}: open elsewhere", fix="close it")
        super().write(ref, grid, edits, layouts)


def line(name, number, day, **more):
    said = {
        "序号": str(number), "登记日期": day, "纠纷类型": "邻里", "当事人": f"{name}赵大{number}",
        "复杂程度": "简单", "责任单位": "村委会", "办理状态": "办理中",
        "简要情况": f"{name}第{number}组水渠堵塞",
    } | more  # fmt: skip
    return [said.get(heading, "") for heading in [*HEADER, "简要情况"]]


#: Registered on these days a simple case is overdue, falls due before NEXT, falls due soon after, or later.
DAYS = ("2026-02-20", "2026-03-02", "2026-03-19", "2026-03-21", "2026-03-23", "2026-03-24", "2026-04-01")


def rows(name, *more):
    return [TITLE, [*HEADER, "简要情况"], *(line(name, n, day) for n, day in enumerate(DAYS, 1)), *more]


def store():
    ended = {"办理状态": "已办结", "办结日期": "2026-03-05"}
    ledgers = {
        name: rows(name, line(name, 8, "2026-03-01", **ended), line(name, 9, "农历三月"))
        for name in ("甲村", "乙村", "丙村", "丁村", "己村")
    }
    ledgers["庚村"] = [*rows("庚村"), line("甲村", 1, DAYS[0])]  # a case that 甲村 has too
    nil = [TITLE, [*HEADER, "简要情况"], ["3月下半月无矛盾纠纷", *[""] * 8]]
    return Peopled(ledgers | {"甲村 - 副本": [list(each) for each in ledgers["甲村"]], "戊村": nil})


def of_run(found):
    return {name: totals(found.outcomes)[name] for name in COUNTED}


def of_status(town):
    records = read_standing(town).ledgers
    return {name: sum(record.counts.get(name, 0) for record in records) for name in COUNTED}


def of_metrics(town):
    told = read_metrics(town.state)
    return {name: int(re.search(rf'duesheet_cases{{state="{name}"}} (\d+)', told)[1]) for name in COUNTED}


def of_board(town):
    path = town.settings.summary_folder / f"{file_name(town, 'board')}.xlsx"
    lines = [
        [str(cell.value) for cell in row if cell.value is not None]
        for sheet in openpyxl.load_workbook(path)
        for row in sheet.iter_rows()
        if any(cell.value is not None for cell in row)
    ]
    headings = next(one for one in lines if one[0] == "村（社区）" and "在办" in "".join(one))
    total = next(one for one in lines[lines.index(headings) :] if one[0] == "合计")
    shown = dict(zip(headings[1:], map(int, total[1:]), strict=True))
    return {
        "open": next(n for heading, n in shown.items() if "在办" in heading),
        "overdue": shown["逾期"],
        "due_soon": shown["临期"],
    }


def of_digest(town, found):
    (digest,) = digests(town.settings, _asked(found, town.state, town), town.state.salt)
    lights = [one.light for one in digest.lines if one.ledger]
    return {"overdue": lights.count("overdue")}


def of_report(town, folder):
    made = lay_out(Day(town.today), read_sources(town, town.today, folder).villages, manner(town))
    names = {"open": "standing", "overdue": "overdue", "due_soon": "due_soon"}
    return {name: int(made.rows[measure].sum()) for name, measure in names.items()}


def told(town, found, folder):
    """Return what every place tells."""
    return {
        "run": of_run(found),
        "status": of_status(town),
        "metrics": of_metrics(town),
        "board": of_board(town),
        "report": of_report(town, folder),
    }


def agree(town, found, folder):
    run = of_run(found)
    assert told(town, found, folder) == dict.fromkeys(("run", "status", "metrics", "board", "report"), run)
    assert of_digest(town, found) == {"overdue": run["overdue"]}
    return run


def alone(town):
    return run_pass(town)


def shared(town):
    """A pass as several processes share it."""
    entries = listed(town)
    run = new_run(town)
    town.state.history.begin(run, "sync", town.today, town.now())
    terms = PassTerms(run)
    looks = [
        look_at(town, entries, each, terms, _Never()) for each in wanted(town, entries, look_at_all=False)
    ]
    return gather_pass(town, entries, terms, _Never(), changed="changed" in looks)


class _Never:
    def is_set(self):
        return False


@pytest.mark.parametrize("passed", [alone, shared])
def test_every_place_tells_the_same_number(township, tmp_path, passed):
    fake = store()
    town = township(fake, config=TOWN)
    first = agree(town, passed(town), tmp_path)
    assert first["open"] == 5 * 8 + 7  # the copy counts nothing, and the case in two ledgers once
    assert agree(town, passed(town), tmp_path) == first, "untouched"

    fake.errors["乙村"] = LedgerUnavailableError("乙村: broken", fix="mend it")
    fake.edit("丙村", lambda lines: lines.__delitem__(slice(4, None)))  # held: its cases are gone
    fake.hidden.add("丁村")
    fake.open.add("己村")
    town = township(fake, config=TOWN, today=NEXT)
    found = passed(town)
    kinds = {one.ledger: (one.kind.value, one.as_of) for one in found.outcomes}
    assert kinds["乙村"] == ("failed", TODAY)
    assert kinds["丙村"] == ("held", TODAY)
    assert kinds["己村"] == ("skipped", None)
    assert "丁村" not in kinds
    second = agree(town, found, tmp_path)
    assert second["open"] == first["open"] - 8, "the one that is gone"
    assert second["overdue"] > first["overdue"] * 4 // 5, (
        "cases fell due in the ledgers that nobody could read too"
    )
    assert agree(town, passed(town), tmp_path) == second
