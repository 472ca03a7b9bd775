"""The assessment composed: scores, deductions, key figures and the list of overdue cases by office."""

from collections.abc import Iterator
from decimal import Decimal

from config.periods import Quarter
from reports.composing.assessment import Assessment, Deduction
from reports.composing.shared_tables.case_columns import address
from reports.composing.shared_tables.lists import CaseLists
from reports.composing.speaking.parts import PartMaker, fixed_words
from reports.composing.speaking.wording import Wording
from reports.content import Cell, Column, ColumnKind, Paragraph, Report, Row, Section, Table, Tone
from reports.figures.books import worst_first
from reports.figures.key_figures import KeyFigure, by_channel, key_figures, knows_first

_REASONS = ("report_late", "report_missing", "closed_late", "overdue", "no_handover")
_NEGATIVE = (
    *("org", "village", "case_no", "category", "registered", "owner", "leader", "due", "light", "duty"),
    *("ledger", "sheet", "row"),
)
_NAMES = 5
_ALL = 100


def compose_assessment(assessment: Assessment, reception: tuple[int, int] | None = None) -> Report:
    """Compose the report of *assessment*.

    Args:
        assessment: scores and deductions.
        reception: reception days held and scheduled; None, and no line, where nobody counts them.
    """
    made, period = assessment.made, assessment.period
    say, manner = made.say, made.manner
    part = PartMaker(say)
    number = period.quarter if isinstance(period, Quarter) else period.year
    key = "title_quarter" if isinstance(period, Quarter) else "title_year"
    title = say(f"assessment.{key}", township=manner.township, year=period.year, number=number)
    days = {"first": say.day(period.first), "last": say.day(period.last)}
    figures = tuple(key_figures(made.rows, period, reception))
    told = [say("assessment.opening", **days), _scores_told(assessment), _figures_told(figures, say)]
    told.append(say("assessment.backlog"))
    if not knows_first(made.rows):
        told.append(say("assessment.first_all"))
    told += made.unread_told
    return Report(
        kind="assessment",
        language=manner.language,
        period=period.label,
        title=tuple(title.split("\n")),
        subtitle=say("assessment.subtitle", compiled_on=say.day(manner.compiled_on), **days),
        compiled_on=manner.compiled_on,
        parts=(
            part("scores", _score_table(assessment)),
            part("deductions", _deduction_table(assessment)),
            part("key_figures", _figure_table(figures, say), _channel_table(assessment)),
            part("negative", _negative_table(assessment)),
        ),
        sections=(Section("overview", "", tuple(Paragraph(text) for text in told)),),
        signature=made.signature,
        contact=made.contact,
        words=fixed_words(say),
    )


def _scores_told(assessment: Assessment) -> str:
    say = assessment.made.say
    known = {village: points for village, points in assessment.scores.items() if points is not None}
    lost = {village: points for village, points in known.items() if assessment.of(village)}
    if not lost:
        return say("assessment.scores_none")
    worst = sorted(lost, key=lambda village: lost[village])
    items = [
        say("assessment.item_points", village=village, points=_plain(lost[village]))
        for village in worst[:_NAMES]
    ]
    told = say("assessment.scores", count=len(assessment.deductions), items=say.list(items))
    full = [village for village in known if village not in lost]
    return told + (
        say("assessment.full", village=say.list(full), points=_plain(assessment.scoring.start))
        if full
        else ""
    )


def _figures_told(figures: tuple[KeyFigure, ...], say: Wording) -> str:
    told: list[str] = []
    for figure in figures:
        if figure.target is not None:
            key = {True: "target_met", False: "target_missed", None: "target_unknown"}[figure.met]
            target = _target(figure.target, say)
            fields = {
                "name": say(f"key_figure.{figure.name}"),
                "rate": say.rate(figure.rate),
                "target": target,
            }
            told.append(say(f"assessment.{key}", **fields))
    return "".join(told)


def _score_table(assessment: Assessment) -> Table:
    say = assessment.made.say
    columns = (
        Column(say("column.village"), 16),
        Column(say("column.score"), 9, ColumnKind.SHORT),
        *(
            Column(
                say(f"column.{reason}" if reason != "overdue" else "measure.overdue"), 12, ColumnKind.NUMBER
            )
            for reason in _REASONS
        ),
    )
    rows: list[Row] = []
    for village, points in assessment.scores.items():
        found = [deduction.reason for deduction in assessment.of(village)]
        unknown = say("rate.none") if points is None else None  # nobody read what it would have lost
        counts = (found.count(reason) if unknown is None else unknown for reason in _REASONS)
        rows.append((village, _score(points, say, perfect=not found), *counts))
    title = say("table.scores", points=_plain(assessment.scoring.start))
    return Table("scores", title, columns, rows, nothing=say("nothing.scores"))


