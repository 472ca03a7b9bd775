"""Every problem has a sentence in both languages: where, what, what to do."""

import re
from dataclasses import replace

import pytest

from config.frames import Problem
from config.language import LANGUAGES, phrases
from config.spoken.problems import place_before, problem_message
from config.vocabulary import LedgerProblemCode, ProblemCode, Role


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("code", [*ProblemCode, *LedgerProblemCode])
def test_a_sentence(code: ProblemCode | LedgerProblemCode, language: str):
    said = problem_message(Problem("台账", 4, "B", Role.REGISTERED_DATE, code, "2026-03-05", "C4"), language)
    assert any(address in said for address in ("B4", "台账", "B 列", "olumn B", "C4"))
    assert "{" not in said


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_role_has_a_word(language: str):
    assert set(phrases(language, "problems")["role"]) == set(Role)


def test_both_languages_say_the_same():
    chinese, english = (phrases(language, "problems") for language in LANGUAGES)
    assert {table: set(entries) for table, entries in chinese.items()} == {
        table: set(entries) for table, entries in english.items()
    }


def test_a_suggestion_is_asked_not_told():
    problem = Problem("台账", 4, "B", Role.REGISTERED_DATE, ProblemCode.DATE_AMBIGUOUS, "2026-03-05")
    assert problem_message(problem).endswith("是否应为 2026-03-05？")
    assert problem_message(problem, "en").endswith("Perhaps 2026-03-05?")


@pytest.mark.parametrize("code", [*ProblemCode, *LedgerProblemCode])
def test_a_key_of_the_config_stands_beside_its_chinese_name(code: ProblemCode | LedgerProblemCode):
    """Clerks read problems too; they are told in Chinese what the township's config would say."""
    said = phrases("zh-CN", "problems")["problem"][code.value]
    if re.search(r"\[\w+\]|township\.toml|\bfamily\b|ends = ", said):
        assert "配置" in said
        assert "township.toml" not in said.replace("配置（township.toml）", "")
        assert re.search(r"表头对照 \[headers\]|台账类别 family|照常计时：ends", said), said


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("code", [*ProblemCode, *LedgerProblemCode])
def test_before_its_sentence_a_worksheet_is_named_once(code: ProblemCode | LedgerProblemCode, language: str):
    problem = Problem("三月", 4, "B", Role.REGISTERED_DATE, code, detail="青石村")
    said = problem_message(problem, language)
    told = place_before(problem.sheet, said, language) + said
    assert told.count("三月") == 1, told
    assert place_before("", said, language) == "", "of a whole ledger no worksheet is meant"


def test_words_at_fault_and_an_example_are_shown_where_they_are_known():
    problem = Problem("台账", 4, "B", Role.REGISTERED_DATE, ProblemCode.DATE_VAGUE)
    assert problem_message(problem) == "B4 的登记日期不具体，请补全年月日。"
    shown = replace(problem, written="月底", example="2026-03-05")
    assert problem_message(shown) == "B4 的登记日期写作“月底”，不具体，请补全年月日，如2026-03-05。"
    assert "“月底”" in problem_message(shown, "en")


def test_a_column_is_named_as_the_village_heads_it():
    problem = Problem("台账", 4, "G", Role.REGISTERED_DATE, ProblemCode.DATE_VAGUE, heading="排查时间")
    assert problem_message(problem) == "G4 的“排查时间”（登记日期）不具体，请补全年月日。"
    assert "(“排查时间”)" in problem_message(problem, "en")
    same = replace(problem, heading="登记日期")
    assert problem_message(same) == "G4 的登记日期不具体，请补全年月日。"


def test_the_row_that_a_case_went_on_to_is_named_as_people_say_it():
    went = Problem("2月", 3, "", "", LedgerProblemCode.CASE_CARRIED_OVER, detail="3月!5")
    assert problem_message(went).startswith("第3行事项已转入“3月”第5行，")
    assert "carried over to “3月” row 5" in problem_message(went, "en")


@pytest.mark.parametrize(
    ("beside", "said", "told"),
    [
        (
            {},
            "本文件疑为“青石村”的副本，事项与原台账一致，未计数；如不需要，请移出文件夹。",
            "with the same cases",
        ),
        (
            {"lacking": 2, "later": 1},
            (
                "本文件疑为“青石村”的副本，未计数；其中2件原台账没有，1件已办结而原台账仍为在办，"
                "本文件内容较新，请补到原台账，再移出文件夹。"
            ),
            "Cases the original lacks: 2; Settled here, open in the original: 1. The copy is the newer one",
        ),
        (
            {"missing": 3},
            "本文件疑为“青石村”的副本，未计数；原台账另有3件本文件没有，原台账内容较新；如不需要，请移出文件夹。",
            "Cases only in the original: 3. The original is the newer one",
        ),
        (
            {"lacking": 1, "earlier": 2},
            (
                "本文件疑为“青石村”的副本，未计数；其中1件原台账没有，2件原台账已办结而本文件仍为在办，"
                "两处各有较新内容，请把本文件的补到原台账，再移出文件夹。"
            ),
            "Each has something newer",
        ),
    ],
)
def test_a_copy_says_what_either_side_has_ahead_and_nothing_that_is_nothing(beside, said, told):
    code, counts = LedgerProblemCode.COPY_OF_LEDGER, tuple(beside.items())
    problem = Problem("", 0, "", "", code, detail="青石村", count=1, beside=counts)
    assert problem_message(problem) == said
    assert told in problem_message(problem, "en")
    assert "0" not in said
    tab = replace(problem, sheet="台账 (2)", code=LedgerProblemCode.COPY_OF_TABLE)
    assert "台账 (2)" in problem_message(tab)
    assert "{" not in problem_message(tab) + problem_message(tab, "en")
