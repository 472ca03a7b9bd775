"""What villages have filed, gathered while a pass goes: rows of a period or an explicit 零报告."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from types import MappingProxyType
from typing import Any

import numpy as np

from config.calendar import Days
from config.log_lines import LogLine
from config.packs.cadence_model import Cadence, Evidence
from config.periods import Period
from config.vocabulary import CadenceState, Role
from rules.cadences.cadence import (
    CadenceVerdict,
    cadences,
    half_month_cadence,
    judge_filing,
    periods_up,
)
from rules.cadences.due_periods import due_date, period_before, running_period
from rules.cadences.filing_owners import FiledEvidence, FilingOwner, Filings, Parties
from rules.ruleset import Rules
from scheduler.ledgers.nobodys import is_nobodys, may_be_village
from scheduler.state import State
from scheduler.state.records import Filing
from sync.ledger import Ledger

#: The kind of summary whose publication answers a duty of our own.
OWN_LISTS = {"RISK_LIST_25": "risk-list"}

_FILED = frozenset({CadenceState.ON_TIME, CadenceState.LATE, CadenceState.NIL})


_NOBODY_ELSE = Parties()


@dataclass(slots=True)
class _Gathered:
    """One village's evidence so far."""

    registered: list[Days] = field(default_factory=list[Days])
    nil_periods: set[str] = field(default_factory=set[str])
    lines: dict[str, list[LogLine]] = field(default_factory=dict[str, list[LogLine]])


class FilingsDesk:
    """Gathers every village's evidence, ledger by ledger.

    A village none of whose ledgers could be looked at (open elsewhere, paused) is left out: nothing is
    known of it today. One whose ledger is gone or broken is silent, and silence is what these are about.
    """

    def __init__(self, villages: Iterable[str] = ()) -> None:
        self._named = frozenset(villages)
        self._villages: dict[str, _Gathered] = {}

    def add(self, ledger: Ledger, lines: Mapping[str, Sequence[LogLine]] = MappingProxyType({})) -> None:
        """Take what a ledger says.

        Args:
            ledger: each row counts for the village its own 村 cell names, if the config knows it.
            lines: worksheet name to its filled-in lines (`sync.other_sheets.log_sheets`).
        """
        if is_nobodys(ledger.village, ledger.problems, self._named):
            return
        self._villages.setdefault(ledger.village, _Gathered())
        begun = _begun(ledger)
        villages = ledger.cases["village"].to_numpy()
        for village in set(villages.tolist()) or {ledger.village}:
            known = village if village in self._named else ledger.village
            gathered = self._villages.setdefault(known, _Gathered())
            gathered.registered.append(begun[villages == village])
        for name, days in lines.items():
            self._villages[ledger.village].lines.setdefault(name, []).extend(days)
        nil = self._villages[ledger.village].nil_periods
        for sheet in ledger.sheets:
            if sheet.visible:
                nil.update(sheet.nil_periods)

    def recall(self, filed: Mapping[str, Mapping[str, Any]]) -> None:
        """Take what `as_json` kept of a ledger that nobody has touched since."""
        for village, part in filed.items():
            gathered = self._villages.setdefault(village, _Gathered())
            gathered.registered.append(np.array(part["days"], dtype="datetime64[D]"))
            gathered.nil_periods.update(part["nil"])
            for name, days in part["lines"].items():
                gathered.lines.setdefault(name, []).extend(map(LogLine.from_json, days))

    def as_json(self, today: date, rules: Rules) -> dict[str, dict[str, Any]]:
        """Return what was gathered, as far as it answers the periods that are up *today*."""
        looked_back = (day for each in rules.cadences for day in _looked_back(each, today, rules))
        since = min(looked_back, default=today)

        def up(days: Iterable[date]) -> list[str]:
            return [day.isoformat() for day in sorted({day for day in days if day >= since})]

        return {
            village: {
                "days": up(day for days in gathered.registered for day in _known_days(days)),
                "nil": sorted(gathered.nil_periods),
                "lines": {
                    name: [line.as_json() for line in lines if line.day >= since]
                    for name, lines in gathered.lines.items()
                },
            }
            for village, gathered in self._villages.items()
        }

    def silent(self, village: str) -> None:
        """Note that a village is expected to file, and that this ledger of it may say nothing.

        Of a file that never could be read and that no entry of the config names, nobody knows whose it is:
        where the config names the villages, nobody owes a report for it.
        """
        if may_be_village(village, self._named):
            self._villages.setdefault(village, _Gathered())

    def filings(self, village: str) -> Filings:
        """Return one village's evidence, without when it was first seen."""
        gathered = self._villages.get(village, _Gathered())
        none = np.array([], dtype="datetime64[D]")
        return Filings(
            village,
            np.concatenate([none, *gathered.registered]),
            frozenset(gathered.nil_periods),
            lines=gathered.lines,
        )

    def note(self, state: State, today: date, rules: Rules) -> None:
        """Remember which villages had filed by *today* for the period that is up."""

        def owner(village: str) -> FilingOwner:
            return FilingOwner.of_village(self.filings(village))

        for cadence, period in _on_rows(rules, today):
            seen = {
                village: judge_filing(cadence, owner(village), period, today, rules).state in _FILED
                for village in self._villages
            }
            state.filings.note_all(cadence.id, period.label, seen, today)

    def verdicts(
        self,
        state: State | None,
        today: date,
        rules: Rules,
        parties: Parties = _NOBODY_ELSE,
        *,
        until: date | None = None,
    ) -> list[CadenceVerdict]:
        """Judge every cadence that is on, as of *today*.

        Args:
            state: what is remembered, if anything.
            today: the date in the township.
            rules: packs, calendar, windows.
            parties: who besides villages may owe something, and the office's own workbook.
            until: running periods due up to this day are told as well (the agenda).
        """
        up = list(_on_rows(rules, today))
        return cadences(self.evidence(state, up, rules, parties), today, rules, until=until)

    def evidence(
        self, state: State | None, periods: Iterable[tuple[Cadence, Period]], rules: Rules, others: Parties
    ) -> FiledEvidence:
        """Return what was gathered.

        Args:
            state: what is remembered, if anything.
            periods: of duties that rows show, those to be judged: when each was first seen is looked up.
            rules: packs and calendar.
            others: who besides villages may owe something.
        """
        known = [
            (cadence, period, state.filings.of_period(cadence.id, period.label) if state is not None else {})
            for cadence, period in periods
        ]
        villages = tuple(
            replace(self.filings(village), first_seen=_all_first_seen(known, village, rules))
            for village in self._villages
        )
        return FiledEvidence(villages, others, _published(state))


