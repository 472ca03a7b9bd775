"""What our five columns say, and how our texts are told from a person's."""

import random
from dataclasses import replace
from datetime import date, timedelta

import pytest

from config.frames import Problem
from config.language import LANGUAGES, phrases
from config.vocabulary import Family, Mark, ProblemCode, Role
from rules.extension_problems import extension_problems
from rules.judge import judge
from rules.sentences.mark_texts import is_ours, marks
from tests.rules.random_rows import FIRST, PRESETS, TABLES, frame_of, random_row
from tests.rules.rows import cases, rules, table

SIMPLE = {"complexity": "simple", "registered_date": "2026-03-04"}  # due Thursday 2026-03-19
PAST = {"extension": "2026-03-01"}
NO_GAPS = {"has_result": True, "has_served_date": True, "has_agreement_no": True}
APPROVED = {
    "extension_approver": "钱某乙",
    "extension_approved_on": "2026-03-18",
    "extension_reason": "待鉴定",
}


def said(today, family="dispute", *, language="zh-CN", under=None, problems=(), only=None, without=(), **row):
    """Return the texts of one case's five cells."""
    tables = [table(family, only=only, without=without)]
    frame, on, by = cases(row), date.fromisoformat(today), under or rules()
    texts = marks(judge(frame, tables, on, by), language, problems)
    return {mark: text[0] for mark, text in texts.items()}


def why(today, family="dispute", **row):
    return said(today, family, **row)[Mark.WHY]


# The light in words.


@pytest.mark.parametrize(
    ("row", "zh", "en"),
    [
        pytest.param({"registered_date": "2026-03-23"}, "正常", "on track", id="on track"),
        pytest.param(
            {"registered_date": "2026-03-23", "due_date": "2026-03-25"}, "临期", "due soon", id="due soon"
        ),
        pytest.param({"due_date": "2026-03-10"}, "逾期14天", "14 days overdue", id="overdue"),
        pytest.param({"due_date": "2026-03-23"}, "逾期1天", "1 day overdue", id="a day overdue"),
        pytest.param({"status": "suspended"}, "中止", "on hold", id="on hold"),
        pytest.param({"status": "resolved"}, "已办结", "closed", id="closed"),
        pytest.param({"status": "withdrawn"}, "已撤回", "withdrawn", id="withdrawn"),
        pytest.param({"status": "transferred"}, "已移交", "transferred", id="transferred"),
        pytest.param({}, "无法计时", "cannot be timed", id="untimed"),
        pytest.param(
            {"status": "resolved", "due_date": "2026-03-10", "resolved_date": "2026-03-12"},
            "逾期办结",
            "closed late",
            id="closed late",
        ),
    ],
)
def test_the_light_in_words(row, zh, en):
    assert said("2026-03-24", **row)[Mark.LIGHT] == zh
    assert said("2026-03-24", language="en", **row)[Mark.LIGHT] == en


def test_a_soft_limit_that_is_past_says_so_in_words_of_its_own():
    row = {"registered_date": "2026-09-08"}
    texts = said("2026-11-29", "mediation", **row)
    assert texts[Mark.LIGHT] == "超过一般期限52天"
    assert said("2026-11-29", "mediation", language="en", **row)[Mark.LIGHT] == "52 days past the usual limit"
    assert said("2026-10-08", "mediation", **row)[Mark.LIGHT] == "临期"
    assert texts[Mark.ASKED] == "【提醒】请承办单位抓紧调处。"


def test_what_was_not_accepted_was_not_handed_over():
    texts = said("2026-03-24", status="transferred", destination="refused")
    assert (texts[Mark.LIGHT], texts[Mark.WHY]) == ("不予受理", "1：不予受理，不再计时。")


def test_the_date_is_plain():
    assert said("2026-03-24", **SIMPLE)[Mark.DUE] == "2026-03-19"
    assert said("2026-03-24")[Mark.DUE] == ""
    assert said("2026-12-24", registered_date="2026-12-10")[Mark.DUE] == "2027-01-11"


# What is asked of whom, by when.


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
            assert bool(asked) == bool(post)
            # 常委会 hears it from the lead officer.
            assert post in asked or (post == "常委会" and "包案领导" in asked), (asked, post)


