"""Shared spreadsheets: our passes beside a gspread and pandas script that does only the row rules.

    python benchmarks/google_passes.py

Twelve ledgers of 400 rows × 16 columns on the test server, each answer after 200 ms, every pass a process of
its own. Bytes are those of bodies: answers unpacked, answers packed, what was sent. Only ratios within one
run count.
"""

import compileall
import importlib
import json
import resource
import subprocess
import sys
import sysconfig
import tempfile
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).parents[1]))  # the test server lives among the tests

LEDGERS, ROWS, LATENCY_S = 12, 400, 0.2
FIRST_DAY, NEXT_DAY = "2026-04-03", "2026-04-04"
BOT = "duesheet@township.iam.example"
HEADER = (
    *("序号", "受理编号", "登记日期", "来源", "村民小组", "当事人", "联系电话", "纠纷类型", "简要情况"),
    *("复杂程度", "责任单位", "责任人", "办理期限", "办理状态", "办结日期", "备注"),
)
OURS = ("督办", "应办结", "提醒", "催办对象", "说明")


@dataclass(frozen=True, slots=True)
class Cost:
    """What one pass of one program cost."""

    reads: int
    writes: int
    drive: int
    kb: float
    packed_kb: float
    sent_kb: float
    cpu_s: float
    mb: float

    @property
    def wire_kb(self) -> float:
        """What went over the wire, both ways."""
        return self.packed_kb + self.sent_kb


# -- the peer: a good script of an experienced user -------------------------------------------------------


def peer(url: str, key: str, today: str) -> None:
    """Read every value of each first worksheet, work the rules out, write what differs in one update."""
    import gspread
    import pandas as pd
    import requests
    from google.auth.transport.requests import Request
    from google.oauth2.service_account import Credentials

    class Redirected(gspread.HTTPClient):
        def request(self, method: str, endpoint: str, **kwargs: Any) -> Any:
            for host in ("https://sheets.googleapis.com", "https://www.googleapis.com"):
                endpoint = endpoint.replace(host, url)
            return super().request(method, endpoint, **kwargs)

    scopes = [
        f"https://www.googleapis.com/auth/{name}" for name in ("spreadsheets", "drive.metadata.readonly")
    ]
    credentials = Credentials.from_service_account_file(key, scopes=scopes)
    credentials.refresh(Request())
    session = requests.Session()
    session.trust_env = False
    session.headers["Authorization"] = f"Bearer {credentials.token}"
    client = gspread.Client(auth=None, session=session, http_client=Redirected)
    day = pd.Timestamp(today)
    for file in client.list_spreadsheet_files():
        sheet = client.open_by_key(file["id"]).sheet1
        values = sheet.get_all_values()
        header = values[1]
        first = len(HEADER) + 1
        if OURS[0] not in header:
            sheet.update([list(OURS)], gspread.utils.rowcol_to_a1(2, first), raw=True)
            found = [["" for _ in OURS] for _ in values[2:]]
        else:
            found = [row[first - 1 : first - 1 + len(OURS)] for row in values[2:]]
        updates: list[dict[str, Any]] = []
        frame = pd.DataFrame([row[: len(HEADER)] for row in values[2:]], columns=list(HEADER))
        for i, (old, new) in enumerate(zip(found, row_rules(frame, day), strict=True)):
            if old != new:
                updates.append({"range": gspread.utils.rowcol_to_a1(i + 3, first), "values": [new]})
        if updates:
            sheet.batch_update(updates, value_input_option="RAW")


def row_rules(frame: Any, day: Any) -> list[list[str]]:
    """Return our five texts for every row, by the fifteen or thirty days that a case has."""
    import numpy as np
    import pandas as pd

    start = pd.to_datetime(frame["登记日期"], errors="coerce")
    length = np.where(frame["复杂程度"] == "复杂", 30, 15)
    due = start + pd.to_timedelta(length, unit="D")
    late = (day - due).dt.days
    closed = frame["办理状态"] == "已办结"
    words: list[list[str]] = []
    for n, is_closed, days, ends, who in zip(
        frame["序号"], closed, late, due.dt.strftime("%Y-%m-%d"), frame["责任单位"], strict=True
    ):
        light = "已办结" if is_closed else f"逾期{days}天" if days > 0 else "临期" if days > -4 else "正常"
        asked = f"请{who}于{ends}前办理" if not is_closed and days > -4 else ""
        words.append([light, ends, asked, who if asked else "", f"{n}：自登记起计算，至{ends}"])
    return words


