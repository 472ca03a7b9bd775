"""Each spelling of a state, asked in the row of a ledger."""

from datetime import date
from typing import TYPE_CHECKING

from tests.corpus.lists import halves
from tests.corpus.lists.halves_read import Figures, listed, look

if TYPE_CHECKING:
    from sync.grid import CellValue

_HEADS = {"status": "办理状态", "yes_no": "是否办结", "printed": "办理状态", "progress": "化解情况"}

_BESIDE = {
    "status": ("已办结", "在办", "已化解"),
    "yes_no": ("是", "否", "是"),
    "printed": ("已办结", "在办", "已化解"),
    "progress": ("3月20日双方达成协议，已化解", "约双方到村部协商，没有结果", "正在与对方沟通"),
}


def asked_state(kind: str, text: str) -> tuple[str, list[str]]:
    rows: list[list[CellValue]] = [["序号", "登记日期", "当事人", "纠纷类型", "简要情况", _HEADS[kind]]]
    for number, said in enumerate((*_BESIDE[kind], text), 1):
        rows.append(
            [float(number), date(2026, 3, number), f"赵{number}某", "邻里", f"第{number}户争水", said]
        )
    row = look(rows)["sheets"]["台账"]["tables"][0]["rows"][-1]
    return row.get("status", row["kind"]), [
        issue["code"] for issue in row.get("issues", []) if issue["field"] in ("status", "progress", "result")
    ]


def states(name: str = "states") -> tuple[Figures, Figures]:
    entries = [
        (kind, state, text)
        for kind, found in listed(name).items()
        for state, texts in found.items()
        for text in texts
    ]
    amended = listed(name.partition(":")[0]).get("amended", {})
    entries = [(kind, amended.get(text, truth), text) for kind, truth, text in entries]
    figures = (Figures(), Figures())
    for mine, half in zip(figures, halves(entries), strict=True):
        for kind, truth, text in half:
            state, said = asked_state(kind, text)
            right = state in truth.split("|") or ("reported" in truth and bool(said))
            unknown = kind == "status" and "status_unknown" in said and "reported" not in truth
            if right and not unknown:
                mine.note("read", text)
            else:
                mine.note(
                    "unread" if said or right else "silently wrong",
                    f"{kind} {text!r}: {state} {said} for {truth}",
                )
    return figures