@pytest.mark.parametrize(("organ", "word"), [("township", "乡"), ("town", "镇"), ("subdistrict", "街道")])
def test_a_township_is_called_what_it_is(organ, word):
    under = replace(rules(), organ=organ)
    text = why("2026-04-24", under=under, **SIMPLE)
    assert f"已超{word}规定期限" in text
    assert f"建议提请{word}" in text
    handed = {**SIMPLE, "status": "transferred", "destination": "township"}
    assert f"已转{word}" in why("2026-03-10", under=under, **handed)
    assert word in said("2026-03-10", under=under, **handed)[Mark.ASKED]


def test_what_holds_for_the_whole_sheet_is_said_once():
    frame, on = cases(*({"registered_date": "2026-03-04"} for _ in range(3))), date(2026, 3, 10)
    without = judge(frame, [table(without=["complexity"])], on, rules())
    assert ["未标注复杂程度" in text for text in marks(without, "zh-CN")[Mark.WHY]] == [True, False, False]
    placed = judge(frame, [table()], on, rules())
    assert all("未标注复杂程度" in text for text in marks(placed, "zh-CN")[Mark.WHY])


def test_the_committee_is_told_what_for():
    row = {"registered_date": "2026-03-05", "due_date": "2026-03-26", "leader": "赵某甲"}
    texts = said("2026-04-20", under=rules("visit_scheme"), **row)
    assert texts[Mark.ADDRESSEE] == "常委会"
    assert texts[Mark.ASKED].endswith("；请包案领导向常委会说明。")


# Why this date.


