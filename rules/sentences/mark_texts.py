"""The texts of our five columns, from verdicts and cases."""

import re
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from config.frames import Problem
from config.language import phrases
from config.spoken.problems import problem_message
from config.vocabulary import Light, Mark, Status
from rules.judge import LIGHTS, Batch, Judgement
from rules.ladder import POSTS
from rules.sentences.asking import reminders
from rules.sentences.clauses import Texts, day_key, spelled
from rules.sentences.grammar import LONGEST_NUMBER, NOT_IN_NUMBERS
from rules.sentences.speller import Speller
from rules.sentences.why import explain

if TYPE_CHECKING:
    import pandas as pd

#: What may not stand in a number, or nobody could say where it ends.
_PUNCTUATION = re.compile(rf"[{NOT_IN_NUMBERS}\s]+")


def marks(judged: Judgement, language: str, problems: Sequence[Problem] = ()) -> dict[Mark, Texts]:
    """Return what our columns say, row by row.

    Args:
        judged: the cases, judged.
        language: ``zh-CN`` or ``en``.
        problems: what could not be read; those of a row are told in its 〔督〕说明.

    Returns:
        For each mark an object array of ``str``, shape (n,); "" is a blank cell.
    """
    speller = Speller(language, judged.rules.calendar, judged.today, judged.rules.organ)
    told: dict[Mark, list[Texts]] = {mark: [] for mark in Mark}
    for block in judged.blocks:
        told[Mark.LIGHT].append(_lights(block, speller))
        told[Mark.DUE].append(_dates(block, speller))
        told[Mark.ASKED].append(reminders(block, judged.today, judged.rules, speller))
        told[Mark.ADDRESSEE].append(_posts(block, speller))
        told[Mark.WHY].append(np.array(explain(block, judged, speller), dtype=object))
    empty: Texts = np.array([], dtype=object)
    texts = {mark: np.concatenate(parts) if parts else empty for mark, parts in told.items()}
    texts[Mark.WHY] = _numbered(judged.cases, texts[Mark.WHY], speller, _told_problems(problems, language))
    return texts


def _lights(block: Batch, speller: Speller) -> Texts:
    facts, columns = block.facts, block.columns
    words = ["" if light is Light.OVERDUE else speller.text("light", light) for light in Light]
    texts = np.array(words, dtype=object)[columns["light"]]
    late = columns["days_overdue"]
    overdue = np.flatnonzero(columns["light"] == LIGHTS.index(Light.OVERDUE))
    texts[overdue] = _counted("overdue", late[overdue], speller)
    # A soft limit that is past is amber still, but nothing that is about to fall due.
    past = np.flatnonzero((columns["light"] == LIGHTS.index(Light.DUE_SOON)) & (late > 0))
    texts[past] = _counted("past_usual", late[past], speller)
    texts[facts.is_gone] = speller.text("light", "transferred")
    texts[facts.is_refused] = speller.text("light", "refused")
    texts[facts.is_one_of("status", (Status.WITHDRAWN,))] = speller.text("light", "withdrawn")
    return texts


def _counted(key: str, days: NDArray[np.int64], speller: Speller) -> Texts:
    return spelled(
        days, lambda i: speller.text("light", f"{key}_one" if days[i] == 1 else key, days=int(days[i]))
    )


def _dates(block: Batch, speller: Speller) -> Texts:
    due = block.columns["due"]
    return spelled(day_key(due), lambda i: "" if np.isnat(due[i]) else speller.iso(due[i].item()))


def _posts(block: Batch, speller: Speller) -> Texts:
    words = [speller.text("post", post) if post else "" for post in POSTS]
    return np.array(words, dtype=object)[block.columns["addressee"]]


def _told_problems(problems: Sequence[Problem], language: str) -> Mapping[tuple[str, int], str]:
    told: dict[tuple[str, int], list[str]] = {}
    for problem in problems:
        if problem.row:
            key = problem.sheet, problem.row
            told.setdefault(key, []).append(problem_message(problem, language))
    gap = phrases(language, "rules")["form"]["next"]
    return {key: gap.join(sentences) for key, sentences in told.items()}


def _numbered(
    cases: "pd.DataFrame", clauses: Texts, speller: Speller, problems: Mapping[tuple[str, int], str]
) -> Texts:
    """Begin each text with the row's own number, so that a reader sees when half a table was sorted."""
    seq, case_no, row = (cases[name].tolist() for name in ("seq", "case_no", "row"))
    numbers = [
        _one_line(first) or _one_line(second) or speller.text("form", "row", n=n)
        for first, second, n in zip(seq, case_no, row, strict=True)
    ]
    before, after = speller.text("form", "number", number="|").split("|")
    end, gap = speller.text("form", "end"), speller.text("form", "next")
    told = [f"{before}{number}{after}{said}{end}" for number, said in zip(numbers, clauses, strict=True)]
    if problems:
        for index, key in enumerate(zip(cases["sheet"].tolist(), row, strict=True)):
            if key in problems:
                told[index] += gap + problems[key]
    texts = np.empty(len(told), dtype=object)
    texts[:] = told
    return texts


def _one_line(number: str) -> str:
    """Return a number without what sentences are made of, so that our text is told from a person's."""
    if number.isdecimal() and len(number) <= LONGEST_NUMBER:
        return number
    return _PUNCTUATION.sub(" ", number).strip()[:LONGEST_NUMBER].strip()
