"""A real service while a thousand ask at once: everybody is answered, and no look comes late."""

import http.client
import socket
import sys
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime

import pytest

from scheduler.state import open_state
from tests.scheduler.serve.test_serve import Serving, town

__all__ = ["town"]

pytestmark = [pytest.mark.soak, pytest.mark.skipif(sys.platform == "win32", reason="signals of POSIX")]

#: A look may begin so long after its minute.
LATEST_S = 5.0


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def status_of(port):
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
    connection.request("GET", "/")
    answer = connection.getresponse()
    answer.read()
    connection.close()
    return answer.status


def test_a_thousand_at_once_delay_no_look(town):
    port = free_port()
    with (town / "township.toml").open("a", encoding="utf-8") as config:
        config.write(f'[serve]\nport = {port}\n[schedule]\nworkdays = false\nsync = "* * * * *"\n')
    began = datetime.now(UTC)
    serving = Serving(town)
    try:
        serving.until(" done, ")
        reader = threading.Thread(target=serving.process.stderr.readlines, daemon=True)
        reader.start()
        answers, until = [], time.monotonic() + 65
        with ThreadPoolExecutor(200) as pool:
            while time.monotonic() < until:
                answers += pool.map(lambda _: status_of(port), range(1000))
        assert set(answers) == {200}
        assert len(answers) >= 1000
    finally:
        serving.close()
    state = open_state("sqlite:///.duesheet/state.db", town)
    late = [run.started_at for run in state.history.runs() if run.kind == "sync"]
    state.close()
    begun = [datetime.fromisoformat(text) for text in late]
    begun = [moment for moment in begun if moment > began]
    assert begun, "no look fell into the load"
    assert max(moment.timestamp() % 60 for moment in begun) <= LATEST_S