# -- ours ------------------------------------------------------------------------------------------------


def ours(config: str, today: str) -> None:
    """Run one pass as the command line does."""
    from scheduler.cli import main

    sys.argv = ["duesheet", "run", "--release" if today == "first" else "-q", "-q", "-c", config]
    sys.argv += ["--today", FIRST_DAY if today == "first" else today]
    try:
        main()
    except SystemExit as end:
        if end.code:
            raise


# -- what neither can do without ---------------------------------------------------------------------------


#: What a pass has to load before it does anything: one with nothing to do, and one that reads a ledger.
FLOORS = {
    "libraries of a pass without news": (
        *("requests", "google.oauth2.service_account", "gspread", "sqlalchemy", "sqlalchemy.dialects.sqlite"),
        *("pydantic.main", "typer", "numpy"),
    ),
    "and of one that reads": ("pandas",),
    "and of one that renews the board": ("xlsxwriter",),
}


def floor(last: str) -> None:
    """Load libraries, up to those of the floor *last*, and nothing of ours."""
    for name, libraries in FLOORS.items():
        for library in libraries:
            importlib.import_module(library)
        if name == last:
            return


# -- the bench --------------------------------------------------------------------------------------------


def rows_of(ledger: int, rows: int = ROWS) -> list[list[object]]:
    """Return the cases of one village: text as clerks write it, dates as dates."""
    found: list[list[object]] = []
    for n in range(1, rows + 1):
        start = date(2026, 1, 4) + timedelta(days=(n * 7 + ledger) % 88)
        closed = n % 3 != 0
        found.append(
            [
                float(n),
                f"QS{ledger:02d}2026{n:04d}",
                start,
                ("来访", "来电", "排查", "来信")[n % 4],
                f"{n % 9 + 1}组",
                f"赵某{ledger}{n}、钱某{n % 37}",
                f"1390000{n:04d}",
                ("邻里", "婚姻家庭", "宅基地", "土地承包", "劳资", "借贷")[n % 6],
                f"因地界、滴水等引起的纠纷第{ledger * 1000 + n}件，双方各执一词，已约谈{n % 4 + 1}次",
                ("简单", "复杂")[n % 2],
                ("村调委会", "司法所", "自然资源所")[n % 3],
                f"干部{n % 23}",
                "",
                "已办结" if closed else "办理中",
                min(start + timedelta(days=n % 19), date(2026, 4, 2)) if closed else "",
                "",
            ]
        )
    return found


def _cell(value: object) -> dict[str, Any]:
    if isinstance(value, date):
        serial = float((value - date(1899, 12, 30)).days)
        shown = {"numberFormat": {"type": "DATE", "pattern": "yyyy-mm-dd"}}
        return {"userEnteredValue": {"numberValue": serial}, "userEnteredFormat": shown}
    if isinstance(value, float):
        return {"userEnteredValue": {"numberValue": value}}
    return {"userEnteredValue": {"stringValue": value}} if value else {}


def fill(server: Any, book_id: str, title: str, lines: Sequence[Sequence[object]]) -> None:
    """Make one village's spreadsheet."""
    server.world.add_book(book_id, title, {BOT: "writer", "owner@example.org": "owner"})
    start = {"sheetId": 0, "rowIndex": 0, "columnIndex": 0}
    cells = [{"values": [_cell(value) for value in line]} for line in lines]
    properties = {"sheetId": 0, "title": "台账"}
    more = max(len(lines) - 90, 1)
    server.people(
        book_id,
        [
            {"appendDimension": {"sheetId": 0, "dimension": "ROWS", "length": more}},
            {"updateSheetProperties": {"properties": properties, "fields": "title"}},
            {"updateCells": {"start": start, "rows": cells, "fields": "userEnteredValue,userEnteredFormat"}},
        ],
    )


