"""The half-monthly summary's text, section 三 (办理时效情况): what was in time, overdue, due soon.

Source: docs/summaries.md#sections.
"""

from collections import Counter
from dataclasses import dataclass

import pandas as pd

from reports.composing.half_month.telling import Teller
from reports.figures.books import dates


@dataclass(frozen=True, slots=True)
class Timeliness(Teller):
    """Tells section 三, paragraph by paragraph."""

    def punctual(self) -> str:
        """How many of what was resolved was so in time."""
        total, rate = self.summary.totals, self.summary.rate("on_time")
        if not total["resolved"]:
            return self.say("text.punctual_none")
        if not rate.denominator:
            return self.say("text.punctual_unjudged", resolved=total["resolved"])
        told = self.say(
            "text.punctual", resolved=total["resolved"], rate=self.say.rate(rate), late=total["late"]
        )
        unjudged = total["resolved"] - rate.denominator
        return told + (self.say("text.unjudged", count=unjudged) if unjudged else "")

    def overdue(self) -> str:
        """What is overdue: how many, where, whose, and the longest."""
        say, summary = self.say, self.summary
        rows = summary.rows[summary.rows["overdue"]]
        day = say.short_day(summary.period.last)
        if rows.empty:
            return say("text.overdue_none", day=day)
        told = say(
            "text.overdue",
            day=day,
            count=len(rows),
            backlog=self._of_backlog("overdue_backlog"),
            items=self.items(Counter(rows["village"]), of="more_villages"),
            orgs=self.items(Counter(self.orgs(rows)), of="more_orgs"),
        )
        asked = summary.overdue()
        if len(asked):
            place, days = self.places_of(asked.head(1))[0], int(asked["days_overdue"].iloc[0])
            told += say("text.overdue_longest", place=place, days=days)
        return told + (say("text.backlog") if summary.totals["overdue_backlog"] else "")

    def _of_backlog(self, measure: str) -> str:
        count = self.summary.totals[measure]
        return self.say("text.of_backlog", count=count) if count else ""

    def due_soon(self) -> str:
        """What is due soon, and the next of it."""
        rows, last = self.summary.due_soon(), pd.Timestamp(self.summary.period.last)
        count = self.summary.totals["due_soon"]
        if not count:
            return self.say("text.due_soon_none")
        told = self.say("text.due_soon", count=count, backlog=self._of_backlog("due_soon_backlog"))
        coming = rows[rows["due"] >= last]
        if due := next(iter(dates(coming["due"])), None):
            place = self.places_of(coming.head(1))[0]
            gone = "_gone" if due < self.draft.manner.compiled_on else ""
            told += self.say(f"text.due_soon_next{gone}", place=place, due=self.say.short_day(due))
        # A soft limit (人民调解一般在一个月内) that has passed asks, but is not overdue.
        if past := int((rows["due"] < last).sum()):
            told += self.say("text.due_soon_past", count=past)
        return told

    def duties(self) -> str:
        """Which duties were missed, and what people are asked for besides."""
        say, summary = self.say, self.summary
        rows = summary.rows
        missed = rows[(rows["overdue"] | rows["due_soon"]) & ~rows["backlog"]]
        told: list[str] = []
        if len(missed):
            counts = Counter(say.named("duty", str(duty)) for duty in missed["duty"])
            told.append(say("text.duties", items=self.items(counts, "text.duty_item")))
        owed = [(name, summary.totals[name]) for name in ("survey", "unsatisfied")]
        told += [say(f"text.{name}", count=count) for name, count in owed if count]
        return "".join(told) or say("text.duties_none")
