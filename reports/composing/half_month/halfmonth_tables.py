"""The half-monthly summary's tables of figures; docs/summaries.md#table-1 has their columns."""

from collections.abc import Iterator

from config.periods import HalfMonth
from config.vocabulary import CadenceState
from reports.composing.shared_tables.lists import counted
from reports.composing.speaking.unread_words import reason_told, unread_notes
from reports.composing.speaking.wording import Wording
from reports.content import Behind, Cell, Column, ColumnKind, Row, Table, Tone, Value, fitting
from reports.figures.corrections import CorrectionKind
from reports.figures.halfmonth_counts import CHANNELS, RISKS
from reports.figures.halfmonth_figures import RATES, Filed, Rate, Summary
from reports.inputs import PublishedCase

_FILED_TONES = {
    CadenceState.ON_TIME: Tone.GOOD,
    CadenceState.LATE: Tone.WARN,
    CadenceState.NIL: Tone.GOOD,
    CadenceState.MISSING: Tone.BAD,
    CadenceState.NOT_DUE: Tone.MUTED,
}


def village_table(summary: Summary, say: Wording) -> Table:
    """Table 1: one row per village, a total that balances."""
    channels = [name for name in CHANNELS if name != "channel_other" or summary.totals[name]]
    before_rate = (
        *("opening", "new", *channels, "resolved", "agreed", "transferred", "withdrawn"),
        *("suspended", "closing", "due_soon", "overdue"),
        *(["overdue_backlog"] if summary.totals["overdue_backlog"] else []),
    )
    groups = {
        **dict.fromkeys(channels, say("column.of_new")),
        "agreed": say("column.of_resolved"),
        **dict.fromkeys(RISKS, say("column.of_closing")),
    }

    def number(name: str) -> Column:
        heading, group = say(f"measure.{name}"), groups.get(name, "")
        return Column(heading, fitting(heading, 5 if group else 6.5), ColumnKind.NUMBER, group)

    columns = (
        Column(say("column.village"), 14),
        *(number(name) for name in before_rate),
        Column(say("rate_name.completion"), fitting(say("rate_name.completion"), 12), ColumnKind.SHORT),
        Column(say("column.rate"), fitting(say("column.rate"), 12), ColumnKind.SHORT),
        *(number(name) for name in RISKS),
        Column(say("column.filed"), 10, ColumnKind.SHORT),
    )

    def figures(village: str | None) -> Iterator[Value]:
        count = summary.totals if village is None else summary.counts[village]
        where = ("village", village) if village is not None else ("", "")
        for name in before_rate:
            yield counted(count[name], name, *where)
        for name, measure in (("completion", "resolved"), ("cohort", "cohort_resolved")):
            yield Cell(say.narrow_rate(summary.rate(name, village)), behind=Behind(measure, *where))
        for name in RISKS:
            yield counted(count[name], name, *where)

    blind = unread_villages(summary)
    rows: list[Row] = []
    for village in summary.villages:
        if village in blind:
            unknown = tuple(say("rate.none") for _ in columns[2:])
            rows.append((village, *unknown, Cell(say("filed.unread"), Tone.BAD)))
        else:
            rows.append((village, *figures(village), filed_cell(summary.filed[village], say)))
    total = (say("column.total"), *figures(None), "")
    notes = tuple(village_notes(summary, say))
    return Table("by_village", say("table.by_village"), columns, rows, total, notes, say("nothing.filed"))


def unread_villages(summary: Summary) -> frozenset[str]:
    """Villages of whose ledgers none counts, not even by an earlier reading."""
    read = {source.village for source in summary.books.sources if source.counts}
    return frozenset(unread.village for unread in summary.unread) - read


def village_notes(summary: Summary, say: Wording) -> Iterator[str]:
    """What a reader of table 1 must know beside it."""
    total = summary.totals
    yield say("note.balance", **{name: total[name] for name in _BALANCE})
    for name in ("suspended", "undated", "end_undated", "backlog", "handed_up", "untimed"):
        if total[name]:
            yield say(f"note.{name}", count=total[name], open=total["undated_open"])
    yield from unread_notes(summary.unread, say)


_BALANCE = ("opening", "new", "resolved", "transferred", "withdrawn", "closing")


def filed_cell(filed: Filed, say: Wording) -> Cell:
    """How a village's report stands, in a word."""
    key = "reported" if filed.state is CadenceState.ON_TIME and not filed.judged else filed.state.value
    return Cell(say(f"filed.{key}"), _FILED_TONES[filed.state])


def rates_table(summary: Summary, say: Wording) -> Table:
    """The rates, each with numerator, denominator and formula; the year's behind that of the half-month."""
    columns = (
        Column(say("column.indicator"), 14),
        Column(say("column.value"), 9, ColumnKind.SHORT),
        Column(say("column.numerator"), 7, ColumnKind.NUMBER),
        Column(say("column.denominator"), 7, ColumnKind.NUMBER),
        Column(say("column.formula"), 50),
    )
    rows: list[Row] = []
    for name, (above, below) in RATES.items():
        rate = summary.rate(name)
        numbers = counted(rate.numerator, above), counted(rate.denominator, "+".join(below))
        rows.append(_rate_row(name, rate, numbers, say))
    year = summary.rate_of_year()
    rows.insert(1, _rate_row("of_year", year, (year.numerator, year.denominator), say))
    return Table("rates", say("table.rates"), columns, rows)


