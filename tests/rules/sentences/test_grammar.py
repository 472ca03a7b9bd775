"""Telling our own texts from a person's, by their grammar alone."""

import random
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from config.language import LANGUAGES
from config.vocabulary import Mark
from rules.judge import judge
from rules.sentences.grammar import is_ours
from rules.sentences.mark_texts import marks
from tests.rules.random_rows import FIRST, PRESETS, TABLES, frame_of, random_row
from tests.rules.rows import rules
from tests.rules.sentences.said_texts import SIMPLE, said


def random_texts(seed, today, preset, language):
    rng = random.Random(seed)
    frame = frame_of([random_row(rng) for _ in range(20)])
    under = replace(rules(preset, "statute", "mediation"), adopted_on=FIRST + (today - FIRST) / 2)
    texts = marks(judge(frame, TABLES, today, under), language)
    return [(mark, text) for mark in Mark for text in texts[mark] if text]


drawn = {
    "seed": st.integers(0, 2**32 - 1),
    "today": st.dates(date(2025, 10, 1), date(2027, 2, 28)),
    "preset": st.sampled_from(PRESETS),
    "language": st.sampled_from(LANGUAGES),
}


@settings(max_examples=40, deadline=None)
@given(**drawn)
def test_every_text_we_write_is_recognised(seed, today, preset, language):
    for mark, text in random_texts(seed, today, preset, language):
        assert is_ours(mark, text), (mark, text)


@settings(max_examples=60, deadline=None)
@given(
    **drawn,
    added=st.sampled_from(["已核实", "王某丁说的", " ok", "!", "。", "？", "\n电话13800000000"]),
    where=st.floats(0, 1),
)
def test_a_text_of_ours_with_anything_added_is_a_persons(seed, today, preset, language, added, where):
    mark, text = random.Random(seed).choice(random_texts(seed, today, preset, language))
    # What stands before the first colon is the row's own number, which is people's to choose.
    first = (
        next((place + 1 for place, letter in enumerate(text) if letter in "：:"), 0)
        if mark is Mark.WHY
        else 0
    )
    place = first + round(where * (len(text) - first))
    changed = text[:place] + added + text[place:]
    assume(changed != text)
    assert not is_ours(mark, changed), (mark, changed)


@pytest.mark.parametrize("mark", list(Mark))
@pytest.mark.parametrize(
    "text", ["", "已电话催办", "3月20日前办结", "请尽快", "1：", "逾期", "2026/3/20", "ok"]
)
def test_a_persons_words_are_a_persons(mark, text):
    assert not is_ours(mark, text)


def test_one_columns_text_is_not_anothers():
    for mark, text in said("2026-04-20", **SIMPLE).items():
        assert [other for other in Mark if is_ours(other, text)] == [mark]


def test_a_townships_own_duties_are_known_by_its_packs(tmp_path):
    from config.packs import load_packs
    from tests.config.test_packs import OWN

    text = OWN.replace("办结", "了结").replace('"close"', '"settle it"')
    (tmp_path / "own.toml").write_text(text, "utf-8")
    under = replace(rules(), packs=load_packs(["own.toml"], tmp_path))
    texts = said("2026-04-20", under=under, **SIMPLE)
    assert not is_ours(Mark.WHY, texts[Mark.WHY])
    assert all(is_ours(mark, text, under.packs) for mark, text in texts.items())


FORMER = [
    line.split("\t")
    for line in (Path(__file__).parent / "former_texts.txt").read_text("utf-8").splitlines()[1:]
]


@pytest.mark.parametrize("mark", list(Mark))
def test_what_older_versions_wrote_is_still_known_as_ours(mark):
    texts = [text for column, text in FORMER if column == mark]
    if mark is not Mark.DUE:
        assert texts
    for text in texts:
        assert is_ours(mark, text), text
        if mark is not Mark.DUE:
            assert not is_ours(mark, f"{text}已核实"), text


def test_a_duty_is_known_by_its_former_name_too():
    for title in ("台账限定办结", "台账所载期限"):
        text = f"3：3月2日登记，期限15日；应于3月17日前（含当日）办结；另有：{title}期限3月20日。"
        assert is_ours(Mark.WHY, text), title
    assert not is_ours(Mark.WHY, text.replace(title, "王某自定"))
