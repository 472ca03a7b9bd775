"""What a half-month report says otherwise than when it was compiled before: figures, and names in lists."""

import hashlib
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from reports.composing.speaking.wording import Wording
from reports.figures.halfmonth_figures import Summary
from reports.inputs import DutyTold

_TOLD = ("new", "resolved", "transferred", "withdrawn", "closing", "overdue", "due_soon")
#: What a list shows of a row; the dates of a report's own day are no part of it.
_SHOWN = (
    "village",
    "ledger",
    "sheet",
    "row",
    "case_no",
    "category",
    "org",
    "owner",
    "leader",
    "due",
    "light",
)


def remembered(summary: Summary, salt: bytes, duties: Sequence[DutyTold] = ()) -> dict[str, Any]:
    """Return what the state keeps of a report, to compare a later one with: counts and salted digests."""
    rows = summary.rows[summary.rows["standing"]]
    columns = (rows[name].map(str).tolist() for name in _SHOWN)
    lines = ("\x1f".join(line) for line in zip(*columns, strict=True))
    digests = [hashlib.blake2b(line.encode(), key=salt, digest_size=8).hexdigest() for line in lines]
    return {
        "totals": dict(summary.totals),
        "filed": {village: filed.state.value for village, filed in summary.filed.items()},
        "lines": sorted(digests),
        "duties": {duty.title: len(duty.missing) for duty in duties},
    }


def changes(before: Mapping[str, Any], now: Mapping[str, Any], say: Wording) -> tuple[str, ...]:
    """Return what is otherwise than *before*, in sentences; nothing when no figure and no name is."""
    return tuple(_changes(before, now, say))


def _changes(before: Mapping[str, Any], now: Mapping[str, Any], say: Wording) -> Iterator[str]:
    was_filed, is_filed = before.get("filed", {}), now["filed"]
    for village, state in is_filed.items():
        was = was_filed.get(village, state)
        if was != state:
            words = {"was": say(f"filed.{was}"), "now": say(f"filed.{state}")}
            yield say("text.change_filed", village=village, **words)
    was_missed = before.get("duties", now["duties"])
    for name, count in now["duties"].items():
        was = was_missed.get(name, count)
        if was != count:
            yield say("text.change_duty", name=name, was=was, now=count)
    told = False
    for name, number in now["totals"].items():
        was = before["totals"].get(name, number)
        if was != number and name in _TOLD:
            told = True
            yield say("text.change_count", name=say(f"measure.{name}"), was=was, now=number)
    lines = set(before.get("lines", now["lines"])) ^ set(now["lines"])
    if lines and not told:
        # A row that reads otherwise is one line gone and one come.
        yield say("text.change_names", count=max(1, len(lines) // 2))
