"""One table's cases as a frame of ``config.frames.CASES``, and the problems of their rows."""

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from config.frames import CASES, Problem, empty_columns
from config.vocabulary import SITTING_ROLES, Destination, Role, Status
from sync.cases.body import Body, read_each
from sync.cases.case_facts import facts_of
from sync.cases.filling.case_dates import read_case_dates
from sync.cases.filling.case_ends import read_ends
from sync.cases.filling.case_places import read_places
from sync.cases.filling.filled import Filled, Setting
from sync.cases.key_fields import key_field_problems
from sync.cases.numbering import number_problems
from sync.cases.sittings import sittings_of
from sync.tables.titles import listed

if TYPE_CHECKING:
    import pandas as pd

#: Roles of columns that tell of sittings, and who may hold them.
_TELL_SITTINGS = frozenset((*SITTING_ROLES, Role.SITTING_COUNT, Role.SITTING_PLACE, Role.MEDIATOR))


def cases_of(body: Body, setting: Setting) -> tuple["pd.DataFrame", list[Problem]]:
    """Return the frame of one table's cases and the problems of their rows."""
    filled = Filled(body, setting)
    read_places(filled)
    read_case_dates(filled)
    read_ends(filled)
    _sittings(filled)
    facts, problems = facts_of(body)
    filled.columns |= facts
    filled.problems += problems
    _duties(filled)
    filled.problems += number_problems(body)
    filled.problems += key_field_problems(body, filled.columns, setting.sheet)
    notes: list[tuple[str, ...]] = [()] * len(body)
    for index, codes in filled.notes.items():
        notes[index] = tuple(codes)
    filled.columns["notes"] = notes
    filled.problems.sort(key=lambda problem: (problem.row, len(problem.column), problem.column))
    return _framed(filled), filled.problems


def _framed(filled: Filled) -> "pd.DataFrame":
    import pandas as pd

    blank = {name: dtype for name, dtype in CASES.items() if name not in filled.columns}
    columns = empty_columns(blank, len(filled.body))
    columns |= {name: _column(values, CASES[name]) for name, values in filled.columns.items()}
    return pd.DataFrame({name: columns[name] for name in CASES}, index=pd.RangeIndex(len(filled.body)))


def _sittings(filled: Filled) -> None:
    if not any(played.role in _TELL_SITTINGS for played in filled.body.roles.played.values()):
        return
    status, gone = filled.columns["status"], filled.columns["destination"]
    live = ~np.isin(status.astype(str), (Status.RESOLVED, Status.WITHDRAWN))
    live &= (status != Status.TRANSFERRED) | (gone == Destination.TOWNSHIP)
    found = sittings_of(
        filled.body,
        filled.setting.today,
        _begun(filled),
        live,
        date1904=filled.setting.date1904,
    )
    filled.columns |= found.columns
    filled.problems += found.problems


def _begun(filled: Filled) -> NDArray[np.datetime64] | None:
    """Return the first readable clock of each case: nothing is agreed before it."""
    roles = (Role.REGISTERED_DATE, Role.ACCEPTED_DATE, Role.ASSIGNED_DATE)
    days = [filled.dates[role].on for role in roles if role in filled.dates]
    if not days:
        return None
    begun = days[0]
    for more in days[1:]:
        begun = np.where(np.isnat(begun), more, begun)
    return begun


def _duties(filled: Filled) -> None:
    body = filled.body
    filled.columns["followed_up"] = _done(filled, Role.FOLLOWUP_DATE)
    filled.columns["contacted"] = _done(filled, Role.LAST_CONTACT_DATE)
    filled.columns["has_served_date"] = _done(filled, Role.SERVED_DATE)
    filled.columns["has_result"] = body.filled(Role.RESULT) | body.filled(Role.PROGRESS)
    filled.columns["has_agreement_no"] = body.filled(Role.AGREEMENT_NO)


def _done(filled: Filled, role: Role) -> NDArray[np.bool_]:
    column = filled.body.column(role)
    if column is None:
        return np.zeros(len(filled.body), dtype=bool)
    texts = filled.body.texts(column)
    not_done = tuple(listed("answers")["not_done"])
    done = read_each(texts, lambda text: bool(text) and not text.startswith(not_done))
    found = np.array(done, dtype=bool)
    dates = filled.dates.get(role)
    return found if dates is None else found & ~dates.blank


def _column(values: Any, dtype: str) -> Any:
    """Return a column as `empty_columns` has it."""
    import pandas as pd

    if dtype == "object":
        return pd.Series(_objects(values), dtype="object", copy=False)
    if dtype.startswith("datetime64"):
        return np.asarray(values).astype("datetime64[s]")
    return pd.array(values, dtype=dtype) if dtype == "Int64" else np.asarray(values, dtype=dtype)


def _objects(values: Sequence[object]) -> NDArray[np.object_]:
    return np.fromiter(values, dtype=object, count=len(values))
