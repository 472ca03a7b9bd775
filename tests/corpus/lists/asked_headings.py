"""Each heading of a list, asked in a ledger that has everything but its role."""

from collections.abc import Mapping, Sequence
from datetime import date

from sync.grid import CellValue
from tests.corpus.lists import halves
from tests.corpus.lists.halves_read import Figures, listed, look

_PEOPLE = ("赵某某", "钱某", "孙某某", "李某", "周某某", "吴某")

_CELLS: Mapping[str, Sequence[CellValue]] = {
    "seq": (1.0, 2.0, 3.0, 4.0, 5.0, 6.0),
    "case_no": ("QS2026-01", "QS2026-02", "QS2026-03", "QS2026-04", "QS2026-05", "QS2026-06"),
    "source": ("群众反映", "入户排查", "网格上报", "来访", "来电", "来信"),
    "village": ("大坪村", "大坪村", "小河村", "石桥村", "石桥村", "小河村"),
    "group": ("一组", "二组", "三组", "一组", "二组", "四组"),
    "grid": ("第1网格", "第2网格", "第1网格", "第3网格", "第2网格", "第1网格"),
    "people_count": (2.0, 3.0, 1.0, 5.0, 2.0, 2.0),
    "category": ("邻里", "婚姻家庭", "山林土地", "邻里", "劳资欠薪", "征地拆迁"),
    "summary": (
        "屋檐滴水起争执",
        "老人赡养分担不均",
        "田埂界限不清",
        "夜里狗叫扰邻",
        "拖欠工钱三个月",
        "补偿面积有出入",
    ),
    "risk_level": ("低", "中", "高", "低", "中", "中"),
    "complexity": ("简单", "一般", "复杂", "简单", "疑难", "一般"),
    "org": ("村委会", "司法所", "镇民政办", "自然资源所", "村委会", "派出所"),
    "status": ("已办结", "办理中", "已化解", "未化解", "已办结", "化解中"),
    "yes_no": ("是", "否", "是", "是", "否", "是"),
    "progress": (
        "入户核实后约谈双方",
        "约双方到村部协商",
        "现场丈量，双方仍有分歧",
        "正在与对方沟通",
        "已联系用工方核对工时",
        "与镇里对接补偿口径",
    ),
    "result": ("调解成功", "书面答复", "达成协议", "调解不成", "达成协议", "书面答复"),
    "agreement_no": ("协001", "协002", "", "协003", "", "协004"),
    "satisfaction": ("满意", "基本满意", "满意", "不满意", "满意", ""),
    "overdue_flag": ("否", "否", "是", "否", "否", "是"),
    "remark": ("", "已归档", "", "", "见附页", ""),
    "extension_reason": ("等测绘结果", "", "当事人在外务工", "", "", "需上级批复"),
    "agreement_form": ("书面", "口头", "书面", "", "口头", "书面"),
    "amount": (1200.0, 300.0, 8000.0, 560.0, 2400.0, 10000.0),
    "sitting_place": ("村部", "司法所", "综治中心", "村部", "调解室", "村部"),
    "other": ("无", "1200元", "视情况而定", "见附件", "一组晒场", "两份"),
    "ignored": ("", "", "不详", "", "", ""),
}

_DAYS = tuple(date(2026, 3, day) for day in (2, 5, 9, 12, 17, 23))

_FRAME: Sequence[tuple[str, str]] = (
    ("序号", "seq"),
    ("登记日期", "registered_date"),
    ("当事人", "party"),
    ("纠纷类型", "category"),
    ("简要情况", "summary"),
    ("办理状态", "status"),
    ("办结日期", "resolved_date"),
)


def cells_for(role: str, heading: str) -> Sequence[CellValue]:
    if role == "status" and ("是否" in heading or "是/否" in heading or "与否" in heading):
        return _CELLS["yes_no"]
    if role == "judicial_confirmation":
        return _CELLS["yes_no"]
    if role == "status" and "完成情况" in heading:
        return ("完成", "未完成", "完成", "完成", "未完成", "完成")
    if role.endswith("_date") or role in (
        "extension",
        "extension_approved_on",
        "suspended_from",
        "suspended_to",
    ):
        return _DAYS
    return _CELLS.get(role, _PEOPLE)


def asked_heading(heading: str, roles: Sequence[str]) -> tuple[str, str]:
    """Return how *heading* comes out in a ledger that has everything but its role, and what was said of it."""  # noqa: E501
    frame = [(name, role) for name, role in _FRAME if role not in roles]
    if roles[0] == "registered_date":
        frame = [one for one in frame if one[1] != "accepted_date"]
    columns = [*frame, (heading, roles[0])]
    body = [[cells_for(role, name)[row] for name, role in columns] for row in range(6)]
    found = look([[name for name, _ in columns], *body])
    tables = found["sheets"]["台账"]["tables"]
    if not tables:
        return "no ledger", ""
    letter = "ABCDEFGHIJ"[len(columns) - 1]
    said = [
        p
        for p in found["problems"]
        if p["cell"].startswith(letter) and p["code"] in ("heading_suggested", "heading_unknown")
    ]
    return tables[0]["columns"][letter], str(said[0]["suggestion"] or "") if said else ""


def headings(name: str = "headings") -> tuple[Figures, Figures]:
    amended = listed(name.partition(":")[0]).get("amended", {})
    entries = [
        (heading, amended.get(heading, roles))
        for roles, names in listed(name).items()
        if roles != "amended"
        for heading in names
    ]
    figures = (Figures(), Figures())
    for mine, half in zip(figures, halves(entries), strict=True):
        for heading, spelled in half:
            roles = spelled.split("|")
            role, hint = asked_heading(heading, roles)
            suggested = hint.split(" ")[0]
            if suggested and suggested not in roles:
                mine.note("wrong suggestion", f"{heading}: {hint} for {spelled}")
            elif roles == ["other"]:
                mine.note("unasked" if role in ("other", "ignored") else "wrong role", f"{heading}: {role}")
            elif role in roles:
                mine.note("read", heading)
            else:
                wrong = role not in ("other", "ignored", "no ledger")
                mine.note("wrong role" if wrong else "unread", f"{heading}: {role} for {spelled} ({hint})")
    return figures
