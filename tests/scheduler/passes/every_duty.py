"""A township for each periodic duty in each state it can have: config, sheets, day, what was seen before."""

from dataclasses import dataclass, field
from datetime import date

from tests.scheduler.fake import row

TITLE = ["青石村2026年矛盾纠纷排查化解台账"]
#: One of each that can owe a duty, and somebody to tell.
PARTIES = """
[[village]]
name = "青石村"
ledger = "青石村"
[[leader]]
name = "王某"
villages = ["青石村"]
[[grid]]
name = "一网格"
village = "青石村"
[notify]
urls = ["json://desk"]
"""


@dataclass(frozen=True)
class Stood:
    """One township.

    Attributes:
        day: of the look.
        lines: of the duty's sheet in the office's workbook, as 日期|…
        rows: of the village's ledger.
        seen: the day its rows were first seen, after having been looked for in vain; "" for no such day.
        published: the day the list was published; "" for none.
    """

    day: str
    lines: tuple[str, ...] = ()
    rows: tuple[list[str], ...] = ()
    seen: str = ""
    published: str = ""


@dataclass(frozen=True)
class Duty:
    """One duty: where its lines stand, its period and due day, who owes it, and a township for each state."""

    id: str
    period: str
    due: str
    states: dict[str, Stood]
    owner: str | int = ""
    sheet: str = ""
    heading: str = ""
    config: str = field(default="")


def nil(said, day="2026-03-31"):
    """Return a row that says 零报告 for what *said* names."""
    return ["", day, "", f"{said}零报告", "", "", "", ""]


def logged(day, *, rest, soon, ahead, late):
    """Return the states of a duty that a line proves.

    Args:
        day: of a line in time.
        rest: of the line, behind the day; a line of another day names the period.
        soon: a day on which it is due soon.
        ahead: a day on which it is not due yet; "" where there is none.
        late: the day of a look after it, and of a late line before that look; () where none can be late.
    """
    after = late[0] if late else _day_after(day)
    states = {
        "due_soon": Stood(soon),
        "missing": Stood(after),
        "on_time": Stood(after, (f"{day}|{rest}",)),
    }
    if ahead:
        states["not_due"] = Stood(ahead)
    if late:
        states["late"] = Stood(late[0], (f"{late[1]}|{rest}",))
    return states


def _day_after(day):
    return date.fromordinal(date.fromisoformat(day).toordinal() + 1).isoformat()


def quarterly(sheet, duty, due, rest="完成", heading="日期|内容|所属期", **more):
    late = ("2026-04-10", "2026-04-03")
    states = logged("2026-03-26", rest=f"{rest}|2026Q1", soon="2026-03-30", ahead="2026-02-10", late=late)
    return Duty(duty, "2026Q1", due, states, sheet=sheet, heading=heading, **more)


def yearly(sheet, duty, due, rest="已办", heading="日期|内容|所属期", **more):
    late = ("2026-03-10", "2026-02-20")
    soon = {"2025-12-31": "2025-12-29", "2026-01-15": "2026-01-13"}[due]
    states = logged("2025-12-05", rest=f"{rest}|2025", soon=soon, ahead="2025-11-10", late=late)
    return Duty(duty, "2025", due, states, sheet=sheet, heading=heading, **more)


def monthly(sheet, duty, due, rest="已办", heading="日期|内容|所属期", **more):
    late = ("2026-04-10", "2026-04-03")
    soon = {"2026-03-31": "2026-03-27", "2026-04-01": "2026-03-30", "2026-03-25": "2026-03-23"}[due]
    states = logged("2026-03-20", rest=f"{rest}|2026-03", soon=soon, ahead="2026-03-09", late=late)
    return Duty(duty, "2026-03", due, states, sheet=sheet, heading=heading, **more)


def with_nil(duty, day, said):
    """Add the state in which the village's ledger says 零报告."""
    return Duty(**{**vars(duty), "states": {**duty.states, "nil": Stood(day, rows=(nil(said),))}})


