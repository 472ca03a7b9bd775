"""What published forms and clerks write is read, or said to be unread.

``python -m tests.sync.test_lists`` prints the figures of both halves of each list, and what the open half misses.
"""  # noqa: E501

import json
import tomllib
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pytest

from sync.grid import CellValue, Grid, Sheet
from sync.inspection import describe
from sync.understand import Given, understand
from tests.corpus import lists
from tests.corpus.book import Book
from tests.corpus.lists.everyday import everyday_tables, in_workbooks, taken
from tests.corpus.score import score_book
from tests.corpus.small import FILES, FRESH, LAST, LATER, SEVENTH, SIXTH, small_ledgers

TODAY = date(2026, 4, 3)
HERE = Path(lists.__file__).parent


@dataclass(slots=True)
class Figures:
    """What came of one half of a list."""

    counts: Counter[str] = field(default_factory=Counter[str])
    misses: list[str] = field(default_factory=list[str])

    def note(self, outcome: str, what: str) -> None:
        self.counts["asked"] += 1
        self.counts[outcome] += 1
        if outcome not in ("read", "unasked"):
            self.misses.append(f"{outcome}: {what}")

    @property
    def share(self) -> float:
        return self.counts["read"] / (self.counts["asked"] - self.counts["unasked"] or 1)


def listed(name: str) -> dict[str, Any]:
    """Return a list; ``unseen:states`` is one part of a file."""
    file, _, part = name.partition(":")
    found = tomllib.loads((HERE / f"{file}.toml").read_text("utf-8"))
    return found[part] if part else found


def look(rows: Sequence[Sequence[CellValue]], title: str = "青石村2026年矛盾纠纷台账") -> dict[str, Any]:
    width = max(map(len, rows))
    level = [[title, *[""] * (width - 1)], *[[*row, *[""] * (width - len(row))] for row in rows]]
    grid = Grid("青石村", (Sheet("台账", level),))
    return json.loads(json.dumps(describe(understand(grid, Given(TODAY)), "青石村.xlsx")))


# -- headings -----------------------------------------------------------------------------------------

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
        (heading, amended.get(heading, roles)) for roles, names in listed(name).items() for heading in names
    ]
    figures = (Figures(), Figures())
    for mine, half in zip(figures, lists.halves(entries), strict=True):
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


# -- states -------------------------------------------------------------------------------------------

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
    for mine, half in zip(figures, lists.halves(entries), strict=True):
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


# -- dates --------------------------------------------------------------------------------------------

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
    for mine, half in zip(figures, lists.halves(entries), strict=True):
        for role, cell, truth in half:
            day, said = asked_date(role, cell)
            if truth in ("", "blank"):
                outcome = "silently wrong" if day else ("read" if bool(said) == (truth == "") else "unread")
            else:
                outcome = "read" if day == truth else ("silently wrong" if day else "unread")
            mine.note(outcome, f"{role} {cell!r}: {day} {said} for {truth!r}")
    return figures


# -- everyday tables and small ledgers ----------------------------------------------------------------


def everyday(file: str = "", *, are_ledgers: bool = False) -> tuple[Figures, Figures]:
    """Ask of each table of *file* whether it is taken; *are_ledgers* says that all of them should be."""
    figures = (Figures(), Figures())
    for mine, half in zip(figures, lists.halves(everyday_tables(file)), strict=True):
        for table in half:
            for how, grid in in_workbooks(table):
                found = understand(grid, Given(TODAY))
                kinds = [sheet.kind for sheet in found.sheets if taken(sheet.kind)]
                if are_ledgers:
                    outcome = "read" if len(found.cases) == len(table.rows()) - 1 else "left"
                else:
                    outcome = "taken" if kinds or len(found.cases) else "read"
                mine.note(outcome, f"{table.title} ({how}): {kinds}")
    return figures


#: What a person has to look at in a row; a missing end date or category is said on its own terms.
_SAID = frozenset(
    [
        "date_unparseable",
        "date_impossible",
        "date_ambiguous",
        "date_incomplete",
        "date_vague",
        "date_lunar",
        "date_future",
        "date_implausible",
        "resolved_before_registered",
        "duplicate_number",
        "number_missing",
        "number_gap",
        "status_missing",
        "status_conflict",
        "status_unknown",
        "category_conflict",
        "extension_second",
        "extension_ineffective",
        "extension_capped",
    ]
)


