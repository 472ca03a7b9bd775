"""People edit while we work: whatever they do, no cell of theirs changes and every flag ends on its row."""

import os
import tempfile
from pathlib import Path

import pytest
from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, rule, run_state_machine_as_test

from tests.google.bench import bench
from tests.google.people import ACTS, Person
from tests.google.simple import run_pass
from tests.google.verdicts import check_book

pytestmark = pytest.mark.no_cover

_numbers = st.integers(0, 400)
_acts = st.sampled_from(sorted(ACTS))


class SharedLedger(RuleBasedStateMachine):
    """A spreadsheet that people and the client edit in turns and at once."""

    def __init__(self) -> None:
        super().__init__()
        self._context = bench(Path(tempfile.mkdtemp()))
        self.bench = self._context.__enter__()
        self.ref = self.bench.ledger(rows=5, tabs=("台账", "二月"))
        self.person = Person(self.bench, self.ref)

    @initialize(
        metadata=st.booleans(),
        formulas=st.booleans(),
        fails=st.booleans(),
        inherit=st.booleans(),
        bounded=st.booleans(),
    )
    def choose_readings(
        self, metadata: bool, formulas: bool, fails: bool, inherit: bool, bounded: bool
    ) -> None:
        switches = self.bench.server.world.switches
        switches.duplicate_copies_metadata = metadata
        switches.formulas_follow = formulas
        switches.unmatched_filter_fails = fails
        switches.inserted_inherit_formats = inherit
        switches.bounded_rules = bounded

    @rule(act=_acts, a=_numbers, b=_numbers)
    def people_edit(self, act: str, a: int, b: int) -> None:
        self.person.act(act, a, b)

    @rule(edits=st.lists(st.tuples(_acts, _numbers, _numbers), min_size=1, max_size=3))
    def a_pass_while_people_edit(self, edits: list[tuple[str, int, int]]) -> None:
        for act, a, b in edits:
            self.bench.server.before_write.append(
                lambda _world, _book, act=act, a=a, b=b: self.person.act(act, a, b)
            )
        self.settle()

    @rule()
    def settle(self) -> None:
        self.bench.store.list()
        run_pass(self.bench.store, self.ref)
        check_book(self.bench.book(self.ref))
        writes = self.bench.spent("write")
        assert run_pass(self.bench.store, self.ref) == 0
        assert self.bench.spent("write") == writes
        assert self.bench.strays == []
        assert not any(self.bench.lost_rules.values())

    def teardown(self) -> None:
        self.bench.server.before_write.clear()
        self._context.__exit__(None, None, None)


def test_people_edit_at_any_moment():
    run_state_machine_as_test(
        SharedLedger,
        settings=settings(
            max_examples=50,
            stateful_step_count=20,
            phases=(Phase.explicit, Phase.generate),
            deadline=None,
            derandomize=True,
            suppress_health_check=list(HealthCheck),
        ),
    )


@pytest.mark.soak
def test_people_edit_at_any_moment_for_long():
    run_state_machine_as_test(
        SharedLedger,
        settings=settings(
            max_examples=int(os.environ.get("SOAK_EXAMPLES", "200")),
            stateful_step_count=40,
            deadline=None,
            suppress_health_check=list(HealthCheck),
        ),
    )
