"""What a case is: its risk, complexity, channel and category, from words or from ticked columns."""

from collections.abc import Callable, Mapping
from typing import Any

import numpy as np

from config.frames import Problem
from config.vocabulary import AgreementForm, LedgerProblemCode, ProblemCode, Role
from sync.cases.body import Body, read_each
from sync.cases.ticked_columns import ticked_answers
from sync.cells.categories import read_category
from sync.cells.form_figures import (
    amount_reader,
    is_yes,
    read_agreement_form,
    read_fulfilment,
    read_tier,
)
from sync.cells.levels import (
    is_from_superior,
    read_channel,
    read_complexity,
    read_count,
    read_first_time,
    read_risk,
    read_satisfaction,
)

_Facts = tuple[dict[str, Any], list[Problem]]

#: The readers of the small vocabularies, and the frame's names of two of them.
_READERS: Mapping[Role, Callable[[str], object]] = {
    Role.RISK_LEVEL: read_risk,
    Role.COMPLEXITY: read_complexity,
    Role.SOURCE: read_channel,
    Role.SATISFACTION: read_satisfaction,
    Role.FULFILMENT: read_fulfilment,
    Role.TIER: read_tier,
}
_NAMES = {Role.RISK_LEVEL: "risk", Role.SOURCE: "channel"}


def facts_of(body: Body) -> _Facts:
    """Return the columns of the cases frame that say what each case is, and the problems met."""
    columns = _levels(body)
    risk, problems = _ticked_risk(body)
    category, more = _categories(body)
    return {**columns, **risk, **category}, [*problems, *more]


def _levels(body: Body) -> dict[str, Any]:
    columns: dict[str, Any] = {}
    for role, read in _READERS.items():
        column = body.column(role)
        if column is not None:
            columns[_NAMES.get(role, role.value)] = [
                value or "" for value in read_each(body.texts(column), read)
            ]
    columns |= _form_figures(body)
    source = body.texts(body.column(Role.SOURCE))
    own = body.roles.first_time
    columns["first_time"] = read_each(source if own is None else body.texts(own), read_first_time)
    columns["from_superior"] = np.array(read_each(source, is_from_superior), dtype=bool)
    return columns


def _form_figures(body: Body) -> dict[str, Any]:
    """People, money, and how an agreement was made; whole columns that a ledger does not have stay blank."""
    import pandas as pd

    columns: dict[str, Any] = {}
    for role, reader in ((Role.PEOPLE_COUNT, read_count), (Role.AMOUNT, None)):
        column = body.column(role)
        if column is not None:
            read = reader or amount_reader(body.roles.headings[column])
            numbers = read_each(body.texts(column), read)
            columns[role.value] = pd.array([pd.NA if one is None else one for one in numbers], dtype="Int64")
    forms = [""] * len(body)
    if (column := body.column(Role.AGREEMENT_FORM)) is not None:
        forms = [form or "" for form in read_each(body.texts(column), read_agreement_form)]
    confirmed = read_each(body.texts(body.column(Role.JUDICIAL_CONFIRMATION)), is_yes)
    columns[Role.AGREEMENT_FORM.value] = [
        AgreementForm.CONFIRMED.value if yes else form for form, yes in zip(forms, confirmed, strict=True)
    ]
    prevented = read_each(body.texts(body.column(Role.PREVENTED_CRIME)), is_yes)
    columns[Role.PREVENTED_CRIME.value] = np.array(prevented, dtype=bool)
    return columns


def _categories(body: Body) -> _Facts:
    column = body.column(Role.CATEGORY)
    if column is None:
        return _ticked_categories(body)
    raw = body.texts(column)
    read = read_each(raw, read_category)
    problems: list[Problem] = []
    for index, one in enumerate(read):
        if one.category is None:
            problems.append(body.problem(index, column, Role.CATEGORY, ProblemCode.CATEGORY_MISSING))
        elif one.others:
            problems.append(body.problem(index, column, Role.CATEGORY, ProblemCode.CATEGORY_CONFLICT))
        elif not one.known:
            code = LedgerProblemCode.CATEGORY_UNKNOWN
            problems.append(body.problem(index, column, Role.CATEGORY, code))
    return {"category_raw": raw, "category": [one.category or "" for one in read]}, problems


def _ticked_categories(body: Body) -> _Facts:
    ticked = ticked_answers(body, Role.CATEGORY_TICK)
    if ticked is None:
        return {}, []
    columns, found = ticked
    role = Role.CATEGORY_TICK
    problems: list[Problem] = []
    for index, names in enumerate(found):
        if not names:
            problems.append(body.problem(index, min(columns), role, ProblemCode.CATEGORY_MISSING))
        elif len(names) > 1:
            problems.append(body.problem(index, names[1][1], role, ProblemCode.CATEGORY_CONFLICT))
    return {
        "category": [names[0][0] if names else "" for names in found],
        "category_raw": ["、".join(name for name, _ in names) for names in found],
    }, problems


def _ticked_risk(body: Body) -> _Facts:
    ticked = ticked_answers(body, Role.RISK_LEVEL)
    if ticked is None:
        return {}, []
    _, found = ticked
    problems = [
        body.problem(index, names[1][1], Role.RISK_LEVEL, ProblemCode.LEVEL_CONFLICT)
        for index, names in enumerate(found)
        if len(names) > 1
    ]
    return {"risk": [names[0][0] if len(names) == 1 else "" for names in found]}, problems
