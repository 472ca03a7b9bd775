"""What the rules rest on: packs, calendar, ladder, and the township's few choices."""

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass, fields, is_dataclass
from datetime import date, timedelta
from enum import Enum
from functools import cached_property

import numpy as np

from config.calendar import WorkCalendar
from config.packs.cadence_model import Cadence
from config.packs.model import Duty, Pack
from config.vocabulary import Post


@dataclass(frozen=True, slots=True)
class Rung:
    """One step of the ladder.

    Attributes:
        at: working days from the due date; negative before it, positive after it.
        ask: the post that is asked from then on.
    """

    at: int
    ask: Post


#: T-3 and T-1, then overdue 1 to 3, 4 to 7, and more than 7 working days (docs/rules.md).
DEFAULT_LADDER = (
    Rung(-3, Post.HANDLER),
    Rung(-1, Post.FIRST_OFFICER),
    Rung(1, Post.FIRST_OFFICER),
    Rung(4, Post.LEAD_OFFICER),
    Rung(8, Post.LEADER_IN_CHARGE),
)


#: Working days an office has to answer in, once it is asked.
ANSWER_WITHIN = 3


@dataclass(frozen=True, slots=True)
class Window:
    """Days on which a zero report is owed; both ends belong to it."""

    name: str
    first: date
    last: date


@dataclass(frozen=True)
class Rules:
    """Everything a verdict rests on, besides the row and the day.

    Attributes:
        packs: in the order they are stacked; on a full tie the earlier pack's duty shows.
        calendar: the township's working days.
        ladder: who is asked when.
        adopted_on: open cases registered before it are listed apart and ask nobody.
        escalate_backlog: True lets those ask as well.
        approvers: who may approve an extension; empty: anyone.
        acknowledged_days: working days for which 已阅 silences a row.
        due_soon_days: how many working days before the due date a light turns yellow.
        cadences_on: cadences the township turns on by id, besides those on by default.
        windows: the township's zero-report windows.
        organ: what kind of place it is (`config.spoken.office.OrganKind`): 镇, 乡, 街道 as they are.
    """

    packs: tuple[Pack, ...]
    calendar: WorkCalendar
    ladder: tuple[Rung, ...] = DEFAULT_LADDER
    adopted_on: date | None = None
    escalate_backlog: bool = False
    approvers: frozenset[str] = frozenset()
    acknowledged_days: int = 3
    due_soon_days: int = 3
    cadences_on: frozenset[str] = frozenset()
    windows: tuple[Window, ...] = ()
    organ: str = "town"

    def answer_by(self, day: date) -> date:
        """Return the day by which an office asked on *day* has to answer, wherever that is said."""
        return self.calendar.add_working_days([np.datetime64(day, "D")], [ANSWER_WITHIN])[0].item()

    def window_names(self) -> dict[str, str]:
        """Return what the window is called that a day, by its label, lies in; the first that holds it."""
        named: dict[str, str] = {}
        for window in self.windows:
            for after in range((window.last - window.first).days + 1):
                named.setdefault((window.first + timedelta(days=after)).isoformat(), window.name)
        return named

    @property
    def duties(self) -> tuple[Duty, ...]:
        """Every duty that is on, in the order of the packs."""
        return tuple(duty for pack in self.packs for duty in pack.duty if duty.enabled)

    @property
    def cadences(self) -> tuple[Cadence, ...]:
        """Every cadence that is on, in the order of the packs."""
        return tuple(
            cadence
            for pack in self.packs
            for cadence in pack.cadence
            if cadence.enabled or cadence.id in self.cadences_on
        )

    @cached_property
    def fingerprint(self) -> str:
        """A hash of all of it, the same in every process: equal hashes give equal verdicts."""
        # Kept: it walks every duty of every pack, and each ledger's look asks for it.
        calendar = self.calendar
        parts = [
            _stable((self.packs, self.ladder, self.adopted_on, self.escalate_backlog, self.approvers)),
            _stable((self.acknowledged_days, self.due_soon_days, self.cadences_on, self.windows)),
            self.organ,
            _stable(sorted(calendar.published)),
        ]
        digest = hashlib.sha256("\n".join(parts).encode())
        digest.update(calendar.working.tobytes())
        return digest.hexdigest()[:32]


def _stable(value: object) -> str:
    # repr() of a set follows the process's hash seed; two processes must agree.
    if isinstance(value, Enum):
        return str(value.value)
    if is_dataclass(value) and not isinstance(value, type):
        inside = ",".join(f"{field.name}={_stable(getattr(value, field.name))}" for field in fields(value))
        return f"{type(value).__name__}({inside})"
    if isinstance(value, (frozenset, set)):
        return f"{{{','.join(sorted(map(_stable, value)))}}}"
    if isinstance(value, Iterable) and not isinstance(value, str):
        return f"[{','.join(map(_stable, value))}]"
    return repr(value)
