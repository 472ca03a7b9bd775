"""What is asked of whom, by when."""

import random
from datetime import timedelta

import pytest

from config.vocabulary import Mark
from rules.judge import judge
from rules.sentences.mark_texts import marks
from tests.rules.random_rows import FIRST, PRESETS, TABLES, frame_of, random_row
from tests.rules.rows import rules
from tests.rules.sentences.said_texts import SIMPLE, said


@pytest.mark.parametrize(
    ("today", "asked", "post"),
    [
        pytest.param(
            "2026-03-24",
            "【催办】请承办单位于3月27日前报送办理情况，含当日，请首办责任人督促。",
            "首办责任人",
            id="three working days over",
        ),
        pytest.param(
            "2026-03-17",
            "【临期】请承办单位按期办结，还有2个工作日。",
            "承办单位",
            id="two left",
        ),
        pytest.param(
            "2026-03-19",
            "【临期】请承办单位今日办结，请首办责任人督促，办理期限今日（3月19日）到期。",
            "首办责任人",
            id="the day itself",
        ),
        pytest.param(
            "2026-03-27",
            "【督办】请承办单位于4月1日前报送办理情况，含当日；请包案领导督办。",
            "包案领导",
            id="six over",
        ),
        pytest.param(
            "2026-04-03",
            "【督办】请承办单位于4月9日前报送办理情况，含当日；请分管领导督办，并列入通报。",
            "分管领导",
            id="eleven over",
        ),
        pytest.param("2026-03-10", "", "", id="nobody is asked yet"),
    ],
)
def test_what_is_asked(today, asked, post):
    texts = said(today, **SIMPLE)
    assert texts[Mark.ASKED] == asked
    assert texts[Mark.ADDRESSEE] == post


@pytest.mark.parametrize(
    ("today", "family", "row", "asked"),
    [
        pytest.param(
            "2026-02-11",
            "dispute",
            {"complexity": "simple", "registered_date": "2026-02-05", "leader": ""},
            "",
            id="the formal limit is far off",
        ),
        pytest.param(
            "2026-02-14",
            "dispute",
            {"complexity": "simple", "registered_date": "2026-02-05"},
            "【临期】请承办单位按期办结，请首办责任人督促，宜在2月14日前完成。",
            id="a limit in Spring Festival: aim at the last working day before it",
        ),
        pytest.param(
            "2026-03-03",
            "petition",
            {"registered_date": "2026-03-02", "accepted_date": "2026-03-02"},
            "【临期】请首办责任人按期交办，还有1个工作日。",
            id="another duty, another post that owes it",
        ),
        pytest.param(
            "2026-03-10",
            "mediation",
            {"registered_date": "2026-01-31"},
            "【提醒】请承办单位抓紧调处。",
            id="a soft limit",
        ),
        pytest.param(
            "2026-03-10",
            "dispute",
            {**SIMPLE, "status": "transferred", "destination": "township"},
            "【提醒】请承办单位按期办结，请首办责任人督促。（已转镇级办理）",
            id="handed up to the township",
        ),
        pytest.param(
            "2027-01-07",
            "dispute",
            {"registered_date": "2026-12-20", "limit_days": 12, "limit_unit": "working_days"},
            "【催办】请承办单位于1月12日前报送办理情况，含当日。（暂定：2027年放假安排未公布）",
            id="a year without its notice",
        ),
        pytest.param("2026-05-01", "dispute", {**SIMPLE, "status": "resolved"}, "", id="closed: nothing"),
    ],
)
def test_what_is_asked_elsewhere(today, family, row, asked):
    assert said(today, family, **row)[Mark.ASKED] == asked


@pytest.mark.parametrize(
    ("today", "row", "asked"),
    [
        pytest.param(
            "2026-09-30",
            {"due_date": "2026-10-03"},
            "【临期】请承办单位按期办结，请首办责任人督促，宜在9月30日前完成。",
            id="a written limit in the holidays, on the last working day before them",
        ),
        pytest.param(
            "2026-10-02",
            {"due_date": "2026-10-03"},
            "【临期】请承办单位按期办结，请首办责任人督促，还有1日。",
            id="within the holidays",
        ),
        pytest.param(
            "2026-10-03",
            {"due_date": "2026-10-03"},
            "【临期】请承办单位今日办结，请首办责任人督促，办理期限今日（10月3日）到期。",
            id="the day itself",
        ),
        pytest.param(
            "2026-09-30",
            {"due_date": "2026-10-08"},
            "【临期】请承办单位按期办结，请首办责任人督促，还有1个工作日。",
            id="a working day needs no other aim",
        ),
    ],
)
def test_a_written_limit_on_a_rest_day_aims_at_the_last_working_day_before(today, row, asked):
    assert said(today, registered_date="2026-09-07", **row)[Mark.ASKED] == asked


def test_an_unsatisfied_answer_asks_for_a_review():
    row = {"registered_date": "2026-03-02", "status": "resolved", "resolved_date": "2026-03-10"}
    texts = said("2026-03-20", "petition", satisfaction="unsatisfied", **row)
    assert (texts[Mark.ASKED], texts[Mark.ADDRESSEE]) == ("【催办】请首办责任人尽快启动复查。", "首办责任人")
    assert texts[Mark.LIGHT] == "已办结"


@pytest.mark.parametrize("seed", range(6))
def test_the_ask_comes_first_and_fits_one_line(seed):
    rng = random.Random(seed)
    frame = frame_of([random_row(rng) for _ in range(200)])
    for preset in PRESETS:
        today = FIRST + timedelta(days=60 + rng.randrange(480))
        under = rules(preset, "statute", "mediation")
        texts = marks(judge(frame, TABLES, today, under), "zh-CN")
        for asked, post in zip(texts[Mark.ASKED], texts[Mark.ADDRESSEE], strict=True):
            assert len(asked.split("，")[0].rstrip("。")) <= 24, asked
            assert asked[:1] + asked[3:5] in ("", "【】请"), asked
            assert bool(asked) == bool(post)
            # 常委会 hears it from the lead officer.
            assert post in asked or (post == "常委会" and "包案领导" in asked), (asked, post)


def test_the_committee_is_told_what_for():
    row = {"registered_date": "2026-03-05", "due_date": "2026-03-26", "leader": "赵某甲"}
    texts = said("2026-04-20", under=rules("visit_scheme"), **row)
    assert texts[Mark.ADDRESSEE] == "常委会"
    assert texts[Mark.ASKED].endswith("；请包案领导向常委会说明。")