@pytest.mark.parametrize(
    ("today", "family", "row", "expected"),
    [
        pytest.param(
            "2026-02-05",
            "dispute",
            {"accepted_date": "2026-01-30", "limit_days": 15, "limit_unit": "working_days"},
            "1：1月30日受理，期限15个工作日；不计春节假期，含2月14日调休上班日；应于2月27日前（含当日）办结。",
            id="working days over Spring Festival",
        ),
        pytest.param(
            "2026-03-24",
            "dispute",
            {
                "accepted_date": "2026-01-30",
                "limit_days": 15,
                "limit_unit": "working_days",
                "suspended_from": "2026-02-26",
                "suspended_to": "2026-03-02",
            },
            "1：1月30日受理，期限15个工作日；不计春节假期，含2月14日、2月28日调休上班日；中止3个工作日，期限顺延；应于3月3日前（含当日）办结；已超台账所载期限；建议提请镇级协调化解。",
            id="and a hold",
        ),
        pytest.param(
            "2026-04-07",
            "dispute",
            {"complexity": "simple", "registered_date": "2026-04-03"},
            "1：4月3日登记，期限15日；期满日4月18日为休息日，顺延至4月20日。",
            id="a rest day",
        ),
        pytest.param(
            "2026-04-07",
            "dispute",
            {"registered_date": "2026-04-03", "assigned_date": "2026-04-06"},
            "1：4月6日交办，期限30日；应于5月6日前（含当日）办结；未标注复杂程度，按复杂事项期限计算。",
            id="complexity not given",
        ),
        pytest.param(
            "2026-04-07",
            "dispute",
            {"registered_date": "2026-04-03", "complexity": "normal"},
            "1：4月3日登记，期限30日；期满日5月3日为节假日，顺延至5月6日；一般事项按复杂事项期限计算。",
            id="normal, taken as complex",
        ),
        pytest.param(
            "2026-03-11",
            "petition",
            {"registered_date": "2026-03-09", "assigned_date": "2026-03-09", "complexity": "complex"},
            "1：3月9日登记，期限15日；应于3月24日前（含当日）书面告知是否受理；另有：复杂事项办结期限4月8日；法定办结期限5月8日（以登记日代受理日）。",
            id="the other duties are named",
        ),
        pytest.param(
            "2026-03-11",
            "dispute",
            {"registered_date": "2026-03-09", "due_date": "2026-03-01"},
            "1：台账载明3月1日；办理期限早于登记日期，请核对；应于3月1日前（含当日）办结；已超台账所载期限；建议提请镇级协调化解。",
            id="a written limit before the registration",
        ),
        pytest.param(
            "2026-11-22",
            "dispute",
            {
                **SIMPLE,
                "status": "resolved",
                "resolved_date": "2026-03-23",
                "has_result": True,
                "has_served_date": True,
            },
            "1：3月4日登记，期限15日；应于3月19日前（含当日）办结；3月23日办结，逾期4天；已超镇规定期限。",
            id="closed late",
        ),
        pytest.param(
            "2026-11-22",
            "dispute",
            {**SIMPLE, "status": "resolved", "agreed": True},
            "1：3月4日登记，期限15日；应于3月19日前（含当日）办结；办结日期不明，不判断是否逾期；办结缺件：办结日期、处理结果、送达日期、协议书编号。",
            id="closed with gaps",
        ),
        pytest.param(
            "2026-03-10",
            "dispute",
            {**SIMPLE, "status": "transferred", "destination": "township", "acknowledged_date": "2026-03-09"},
            "1：3月4日登记，期限15日；应于3月19日前（含当日）办结；已转镇级，尚未办结；3月9日已阅，暂不催办。",
            id="with the township, and seen",
        ),
        pytest.param("2026-03-10", "dispute", {}, "1：起算日期无法识别。", id="no date"),
        pytest.param(
            "2026-03-10", "dispute", {"status": "withdrawn"}, "1：已撤回，不再计时。", id="withdrawn"
        ),
        pytest.param(
            "2026-03-10", "dispute", {"status": "transferred"}, "1：已移交，不再计时。", id="passed out"
        ),
        pytest.param(
            "2026-03-10",
            "dispute",
            {**SIMPLE, "status": "suspended"},
            "1：3月4日登记，期限15日；应于3月19日前（含当日）办结；现中止，恢复后期限顺延。",
            id="on hold",
        ),
        pytest.param(
            "2026-03-10",
            "dispute",
            {**SIMPLE, "suspended_from": "2026-03-06"},
            "1：3月4日登记，期限15日；应于3月19日前（含当日）办结；3月6日起中止，恢复后期限顺延。",
            id="on hold since",
        ),
        pytest.param(
            "2026-12-22",
            "dispute",
            {"registered_date": "2026-12-04"},
            "1：12月4日登记，期限30日；期满日2027年1月3日为休息日，顺延至2027年1月4日；暂定，2027年放假安排未公布；未标注复杂程度，按复杂事项期限计算。",
            id="provisional",
        ),
        pytest.param(
            "2026-03-20",
            "mediation",
            {
                "registered_date": "2026-03-02",
                "status": "resolved",
                "resolved_date": "2026-03-18",
                "agreed": True,
                **NO_GAPS,
            },
            "1：3月2日登记，期限1个月；一般应于4月2日前（含当日）调结；3月18日办结；司法确认截止4月17日。",
            id="the parties' right, never a light",
        ),
        pytest.param(
            "2026-03-10",
            "dispute",
            {**SIMPLE, "notes": ("yearless:registered_date", "unheard_of")},
            "1：3月4日登记，期限15日；应于3月19日前（含当日）办结；登记日期未写年份，按标题或前后行推定。",
            id="what was inferred",
        ),
    ],
)
def test_why_this_date(today, family, row, expected):
    assert why(today, family, **row) == expected


@pytest.mark.parametrize(
    ("row", "clause"),
    [
        pytest.param({"extension": "2026-04-12", **APPROVED}, "；延期至4月12日。", id="effective"),
        pytest.param(
            {"extension": "2026-04-12", **APPROVED, "extension_reason": ""},
            "；延期至4月12日；延期未写理由。",
            id="without a reason",
        ),
        pytest.param(
            {"extension": "2026-04-12", **APPROVED, "extension_approved_on": None},
            "；延期未生效：批准日期缺失或无法识别",
            id="its day left blank",
        ),
        pytest.param(
            {"extension": "2026-04-12", **APPROVED, "extension_approved_on": "2026-03-24"},
            "；延期未生效：批准日晚于到期日",
            id="too late",
        ),
        pytest.param({"extension": "2026-04-12"}, "；延期未生效：未见批准", id="not approved"),
        pytest.param(
            {"extension": "2026-04-12", **APPROVED, "extension_times": 2}, "只可延期一次", id="second"
        ),
        pytest.param({"extension_times": 1, **APPROVED}, "未写明延期至何时", id="no end"),
        pytest.param({"extension": "2026-03-12", **APPROVED}, "不晚于原期限", id="earlier"),
    ],
)
def test_what_became_of_an_extension(row, clause):
    assert clause in why("2026-03-24", **SIMPLE, **row)


