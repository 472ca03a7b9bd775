"""What every report is put together with."""

from datetime import date

import numpy as np

from config.calendar import WorkCalendar
from reports.content import Chart, Part, Table
from reports.words import Words

#: Working days an office has to answer for what is overdue, as in the reminders.
_ANSWER_DAYS = 3


def answer_day(compiled_on: date) -> date:
    """Return the day by which offices answer for a report, by the built-in calendar."""
    return WorkCalendar.build().add_working_days([np.datetime64(compiled_on)], [_ANSWER_DAYS])[0].item()


def fixed_words(say: Words) -> dict[str, str]:
    """The few words that writers need themselves."""
    return {
        "evidence": say("part.evidence"),
        "evidence_title": say("table.evidence"),
        "measure": say("column.measure"),
        "joint": say("title.joint"),
        "annex_one": say("annex.one"),
        "annex_next": say("annex.next"),
        "annex_heading": say("annex.heading"),
        "more_rows": say("note.more_rows"),
        "evidence_note": say("note.evidence"),
        "whole": say("column.total"),
        **{name: say(f"board.{name}") for name in ("last_run", "stale", "fresh")},
        **{f"page_{name}": text for name, text in say.table("page").items()},
    }


class PartMaker:
    """Makes parts by their key; tables and charts with nothing in them and nothing to say are left out."""

    def __init__(self, say: Words) -> None:
        self._say = say

    def __call__(self, key: str, *tables: Table, charts: tuple[Chart, ...] = ()) -> Part:
        """Return the part named *key*."""
        kept = tuple(table for table in tables if table.rows or table.nothing)
        drawn = tuple(chart for chart in charts if not chart.empty)
        return Part(key, self._say(f"part.{key}"), kept, drawn, self._say.table("annex").get(key, ""))
