"""A number that stands in two places of one paper, or in two papers of one day, is one number."""

import random
import re
from collections import defaultdict
from datetime import date, timedelta

import pytest

from config.periods import HalfMonth, Month
from config.vocabulary import CadenceState
from reports.composing.board import compose_board
from reports.composing.half_month.halfmonth_report import compose
from reports.composing.risk_list import compose_risk_list
from reports.content import bare
from reports.figures.halfmonth_counts import CHANNELS, RISKS
from reports.figures.halfmonth_figures import summarise
from reports.forms.word.document import document_bytes
from tests.reports.read_back import document_text
from tests.reports.township import busy_township, case, closed, manner, on_track, overdue, village

H2 = HalfMonth.parse("2026-03H2")
LAST = date(2026, 3, 31)
STATES = (CadenceState.ON_TIME, CadenceState.LATE, CadenceState.MISSING, CadenceState.NIL)
#: Whatever the text says of a figure, and which figure it is.
SAID = {
    "new": (r"共排查矛盾纠纷(\d+)件", r"本期新排查的(\d+)件中", r"＋本期新排查(\d+)＝"),
    "resolved": (r"；办结(\d+)件", r"＝本期办结(\d+)＋", r"本期办结(\d+)件，按期办结率"),
    "transferred": (r"移交(\d+)件", r"＋移交(\d+)＋"),
    "withdrawn": (r"撤回(\d+)件", r"＋撤回(\d+)＋"),
    "closing": (r"期末在办(\d+)件[。中]", r"＋期末在办(\d+)[。]", r"全镇在办矛盾纠纷(\d+)件"),
    "opening": (r"期初在办(\d+)＋",),
    "overdue": (r"逾期未办结(\d+)件",),
    "overdue_backlog": (r"逾期未办结\d+件（其中存量(\d+)件）",),
    "due_soon": (r"临期(\d+)件[。（]",),
    "due_soon_backlog": (r"临期\d+件（其中存量(\d+)件）",),
    "undated": (r"另有(\d+)件登记日期无法识别",),
    "undated_open": (r"登记日期无法识别（其中在办(\d+)件）", r"登记日期无法识别的在办事项(\d+)件"),
    "survey": (r"尚待满意度测评(\d+)件", r"对(\d+)件待测评事项"),
    "cohort_resolved": (r"中，(\d+)件已在期内化解",),
    "late": (r"，逾期办结(\d+)件",),
    "problems": (r"台账问题(\d+)处",),
}
#: 期末在办 by risk is of the dated ones in one paper, and of all in the other.
RISK_SAID = {"risk_red": "红色（高风险）", "risk_yellow": "黄色（中风险）", "risk_green": "绿色（低风险）"}


def random_township(seed):
    chance = random.Random(seed)
    villages = []
    for number in range(chance.randint(1, 5)):
        rows = [_random_case(chance, row) for row in range(4, 4 + chance.randint(0, 25))]
        state = chance.choice(STATES)
        villages.append(village(f"第{number}村", rows, filed=state, keyed=True))
    return villages


def _random_case(chance, row):
    day = date(2025, 11, 1) + timedelta(days=chance.randrange(160))
    registered = "" if chance.random() < 0.1 else day.isoformat()
    ended = (day + timedelta(days=chance.randrange(60))).isoformat()
    due = (day + timedelta(days=30)).isoformat()
    facts = {
        "category": chance.choice(["邻里", "医疗", "山林土地", ""]),
        "channel": chance.choice(["visit", "letter", "screening", ""]),
        "risk": chance.choice(["red", "yellow", "green", ""]),
        "org": chance.choice(["司法所", "综治办", ""]),
        "case_no": chance.choice(["", f"2026-{row}"]),
        "backlog": chance.random() < 0.3,
    }
    if chance.random() < 0.4:
        late = chance.random() < 0.5
        facts["survey_owed"] = chance.random() < 0.2
        return case(row, registered, "resolved", ended, **facts, **closed(due, late=late))
    if chance.random() < 0.2:
        status = chance.choice(["transferred", "withdrawn"])
        return case(row, registered, status, ended, destination="outside", **facts, light="closed")
    verdicts = [overdue(5, due), on_track(due), on_track(due, "due_soon")]
    verdict = chance.choice([*verdicts, {"light": "untimed"}, {"light": "suspended"}])
    return case(row, registered, **facts, **verdict)


#: What the table of further counts calls a figure that stands elsewhere too.
ASKED = {"new": "新排查", "resolved": "办结", "transferred": "移交", "withdrawn": "撤回"}


def tables_of(*reports):
    return {t.key: t for report in reports for part in report.parts for t in part.tables}


def text_of(report):
    told = [report.opening, *(p.text for s in report.sections for p in s.paragraphs)]
    return "\n".join([*told, *(note for t in tables_of(report).values() for note in t.notes)])


def every_place(sources):
    """Return each figure with all the numbers that stand for it anywhere."""
    spoken, summary = manner(), summarise(H2, sources)
    report = compose(summary, spoken)
    risks = compose_risk_list(Month.parse("2026-03"), LAST, sources, spoken)
    board = compose_board(LAST, sources, spoken)
    found = defaultdict(list)
    for told in (text_of(report), text_of(risks)):
        for name, patterns in SAID.items():
            for pattern in patterns:
                found[name] += [int(number) for number in re.findall(pattern, told)]
    _of_tables(found, spoken, report, board)
    _of_lists(found, report, risks, board)
    for name, word in RISK_SAID.items():
        found[name] += [int(n) for n in re.findall(rf"件中.*{re.escape(word)}(\d+)件", text_of(report))]
        found[f"{name} of all"] += [int(n) for n in re.findall(rf"{re.escape(word)}(\d+)件", text_of(risks))]
        found[f"{name} of all"].append(len(tables_of(risks)[name.removeprefix("risk_")].rows))
        at = (*RISK_SAID,).index(name) + 2
        fields = tables_of(risks)["risk_fields"]
        found[f"{name} of all"] += [
            fields.total[at] if fields.rows else 0,
            sum(row[at] for row in fields.rows),
        ]
    return found


