import json
from pathlib import Path

import pytest

from config.errors import ConfigError
from config.packs import BUILT_IN, load_packs
from config.packs.model import DutyKind, Extending
from config.packs.pack_files import built_in_packs
from config.packs.rule_pages import rules_page, schema, write
from config.vocabulary import Family

DOCS = Path(__file__).parents[2] / "docs"

#: Every duty that a plan, the statute or the mediation rules know.
DUTIES = [
    "HANDOVER_2WD",
    "SIMPLE_15D",
    "COMPLEX_30D",
    "SPOT",
    "GENERAL_15WD",
    "HARD_2M",
    "SURVEY_5WD",
    "UNSATISFIED",
    "LEADER_CONTACT_M",
    "LEADER_OVERDUE_Q",
    "LEADER_WRITTEN",
    "THREE_MEETINGS",
    "OPINION_SIGN",
    "INTAKE",
    "DAILY_FORWARD",
    "COUNTY_CASES",
    "REPLY_SUPERIOR",
    "COURT_M",
    "PROJECT_1M",
    "HALF_MONTH_SCREEN",
    "MEETING_25",
    "ROSTER_OF_MEDIATORS",
    "ARCHIVE",
    "FLARE_UP",
    "CHAIN_OF_POSTS",
    "SAME_MATTER",
    "HANDOVER_SIGN",
    "LEADER_READS",
    "TRAINING_YEARLY",
    "RESPONSIBILITY_YEARLY",
    "SELF_CHECK_YEARLY",
    "THREE_DAY_SIGNED",
    "MONTHLY_SCREEN",
    "MONTHLY_MEETING",
    "MONTHLY_REPORT",
    "RISK_LIST_25",
    "GRID_DAILY",
    "CROSS_WEEKLY",
    "VISIT_MONTHLY",
    "STUDY_QUARTERLY",
    "LEADER_REPORT_Q",
    "DUTY_EVERY_WD",
    "LAND_Q",
    "POLICY_Q",
    "PUBLICITY",
    "ZERO_REPORT",
    "INSTANT",
    "REGULAR_FOCUSED",
    "ROW_LIMIT",
    "STATUTE_ROUTE_15D",
    "STATUTE_NOTICE_15D",
    "STATUTE_OBJECTION_5WD",
    "STATUTE_60D",
    "STATUTE_REVIEW_30D",
    "STATUTE_REREVIEW_30D",
    "STATUTE_LIMIT_NAMED",
    "STATUTE_NOTICE_TRANSFERRED",
    "STATUTE_URGENT",
    "STATUTE_LEVELS",
    "STATUTE_YEARLY",
    "STATUTE_CORRECTION",
    "MEDIATION_1M",
    "JUDICIAL_CONFIRMATION_30D",
    "FOLLOWUP_30D",
    "MEDIATION_FAILED",
    "MEDIATION_FILE",
]

BACKWARDS = "valid_from = 2026-02-01\nvalid_to = 2026-01-01\ntitle = {"

OWN = """
id = "own"
title = { zh = "本镇", en = "own" }
scope = "township"
families = ["dispute"]

[[duty]]
id = "OWN_7D"
title = { zh = "办结", en = "closing" }
deed = { zh = "办结", en = "close" }
kind = "closing"
counts_from = ["registered_date"]
length = 7
unit = "calendar_days"
source = { work = "本镇方案", quote = "七日内办结" }
"""


def own(tmp_path: Path, text: str, *more: str) -> str:
    """Write a pack and load it; return the error's words, or "" when it is good."""
    (tmp_path / "own.toml").write_text(text, "utf-8")
    try:
        load_packs(["own.toml", *more], tmp_path)
    except ConfigError as error:
        return f"{error.message} | {error.fix}"
    return ""


def test_every_duty_of_the_sources_is_in_a_pack_or_listed_as_not_automated():
    packs = built_in_packs()
    listed = [part.id for pack in packs for part in (*pack.duty, *pack.cadence, *pack.not_automated)]
    assert sorted(listed) == sorted(DUTIES)
    page = rules_page()
    assert all(f"**{name}**" in page or f"| {name} |" in page for name in DUTIES)