def test_a_ledger_without_a_column_for_the_day_gets_the_benefit():
    row = {**SIMPLE, "extension": "2026-04-12", **APPROVED, "extension_approved_on": None}
    text = why("2026-03-24", without=("extension_approved_on",), **row)
    assert "；延期至4月12日；延期未见批准日期，暂按有效计。" in text


def test_who_may_approve_is_said():
    under = replace(rules(), approvers=frozenset({"孙某丙"}))
    text = why("2026-03-24", under=under, **SIMPLE, extension="2026-04-12", **APPROVED)
    assert "延期未生效：批准人不在名单内" in text


def test_a_capped_extension_is_said():
    row = {
        "registered_date": "2026-01-12",
        "accepted_date": "2026-01-12",
        "extension": "2026-12-31",
        **APPROVED,
    }
    row["extension_approved_on"] = "2026-02-10"
    told = "延期至12月31日，按条例最长至4月13日"
    assert told in why("2026-02-11", "petition", under=rules("statute"), **row)
    by_days = {**row, "extension": None, "extension_days": 60}
    told_days = "延期超过条例规定，按条例最长至4月13日"
    assert told_days in why("2026-02-11", "petition", under=rules("statute"), **by_days)
    # The township's own limit moves all the way; what the statute lets it is said all the same.
    both = why("2026-02-11", "petition", assigned_date="2026-01-12", **row)
    assert told in both
    assert "延期至12月31日；" not in both


def test_consent_without_an_end_is_said():
    row = {"registered_date": "2026-01-12", "extension_times": 1, **APPROVED}
    row["extension_approved_on"] = "2026-02-10"
    assert "经同意延期，未写明至何时" in why("2026-02-11", "mediation", **row)


@pytest.mark.parametrize(
    ("row", "code"),
    [
        pytest.param({"extension": "2026-12-31"}, "extension_capped", id="beyond the statute"),
        pytest.param({"extension": "2026-03-01"}, None, id="within it"),
        pytest.param({**PAST, "extension_approved_on": None}, "extension_ineffective", id="no day"),
        pytest.param({**PAST, "extension_times": 2}, "extension_second", id="a second one"),
    ],
)
def test_what_is_wrong_with_an_extension_is_reported(row, code):
    given = {"registered_date": "2026-01-12", "accepted_date": "2026-01-12", "assigned_date": "2026-01-12"}
    given |= {**APPROVED, "extension_approved_on": "2026-02-10"} | row
    judged = judge(cases({}, given), [table("petition")], date(2026, 2, 11), rules())
    found = [(problem.row, problem.code) for problem in extension_problems(judged)]
    assert found == ([(5, code)] if code else [])


@pytest.mark.parametrize(
    ("family", "row", "clause"),
    [
        ("petition", {"satisfaction": "unsatisfied"}, "不满意，应启动复查"),
        ("petition", {"returned": True, "status": "open", "resolved_date": None}, "曾退回"),
        ("petition", {"status": "open", "review_requested_date": "2026-03-20"}, "复查中"),
        ("petition", {"status": "open", "review_open": True}, "复查中，未写申请日期"),
    ],
)
def test_other_circumstances_are_said(family, row, clause):
    base = {"registered_date": "2026-02-02", "status": "resolved", "resolved_date": "2026-03-10"}
    assert clause in why("2026-03-24", family, **base | row)


def test_an_open_case_of_an_earlier_year_says_the_year():
    assert why("2026-11-30", registered_date="2024-12-03").startswith("1：2024年12月3日登记，期限30日；")
    closed = {"status": "resolved", "resolved_date": "2024-12-20", **NO_GAPS}
    # What is over keeps its text for good, whatever year it becomes.
    assert why("2026-11-30", registered_date="2024-12-03", **closed).startswith("1：12月3日登记，")


