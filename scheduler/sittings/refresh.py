"""The sheet and the calendars brought up to date from what the state knows: after detach and undo."""

from functools import partial

from scheduler.ledgers.ledgers_there import township_entries
from scheduler.sittings.ahead.calendars import refresh_calendars
from scheduler.sittings.schedule_desk import ScheduleOutcome
from scheduler.sittings.schedule_places import schedule_of
from scheduler.sittings.sittings_desk import SittingsDesk
from scheduler.township import Township


def refresh_schedule(township: Township) -> ScheduleOutcome | None:
    """Take the lines of paused ledgers out, but for those with a person's word; None while there is no sheet.

    No ledger is read: the others stand as they were last seen.
    """
    place, state = schedule_of(township), township.state
    if place is None or state is None:
        return None
    entries = township_entries(township)
    desk = SittingsDesk(township, place, {entry.ref.ledger_id: entry.ref.title for entry in entries})
    desk.look()
    there: set[str | None] = set()
    for entry in entries:
        known = state.looks.ledger(entry.ref.ledger_id)
        if known is None or known.paused:
            continue
        there.add(entry.village)
        desk.recall(entry.ref.ledger_id, known.village, partial(state.looks.standing_of, known.ledger))
    desk.settle()
    outcome = desk.publish(dry=False)
    refresh_calendars(township, desk, [], there)
    return outcome
