"""What is wrong with a row's extension (延期): capped by the statute, a second one, without effect."""

from collections.abc import Iterator

import numpy as np
from numpy.typing import NDArray

from config.frames import Problem
from config.vocabulary import ProblemCode, Role
from rules.extensions import IN_FORCE, Extension
from rules.judge import Batch, Judgement


def capped_rows(block: Batch) -> NDArray[np.bool_]:
    """Return the rows whose extension goes beyond what the statute lets it."""
    capped = np.zeros(block.facts.size, dtype=bool)
    for clock in block.clocks:
        capped[clock.rows[clock.extension == Extension.CAPPED]] = True
    return capped


def extension_problems(judged: Judgement) -> Iterator[Problem]:
    """Name each row whose extension is capped, is a second one, or has no effect; by its row alone."""
    at = 0
    for block in judged.blocks:
        cases = judged.cases.iloc[at : at + block.facts.size]
        at += block.facts.size
        codes = _codes(block)
        for place in np.flatnonzero(codes != "").tolist():
            sheet, row = cases["sheet"].iloc[place], int(cases["row"].iloc[place])
            yield Problem(sheet, row, "", Role.EXTENSION.value, ProblemCode(codes[place]))


def _codes(block: Batch) -> NDArray[np.object_]:
    codes = np.full(block.facts.size, "", dtype=object)
    told = np.zeros(block.facts.size, dtype=bool)
    for clock in block.clocks:
        some = (clock.extension > 0) & ~told[clock.rows]
        rows, state = clock.rows[some], clock.extension[some]
        told[rows] = True
        codes[rows[state > Extension.OPEN_ENDED]] = ProblemCode.EXTENSION_INEFFECTIVE
        codes[rows[state == Extension.SECOND]] = ProblemCode.EXTENSION_SECOND
        in_force = clock.rows[np.isin(clock.extension, IN_FORCE)]
        codes[in_force[block.facts.numbers("extension_times")[in_force] > 1]] = ProblemCode.EXTENSION_SECOND
    codes[capped_rows(block)] = ProblemCode.EXTENSION_CAPPED
    return codes
