"""All five columns at once: an organ's own name, both languages, no case."""

from dataclasses import replace
from datetime import date

import pytest

from config.language import LANGUAGES, phrases
from config.vocabulary import Family, Mark
from rules.judge import judge
from rules.sentences.mark_texts import marks
from tests.rules.random_rows import FIRST, TABLES
from tests.rules.rows import cases, rules
from tests.rules.sentences.said_texts import SIMPLE, said, why


@pytest.mark.parametrize(("organ", "word"), [("township", "乡"), ("town", "镇"), ("subdistrict", "街道")])
def test_a_township_is_called_what_it_is(organ, word):
    under = replace(rules(), organ=organ)
    text = why("2026-04-24", under=under, **SIMPLE)
    assert f"已超{word}规定期限" in text
    assert f"建议提请{word}" in text
    handed = {**SIMPLE, "status": "transferred", "destination": "township"}
    assert f"已转{word}" in why("2026-03-10", under=under, **handed)
    assert word in said("2026-03-10", under=under, **handed)[Mark.ASKED]


def test_no_case_no_text():
    frame = cases()
    texts = marks(judge(frame, TABLES, FIRST, rules()), "zh-CN")
    assert {mark: len(text) for mark, text in texts.items()} == dict.fromkeys(Mark, 0)


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