def test_every_duty_quotes_its_source():
    for pack in built_in_packs():
        for part in (*pack.duty, *pack.cadence, *pack.not_automated):
            assert part.source.quote.strip(), part.id
            assert part.source.work.strip(), part.id


@pytest.mark.parametrize(("name", "plan"), [("sichuan_2026", "S3 "), ("visit_scheme", "S2 ")])
def test_the_pack_of_one_plan_quotes_that_plan_alone(name, plan):
    (pack,) = (pack for pack in built_in_packs() if pack.id == name)
    parts = (*pack.duty, *pack.cadence, *pack.not_automated)
    assert [part.id for part in parts if not part.source.work.startswith(plan)] == []


def test_the_duty_of_every_working_day_is_open_to_every_township():
    (pack,) = (pack for pack in built_in_packs() if any(one.id == "DUTY_EVERY_WD" for one in pack.cadence))
    (duty,) = (one for one in pack.cadence if one.id == "DUTY_EVERY_WD")
    assert duty.source.work.startswith("S4 ")
    assert duty in [one for each in load_packs([], Path()) for one in each.cadence]


def test_quotes_carry_the_duty_clause_alone():
    out_of_scope = ("稳控", "劝返", "接回", "进京", "重点人", "不稳定群体", "上访人员", "非访", "越级")
    for pack in built_in_packs():
        for part in (*pack.duty, *pack.cadence, *pack.not_automated):
            assert not any(word in part.source.quote for word in out_of_scope), part.id


def test_the_published_pages_are_current(tmp_path):
    assert (DOCS / "rules.md").read_text("utf-8") == rules_page()
    assert (DOCS / "pack.schema.json").read_text("utf-8") == schema()
    write(tmp_path)
    assert json.loads((tmp_path / "pack.schema.json").read_text("utf-8"))["title"] == "duesheet rule pack"


def test_packs_are_stacked_on_the_common_one():
    packs = load_packs(["sichuan_2026", "statute", "mediation"], Path())
    assert [pack.id for pack in packs] == ["common", "sichuan_2026", "statute", "mediation"]
    assert load_packs(["common", "statute"], Path())[0].id == "common"
    handover = next(duty for duty in packs[1].duty if duty.id == "HANDOVER_2WD")
    assert handover.families == {Family.PETITION}
    assert handover.pack == "sichuan_2026"
    simple = next(duty for duty in packs[1].duty if duty.id == "SIMPLE_15D")
    assert simple.families == {Family.PETITION, Family.DISPUTE}
    assert (simple.kind, simple.extension) == (DutyKind.CLOSING, Extending.REPLACES)


def test_a_townships_own_pack_is_read_by_path(tmp_path):
    assert own(tmp_path, OWN) == ""
    (pack,) = load_packs([str(tmp_path / "own.toml")], Path())[1:]
    assert pack.title.said("en") == "own"
    assert pack.title.said("zh-CN") == "本镇"


def test_townships_share_a_pack_as_long_as_its_text_is_the_same(tmp_path):
    assert own(tmp_path, OWN) == ""
    first, again = (load_packs(["statute", str(tmp_path / "own.toml")], Path()) for _ in range(2))
    assert [one is other for one, other in zip(first, again, strict=True)] == [True, True, True]
    assert own(tmp_path, OWN.replace("本镇方案", "本镇新方案")) == ""
    assert load_packs([str(tmp_path / "own.toml")], Path())[1] != first[2]


