"""Whether a table lets anybody see that a case is over; where it does not, nothing may turn red."""

import re
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from functools import cache
from itertools import pairwise
from typing import TYPE_CHECKING

from config.frames import Problem, TableInfo
from config.vocabulary import LedgerProblemCode, Role, Status
from config.words import words
from sync.cells.text import as_text, tidy
from sync.columns import column_number
from sync.grid import CellValue

if TYPE_CHECKING:
    import pandas as pd

#: The fill of a 0-based (row, column); "" for none, and for white.
Fill = Callable[[int, int], str]

#: Columns from which an end can be seen.
_ENDS = frozenset(
    (Role.STATUS, Role.STATUS_TICK, Role.RESOLVED_DATE, Role.SITTING_OR_END, Role.RESULT, Role.SATISFACTION)
)
#: A colour means something when so many rows have it, and this share of them all, and not nearly all.
_COLOURED_ROWS = 3
_COLOURED_SHARE = (0.2, 0.95)
#: Of each row so many cells are looked at.
_LOOKED_AT = 4


def needs_colours(info: TableInfo, cases: "pd.DataFrame") -> bool:
    """Whether only colours could tell how the cases of a table stand: no column does, and no word did."""
    return bool(len(cases)) and not info.roles & _ENDS and bool((cases["status"] == Status.OPEN).all())


def end_problems(
    info: TableInfo,
    cases: "pd.DataFrame",
    columns: Iterable[str],
    rows: Sequence[Sequence[CellValue]],
    fill: Fill | None,
) -> list[Problem]:
    """Return what keeps a table's lights off: no column shows an end, or colours alone do.

    Args:
        info: the table.
        cases: its cases.
        columns: letters of the table's columns.
        rows: the worksheet's cells.
        fill: of its cells; None where nobody has looked.
    """
    if not needs_colours(info, cases):
        return []
    found: list[Problem] = []
    if Role.PROGRESS not in info.roles:
        code = LedgerProblemCode.NO_END_COLUMN
        found.append(Problem(info.sheet, 0, "", "", code, count=len(cases)))
    coloured = 0 if fill is None else _coloured(cases["row"].tolist(), columns, fill, is_said=_legend(rows))
    if coloured:
        found.append(Problem(info.sheet, 0, "", "", LedgerProblemCode.COLOUR_STATUS, count=coloured))
    return found


def _coloured(cases: Sequence[int], columns: Iterable[str], fill: Fill, *, is_said: bool) -> int:
    """Return how many cases have a colour that tells them from the others; 0 when none seems to."""
    looked_at = [column_number(letters) for letters in columns][:_LOOKED_AT]
    colours = [_colour([fill(row - 1, column) for column in looked_at]) for row in cases]
    count = sum(1 for colour in colours if colour)
    if not count or count == len(cases):
        return 0
    if is_said:
        return count
    most = Counter(colour for colour in colours if colour).most_common(1)[0][1]
    low, high = _COLOURED_SHARE
    if most < _COLOURED_ROWS or not low <= count / len(cases) <= high or _is_striped(colours):
        return 0
    return count


def _colour(cells: Sequence[str]) -> str:
    """Return the colour that at least half of a row's cells have."""
    colour, count = Counter(cells).most_common(1)[0] if cells else ("", 0)
    return colour if count * 2 >= len(cells) else ""


def _is_striped(colours: Sequence[str]) -> bool:
    """Every second row of a table is coloured for the eye alone."""
    changes = sum(one != two for one, two in pairwise(colours))
    return changes >= 0.9 * (len(colours) - 1)


def _legend(rows: Sequence[Sequence[CellValue]]) -> bool:
    """Whether a cell says what a colour means: 绿色=已办结."""
    return any(
        isinstance(cell, str) and _pattern().search(tidy(as_text(cell))) is not None
        for row in rows
        for cell in row
    )


@cache
def _pattern() -> re.Pattern[str]:
    listed = words("colour_legend")
    return re.compile(listed["legend"])
