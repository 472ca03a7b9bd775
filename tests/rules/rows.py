"""Cases for the tests of the rules, spelled as a clerk would fill in a row."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd

from config.calendar import WorkCalendar
from config.calendars import CalendarYear
from config.frames import CASES, TableInfo, empty_frame
from config.packs import load_packs
from config.vocabulary import DATE_ROLES, Family, Role
from rules.judge import judge
from rules.ruleset import Rules

ALL_ROLES = frozenset(Role)
DATES = frozenset(role.value for role in DATE_ROLES)


@cache
def calendar() -> WorkCalendar:
    return WorkCalendar.build()


@cache
def rules(*packs: str) -> Rules:
    """Return the rules of some packs; the default ones without a name."""
    names = packs or ("sichuan_2026", "statute", "mediation")
    return Rules(packs=load_packs(names, Path()), calendar=calendar())


def with_notice(year: int, off: Sequence[date], work: Sequence[date] = ()) -> Rules:
    return replace(rules(), calendar=WorkCalendar.build({year: CalendarYear(off=off, work=work)}))


def table(
    family: str = "dispute",
    *,
    number: int = 0,
    without: Collection[str] = (),
    only: Collection[str] | None = None,
    routing: bool = False,
) -> TableInfo:
    """Return a table with every column, or *without* some, or *only* some."""
    roles = ALL_ROLES if only is None else frozenset(Role(role) for role in only)
    roles -= {Role(role) for role in without}
    return TableInfo(number, "台账", Family(family), roles, routing, (3,), 4, 4000)


def cases(*rows: Mapping[str, Any]) -> pd.DataFrame:
    """Return a frame of cases; what a row does not say is blank, and its number follows its place."""
    frame = empty_frame(CASES, len(rows))
    columns: dict[str, list[Any]] = {}
    for name, dtype in CASES.items():
        values = [row.get(name) for row in rows]
        if name in DATES:
            values = [np.datetime64("NaT", "s") if day is None else np.datetime64(day, "s") for day in values]
            frame[name] = pd.Series(np.array(values, dtype="M8[s]"))
            continue
        blank = frame[name].tolist()
        columns[name] = [old if value is None else value for old, value in zip(blank, values, strict=True)]
        frame[name] = pd.Series(columns[name], dtype=dtype)
    frame["sheet"] = pd.Series([row.get("sheet", "台账") for row in rows], dtype=object)
    frame["row"] = pd.Series([row.get("row", 4 + place) for place, row in enumerate(rows)], dtype="int64")
    frame["seq"] = pd.Series([row.get("seq", str(1 + place)) for place, row in enumerate(rows)], dtype=object)
    frame["status"] = pd.Series([row.get("status", "open") for row in rows], dtype=object)
    frame["notes"] = pd.Series([row.get("notes", ()) for row in rows], dtype=object)
    return frame


def verdict(
    today: str,
    family: str = "dispute",
    *,
    under: Rules | None = None,
    without: Collection[str] = (),
    only: Collection[str] | None = None,
    routing: bool = False,
    **row: Any,
) -> dict[str, Any]:
    """Return one case's verdict as plain values; dates as ISO texts, None for none."""
    ledger = table(family, without=without, only=only, routing=routing)
    frame = judge(cases(row), [ledger], date.fromisoformat(today), under or rules()).verdicts
    found: dict[str, Any] = frame.iloc[0].to_dict()
    found["due"] = None if pd.isna(found["due"]) else found["due"].date().isoformat()
    return {name: str(value) if isinstance(value, str) else value for name, value in found.items()}


def shown(found: Mapping[str, Any]) -> tuple[str, str | None, str]:
    """Return light, due date and duty of a verdict."""
    return found["light"], found["due"], found["duty"]
