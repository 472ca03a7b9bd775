"""A unit's roll-up as a report: table 1 by part, who filed how, categories, corrections."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date

from config.periods import HalfMonth, Month, Year
from config.vocabulary import CadenceState
from reports.composing.rollup_split import MEASURES_OF, SPLIT_OF, split
from reports.composing.speaking.parts import fixed_words
from reports.composing.speaking.wording import Wording
from reports.content import (
    Cell,
    Column,
    ColumnKind,
    Paragraph,
    Part,
    Report,
    Row,
    Section,
    Table,
    Tone,
    Value,
    fitting,
)
from reports.figures.halfmonth_figures import Rate
from reports.figures.rollup import FLOWING, FiledTownship, Rollup

_TONES: Mapping[CadenceState, Tone] = {
    CadenceState.ON_TIME: Tone.GOOD,
    CadenceState.NIL: Tone.GOOD,
    CadenceState.LATE: Tone.WARN,
    CadenceState.MISSING: Tone.BAD,
}
_STATES = (CadenceState.ON_TIME, CadenceState.LATE, CadenceState.NIL, CadenceState.MISSING)
#: So many townships are named in a sentence.
_NAMED = 10


class RollupComposer:
    """Composes one roll-up.

    Args:
        rollup: the figures.
        language: ``zh-CN`` or ``en``.
        compiled_on: the day the report bears.
        links: part → the address of its own report, as seen from where this one will lie.
    """

    def __init__(self, rollup: Rollup, language: str, compiled_on: date, links: Mapping[str, str]) -> None:
        self._rollup, self._language, self._links = rollup, language, links
        self._compiled_on = compiled_on
        self._say = Wording(language)
        self._level = self._say(f"rollup.level_{rollup.level}")
        self._child = self._say(f"rollup.child_{rollup.level}")

    def report(self) -> Report:
        """Return the report."""
        say, rollup = self._say, self._rollup
        period, compiled = self._period(), say.day(self._compiled_on)
        title = say(f"rollup.title_{rollup.kind.replace('-', '_')}", unit=rollup.unit, period=period)
        parts = [
            Part("rollup", say("rollup.part_table"), (self._by_child(),), annex=say("rollup.part_table")),
            Part("rollup_filed", say("rollup.part_filed"), tuple(self._filed_tables())),
            Part("rollup_categories", say("rollup.part_categories"), tuple(self._categories())),
            Part("rollup_corrections", say("rollup.part_corrections"), (self._corrections(),)),
        ]
        return Report(
            kind=f"rollup-{rollup.kind}",
            language=self._language,
            period=rollup.period,
            title=tuple(title.split("\n")),
            subtitle=say("rollup.subtitle", period=period, compiled_on=compiled),
            compiled_on=self._compiled_on,
            parts=tuple(parts),
            sections=(Section("overview", "", tuple(Paragraph(text) for text in self._told())),),
            signature=(rollup.unit, compiled),
            words=fixed_words(say),
        )

    def _period(self) -> str:
        say, label = self._say, self._rollup.period
        if self._rollup.kind == "half-month":
            return say.half_month(HalfMonth.parse(label))
        if self._rollup.kind == "risk-list":
            month = Month.parse(label)
            return say("rollup.month", year=month.year, month=say(f"month.{month.month}"))
        if self._rollup.kind == "year":
            return say("rollup.year", year=Year.parse(label).year)
        return say.day(date.fromisoformat(label))

    # Text ---------------------------------------------------------------------------------------

    def _told(self) -> Iterator[str]:
        say, rollup = self._say, self._rollup
        states = {state.value: len(rollup.of(state)) for state in _STATES}
        count = len(rollup.filed)
        yield say(
            "rollup.opening",
            period=self._period(),
            level=self._level,
            count=count,
            filed=count - states["missing"],
            **states,
        )
        names = {name: rollup.totals.get(name, 0) for name in MEASURES_OF[rollup.kind]}
        if rollup.kind in FLOWING:
            rate = Rate(names["resolved"], names["opening"] + names["new"])
            yield say("rollup.flow", **{**dict.fromkeys(("due_soon",), 0), **names}, rate=say.rate(rate))
        else:
            yield say(f"rollup.told_{rollup.kind.replace('-', '_')}", **names)
        for key, found in (
            ("missing", rollup.of(CadenceState.MISSING)),
            ("late", rollup.of(CadenceState.LATE)),
            ("nil", rollup.of(CadenceState.NIL)),
            ("other_rules", rollup.other_rules),
            ("unread", rollup.unread),
        ):
            if found:
                yield say(f"rollup.named_{key}", names=self._names(found))
        if rollup.corrections and rollup.since is not None:
            changed = {each.township for each in rollup.corrections}
            yield say("rollup.corrected", day=say.day(rollup.since), count=len(changed))

    def _names(self, found: Sequence[FiledTownship]) -> str:
        return self._say.list([each.name for each in found], _NAMED)

    # Tables -------------------------------------------------------------------------------------

    def _by_child(self) -> Table:
        say, rollup = self._say, self._rollup
        names = MEASURES_OF[rollup.kind]
        headings = {name: say(f"measure.{name}") for name in names}
        with_rate = rollup.kind in FLOWING
        columns = [Column(self._child, 16)]
        columns += [Column(headings[name], fitting(headings[name], 7), ColumnKind.NUMBER) for name in names]
        if with_rate:
            columns.append(Column(say("rate_name.completion"), 14, ColumnKind.SHORT))
        columns.append(Column(say("column.filed"), 12, ColumnKind.SHORT))
        rows: list[Row] = []
        for part, counts in rollup.children.items():
            filed = [each for each in rollup.filed if each.child == part]
            first = Cell(part, url=self._links.get(part, ""))
            if all(each.state is CadenceState.MISSING for each in filed):
                dashes = (say("rate.none"),) * (len(columns) - 2)
                rows.append((first, *dashes, Cell(say("filed.missing"), Tone.BAD)))
            else:
                rows.append((first, *self._numbers(counts, names, with_rate=with_rate), self._state(filed)))
        total = (say("column.total"), *self._numbers(rollup.totals, names, with_rate=with_rate), "")
        notes = [say("rollup.note_missing")] if rollup.of(CadenceState.MISSING) else []
        title = say("rollup.table_by_child", child=self._child)
        return Table("by_child", title, tuple(columns), rows, total, tuple(notes), say("rollup.nothing"))

    def _numbers(
        self, counts: Mapping[str, int], names: Sequence[str], *, with_rate: bool
    ) -> Iterator[Value]:
        for name in names:
            yield counts.get(name, 0)
        if with_rate:
            below = counts.get("opening", 0) + counts.get("new", 0)
            yield self._say.rate(Rate(counts.get("resolved", 0), below))

    def _state(self, filed: Sequence[FiledTownship]) -> Cell:
        say = self._say
        if len(filed) == 1 and filed[0].name == filed[0].child:
            return Cell(say(f"filed.{filed[0].state.value}"), _TONES[filed[0].state])
        there = sum(each.state is not CadenceState.MISSING for each in filed)
        tone = Tone.GOOD if there == len(filed) else Tone.WARN
        return Cell(say("rollup.filed_of", filed=there, count=len(filed)), tone)

    def _filed_tables(self) -> Iterator[Table]:
        """Every township whose counts came late, nil or not at all, and those that count otherwise."""
        say = self._say
        columns = (
            Column(say("rollup.child_county"), 18),
            Column(say("rollup.column_part"), 18),
            Column(say("column.filed"), 12, ColumnKind.SHORT),
            Column(say("rollup.column_compiled"), 14, ColumnKind.DATE),
            Column(say("column.note"), 40),
        )
        others = {each.township for each in self._rollup.other_rules}
        rows: list[Row] = []
        for each in self._rollup.filed:
            notes = [say("rollup.note_other_rules")] if each.township in others else []
            if each.unread:
                notes.append(say("rollup.note_unread", count=each.unread))
            if each.state is not CadenceState.ON_TIME or notes:
                state = Cell(say(f"filed.{each.state.value}"), _TONES[each.state])
                rows.append((each.name, each.child, state, each.compiled_on, say("list.note").join(notes)))
        title = say("rollup.table_filed")
        yield Table("rollup_filed", title, columns, rows, nothing=say("rollup.all_on_time"))

    def _categories(self) -> Iterator[Table]:
        say, rollup = self._say, self._rollup
        for measure in SPLIT_OF[rollup.kind]:
            found = split(rollup, measure)
            headings = [say.named("category", name) for name in found.categories]
            columns = (
                Column(self._child, 16),
                *(Column(heading, fitting(heading, 7), ColumnKind.NUMBER) for heading in headings),
                Column(say("column.total"), 7, ColumnKind.NUMBER),
            )
            rows: list[Row] = [(part, *line) for part, line in found.rows.items()]
            total = (say("column.total"), *found.total)
            notes = (say("rollup.note_withheld"),) if found.is_withheld else ()
            title = say("rollup.table_categories", measure=say(f"measure.{measure}"))
            shown = rows if found.categories else []
            nothing = say("rollup.nothing")
            yield Table(f"rollup_{measure}", title, columns, shown, total if shown else None, notes, nothing)

    def _corrections(self) -> Table:
        say = self._say
        columns = (
            Column(say("rollup.child_county"), 18),
            Column(say("column.indicator"), 18),
            Column(say("column.was"), 9, ColumnKind.NUMBER),
            Column(say("column.now"), 9, ColumnKind.NUMBER),
        )
        rows: list[Row] = [
            (each.township, self._measure(each.measure), each.was, each.now)
            for each in self._rollup.corrections
        ]
        title = say("rollup.part_corrections")
        return Table("rollup_corrections", title, columns, rows, nothing=say("rollup.no_corrections"))

    def _measure(self, name: str) -> str:
        base = name.removesuffix("_of_year")
        said = self._say(f"measure.{base}")
        return said if base == name else self._say("rollup.of_year", measure=said)
