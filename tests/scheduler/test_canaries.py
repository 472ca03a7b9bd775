"""Names, phones, identity numbers and stories planted all over a ledger are found nowhere else, ever."""

import csv
import json
import logging
import threading
import zipfile
from contextlib import redirect_stderr
from datetime import date
from io import StringIO

import pytest
import xlsxwriter
from sqlalchemy import create_engine, inspect, text
from typer.testing import CliRunner

from scheduler.cli import app
from scheduler.remind.asked import Asked
from scheduler.remind.round import send_digests
from scheduler.remind.send import send
from scheduler.serve.log_format import JsonLines, PlainLines
from scheduler.serve.monitor import read_metrics
from scheduler.state import open_state
from scheduler.township import open_township
from tests.scheduler.receiver import Receiver

pytestmark = pytest.mark.filterwarnings("ignore:'imghdr' is deprecated:DeprecationWarning")

TODAY = "2026-04-03"
NAMES = ["欧阳试甲", "司徒验乙", "诸葛测丙", "端木假丁", "皇甫虚戊", "令狐空己"]
PHONE, IDENTITY, PLACE = "13800138999", "510000199901019990", "桃花巷九十九号"
CANARIES = [*NAMES, PHONE, IDENTITY, PLACE]

HEADER = [
    "编号", "登记日期", "纠纷类型", "当事人", "联系电话", "身份证号码", "地址", "纠纷简要情况", "复杂程度",
    "责任单位", "责任人", "包案领导", "办理状态", "办结日期", "办理期限", "备注",
]  # fmt: skip


def case(number, registered, **cells):
    """A row whose every personal cell holds a canary."""
    line = {
        "编号": number,
        "登记日期": registered,
        "纠纷类型": "邻里",
        "当事人": f"{NAMES[0]}、{NAMES[1]}",
        "联系电话": PHONE,
        "身份证号码": IDENTITY,
        "地址": PLACE,
        "纠纷简要情况": f"{NAMES[0]}与{NAMES[1]}在{PLACE}因排水争执，电话{PHONE}",
        "复杂程度": "简单",
        "责任单位": "综治办",
        "责任人": NAMES[2],
        "包案领导": NAMES[3],
        "办理状态": "办理中",
        "备注": f"{NAMES[4]}陪同",
    }
    return [{**line, **cells}.get(heading, "") for heading in HEADER]


ROWS = [
    case("2026-001", "2026-03-01"),
    case("2026-002", "2026-03-23"),
    case("2026-003", "2026-03-02", 办理状态="已办结", 办结日期="2026-03-10"),
    case("2026-004", f"{NAMES[5]}说是3月中旬"),
    case("2026-005", "2026-03-04", 办理状态=f"{NAMES[5]}还在谈"),
    case("2026-006", "2026-03-05", 纠纷类型=f"{NAMES[5]}家的事"),
    case("2026-007", "2026-03-05", 复杂程度=NAMES[5], 办理期限=f"{NAMES[5]}回来再说"),
    case(f"{NAMES[5]}的案子", "2026-03-01"),
    case(PHONE, "2026-03-01"),
    case(IDENTITY, "2026-03-02"),
    case("2026-011", "2026-03-01", 办结日期=f"{NAMES[5]}签字那天"),
    ["", "", "", f"{NAMES[0]}家又来一次", *[""] * 12],
    ["填表人：" + NAMES[2], *[""] * 15],
]


def plant(path):
    book = xlsxwriter.Workbook(str(path))
    sheet = book.add_worksheet("台账")
    sheet.write(0, 0, "青石村2026年矛盾纠纷排查化解台账")
    for number, row in enumerate([HEADER, *ROWS], 1):
        for column, value in enumerate(row):
            sheet.write_string(number, column, value)
    roster = book.add_worksheet("人员名单")
    for number, name in enumerate(NAMES):
        roster.write_row(number, 0, [name, PHONE, IDENTITY])
    hidden = book.add_worksheet("旧台账")
    hidden.write_row(0, 0, HEADER)
    hidden.write_row(1, 0, case("2025-001", "2025-03-01"))
    hidden.hide()
    book.close()


