"""What of one village asks for attention, the worst first, as lines of text."""

import re
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from config.messages import said
from config.spoken.problems import place_before, problem_message
from config.vocabulary import MARK_HEADINGS, SAID_FIRST, Light, Mark

if TYPE_CHECKING:
    from scheduler.marking.outcome import Judged, Outcome
    from sync.store import Edit

#: The number of its row that our 说明 begins with; it is said already.
_NUMBER = re.compile(r"^[^：:；]{1,24}[：:]\s?")

#: How many rows of a village are printed unless all are asked for.
SHOWN = 5

#: What is wrong with the whole ledger, overdue by days, due soon by date, what cannot be timed, problems of
#: rows, what is to be written.
_WHOLE, _OVERDUE, _DUE_SOON, _UNTIMED, _PROBLEM, _WRITE = range(6)
_RANKS = {Light.OVERDUE: _OVERDUE, Light.DUE_SOON: _DUE_SOON, Light.UNTIMED: _UNTIMED}


@dataclass(frozen=True, slots=True, order=True)
class AttentionRow:
    """One line, and where it stands among the others of its village."""

    rank: int
    within: int
    text: str = field(compare=False)


@dataclass(frozen=True, slots=True)
class Speaking:
    """The language of the screen, and the one our columns are written in."""

    screen: str
    written: str


def attention(outcome: "Outcome", speaking: Speaking) -> list[AttentionRow]:
    """Return the rows of one ledger that ask for attention, the worst first."""
    rows: list[AttentionRow] = []
    told: dict[tuple[str, int], str] = {}
    if outcome.judged is not None:
        for place, row in _cases(outcome.judged, speaking.screen):
            told[place] = row.text
            rows.append(row)
    for number, problem in enumerate(outcome.problems):
        # A row that cannot be timed says why in the words of our 说明.
        known = told.setdefault((problem.sheet, problem.row), "")
        if known and problem_message(problem, speaking.written) in known:
            continue
        text = problem_message(problem, speaking.screen)
        place = place_before(problem.sheet, text, speaking.screen)
        line = said(speaking.screen, "pass.problem_row", place=place, text=text)
        rows.append(AttentionRow(_WHOLE if problem.code in SAID_FIRST else _PROBLEM, number, line))
    return [*sorted(rows), *_writes(outcome, speaking, told)]


def _cases(judged: "Judged", language: str) -> Iterator[tuple[tuple[str, int], AttentionRow]]:
    cases, verdicts = judged.cases, judged.verdicts
    columns = zip(
        range(len(cases)),
        *(cases[name].tolist() for name in ("sheet", "row", "seq", "case_no")),
        *(verdicts[name].tolist() for name in ("light", "live", "days_overdue", "working_days_left")),
        *(judged.texts[mark] for mark in (Mark.LIGHT, Mark.DUE, Mark.ASKED, Mark.WHY)),
        judged.elsewhere.tolist(),
        strict=True,
    )
    for position, sheet, row, seq, case_no, light, live, late, left, *texts, elsewhere in columns:
        rank = _RANKS.get(Light(light))
        if rank is None or not live or elsewhere:
            continue
        word, due, asked, why = texts
        within = -late if rank == _OVERDUE else left if rank == _DUE_SOON else position
        line = said(
            language,
            "pass.row",
            light=word,
            sheet=sheet,
            row=row,
            number=said(language, "pass.number", number=case_no or seq) if (case_no or seq) else "",
            due=said(language, "pass.due", due=due) if due else "",
            text=asked or _NUMBER.sub("", why),
        )
        yield (sheet, row), AttentionRow(rank, within, line)


def _writes(
    outcome: "Outcome", speaking: Speaking, told: Collection[tuple[str, int]]
) -> Iterator[AttentionRow]:
    """Yield one line for each row that would be written and is not told of already."""
    by_row: dict[tuple[str, int], list[Edit]] = {}
    for edit in outcome.edits:
        if not edit.heading and (edit.sheet, edit.row) not in told:
            by_row.setdefault((edit.sheet, edit.row), []).append(edit)
    places = {sheet.name: n for n, sheet in enumerate(outcome.judged.ledger.sheets)} if outcome.judged else {}
    in_order = sorted(by_row, key=lambda place: (places.get(place[0], 0), place[1]))
    for number, (sheet, row) in enumerate(in_order):
        cells = sorted(by_row[sheet, row], key=lambda edit: list(Mark).index(edit.mark))
        text = "　".join(_cell(edit, speaking) for edit in cells)
        line = said(speaking.screen, "pass.write_row", sheet=sheet, row=row, text=text)
        yield AttentionRow(_WRITE, number, line)


def _cell(edit: "Edit", speaking: Speaking) -> str:
    heading = MARK_HEADINGS[speaking.written][edit.mark]
    new = edit.new or said(speaking.screen, "pass.blank")
    if not edit.old:
        return said(speaking.screen, "pass.write_new", heading=heading, new=new)
    return said(speaking.screen, "pass.write_cell", heading=heading, old=edit.old, new=new)


def cut(rows: Sequence[AttentionRow], language: str) -> list[str]:
    """Return the worst rows as lines; the last one says how many are left out."""
    lines = [row.text for row in rows[:SHOWN]]
    if len(rows) > SHOWN:
        lines[-1] += said(language, "pass.more_rows", count=len(rows) - SHOWN)
    return lines
