"""Duties of offices told in a report: how often owed and done, and where nothing was filed."""

from collections.abc import Sequence
from datetime import date

from config.spoken.period_names import period_name
from reports.composing.speaking.wording import NAMES, Wording
from reports.content import Column, ColumnKind, Row, Table
from reports.figures.halfmonth_figures import Rate
from reports.inputs import DutyTold


def duty_table(duties: Sequence[DutyTold], say: Wording, key: str) -> Table:
    """Return one row for each duty; *key* is the table's, for its caption and for what an empty one says."""
    columns = (
        Column(say("column.duty_of_office"), 26),
        Column(say("column.owed"), 8, ColumnKind.NUMBER),
        Column(say("column.done"), 8, ColumnKind.NUMBER),
        Column(say("column.done_late"), 8, ColumnKind.NUMBER),
        Column(say("column.done_share"), 20, ColumnKind.SHORT),
        Column(say("column.not_done"), 44),
    )
    rows: list[Row] = [_row(duty, say) for duty in duties]
    return Table(key, say(f"table.{key}"), columns, rows, nothing=say(f"nothing.{key}"))


def _row(duty: DutyTold, say: Wording) -> Row:
    done = duty.owed - len(duty.missing) - len(duty.waiting)
    told = [say.list(_missed(duty, say), NAMES, "more")] if duty.missing else []
    if duty.waiting:
        names = say.list(duty.waiting, NAMES, "more")
        told.append(say("text.duty_waiting", names=names, pending=duty.pending))
    share = say.rate(Rate(done, duty.owed))
    return duty.title, duty.owed, done, duty.late, share, say("list.long").join(told)


def _missed(duty: DutyTold, say: Wording) -> list[str]:
    """Name everybody who missed it, for which period or how often; of the township's office, each period."""
    by_owner: dict[str, list[str]] = {}
    for who, period in duty.missing:
        by_owner.setdefault(who, []).append(period)
    own = [_period(period, duty, say) for period in by_owner.pop("", ())]
    return own + [
        say("text.duty_missing", who=who, period=_period(periods[0], duty, say))
        if len(periods) == 1
        else say("text.duty_missing_times", who=who, count=len(periods))
        for who, periods in by_owner.items()
    ]


def _period(label: str, duty: DutyTold, say: Wording) -> str:
    try:
        day = say.short_day(date.fromisoformat(label))
    except ValueError:
        return period_name(label, say.language)
    return period_name(day, say.language, duty.windows.get(label, ""))


def duty_sentence(duties: Sequence[DutyTold], say: Wording) -> str:
    """Name the duties that were missed, each with how often; "" where none was."""
    counts = [(duty.title, len(duty.missing)) for duty in duties if duty.missing]
    if not counts:
        return ""
    items = [say("text.duty_times", name=name, count=count) for name, count in counts]
    return say("text.duties_missed", items=say.list(items))
