"""Every fault at every request of a pass: the pass finishes, or a clean error and the next one does."""

import logging

import pytest

from config.errors import ConfigError, DuesheetError, LedgerUnavailableError
from sync.google.transport.timing import Patience, StoppedError
from sync.store import LedgerRef
from tests.google.bench import BOT, Bench, bench
from tests.google.faults import Fault, FaultKind
from tests.google.people import Person
from tests.google.simple import run_pass
from tests.google.verdicts import check_book

FAULTS = {
    "429": lambda: Fault(FaultKind.STATUS, 429),
    "429 with Retry-After": lambda: Fault(FaultKind.STATUS, 429, retry_after=7),
    "500": lambda: Fault(FaultKind.STATUS, 500),
    "500 after it took effect": lambda: Fault(FaultKind.STATUS, 500, applied=True),
    "502": lambda: Fault(FaultKind.STATUS, 502),
    "503": lambda: Fault(FaultKind.STATUS, 503),
    "503 after it took effect": lambda: Fault(FaultKind.STATUS, 503, applied=True),
    "408": lambda: Fault(FaultKind.STATUS, 408),
    "reset": lambda: Fault(FaultKind.RESET),
    "reset after it took effect": lambda: Fault(FaultKind.RESET, applied=True),
    "half a body": lambda: Fault(FaultKind.TRUNCATED),
    "a page of HTML": lambda: Fault(FaultKind.GARBAGE),
    "a page of HTML after it took effect": lambda: Fault(FaultKind.GARBAGE, applied=True),
    "hang": lambda: Fault(FaultKind.HANG),
    "hang after it took effect": lambda: Fault(FaultKind.HANG, applied=True),
    "trickle": lambda: Fault(FaultKind.TRICKLE),
    "expired token": lambda: Fault(FaultKind.EXPIRED),
    "403": lambda: Fault(FaultKind.STATUS, 403),
    "404": lambda: Fault(FaultKind.STATUS, 404),
}


@pytest.fixture
def work(tmp_path, request):
    # Real seconds: only a hang ever takes them.
    slow = 0.5 if "hang" in request.node.name or "trickle" in request.node.name else 20.0
    with bench(tmp_path, patience=Patience(connect_s=10.0, read_s=slow, whole_s=slow)) as made:
        yield made


def one_pass(work: Bench, ref: LedgerRef) -> DuesheetError | None:
    """Run a pass as the service does; return the error people would see."""
    try:
        listed = [found for found in work.store.list() if found.ledger_id == ref.ledger_id]
        run_pass(work.store, listed[0])
    except DuesheetError as error:
        return error
    return None


def make_work(work: Bench) -> LedgerRef:
    """Leave a ledger whose next pass needs a batch and a values write."""
    ref = work.ledger()
    run_pass(work.store, ref)
    person = Person(work, ref)
    person.act("retype_number", 0, 1)
    person.act("delete_ours", 0, 2)
    return ref


def check_done(work: Bench, ref: LedgerRef) -> None:
    check_book(work.book(ref))
    writes = work.spent("write")
    assert one_pass(work, ref) is None
    assert work.spent("write") == writes, "the pass after writes nothing"


#: A pass of `make_work`: list, read, batch, values, read (the token is still good).
@pytest.mark.no_cover
@pytest.mark.parametrize("number", range(5))
@pytest.mark.parametrize("name", FAULTS)
def test_one_fault_at_any_request(work, name, number):
    ref = make_work(work)
    start = len(work.server.calls)
    fault = FAULTS[name]()
    fault.when = lambda call: call.number == start + number
    work.server.faults.append(fault)
    error = one_pass(work, ref)
    assert work.clock.slept <= 240
    if error is not None:
        assert error.fix
        assert "Traceback" not in error.message
        assert one_pass(work, ref) is None, "the next pass finishes"
    else:
        # A refusal after the batch took effect is left to the next look.
        assert name not in ("403", "404") or number == 3
    assert len(work.server.calls) - start <= 25
    check_done(work, ref)


@pytest.mark.no_cover
@pytest.mark.parametrize("kind", ["token", "drive", "read", "write"])
@pytest.mark.parametrize("name", [name for name in FAULTS if name != "expired token"])
def test_a_fault_that_lasts_is_a_clean_error_after_bounded_tries(work, name, kind):
    ref = make_work(work)
    if kind == "token":
        work.server.office.expire_all()
    fault = FAULTS[name]()
    fault.times, fault.when = -1, lambda call: call.kind == kind
    work.server.faults.append(fault)
    start, slept = len(work.server.calls), work.clock.slept
    error = one_pass(work, ref)
    tries = sum(call.kind == kind for call in work.server.calls[start:])
    took_effect = "took effect" in name or name == "half a body"
    if kind == "write" and took_effect:
        assert error is None, "every write took effect, and the looks in between showed it"
    else:
        assert error is not None
        assert error.fix
        assert 1 <= tries <= 5
    # Three minutes of patience, and the quota's own minutes beside them.
    assert work.clock.slept - slept <= 180 + 60
    work.server.faults.clear()
    assert one_pass(work, ref) is None
    check_done(work, ref)


