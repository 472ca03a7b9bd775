"""A unit's roll-up: what its townships published, added up and held against itself. Pure; no case is seen."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from config.vocabulary import CadenceState
from reports.figures.books import FLOW, UnbalancedError

#: Kinds whose figures are a flow: what was there and came in equals what ended and is left.
FLOWING = frozenset({"half-month", "year"})

#: township, measure, category, level and count.
PublishedCell = tuple[str, str, str, str, int]


@dataclass(frozen=True, slots=True)
class FiledTownship:
    """How one township's counts came.

    Attributes:
        township: its short name.
        name: what people call it.
        child: which part of the unit it belongs to: itself in a county, a county in a city.
        state: on_time, late, nil or missing; missing is not nought.
        compiled_on: None while they are missing.
        rules_hash: of the rules it counts by.
        unread: ledgers that are in them by an earlier reading, or not at all.
    """

    township: str
    name: str
    child: str
    state: CadenceState
    compiled_on: date | None = None
    rules_hash: str = ""
    unread: int = 0


@dataclass(frozen=True, slots=True)
class CarriedUp:
    """A township's figure that was another when the last roll-up was compiled."""

    township: str
    measure: str
    was: int
    now: int


@dataclass(frozen=True, slots=True)
class Rollup:
    """The figures of one unit.

    Attributes:
        children: its parts in reading order, each with its measures.
        totals: each measure over all of them.
        categories: measure → part → category → count.
        filed: every township.
        corrections: what is otherwise than in the last roll-up.
        since: when that was compiled; None when this is the first.
    """

    unit: str
    level: str
    kind: str
    period: str
    children: Mapping[str, Mapping[str, int]]
    totals: Mapping[str, int]
    categories: Mapping[str, Mapping[str, Mapping[str, int]]]
    filed: Sequence[FiledTownship]
    corrections: Sequence[CarriedUp] = ()
    since: date | None = None

    def of(self, state: CadenceState) -> list[FiledTownship]:
        """Return the townships whose counts came so."""
        return [each for each in self.filed if each.state is state]

    @property
    def other_rules(self) -> list[FiledTownship]:
        """Townships that count by other rules than most of the unit's."""
        known = Counter(each.rules_hash for each in self.filed if each.rules_hash)
        if not known:
            return []
        usual = min(known, key=lambda rules: (-known[rules], rules))
        return [each for each in self.filed if each.rules_hash not in ("", usual)]

    @property
    def unread(self) -> list[FiledTownship]:
        """Townships that could not read all of their ledgers."""
        return [each for each in self.filed if each.unread]


@dataclass(frozen=True, slots=True)
class RollupSources:
    """What a roll-up is made of.

    Attributes:
        children: the unit's parts, in reading order.
        filed: every township of the unit.
        cells: what they published.
        then: township → measures, as the last roll-up had them.
        since: when that was compiled.
    """

    children: Sequence[str]
    filed: Sequence[FiledTownship]
    cells: Sequence[PublishedCell]
    then: Mapping[str, Mapping[str, int]] | None = None
    since: date | None = None


def roll_up(unit: str, level: str, kind: str, period: str, sources: RollupSources) -> Rollup:
    """Add up what a unit's townships published.

    Raises:
        UnbalancedError: a township's figures do not balance, or a part's; names it.
    """
    part_of = {each.township: each.child for each in sources.filed}
    by_township: dict[str, Counter[str]] = {each.township: Counter() for each in sources.filed}
    children: dict[str, Counter[str]] = {name: Counter() for name in sources.children}
    categories: dict[str, dict[str, Counter[str]]] = {}
    for township, measure, category, _level, number in sources.cells:
        part = part_of[township]
        by_township[township][measure] += number
        children[part][measure] += number
        split = categories.setdefault(measure, {name: Counter() for name in sources.children})
        split[part][category] += number
    totals: Counter[str] = Counter()
    for counts in children.values():
        totals.update(counts)
    if kind in FLOWING:
        levels = [*by_township.items(), *children.items(), (unit, totals)]
        _balanced(period, levels)
    _summed(period, unit, totals, by_township)
    names = {each.township: each.name for each in sources.filed}
    return Rollup(
        unit,
        level,
        kind,
        period,
        children,
        totals,
        categories,
        sources.filed,
        tuple(_corrections(sources.then or {}, by_township, names)),
        sources.since,
    )


def _balanced(period: str, levels: Sequence[tuple[str, Mapping[str, int]]]) -> None:
    wrong: list[str] = []
    for name, counts in levels:
        opening, new, *ended = (counts.get(measure, 0) for measure in FLOW)
        if opening + new != sum(ended):
            wrong.append(f"{name} ({opening}+{new}≠{'+'.join(map(str, ended))})")
    if wrong:
        raise UnbalancedError(period, wrong)


def _summed(
    period: str, unit: str, totals: Mapping[str, int], by_township: Mapping[str, Mapping[str, int]]
) -> None:
    """Hold the unit's totals against its townships', which were added up apart from its parts."""
    whole: Counter[str] = Counter()
    for counts in by_township.values():
        whole.update(counts)
    wrong = [f"{unit}: {name}" for name in {*whole, *totals} if whole[name] != totals.get(name, 0)]
    if wrong:
        raise UnbalancedError(period, sorted(wrong))


def _corrections(
    then: Mapping[str, Mapping[str, int]], now: Mapping[str, Mapping[str, int]], names: Mapping[str, str]
) -> Iterator[CarriedUp]:
    for township, before in then.items():
        for measure in sorted({*before, *now.get(township, {})}):
            was, is_now = before.get(measure, 0), now.get(township, {}).get(measure, 0)
            if was != is_now:
                yield CarriedUp(names.get(township, township), measure, was, is_now)
