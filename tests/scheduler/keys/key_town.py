"""A small township under any township.toml, and what people see of it: a view for each place to look."""

import json
import re
from collections.abc import Callable
from datetime import date
from pathlib import Path

import openpyxl
from typer.testing import CliRunner

from scheduler.cli import app
from scheduler.passes.one_pass import run_pass
from scheduler.serve.timetable import make_plan
from scheduler.township import open_township
from tests.reports.read_back import document_text

DISPUTES = [
    "序号",
    "登记日期",
    "当事人",
    "纠纷类型",
    "风险等级",
    "复杂程度",
    "责任人",
    "办理状态",
    "办结日期",
    "延期至",
    "延期原因",
    "延期批准人",
    "延期批准日期",
    "已阅日期",
    "期望了结日",
]
ROWS = [
    ["1", "2026-10-12", "赵某", "邻里", "红", "简单", "魏某", "办理中"],
    ["2", "2026-11-24", "钱某", "邻里", "红", "简单", "魏某", "办理中"],
    [
        "3",
        "2026-10-08",
        "孙某",
        "邻里",
        "黄",
        "简单",
        "魏某",
        "办理中",
        "",
        "2026-12-18",
        "需鉴定",
        "李某",
        "2026-10-20",
    ],
    ["4", "2026-10-13", "李某", "邻里", "黄", "简单", "魏某", "办理中", "", "", "", "", "", "2026-11-20"],
    ["5", "2026-11-02", "周某", "邻里", "绿", "", "魏某", "办理中", "", "", "", "", "", "", "2026-12-07"],
]
SITTINGS = [
    "编号",
    "受理日期",
    "申请人",
    "被申请人",
    "纠纷类型",
    "约定调解时间",
    "调解结果",
    "办理期限",
    "结案日期",
]
#: Headings that do not tell a dispute from a mediation.
VAGUE = ["序号", "登记日期", "当事人", "简要情况", "办理状态"]
MEDIATIONS = {
    "白云村": [["B1", "2026-11-13", "吴某", "郑某", "邻里"], ["B2", "2026-11-16", "冯某", "陈某", "邻里"]],
    "河口村": [["H1", "2026-11-25", "褚某", "卫某", "合同债务"]],
}
BASE = """
[township]
name = "青石镇"
[[village]]
name = "青石村"
ledger = "青石村.xlsx"
[[village]]
name = "白云村"
ledger = "白云村.xlsx"
family = "mediation"
[[village]]
name = "河口村"
ledger = "河口村.xlsx"
family = "mediation"
"""
TODAY = "2026-11-30"


def make_town(folder: Path, config: str, ledgers: str = "ledgers") -> Path:
    """Write ledgers and config into *folder* and return the config's path."""
    place = folder / ledgers
    place.mkdir(parents=True)
    _book(place / "青石村.xlsx", "青石村矛盾纠纷排查化解台账（2026年）", DISPUTES, ROWS)
    _book(place / "石桥村.xlsx", "石桥村台账", VAGUE, [["1", "2026-11-20", "沈某", "院墙渗水", "办理中"]])
    for village, rows in MEDIATIONS.items():
        _book(place / f"{village}.xlsx", f"{village}人民调解登记簿（2026年）", SITTINGS, rows)
    path = folder / "township.toml"
    path.write_text(config, "utf-8")
    return path


def _book(path: Path, title: str, headings: list[str], rows: list[list[str]]) -> None:
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.title = "台账"
    for line in ([title], headings, *rows):
        sheet.append(line)
    book.save(path)


def spoken(config: Path, *words: str) -> str:
    """Return all that a command says, refusals too."""
    line = ["-c", str(config), "--today", TODAY, "--lang", "zh-CN", *words]
    return CliRunner().invoke(app, line).output


