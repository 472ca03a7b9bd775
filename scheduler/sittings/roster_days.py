"""接访排班: who is suggested for the days to come, and who receives when, from what stands on the sheet."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from config.calendar import WorkCalendar
from config.log_lines import LogLine
from config.our_tabs.roster_columns import RosterColumn
from rules.cadences.filing_owners import RosterKept
from rules.sittings.roster import RosterLeader, propose_roster, roster_days
from scheduler.state import State
from scheduler.township import Township
from sync.cells.text import tidy
from sync.other_sheets.roster_sheet import RosterLine, RosterLook


@dataclass(frozen=True, slots=True)
class RosterDay:
    """One day's reception.

    Attributes:
        leader: a name of the config or of 调解员与场所; "" where somebody else is named.
        state: ``held``, ``planned`` (people said who) or ``proposed``.
    """

    day: date
    leader: str
    state: str


def wanted_roster(
    look: RosterLook | None, leaders: Sequence[RosterLeader], today: date, calendar: WorkCalendar
) -> dict[date, str]:
    """Return whom our cells should suggest for each day to come; "" where people said who, or nobody is in.

    A day gone by that nobody filled in counts as the suggested leader's, so that the order goes on from it.
    """
    if not leaders:
        return {}
    names = [leader.name for leader in leaders]
    lines = look.lines if look else ()
    last: dict[str, date] = {}
    for line in sorted(lines, key=lambda line: line.day):
        if line.day < today and (name := _who(line, names) or tidy(line.texts[RosterColumn.SUGGESTED])):
            last[name] = line.day
    filled = {line.day: who for line in lines if line.day >= today and (who := _who(line, names))}
    days = roster_days(today, calendar)
    found = propose_roster(leaders, days, last, filled)
    return {day: found.get(day, "") for day in days}


def known_roster(
    look: RosterLook | None, wanted: Mapping[date, str], leaders: Sequence[RosterLeader]
) -> list[RosterDay]:
    """Return every day of which it is known who receives, in their order."""
    names = [leader.name for leader in leaders]
    found = {day: RosterDay(day, name, "proposed") for day, name in wanted.items() if name}
    for line in look.lines if look else ():
        if who := _who(line, names):
            state = "held" if line.texts[RosterColumn.RECEIVED] else "planned"
            found[line.day] = RosterDay(line.day, who if who in names else "", state)
    return [found[day] for day in sorted(found)]


def _who(line: RosterLine, names: Sequence[str]) -> str:
    """Return who received or is to receive, by what people wrote; "" while nobody wrote."""
    said = tidy(line.texts[RosterColumn.RECEIVED] or line.texts[RosterColumn.LEADER])
    return next((name for name in names if name in said), said)


#: Where the state notes which days of the roster are filled in: dates, positions and flags.
_NOTE = "roster"


def note_roster(state: State, kept: RosterKept | None) -> None:
    """Remember what the roster shows, for passes in which nobody has touched it."""
    said = (
        "" if kept is None else json.dumps([kept.since.isoformat(), [line.as_json() for line in kept.lines]])
    )
    if state.noted(_NOTE) != said:
        state.note(_NOTE, said)


def recalled_roster(township: Township) -> RosterKept | None:
    """Return what `note_roster` kept."""
    said = township.state.noted(_NOTE) if township.state is not None else ""
    if not said:
        return None
    since, lines = json.loads(said)
    return RosterKept([LogLine.from_json(line) for line in lines], date.fromisoformat(since))
