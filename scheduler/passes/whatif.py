"""What other rules would change, before anyone saves them."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from config.vocabulary import Light
from scheduler.marking.outcome import Outcome, verdicts_json
from scheduler.passes.conclusion import Pass
from scheduler.passes.one_pass import run_pass
from scheduler.passes.pass_terms import PassOrder
from scheduler.township import Township

#: What of a verdict is compared.
_COMPARED = ("light", "due", "duty", "days_overdue", "addressee")


def changes_between(
    township: Township, other: Township, only: Sequence[str] = ()
) -> tuple[Pass, list[dict[str, Any]]]:
    """Judge every ledger as *township* does and as *other* does.

    Returns:
        the dry pass of *other*, and one object for each row whose verdict differs:
        village, ledger, sheet, row, ``now`` and ``then``, and ``moved_days``: by how many calendar days
        the due date moves, None where there is none before or after.
    """
    order = PassOrder(only, dry=True, keep_rows=True)
    now = run_pass(township, order)
    then = run_pass(other, order)
    changes: list[dict[str, Any]] = []
    for before, after in zip(now.outcomes, then.outcomes, strict=True):
        changes += _changed_rows(before, after)
    return then, changes


def _changed_rows(before: Outcome, after: Outcome) -> list[dict[str, Any]]:
    if before.judged is None or after.judged is None:
        return []
    pairs = zip(verdicts_json(before.judged), verdicts_json(after.judged), strict=True)
    return [
        {
            "village": old["village"],
            "ledger": before.ledger,
            "title": before.title or before.ledger,
            "sheet": old["sheet"],
            "row": old["row"],
            "now": {name: old[name] for name in _COMPARED},
            "then": {name: new[name] for name in _COMPARED},
            "moved_days": _moved(old["due"], new["due"]),
        }
        for old, new in pairs
        if any(old[name] != new[name] for name in _COMPARED)
    ]


def _moved(before: str | None, after: str | None) -> int | None:
    if not before or not after:
        return None
    return (date.fromisoformat(after) - date.fromisoformat(before)).days


def of_open_rows(changes: Sequence[Mapping[str, Any]]) -> list[Mapping[str, Any]]:
    """Return the changes of rows that are open: what another calendar says of closed ones moves nothing."""
    return [change for change in changes if change["now"]["light"] not in _CLOSED]


_CLOSED = (Light.CLOSED, Light.CLOSED_LATE)
