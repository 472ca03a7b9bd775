"""Each spelling of a date, asked in the column of its role."""

from typing import TYPE_CHECKING

from tests.corpus.lists import halves
from tests.corpus.lists.halves_read import Figures, listed, look

if TYPE_CHECKING:
    from sync.grid import CellValue

_ROLES = {"registered_date": "登记日期", "resolved_date": "办结日期", "due_date": "办理期限"}

_KEYS = {"registered_date": "registered", "resolved_date": "resolved", "due_date": "due"}


def asked_date(role: str, cell: str) -> tuple[str, list[str]]:
    heads = ["序号", "登记日期", "当事人", "纠纷类型", "简要情况", "办理状态"]
    row: list[CellValue] = [
        1.0,
        "2026-03-05",
        "赵某",
        "邻里",
        "争水",
        "在办" if role != "resolved_date" else "",
    ]
    if role == "registered_date":
        row[1] = cell
    else:
        heads.append(_ROLES[role])
        row.append(cell)
    found = look([heads, row])["sheets"]["台账"]["tables"][0]["rows"][0]
    issues = [
        issue["code"]
        for issue in found.get("issues", [])
        if issue["field"] == role and issue["code"] != "date_missing"
    ]
    return found.get(_KEYS[role]) or "", issues


def dates(name: str = "dates") -> tuple[Figures, Figures]:
    entries = [(role, cell, truth) for role, cells in listed(name).items() for cell, truth in cells.items()]
    figures = (Figures(), Figures())
    for mine, half in zip(figures, halves(entries), strict=True):
        for role, cell, truth in half:
            day, said = asked_date(role, cell)
            if truth in ("", "blank"):
                outcome = "silently wrong" if day else ("read" if bool(said) == (truth == "") else "unread")
            else:
                outcome = "read" if day == truth else ("silently wrong" if day else "unread")
            mine.note(outcome, f"{role} {cell!r}: {day} {said} for {truth!r}")
    return figures
