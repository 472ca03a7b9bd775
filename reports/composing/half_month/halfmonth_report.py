"""The half-monthly summary composed: its tables, charts and text, in one language, for every format."""

from collections.abc import Iterator, Sequence
from dataclasses import replace

from reports.composing.half_month.counsel import Counsel
from reports.composing.half_month.halfmonth_tables import (
    category_table,
    corrections_table,
    filed_table,
    rates_table,
    unread_table,
    village_table,
)
from reports.composing.half_month.narrative import Narrator
from reports.composing.shared_tables.asked_tables import asked_table, stages_table
from reports.composing.shared_tables.duty_table import duty_table
from reports.composing.shared_tables.lists import CaseLists, counted
from reports.composing.shared_tables.problem_tables import problems_table
from reports.composing.shared_tables.sitting_table import sitting_table
from reports.composing.speaking.parts import PartMaker, addressee, fixed_words
from reports.composing.speaking.setting import Draft, Manner, wording
from reports.composing.speaking.wording import Wording
from reports.content import Chart, ChartKind, Column, ColumnKind, Part, Report, Row, Table
from reports.figures.books import soonest_first, worst_first
from reports.figures.halfmonth_counts import CHANNELS, RISKS, SERIOUS_DAYS
from reports.figures.halfmonth_figures import Summary
from reports.inputs import DutyTold

_DEADLINE_COLUMNS = (
    *("village", "case_no", "category", "registered", "org", "owner", "leader", "due", "light", "step"),
    *("addressee", "duty", "ledger", "sheet", "row"),
)
_OPEN_COLUMNS = (
    *("village", "case_no", "category", "registered", "days", "risk", "org", "owner", "leader"),
    *("due", "light", "step", "ledger", "sheet", "row"),
)
_SURVEY_COLUMNS = ("village", "case_no", "category", "ended", "org", "due", "duty", "ledger", "sheet", "row")
#: Bars in a chart of villages; more cannot be read.
_MOST_BARS = 20
#: The (measure, by) pairs that numbers lead to. Neighbours that one denominator adds up stand together.
_WANTED = (
    *((name, "village") for name in ("opening", "new", "cohort_resolved", *CHANNELS)),
    *((name, "village") for name in ("resolved", "agreed", "failed", "on_time", "late")),
    *((name, "village") for name in ("transferred", "withdrawn", "suspended", "closing")),
    *((name, "village") for name in ("due_soon", "overdue", *RISKS)),
    *((name, "category") for name in ("new", "handled", "agreed", "failed")),
)


def compose(summary: Summary, manner: Manner, duties: Sequence[DutyTold] = ()) -> Report:
    """Compose the report of *summary*.

    Args:
        summary: the figures.
        manner: whose report it is, and how it speaks.
        duties: of offices, those that fell due in the half-month.
    """
    draft = Draft(manner, wording(manner), summary.books, summary.rows, summary.period.last, tuple(duties))
    say, period, lists = draft.say, summary.period, CaseLists(draft)
    number = period.number + manner.office.first_issue - 1
    title = say("title.half_month", township=manner.township, period=say.half_month(period), number=number)
    compiled = say.day(manner.compiled_on)
    days = {"first": say.day(period.first), "last": say.day(period.last), "compiled_on": compiled}
    sections = (*Narrator(summary, draft).sections(), *Counsel(summary, draft).sections())
    return Report(
        kind="half-month",
        language=manner.language,
        period=period.label,
        title=tuple(title.split("\n")),
        subtitle=say("title.subtitle_late" if manner.is_late else "title.subtitle", **days),
        compiled_on=manner.compiled_on,
        parts=tuple(_parts(summary, draft, lists)),
        addressee=addressee(manner, say),
        opening=say("text.opening", range=say.range(period)),
        sections=sections,
        signature=draft.signature,
        contact=draft.contact,
        footer=say("title.footer", compiled_on=compiled),
        evidence=lists.evidence(summary.rows, _WANTED),
        words=fixed_words(say),
    )


