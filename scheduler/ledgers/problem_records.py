"""What the state keeps of a ledger's problems: addresses and codes, no text of people's."""

from collections.abc import Mapping, Sequence
from typing import Any

from config.frames import Problem
from config.vocabulary import LedgerProblemCode, ProblemCode

#: Problems whose detail quotes a heading: it stays in the ledger.
_QUOTING = frozenset({LedgerProblemCode.HEADING_UNKNOWN, LedgerProblemCode.HEADING_SUGGESTED})


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
