"""Building townships for tests: frames straight from the contract, no ledger needed. People are invented."""

from collections.abc import Mapping, Sequence
from datetime import date, timedelta

import pandas as pd

from config.frames import CASES, VERDICTS, Problem, empty_frame
from config.spoken.office import Office
from config.vocabulary import CadenceState, Light, ProblemCode
from reports.composing.speaking.setting import Manner
from reports.inputs import Filed, LedgerProblem, VillageCases

Case = Mapping[str, object]


def case(
    row: int, registered: str = "", status: str = "open", ended: str = "", **more: object
) -> dict[str, object]:
    """One row; dates as ISO text, "" for none."""
    return {"row": row, "registered_date": registered, "status": status, "resolved_date": ended, **more}


def manner(language: str = "zh-CN", office: str | Office = "青石镇", **more: object) -> Manner:
    """How the township of these tests speaks on 1 April 2026; 4 to 6 April are rest days."""
    whose = Office(office) if isinstance(office, str) else office
    fields = {"compiled_on": date(2026, 4, 1), "answer_by": date(2026, 4, 7), **more}
    return Manner(whose, language, **fields)


def frames(cases: Sequence[Case]) -> tuple[pd.DataFrame, pd.DataFrame]:
    """The two frames of *cases*; a key goes into the frame whose contract has it."""
    made = []
    for contract in (CASES, VERDICTS):
        frame = empty_frame(contract, len(cases))
        for position, values in enumerate(cases):
            for name, value in values.items():
                if name in contract:
                    dated = contract[name].startswith("datetime")
                    frame.loc[position, name] = pd.Timestamp(str(value) or "NaT") if dated else value
        made.append(frame)
    if cases:
        made[0]["sheet"] = made[0]["sheet"].where(made[0]["sheet"] != "", "台账")
    return made[0], made[1]


def village(
    name: str,
    cases: Sequence[Case] = (),
    *,
    filed: CadenceState = CadenceState.ON_TIME,
    error: str | None = None,
    problems: Sequence[Problem] = (),
    keyed: bool = False,
) -> VillageCases:
    """One village with one ledger of its own."""
    found, verdicts = frames(cases)
    ledger = f"{name}.xlsx"
    return VillageCases(
        village=name,
        cases=found,
        verdicts=verdicts,
        filed=Filed(filed),
        problems=tuple(LedgerProblem(ledger, problem) for problem in problems),
        error=error,
        ledger=ledger,
        links={"台账": f"../ledgers/{ledger}#'台账'!A{{row}}"},
        keys=tuple(f"{name}-{values.get('key', values['row'])}" for values in cases) if keyed else (),
    )


def overdue(
    days: int, due: str, duty: str = "COMPLEX_30D", addressee: str = "lead_officer"
) -> dict[str, object]:
    """The verdict of a late case."""
    return {
        "light": Light.OVERDUE.value,
        "due": due,
        "days_overdue": days,
        "duty": duty,
        "addressee": addressee,
        "live": True,
    }


def on_track(due: str, light: str = "on_track", duty: str = "COMPLEX_30D") -> dict[str, object]:
    """The verdict of a case with time left."""
    return {"light": light, "due": due, "duty": duty, "live": True}


def closed(due: str = "", *, late: bool = False, agreed: bool = True) -> dict[str, object]:
    """The verdict of a case that ended."""
    light = Light.CLOSED_LATE if late else Light.CLOSED
    return {"light": light.value, "due": due, "duty": "COMPLEX_30D" if due else "", "agreed": agreed}


#: The last day of the half-month that the townships here are judged for.
AS_OF = date(2026, 3, 31)


def _still_open(due: date) -> dict[str, object]:
    days = (AS_OF - due).days
    if days > 0:
        return overdue(days, due.isoformat())
    return on_track(due.isoformat(), "due_soon" if days > -4 else "on_track")


def busy_township(villages: int = 12, rows: int = 20, first: date = date(2025, 10, 1)) -> list[VillageCases]:
    """A township whose every row follows from its number: many kinds of row, no chance involved."""
    names = ("青石", "柳树", "河口", "大坪", "石桥", "松林", "白果", "清溪", "高坎", "龙井", "双河", "桃园")
    categories = ("邻里", "婚姻家庭", "山林土地", "房屋宅基地", "劳资欠薪", "合同债务", "")
    channels = ("screening", "screening", "visit", "phone", "net", "letter", "superior", "")
    made = []
    for number in range(villages):
        cases = []
        for row in range(rows):
            seed = number * rows + row
            day = first + timedelta(days=(seed * 37 + row * 11) % 182)
            facts: dict[str, object] = {
                "case_no": f"2026-{row + 1:03d}" if row % 4 else "",
                "seq": str(row + 1),
                "category": categories[seed % len(categories)],
                "channel": channels[seed % len(channels)],
                "risk": ("green", "yellow", "", "red")[seed % 4 if seed % 9 else 3],
                "org": ("司法所", "综治办", "农业农村服务中心", "派出所")[seed % 4],
                "owner": "张三丰",
                "leader": "李莫愁" if seed % 7 == 0 else "",
            }
            kind = seed % 10
            due = day + timedelta(days=30)
            if kind < 6:
                end = day + timedelta(days=5 + seed % 40)
                if end > AS_OF:
                    facts |= _still_open(due) | {"agreed": kind < 4}
                else:
                    facts |= closed(due.isoformat(), late=end > due, agreed=kind < 4)
                cases.append(case(row + 4, day.isoformat(), "resolved", end.isoformat(), **facts))
            elif kind == 6:
                status = "transferred" if seed % 3 else "withdrawn"
                end = day + timedelta(days=9)
                facts |= _still_open(due) if end > AS_OF else closed(agreed=False)
                cases.append(
                    case(row + 4, day.isoformat(), status, end.isoformat(), destination="outside", **facts)
                )
            elif kind == 7 and row % 8 == 7:
                facts |= {"light": "untimed", "live": True}
                cases.append(case(row + 4, "", "open", "", **facts))
            else:
                held = kind == 9 and seed % 4 == 0
                facts |= on_track(due.isoformat(), "suspended") if held else _still_open(due)
                facts["backlog"] = day < date(2025, 11, 1)
                cases.append(case(row + 4, day.isoformat(), "open", "", **facts))
        problems = [Problem("台账", 7, "B", "registered_date", ProblemCode.DATE_AMBIGUOUS, "2026-03-05")]
        states = (CadenceState.ON_TIME, CadenceState.ON_TIME, CadenceState.LATE)
        name = names[number % len(names)] + ("村" if number < len(names) else f"{number}村")
        made.append(village(name, cases, filed=states[number % 3], problems=problems, keyed=True))
    if villages >= 12:
        made[3] = village(made[3].village, (), filed=CadenceState.NIL)
        made[7] = village(made[7].village, (), filed=CadenceState.MISSING)
        made[9] = village(made[9].village, (), filed=CadenceState.MISSING, error="文件已加密，无法打开")
    return made
