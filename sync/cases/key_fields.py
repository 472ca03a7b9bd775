"""What a key case must name: its office, its officer and its lead officer, where the ledger has the column.

The limit is not asked for: where the row has none, the rules give one.
"""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

import numpy as np

from config.frames import Problem
from config.vocabulary import Complexity, Destination, LedgerProblemCode, Risk, Role, Status
from sync.cases.body import Body
from sync.columns import letters

_ASKED = (Role.ORG, Role.OWNER, Role.LEADER)
_HERE = (Status.OPEN, Status.SUSPENDED)


def key_field_problems(body: Body, columns: Mapping[str, Any], sheet: str) -> Iterator[Problem]:
    """Yield a problem for each field that an open red or hard case leaves blank.

    Args:
        body: of the table.
        columns: of the cases frame, as far as they are filled.
        sheet: worksheet name.
    """
    count = len(body)

    def column(name: str) -> Sequence[object]:
        return list(columns.get(name, [""] * count))

    facts = zip(*map(column, ("risk", "complexity", "status", "destination")), strict=True)
    is_key = [
        (risk == Risk.RED or hard == Complexity.COMPLEX)
        and (status in _HERE or destination == Destination.TOWNSHIP)
        for risk, hard, status, destination in facts
    ]
    for role in _ASKED:
        place = body.column(role)
        if place is None:
            continue
        blank = ~body.filled(role)
        for index in np.flatnonzero(blank & np.array(is_key, dtype=bool)).tolist():
            row = int(body.at[index]) + 1
            yield Problem(sheet, row, letters(place), role, LedgerProblemCode.KEY_FIELD_MISSING)
