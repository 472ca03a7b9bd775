"""`detach` leaves a spreadsheet as it was found, whatever people do meanwhile."""

import pytest

from config.errors import LedgerError
from config.vocabulary import Mark
from tests.google import batch
from tests.google.bench import Bench, bench, human_view
from tests.google.people import ACTS, Person
from tests.google.simple import HEADINGS, run_pass
from tests.google.verdicts import text


@pytest.fixture
def work(tmp_path):
    with bench(tmp_path) as made:
        yield made


def rich_ledger(work: Bench):
    """Make a spreadsheet that has some of everything."""
    ref = work.ledger(tabs=("台账", "二月"))
    person = Person(work, ref)
    for act, a, b in (
        ("merge_title", 0, 1),
        ("own_rule", 0, 3),
        ("own_rule", 0, 4),
        ("freeze", 0, 5),
        ("filter_rows", 0, 0),
        ("hide_tab", 1, 0),
    ):
        person.act(act, a, b)
    last = {"sheetId": 0, "startColumnIndex": 3, "endColumnIndex": 5}
    protect = {"range": {"sheetId": 0, "endColumnIndex": 3}, "warningOnly": True}
    group = {"sheetId": 0, "dimension": "COLUMNS", "startIndex": 2, "endIndex": 12}
    tag = {
        "metadataKey": "others",
        "metadataValue": "x",
        "visibility": "DOCUMENT",
        "location": {"sheetId": 0},
    }
    work.server.people(
        ref.ledger_id,
        [
            {"setDataValidation": {"range": last, "rule": {"condition": {"type": "BOOLEAN"}}}},
            {"addProtectedRange": {"protectedRange": protect}},
            {"addDimensionGroup": {"range": group}},
            {"createDeveloperMetadata": {"developerMetadata": tag}},
        ],
    )
    return ref


@pytest.mark.parametrize("bounded", [True, False])
@pytest.mark.parametrize("highlight", ["marks", "row"])
def test_the_whole_dump_is_as_it_was(work, bounded, highlight):
    work.server.world.switches.bounded_rules = bounded
    ref = rich_ledger(work)
    before = work.dump(ref)
    run_pass(work.store, ref, highlight=highlight)
    assert work.dump(ref) != before
    work.store.detach(ref, work.store.read(ref))
    assert work.dump(ref) == before


def test_a_second_detach_finds_nothing_to_do(work):
    ref = rich_ledger(work)
    run_pass(work.store, ref)
    work.store.detach(ref, work.store.read(ref))
    writes = work.spent("write")
    work.store.detach(ref, work.store.read(ref))
    assert work.spent("write") == writes


def test_a_column_to_keep_stays_as_a_persons(work):
    ref = work.ledger()
    run_pass(work.store, ref)
    work.store.detach(ref, work.store.read(ref), keep=[("台账", Mark.ASKED)])
    tab = work.tab(ref)
    assert [text(tab, 1, i) for i in range(5, 8)] == [HEADINGS[Mark.ASKED], "", ""]
    assert not any(line.metadata for line in tab.columns)
    assert not tab.rules


def test_columns_whose_metadata_is_lost_go_by_their_headings(work):
    ref = work.ledger()
    before = work.dump(ref)
    run_pass(work.store, ref)
    lookup = {"dataFilter": {"developerMetadataLookup": {"metadataKey": "duesheet"}}}
    work.server.people(ref.ledger_id, [{"deleteDeveloperMetadata": lookup}])
    work.store.detach(ref, work.store.read(ref))
    assert work.dump(ref) == before


_NAMES = [
    "insert_column",
    "delete_column",
    "move_column",
    "move_ours",
    "delete_ours",
    "duplicate_tab",
    "insert_row",
]


@pytest.mark.parametrize("place", [0, 1, 2])
@pytest.mark.parametrize("number", [0, 6, 40, 66])
@pytest.mark.parametrize("act", _NAMES)
def test_no_column_of_peoples_goes_whatever_they_move_meanwhile(work, act, number, place):
    assert act in ACTS
    ref = work.ledger(tabs=("台账", "二月"))
    run_pass(work.store, ref)
    person = Person(work, ref)
    server = work.server
    writes = server.count("write")

    def meanwhile(call):
        # Just before the removal's first, second or third write takes effect.
        if call.kind == "write" and server.count("write") == writes + place + 1:
            person.act(act, 0, number)
        return False

    server.faults.append(_Watcher(meanwhile))
    try:
        work.store.detach(ref, work.store.read(ref))
    except LedgerError as error:
        assert error.fix  # noqa: PT017
    server.faults.clear()
    work.store.detach(ref, work.store.read(ref))
    for tab in work.book(ref).tabs:
        assert not any(line.creator.startswith("client:") for line in tab.columns)
        assert not any(line.metadata or line.props.get("depth") for line in tab.columns)
        assert not tab.rules
    assert human_view(work.book(ref))


class _Watcher:
    """A fault that never strikes and only looks on."""

    times = 1

    def __init__(self, when) -> None:
        self.when = when


def test_a_server_that_knows_no_groups_is_no_obstacle(work, monkeypatch):
    monkeypatch.delitem(batch.REQUESTS, "addDimensionGroup")
    ref = work.ledger()
    before = work.dump(ref)
    run_pass(work.store, ref)
    work.store.detach(ref, work.store.read(ref))
    assert work.dump(ref) == before
