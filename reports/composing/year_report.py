"""The annual self-check (年度自查): channels, categories, flows half-month by half-month, corrections."""

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from config.periods import Year
from config.vocabulary import Category
from reports.composing.shared_tables.duty_table import duty_table
from reports.composing.shared_tables.sitting_table import sitting_sentence, sitting_table
from reports.composing.speaking.parts import PartMaker, addressee, fixed_words
from reports.composing.speaking.setting import Draft, Manner, lay_out
from reports.content import Column, ColumnKind, Paragraph, Report, Row, Section, Table
from reports.figures.books import FLOW
from reports.figures.halfmonth_counts import CHANNELS
from reports.figures.halfmonth_figures import Rate
from reports.figures.sitting_figures import sittings_by_village
from reports.figures.year_flow import OtherThen, YearFlow, said_otherwise, year_flow
from reports.inputs import DutyTold, VillageCases

if TYPE_CHECKING:
    import pandas as pd


def compose_year(
    year: Year,
    sources: Sequence[VillageCases],
    manner: Manner,
    published: Mapping[str, Mapping[str, int]],
    duties: Sequence[DutyTold] = (),
) -> tuple[Report, Mapping[str, int]]:
    """Compose the annual self-check.

    Args:
        year: the year; verdicts in *sources* are as of its last day.
        sources: one per ledger.
        manner: whose report it is, and how it speaks.
        published: totals of the half-months that were published, by label.
        duties: of offices, of the periods that ended in the year.

    Returns:
        The report, and the year's flow.
    """
    made = lay_out(year, sources, manner)
    say, found = made.say, year_flow(made.books, year)
    part = PartMaker(say)
    title = say("year_report.title", township=manner.township, year=year.year)
    compiled = say.day(manner.compiled_on)
    others = said_otherwise(found, published)
    report = Report(
        kind="year",
        language=manner.language,
        period=year.label,
        title=tuple(title.split("\n")),
        subtitle=say("year_report.subtitle", year=year.year, compiled_on=compiled),
        compiled_on=manner.compiled_on,
        parts=(
            part("year_flow", _flow_table(found, made)),
            part("year_kinds", _channel_table(made), _category_table(made)),
            part(
                "year_duties",
                duty_table(duties, say, "year_duties"),
                sitting_table(made.books, made.rows, year, say),
            ),
            *([part("year_otherwise", _otherwise_table(others, made))] if others else []),
        ),
        addressee=addressee(manner, say),
        opening=say("year_report.opening", year=year.year),
        sections=(Section("overview", "", tuple(Paragraph(text) for text in _told(found, made, others))),),
        signature=made.signature,
        contact=made.contact,
        words=fixed_words(say),
    )
    return report, found.whole


def _told(found: YearFlow, made: Draft, others: Sequence[OtherThen]) -> list[str]:
    say, whole, rows = made.say, found.whole, made.rows
    agreed, failed = int(rows["agreed"].sum()), int(rows["failed"].sum())
    completion = Rate(whole["resolved"], whole["opening"] + whole["new"])
    mediation = Rate(agreed, agreed + failed)
    told = [
        say("year_report.flow", **whole),
        say.told_rate("year_report", "completion", completion)
        + say.told_rate("year_report", "mediation", mediation, agreed=agreed, failed=failed),
    ]
    sittings = sitting_sentence(
        sittings_by_village(made.books, made.rows, Year.of(made.as_of)), say, "year_report"
    )
    told += [sittings] if sittings else []
    if others:
        told.append(say("year_report.otherwise", count=len(others)))
    told += made.unread_told
    return told


def _flow_table(found: YearFlow, made: Draft) -> Table:
    say = made.say
    columns = (
        Column(say("column.half_month"), 24, ColumnKind.SHORT),
        *(Column(say(f"year_measure.{name}"), 12, ColumnKind.NUMBER) for name in FLOW),
    )
    rows: list[Row] = [
        (say.half_month(half), *(terms[name] for name in FLOW)) for half, terms in found.halves
    ]
    total = (say("column.total"), *(found.whole[name] for name in FLOW))
    return Table("year_flow", say("table.year_flow"), columns, rows, total)


def _channel_table(made: Draft) -> Table:
    counts = [(say_of, made.rows[name]) for name in CHANNELS if (say_of := made.say(f"channel.{name}"))]
    return _by_table("year_channels", "source", made, [(title, rows) for title, rows in counts if rows.any()])


def _category_table(made: Draft) -> Table:
    rows, say = made.rows, made.say
    kinds = [(say.named("category", kind), rows["new"] & (rows["category"] == kind)) for kind in _KINDS]
    return _by_table(
        "year_categories", "kind", made, [(title, found) for title, found in kinds if found.any()]
    )


_KINDS = (*(each.value for each in Category), "")


def _by_table(key: str, of: str, made: Draft, groups: Sequence[tuple[str, "pd.Series[bool]"]]) -> Table:
    """What came in of each kind, and how much of it was resolved by the year's end; *of* heads the kinds."""
    say, done = made.say, made.rows["cohort_resolved"]
    columns = (
        Column(say(f"column.{of}"), 20),
        Column(say("column.received"), 12, ColumnKind.NUMBER),
        Column(say("measure.resolved_of_them"), 14, ColumnKind.NUMBER),
        Column(say("rate_name.completion"), 22, ColumnKind.SHORT),
    )
    rows: list[Row] = []
    for title, found in groups:
        received, resolved = int(found.sum()), int((found & done).sum())
        rows.append((title, received, resolved, say.rate(Rate(resolved, received))))
    return Table(key, say(f"table.{key}"), columns, rows, nothing=say("nothing.category"))


def _otherwise_table(others: Sequence[OtherThen], made: Draft) -> Table:
    say = made.say
    columns = (
        Column(say("column.half_month"), 24, ColumnKind.SHORT),
        Column(say("column.indicator"), 14),
        Column(say("column.was"), 10, ColumnKind.NUMBER),
        Column(say("column.now"), 10, ColumnKind.NUMBER),
    )
    rows: list[Row] = [
        (say.half_month(other.period), say(f"measure.{other.measure}"), other.published, other.now)
        for other in others
    ]
    return Table("year_otherwise", say("table.year_otherwise"), columns, rows)