def _of_tables(found, spoken, report, board):
    say = _measure_words(spoken)
    for table in (tables_of(report)["by_village"], tables_of(board)["board_villages"]):
        for at, column in enumerate(table.columns):
            name = next((m for m, word in say.items() if word == column.heading), None)
            if name is not None and table.rows:
                found[name].append(bare(table.total[at]))
                column_sum = sum(value for row in table.rows if isinstance(value := bare(row[at]), int))
                found[name].append(column_sum)
    kinds = tables_of(report)["category"]
    if kinds.rows:
        for at, name in ((1, "new"), (2, "handled"), (3, "agreed"), (4, "failed")):
            found[name] += [bare(kinds.total[at]), sum(bare(row[at]) for row in kinds.rows)]
    trend = tables_of(report)["trend"].rows[-1]
    found["new"].append(bare(trend[1]))
    found["resolved"].append(bare(trend[2]))
    found["new"].append(
        sum(n for row in tables_of(report)["filed"].rows if isinstance(n := bare(row[2]), int))
    )
    asked = {row[0]: row for row in tables_of(report)["asked"].rows}
    for name, word in ASKED.items():
        found[name].append(asked[word][1])
        found[f"{name} of the year"].append(asked[word][2])
    for name, word in (("new", "排查"), ("resolved", "办结")):
        told = re.findall(rf"累计{word}(\d+)件", text_of(report))
        found[f"{name} of the year"] += [int(number) for number in told]
    rates = {row[0]: row for row in tables_of(report)["rates"].rows}
    found["new"].append(bare(rates["本期化解率"][3]))
    found["resolved"].append(bare(rates["办结率"][2]))
    found["agreed"].append(bare(rates["调解成功率"][2]))
    for part in report.parts:
        for chart in part.charts:
            if chart.key == "overdue":
                found["overdue"].append(sum(chart.series[0][1]))


def _of_lists(found, report, risks, board):
    for tables in (tables_of(report), tables_of(board)):
        lists = [tables[name] for name in ("overdue", "due_soon", "backlog") if name in tables]
        found["listed"].append(sum(len(table.rows) for table in lists))
        found["survey"].append(len(tables["survey"].rows) if "survey" in tables else 0)
    tables = tables_of(report)
    found["closing"].append(len(tables["open"].rows))
    found["undated"].append(len(tables["undated"].rows) if "undated" in tables else 0)
    found["problems"].append(len(tables["problems"].rows))
    found["problems"].append(sum(row[2] for row in tables["problems"].signed().rows))
    of_risks = tables_of(risks)
    fields = of_risks.pop("risk_fields")
    found["standing"].append(sum(len(table.rows) for table in of_risks.values()))
    found["standing"] += [row[1] for row in [fields.total] if row] or [0]
    lights = [str(bare(cell)) for table in of_risks.values() for row in table.rows for cell in row]
    late = sum(bool(re.fullmatch(r"逾期\d+天", text)) for text in lights)
    found["overdue of all"] = [sum(row[-1] for row in fields.rows), late]


def _measure_words(spoken):
    from reports.composing.speaking.setting import wording

    words = wording(spoken).table("measure")
    wanted = ("opening", "new", "resolved", "agreed", "transferred", "withdrawn", "suspended", "closing")
    more = ("due_soon", "due_soon_backlog", "overdue", "overdue_backlog", "standing", "untimed", "survey")
    return {name: words[name] for name in (*wanted, *more, *CHANNELS, *RISKS)}


@pytest.mark.parametrize("seed", range(25))
def test_every_number_is_the_same_wherever_it_stands(seed):
    sources = random_township(seed)
    totals = summarise(H2, sources).totals
    found = every_place(sources)
    # 存量 stands in a list of its own: the lists together hold what the figures say.
    for name, numbers in found.items():
        if name in totals:
            assert set(numbers) <= {totals[name]}, name
    assert set(found["listed"]) == {totals["overdue"] + totals["due_soon"]}
    assert set(found["standing"]) == {totals["standing"]}
    for name in (*RISK_SAID, "overdue"):
        assert len(set(found[f"{name} of all"])) == 1, name


def test_the_walk_meets_every_figure():
    found = every_place(busy_township(rows=8))
    assert [name for name in (*SAID, *RISK_SAID) if not found[name]] == []
    assert all(len(found[name]) >= 2 for name in ("new", "resolved", "closing", "overdue", "overdue_backlog"))


def test_a_paper_of_the_half_month_and_the_risk_list_of_its_last_day_agree():
    sources = [village("青石村", [case(4, "2026-03-02"), case(5, ""), case(6, "", risk="red")])]
    report = compose(summarise(H2, sources), manner())
    risks = compose_risk_list(Month.parse("2026-03"), LAST, sources, manner())
    assert "期末在办1件" in document_text(document_bytes(report))
    assert "登记日期无法识别（其中在办2件）" in document_text(document_bytes(report))
    told = document_text(document_bytes(risks))
    assert "在办矛盾纠纷1件，另有登记日期无法识别的在办事项2件，以上共3件" in told
