"""Who mediates where and when, and in which rooms: what a half-day needs besides the case."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from config.vocabulary import Half

#: What an unlisted or nameless mediator takes on a day.
PER_DAY = 2


@dataclass(frozen=True, slots=True)
class Mediator:
    """One mediator.

    Attributes:
        key: tells this one from the others; never shown.
        villages: whose cases; empty: the whole township's.
        days: ISO weekdays; empty: every open day.
        halves: parts of the day.
        per_day: sittings a day at most.
        off: days of leave.
    """

    key: str
    villages: frozenset[str] = frozenset()
    days: frozenset[int] = frozenset()
    halves: frozenset[Half] = frozenset(Half)
    per_day: int = PER_DAY
    off: frozenset[date] = frozenset()


@dataclass(frozen=True, slots=True)
class Place:
    """Where sittings are held, and how many at once."""

    key: str
    rooms: int = 1


@dataclass(frozen=True, slots=True)
class SittingOffice:
    """All mediators and places of a township, in the order of the config.

    Attributes:
        places: by village.
        common: the place of villages without one of their own; None: each has its own single room.
        villages: in the order of the config; the last of all ties.
    """

    mediators: Sequence[Mediator] = ()
    places: Mapping[str, Place] = field(default_factory=dict[str, Place])
    common: Place | None = None
    villages: Sequence[str] = ()

    def mediator(self, key: str) -> Mediator:
        """Return a mediator by key; one who is not listed works on every open day."""
        return next((one for one in self.mediators if one.key == key), Mediator(key))

    def serving(self, village: str, named: str = "") -> tuple[Sequence[Mediator], Sequence[Mediator]]:
        """Return who serves a case: first choice, and who steps in where they have nothing in time.

        Args:
            village: of the case.
            named: key of the mediator whom its row names; "" for none.
        """
        if named:
            return [self.mediator(named)], ()
        town = [one for one in self.mediators if not one.villages]
        own = [one for one in self.mediators if village in one.villages]
        if own:
            return own, town
        return town or [Mediator(nameless(village))], ()

    def place(self, key: str) -> Place:
        """Return a place by key; one that is not listed has a single room."""
        listed = [*self.places.values(), *([self.common] if self.common else [])]
        return next((one for one in listed if one.key == key), Place(key))

    def place_of(self, village: str) -> Place:
        """Return where a village's sittings are held."""
        return self.places.get(village) or self.common or Place(nameless(village))


def nameless(village: str) -> str:
    """Return the key of a village's one mediator, or room, that nobody has named."""
    return f"\0{village}"