VISITS = '["visit_scheme", "statute"]'
DUTIES = [
    Duty(
        "HALF_MONTH_SCREEN",
        "2026-03H2",
        "2026-04-01",
        {
            "not_due": Stood("2026-03-18"),
            "due_soon": Stood("2026-03-30"),
            "missing": Stood("2026-04-02"),
            "on_time": Stood("2026-04-02", rows=(row("1", "2026-03-20"),)),
            "late": Stood("2026-04-09", rows=(row("1", "2026-03-20"),), seen="2026-04-03"),
            "nil": Stood("2026-04-02", rows=(nil("3月16日至31日"),)),
        },
        "青石村",
    ),
    Duty(
        "ZERO_REPORT",
        "2026-03-31",
        "2026-03-31",
        {
            "due_soon": Stood("2026-03-31"),
            "missing": Stood("2026-04-01"),
            "on_time": Stood("2026-04-01", rows=(row("1", "2026-03-31"),)),
            "late": Stood("2026-04-01", rows=(row("1", "2026-03-31"),), seen="2026-04-01"),
            "nil": Stood("2026-04-01", rows=(nil("3月份"),)),
        },
        "青石村",
        config='[[window]]\nname = "会议期间"\nfirst = 2026-03-30\nlast = 2026-04-02\n',
    ),
    Duty(
        "RISK_LIST_25",
        "2026-03",
        "2026-03-25",
        {
            "not_due": Stood("2026-03-09"),
            "due_soon": Stood("2026-03-23"),
            "missing": Stood("2026-03-27"),
            "on_time": Stood("2026-03-27", published="2026-03-25"),
            "late": Stood("2026-03-27", published="2026-03-26"),
        },
    ),
    Duty(
        "THREE_DAY_SIGNED",
        "2026-03-29",
        "2026-03-31",
        logged("2026-03-30", rest="青石村|某甲", soon="2026-03-29", ahead="", late=())
        | {
            "missing": Stood("2026-04-01", rows=(nil("3月份"),)),
            "on_time": Stood("2026-04-01", ("2026-03-30|青石村|某甲",)),
        },
        "青石村",
        "三日签字报",
        "日期|单位|签字人",
    ),
    with_nil(
        monthly("信访月报", "MONTHLY_REPORT", "2026-04-01", "青石村", "日期|单位|所属期", owner="青石村"),
        "2026-04-02",
        "3月份",
    ),
    monthly("月排查汇总", "MONTHLY_SCREEN", "2026-04-01"),
    monthly("信访工作会", "MONTHLY_MEETING", "2026-03-31"),
    monthly("矛盾分析会", "MEETING_25", "2026-03-25"),
    monthly(
        "下访登记",
        "VISIT_MONTHLY",
        "2026-03-31",
        "王某|青石村",
        "日期|下访领导|村|所属期",
        owner=1,
        config=VISITS,
    ),
    Duty(
        "DUTY_EVERY_WD",
        "2026-03-31",
        "2026-03-31",
        logged("2026-03-31", rest="王某", soon="2026-03-31", ahead="", late=()),
        sheet="接访值班",
        heading="日期|接访领导",
    ),
    Duty(
        "GRID_DAILY",
        "2026-03-31",
        "2026-03-31",
        logged("2026-03-31", rest="一网格|巡查", soon="2026-03-31", ahead="", late=()),
        "一网格",
        "网格巡查日志",
        "日期|网格|内容",
    ),
    Duty(
        "CROSS_WEEKLY",
        "2026-W13",
        "2026-03-29",
        {
            "not_due": Stood("2026-03-23"),
            "due_soon": Stood("2026-03-25"),
            "missing": Stood("2026-03-31"),
            "on_time": Stood("2026-03-31", ("2026-03-26|青石村|排查",)),
            "nil": Stood("2026-03-31", rows=(nil("3月份"),)),
        },
        "青石村",
        "交叉排查",
        "日期|单位|内容",
    ),
    quarterly("土地确权回头看", "LAND_Q", "2026-04-01"),
    quarterly("政策落实自查", "POLICY_Q", "2026-04-01"),
    quarterly("信访研究", "STUDY_QUARTERLY", "2026-03-31", config=VISITS),
    quarterly(
        "季度汇报", "LEADER_REPORT_Q", "2026-04-01", "王某", "日期|领导姓名|所属期", owner=1, config=VISITS
    ),
    yearly("培训记录", "TRAINING_YEARLY", "2025-12-31"),
    yearly(
        "责任书",
        "RESPONSIBILITY_YEARLY",
        "2025-12-31",
        "青石村|某甲",
        "日期|单位|签字人|所属期",
        owner="青石村",
    ),
    yearly("自查报告", "SELF_CHECK_YEARLY", "2026-01-15"),
]