def verdicts(config: Path) -> str:
    """Return what a pass would write in each row, and which duties are owed by whom."""
    found = json.loads(spoken(config, "check", "--json"))
    rows = [
        " ".join(str(one[part]) for part in ("village", "row", "duty", "due", "light", "addressee", "why"))
        for each in found["ledgers"]
        for one in each.get("verdicts", ())
    ]
    return "\n".join(rows)


def owed(config: Path) -> str:
    """Return the duties of offices: which, of what period, by whom."""
    found = json.loads(spoken(config, "check", "--json"))["cadences"]
    return "\n".join(f"{one['duty']} {one['period']} {one['owner']} {one['village']}" for one in found)


def told(config: Path) -> str:
    """Return what ``check`` says in words."""
    return spoken(config, "check")


def passed(config: Path) -> str:
    """Return how each ledger came out of a pass."""
    found = run_pass(open_township(config, date.fromisoformat(TODAY)))
    return "\n".join(f"{one.village} {one.kind}" for one in found.outcomes)


def workbook(config: Path) -> str:
    """Return what a pass leaves of colours and printing in a ledger."""
    passed(config)
    (path,) = config.parent.glob("*/青石村.xlsx")
    sheet = openpyxl.load_workbook(path)["台账"]
    coloured = " ".join(str(each.sqref) for each in sheet.conditional_formatting)
    return f"colours {coloured}\nprinted {sheet.print_area}"


def sittings(config: Path) -> str:
    """Return the lines of 调解排期 and 接访排班 after a pass."""
    passed(config)
    path = config.parent / "summaries" / "调解排期.xlsx"
    if not path.is_file():
        return "no sheet"
    lines = [
        " ".join("" if cell is None else str(cell) for cell in row)
        for sheet in openpyxl.load_workbook(path)
        for row in sheet.iter_rows(values_only=True)
    ]
    return "\n".join(lines)


def calendars(config: Path) -> str:
    """Return the calendar files of sittings."""
    passed(config)
    spoken(config, "agenda", "--ics", str(config.parent / "ics"))
    return "\n".join(path.read_text("utf-8") for path in sorted((config.parent / "ics").iterdir()))


def report(config: Path) -> str:
    """Return the half-month's report as it is read, and what the command said."""
    said = spoken(config, "report", "--period", "2026-11H1")
    found = config.parent.glob("summaries/*.docx")
    return "\n".join((said, *(document_text(path.read_bytes()) for path in found)))


def risks(config: Path) -> str:
    """Return the month's list of risks as it is read."""
    spoken(config, "report", "--kind", "risk-list", "--period", "2026-11")
    return "\n".join(document_text(path.read_bytes()) for path in config.parent.glob("summaries/*.docx"))


def counts(config: Path) -> str:
    """Return the signed counts for a county."""
    spoken(config, "report", "--period", "2026-11H1", "--figures", str(config.parent / "counts.json"))
    path = config.parent / "counts.json"
    return path.read_text("utf-8") if path.is_file() else "not signed"


def preview(config: Path) -> str:
    """Return today's digests."""
    passed(config)
    return spoken(config, "remind", "--preview")


def plan(config: Path) -> str:
    """Return when each job of the service comes next."""
    town = open_township(config, date.fromisoformat(TODAY))
    jobs = make_plan(town.settings.schedule, town.rules.calendar, town.settings.zone)
    slots = ((job.name, job.next(town.now().replace(year=2026, month=11, day=30, hour=0))) for job in jobs)
    return "\n".join(f"{name} {slot.due:%m-%d %H:%M}" for name, slot in slots if slot)


def files(config: Path) -> str:
    """Return the files that a pass leaves beside the config."""
    passed(config)
    return "\n".join(sorted(path.relative_to(config.parent).as_posix() for path in config.parent.rglob("*")))


def doctor(config: Path) -> str:
    """Return what the doctor says."""
    return re.sub(r"\s+", " ", spoken(config, "doctor"))


View = Callable[[Path], str]
