"""Who belongs to a unit: its townships, and through which of its parts."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from config.cluster_settings import UnitPart
from config.errors import ConfigError
from config.messages import message
from scheduler.cluster.open_cluster import OpenCluster


@dataclass(frozen=True, slots=True)
class Member:
    """A township of a unit.

    Attributes:
        part: the part of the unit it counts in: a unit below, or itself.
    """

    township: str
    name: str
    part: str


@dataclass(frozen=True, slots=True)
class UnitMembers:
    """A unit with its townships on a certain day.

    Attributes:
        parts: in reading order.
    """

    unit: UnitPart
    parts: tuple[str, ...]
    members: tuple[Member, ...]


def members_of(cluster: OpenCluster, unit: str, day: date) -> UnitMembers:
    """Return a unit's townships as they belonged to it on *day*.

    Raises:
        ConfigError: the config names no such unit.
    """
    settings = cluster.settings
    found = settings.units.get(unit)
    if found is None:
        known = ", ".join(settings.units)
        raise ConfigError(message("cluster.no_unit", name=unit, known=known), code="no_unit")
    moved = cluster.state.fleet.units_on(day)
    names = _names(cluster)
    members: list[Member] = []
    for township, name in names.items():
        below = _below(settings.units, unit, moved.get(township) or settings.unit_of(township))
        if below is not None:
            members.append(Member(township, name, below or name))
    units = [each.name for each in settings.unit if each.of == unit]
    own = [member.part for member in members if member.part not in units]
    return UnitMembers(found, (*units, *own), tuple(members))


def _names(cluster: OpenCluster) -> dict[str, str]:
    """Return what people call each township; two alike are told apart by their short names."""
    known = {each.township: each.name for each in cluster.state.fleet.all()}
    names = {name: known.get(name, name) for name in cluster.configs()}
    names |= {sender.name: sender.name for sender in cluster.settings.township}
    called = list(names.values())
    return {short: name if called.count(name) == 1 else f"{name}（{short}）" for short, name in names.items()}


def _below(units: Mapping[str, UnitPart], unit: str, belongs: str) -> str | None:
    """Return the part of *unit* that *belongs* leads to; "" where it is the unit itself, None for neither."""
    below = ""
    while belongs:
        if belongs == unit:
            return below
        below = belongs
        belongs = units[belongs].of if belongs in units else ""
    return None
