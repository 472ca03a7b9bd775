"""What Google refuses is foreseen where it can be, told in its words, and not asked for over and over."""

import codecs

import pytest

from config.errors import ConfigError, LedgerUnavailableError
from sync.google.transport.credentials import load_accounts
from sync.store import LedgerRef, SheetLayout
from tests.google.bench import BOT, bench
from tests.google.faults import Fault, FaultKind
from tests.google.people import Person
from tests.google.simple import run_pass

PLACES = [SheetLayout("台账", ())]


@pytest.fixture
def work(tmp_path):
    with bench(tmp_path) as made:
        yield made


class TestForeseen:
    def test_a_share_that_lets_us_only_look(self, work):
        ref = work.ledger()
        work.book(ref).access[BOT] = "reader"
        work.store.list()
        obstacle = work.store.obstacle(ref, work.store.read(ref), PLACES)
        assert (obstacle.code, BOT in obstacle.fix) == ("read_only", True)

    def test_a_summary_spreadsheet_that_lets_us_only_look(self, work):
        address = "https://docs.google.com/spreadsheets/d/coordinator/edit#gid=0"
        assert work.store.tabs_obstacle(address).code == "gone"
        book = work.server.world.add_book("coordinator", "青石镇综治", {BOT: "reader"})
        obstacle = work.store.tabs_obstacle(address)
        assert (obstacle.code, BOT in obstacle.fix) == ("read_only", True)
        book.access[BOT] = "writer"
        assert work.store.tabs_obstacle(address) is None

    def test_a_protection_over_our_columns(self, work):
        ref = work.ledger()
        work.store.list()
        assert work.store.obstacle(ref, work.store.read(ref), PLACES) is None
        protect = {"range": {"sheetId": 0}, "editors": {"users": ["owner@example.org"]}}
        work.server.people(ref.ledger_id, [{"addProtectedRange": {"protectedRange": protect}}])
        assert work.store.obstacle(ref, work.store.read(ref), PLACES).code == "protected"

    def test_of_two_accounts_the_one_that_may_write_is_taken(self, tmp_path):
        with bench(tmp_path, accounts=("a@example.iam", "b@example.iam")) as work:
            work.share_with = ("a@example.iam", "b@example.iam")
            ref = work.ledger()
            work.book(ref).access["a@example.iam"] = "reader"
            work.store.list()
            run_pass(work.store, ref)
            calls = [call for call in work.server.calls if call.kind in ("read", "write")]
            assert {call.email for call in calls} == {"b@example.iam"}


def refusing(when, status=400, reason=""):
    return Fault(FaultKind.STATUS, status, reason=reason, times=-1, when=when)


#: How Drive says that its quota is spent.
SPENT = pytest.mark.parametrize(
    ("status", "reason"), [(429, ""), (403, "userRateLimitExceeded"), (403, "rateLimitExceeded")]
)


def of_drive(call):
    return call.kind == "drive"


def test_a_removal_that_google_refuses_is_told_in_its_words_and_not_repeated(work):
    ref = work.ledger()
    run_pass(work.store, ref)
    grid = work.store.read(ref)
    before = len(work.server.calls)
    work.server.faults.append(refusing(lambda call: "'deleteDimension':" in str(call.body)))
    with pytest.raises(LedgerUnavailableError) as caught:
        work.store.detach(ref, grid)
    assert caught.value.code == "refused"
    assert "The service is currently unavailable." in caught.value.message
    assert len(work.server.calls) - before <= 8


class TestListing:
    @SPENT
    def test_named_ledgers_are_read_while_drives_quota_is_spent(self, tmp_path, status, reason):
        with bench(tmp_path, named=("qingshi",)) as work:
            work.ledger()
            work.server.faults.append(refusing(of_drive, status, reason))
            (ref,) = work.store.list()
            assert (ref.ledger_id, ref.version) == ("qingshi", "")
            assert work.store.read(ref).title == "青石村"

    @SPENT
    def test_without_a_named_one_that_is_no_fault_of_the_config(self, work, status, reason):
        work.ledger()
        work.server.faults.append(refusing(of_drive, status, reason))
        with pytest.raises(LedgerUnavailableError) as caught:
            work.store.list()
        assert not isinstance(caught.value, ConfigError)
        assert caught.value.code == "quota"

    def test_a_named_ledger_in_the_bin_is_told_so_and_not_read(self, tmp_path):
        with bench(tmp_path, named=("qingshi",)) as work:
            made = work.ledger()
            work.book(made).trashed = True
            (ref,) = work.store.list()
            with pytest.raises(LedgerUnavailableError, match="bin") as caught:
                work.store.read(ref)
            assert caught.value.code == "gone"
            assert work.spent("read") == 0

    def test_one_that_is_no_longer_shared_goes_by_its_villages_name(self, tmp_path):
        with bench(tmp_path, named=("qingshi",), titles={"qingshi": "青石村"}) as work:
            work.book(work.ledger()).access.clear()
            (ref,) = work.store.list()
            assert ref == LedgerRef("qingshi", "青石村")
            with pytest.raises(LedgerUnavailableError, match="青石村"):
                work.store.read(ref)


def test_a_key_file_that_notepad_saved_is_a_key(work):
    work.key_path.write_bytes(codecs.BOM_UTF8 + work.key_path.read_bytes())
    assert load_accounts([work.key_path])[0].email == BOT


def test_googles_own_word_on_when_to_ask_again_is_kept(work):
    ref = work.ledger()
    work.server.faults.append(Fault(FaultKind.STATUS, 429, retry_after=3, when=lambda c: c.kind == "read"))
    before = work.clock.slept
    work.store.read(ref)
    assert 3 <= work.clock.slept - before < 4


@pytest.mark.parametrize("highlight", ["row", "marks"])
def test_rules_over_whole_rows_stand_behind_peoples_own(work, highlight):
    ref = work.ledger()
    person = Person(work, ref)
    person.act("own_rule", 0, 3)
    run_pass(work.store, ref, highlight=highlight)
    person.act("own_rule", 0, 9)
    run_pass(work.store, ref, highlight=highlight)
    ours = ["duesheet:" in str(rule) for rule in work.tab(ref).rules]
    assert sum(ours) == 5
    if highlight == "row":
        assert ours == [False] * (len(ours) - 5) + [True] * 5
    writes = work.spent("write")
    run_pass(work.store, ref, highlight=highlight)
    assert work.spent("write") == writes


def test_rules_over_whole_rows_give_way_to_one_that_people_put_behind_them(work):
    ref = work.ledger()
    run_pass(work.store, ref, highlight="row")
    rules = work.tab(ref).rules
    theirs = {
        "ranges": [{"sheetId": 0}],
        "booleanRule": {"condition": {"type": "NOT_BLANK"}, "format": {"textFormat": {"bold": True}}},
    }
    add = {"addConditionalFormatRule": {"index": len(rules), "rule": theirs}}
    work.server.people(ref.ledger_id, [add])
    run_pass(work.store, ref, highlight="row")
    ours = ["duesheet:" in str(rule) for rule in work.tab(ref).rules]
    assert ours == [False] * (len(ours) - 5) + [True] * 5
