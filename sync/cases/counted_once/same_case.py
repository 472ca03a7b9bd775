"""Which rows hold one and the same case, over worksheets and over ledgers. Pure.

Only strong evidence makes two rows one case. Masked names and matters that say their kind alone are likeness:
they count only within one village, where the row itself shows that it was carried over (its day lies before
its tab's month or its file's year, or a word says so), or where a whole table was evidently copied.
"""

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import combinations

from config.frames import COPY_SIDES
from sync.cases.counted_once.traits import Traits, agree

#: A table named as a copy is one when this share of its rows stands in the original.
_NAMED_COPY = 0.5
#: Any other, when this share does, and at least so many rows do.
_EVIDENT_COPY = 0.8
_EVIDENT_ROWS = 3


@dataclass(frozen=True, slots=True)
class Box:
    """A table, or the whole of a ledger: what rows stand in together.

    Attributes:
        key: tells it from every other.
        village: whose it is; numbers of one village are of one register.
        begins: ISO date on which the time it is for begins (a month tab, a year file); "" when unknown.
        order: where it stands among the others; the lower counts where nothing else decides.
    """

    key: str
    village: str
    begins: str = ""
    order: int = 0


@dataclass(frozen=True, slots=True)
class CaseLine:
    """One row, its traits, and the box it stands in."""

    box: Box
    row: int
    traits: Traits


@dataclass(slots=True)
class _Index:
    """The lines that count, by what they can be found by."""

    by_number: dict[tuple[str, str], list[int]] = field(default_factory=lambda: defaultdict(list))
    by_deed: dict[tuple[str, ...], list[int]] = field(default_factory=lambda: defaultdict(list))
    by_whole: dict[tuple[str, ...], int] = field(default_factory=dict[tuple[str, ...], int])

    def add(self, number: int, line: CaseLine) -> None:
        traits, box = line.traits, line.box
        if traits.number:
            self.by_number[box.village, traits.number].append(number)
        if traits.deed is not None:
            self.by_deed[traits.deed].append(number)
        if traits.pasted is not None:
            self.by_whole.setdefault((box.key, *traits.pasted), number)


def repeated(lines: Sequence[CaseLine], sizes: Mapping[str, int] | None = None) -> dict[int, int]:
    """Say which lines hold a case that another line holds, and which line that is.

    Args:
        lines: in any order; those of which nothing repeats may be left out.
        sizes: how many rows each box has, by its key, where lines were left out.

    Returns:
        From the position of each line that does not count to the position of the one that does. Of lines
        carried over the newest counts; of others the one that is ended; else the one that stands first.
    """
    alike = _alike_boxes(lines, sizes or {})
    order = sorted(
        range(len(lines)), key=lambda at: (_Newest(lines[at].box.begins), lines[at].box.order, lines[at].row)
    )
    index = _Index()
    found: dict[int, int] = {}
    absorbed: set[tuple[int, str]] = set()
    for at in order:
        line = lines[at]
        same = _same(lines, at, index, alike, absorbed)
        if same is None:
            index.add(at, line)
            continue
        absorbed.add((same, line.box.key))
        found[at] = same
    return _ended_speaks(lines, found)


class _Newest(str):
    """Sorts what begins later before what begins earlier, and what does not say last."""

    __slots__ = ()

    def __lt__(self, other: str) -> bool:
        return str.__gt__(self, other)


def _same(
    lines: Sequence[CaseLine],
    at: int,
    index: _Index,
    alike: set[frozenset[str]],
    absorbed: set[tuple[int, str]],
) -> int | None:
    line, traits = lines[at], lines[at].traits
    if traits.pasted is not None and (line.box.key, *traits.pasted) in index.by_whole:
        return index.by_whole[line.box.key, *traits.pasted]
    if traits.number:
        for other in index.by_number.get((line.box.village, traits.number), ()):
            if agree(traits, lines[other].traits):
                return other
    if traits.deed is None:
        return None
    for other in index.by_deed.get(traits.deed, ()):
        if _numbers_differ(line, lines[other]):
            continue
        if traits.is_named and traits.is_telling:
            return other
        if (other, line.box.key) not in absorbed and _is_carried(line, lines[other], alike):
            return other
    return None


def _numbers_differ(one: CaseLine, two: CaseLine) -> bool:
    """Two numbers of one village's register were given on purpose; those of two villages say nothing."""
    first, second = one.traits.number, two.traits.number
    return one.box.village == two.box.village and bool(first and second) and first != second


def _is_carried(older: CaseLine, newer: CaseLine, alike: set[frozenset[str]]) -> bool:
    """Whether two rows that are alike are one case for where they stand; *newer* comes first in order."""
    if older.box.key == newer.box.key:
        return False
    if frozenset((older.box.key, newer.box.key)) in alike:
        return True
    if older.box.village != newer.box.village:
        return False
    if older.traits.is_carried or newer.traits.is_carried:
        return True
    begins = newer.box.begins
    return bool(begins) and older.box.begins < begins and newer.traits.day < begins