@pytest.fixture(scope="module")
def said(tmp_path_factory):
    """Return all that ever left the ledger, by where it was found."""
    folder = tmp_path_factory.mktemp("town")
    (folder / "ledgers").mkdir()
    plant(folder / "ledgers" / "青石村.xlsx")
    with (folder / "ledgers" / "柳林村.csv").open("w", encoding="utf-8", newline="") as file:
        others = [[text.replace("2026-0", "2026-1").replace("-03-", "-02-") for text in row] for row in ROWS]
        csv.writer(file).writerows([["柳林村2026年矛盾纠纷排查化解台账"], HEADER, *others])
    (folder / "ledgers" / "坏.xlsx").write_bytes(f"{NAMES[0]},{PHONE}".encode())
    receiver = Receiver()
    (folder / "township.toml").write_text(
        f'[township]\nname = "青石镇"\n[notify]\nurls = ["{receiver.url}"]\n[serve]\nport = 0\n', "utf-8"
    )
    found = {}
    heard = logging.StreamHandler(logs := StringIO())
    for form in (PlainLines, JsonLines):
        heard.setFormatter(form(None))
    root = logging.getLogger()
    root.addHandler(heard)
    before = root.level
    root.setLevel(logging.DEBUG)
    logging.getLogger("duesheet").setLevel(logging.DEBUG)
    try:
        found |= dict(_commands(folder))
        found["digests"] = _remind(folder, receiver)
    finally:
        root.removeHandler(heard)
        root.setLevel(before)
        logging.getLogger("duesheet").setLevel(logging.NOTSET)
        receiver.close()
    found["logs"] = logs.getvalue()
    found["state"] = _state(folder)
    found |= dict(_summaries(folder))
    assert "柳林村.xlsx" in found
    return found


def _commands(folder):
    plain = ("inspect", "check", "run", "run", "report", "status", "history", "doctor", "init")
    commands = [[name] for name in plain]
    commands += [["history", "青石村"], ["check", "--rules", "visit_scheme"]]
    commands += [["report", "--kind", "risk-list", "--period", "2026-03"]]
    commands += [["report", "--kind", "lead-officers", "--period", "2026Q1"]]
    for number, command in enumerate(commands):
        for options in ([], ["--json"]):
            errors = StringIO()
            with redirect_stderr(errors):
                done = CliRunner().invoke(
                    app, [*command, *options, "-c", str(folder / "township.toml"), "--today", TODAY]
                )
            yield f"{number} {' '.join([*command, *options])}", done.output + errors.getvalue()


def _remind(folder, receiver):
    town = open_township(folder, date(2026, 4, 3))
    ledgers = {record.ledger: record.village for record in town.state.looks.ledgers()}
    asked = Asked(ledgers, town.state.looks.live_verdicts(), {"坏"})
    assert send_digests(town, town.state, asked, send, threading.Event())
    told = json.dumps(receiver.bodies, ensure_ascii=False) + read_metrics(town.state)
    town.state.close()
    assert "2026-001" in told
    return told


def _state(folder):
    open_state("sqlite:///.duesheet/state.db", folder).close()
    engine = create_engine(f"sqlite:///{folder}/.duesheet/state.db")
    rows = []
    with engine.connect() as connection:
        for table in inspect(engine).get_table_names():
            rows += [repr(tuple(row)) for row in connection.execute(text(f"SELECT * FROM {table}"))]
    engine.dispose()
    assert len(rows) > 50
    return "\n".join(rows)


def _summaries(folder):
    files = [path for path in folder.rglob("*") if path.is_file() and "ledgers" not in path.parts]
    kinds = {path.suffix for path in files}
    assert {".xlsx", ".docx", ".html"} <= kinds
    for path in files:
        if "backup" in path.parts or path.name == "township.toml" or ".db" in path.name:
            continue
        if zipfile.is_zipfile(path):
            with zipfile.ZipFile(path) as package:
                parts = (package.read(name).decode("utf-8", "replace") for name in package.namelist())
                yield path.name, "\n".join(parts)
        else:
            yield path.name, path.read_text("utf-8", "replace")


@pytest.mark.parametrize("canary", CANARIES)
def test_what_names_a_person_never_leaves_the_ledger(said, canary):
    assert [place for place, words in said.items() if canary in words] == []


def test_there_was_much_to_look_at(said):
    assert len(said) > 25
    assert sum(map(len, said.values())) > 50_000