def test_a_quarter_of_all_requests_failing_at_random_ends_well(work):
    import random

    chance = random.Random(11)
    ref = make_work(work)
    names = [
        name for name in FAULTS if name not in ("403", "404", "hang", "hang after it took effect", "trickle")
    ]
    for _ in range(25):
        work.server.faults.clear()
        for _ in range(3):
            fault = FAULTS[chance.choice(names)]()
            fault.times = -1
            fault.when = lambda _call: chance.random() < 0.08
            work.server.faults.append(fault)
        Person(work, ref).act("retype_number", 0, chance.randrange(6))
        one_pass(work, ref)
    work.server.faults.clear()
    assert one_pass(work, ref) is None
    check_done(work, ref)


def test_one_bad_spreadsheet_stops_no_other(work):
    good, bad = work.ledger("good", "青石村"), work.ledger("bad", "白岩村")
    fault = Fault(FaultKind.STATUS, 500, times=-1, when=lambda call: call.book_id == "bad")
    work.server.faults.append(fault)
    assert isinstance(one_pass(work, bad), LedgerUnavailableError)
    assert one_pass(work, good) is None
    check_book(work.book(good))


@pytest.mark.parametrize(
    ("status", "code"), [(403, "not_shared"), (404, "gone"), (429, "quota"), (500, "no_answer")]
)
def test_each_failure_says_what_to_do(work, status, code):
    ref = work.ledger()
    when = lambda call: call.kind == "read"  # noqa: E731
    work.server.faults.append(Fault(FaultKind.STATUS, status, times=-1, when=when))
    error = one_pass(work, ref)
    assert error is not None
    assert error.code == code
    assert ref.title in error.message


def test_a_spreadsheet_that_is_gone_or_not_shared(work):
    ref = work.ledger()
    with pytest.raises(LedgerUnavailableError) as gone:
        work.store.read(LedgerRef("nowhere", "无此表"))
    assert gone.value.code == "gone"
    del work.book(ref).access[BOT]
    with pytest.raises(LedgerUnavailableError) as shut:
        work.store.read(ref)
    assert (shut.value.code, BOT in shut.value.fix) == ("not_shared", True)


def test_an_expired_token_costs_one_repeated_request(work):
    ref = work.ledger()
    run_pass(work.store, ref)
    work.server.office.expire_all()
    before = work.spent("read")
    run_pass(work.store, ref)
    assert work.spent("read") == before + 2
    assert work.server.office.grants == 2


def test_a_clock_that_is_wrong_is_named(work):
    ref = work.ledger()
    work.server.office.wall = lambda: 1_000_000_000.0
    with pytest.raises(LedgerUnavailableError) as caught:
        work.store.read(ref)
    assert caught.value.code == "clock"
    assert "clock" in caught.value.message
    with pytest.raises(ConfigError):
        work.store.list()


def test_a_key_google_does_not_know_is_named(work):
    ref = work.ledger()
    work.server.office.accounts.clear()
    with pytest.raises(LedgerUnavailableError) as caught:
        work.store.read(ref)
    assert caught.value.code == "credentials"


def test_stopping_ends_between_two_requests_and_the_next_pass_finishes(work):
    ref = make_work(work)
    work.server.before_write.append(lambda _world, _book: work.store.stop())
    with pytest.raises(StoppedError) as caught:
        run_pass(work.store, ref)
    assert caught.value.code == "stopped"
    check_requests = len(work.server.calls)
    with pytest.raises(StoppedError):
        work.store.list()
    assert len(work.server.calls) == check_requests
    work.store._stop.clear()
    assert one_pass(work, ref) is None
    check_done(work, ref)


def test_no_text_of_a_cell_and_no_key_reaches_the_log(work, caplog):
    caplog.set_level(logging.DEBUG)
    ref = make_work(work)
    start = len(work.server.calls)
    for number, name in enumerate(("503 after it took effect", "reset", "429", "a page of HTML")):
        fault = FAULTS[name]()
        fault.when = lambda call, at=start + number: call.number == at
        work.server.faults.append(fault)
    one_pass(work, ref)
    ours = "\n".join(record.getMessage() for record in caplog.records if record.name.startswith("sync"))
    assert "赵1" not in ours
    everything = caplog.text
    assert "PRIVATE KEY" not in everything
    assert "token-" not in everything
