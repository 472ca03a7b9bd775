"""Duties of offices that are missing, late or due soon, as people read them: one line for each duty."""

from collections.abc import Mapping, Sequence
from typing import Any

from config.messages import Listed, said
from scheduler.township import Township

#: This many offices are named that owe the same.
_NAMED = 6

#: This many lines are printed; the rest is counted.
_CADENCES = 3

_OWED = frozenset({"missing", "late", "due_soon"})


def cadence_lines(cadences: Sequence[Mapping[str, Any]], township: Township, language: str) -> list[str]:
    """Return one line for each duty of offices that is missing, late or due soon, with who owes it."""
    names = township.duty_names(language)
    owing: dict[tuple[str, str, str, str], list[str]] = {}
    for one in cadences:
        if one["state"] in _OWED:
            key = (one["duty"], one["period"], one["state"], one["due"])
            owing.setdefault(key, []).append(township.owner_of(one))
    lines = [
        said(
            language,
            "pass.cadence",
            duty=names.title(duty),
            period=names.period(duty, period),
            state=names.state(duty, state),
            who=_named(who, language),
            due=due,
        )
        for (duty, period, state, due), who in owing.items()
    ]
    if len(lines) <= _CADENCES + 1:
        return lines
    return [*lines[:_CADENCES], said(language, "pass.more_cadences", count=len(lines) - _CADENCES)]


def _named(who: Sequence[str], language: str) -> str:
    names = Listed(who[:_NAMED]).said(language)
    return said(language, "pass.and_others", names=names, count=len(who)) if len(who) > _NAMED else names
