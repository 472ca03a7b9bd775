"""Overdue cases under a 包案领导 at the end of a quarter, for the committee (LEADER_OVERDUE_Q)."""

from collections import Counter
from collections.abc import Sequence

from config.periods import Quarter
from reports.composing.shared_tables.lists import CaseLists
from reports.composing.speaking.parts import PartMaker, fixed_words
from reports.composing.speaking.setting import Draft, Manner, lay_out
from reports.content import Column, Paragraph, Report, Section, Table
from reports.figures.books import worst_first
from reports.inputs import VillageCases

_COLUMNS = (
    *("village", "case_no", "category", "registered", "org", "owner", "leader", "due", "light", "duty"),
    *("ledger", "sheet", "row"),
)


def compose_lead_officers(quarter: Quarter, sources: Sequence[VillageCases], manner: Manner) -> Report:
    """Compose the list.

    Args:
        quarter: the quarter; verdicts in *sources* are as of its last day.
        sources: one per ledger.
        manner: language, officials, titles of duties.
    """
    made = lay_out(quarter, sources, manner)
    say = made.say
    day, compiled = say.day(quarter.last), say.day(manner.compiled_on)
    late = made.rows[made.rows["overdue"] & ~made.rows["backlog"] & (made.rows["leader"] != "")]
    late = worst_first(late)
    title = say("lead_officers.title", township=manner.township, year=quarter.year, quarter=quarter.quarter)
    opening = say(
        "lead_officers.opening" if len(late) else "lead_officers.opening_none", day=day, count=len(late)
    )
    told = [Paragraph(opening)]
    if manner.officials and len(late):
        counts = Counter(late["leader"].map(str)).most_common()
        items = [say("text.item", name=name, count=count) for name, count in counts]
        told.append(Paragraph(say("lead_officers.by_leader", items=say.list(items))))
    told += [Paragraph(text) for text in made.unread_told]
    return Report(
        kind="lead-officers",
        language=manner.language,
        period=quarter.label,
        title=tuple(title.split("\n")),
        subtitle=say("lead_officers.subtitle", day=day, compiled_on=compiled),
        compiled_on=manner.compiled_on,
        parts=(
            PartMaker(say)(
                "lead_officers", _to_be_filled(CaseLists(made).table("lead_officers", late, _COLUMNS), made)
            ),
        ),
        sections=(Section("overview", "", tuple(told)),),
        signature=made.signature,
        contact=made.contact,
        words=fixed_words(say),
    )


def _to_be_filled(table: Table, made: Draft) -> Table:
    """Add an empty column for the account that each lead officer gives."""
    columns = (*table.columns, Column(made.say("column.account"), 24))
    return Table(table.key, table.title, columns, [(*row, "") for row in table.rows], nothing=table.nothing)