class Town:
    """A server with ledgers on it, and the key and the config to reach them."""

    def __init__(self, server: Any, folder: Path, *, ledgers: int = LEDGERS, rows: int = ROWS) -> None:
        self.server = server
        server.quotas = False
        server.always_packs = True
        self.key = folder / "key.json"
        self.key.write_text(json.dumps(server.add_account(BOT).key_file), "utf-8")
        self.key.chmod(0o600)
        self.config = folder / "township.toml"
        self.config.write_text(
            f'[township]\nname = "青石镇"\n[ledgers]\nstore = "google"\ncredentials = ["{self.key.name}"]\n'
            f'endpoint = "{server.url}"\n',
            "utf-8",
        )
        self.names = [f"s{i:02d}" for i in range(ledgers)]
        for i, name in enumerate(self.names):
            lines = [[f"第{i}村矛盾纠纷排查化解台账（2026年）"], list(HEADER), *rows_of(i, rows)]
            fill(server, name, f"第{i}村", lines)

    def edit(self) -> None:
        """Let a village settle four of its cases."""
        column = HEADER.index("办理状态")
        for row in (5, 8, 11, 14):
            start = {"sheetId": 0, "rowIndex": row - 1, "columnIndex": column}
            words = [{"values": [_cell("已办结"), _cell(date(2026, 4, 2))]}]
            self.server.people(
                self.names[0],
                [
                    {
                        "updateCells": {
                            "start": start,
                            "rows": words,
                            "fields": "userEnteredValue,userEnteredFormat",
                        }
                    }
                ],
            )

    def measure(self, *step: str) -> Cost:
        """Run one step in a process of its own."""
        self.server.calls.clear()
        self.server.traffic.clear()
        cpu_s, mb = alone(*step)
        kinds = [call.kind for call in self.server.calls]
        traffic = self.server.traffic
        return Cost(
            *(kinds.count(kind) for kind in ("read", "write", "drive")),
            *(traffic[kind] / 1000 for kind in ("plain", "sent", "received")),
            cpu_s,
            mb,
        )


def alone(*step: str) -> tuple[float, float]:
    """Run one step in a process of its own; return its CPU seconds and its peak in MB."""
    root = Path(__file__).parents[1]
    command = [sys.executable, str(Path(__file__).resolve()), *step]
    done = subprocess.run(command, capture_output=True, text=True, cwd=root, env={"PYTHONPATH": str(root)})
    if done.returncode:
        raise SystemExit(done.stdout + done.stderr)
    cpu_s, mb = json.loads(done.stdout.splitlines()[-1])
    return cpu_s, mb


def compile_all() -> None:
    """Compile what either program may load, as installing it does; else whoever comes first pays for it."""
    root = Path(__file__).parents[1]
    places = [*(root / name for name in ("config", "rules", "sync", "reports", "scheduler", "duesheet"))]
    for place in (*places, Path(__file__).parent, Path(sysconfig.get_path("purelib"))):
        compileall.compile_dir(place, quiet=2)


SCENARIOS = ("first", "same", "changed", "next day")


def scenarios(
    ledgers: int = LEDGERS,
    rows: int = ROWS,
    latency_s: float = LATENCY_S,
    who: Sequence[str] = ("peer", "ours"),
) -> dict[tuple[str, str], Cost]:
    """Return what each scenario costs each program, by (scenario, program)."""
    from tests.google.server import GoogleServer

    compile_all()
    found: dict[tuple[str, str], Cost] = {}
    for name in who:
        with tempfile.TemporaryDirectory() as folder, GoogleServer() as server:
            town = Town(server, Path(folder), ledgers=ledgers, rows=rows)
            server.latency_s = latency_s

            def step(today: str, town: Town = town, name: str = name, server: Any = server) -> Cost:
                if name == "ours":
                    return town.measure("ours", str(town.config), today)
                return town.measure(
                    "peer", server.url, str(town.key), FIRST_DAY if today == "first" else today
                )

            found["first", name] = step("first")
            found["same", name] = step(FIRST_DAY)
            town.edit()
            found["changed", name] = step(FIRST_DAY)
            found["next day", name] = step(NEXT_DAY)
    return found