def false_alarms(truth: Mapping[str, Any], answer: Mapping[str, Any]) -> list[str]:
    found: list[str] = []
    for name, sheet in truth["sheets"].items():
        wanted = {row["row"]: row for table in sheet["tables"] for row in table["rows"]}
        for table in answer["sheets"][name]["tables"]:
            for row in table["rows"]:
                known = {
                    code
                    for issue in wanted.get(row["row"], {}).get("issues", [])
                    for code in issue["code"].split("|")
                }
                said = {issue["code"] for issue in row.get("issues", [])} & _SAID
                found += [f"issues: {name}!{row['row']}: {code}, nothing is wrong" for code in said - known]
    return found


def ledgers() -> tuple[Figures, Figures]:
    opened, closed = lists.halves(sorted(small_ledgers().items()))
    return read_ledgers(opened), read_ledgers(closed)


def later_ledgers() -> tuple[Figures, Figures]:
    """All of them are closed."""
    return Figures(), read_ledgers(sorted(small_ledgers(LATER).items()))


def drawn_ledgers(files: Sequence[str]) -> tuple[Figures, Figures]:
    opened, closed = lists.halves(sorted(small_ledgers(files).items()))
    return read_ledgers(opened), read_ledgers(closed)


def read_ledgers(books: Sequence[tuple[str, Book]]) -> Figures:
    """Each ledger is one entry; the counts of its parts are kept as ``part.right``, ``.given``, ``.wanted``."""  # noqa: E501
    mine = Figures()
    with TemporaryDirectory() as folder:
        for name, book in books:
            home = Path(folder) / name
            home.mkdir()
            answer = inspected(book.build(home / book.file), book.today)
            score = score_book(book.truth(), answer)
            alarms = false_alarms(book.truth(), answer)
            for part, count in score.counts.items():
                mine.counts[f"{part}.right"] += count.right
                mine.counts[f"{part}.given"] += count.given
                mine.counts[f"{part}.wanted"] += count.wanted
            mine.counts["issues.given"] += len(alarms)
            mine.counts["silently wrong"] += score.silently_wrong
            mine.counts["asked"] += 1
            mine.counts["read"] += not score.misses and not alarms
            mine.misses += [f"{name}: {miss}" for miss in (*score.misses, *alarms)]
    return mine


def inspected(path: Path, today: date) -> dict[str, Any]:
    from tests.sync.inspected import inspect_workbook

    return json.loads(json.dumps(inspect_workbook(path, today)))


PARTS: Mapping[str, Callable[[], tuple[Figures, Figures]]] = {
    "headings": headings,
    "states": states,
    "dates": dates,
    "everyday": everyday,
    "ledgers": ledgers,
    "later_headings": partial(headings, "later_headings"),
    "later_states": partial(states, "later_states"),
    "later_ledgers": later_ledgers,
    "fresh_headings": partial(headings, "fresh_headings"),
    "fresh_states": partial(states, "fresh_states"),
    "fresh_dates": partial(dates, "fresh_dates"),
    "fresh_ledgers": partial(drawn_ledgers, FRESH),
    "last_headings": partial(headings, "last_headings"),
    "last_states": partial(states, "last_states"),
    "last_dates": partial(dates, "last_dates"),
    "unseen_headings": partial(headings, "unseen:headings"),
    "unseen_states": partial(states, "unseen:states"),
    "last_ledgers": partial(drawn_ledgers, LAST),
    "sixth_headings": partial(headings, "sixth:headings"),
    "sixth_states": partial(states, "sixth:states"),
    "sixth_dates": partial(dates, "sixth:dates"),
    "sixth_everyday": partial(everyday, "sixth_everyday.txt"),
    "sixth_ledgers": partial(drawn_ledgers, SIXTH),
    "seventh_headings": partial(headings, "seventh:headings"),
    "seventh_states": partial(states, "seventh:states"),
    "seventh_dates": partial(dates, "seventh:dates"),
    "seventh_everyday": partial(everyday, "seventh_everyday.txt"),
    "seventh_real": partial(everyday, "seventh_real.txt", are_ledgers=True),
    "seventh_ledgers": partial(drawn_ledgers, SEVENTH),
}


def test_the_lists_are_long_enough():
    assert sum(map(len, listed("headings").values())) >= 300
    assert sum(len(texts) for found in listed("states").values() for texts in found.values()) >= 200
    assert sum(map(len, listed("dates").values())) >= 150
    assert len(everyday_tables()) >= 60
    assert len(small_ledgers()) >= 60


def test_headings_of_published_forms():
    for half in headings():
        assert half.share >= 0.98, half.misses
        assert half.counts["wrong role"] == half.counts["wrong suggestion"] == 0, half.misses


