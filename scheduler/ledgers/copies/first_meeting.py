"""Ledgers that nobody knows yet, laid beside the others: which of them hold what another one holds."""

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field

from config.copy_names import bare_name
from scheduler.ledgers.copies.copied_ledgers import ledger_lines
from scheduler.ledgers.entries import Entry
from scheduler.ledgers.reading import Seen
from sync.cases.counted_once.same_case import CaseLine, copied
from sync.cases.counted_once.times_named import time_named
from sync.cells.numerals import with_arabic_numerals
from sync.store import LedgerRef
from sync.tables.not_ledgers.other_village import same_village
from sync.tables.titles import village_in

#: Of one village, a copy holds this share of the original's cases too; where nobody says whose it is, this.
_OF_ONE_VILLAGE, _OF_NOBODY = 0.5, 0.8
#: 第003村, 2组: such names are of different places when their numbers differ.
_PLACE_NUMBER = re.compile(r"\d+(?=[村组社队片])")


@dataclass(frozen=True, slots=True)
class _Held:
    """What a ledger holds, as far as it is compared.

    Attributes:
        village: whose it is by config, name or title; "" when nobody says.
        is_named: its file's name says so.
        when: the time that its titles name.
    """

    village: str
    is_named: bool
    when: tuple[str, int]
    families: frozenset[str]
    lines: Sequence[CaseLine]

    @property
    def weight(self) -> tuple[bool, int]:
        """How much speaks for its being the original of two."""
        return self.is_named, len(self.lines)


@dataclass(slots=True)
class FirstMeeting:
    """Ledgers that nobody knows yet, met one after the other.

    Attributes:
        found: id of each copy to its original.
    """

    looked: Callable[[Entry], Seen]
    found: dict[str, LedgerRef]
    _held: dict[str, _Held | None] = field(default_factory=dict[str, "_Held | None"])

    def meet(self, entry: Entry, taken: Sequence[Entry], earlier: Sequence[Entry]) -> None:
        """Compare a new ledger with those that are ledgers for sure, and with those that were new before it.

        Of two new ones the original is the one whose name says whose it is, then that which holds more, then
        the one that comes first.
        """
        for other in (*taken, *earlier):
            if other.ref.ledger_id in self.found or not _may_be_one(entry, other):
                continue
            both = self._both(entry, other)
            if both is None:
                continue
            mine, theirs = both
            is_first = other in earlier and mine.weight > theirs.weight
            copy, original = (other, entry) if is_first else (entry, other)
            pair = (theirs, mine) if is_first else (mine, theirs)
            if not _is_copy(*pair, names_alike=_begin_alike(entry.ref, other.ref)):
                continue
            self._note(copy.ref, original.ref)
            if copy is entry:
                return

    def _note(self, copy: LedgerRef, original: LedgerRef) -> None:
        for ledger, known in list(self.found.items()):
            if known == copy:
                self.found[ledger] = original
        self.found[copy.ledger_id] = original

    def _both(self, entry: Entry, other: Entry) -> tuple[_Held, _Held] | None:
        """Return what two ledgers hold; None where one cannot be read: for its sake no other is looked at."""
        name = other.ref.ledger_id
        if name in self._held and self._held[name] is None:
            return None
        mine = self._holds(entry)
        theirs = self._holds(other) if mine is not None else None
        return None if mine is None or theirs is None else (mine, theirs)

    def _holds(self, entry: Entry) -> _Held | None:
        """Return what a ledger holds; None where it cannot be read, which the pass itself will say."""
        name = entry.ref.ledger_id
        if name not in self._held:
            try:
                self._held[name] = _held(entry, self.looked(entry))
            except Exception:  # noqa: BLE001  whatever is wrong with one ledger is told where it is marked
                self._held[name] = None
        return self._held[name]


def _held(entry: Entry, seen: Seen) -> _Held:
    village, is_named = entry.village or village_in(seen.ledger.village), bool(village_in(entry.ref.title))
    families = frozenset(table.family.value for table in seen.ledger.tables)
    return _Held(village, is_named, time_named(seen.ledger, seen.grid), families, ledger_lines(seen))


def _may_be_one(one: Entry, two: Entry) -> bool:
    """Whether the names of two ledgers, and the config, leave room for one being a copy of the other."""
    first, second = (each.village or village_in(each.ref.title) for each in (one, two))
    if first and second:
        return same_village(first, second)
    numbers = [_PLACE_NUMBER.findall(with_arabic_numerals(each.ref.title)) for each in (one, two)]
    return numbers[0] == numbers[1] or not all(numbers)


def _begin_alike(one: LedgerRef, two: LedgerRef) -> bool:
    shorter, longer = sorted((bare_name(one.title), bare_name(two.title)), key=len)
    return len(shorter) > 1 and longer.startswith(shorter)


def _is_copy(copy: _Held, original: _Held, *, names_alike: bool) -> bool:
    """Whether nearly all of a ledger's rows stand in another one of the same time and kind.

    Masked names and generic matters tell enough between two files of one village only.
    """
    is_of_one = bool(copy.village and original.village) and same_village(copy.village, original.village)
    if (copy.village and original.village and not is_of_one) or copy.when != original.when:
        return False
    if copy.families != original.families:
        return False
    is_of_one = is_of_one or names_alike
    sizes = len(copy.lines), len(original.lines)
    mine, theirs = (list(each.lines if is_of_one else _telling(each.lines)) for each in (copy, original))
    told = copied(mine, theirs, named=False, rows=sizes)
    if told is None:
        return False
    shared = sizes[1] - told.missing
    return shared >= (_OF_ONE_VILLAGE if is_of_one else _OF_NOBODY) * sizes[1]


def _telling(lines: Sequence[CaseLine]) -> Iterator[CaseLine]:
    """Yield the lines that are strong evidence by themselves."""
    for line in lines:
        traits = line.traits
        if traits.number or (traits.deed is not None and traits.is_named and traits.is_telling):
            yield line
