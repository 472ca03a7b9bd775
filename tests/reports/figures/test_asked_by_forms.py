from dataclasses import replace

from config.periods import HalfMonth
from reports.composing.half_month.halfmonth_report import compose
from reports.composing.shared_tables.asked_tables import asked_table
from reports.composing.speaking.setting import wording
from reports.figures.asked_by_forms import asked_figures
from reports.figures.halfmonth_figures import summarise
from tests.reports.township import case, closed, manner, village

H2 = HalfMonth.parse("2026-03H2")
CASES = (
    case(4, "2026-03-17", people_count=3, amount=15000),
    case(5, "2026-02-03", "resolved", "2026-03-20", people_count=2, agreement_form="oral", tier="village",
         channel="visit", fulfilment="done", prevented_crime=True, **closed()),
    case(6, "2026-01-09", "resolved", "2026-02-20", agreement_form="written", channel="phone", **closed()),
    case(7, "2025-03-18", "resolved", "2025-03-25", agreement_form="oral", channel="visit", **closed()),
)  # fmt: skip
ALL = frozenset(
    ("source", "people_count", "amount", "agreement_form", "fulfilment", "tier", "prevented_crime")
)


def figures(roles):
    summary = summarise(H2, [replace(village("青石村", CASES), roles=roles)])
    return summary, {one.name: one.counts for one in asked_figures(summary)}


def test_each_figure_is_of_the_half_month_the_year_and_a_year_ago():
    _, found = figures(ALL)
    assert found["new"] == (1, 3, 1)
    assert found["resolved"] == (1, 2, 1)
    assert found["people"] == (3, 5, 0)
    assert found["amount"] == (15000, 15000, 0)
    assert found["agreement_form_oral"] == (1, 1, 1)
    assert found["agreement_form_written"] == (0, 1, 0)
    assert found["tier_village"] == (1, 1, 0)
    assert found["fulfilment_done"] == (1, 1, 0)
    assert found["prevented_crime"] == (1, 1, 0)
    assert (found["resolved_channel_visit"], found["resolved_channel_phone"]) == ((1, 1, 1), (0, 1, 0))


def test_resolved_by_channel_adds_up_to_resolved():
    _, found = figures(ALL)
    channels = [counts for name, counts in found.items() if name.startswith("resolved_channel_")]
    assert tuple(map(sum, zip(*channels, strict=True))) == found["resolved"]


def test_what_no_ledger_records_is_said_once():
    summary, found = figures(frozenset(("amount",)))
    assert found["people"] is None
    rows = asked_table(summary, wording(manner())).rows
    assert [row[0] for row in rows if row[1] == "未登记"] == [
        "来源",
        "涉及人数",
        "协议形式",
        "协议履行情况",
        "化解层级",
        "防止民转刑",
    ]
    assert ("新排查事项涉及金额（元）", 15000, 15000, 0, "") in rows


def test_they_stand_in_an_annex_of_their_own():
    summary, _ = figures(ALL)
    part = next(part for part in compose(summary, manner()).parts if part.key == "asked")
    assert ([table.key for table in part.tables], part.annex) == (["asked", "stages"], "分项统计表")
