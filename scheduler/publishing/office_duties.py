"""Duties of offices in a report: those that fell due in a half-month, those of a year's periods."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from config.language import phrases
from config.packs.cadence_model import Cadence, CadencePeriod, Evidence, Owner
from config.periods import HalfMonth, Period, Year, half_months
from config.vocabulary import CadenceState
from reports.inputs import DutyTold
from rules.cadences.cadence import CadenceVerdict, half_month_cadence, judge_periods
from rules.cadences.duties_kept import DutyKept, duties_due, duties_ended
from rules.cadences.filing_owners import FiledEvidence, owners_of
from scheduler.ledgers.duty_parties import parties
from scheduler.ledgers.filings import FilingsDesk
from scheduler.ledgers.reading import roster_kept
from scheduler.ledgers.sheet_sittings import schedule_grid
from scheduler.publishing.receptions import Receptions, receptions_of
from scheduler.township import Township


@dataclass(frozen=True, slots=True)
class DutiesTeller:
    """Tells of the duties of one township's offices, from what one reading gathered."""

    township: Township
    desk: FilingsDesk

    def of_half_month(self, period: HalfMonth) -> tuple[DutyTold, ...]:
        """Return the duties that fell due in *period*, and its own report as the departments owe it.

        The villages' own reports stand in a table of their own.
        """
        township = self.township
        screen = half_month_cadence(township.rules.packs)
        evidence = self._evidence(period)
        due = duties_due(evidence, self._span(period), township.today, township.rules)
        told = [self._told(one) for one in due if one.duty != screen.id]
        departments = [one for one in owners_of(screen, evidence) if one.kind is Owner.DEPARTMENT]
        look = [period], township.today, township.rules
        found = [verdict for one in departments for verdict in judge_periods(screen, one, *look)]
        own = [self._told(DutyKept(screen.id, tuple(found)))] if found else []
        return (*own, *told)

    def of_year(self, year: Year) -> tuple[DutyTold, ...]:
        """Return the duties of the periods that ended in *year*; receptions last."""
        township = self.township
        ended = duties_ended(self._evidence(year), self._span(year), township.today, township.rules)
        received = receptions_of(township, year)
        told = [self._told(one) for one in ended]
        return (*told, *([] if received is None else [self._receptions(received)]))

    def _span(self, period: Period) -> tuple[date, date]:
        since = self.township.settings.township.adopted_on or period.first
        return max(period.first, since), period.last

    def _evidence(self, period: Period) -> FiledEvidence:
        township = self.township
        grid = schedule_grid(township)
        others = parties(township, roster_kept(township, grid) if grid is not None else None)
        by_rows = (one for one in township.rules.cadences if one.evidence is Evidence.ROWS)
        known = ((one, half) for one in by_rows for half in _halves(one, period))
        return self.desk.evidence(township.state, known, township.rules, others)

    def _told(self, kept: DutyKept) -> DutyTold:
        township = self.township
        names = township.duty_names()
        missing = tuple((self._who(one), one.period) for one in kept.missing)
        waiting = tuple(self._who(one) for one in kept.verdicts if one.state in _WAITING)
        pending = names.state(kept.duty, CadenceState.NOT_DUE)
        windows = names.windows.get(kept.duty, {})
        return DutyTold(names.title(kept.duty), kept.owed, kept.late, missing, waiting, pending, windows)

    def _who(self, verdict: CadenceVerdict) -> str:
        """Return who owes it, as a person is called; "" for the township's own office."""
        return self.township.owner_of(verdict.as_json()) if verdict.owner or verdict.village else ""

    def _receptions(self, received: Receptions) -> DutyTold:
        title = phrases(self.township.language, "reports")["year_report"]["reception"]
        missing = tuple(("", day.isoformat()) for day in received.missed)
        return DutyTold(title, len(received.working), 0, missing)


_WAITING = frozenset({CadenceState.DUE_SOON, CadenceState.NOT_DUE})


def _halves(cadence: Cadence, period: Period) -> Iterator[Period]:
    """Yield the half-months of *period* and the one before, for those reports whose first sight is noted."""
    before = HalfMonth.of(period.first - timedelta(days=1))
    yield from (before, *half_months(period)) if cadence.period is CadencePeriod.HALF_MONTH else ()
