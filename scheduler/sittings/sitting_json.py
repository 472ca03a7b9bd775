"""A case's sittings as JSON shows them: days, states and codes, mediators by their place in the config."""

from typing import Any

from rules.sittings.arrangements import Arrangement
from scheduler.sittings.sittings_desk import SittingsDesk


def sitting_json(one: Arrangement, desk: SittingsDesk) -> dict[str, Any]:
    """Return the ``sitting`` of a verdict."""
    asking = desk.asking(one)
    booked = one.booked
    return {
        "state": one.state.value,
        "number": one.number,
        "held": [
            {"day": day.day.isoformat(), "half": day.half, "outcome": day.outcome or None} for day in one.held
        ],
        "booked": {
            "day": booked.half_day.day.isoformat(),
            "half": None if booked.is_open else booked.half_day.half.value,
            "time": booked.time or None,
            "mediator": _position(booked.mediators[0].key, desk) if booked.mediators else None,
            "place": desk.place_name(booked.place.key, one.case.village) if booked.place else None,
            "where": "schedule" if booked.row else "ledger",
        }
        if booked
        else None,
        "asked": str(asking.id) if asking else None,
        "by": asking.by.isoformat() if asking and asking.by else None,
        "proposal": _proposal(one, desk),
        "problems": [code.value for code in one.problems],
    }


def _proposal(one: Arrangement, desk: SittingsDesk) -> dict[str, Any] | None:
    proposal = one.proposal
    if proposal is None:
        return None
    return {
        "day": proposal.half_day.day.isoformat(),
        "half": proposal.half_day.half.value,
        "mediator": _position(proposal.mediator, desk),
        "place": desk.place_name(proposal.place, one.case.village),
        "in_time": proposal.in_time,
    }


def _position(key: str, desk: SittingsDesk) -> int | None:
    return desk.names.positions.get(key)


def sittings_by_row(desk: SittingsDesk) -> dict[tuple[str, str, int], dict[str, Any]]:
    """Return what JSON says of each row that has anything to say of a sitting."""
    return {
        (one.case.ledger, one.case.sheet, one.case.row): sitting_json(one, desk)
        for one in desk.found.cases
        if one.held or one.booked or one.proposal or one.problems or one.state != "none"
    }