def test_backlog_is_said():
    under = replace(rules(), adopted_on=date(2026, 3, 5))
    assert "；启用前登记的存量事项，不催办。" in why("2026-03-24", under=under, **SIMPLE)
    asked = replace(under, escalate_backlog=True)
    assert "；启用前登记的存量事项。" in why("2026-03-24", under=asked, **SIMPLE)
    # Nobody is asked about it, so nothing is proposed for it either.
    assert "建议提请" not in why("2026-04-24", under=under, **SIMPLE)
    assert "建议提请" in why("2026-04-24", under=asked, **SIMPLE)


def test_a_limit_on_a_handed_up_case_is_proposed_for_the_county():
    row = {**SIMPLE, "status": "transferred", "destination": "township"}
    assert "建议提请县级协调化解" in why("2026-04-24", **row)
    assert "建议" not in why("2026-04-24", "petition", **SIMPLE)


def test_no_limit_applies():
    assert "没有适用的办理期限" in why("2026-04-24", under=rules("statute"), **SIMPLE)


@pytest.mark.parametrize(
    ("row", "number"),
    [
        ({"seq": "0012", "case_no": "XF2026001"}, "0012："),
        ({"seq": "", "case_no": "〔2026〕第3号"}, "〔2026〕第3号："),
        ({"seq": "", "row": 9}, "第9行："),
        ({"seq": " 7\n。；"}, "7："),
        ({"seq": "：。", "row": 9}, "第9行："),
    ],
)
def test_the_note_begins_with_the_rows_own_number(row, number):
    assert why("2026-03-24", **SIMPLE, **row).startswith(number)


def test_what_could_not_be_read_is_told_after_it():
    problems = [
        Problem("台账", 4, "B", Role.REGISTERED_DATE, ProblemCode.DATE_AMBIGUOUS, "2026-03-05"),
        Problem("台账", 4, "A", Role.SEQ, ProblemCode.DUPLICATE_NUMBER, detail="A9"),
        Problem("台账", 5, "B", Role.REGISTERED_DATE, ProblemCode.DATE_LUNAR),
        Problem("台账", 0, "", "", ProblemCode.NUMBER_GAP),
    ]
    text = said("2026-03-24", problems=problems)[Mark.WHY]
    assert text.startswith("1：起算日期无法识别。B4")
    assert "A9" in text
    assert is_ours(Mark.WHY, text)
    english = said("2026-03-24", language="en", problems=problems)[Mark.WHY]
    assert english.startswith("1: no readable date to start from. B4:")
    assert is_ours(Mark.WHY, english)


def test_a_problem_is_told_on_its_own_row():
    frame, on = cases({}, {}, {}), date(2026, 3, 24)
    problem = Problem("台账", 5, "B", Role.REGISTERED_DATE, ProblemCode.DATE_LUNAR)
    texts = marks(judge(frame, [table()], on, rules()), "zh-CN", [problem])[Mark.WHY]
    assert ["B5" in text for text in texts] == [False, True, False]


def test_no_case_no_text():
    frame = cases()
    texts = marks(judge(frame, TABLES, FIRST, rules()), "zh-CN")
    assert {mark: len(text) for mark, text in texts.items()} == dict.fromkeys(Mark, 0)


# Both languages.


def test_both_languages_hold_the_same_words_with_the_same_fields():
    from string import Formatter

    def fields(sentence):
        return sorted({field for _, field, _, _ in Formatter().parse(sentence) if field})

    zh, en = (phrases(language, "rules") for language in LANGUAGES)
    assert {name: list(part) for name, part in zh.items()} == {name: list(part) for name, part in en.items()}
    dates = {"day", "full", "iso"}
    for name, part in zh.items():
        for key, sentence in part.items():
            if name != "form" or key not in dates:
                assert fields(sentence) == fields(en[name][key]), (name, key)


def test_every_family_is_judged_in_english():
    frame = cases(*({**SIMPLE, "table": number} for number in range(len(Family))))
    on = date(2026, 4, 20)
    texts = marks(judge(frame, TABLES, on, rules()), "en")
    assert all(text.isascii() for mark in Mark for text in texts[mark])
