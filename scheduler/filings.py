"""What villages have filed, gathered while a pass goes: rows of a period or an explicit 零报告."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from datetime import date

import numpy as np

from config.calendar import Days
from config.packs.model import Cadence, Evidence
from config.vocabulary import CadenceState, Role
from rules.cadence import CadenceVerdict, FiledEvidence, Filings, cadences, half_month_cadence, judge_filing
from rules.periods import Span, current_span, due_date
from rules.settings import Rules
from scheduler.state import State
from sync.ledger import Ledger

#: The kind of summary whose publication answers a duty of our own.
OWN_LISTS = {"RISK_LIST_25": "risk-list"}

_FILED = frozenset({CadenceState.ON_TIME, CadenceState.LATE, CadenceState.NIL})


@dataclass(slots=True)
class _Gathered:
    """One village's evidence so far."""

    registered: list[Days] = field(default_factory=list[Days])
    nil_periods: set[str] = field(default_factory=set[str])


class FilingsDesk:
    """Gathers every village's evidence, ledger by ledger.

    A village none of whose ledgers could be looked at (open elsewhere, paused) is left out: nothing is
    known of it today. One whose ledger is gone or broken is silent, and silence is what these are about.
    """

    def __init__(self, villages: Iterable[str] = ()) -> None:
        self._named = frozenset(villages)
        self._villages: dict[str, _Gathered] = {}

    def add(self, ledger: Ledger) -> None:
        """Take what a ledger says: each row for the village its own 村 cell names, if the config knows it."""
        self.silent(ledger.village)
        begun = _begun(ledger)
        villages = ledger.cases["village"].to_numpy()
        for village in set(villages.tolist()) or {ledger.village}:
            known = village if village in self._named else ledger.village
            gathered = self._villages.setdefault(known, _Gathered())
            gathered.registered.append(begun[villages == village])
        nil = self._villages[ledger.village].nil_periods
        for sheet in ledger.sheets:
            if sheet.visible:
                nil.update(sheet.nil_periods)

    def silent(self, village: str) -> None:
        """Note that a village is expected to file, and that this ledger of it may say nothing."""
        self._villages.setdefault(village, _Gathered())

    def filings(self, village: str) -> Filings:
        """Return one village's evidence, without when it was first seen."""
        gathered = self._villages.get(village, _Gathered())
        none = np.array([], dtype="datetime64[D]")
        return Filings(village, np.concatenate([none, *gathered.registered]), frozenset(gathered.nil_periods))

    def note(self, state: State, today: date, rules: Rules) -> None:
        """Remember which villages had filed by *today* for the period that is up."""
        for cadence, span in _on_rows(rules, today):
            for village in self._villages:
                verdict = judge_filing(cadence, self.filings(village), span, today, rules)
                state.note_filing(cadence.id, village, span.label, today, seen=verdict.state in _FILED)

    def verdicts(self, state: State | None, today: date, rules: Rules) -> list[CadenceVerdict]:
        """Judge every cadence that is on, as of *today*."""
        up = list(_on_rows(rules, today))
        villages = tuple(
            replace(self.filings(village), first_seen=_all_first_seen(state, village, up, rules))
            for village in self._villages
        )
        published = None
        if state is not None:
            published = {duty: state.published_on(kind) for duty, kind in OWN_LISTS.items()}
        return cadences(FiledEvidence(villages, published=published), today, rules)


def _begun(ledger: Ledger) -> Days:
    """Return the day each case came onto the books; a register without 登记日期 goes by 受理 or 交办."""
    begun = ledger.cases[Role.REGISTERED_DATE.value]
    without = {info.table for info in ledger.tables if Role.REGISTERED_DATE not in info.roles}
    stand_in = ledger.cases[Role.ACCEPTED_DATE.value].fillna(ledger.cases[Role.ASSIGNED_DATE.value])
    begun = begun.where(~ledger.cases["table"].isin(without), stand_in)
    return begun.to_numpy(dtype="datetime64[D]")


def filed_for(
    state: State | None, filings: Filings, span: Span, today: date, rules: Rules
) -> tuple[CadenceVerdict, bool]:
    """Judge the half-monthly report of one village for any half-month.

    Returns:
        the verdict, and whether anybody knows when the report came: without that, on time says no more
        than that it came.
    """
    cadence = half_month_cadence(rules.packs)
    seen = _first_seen(state, cadence, filings.village, span, rules)
    dated = replace(filings, first_seen={span.label: seen} if seen else {})
    return judge_filing(cadence, dated, span, today, rules), seen is not None


def _on_rows(rules: Rules, today: date) -> Iterator[tuple[Cadence, Span]]:
    for cadence in rules.cadences:
        span = current_span(cadence, today, rules)
        if span is not None and cadence.evidence is Evidence.ROWS:
            yield cadence, span


def _all_first_seen(
    state: State | None, village: str, up: Iterable[tuple[Cadence, Span]], rules: Rules
) -> dict[str, date]:
    days = ((span.label, _first_seen(state, cadence, village, span, rules)) for cadence, span in up)
    return {label: day for label, day in days if day is not None}


def _first_seen(state: State | None, cadence: Cadence, village: str, span: Span, rules: Rules) -> date | None:
    """Return the day a report was first seen, if that tells when it came.

    It tells so when it was there by the due day, or had been looked for in vain on or after it. The first
    look of a new installation tells nothing about a period that was over long ago.
    """
    known = state.filing(cadence.id, village, span.label) if state is not None else None
    if known is None or known.first_seen is None:
        return None
    due = due_date(cadence, span, rules.calendar)
    looked_before = known.missed_on is not None and known.missed_on >= due
    return known.first_seen if known.first_seen <= due or looked_before else None
