"""A unit's figures: the sum of its townships', balanced, with what is missing told and not counted."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from config.vocabulary import CadenceState
from reports.composing.rollup_report import RollupComposer
from reports.composing.rollup_split import rollup_json, split
from reports.figures.books import UnbalancedError
from reports.figures.rollup import FiledTownship, RollupSources, roll_up

DAY = date(2026, 4, 2)
CATEGORIES = ["邻里", "婚姻家庭", "劳资欠薪", ""]

flows = st.tuples(*[st.integers(0, 9)] * 5)


def cells_of(township, opening, new, resolved, transferred, withdrawn, category="邻里"):
    """A township's cells whose flow balances."""
    ended = resolved + transferred + withdrawn
    opening = max(opening, ended - new)
    numbers = {
        "opening": opening,
        "new": new,
        "resolved": resolved,
        "transferred": transferred,
        "withdrawn": withdrawn,
        "closing": opening + new - ended,
    }
    return [(township, name, category, "yellow", number) for name, number in numbers.items() if number]


def filed(township, part="", state=CadenceState.ON_TIME, rules="a", unread=0):
    return FiledTownship(township, f"{township}镇", part or f"{township}镇", state, DAY, rules, unread)


def made(cells, townships, level="county", kind="half-month", **more):
    parts = list(dict.fromkeys(each.child for each in townships))
    return roll_up("某县", level, kind, "2026-03H2", RollupSources(parts, townships, cells, **more))


@given(st.lists(flows, min_size=1, max_size=6))
def test_a_unit_is_the_sum_of_its_townships(found):
    cells = [cell for at, flow in enumerate(found) for cell in cells_of(f"t{at}", *flow)]
    rollup = made(cells, [filed(f"t{at}") for at in range(len(found))])
    for measure in ("opening", "new", "resolved", "transferred", "withdrawn", "closing"):
        whole = sum(number for _, name, _, _, number in cells if name == measure)
        assert rollup.totals.get(measure, 0) == whole
        assert sum(part.get(measure, 0) for part in rollup.children.values()) == whole
        shown = split(rollup, measure)
        assert shown.total == [] or shown.total[-1] == whole


def test_a_township_that_does_not_balance_is_named():
    cells = [*cells_of("甲", 3, 2, 1, 0, 0), ("乙", "new", "邻里", "", 4)]
    with pytest.raises(UnbalancedError, match="乙"):
        made(cells, [filed("甲"), filed("乙")])


def test_what_is_missing_is_named_and_no_nought():
    rollup = made(cells_of("甲", 3, 2, 1, 0, 0), [filed("甲"), filed("乙", state=CadenceState.MISSING)])
    assert [each.name for each in rollup.of(CadenceState.MISSING)] == ["乙镇"]
    report = RollupComposer(rollup, "zh-CN", DAY, {}).report()
    (table,) = report.parts[0].tables
    rows = {getattr(row[0], "value", row[0]): row for row in table.rows}
    assert set(rows["乙镇"][1:-1]) == {"—"}
    told = "".join(paragraph.text for paragraph in report.sections[0].paragraphs)
    assert "未报送：乙镇" in told
    assert "未报送1个" in told


def test_other_rules_and_unread_ledgers_are_told():
    townships = [filed("甲"), filed("乙"), filed("丙", rules="b"), filed("丁", unread=2)]
    rollup = made(cells_of("甲", 3, 2, 1, 0, 0), townships)
    assert [each.township for each in rollup.other_rules] == ["丙"]
    assert [each.township for each in rollup.unread] == ["丁"]
    found = {each["township"]: each for each in rollup_json(rollup)["filed"]}
    assert found["丙"]["other_rules"]
    assert not found["甲"]["other_rules"]


def test_corrections_are_carried_up_and_a_late_filer_is_none():
    cells = [*cells_of("甲", 3, 2, 1, 0, 0), *cells_of("乙", 1, 1, 0, 0, 0)]
    then = {"甲": {"opening": 3, "new": 1, "resolved": 1, "closing": 3}}
    rollup = made(
        cells, [filed("甲"), filed("乙", state=CadenceState.LATE)], then=then, since=date(2026, 4, 1)
    )
    assert {(each.township, each.measure, each.was, each.now) for each in rollup.corrections} == {
        ("甲镇", "new", 1, 2),
        ("甲镇", "closing", 3, 4),
    }


def test_a_county_shows_small_counts_and_a_city_withholds_them():
    cells = [
        *cells_of("甲", 3, 1, 0, 0, 0, "邻里"),
        *cells_of("甲", 3, 8, 0, 0, 0, "劳资欠薪"),
        *cells_of("乙", 3, 7, 0, 0, 0, "邻里"),
        *cells_of("乙", 3, 6, 0, 0, 0, "劳资欠薪"),
    ]
    county = made(cells, [filed("甲"), filed("乙")])
    assert split(county, "new").rows["甲镇"] == [1, 8, 9]
    city = made(cells, [filed("甲", "一县"), filed("乙", "二县")], level="city")
    shown = split(city, "new")
    assert shown.rows == {"一县": ["<3", "—", 9], "二县": ["—", "—", 13]}
    assert shown.total == [8, 14, 22]
    assert shown.is_withheld
    assert "<3" in str(rollup_json(city)["categories"])
    assert "'邻里': 1," not in str(rollup_json(city)["categories"])


@pytest.mark.parametrize("language", ["zh-CN", "en"])
@pytest.mark.parametrize("kind", ["half-month", "risk-list", "year", "board"])
def test_every_kind_is_a_document_in_every_form(kind, language, tmp_path):
    from reports.forms.excel.xlsx import write_workbook
    from reports.forms.page import write_page
    from reports.forms.word.document import write_document

    period = {"half-month": "2026-03H2", "risk-list": "2026-03", "year": "2026", "board": "2026-04-01"}[kind]
    cells = [*cells_of("甲", 3, 2, 1, 0, 0), ("甲", "standing", "邻里", "", 4)]
    townships = [filed("甲"), filed("乙", state=CadenceState.MISSING)]
    sources = RollupSources([each.child for each in townships], townships, cells)
    rollup = roll_up("某市", "city", kind, period, sources)
    report = RollupComposer(rollup, language, DAY, {"甲镇": "../甲/x.html"}).report()
    for write, name in ((write_document, "x.docx"), (write_page, "x.html"), (write_workbook, "x.xlsx")):
        write(report, tmp_path / name)
        assert (tmp_path / name).stat().st_size > 1000
    assert "甲镇" in (tmp_path / "x.html").read_text("utf-8")