def table(found: dict[tuple[str, str], Cost]) -> str:
    """Return the figures as a table."""
    names = ("reads", "writes", "Drive", "kB", "packed", "sent", "CPU s", "×", "MB")
    widths = (6, 7, 6, 8, 8, 7, 7, 6, 6)
    head = "".join(f"{name:>{width}}" for name, width in zip(names, widths, strict=True))
    lines = [f"{'pass':10}{'program':8}{head}"]
    for scenario in SCENARIOS:
        for name in ("peer", "ours"):
            cost = found[scenario, name]
            times = cost.cpu_s / found[scenario, "peer"].cpu_s
            lines.append(
                f"{scenario:10}{name:8}{cost.reads:6}{cost.writes:7}{cost.drive:6}{cost.kb:8.0f}{cost.packed_kb:8.0f}"
                f"{cost.sent_kb:7.0f}{cost.cpu_s:7.2f}{times:6.2f}{cost.mb:6.0f}"
            )
    return "\n".join(lines)


def bars(found: dict[tuple[str, str], Cost]) -> list[tuple[str, float, float]]:
    """Return (what, figure, at most) for each bar."""
    first = found["first", "ours"]
    wire = found["first", "peer"].wire_kb

    def cpu(scenario: str) -> float:
        return found[scenario, "ours"].cpu_s / found[scenario, "peer"].cpu_s

    return [
        ("Google, first pass: Sheets requests", first.reads + first.writes, 3 * LEDGERS),
        ("Google, first pass: Drive requests", first.drive, LEDGERS + 1),
        ("Google, first pass: packed bytes × peer's", first.wire_kb / wire, 2.1),
        ("Google, first pass: CPU × peer's", cpu("first"), 1.5),
        ("Google, same after own write: Sheets reads", found["same", "ours"].reads, 0),
        ("Google, same after own write: CPU × peer's", cpu("same"), 1.0),
        ("Google, one village changed: CPU × peer's", cpu("changed"), 1.0),
        ("Google, next day: CPU × peer's", cpu("next day"), 1.5),
        ("Google, next day: packed bytes × peer's first", found["next day", "ours"].wire_kb / wire, 2.1),
        ("Google, peak memory, MB", max(found[s, "ours"].mb for s in SCENARIOS), 120),
    ]


def say(lines: Sequence[tuple[str, float, float]]) -> None:
    """Print bars with the figures that are measured against them."""
    for what, figure, at_most in lines:
        print(f"{'ok ' if figure <= at_most else 'NOT'} {what:52}{figure:8.2f}  (at most {at_most:g})")


def peak_mb() -> float:
    """Return this process's own peak; ru_maxrss would begin with that of the process that started it."""
    status = Path("/proc/self/status").read_text("ascii", "ignore")
    return int(status.split("VmHWM:")[1].split()[0]) / 1024


STEPS: dict[str, Callable[..., None]] = {"peer": peer, "ours": ours, "floor": floor}


def main() -> None:
    if len(sys.argv) > 1:
        STEPS[sys.argv[1]](*sys.argv[2:])
        used = resource.getrusage(resource.RUSAGE_SELF)
        print(json.dumps([used.ru_utime + used.ru_stime, peak_mb()]))
        return
    found = scenarios()
    print(table(found))
    usual = found["same", "peer"].cpu_s
    for name in FLOORS:
        cpu_s, mb = alone("floor", name)
        print(f"{name:40}{cpu_s:6.2f} s  {cpu_s / usual:5.2f} × the peer's same  {mb:4.0f} MB")
    say(bars(found))


if __name__ == "__main__":
    main()
