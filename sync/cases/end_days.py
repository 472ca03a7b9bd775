"""The day in a cell of 办结日期 that holds words of ending as well: 3月8日结清, 已结（2026.3.8）."""

import re
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from config.vocabulary import Status
from sync.cells.statuses import read_status
from sync.cells.text import as_text, tidy
from sync.grid import CellValue

_A_DAY = re.compile(r"(?:[0-9]{2,4}[年./-])?[0-9]{1,2}[月./-][0-9]{1,2}[日号]?")


def days_in(text: str) -> list[str]:
    """Return every day that *text* writes, as it is written."""
    return _A_DAY.findall(tidy(text))


def bare_days(values: Sequence[CellValue], code: NDArray[np.object_]) -> list[CellValue] | None:
    """Return *values* with the day alone where words of ending stand beside one; None where nothing changes.

    Args:
        values: the cells of the column.
        code: why each of them is no date yet, "" for those that are.
    """
    found = list(values)
    for index in np.flatnonzero(code != "").tolist():
        text = as_text(values[index])
        days = days_in(text)
        if len(days) == 1 and read_status(text, yes_no=False).status is Status.RESOLVED:
            found[index] = days[0]
    return None if found == list(values) else found