def _ended_speaks(lines: Sequence[CaseLine], found: dict[int, int]) -> dict[int, int]:
    """Where no time tells which of two rows is newer, the one that shows the end is."""
    groups: dict[int, list[int]] = defaultdict(list)
    for at, counts in found.items():
        groups[counts].append(at)
    for counts, others in groups.items():
        speaker = lines[counts]
        if speaker.traits.is_ended:
            continue
        ended = [
            at
            for at in others
            if lines[at].traits.is_ended
            and lines[at].box.begins == speaker.box.begins
            and lines[at].box.village == speaker.box.village
            and lines[at].box.key != speaker.box.key
        ]
        if ended:
            chosen = min(ended, key=lambda at: lines[at].box.order)
            for at in (*others, counts):
                found[at] = chosen
            del found[chosen]
    return found


# -- whole tables -------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Copied:
    """A box that is a copy of another.

    Attributes:
        lacking: how many of the copy's rows the original lacks.
        later: how many cases the copy shows as ended and the original as open.
        missing: how many of the original's rows the copy lacks.
        earlier: how many cases the original shows as ended and the copy as open.
    """

    lacking: int
    later: int
    missing: int
    earlier: int

    @property
    def ahead(self) -> int:
        """How many cases are to be brought over."""
        return self.lacking + self.later

    @property
    def beside(self) -> tuple[tuple[str, int], ...]:
        """What either side has ahead of the other, as a `Problem` tells it."""
        counts = ((name, int(getattr(self, name))) for name in COPY_SIDES)
        return tuple((name, count) for name, count in counts if count)


def copied(
    copy: Sequence[CaseLine],
    original: Sequence[CaseLine],
    *,
    named: bool,
    rows: tuple[int, int] | None = None,
) -> Copied | None:
    """Say what a copy and its original have ahead of each other; None where it is no copy.

    It is one when most of its rows stand in the original: half, where its name says copy; else nearly all.

    Args:
        copy: its lines; those that resemble no other line may be left out.
        original: likewise.
        named: its name says copy.
        rows: how many lines each of the two has in all, where some were left out.
    """
    if not copy or not original:
        return None
    of_copy, of_original = rows or (len(copy), len(original))
    pairs = _pairs(copy, original)
    if len(pairs) < (_NAMED_COPY * of_copy if named else max(_EVIDENT_ROWS, _EVIDENT_COPY * of_copy)):
        return None
    ended = [(copy[mine].traits.is_ended, original[theirs].traits.is_ended) for mine, theirs in pairs]
    return Copied(
        lacking=of_copy - len(pairs),
        later=ended.count((True, False)),
        missing=of_original - len({theirs for _, theirs in pairs}),
        earlier=ended.count((False, True)),
    )


def _pairs(copy: Sequence[CaseLine], original: Sequence[CaseLine]) -> list[tuple[int, int]]:
    """Return which line of a copy is which of the original's, by their positions; each its own if it can."""
    places: dict[tuple[str, ...], list[int]] = defaultdict(list)
    for at in reversed(range(len(original))):
        for key in _copied_keys(original[at].traits):
            places[key].append(at)
    pairs: list[tuple[int, int]] = []
    used: set[int] = set()
    for mine, line in enumerate(copy):
        for key in _copied_keys(line.traits):
            found = places.get(key, [])
            while len(found) > 1 and found[-1] in used:
                found.pop()
            if found and (key[0] != _NUMBER or agree(line.traits, original[found[-1]].traits)):
                used.add(found[-1])
                pairs.append((mine, found[-1]))
                break
    return pairs


_NUMBER, _DEED, _LIKE = "number", "deed", "like"


def _copied_keys(traits: Traits) -> Iterator[tuple[str, ...]]:
    """Yield what a copied row may be found by, the surest first: a copy may have lost a column."""
    if traits.number:
        yield _NUMBER, traits.number
    yield _LIKE, *_likeness(traits)
    if traits.deed is not None:
        yield _DEED, *traits.deed


def _likeness(traits: Traits) -> tuple[str, ...]:
    """What two rows share when one was copied with its table; states and remarks go on changing."""
    return (traits.number or traits.count, traits.day, traits.party, traits.other, traits.matter)


def _alike_boxes(lines: Sequence[CaseLine], sizes: Mapping[str, int]) -> set[frozenset[str]]:
    """Return the pairs of boxes that share so many rows that one was made from the other."""
    boxes: Counter[str] = Counter(line.box.key for line in lines)
    boxes.update({key: size - boxes[key] for key, size in sizes.items()})
    by_likeness: dict[tuple[str, ...], set[str]] = defaultdict(set)
    for line in lines:
        if line.traits.deed is not None:
            by_likeness[_likeness(line.traits)].add(line.box.key)
    shared = Counter(
        pair
        for keys in by_likeness.values()
        if len(keys) > 1
        for pair in map(frozenset, combinations(sorted(keys), 2))
    )
    return {
        pair
        for pair, count in shared.items()
        if count >= max(_EVIDENT_ROWS, _EVIDENT_COPY * min(boxes[key] for key in pair))
    }
