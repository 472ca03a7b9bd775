"""One case on one card: labels and answers side by side instead of a header above rows.

A card is laid out as a table of one row and read as any other; its problems keep the card's addresses.
Cards are listed, never marked: there is no column of ours to put beside them.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np

from config.frames import Problem
from config.vocabulary import Role
from sync.cases.body import Body
from sync.cases.filling.filled import Setting
from sync.cases.frame import cases_of
from sync.cases.sheet_reader import Reading
from sync.columns import letters
from sync.grid import CellValue, Sheet
from sync.tables.column_evidence import evidence_of
from sync.tables.header_rows import Header
from sync.tables.headers import map_headers
from sync.tables.heading_words.headings import Grade, HeadingWords, heading_key
from sync.tables.kinds import FILLED, TEXT
from sync.tables.view import View, view_of

if TYPE_CHECKING:
    import pandas as pd


#: How far down cards are looked for.
_DEEPEST = 2000


@dataclass(frozen=True, slots=True)
class _Card:
    """One card: its label texts to the cell of the answer; 0-based (row, column)."""

    top: int
    answers: Mapping[str, tuple[int, int]]


def cards_of(view: View, words: HeadingWords) -> list[_Card]:
    """Return the cards of a worksheet from top to bottom; a label met again begins the next one."""
    found: list[_Card] = []
    answers: dict[str, tuple[int, int]] = {}
    top = -1
    for row in np.flatnonzero((view.kinds[:_DEEPEST] & FILLED).any(axis=1)).tolist():
        columns = view.filled(row)
        labels = [column for column in columns if _is_label(view, row, column, words)]
        for column in labels:
            text = view.text(row, column)
            if text in answers and len(answers) >= 4:
                found.append(_Card(top, answers))
                answers, top = {}, -1
            beyond = next((other for other in columns if other > column), -1)
            top = row if top < 0 else top
            if text not in answers:
                answers[text] = (row, beyond if beyond not in labels else -1)
    if len(answers) >= 4:
        found.append(_Card(top, answers))
    return found


def _is_label(view: View, row: int, column: int, words: HeadingWords) -> bool:
    if not view.kinds[row, column] & TEXT:
        return False
    match = words.match(heading_key(view.text(row, column)))
    return match is not None and match.grade is not Grade.INSIDE


def read_cards(view: View, given: Reading, year: int) -> tuple["pd.DataFrame", list[Problem]] | None:
    """Return the cases of a worksheet's cards and their problems; None when it holds none.

    Args:
        view: the worksheet.
        given: the workbook it is of.
        year: what its titles say; 0 where they say none.
    """
    cards = cards_of(view, given.words)
    labels = list(dict.fromkeys(label for card in cards for label in card.answers))
    if not labels:
        return None
    where: dict[tuple[int, int], tuple[int, int]] = {}
    rows: list[list[CellValue]] = [list(labels)]
    for number, card in enumerate(cards, start=1):
        rows.append([_answer(view, card, label) for label in labels])
        where |= {(number, labels.index(label)): cell for label, cell in card.answers.items() if cell[1] >= 0}

    def number_format(row: int, column: int) -> str:
        return view.sheet.number_format(*where[row, column]) if (row, column) in where else "General"

    laid = view_of(Sheet(view.sheet.name, rows, number_format=number_format), given.kinds)
    header = Header((0,), {column: (label,) for column, label in enumerate(labels)})
    evidence = {column: evidence_of([row[column] for row in rows[1:]]) for column in range(len(labels))}
    roles = map_headers(header, evidence, given.words, sheet=view.sheet.name)
    count = len(cards)
    body = Body(laid, roles, np.arange(1, count + 1), np.arange(count))
    setting = Setting(
        sheet=view.sheet.name,
        table=-1,
        today=given.today,
        years=np.full(count, year, dtype=np.int64),
        villages=[given.village] * count,
        date1904=given.grid.date1904,
    )
    frame, problems = cases_of(body, setting)
    frame["row"] = [card.top + 1 for card in cards]
    unnumbered = (Role.SEQ, Role.CASE_NO)
    return frame, [_moved(problem, where, cards) for problem in problems if problem.role not in unnumbered]


def _answer(view: View, card: _Card, label: str) -> CellValue:
    row, column = card.answers.get(label, (-1, -1))
    return view.rows[row][column] if column >= 0 else ""


def _moved(problem: Problem, where: Mapping[tuple[int, int], tuple[int, int]], cards: list[_Card]) -> Problem:
    """Give a problem the address its cell has on the card."""
    number = problem.row - 1
    for (row, column), (at, beside) in where.items():
        if row == number and letters(column) == problem.column:
            return replace(problem, row=at + 1, column=letters(beside))
    return replace(problem, row=cards[number - 1].top + 1, column="")
