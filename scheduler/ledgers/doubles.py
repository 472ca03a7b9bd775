"""One case in two ledgers: reported, and counted once, in the ledger that comes first."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field

from config.frames import Problem
from config.vocabulary import LedgerProblemCode
from sync.cases.counted_once.traits import Traits, agree
from sync.tables.titles import stretch_of


@dataclass(frozen=True, slots=True)
class CountsAt:
    """Where a case counts instead of here."""

    ledger: str
    title: str
    sheet: str
    row: int


@dataclass(frozen=True, slots=True)
class PlacedCase:
    """One case of a ledger: where it stands, and what tells it from another, as keys."""

    sheet: str
    row: int
    traits: Traits


@dataclass(frozen=True, slots=True)
class _Span:
    """The year or month that a file is for: ISO date of its first day, and of the first one after it."""

    begins: str
    ends: str


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
    _spans: dict[str, _Span | None] = field(default_factory=dict[str, "_Span | None"])

    def repeated(self, ledger: str, title: str, cases: Sequence[PlacedCase]) -> list[CountsAt | None]:
        """Say which cases stood in another ledger before, and remember the others as *ledger*'s.

        Only strong evidence counts: one number of one village's register that nothing contradicts, or day,
        named party and telling matter. Between year or month files of one village, the newest first, likeness
        does where the row itself shows that it was carried over: its day lies before the newer file's time.
        A case twice in one ledger is no business of ours here.
        """
        span = self._spans[ledger] = _span(title, cases)
        # All are looked for before any is remembered: a ledger repeats nothing of its own here.
        found = [self._earlier(each.traits) or self._carried(each.traits, span) for each in cases]
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

    def _carried(self, traits: Traits, span: _Span | None) -> CountsAt | None:
        """Return the row of a newer year's or month's file to which a masked case was carried over, once."""
        if span is None or traits.deed is None:
            return None
        alike = self._by_likeness.get((traits.village, *traits.deed), [])
        for at, (_, place) in enumerate(alike):
            newer = self._spans[place.ledger]
            is_newer = newer is None or newer.begins > span.begins
            if is_newer and traits.day < (span.ends if newer is None else newer.begins):
                return alike.pop(at)[1]
        return None

    def _add(self, traits: Traits, place: CountsAt) -> None:
        if traits.number:
            self._by_number[traits.village, traits.number].append((traits, place))
        if traits.deed is not None and traits.is_named and traits.is_telling:
            self._by_deed[traits.deed].append((traits, place))
        elif traits.deed is not None:
            self._by_likeness[traits.village, *traits.deed].append((traits, place))


def _span(title: str, cases: Sequence[PlacedCase]) -> _Span | None:
    """Return what time a file's name says it is for; of a month alone the year is that of its latest case."""
    year, month, months = stretch_of(title)
    if month and not year:
        year = int(max((each.traits.day for each in cases), default="")[:4] or 0)
    if not year:
        return None
    first = month or 1
    after = (year, first + months) if first + months <= 12 else (year + 1, 1)
    return _Span(f"{year}-{first:02}-01", f"{after[0]}-{after[1]:02}-01")


def double_problems(cases: Sequence[PlacedCase], places: Sequence[CountsAt | None]) -> list[Problem]:
    """Return one problem for each case that another ledger holds too; names that ledger."""
    code = LedgerProblemCode.CASE_IN_TWO_LEDGERS
    return [
        Problem(case.sheet, case.row, "", "", code, detail=place.title)
        for case, place in zip(cases, places, strict=True)
        if place is not None
    ]
