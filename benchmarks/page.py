"""The coordinator's page with 200 villages against a static file of the same size from the same server.

    python benchmarks/page.py

Bar: the median time to the first byte is at most 20 times the file's. A page is made every few seconds at
most, however many ask; what making it takes is told beside it.
"""

import http.client
import statistics
import sys
import tempfile
import time
from datetime import UTC, date, datetime
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1]))

from config.loading.settings_file import read_settings
from scheduler.passes.one_pass import run_pass
from scheduler.serve.site.board_html import board_html
from scheduler.serve.site.board_view import board_view
from scheduler.serve.site.web import Site, WebServer
from scheduler.state import open_state
from scheduler.township import Township, make_township, state_of
from tests.scheduler.fake import HEADER, FakeStore, row

VILLAGES, ROWS, ASKED = 200, 40, 300
BAR = 20.0
TODAY = date(2026, 4, 3)


def township(folder: Path) -> Township:
    """Return a township of many villages, each with something overdue, after its pass."""
    lines = [HEADER, *(row(str(n), f"2026-03-{n % 28 + 1:02d}") for n in range(1, ROWS))]
    ledgers = {f"第{n}村": [[f"第{n}村2026年矛盾纠纷排查化解台账"], *lines] for n in range(1, VILLAGES + 1)}
    settings = read_settings('[township]\nname = "青石镇"\n[brake]\nrows = 9999\n', folder / "township.toml")
    state = open_state(settings.state.url, folder)
    now = datetime(2026, 4, 3, 8, tzinfo=UTC)
    town = make_township(settings, FakeStore(ledgers), state, today=TODAY, now=lambda: now)
    run_pass(town)
    return town


def first_byte_s(port: int, path: str) -> float:
    """Return how long the first byte of an answer takes."""
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
    started = time.perf_counter()
    connection.request("GET", path)
    answer = connection.getresponse()
    taken = time.perf_counter() - started
    assert answer.status == 200, answer.status
    answer.read()
    connection.close()
    return taken


def main() -> None:
    with tempfile.TemporaryDirectory() as place:
        folder = Path(place)
        town = township(folder)
        state = state_of(town)

        def page() -> str:
            return board_html(board_view(town, state, [town.now()]))

        started = time.perf_counter()
        body = page()
        made_s = time.perf_counter() - started
        (folder / "same.html").write_text(body, "utf-8")
        site = Site(lambda: True, lambda: "", page, lambda: ["same.html"], folder, "zh-CN")
        server = WebServer("127.0.0.1", 0, "", site)
        # Taken in turns, so that a busy moment of the machine meets both.
        pairs = [
            (first_byte_s(server.port, "/"), first_byte_s(server.port, "/reports/same.html"))
            for _ in range(ASKED)
        ]
        server.close()
        state.close()
    mine, theirs = (statistics.median(column) for column in zip(*pairs, strict=True))
    print(f"page of {len(body.encode()) >> 10} KiB, made in {made_s * 1000:.0f} ms")
    told = f"first byte {mine * 1000:.2f} ms, of a file {theirs * 1000:.2f} ms: {mine / theirs:.2f} ×"
    print(f"{told} (bar {BAR:g} ×)")


if __name__ == "__main__":
    main()
