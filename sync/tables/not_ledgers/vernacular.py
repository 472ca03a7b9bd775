"""A sheet whose headings no list knows, but that looks like a ledger: 哪天的事 | 谁跟谁 | 为啥 | 咋样了.

Nothing of it is taken. What its headings and cells agree on is said, with the lines that make it a ledger.
"""

import numpy as np

from config.frames import Problem
from config.vocabulary import DATE_ROLES, LedgerProblemCode, Role
from sync.columns import letters
from sync.tables.column_evidence import ColumnEvidence, evidence_of
from sync.tables.heading_suggestions import suggested_role
from sync.tables.heading_words.headings import HeadingWords, Match, heading_key
from sync.tables.kinds import FILLED, LONG, TEXT
from sync.tables.register_evidence import Stance, stance_of
from sync.tables.view import View

#: How far down a header is looked for, and how many rows below it are looked at.
_TOP = 12
_BODY = 200
#: A person would call it a ledger from so many columns on.
_LEAST = 3

_WHO_OR_WHAT = frozenset((Role.PARTY, Role.SUMMARY, Role.CATEGORY, Role.STATUS))


def vernacular_headings(view: View, words: HeadingWords, book: str) -> list[Problem]:
    """Return a suggestion for each heading of a sheet that looks like a ledger; [] for any other sheet."""
    for row in range(min(_TOP, len(view.rows))):
        found = _suggestions(view, row, words)
        roles = {Role(problem.suggestion) for problem in found}
        known = {match.role for match in _known(view, row, words).values()}
        is_dated = any(role in DATE_ROLES for role in roles | known)
        titles = [view.text(above, column) for above in range(row) for column in view.filled(above)[:1]]
        stances = {stance_of(text) for text in (*titles, view.sheet.name, book)}
        if Stance.PERSONS in stances or Stance.AGAINST in stances:
            return []
        if len(roles) >= _LEAST and is_dated and roles & _WHO_OR_WHAT:
            return found
    return []


def _known(view: View, row: int, words: HeadingWords) -> dict[int, Match]:
    found = {column: words.match(heading_key(view.text(row, column))) for column in view.filled(row)}
    return {column: match for column, match in found.items() if match is not None}


def _suggestions(view: View, row: int, words: HeadingWords) -> list[Problem]:
    columns = view.filled(row)
    kinds = view.kinds[row, columns]
    if len(columns) < _LEAST or not ((kinds & TEXT) > 0).all() or ((kinds & LONG) > 0).any():
        return []
    if not (view.kinds[row + 1 : row + 2] & FILLED).any():
        return []
    played = {match.role for match in _known(view, row, words).values()}
    found: list[Problem] = []
    for column in columns:
        heading = view.text(row, column)
        if words.match(heading_key(heading)) is not None:
            continue
        role = suggested_role(heading, _below(view, row, column), played, words.exact)
        if role is not None:
            played.add(role)
            detail = " ".join(heading.split())
            code = LedgerProblemCode.HEADING_SUGGESTED
            found.append(Problem(view.sheet.name, row + 1, letters(column), "", code, role, detail))
    return found


def _below(view: View, row: int, column: int) -> ColumnEvidence:
    filled = np.flatnonzero((view.kinds[row + 1 : row + 1 + _BODY, column] & FILLED) > 0)
    return evidence_of([view.rows[row + 1 + int(offset)][column] for offset in filled])
