"""Running numbers: which are missing, doubled, or jump."""

import re
from collections.abc import Sequence
from dataclasses import replace

import numpy as np

from config.frames import Problem
from config.vocabulary import ProblemCode, Role
from sync.cases.body import Body
from sync.cells.text import tidy
from sync.columns import letters
from sync.tables.kinds import FILLED


def number_problems(body: Body) -> list[Problem]:
    """Return the problems of the 序号 column, and of the case numbers."""
    found: list[Problem] = []
    seq, case_no = body.column(Role.SEQ), body.column(Role.CASE_NO)
    if case_no is not None:
        texts = _numbers(body.texts(case_no))
        found += _doubled(body, case_no, Role.CASE_NO, texts)
        if seq is None:
            found += _missing(body, case_no, Role.CASE_NO, texts)
            counted = _counted(texts)
            found += _gaps(body, case_no, Role.CASE_NO, counted, _blocks(counted, body.sections.tolist()))
    if seq is not None:
        texts = _numbers(body.texts(seq))
        found += _missing(body, seq, Role.SEQ, texts)
        if _is_plain_count(texts):
            return found
        blocks = _blocks(texts, body.sections.tolist())
        keys = [f"{block}:{text}" if text else "" for block, text in zip(blocks, texts, strict=True)]
        found += _doubled(body, seq, Role.SEQ, keys)
        found += _gaps(body, seq, Role.SEQ, texts, blocks)
    return found


def _is_plain_count(texts: Sequence[str]) -> bool:
    """Whether the numbers simply count up by one: the common case, seen at once."""
    if not texts or not texts[0].isdecimal() or len(texts[0]) > 8:
        return False
    first = int(texts[0])
    return all(map(str.__eq__, texts, map(str, range(first, first + len(texts)))))


def _numbers(texts: Sequence[str]) -> list[str]:
    # Most numbers need no tidying, and there is one in every row.
    return [text if text.isascii() and " " not in text else tidy(text) for text in texts]


def _missing(body: Body, column: int, role: Role, texts: Sequence[str]) -> list[Problem]:
    blank = [index for index, text in enumerate(texts) if not text]
    if len(blank) * 2 > len(texts):
        return []  # a column nobody fills is no news of one row
    return [body.problem(index, column, role, ProblemCode.NUMBER_MISSING) for index in blank]


def _doubled(body: Body, column: int, role: Role, texts: Sequence[str]) -> list[Problem]:
    first: dict[str, int] = {}
    found: list[Problem] = []
    if len(set(texts)) == len(texts):
        return found
    for index, text in enumerate(texts):
        if text and first.setdefault(text, index) != index:
            other = f"{letters(column)}{int(body.at[first[text]]) + 1}"
            doubled = body.problem(index, column, role, ProblemCode.DUPLICATE_NUMBER)
            found.append(replace(doubled, detail=other))
    return found


def _blocks(texts: Sequence[str], sections: Sequence[int]) -> list[int]:
    """Number the runs that count for themselves: after a separator, or where 1 follows a higher number.

    A 1 that no 2 follows is a row pasted in, not the start of a run.
    """
    below = [next((text for text in texts[at + 1 : at + 3] if text), "") for at in range(len(texts))]
    blocks: list[int] = []
    block, above, section = 0, "", None
    for text, own, then in zip(texts, sections, below, strict=True):
        if own != section or (text == "1" and above not in ("", "1") and then in ("", "1", "2")):
            block += 1
        blocks.append(block)
        section, above = own, text or above
    return blocks


def _gaps(body: Body, column: int, role: Role, texts: Sequence[str], blocks: Sequence[int]) -> list[Problem]:
    """Jumps in a run that otherwise counts up by one; a sorted or hand-numbered table has no gaps."""
    if not all(text.isdecimal() and len(text) < 9 for text in texts if text):
        return []
    steps = [
        (index, int(text) - int(texts[index - 1]))
        for index, text in enumerate(texts)
        if index and text and texts[index - 1] and blocks[index] == blocks[index - 1]
    ]
    if not _counts_up([step for _, step in steps]):
        return []
    elsewhere = _numbers_left_out(body, column)
    return [
        body.problem(index, column, role, ProblemCode.NUMBER_GAP)
        for index, step in steps
        if step > 1
        and not _is_slip(texts, index, step)
        and not elsewhere.issuperset(range(int(texts[index]) - step + 1, int(texts[index])))
    ]


def _is_slip(texts: Sequence[str], index: int, step: int) -> bool:
    """Whether 4 follows a second 2: the 3 was written as 2, which is said of it already."""
    return step == 2 and index > 1 and texts[index - 2] == texts[index - 1]


def _counts_up(steps: Sequence[int]) -> bool:
    """Whether numbers count up by one but for few jumps; in a short table one small jump is a jump."""
    ones = steps.count(1)
    jumps = [step for step in steps if step > 1]
    if any(step < 0 for step in steps):
        return False
    return ones * 5 >= len(steps) * 4 or (ones > 0 and len(jumps) == 1 and jumps[0] <= _SMALL_JUMP)


#: So far a number may jump in a table too short to tell how it is numbered.
_SMALL_JUMP = 5
_RUNNING = re.compile("(.*?)([0-9]{1,8})([^0-9]*)")


def _counted(texts: Sequence[str]) -> list[str]:
    """Return the running numbers in 第1号, 〔2026〕第2号; texts that are not of one kind stay."""
    hits = [_RUNNING.fullmatch(text) for text in texts]
    around = {(hit[1], hit[3]) for hit in hits if hit is not None}
    if len(around) != 1 or any(text and hit is None for text, hit in zip(texts, hits, strict=True)):
        return list(texts)
    return [str(int(hit[2])) if hit is not None else "" for hit in hits]


def _numbers_left_out(body: Body, column: int) -> set[int]:
    """Return the numbers of rows that are no case: a nil report may be numbered as well."""
    rows = np.flatnonzero(body.view.kinds[:, column] & FILLED)
    others = np.setdiff1d(rows, body.at).tolist()
    texts = _counted([tidy(body.view.text(row, column)) for row in others])
    return {int(text) for text in texts if text.isdecimal() and len(text) < 9}
