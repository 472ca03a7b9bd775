"""What the state keeps of a ledger's cases: keys, dates and kinds, no text."""

from collections.abc import Mapping
from dataclasses import asdict

from config.vocabulary import Role
from scheduler.ledgers.case_keys import identity_of
from scheduler.ledgers.doubles import CountsAt
from scheduler.marking.outcome import Judged
from scheduler.state.records import CaseRecord

_KINDS = ("status", "category", "risk", "channel", "complexity", "agreed")


def case_records(judged: Judged, elsewhere: Mapping[tuple[str, int], CountsAt]) -> list[CaseRecord]:
    """Return one record for each case of a ledger, in the order of its rows."""
    frame = judged.cases
    names = (Role.REGISTERED_DATE.value, Role.RESOLVED_DATE.value)
    begun, ended = (frame[name].to_numpy().astype("datetime64[D]").tolist() for name in names)
    kinds = (
        frame[name].tolist() for name in ("status", "category", "risk", "channel", "complexity", "agreed")
    )
    rows = zip(judged.prints, begun, ended, *kinds, strict=True)
    found: list[CaseRecord] = []
    for case, registered, end, status, category, risk, channel, complexity, agreed in rows:
        place = elsewhere.get((case.sheet, case.row))
        identity = identity_of(case.traits)
        found.append(
            CaseRecord(
                case.sheet,
                case.row,
                case.traits.number[:32],
                identity,
                asdict(place) if place is not None else None,
                registered,
                end,
                str(status),
                str(category),
                str(risk),
                str(channel),
                str(complexity),
                bool(agreed),
            )
        )
    return found
