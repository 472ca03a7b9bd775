"""One case in two ledgers: reported, and counted once, in the ledger that comes first."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field

from config.frames import Problem
from config.vocabulary import LedgerProblemCode
from sync.cases.counted_once.traits import Traits, agree
from sync.tables.titles import first_year


@dataclass(frozen=True, slots=True)
class CountsAt:
    """Where a case counts instead of here."""

    ledger: str
    title: str
    sheet: str
    row: int

    @property
    def year(self) -> int:
        """The year that the ledger's title names; 0 when it names none."""
        return first_year([self.title])


@dataclass(frozen=True, slots=True)
class PlacedCase:
    """One case of a ledger: where it stands, and what tells it from another, as keys."""

    sheet: str
    row: int
    traits: Traits


@dataclass(slots=True)
class Doubles:
    """Every case seen so far in a pass, whether its ledger was read or lies untouched."""

    _by_number: dict[tuple[str, str], list[tuple[Traits, CountsAt]]] = field(
        default_factory=lambda: defaultdict(list)
    )
    _by_deed: dict[tuple[str, ...], list[tuple[Traits, CountsAt]]] = field(
        default_factory=lambda: defaultdict(list)
    )

    _by_likeness: dict[tuple[str, ...], list[tuple[Traits, CountsAt]]] = field(
        default_factory=lambda: defaultdict(list)
    )

    def repeated(self, ledger: str, title: str, cases: Sequence[PlacedCase]) -> list[CountsAt | None]:
        """Say which cases stood in another ledger before, and remember the others as *ledger*'s.

        Only strong evidence counts: one number of one village's register that nothing contradicts, or day,
        named party and telling matter. Between year files of one village, the newest first, likeness does
        where the row itself shows that it was carried over: its day lies before the year of the newer file.
        A case twice in one ledger is no business of ours here.
        """
        year = first_year([title])
        # All are looked for before any is remembered: a ledger repeats nothing of its own here.
        found = [self._earlier(each.traits) or self._carried(each.traits, year) for each in cases]
        for each, earlier in zip(cases, found, strict=True):
            if earlier is None:
                self._add(each.traits, CountsAt(ledger, title, each.sheet, each.row))
        return found

    def _earlier(self, traits: Traits) -> CountsAt | None:
        if traits.number:
            for other, place in self._by_number.get((traits.village, traits.number), ()):
                if agree(traits, other):
                    return place
        if traits.deed is None or not (traits.is_named and traits.is_telling):
            return None
        for other, place in self._by_deed.get(traits.deed, ()):
            numbers = {traits.number, other.number} - {""}
            if traits.village != other.village or len(numbers) < 2:
                return place
        return None

    def _carried(self, traits: Traits, year: int) -> CountsAt | None:
        """Return the row of a newer year's file to which a masked case was carried over, once."""
        if not year or traits.deed is None:
            return None
        alike = self._by_likeness.get((traits.village, *traits.deed), [])
        for at, (_, place) in enumerate(alike):
            if (place.year > year or not place.year) and traits.day < f"{place.year or year + 1}-01-01":
                return alike.pop(at)[1]
        return None

    def _add(self, traits: Traits, place: CountsAt) -> None:
        if traits.number:
            self._by_number[traits.village, traits.number].append((traits, place))
        if traits.deed is not None and traits.is_named and traits.is_telling:
            self._by_deed[traits.deed].append((traits, place))
        elif traits.deed is not None:
            self._by_likeness[traits.village, *traits.deed].append((traits, place))


def double_problems(cases: Sequence[PlacedCase], places: Sequence[CountsAt | None]) -> list[Problem]:
    """Return one problem for each case that another ledger holds too; names that ledger."""
    code = LedgerProblemCode.CASE_IN_TWO_LEDGERS
    return [
        Problem(case.sheet, case.row, "", "", code, detail=place.title)
        for case, place in zip(cases, places, strict=True)
        if place is not None
    ]