@pytest.mark.parametrize("name", ["later_headings", "fresh_headings", "last_headings"])
def test_headings_of_the_later_lists(name: str):
    for half in headings(name):
        assert half.share >= 0.95, half.misses
        assert half.counts["wrong role"] == half.counts["wrong suggestion"] == 0, half.misses


def test_spellings_of_states():
    for half in states():
        assert half.share >= 0.98, half.misses
        assert half.counts["silently wrong"] == 0, half.misses


@pytest.mark.parametrize("name", ["later_states", "fresh_states", "last_states"])
def test_states_of_the_later_lists(name: str):
    for half in states(name):
        assert half.share >= 0.97, half.misses
        assert half.counts["silently wrong"] == 0, half.misses


def test_the_sixth_list():
    for wrong, share, halves_ in (
        ("wrong role", 0.95, headings("sixth:headings")),
        ("silently wrong", 0.97, states("sixth:states")),
        ("silently wrong", 0.85, dates("sixth:dates")),
        ("taken", 1.0, everyday("sixth_everyday.txt")),
    ):
        both = Figures(halves_[0].counts + halves_[1].counts)
        assert both.share >= share, halves_[0].misses
        assert halves_[0].counts[wrong] == 0, halves_[0].misses
        assert both.counts[wrong] <= 2


def test_the_seventh_list():
    for wrong, share, most, halves_ in (
        ("wrong role", 0.93, 6, headings("seventh:headings")),
        ("silently wrong", 0.87, 7, states("seventh:states")),
        ("silently wrong", 0.97, 1, dates("seventh:dates")),
        ("taken", 1.0, 0, everyday("seventh_everyday.txt")),
        ("left", 1.0, 0, everyday("seventh_real.txt", are_ledgers=True)),
        ("silently wrong", 0.8, 0, drawn_ledgers(SEVENTH)),
    ):
        both = Figures(halves_[0].counts + halves_[1].counts)
        assert both.share >= share, halves_[0].misses
        assert both.counts[wrong] <= most, halves_[0].misses


def test_the_list_that_nobody_looked_at():
    for wrong, share, halves_ in (
        ("wrong role", 0.95, headings("unseen:headings")),
        ("silently wrong", 0.92, states("unseen:states")),
    ):
        both = Figures(halves_[0].counts + halves_[1].counts)
        assert both.share >= share
        assert both.counts[wrong] <= 1


@pytest.mark.parametrize("name", ["dates", "fresh_dates", "last_dates"])
def test_spellings_of_dates(name: str):
    for half in dates(name):
        assert half.share >= 0.97, half.misses
        assert half.counts["silently wrong"] == 0, half.misses


def test_small_ledgers():
    both = Counter[str]()
    for half in ledgers():
        assert half.misses == []
        assert half.counts["silently wrong"] == 0
        both.update(half.counts)
    assert both["read"] == both["asked"] >= 60


def test_the_later_ledgers():
    closed = read_ledgers(sorted(small_ledgers((*LATER, *FRESH, *LAST)).items()))
    assert closed.counts["silently wrong"] == 0
    for part, recall, precision in (
        ("case rows", 0.99, 0.995),
        ("roles", 0.97, 0.99),
        ("dates", 0.97, 0.99),
        ("status", 0.97, 0.99),
        ("category", 0.97, 0.99),
        ("issues", 0.92, 0.92),
    ):
        assert closed.counts[f"{part}.right"] >= recall * closed.counts[f"{part}.wanted"], part
        assert closed.counts[f"{part}.right"] >= precision * closed.counts[f"{part}.given"], part


@pytest.mark.parametrize("name", small_ledgers((*FILES, *LATER, *FRESH, *LAST)))
def test_the_truth_of_each_small_ledger_fits_its_rows(name: str):
    truth = small_ledgers((*FILES, *LATER, *FRESH, *LAST))[name].truth()
    assert [table for sheet in truth["sheets"].values() for table in sheet["tables"]]


#: Counts that say nothing new of ledgers that are read.
_DULL = frozenset(["kinds", "visible", "header rows", "first data row", "level", "complexity"])


def main() -> None:
    import sys

    for name in [one for one in sys.argv[1:] if one != "-a"] or PARTS:
        for which, half in zip(("open", "closed"), PARTS[name](), strict=True):
            counted = {key: count for key, count in half.counts.items() if key.split(".")[0] not in _DULL}
            print(name, which, f"{half.share:.3f}", counted)
            if which == "open" or "-a" in sys.argv:
                print(*half.misses, sep="\n")


if __name__ == "__main__":
    main()
