"""Shared spreadsheets: our pass against a plain gspread script and a good one, at 200 ms a request.

    python -m benchmarks.google

Twelve ledgers of 400 rows on the test server, one of them changed, then all. Every client writes the same
texts for the same rows; quotas are off, or the plain script would stand still after its first minute. The
second part weighs the one-request read against values.get.
"""

import json
import tempfile
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import gspread
import requests
from google.auth.transport.requests import Request
from google.oauth2.service_account import Credentials

from config.vocabulary import Mark
from sync.google.look import MASK, grid_of
from sync.google.transport.credentials import SCOPES
from sync.store import LedgerRef
from tests.google.bench import Bench, bench
from tests.google.people import Person
from tests.google.simple import HEADINGS, run_pass, wanted

LEDGERS, ROWS, CHANGED_ROWS, LATENCY_S = 12, 400, 4, 0.2


class Redirected(gspread.HTTPClient):
    """gspread's own client, sent to the test server."""

    base = ""

    def request(self, method, endpoint, **kwargs):
        for host in ("https://sheets.googleapis.com", "https://www.googleapis.com"):
            endpoint = endpoint.replace(host, self.base)
        return super().request(method, endpoint, **kwargs)


def gspread_client(work: Bench) -> gspread.Client:
    credentials = Credentials.from_service_account_file(str(work.key_path), scopes=SCOPES)
    credentials.refresh(Request())
    session = requests.Session()
    session.trust_env = False
    session.headers["Authorization"] = f"Bearer {credentials.token}"
    Redirected.base = work.server.url
    return gspread.Client(auth=None, session=session, http_client=Redirected)


def plain(work: Bench, refs: list[LedgerRef]) -> None:
    """Write as the first page of a tutorial shows it: read the records, update cell by cell."""
    client = gspread_client(work)
    for ref in refs:
        sheet = client.open_by_key(ref.ledger_id).sheet1
        header = sheet.row_values(2)
        # Told to leave numbers alone: by default it reads 0012 as 12 and would flag every row anew.
        records = sheet.get_all_records(head=2, numericise_ignore=["all"])
        for i, record in enumerate(records, start=3):
            for mark, text in wanted(str(record["编号"])).items():
                if str(record.get(HEADINGS[mark], "")) != text:
                    sheet.update_cell(i, header.index(HEADINGS[mark]) + 1, text)


def good(work: Bench, refs: list[LedgerRef]) -> None:
    """Write as an experienced user does: all values in one read, all changes in one update."""
    client = gspread_client(work)
    for ref in refs:
        sheet = client.open_by_key(ref.ledger_id).sheet1
        rows = sheet.get_all_values()
        header = rows[1]
        columns = {mark: header.index(HEADINGS[mark]) for mark in Mark}
        changes = [
            {"range": gspread.utils.rowcol_to_a1(i, columns[mark] + 1), "values": [[text]]}
            for i, row in enumerate(rows[2:], start=3)
            for mark, text in wanted(row[header.index("编号")]).items()
            if row[0] and row[columns[mark]] != text
        ]
        if changes:
            sheet.batch_update(changes, value_input_option="RAW")


class Ours:
    """The store as the service uses it: what Drive calls untouched is not read."""

    def __init__(self) -> None:
        self.versions: dict[str, str] = {}

    def __call__(self, work: Bench, refs: list[LedgerRef]) -> None:
        listed = work.store.list()
        changed = [ref for ref in listed if self.versions.get(ref.ledger_id) != ref.version]
        with ThreadPoolExecutor(8) as pool:
            list(pool.map(lambda ref: run_pass(work.store, ref), changed))

    def remember(self, work: Bench) -> None:
        self.versions = {ref.ledger_id: ref.version for ref in work.store.list()}


def measure(
    work: Bench, refs: list[LedgerRef], client: Callable[[Bench, list[LedgerRef]], None]
) -> tuple[float, int, int, int]:
    work.server.calls.clear()
    work.server.latency_s = LATENCY_S
    started = time.perf_counter()
    client(work, refs)
    seconds = time.perf_counter() - started
    work.server.latency_s = 0.0
    return seconds, *(work.spent(kind) for kind in ("drive", "read", "write"))


def compare(work: Bench, refs: list[LedgerRef], changed: int, ours: Ours) -> None:
    print(f"\n{changed} of {LEDGERS} ledgers changed, {CHANGED_ROWS} rows each")
    print(f"{'client':14}{'seconds':>9}{'drive':>7}{'reads':>7}{'writes':>8}{'requests':>10}")
    for name, client in (("plain gspread", plain), ("good gspread", good), ("duesheet", ours)):
        for ref in refs:  # everybody starts from a ledger that is in order
            run_pass(work.store, ref)
        ours.remember(work)
        for ref in refs[:changed]:
            person = Person(work, ref)
            person._serial = int(time.monotonic() * 1000) % 9000  # numbers not used before
            for row in range(CHANGED_ROWS):
                person.act("retype_number", 0, row * 7)
        seconds, *counts = measure(work, refs, client)
        print(f"{name:14}{seconds:9.1f}{counts[0]:7}{counts[1]:7}{counts[2]:8}{sum(counts):10}")


def weigh(work: Bench) -> None:
    ref = work.ledger("wide", "大表", rows=500)
    run_pass(work.store, ref)
    client = gspread_client(work)
    url = f"https://sheets.googleapis.com/v4/spreadsheets/{ref.ledger_id}"
    print("\none read of 500 rows × 10 columns")
    print(f"{'request':34}{'kB':>7}{'kB gzip':>9}{'ms JSON':>9}  tells")
    everything = MASK.replace("effectiveValue(numberValue,boolValue)", "userEnteredValue,effectiveValue")
    for name, address, params, tells in (
        ("values.get", f"{url}/values/台账", {}, "texts as shown"),
        ("spreadsheets.get, our mask", url, {"fields": MASK}, "all a pass needs"),
        ("spreadsheets.get, 3 value fields", url, {"fields": everything}, "the same, texts three times"),
    ):
        answer = client.http_client.request("get", address, params=params)
        started = time.perf_counter()
        for _ in range(10):
            json.loads(answer.content)
        parse_ms = (time.perf_counter() - started) * 100
        sent = int(answer.headers["Content-Length"])
        print(f"{name:34}{len(answer.content) / 1000:7.0f}{sent / 1000:9.0f}{parse_ms:9.1f}  {tells}")
    body = client.http_client.request("get", url, params={"fields": MASK}).content
    started = time.perf_counter()
    for _ in range(10):
        grid_of(body)
    print(f"our grid from it, JSON included: {(time.perf_counter() - started) * 100:.1f} ms")
    print(
        "values.get would need a second request for merges, metadata, rules, hidden sheets and number\n"
        "formats; reads, not bytes, are what Google counts (60 a minute)."
    )


def main() -> None:
    with bench(Path(tempfile.mkdtemp())) as work:
        work.server.quotas = False
        work.server.watch = None
        refs = [work.ledger(f"s{i}", f"村{i}", rows=ROWS) for i in range(LEDGERS)]
        work.server.calls.clear()
        seconds, *counts = measure(work, refs, Ours())
        print(f"first adoption of {LEDGERS} × {ROWS} rows: {seconds:.1f} s, drive/read/write {counts}")
        ours = Ours()
        ours.remember(work)
        seconds, *counts = measure(work, refs, ours)
        print(f"nothing changed: {seconds:.1f} s, drive/read/write {counts}")
        for changed in (1, LEDGERS):
            compare(work, refs, changed, ours)
        weigh(work)


if __name__ == "__main__":
    main()
