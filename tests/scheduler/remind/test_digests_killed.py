"""SIGKILL at random moments of a run with deliveries: nothing twice, nothing lost without a word."""

import random
import subprocess
import sys
import time
from collections import Counter
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest

from scheduler.demo import make_township
from scheduler.remind.asked import Asked
from scheduler.remind.routing import digests
from scheduler.state import open_state
from scheduler.state.deliveries import SENT
from scheduler.township import open_township
from tests.scheduler.receiver import Receiver

pytestmark = pytest.mark.no_cover

TODAY = date(2026, 4, 3)
VILLAGES = ("青石村", "河口村", "柳树湾村", "大坪村")
POSTS = ("handler", "first_officer", "lead_officer", "leader_in_charge")


@pytest.fixture
def receiver():
    receiver = Receiver()
    receiver.slow = 0.02
    yield receiver
    receiver.close()


def sample(folder, receiver):
    """A township of four ledgers whose posts each have a channel of their own."""
    make_township(folder, TODAY)
    for path in (folder / "ledgers").iterdir():
        if not path.name.startswith(VILLAGES):
            path.unlink()
    text = (folder / "township.toml").read_text("utf-8")
    head, *villages = text.split("[[village]]")
    last, _, tail = villages[-1].partition("\n\n")
    kept = [part for part in [*villages[:-1], last + "\n\n"] if any(name in part for name in VILLAGES)]
    text = head + "".join(f"[[village]]{part}" for part in kept) + tail
    for village in VILLAGES:
        for post in POSTS:
            url = f"json://127.0.0.1:{receiver.port}/{POSTS.index(post)}-{VILLAGES.index(village)}"
            text += f'\n[[post]]\npost = "{post}"\nvillage = "{village}"\nnotify = ["{url}"]\n'
    (folder / "township.toml").write_text(text, "utf-8")
    return folder


def start(folder, moment):
    command = [sys.executable, "-m", "tests.scheduler.reminding", str(folder), moment.isoformat()]
    return subprocess.Popen(command, cwd=Path(__file__).parents[3])


def a_day_of_kills(folder, receiver, day, chance, kills):
    """Let one reminder slot be worked off by processes that are killed again and again."""
    moment = datetime(day.year, day.month, day.day, 0, 5, tzinfo=UTC)
    state = open_state("sqlite:///.duesheet/state.db", folder)
    state.slots.note(
        "remind", f"before {day}", moment - timedelta(days=1), moment - timedelta(days=1), "before"
    )
    state.close()
    for _ in range(kills):
        process = start(folder, moment)
        heard = len(receiver.paths)
        if chance.random() < 0.3:
            time.sleep(chance.random() * 2.5)
        else:
            until = heard + chance.randrange(1, 5)
            while process.poll() is None and len(receiver.paths) < until:
                time.sleep(0.002)
            time.sleep(chance.random() * 0.05)
        process.kill()
        process.wait()
    assert start(folder, moment).wait(120) == 0


def check(folder, receiver, days):
    messages = list(zip(receiver.paths, receiver.bodies, strict=True))
    told = Counter((path, body["title"].split()[1][:10]) for path, body in messages)
    assert set(told.values()) <= {1}
    state = open_state("sqlite:///.duesheet/state.db", folder)
    sent = sum(found.state == SENT for day in days for found in state.deliveries.of_day(day))
    assert sent <= len(told)
    # Every case that somebody was asked about stands in a digest that arrived, or in `status`.
    town = open_township(folder, days[-1], state=state)
    ledgers = {record.ledger: record.village for record in state.looks.ledgers()}
    expected = digests(town.settings, Asked(ledgers, state.looks.live_verdicts()), state.salt)
    found = {record.channel: record for record in state.deliveries.of_day(days[-1])}
    assert len(expected) == len(found) > 4
    for digest in expected:
        record = next(r for r in found.values() if {x.key for x in r.lines} >= {x.key for x in digest.lines})
        path = "/" + digest.url.rsplit("/", 1)[1]
        arrived = [body for other, body in messages if other == path]
        if record.state == SENT:
            assert any(str(days[-1]) in body["title"] for body in arrived)
        else:
            assert record in state.deliveries.unsure(days[-1])
    state.close()


def live_through(folder, receiver, seed, kills, days):
    chance = random.Random(seed)
    for day in days:
        a_day_of_kills(folder, receiver, day, chance, kills)
    check(folder, receiver, days)


def test_killed_while_digests_go_out(tmp_path, receiver):
    live_through(sample(tmp_path / "town", receiver), receiver, 1, kills=5, days=[TODAY])


@pytest.mark.soak
@pytest.mark.parametrize("seed", range(10))
def test_killed_again_and_again_while_digests_go_out(tmp_path, receiver, seed):
    days = [TODAY, date(2026, 4, 7), date(2026, 4, 8)]
    live_through(sample(tmp_path / "town", receiver), receiver, seed, kills=15, days=days)