@pytest.mark.parametrize(
    ("change", "line", "said"),
    [
        pytest.param(("length = 7", "lenght = 7"), 13, "did you mean length?", id="misspelled key"),
        pytest.param(("length = 7", "colour = 7"), 13, "use one of:", id="unknown key"),
        pytest.param(('"registered_date"', '"registerd_date"'), 12, "counts_from", id="unknown role"),
        pytest.param(('"calendar_days"', '"fortnights"'), 14, "unit", id="impossible unit"),
        pytest.param(("length = 7", "length = -7"), 13, "is no length", id="impossible length"),
        pytest.param(
            ("length = 7", "length = 7\nwritten = true"),
            14,
            "only a closing duty without",
            id="written and long",
        ),
        pytest.param(("length = 7\n", ""), 7, "length: has no length and unit", id="length without unit"),
        pytest.param(('quote = "七日内办结"', 'quote = " "'), 15, "names no source", id="empty source"),
        pytest.param(
            ('source = { work = "本镇方案", quote = "七日内办结" }', ""),
            7,
            "source: is missing",
            id="no source",
        ),
        pytest.param(('["registered_date"]', "[]"), 12, "name the dates that start", id="no start"),
        pytest.param(
            ("length = 7", 'length = 7\ndone_by = ["registered_date"]'),
            14,
            "circular",
            id="ends where it starts",
        ),
        pytest.param(
            ("length = 7", 'length = 7\nreplaces = ["OWN_7D"]'), 14, "circular", id="replaces itself"
        ),
        pytest.param(
            ("length = 7", 'length = 7\nreplaces = ["NONE"]'), 7, "which no pack has", id="replaces none"
        ),
        pytest.param(
            ("length = 7", 'length = 7\nextension = "capped"'), 7, "extension_days", id="cap without days"
        ),
        pytest.param(('kind = "closing"', 'kind = "step"'), 7, "done_by: is missing", id="nothing ends it"),
        pytest.param(
            ('kind = "closing"', 'kind = "monthly"\ndone_by = ["last_contact_date"]'),
            15,
            "owed once a month",
            id="monthly of seven days",
        ),
        pytest.param(("title = {", BACKWARDS), 4, "valid_from", id="ends before it begins"),
        pytest.param(('id = "own"', "id = own"), 2, "not valid TOML", id="not TOML"),
    ],
)
def test_a_bad_pack_is_refused_with_line_and_remedy(tmp_path, change, line, said):
    before, after = change
    assert before in OWN
    error = own(tmp_path, OWN.replace(before, after, 1))
    assert said in error
    assert error.startswith("own.toml:")
    assert f":{line}:" in error or f"line {line}" in error


def test_a_missing_pack_says_what_there_is():
    with pytest.raises(ConfigError) as caught:
        load_packs(["sichuan2026"], Path())
    assert "did you mean sichuan_2026?" in caught.value.fix
    with pytest.raises(ConfigError) as caught:
        load_packs(["nothing-like-it"], Path())
    assert all(name in caught.value.fix for name in BUILT_IN)


def test_two_presets_contradict_each_other(tmp_path):
    with pytest.raises(ConfigError, match="contradictory"):
        load_packs(["sichuan_2026", "visit_scheme"], Path())
    assert "contradictory" in own(tmp_path, OWN, "sichuan_2026")
    assert "contradictory: own has a duty OWN_7D" in own(tmp_path, OWN, str(tmp_path / "own.toml"))


def test_an_override_names_what_it_replaces(tmp_path):
    by_category = 'length = 7\nwhen = [{ category = ["劳资欠薪"] }]\nreplaces = ["SIMPLE_15D", "COMPLEX_30D"]'
    assert own(tmp_path, OWN.replace("length = 7", by_category), "sichuan_2026") == ""


def test_one_duty_in_two_years_is_no_contradiction(tmp_path):
    text = OWN.replace("title = {", "valid_to = 2025-12-31\ntitle = {", 1)
    (tmp_path / "old.toml").write_text(text, "utf-8")
    newer = OWN.replace("title = {", "valid_from = 2026-01-01\ntitle = {", 1).replace(
        "length = 7", "length = 9"
    )
    assert own(tmp_path, newer, "old.toml") == ""


def test_a_circle_of_replacements_is_refused(tmp_path):
    duty = OWN[OWN.index("[[duty]]") :]
    second = duty.replace("OWN_7D", "OTHER_7D").replace("length = 7", 'length = 7\nreplaces = ["OWN_7D"]')
    first = OWN.replace("length = 7", 'length = 7\nreplaces = ["OTHER_7D"]', 1)
    assert "circular" in own(tmp_path, first + second)