def _parts(summary: Summary, draft: Draft, lists: CaseLists) -> Iterator[Part]:
    rows, say = summary.rows, draft.say
    backlog = worst_first(rows[rows["backlog"]])
    survey = soonest_first(rows[rows["survey"]])
    part = PartMaker(say)
    yield part("summary", village_table(summary, say))
    yield part(
        "category",
        rates_table(summary, say),
        category_table(summary, say),
        charts=(_category_chart(summary, say),),
    )
    charts = (_trend_chart(summary, say), _overdue_chart(summary, say))
    yield part("trend", _trend_table(summary, say), charts=charts)
    yield part(
        "deadlines",
        lists.table("overdue", summary.overdue(), _DEADLINE_COLUMNS),
        lists.table("due_soon", summary.due_soon(), _DEADLINE_COLUMNS),
        lists.table("backlog", backlog, _DEADLINE_COLUMNS),
        lists.table("survey", survey, _SURVEY_COLUMNS),
    )
    yield part(
        "open",
        lists.table("open", rows[rows["closing"]], _OPEN_COLUMNS),
        lists.table("serious", summary.serious(), _OPEN_COLUMNS, days=SERIOUS_DAYS),
        lists.table("handed_up", rows[rows["handed_up"]], _OPEN_COLUMNS),
        lists.table("undated", rows[rows["undated"]], _OPEN_COLUMNS),
    )
    sittings = sitting_table(summary.books, summary.rows, summary.period, say)
    duties = duty_table(draft.duties, say, "duties")
    yield part("asked", asked_table(summary, say), duties, sittings, stages_table(summary, say))
    yield part("filed", filed_table(summary, say), unread_table(summary, say))
    corrected = part("corrections", corrections_table(summary, say))
    yield corrected if summary.corrections else replace(corrected, annex="")
    yield part("problems", problems_table(summary.books.sources, say))


def _category_chart(summary: Summary, say: Wording) -> Chart:
    new = summary.categories["new"]
    new = new[new > 0].sort_values(ascending=False, kind="stable")
    names = tuple(say.named("category", str(name)) for name in new.index)
    numbers = tuple(int(number) for number in new)
    alt = say("chart.category_alt", name=names[0], count=numbers[0]) if names else ""
    series = ((say("measure.new"), numbers),)
    return Chart("category", say("chart.category"), alt, ChartKind.BARS, names, series)


def _overdue_chart(summary: Summary, say: Wording) -> Chart:
    late = {village: count["overdue"] for village, count in summary.counts.items() if count["overdue"]}
    worst = sorted(late, key=lambda village: -late[village])[:_MOST_BARS]
    numbers = tuple(late[village] for village in worst)
    alt = say("chart.overdue_alt", name=worst[0], count=numbers[0]) if worst else ""
    series = ((say("measure.overdue"), numbers),)
    return Chart("overdue", say("chart.overdue"), alt, ChartKind.BARS, tuple(worst), series)


def _trend_chart(summary: Summary, say: Wording) -> Chart:
    new = tuple(int(number) for number in summary.trend["new"])
    resolved = tuple(int(number) for number in summary.trend["resolved"])
    labels = tuple(str(label) for label in summary.trend.index)
    alt = say("chart.trend_alt", first=labels[0], last=labels[-1], new=new[-1], resolved=resolved[-1])
    series = ((say("measure.new"), new), (say("measure.resolved"), resolved))
    return Chart("trend", say("chart.trend"), alt, ChartKind.COLUMNS, labels, series)


def _trend_table(summary: Summary, say: Wording) -> Table:
    columns = (
        Column(say("column.half_month"), 12, ColumnKind.SHORT),
        Column(say("measure.new"), 11, ColumnKind.NUMBER),
        Column(say("measure.resolved"), 11, ColumnKind.NUMBER),
    )
    rows: list[Row] = [
        (str(label), int(new), int(resolved))
        for label, new, resolved in zip(
            summary.trend.index, summary.trend["new"], summary.trend["resolved"], strict=True
        )
    ]
    label, _, _ = rows[-1]
    rows[-1] = (
        label,
        counted(summary.totals["new"], "new"),
        counted(summary.totals["resolved"], "resolved"),
    )
    return Table("trend", say("table.trend"), columns, rows)
