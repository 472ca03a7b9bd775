"""One dated line of a log sheet (签字报, 接访排班, 下访登记): what it proves, and nothing else of it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True, order=True)
class LogLine:
    """A line that somebody filled in.

    Attributes:
        day: the day it is dated.
        period: the period it names (``2026-10``, ``2026-10H2``, ``2026Q3``, ``2026``); "" for none.
        unit: whose it is, where a column says so: a village, department or grid of the config; else "".
        village: the village that was visited, by its name in the config; else "".
        leader: which of the config's ``[[leader]]`` it names, from 1; 0 for none of them.
        has_leader: it names some leader.
        is_signed: somebody signed it.
        is_held: it names who received in fact (实际接访).
    """

    day: date
    period: str = ""
    unit: str = ""
    village: str = ""
    leader: int = 0
    has_leader: bool = False
    is_signed: bool = False
    is_held: bool = False

    def as_json(self) -> list[str | int]:
        """Return it as the state may keep it; names are those of the config."""
        flags = self.has_leader + 2 * self.is_signed + 4 * self.is_held
        return [self.day.isoformat(), self.period, self.unit, self.village, self.leader, flags]

    @classmethod
    def from_json(cls, kept: Sequence[str | int]) -> "LogLine":
        """Return what `as_json` kept."""
        day, period, unit, village, leader, flags = kept
        return cls(
            date.fromisoformat(str(day)),
            str(period),
            str(unit),
            str(village),
            int(leader),
            has_leader=bool(int(flags) & 1),
            is_signed=bool(int(flags) & 2),
            is_held=bool(int(flags) & 4),
        )


@dataclass(frozen=True, slots=True)
class LogNames:
    """Whom the lines of a log may name, as the config spells them.

    Attributes:
        villages: names of villages.
        units: names of departments and grids.
        leaders: names of leaders, in the order of the config.
    """

    villages: tuple[str, ...] = ()
    units: tuple[str, ...] = ()
    leaders: tuple[str, ...] = ()
