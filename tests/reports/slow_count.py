"""The same figures counted one row at a time, with plain dates: slow, and plain to see."""

from collections import Counter
from collections.abc import Sequence

import pandas as pd

from config.periods import HalfMonth
from reports.inputs import VillageCases

CHANNELS = ("visit", "letter", "net", "phone", "screening", "superior")


def slow_counts(sources: Sequence[VillageCases], period: HalfMonth) -> dict[str, Counter[str]]:
    """Count every measure for every village."""
    names = {source.village for source in sources}
    counts: dict[str, Counter[str]] = {source.village: Counter() for source in sources}
    for source in sources:
        dated = {
            (row.sheet, row.table) for row in source.cases.itertuples() if not pd.isna(row.registered_date)
        }
        for row, verdict in zip(source.cases.itertuples(), source.verdicts.itertuples(), strict=True):
            village = row.village if row.village in names else source.village
            counts[village].update(_measures(row, verdict, period, (row.sheet, row.table) in dated))
    return counts


def _day(moment):
    return None if pd.isna(moment) else moment.date()


def _measures(row, verdict, period, dated):
    entered = _day(row.registered_date)
    if not dated:
        entered = _day(row.accepted_date) or _day(row.assigned_date)
    said = _day(row.resolved_date)
    here = row.status in ("open", "suspended") or (
        row.status == "transferred" and row.destination == "township"
    )
    slip = not here and (said is None or (entered is not None and said < entered))
    ended = None if here else entered if slip else said
    if entered is None:
        if ended is None or ended >= period.first:
            yield "undated"
        still = here or (ended is not None and ended > period.last)
        if still:
            yield "undated_open"
            yield from _standing(row, verdict, here)
        if row.status == "resolved" and ended is not None and ended <= period.last and verdict.survey_owed:
            yield "survey"
        return
    if entered > period.last:
        return
    if row.status == "resolved" and ended <= period.last and verdict.survey_owed:
        yield "survey"
    if not here and ended < period.first:
        return
    new = entered >= period.first
    yield "new" if new else "opening"
    if new:
        channel = "superior" if row.from_superior else row.channel
        yield f"channel_{channel if channel in CHANNELS else 'other'}"
    resolved = False
    if here or ended > period.last:
        yield "closing"
        yield from _closing(row, verdict, (period.last - entered).days)
        yield from _standing(row, verdict, here)
    else:
        yield row.status
        resolved = row.status == "resolved"
        if slip:
            yield "end_undated"
    failed = (
        row.failed_mediation and not row.agreed and ((not here and ended <= period.last) or (here and new))
    )
    if failed:
        yield "failed"
    if failed or resolved:
        yield "handled"
    if resolved:
        yield from _resolved(row, verdict, new, slip)


def _closing(row, verdict, days):
    if verdict.light == "suspended":
        yield "suspended"
    if verdict.light == "untimed":
        yield "untimed"
    if row.risk:
        yield f"risk_{row.risk}"
    if row.risk == "red" or days > 30:
        yield "serious"


def _standing(row, verdict, here):
    yield "standing"
    if verdict.light in ("overdue", "due_soon"):
        yield verdict.light
        if verdict.backlog:
            yield "backlog"
            yield f"{verdict.light}_backlog"
    if here and row.status == "transferred":
        yield "handed_up"


def _resolved(row, verdict, new, slip):
    if row.agreed:
        yield "agreed"
    if new:
        yield "cohort_resolved"
    late = verdict.light == "closed_late" or (
        verdict.survey_owed and (verdict.overdue_township or verdict.overdue_statute)
    )
    if late:
        yield "late"
    elif not slip and not pd.isna(verdict.due):
        yield "on_time"
    if row.satisfaction == "unsatisfied":
        yield "unsatisfied"
