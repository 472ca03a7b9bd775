"""Who owes the periodic duties of a township, and what each of them has filed."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date

import numpy as np

from config.calendar import Days
from config.log_lines import LogLine
from config.packs.cadence_model import Cadence, Evidence, Owner, Proof

#: What cadences call the sheet of the roster that is kept beside 调解排期.
ROSTER = "接访排班"


@dataclass(frozen=True, slots=True)
class Filings:
    """What one village, or the township's office, has filed.

    Attributes:
        village: its name; "" for the township's office.
        registered: days on which rows of its ledgers were registered; shape (n,), NaT allowed.
        nil_periods: half-months (``2026-03H2``), months (``2026-03``) or days for which it says 零报告.
        first_seen: period to the day its evidence was first seen, where the state knows; of evidence
            that is no dated line, lateness is judged on nothing else.
        lines: worksheet name to its lines.
    """

    village: str
    registered: Days = field(default_factory=lambda: np.array([], dtype="datetime64[D]"))
    nil_periods: frozenset[str] = frozenset()
    first_seen: Mapping[str, date] = field(default_factory=dict[str, date])
    lines: Mapping[str, Sequence[LogLine]] = field(default_factory=dict[str, Sequence[LogLine]])


@dataclass(frozen=True, slots=True)
class RosterKept:
    """The roster of receptions beside 调解排期.

    Attributes:
        lines: its days that somebody filled in.
        since: its first day; nothing before it is asked of it.
    """

    lines: Sequence[LogLine]
    since: date


@dataclass(frozen=True, slots=True)
class LinkedLeader:
    """One leader of the config.

    Attributes:
        position: the place in ``[[leader]]``, from 1.
        villages: those the leader is linked to.
    """

    position: int
    villages: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Parties:
    """Who besides villages may owe something, and the office's own workbook.

    Attributes:
        office: what it shows; None when there is none.
        departments: names of the departments that owe reports.
        grids: name of each grid and the village it lies in.
        leaders: in the order of the config.
        roster: of receptions; None where none is kept.
    """

    office: Filings | None = None
    departments: tuple[str, ...] = ()
    grids: tuple[tuple[str, str], ...] = ()
    leaders: tuple[LinkedLeader, ...] = ()
    roster: RosterKept | None = None

    def shown_for(self, cadence: Cadence, last: date = date.max) -> Filings | None:
        """Return what the office's workbook and roster show of *cadence* up to *last*; None for neither."""
        roster = self.roster
        if roster is None or last < roster.since or not any(name in ROSTER for name in cadence.sheets):
            return self.office
        before = self.office or Filings("")
        return replace(before, lines=_joined(before.lines, {ROSTER: roster.lines}))


@dataclass(frozen=True, slots=True)
class FiledEvidence:
    """Everything cadences are judged by.

    Attributes:
        villages: one entry for each village of the township, those whose ledgers are gone among them.
        parties: who else may owe something.
        published: cadence id to period to the day we published its list; None when nobody remembers.
    """

    villages: tuple[Filings, ...]
    parties: Parties = Parties()
    published: Mapping[str, Mapping[str, date]] | None = None


@dataclass(frozen=True, slots=True)
class FilingOwner:
    """One who owes a duty, with what was filed.

    Attributes:
        kind: what it is.
        name: a village's, department's or grid's; "" for the office and for leaders.
        village: where a grid lies, or which village a leader is to visit; a village itself.
        leader: position in ``[[leader]]``, 0 for none.
        filings: what it filed; its lines are its own only.
    """

    kind: Owner
    name: str
    village: str
    leader: int
    filings: Filings

    @property
    def key(self) -> str | int:
        """What JSON calls it: its name, or the leader's position; "" for the office."""
        return self.leader or self.name

    @classmethod
    def of_village(cls, filings: Filings) -> "FilingOwner":
        """Return a village that owes a duty itself."""
        return cls(Owner.VILLAGE, filings.village, filings.village, 0, filings)


