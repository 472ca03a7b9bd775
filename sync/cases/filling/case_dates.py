"""The date columns of one table's cases, with what was inferred for them and what was refused."""

from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from config.vocabulary import DATE_ROLES, ProblemCode, Role, Unit
from sync.cases.end_days import bare_days
from sync.cases.filling.filled import Filled, is_sitting
from sync.cells.text import tidy
from sync.dates.read_dates import DateColumn, read_dates
from sync.dates.written_limits import read_extensions, read_limits
from sync.tables.titles import listed

if TYPE_CHECKING:
    import pandas as pd

#: Date roles whose cells may say in words that it was done.
_WORDY = frozenset(
    (
        *(Role.FOLLOWUP_DATE, Role.LAST_CONTACT_DATE, Role.SERVED_DATE, Role.ACKNOWLEDGED_DATE),
        Role.ARCHIVED_DATE,
    )
)


def read_case_dates(filled: Filled) -> None:
    """Fill the date columns, limits and extensions among them."""
    for role in DATE_ROLES:
        if role not in (Role.DUE_DATE, Role.EXTENSION) and filled.body.column(role) is not None:
            _read_date(filled, role)
    _limits(filled)


def _read_date(filled: Filled, role: Role) -> None:
    column = filled.body.column(role)
    if column is None:
        return
    values = filled.body.dates_as_shown(column)
    found = read_dates(values, role, filled.dating(column))
    bare = bare_days(values, found.code) if role is Role.RESOLVED_DATE else None
    _keep(filled, role, column, found if bare is None else read_dates(bare, role, filled.dating(column)))


def _keep(filled: Filled, role: Role, column: int, found: DateColumn) -> None:
    filled.dates[role] = found
    filled.columns[role.value] = found.on
    for index in np.flatnonzero(found.note != "").tolist():
        filled.note(index, f"{found.note[index]}:{role}")
    if role in filled.body.roles.late and not is_sitting(filled.body, column):
        heading = filled.body.roles.heading(column)
        for index in np.flatnonzero(~np.isnat(found.on)).tolist():
            filled.note(index, f"fallback_date:{role}:{heading}")
    if role is Role.RESOLVED_DATE:
        return  # words like 正在办理 are no bad date; see `case_ends`
    codes = found.code
    if role in _WORDY:
        texts = filled.body.texts(column)
        for index in np.flatnonzero(codes != "").tolist():
            if any(character.isdigit() for character in texts[index]):
                filled.refuse_date(role, column, index, found)
        return
    for index in np.flatnonzero(codes != "").tolist():
        filled.refuse_date(role, column, index, found)
    if role is Role.REGISTERED_DATE:
        for index in np.flatnonzero(found.blank).tolist():
            filled.refuse(role, column, index, ProblemCode.DATE_MISSING)


def _limits(filled: Filled) -> None:
    column = filled.body.column(Role.DUE_DATE)
    if column is not None:
        limits = read_limits(
            filled.body.dates_as_shown(column),
            replace(filled.dating(column), year_unsure=None),
            bare_unit=_unit_in(filled.body.roles.headings[column]),
        )
        _keep(filled, Role.DUE_DATE, column, limits.dates)
        filled.columns["limit_days"] = _lengths(limits.days)
        filled.columns["limit_unit"] = limits.unit
    column = filled.body.column(Role.EXTENSION)
    if column is not None:
        extensions = read_extensions(
            filled.body.dates_as_shown(column),
            replace(filled.dating(column), year_unsure=None),
        )
        _keep(filled, Role.EXTENSION, column, extensions.dates)
        filled.columns["extension_times"] = extensions.times
        # An approved month is 30 days, as the law's own extension; a length in working days is none.
        in_days = np.where(extensions.unit == Unit.MONTHS, extensions.days * 30, extensions.days)
        filled.columns["extension_days"] = _lengths(
            np.where(extensions.unit == Unit.WORKING_DAYS, -1, in_days)
        )


def _lengths(days: NDArray[np.int64]) -> "pd.Series":
    """Lengths of a column where -1 says that there is none."""
    import pandas as pd

    found = pd.Series(days, dtype="Int64")
    return found.mask(found < 0)


def _unit_in(heading: str) -> Unit | None:
    """The unit a bare number counts where the heading says so: 办理期限（工作日）."""
    plain = tidy(heading)
    units = (unit for unit, spelled in listed("units").items() if any(one in plain for one in spelled))
    found = next(units, None)
    return None if found is None else Unit(found)
