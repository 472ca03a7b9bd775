"""Columns of one answer each, in which the answer that holds is ticked."""

import numpy as np

from config.vocabulary import Role
from sync.cases.body import Body
from sync.cells.text import tidy
from sync.tables.kinds import FILLED
from sync.tables.titles import listed


def ticked_answers(body: Body, role: Role) -> tuple[list[int], list[list[tuple[str, int]]]] | None:
    """Return the tick columns of *role* and the (answer, column) that each case ticks; None without any."""
    columns = {
        column: played.value
        for column, played in body.roles.played.items()
        if played.role is role and played.value
    }
    if not columns:
        return None
    found: list[list[tuple[str, int]]] = [[] for _ in range(len(body))]
    for column, name in columns.items():
        texts = body.texts(column)
        for index in np.flatnonzero(body.kinds(column) & FILLED).tolist():
            if is_ticked(texts[index]):
                found[index].append((name, column))
    return list(columns), found


def is_ticked(text: str) -> bool:
    """Whether a tick column's cell is ticked: √ and whatever else is no cross, no dash and no 否."""
    plain = tidy(text).upper()
    return bool(plain) and plain not in listed("answers")["not_ticked"]