def _rate_row(name: str, rate: Rate, numbers: tuple[Value, Value], say: Wording) -> Row:
    return say(f"rate_name.{name}"), say.percent(rate), *numbers, say(f"rate_formula.{name}")


def category_table(summary: Summary, say: Wording) -> Table:
    """Table 2: one row per category that occurs."""
    measures = ("new", "handled", "agreed", "failed")
    columns = (
        Column(say("column.category"), 14),
        *(Column(say(f"measure.category_{name}"), 8, ColumnKind.NUMBER) for name in measures),
        Column(say("column.success_rate"), 17, ColumnKind.SHORT),
        Column(say("column.previous"), 7, ColumnKind.NUMBER),
        Column(say("column.change"), 32),
    )

    def row(name: str, by: str, value: str, count: dict[str, int]) -> Row:
        return (
            name,
            *(counted(count[measure], measure, by, value) for measure in measures),
            say.rate(Rate(count["agreed"], count["agreed"] + count["failed"])),
            count["previous"],
            say.change(count["new"], count["previous"]),
        )

    rows = [
        row(
            say.named("category", str(name)),
            "category",
            str(name),
            {str(k): int(n) for k, n in counts.items()},
        )
        for name, counts in summary.categories.to_dict("index").items()
    ]
    whole = {**{name: summary.totals[name] for name in measures}, "previous": summary.before["new"]}
    total = row(say("column.total"), "", "", whole)
    return Table("category", say("table.category"), columns, rows, total, nothing=say("nothing.category"))


def filed_table(summary: Summary, say: Wording) -> Table:
    """How every village's report stands; silence is not nil."""
    columns = (
        Column(say("column.village"), 16),
        Column(say("column.filed"), 12, ColumnKind.SHORT),
        Column(say("measure.new"), 11, ColumnKind.NUMBER),
        Column(say("column.note"), 60),
    )
    blind = unread_villages(summary)
    rows: list[Row] = []
    for village in summary.villages:
        filed, count = summary.filed[village], summary.counts[village]
        if village in blind:
            rows.append((village, Cell(say("filed.unread"), Tone.BAD), say("rate.none"), ""))
            continue
        note = ""
        if filed.state is CadenceState.MISSING and not count["new"] and count["resolved"]:
            note = say("filed.closed_only", count=count["resolved"])
        rows.append((village, filed_cell(filed, say), counted(count["new"], "new", "village", village), note))
    return Table("filed", say("table.filed"), columns, rows, nothing=say("nothing.filed"))


def unread_table(summary: Summary, say: Wording) -> Table:
    """Ledgers that are in the totals by an earlier reading or not at all, and why."""
    columns = (
        Column(say("column.village"), 16),
        Column(say("column.ledger"), 24),
        Column(say("column.reason"), 60),
    )
    rows: list[Row] = [(one.village, one.ledger, reason_told(one, say)) for one in summary.unread]
    return Table("unread", say("table.unread"), columns, rows)


def corrections_table(summary: Summary, say: Wording) -> Table:
    """What was entered late, changed or taken out since the last summary was published."""
    columns = (
        Column(say("column.kind"), 11, ColumnKind.SHORT),
        Column(say("column.village"), 14),
        Column(say("column.was"), 34),
        Column(say("column.now"), 34),
        Column(say("column.ledger"), 18, is_place=True),
        Column(say("column.sheet"), 14, is_place=True),
        Column(say("column.row"), 6, ColumnKind.NUMBER, is_place=True),
    )
    called = {source.ledger: source.called for source in summary.books.sources}
    rows: list[Row] = []
    for correction in summary.corrections:
        place = correction.place
        tone = Tone.BAD if correction.kind is CorrectionKind.GONE else Tone.PLAIN
        kind = Cell(say(f"correction.{correction.kind}"), tone)
        facts = _facts(correction.before, say), _facts(correction.now, say)
        ledger = called.get(place.ledger, "")
        rows.append((kind, place.village, *facts, ledger, place.sheet, place.row))
    period = summary.corrected_period
    nothing = say("nothing.corrections" if period else "nothing.no_published")
    named = say.half_month(HalfMonth.parse(period)) if period else ""
    title = say("table.corrections", period=named) if period else say("table.corrections_none")
    return Table("corrections", title, columns, rows, nothing=nothing)


def _facts(case: PublishedCase | None, say: Wording) -> str:
    if case is None:
        return say("rate.none")
    registered = case.registered.isoformat() if case.registered else say("rate.none")
    status = say.named("status", case.status)
    if case.ended is None:
        return say("correction.facts", registered=registered, status=status)
    return say("correction.facts_ended", registered=registered, status=status, ended=case.ended.isoformat())