def _score(points: Decimal | None, say: Wording, *, perfect: bool) -> Cell:
    if points is None:
        return Cell(say("filed.unread"), Tone.MUTED)
    return Cell(_plain(points), Tone.GOOD if perfect else Tone.WARN if points else Tone.BAD)


def _plain(points: Decimal) -> str:
    """One decimal, more where there are more."""
    return str(
        max(points, points.quantize(Decimal("0.1")), key=lambda number: -int(number.as_tuple().exponent))
    )


def _deduction_table(assessment: Assessment) -> Table:
    made = assessment.made
    say, rows = made.say, made.rows
    columns = (
        Column(say("column.village"), 16),
        Column(say("column.reason"), 34),
        Column(say("column.points"), 9, ColumnKind.SHORT),
        Column(say("column.case_no"), 18),
        Column(say("column.ledger"), 20, is_place=True),
        Column(say("column.sheet"), 14, is_place=True),
        Column(say("column.row"), 7, ColumnKind.NUMBER, is_place=True),
    )

    def place(deduction: Deduction) -> Iterator[Cell | str | int]:
        if deduction.row is None:
            yield from ("", "", "", "")
            return
        facts = rows.iloc[deduction.row]
        number, sheet = int(facts["row"]), str(facts["sheet"])
        source = made.books.sources[int(facts["source"])]
        yield str(facts["case_no"]) or str(facts["seq"])
        yield source.called
        yield sheet
        yield Cell(number, url=address(source.links, sheet, number))

    listed: list[Row] = []
    for deduction in assessment.deductions:
        half_month = say.half_month(deduction.half_month) if deduction.half_month else ""
        reason = say(f"reason.{deduction.reason}", period=half_month)
        points = say("assessment.minus", points=_plain(deduction.points))
        listed.append((deduction.village, reason, points, *place(deduction)))
    return Table("deductions", say("table.deductions"), columns, listed, nothing=say("nothing.deductions"))


def _figure_table(figures: tuple[KeyFigure, ...], say: Wording) -> Table:
    columns = (
        Column(say("column.indicator"), 24),
        Column(say("column.value"), 10, ColumnKind.SHORT),
        Column(say("column.numerator"), 8, ColumnKind.NUMBER),
        Column(say("column.denominator"), 8, ColumnKind.NUMBER),
        Column(say("column.target"), 9, ColumnKind.SHORT),
        Column(say("column.met"), 10, ColumnKind.SHORT),
        Column(say("column.formula"), 56),
    )
    return Table(
        "key_figures", say("table.key_figures"), columns, [_figure_row(figure, say) for figure in figures]
    )


def _target(percent: Decimal, say: Wording) -> str:
    """Return a target in words; of all of them nothing can be above it."""
    return say("assessment.all") if percent == _ALL else say("assessment.at_least", percent=percent)


def _figure_row(figure: KeyFigure, say: Wording) -> Row:
    met = {True: ("met", Tone.GOOD), False: ("missed", Tone.BAD), None: ("unknown", Tone.MUTED)}[figure.met]
    target = "" if figure.target is None else _target(figure.target, say)
    return (
        say(f"key_figure.{figure.name}"),
        say.percent(figure.rate),
        figure.rate.numerator,
        figure.rate.denominator,
        target,
        "" if figure.target is None else Cell(say(f"assessment.{met[0]}"), met[1]),
        say(f"key_formula.{figure.name}"),
    )


def _channel_table(assessment: Assessment) -> Table:
    say = assessment.made.say
    columns = (
        Column(say("column.indicator"), 24),
        Column(say("column.received"), 10, ColumnKind.NUMBER),
        Column(say("measure.cohort_resolved"), 24, ColumnKind.NUMBER),
        Column(say("rate_name.cohort"), 18, ColumnKind.SHORT),
    )
    rows: list[Row] = [
        (say(f"channel.{name}"), received, rate.numerator, say.rate(rate))
        for name, received, rate in by_channel(assessment.made.rows)
    ]
    return Table("by_channel", say("table.by_channel"), columns, rows)


def _negative_table(assessment: Assessment) -> Table:
    """Overdue cases by office (负面清单), those closed late included; the worst first within an office."""
    made = assessment.made
    late = made.rows[
        (made.rows["overdue"] | made.rows["late"]) & ~made.rows["backlog"] & ~made.rows["provisional"]
    ]
    by_office = worst_first(late).sort_values("org", kind="stable")
    return CaseLists(made).table("negative", by_office, _NEGATIVE)
