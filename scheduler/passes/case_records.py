"""What the state keeps of a ledger's cases and problems: keys, dates, kinds and addresses, no text."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict
from typing import Any

from config.frames import Problem
from config.vocabulary import LedgerProblemCode, ProblemCode, Role
from scheduler.ledgers.case_keys import identity_of
from scheduler.ledgers.doubles import CountsAt
from scheduler.marking.outcome import Judged
from scheduler.state.records import CaseRecord

_KINDS = ("status", "category", "risk", "channel", "complexity", "agreed")

#: Problems whose detail quotes a heading: it stays in the ledger.
_QUOTING = frozenset({LedgerProblemCode.HEADING_UNKNOWN, LedgerProblemCode.HEADING_SUGGESTED})


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


def problems_json(problems: Sequence[Problem]) -> list[dict[str, Any]]:
    """Return problems as the state keeps them: where and what, and no heading of the village's."""
    return [
        {
            "sheet": each.sheet,
            "row": each.row,
            "column": each.column,
            "role": each.role,
            "code": each.code.value,
            "suggestion": each.suggestion,
            "detail": "" if each.code in _QUOTING else each.detail,
            "count": each.count,
        }
        for each in problems
    ]


def problems_from(told: Sequence[Mapping[str, Any]] | None) -> tuple[Problem, ...]:
    """Return what `problems_json` kept."""
    return tuple(
        Problem(
            str(each["sheet"]),
            int(each["row"]),
            str(each["column"]),
            str(each["role"]),
            _code(str(each["code"])),
            str(each["suggestion"]),
            str(each["detail"]),
            count=int(each["count"]),
        )
        for each in told or ()
    )


def _code(code: str) -> ProblemCode | LedgerProblemCode:
    return ProblemCode(code) if code in set(ProblemCode) else LedgerProblemCode(code)
