"""The document of ``agenda --json``: codes, dates and positions, in the order of days."""

from typing import TYPE_CHECKING, Any

from rules.sittings.arrangements import Appointment, Arrangement
from scheduler.sittings.ahead.agenda import MEETING, Agenda, due_of, when
from sync.cells.text import tidy

if TYPE_CHECKING:
    from datetime import date


def agenda_json(agenda: Agenda) -> dict[str, Any]:
    """Return the days ahead, as ``agenda --json`` prints them."""
    return {
        "today": agenda.township.today.isoformat(),
        "from": agenda.span.first.isoformat(),
        "to": agenda.span.last.isoformat(),
        "sittings": [_sitting(agenda, one) for one in agenda.sittings()],
        "duty": _duty(agenda),
        "visits": [
            {"leader": c.get("owner"), "village": c.get("village"), "by": c["due"]} for c in agenda.visits()
        ],
        "filings": [
            {
                "duty": c["duty"],
                "owner": c.get("owner"),
                "village": c.get("village"),
                "period": c["period"],
                "due": c["due"],
                "state": c["state"],
            }
            for c in agenda.filings()
        ],
        "meetings": [{"duty": MEETING, "day": agenda.meeting().isoformat()}],
        "conflicts": [
            {"code": one.code.value, "a": _place(one.one), "b": _place(one.other)}
            for one in agenda.conflicts()
        ],
        "totals": agenda.totals(),
    }


def _sitting(agenda: Agenda, one: Arrangement) -> dict[str, Any]:
    case, booked, proposal, desk = one.case, one.booked, one.proposal, agenda.desk
    day, half = when(one)
    mediator = booked.mediators[0].key if booked and booked.mediators else None
    place = booked.place.key if booked and booked.place else None
    if booked is None and proposal is not None:
        mediator, place = proposal.mediator, proposal.place
    limit = case.last_day
    return {
        "village": case.village,
        "ledger": case.ledger,
        "title": desk.title_of(case.ledger),
        "sheet": case.sheet,
        "row": case.row,
        "number": one.number,
        "day": day.isoformat(),
        "half": None if booked and booked.is_open else half,
        "time": (booked.time or None) if booked else None,
        "state": "proposed" if booked is None else one.state.value,
        "mediator": desk.names.positions.get(mediator) if mediator else None,
        "place": desk.place_name(place, case.village) if place else None,
        "limit": case.due.isoformat() if case.due else None,
        "in_time": limit is None or day <= limit,
    }


def _duty(agenda: Agenda) -> list[dict[str, Any]]:
    names = [tidy(part.name) for part in agenda.township.settings.leader]
    known = agenda.roster()
    days = {one.day for one in known}
    told: list[tuple[date, int | None, str]] = [
        (one.day, names.index(one.leader) + 1 if one.leader in names else None, one.state) for one in known
    ]
    told += [(due_of(c), None, str(c["state"])) for c in agenda.duty() if due_of(c) not in days]
    return [
        {"day": day.isoformat(), "leader": leader, "state": state}
        for day, leader, state in sorted(told, key=lambda one: one[0])
    ]


def _place(one: Appointment) -> dict[str, Any]:
    if one.case is None:
        return {"village": None, "sheet": None, "row": one.row}
    return {"village": one.case.village, "sheet": one.case.sheet, "row": one.case.row}
