"""What the state keeps of a ledger's problems: addresses, codes and days, no other text of people's."""

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
            "written": each.written,
            "example": each.example,
            "beside": dict(each.beside),
        }
        for each in problems
    ]


def problems_from(told: Sequence[Mapping[str, Any]] | None) -> tuple[Problem, ...]:
    """Return what `problems_json` kept, by this version or an older one."""
    return tuple(
        Problem(
            str(each["sheet"]),
            int(each.get("row") or 0),
            str(each.get("column") or ""),
            str(each.get("role") or ""),
            _code(str(each["code"])),
            str(each.get("suggestion") or ""),
            str(each.get("detail") or ""),
            count=int(each.get("count") or 0),
            # An older version kept neither.
            written=str(each.get("written") or ""),
            example=str(each.get("example") or ""),
            beside=tuple((str(name), int(count)) for name, count in (each.get("beside") or {}).items()),
        )
        for each in told or ()
    )


def _code(code: str) -> ProblemCode | LedgerProblemCode:
    return ProblemCode(code) if code in set(ProblemCode) else LedgerProblemCode(code)
