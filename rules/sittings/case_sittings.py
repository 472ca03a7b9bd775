"""What one case says of its sittings, in dates and keys: all that proposing and asking need of a row."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Any

from config.vocabulary import Half, SittingOutcome


class CaseStanding(StrEnum):
    """Whether sittings are still arranged for a case."""

    LIVE = "live"
    ON_HOLD = "on_hold"
    CLOSED = "closed"  # closed, withdrawn, or passed on outside


@dataclass(frozen=True, slots=True)
class HeldDay:
    """A sitting that was held."""

    day: date
    half: Half | None = None
    outcome: SittingOutcome = SittingOutcome.UNKNOWN


@dataclass(frozen=True, slots=True)
class BookedDay:
    """A day ahead that a person wrote; the half is None where none is written."""

    day: date
    half: Half | None = None
    time: str = ""


@dataclass(frozen=True, slots=True)
class CaseSittings:
    """One case.

    Attributes:
        key: salted; the same after sorting and everyday editing.
        ledger: its id in the store.
        village: whose mediators and place serve it.
        number: 编号, or what a reader knows the row by.
        begun: the first of 受理, 登记, 交办: since when a sitting is owed.
        registered: nothing is proposed before it.
        last_day: last working day on which a sitting keeps the earliest closing limit; None without one.
        due: that limit as it is shown.
        provisional: it rests on a year without its notice.
        held: by day.
        booked: by day, of the ledger's own columns.
        counted: 调解次数.
        outcome: what the row says of how mediation came out; "said" for other words.
        mediators: keys of those the row names.
        place: key of the place the row names; "" for none.
        standing: whether sittings are still arranged for it.
        wanted: its family is one for which sittings are asked and proposed.
        silent: nobody is asked: from before the adoption, or exempt.
        has_columns: the ledger has a column that could hold a sitting.
        column: letters of the column the booked day stands in.
    """

    key: str
    ledger: str
    village: str
    sheet: str
    row: int
    number: str = ""
    category: str = ""
    begun: date | None = None
    registered: date | None = None
    last_day: date | None = None
    due: date | None = None
    provisional: bool = False
    held: tuple[HeldDay, ...] = ()
    booked: tuple[BookedDay, ...] = ()
    counted: int = 0
    outcome: str = ""
    mediators: tuple[str, ...] = ()
    place: str = ""
    standing: CaseStanding = CaseStanding.LIVE
    wanted: bool = True
    silent: bool = False
    has_columns: bool = True
    column: str = ""

    def remembered(self) -> dict[str, Any]:
        """Return what the state keeps: days, kinds and keys; no text of people's."""
        return {
            "key": self.key,
            "begun": _iso(self.begun),
            "last": _iso(self.last_day),
            "due": _iso(self.due),
            "unsure": self.provisional,
            "held": [[_iso(one.day), one.half, one.outcome] for one in self.held],
            "booked": [[_iso(one.day), one.half, one.time] for one in self.booked],
            "counted": self.counted,
            "outcome": self.outcome,
            "mediators": list(self.mediators),
            "place": self.place,
            "standing": self.standing.value,
            "wanted": self.wanted,
            "silent": self.silent,
            "columns": self.has_columns,
            "column": self.column,
        }

    @classmethod
    def recalled(cls, kept: Mapping[str, Any], **where: Any) -> "CaseSittings":
        """Return a case from what the state keeps and where it stands."""
        return cls(
            key=kept["key"],
            begun=_day(kept["begun"]),
            last_day=_day(kept["last"]),
            due=_day(kept["due"]),
            provisional=kept["unsure"],
            held=tuple(
                HeldDay(date.fromisoformat(day), Half(half) if half else None, SittingOutcome(outcome))
                for day, half, outcome in kept["held"]
            ),
            booked=tuple(
                BookedDay(date.fromisoformat(day), Half(half) if half else None, time)
                for day, half, time in kept["booked"]
            ),
            counted=kept["counted"],
            outcome=kept["outcome"],
            mediators=tuple(kept["mediators"]),
            place=kept["place"],
            standing=CaseStanding(kept["standing"]),
            wanted=kept["wanted"],
            silent=kept["silent"],
            has_columns=kept["columns"],
            column=kept["column"],
            **where,
        )


def _iso(day: date | None) -> str | None:
    return day.isoformat() if day else None


def _day(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None