def _looked_back(cadence: Cadence, today: date, rules: Rules) -> Iterator[date]:
    """Yield the first days of the periods whose evidence may still count."""
    for period in (period_before(cadence, today, rules), running_period(cadence, today, rules)):
        if period is not None:
            yield period.first


def _known_days(days: Days) -> list[date]:
    return np.unique(days[~np.isnat(days)]).tolist()


def _begun(ledger: Ledger) -> Days:
    """Return the day each case came onto the books; a register without 登记日期 goes by 受理 or 交办."""
    begun = ledger.cases[Role.REGISTERED_DATE.value]
    without = {info.table for info in ledger.tables if Role.REGISTERED_DATE not in info.roles}
    stand_in = ledger.cases[Role.ACCEPTED_DATE.value].fillna(ledger.cases[Role.ASSIGNED_DATE.value])
    begun = begun.where(~ledger.cases["table"].isin(without), stand_in)
    return begun.to_numpy(dtype="datetime64[D]")


def _published(state: State | None) -> dict[str, dict[str, date]] | None:
    """Return when our own lists were published; None where duesheet has never been used for them."""
    if state is None:
        return None
    found = {duty: state.published.days(kind) for duty, kind in OWN_LISTS.items()}
    return found if any(found.values()) else None


def log_sheets(rules: Rules) -> list[str]:
    """Return the names of the worksheets that a cadence in force looks at."""
    return [name for each in rules.cadences for name in each.sheets]


def filed_for(
    state: State | None, filings: Filings, period: Period, today: date, rules: Rules
) -> tuple[CadenceVerdict, bool]:
    """Judge the half-monthly report of one village for any half-month.

    Returns:
        the verdict, and whether anybody knows when the report came: without that, on time says no more
        than that it came.
    """
    cadence = half_month_cadence(rules.packs)
    known = state.filings.find(cadence.id, filings.village, period.label) if state is not None else None
    seen = _first_seen(known, cadence, period, rules)
    dated = replace(filings, first_seen={period.label: seen} if seen else {})
    found = judge_filing(cadence, FilingOwner.of_village(dated), period, today, rules)
    if found.state is CadenceState.DUE_SOON:
        # A report knows what came and what is missing; what may still come is not due.
        found = replace(found, state=CadenceState.NOT_DUE)
    return found, seen is not None


def _on_rows(rules: Rules, today: date) -> Iterator[tuple[Cadence, Period]]:
    for cadence in rules.cadences:
        if cadence.evidence is Evidence.ROWS:
            yield from ((cadence, period) for period in periods_up(cadence, today, rules))


def _all_first_seen(
    known: Iterable[tuple[Cadence, Period, Mapping[str, Filing]]], village: str, rules: Rules
) -> dict[str, date]:
    days = (
        (period.label, _first_seen(filed.get(village), cadence, period, rules))
        for cadence, period, filed in known
    )
    return {label: day for label, day in days if day is not None}


def _first_seen(known: Filing | None, cadence: Cadence, period: Period, rules: Rules) -> date | None:
    """Return the day a report was first seen, if that tells when it came.

    It tells so when it was there by the due day, or had been looked for in vain on or after it. The first
    look of a new installation tells nothing about a period that was over long ago.
    """
    if known is None or known.first_seen is None:
        return None
    due = due_date(cadence, period, rules.calendar)
    looked_before = known.missed_on is not None and known.missed_on >= due
    return known.first_seen if known.first_seen <= due or looked_before else None