def owners_of(cadence: Cadence, evidence: FiledEvidence) -> Iterator[FilingOwner]:
    """Yield everybody who owes *cadence*, with the evidence that is theirs."""
    for kind in cadence.owed_by:
        if kind is Owner.GRID and not evidence.parties.grids:
            kind = Owner.VILLAGE
        # Nobody's own visits are asked for where the config names no leaders: each village wants one.
        if kind is Owner.LEADER and not evidence.parties.leaders:
            kind = Owner.VILLAGE if cadence.proof is Proof.VISIT else Owner.OFFICE
        yield from _OWNERS[kind](cadence, evidence)


def _villages(_: Cadence, evidence: FiledEvidence) -> Iterator[FilingOwner]:
    for filings in evidence.villages:
        name = filings.village
        own = _of_units(filings.lines, ("", name))
        lines = _joined(own, _of_units(_lines(evidence.parties.office), (name,)))
        yield FilingOwner(Owner.VILLAGE, name, name, 0, replace(filings, lines=lines))


def _office(cadence: Cadence, evidence: FiledEvidence) -> Iterator[FilingOwner]:
    if cadence.evidence is Evidence.OWN:
        seen = (evidence.published or {}).get(cadence.id, {})
        yield FilingOwner(Owner.OFFICE, "", "", 0, Filings("", first_seen=seen))
    elif (shown := evidence.parties.shown_for(cadence)) is not None:
        yield FilingOwner(Owner.OFFICE, "", "", 0, shown)


def _departments(_: Cadence, evidence: FiledEvidence) -> Iterator[FilingOwner]:
    for name in evidence.parties.departments:
        filings = Filings(name, lines=_of_units(_lines(evidence.parties.office), (name,)))
        yield FilingOwner(Owner.DEPARTMENT, name, "", 0, filings)


def _grids(_: Cadence, evidence: FiledEvidence) -> Iterator[FilingOwner]:
    by_village = {filings.village: filings for filings in evidence.villages}
    for name, village in evidence.parties.grids:
        own = by_village.get(village)
        alone = sum(other == village for _, other in evidence.parties.grids) == 1
        # A village's only grid need not be named in every line.
        units = (name, "", village) if alone else (name,)
        lines = _joined(_of_units(_lines(own), units), _of_units(_lines(evidence.parties.office), (name,)))
        filings = Filings(village, lines=lines)
        yield FilingOwner(Owner.GRID, name, village, 0, filings)


def _leaders(cadence: Cadence, evidence: FiledEvidence) -> Iterator[FilingOwner]:
    for leader in evidence.parties.leaders:
        for village in leader.villages if cadence.proof is Proof.VISIT else ("",):
            theirs = [_led(_lines(evidence.parties.office), leader.position, (village,) if village else ())]
            for filings in evidence.villages:
                # What stands in a village's own ledger, and names no other, is about that village.
                places = (village, *([""] if filings.village == village else [])) if village else ()
                theirs.append(_led(filings.lines, leader.position, places))
            filed = Filings(village, lines=_joined(*theirs))
            yield FilingOwner(Owner.LEADER, "", village, leader.position, filed)


_OWNERS = {
    Owner.VILLAGE: _villages,
    Owner.OFFICE: _office,
    Owner.DEPARTMENT: _departments,
    Owner.GRID: _grids,
    Owner.LEADER: _leaders,
}

_Lines = Mapping[str, Sequence[LogLine]]


def _lines(filings: Filings | None) -> _Lines:
    return filings.lines if filings is not None else {}


def _led(lines: _Lines, leader: int, villages: tuple[str, ...]) -> _Lines:
    """Return the lines that name a leader, and one of *villages*; any where there are none."""

    def fits(line: LogLine) -> bool:
        return line.leader == leader and (not villages or line.village in villages)

    return {sheet: [line for line in found if fits(line)] for sheet, found in lines.items()}


def _of_units(lines: _Lines, units: tuple[str, ...]) -> _Lines:
    return {sheet: [line for line in found if line.unit in units] for sheet, found in lines.items()}


def _joined(*parts: _Lines) -> dict[str, list[LogLine]]:
    found: dict[str, list[LogLine]] = {}
    for part in parts:
        for sheet, lines in part.items():
            known = found.setdefault(sheet, [])
            known += [line for line in lines if line not in known]
    return found
