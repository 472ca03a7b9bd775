import string
import tomllib
from datetime import date
from importlib.resources import files

import pytest

from config.language import LANGUAGES, phrases
from config.spoken.office import OrganKind
from config.vocabulary import Category, LedgerProblemCode, Light, Post, ProblemCode, Risk, Status
from reports.composing.speaking.wording import Wording
from reports.figures.corrections import CorrectionKind
from reports.figures.halfmonth_counts import MEASURES
from reports.figures.halfmonth_figures import RATES, Rate

AREA = "reports"
#: Each kind of place has these words, and a language may do without some of them.
ORGAN = set(phrases("zh-CN", "organs")["town"])


def _fields(sentence):
    return sorted({name for _, name, _, _ in string.Formatter().parse(sentence) if name} - ORGAN)


def test_both_languages_say_the_same_things_with_the_same_fields():
    chinese, english = (
        {
            (table, key): _fields(text)
            for table, words in phrases(language, AREA).items()
            for key, text in words.items()
        }
        for language in LANGUAGES
    )
    assert chinese == english


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_kind_of_place_has_every_word(language):
    words = phrases(language, "organs")
    assert set(words) == set(OrganKind)
    assert all(set(each) == ORGAN and all(each.values()) for each in words.values())


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize(
    ("table", "keys"),
    [
        ("category", [*Category, ""]),
        ("problem", [*ProblemCode, *LedgerProblemCode]),
        ("light", Light),
        ("post", Post),
        ("risk", Risk),
        ("status", Status),
        ("measure", MEASURES),
        ("rate_name", (*RATES, "of_year")),
        ("rate_formula", (*RATES, "of_year")),
        ("correction", CorrectionKind),
    ],
)
def test_every_identifier_has_a_word(language, table, keys):
    assert set(map(str, keys)) <= set(Wording(language).table(table))


def test_english_holds_no_chinese_but_the_identifiers():
    text = files("config.language").joinpath("en", "reports.toml").read_text("utf-8")
    values = [value for table in tomllib.loads(text).values() for value in table.values()]
    assert not [value for value in values if any("\u4e00" <= sign <= "\u9fff" for sign in value)]


def test_dates_and_rates_are_written_as_people_write_them():
    chinese, english = Wording("zh-CN"), Wording("en")
    assert chinese.day(date(2026, 4, 1)) == "2026年4月1日"
    assert english.day(date(2026, 4, 1)) == "1 April 2026"
    assert chinese.short_day(date(2026, 4, 1)) == "4月1日"
    assert chinese.rate(Rate(14, 18)) == "77.8%（14/18）"
    assert chinese.percent(Rate(14, 18)) == "77.8%"
    assert chinese.rate(Rate(0, 0)) == chinese.percent(Rate(0, 0)) == "—"


@pytest.mark.parametrize(
    ("now", "before", "sentence"),
    [
        pytest.param(11, 8, "较上期增加3件，上升37.5%", id="more"),
        pytest.param(5, 8, "较上期减少3件，下降37.5%", id="fewer"),
        pytest.param(8, 8, "与上期持平", id="equal"),
        pytest.param(0, 0, "与上期持平", id="none then, none now"),
        pytest.param(3, 0, "上期为0，不作环比", id="nothing to compare with"),
    ],
)
def test_a_half_month_is_compared_with_the_one_before(now, before, sentence):
    assert Wording("zh-CN").change(now, before) == sentence


@pytest.mark.parametrize(
    ("now", "before", "sentence"),
    [
        pytest.param(3, None, "无上年同期数据", id="no rows of that time"),
        pytest.param(3, 0, "上年同期为0，不作同比", id="zero then, some now"),
        pytest.param(9, 6, "较上年同期增加3件，上升50.0%", id="more"),
    ],
)
def test_a_half_month_is_compared_with_last_year(now, before, sentence):
    assert Wording("zh-CN").change_of_year(now, before) == sentence


@pytest.mark.parametrize(
    ("light", "status", "words"),
    [
        ("overdue", "open", "逾期14天"),
        ("closed", "resolved", "已办结"),
        ("closed", "transferred", "已移交"),
        ("closed", "withdrawn", "已撤回"),
        ("untimed", "open", "无法计时"),
        ("", "open", ""),
    ],
)
def test_lights_are_worded_as_in_the_ledger(light, status, words):
    assert Wording("zh-CN").light(light, status, 14) == words


def test_a_long_list_says_how_many_there_are():
    say = Wording("zh-CN")
    assert say.list(["甲村", "乙村"]) == "甲村、乙村"
    assert say.list(["甲村", "乙村", "丙村"], 2) == "甲村、乙村等3项"
    assert say.list(["甲村", "乙村", "丙村"], 2, "more_villages") == "甲村、乙村等3个村（社区）"
    assert say.list(["甲村2件", "乙村1件"], 1, "more_cases") == "甲村2件等2件"


def test_a_pack_of_their_own_keeps_its_ids():
    assert Wording("zh-CN").named("duty", "OUR_7D") == "OUR_7D"


@pytest.mark.parametrize(("days", "words"), [(0, "临期"), (5, "超过一般期限5天")])
def test_a_usual_limit_that_is_past_is_not_about_to_fall_due(days, words):
    assert Wording("zh-CN").light("due_soon", "open", days) == words
