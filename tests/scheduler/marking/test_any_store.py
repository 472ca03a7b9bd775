"""A run, a second one, its way back and the end of it are the same on every store."""

import pytest

from config.vocabulary import MARK_HEADINGS, OutcomeKind
from scheduler.marking.detach import detach
from scheduler.marking.undo import undo
from scheduler.passes.one_pass import run_pass
from tests.sync.stores.known_places import ONLY_READ, WRITTEN
from tests.sync.stores.places import CASES, HEADINGS, people_see


@pytest.fixture(params=WRITTEN)
def written(request, tmp_path):
    folder = tmp_path / "ledgers"
    folder.mkdir()
    with WRITTEN[request.param](folder) as opened:
        yield opened


@pytest.fixture(params=ONLY_READ)
def only_read(request, tmp_path):
    folder = tmp_path / "ledgers"
    folder.mkdir()
    with ONLY_READ[request.param](folder) as opened:
        yield opened


def test_a_run_is_noted_and_taken_back_whole(written, township):
    before = written.shown()
    town = township(written.store)
    run = run_pass(town)
    (outcome,) = run.outcomes
    assert (outcome.kind, outcome.counts["cases"]) == (OutcomeKind.WRITTEN, len(CASES))
    headings = written.shown()[1]
    assert headings == [*HEADINGS, *MARK_HEADINGS["zh-CN"].values()]
    light = len(HEADINGS)
    assert all(row[light] for row in written.shown()[2:])
    assert people_see(written) == before
    noted = town.state.history.writes(run.run)
    assert {(cell.row, cell.new) for cell in noted if cell.mark == "light" and not cell.heading} == {
        (number, row[light]) for number, row in enumerate(written.shown(), 1) if number > 2
    }
    undo(town, run.run)
    assert written.shown() == before


def test_a_second_run_writes_nothing(written, township):
    town = township(written.store)
    run_pass(town)
    shown, sent = written.shown(), written.store.requests(written.ref).write
    assert [outcome.kind for outcome in run_pass(town).outcomes] == [OutcomeKind.UNCHANGED]
    assert (written.shown(), written.store.requests(written.ref).write) == (shown, sent)


def test_what_people_typed_since_stays_when_a_run_is_taken_back(written, township):
    before = written.shown()
    town = township(written.store)
    run = run_pass(town).run
    written.type(3, 3, "争水")
    undo(town, run)
    assert people_see(written) == [*before[:2], [*before[2][:3], "争水", *before[2][4:]], *before[3:]]


def test_detaching_ends_it_as_it_began(written, township):
    before = written.shown()
    town = township(written.store)
    run_pass(town)
    detach(town, [])
    assert written.shown() == before


def test_what_is_only_read_is_judged_and_left_as_it_is(only_read, township):
    before = only_read.shown()
    town = township(only_read.store)
    run = run_pass(town)
    (outcome,) = run.outcomes
    assert (outcome.kind, outcome.error.code) == (OutcomeKind.SKIPPED, "read_only")
    assert outcome.counts["cases"] == len(CASES)
    assert town.state.history.writes(run.run) == []
    undo(town, run.run)
    detach(town, [])
    assert only_read.shown() == before
