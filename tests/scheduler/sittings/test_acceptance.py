"""The acceptance cases of sittings: each of the 41 has a test that bears its number."""

import ast
import re
from pathlib import Path

import pytest

from scheduler.passes.one_pass import run_pass
from scheduler.passes.pass_terms import PassOrder
from scheduler.township import open_township
from tests.scheduler.sittings.six_villages import CONFIG, ROWS, TODAY, Villages

TESTS = Path(__file__).parents[2]
NUMBERS = re.compile(r"test_cases?_(\d+)(?:_and_(\d+))?(?:_|$)")
TWO = [
    [f"N{n}", f"2026-11-{20 + n}", "赵某甲", "钱某乙", "邻里", "", "", "", "2026-12-20", ""] for n in range(2)
]


def numbers(*folders):
    found = set()
    for folder in folders:
        for path in (TESTS / folder).rglob("test_*.py"):
            for node in ast.walk(ast.parse(path.read_text("utf-8"))):
                if isinstance(node, ast.FunctionDef) and (hit := NUMBERS.match(node.name)):
                    found |= {int(number) for number in hit.groups() if number}
    return found


def test_every_case_has_a_test_that_names_it():
    assert numbers("rules", "scheduler", "sync") == set(range(1, 42))


#: Cases that only a whole pass over real files shows, beside those of the rules alone.
WHOLE = {*range(1, 14), 25, 26, 27, 28, 29, 30, 31, 32, 33, 34, 35, 36, 37, 38, 39, 41}


def test_what_concerns_the_sheet_is_shown_by_a_whole_pass():
    assert numbers("scheduler") >= WHOLE


@pytest.mark.parametrize("key", ['halves = ["am"]', "per_day = 1"])
def test_cases_11_and_12_mornings_only_or_one_sitting_a_day(tmp_path, key):
    villages = Villages(tmp_path, CONFIG.replace('villages = ["青石村"]', f'villages = ["青石村"]\n{key}'))
    villages.write("青石村", TWO)
    villages.run()
    found = villages.suggested()
    assert (found["N0"], found["N1"]) == ("12-03 am 甲", "12-04 am 甲")
    assert villages.run().schedule.kind == "unchanged"


def test_a_look_tells_of_the_cells_that_a_pass_then_writes(tmp_path):
    villages = Villages(tmp_path)
    looked = run_pass(open_township(villages.config, TODAY, remember=False), PassOrder(dry=True))
    would = [len(each.edits) for each in looked.outcomes]
    assert sum(would) > 0
    written = villages.run()
    assert [len(each.edits) for each in written.outcomes] == would
    # Once more with a case whose suggestion is new while the others stand.
    villages.write(
        "河口村", [*ROWS["河口村"], ["H2", "2026-11-27", "沈某寅", "韩某卯", "邻里", "", "", "", "", ""]]
    )
    looked = run_pass(open_township(villages.config, TODAY, remember=False), PassOrder(dry=True))
    again = villages.run()
    assert [len(e.edits) for e in again.outcomes] == [len(e.edits) for e in looked.outcomes]
