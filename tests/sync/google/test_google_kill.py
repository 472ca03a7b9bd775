"""A pass that is killed at any request: the next one finishes it, and nothing of people's is touched."""

import random
import subprocess
import sys
import time
from pathlib import Path

import pytest

from tests.google.bench import Bench, bench
from tests.google.faults import Fault, FaultKind
from tests.google.people import Person
from tests.google.simple import run_pass
from tests.google.verdicts import check_book

pytestmark = pytest.mark.no_cover

ROOT = Path(__file__).resolve().parents[3]


@pytest.fixture
def work(tmp_path):
    with bench(tmp_path) as made:
        yield made


def start(work: Bench, *ledgers: str) -> subprocess.Popen[bytes]:
    command = [
        sys.executable,
        "-m",
        "tests.google.pass_process",
        work.server.url,
        str(work.key_path),
        *ledgers,
    ]
    return subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL)


def kill_at(work: Bench, number: int, *, applied: bool, ledgers: tuple[str, ...]) -> None:
    """Kill a pass while request *number* of it is under way, before or after it took effect."""
    first = len(work.server.calls)
    hang = Fault(FaultKind.HANG, applied=applied, when=lambda call: call.number == first + number)
    work.server.faults.append(hang)
    process = start(work, *ledgers)
    while hang.times and process.poll() is None:
        time.sleep(0.01)
    if applied:  # the fault takes effect before it hangs
        with work.server.lock:
            pass
    process.kill()
    process.communicate()
    work.server.faults.clear()


#: A pass over two ledgers: token, list, then read, batch, (values,) read for each.
@pytest.mark.parametrize("applied", [False, True], ids=["before it took effect", "after it took effect"])
@pytest.mark.parametrize("number", range(2, 10))
def test_killed_at_any_request(work, number, applied):
    refs = [work.ledger("a", "青石村"), work.ledger("b", "白岩村")]
    run_pass(work.store, refs[0])
    person = Person(work, refs[0])
    person.act("retype_number", 0, 1)
    person.act("delete_ours", 0, 2)
    kill_at(work, number, applied=applied, ledgers=("a", "b"))
    for ref in refs:
        run_pass(work.store, ref)
        check_book(work.book(ref))
        assert run_pass(work.store, ref) == 0


@pytest.mark.soak
def test_killed_at_random_moments_again_and_again(work):
    chance = random.Random(5)
    refs = [work.ledger(f"s{i}", f"村{i}", rows=30) for i in range(4)]
    person = [Person(work, ref) for ref in refs]
    for _ in range(40):
        for someone in person:
            someone.act(chance.choice(["retype_number", "delete_ours", "duplicate_tab", "delete_row"]), 0, 3)
        process = start(work, *(ref.ledger_id for ref in refs))
        time.sleep(chance.uniform(0.3, 1.2))
        process.kill()
        process.communicate()
    for ref in refs:
        run_pass(work.store, ref)
        check_book(work.book(ref))
        assert run_pass(work.store, ref) == 0
