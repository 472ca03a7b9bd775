"""The half-monthly summary's text, sections 四 to 六: hard cases, problems, next steps.

Source: docs/summaries.md#sections.
"""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

import numpy as np

from config.periods import HalfMonth
from config.vocabulary import CadenceState, Light
from reports.composing.half_month.telling import Teller
from reports.composing.shared_tables.case_columns import CASE_COLUMNS
from reports.composing.shared_tables.duty_table import duty_sentence
from reports.composing.speaking.steps import next_step
from reports.composing.speaking.unread_words import next_of_unread, unread_sentences
from reports.content import Paragraph, Section
from reports.figures.books import dates
from reports.figures.corrections import CorrectionKind
from reports.figures.halfmonth_counts import SERIOUS_DAYS

if TYPE_CHECKING:
    import pandas as pd

#: How many hard cases the text tells one by one; the annex has them all.
_SERIOUS_TOLD = 5
#: Lights of cases whose day lay ahead on the period's last day.
_AHEAD = frozenset({Light.DUE_SOON.value, Light.ON_TRACK.value})
#: How many overdue cases are named to their office; the annex has them all.
_ASKED_BY_NAME = 3


@dataclass(frozen=True, slots=True)
class Counsel(Teller):
    """Tells sections 四 to 六: what is hard, what is wrong, what comes next."""

    def sections(self) -> tuple[Section, ...]:
        """Return the sections."""
        steps = (f"{number}. {text}" for number, text in enumerate(self._next_steps(), start=1))
        return self.headed(
            {
                "serious": tuple(Paragraph(text) for text in self._serious()),
                "problems": (Paragraph("".join(self._problems())),),
                "next": tuple(Paragraph(text) for text in steps),
            }
        )

    # 四、重点疑难事项及包案情况

    def _serious(self) -> Iterator[str]:
        rows = self.summary.serious()
        told = rows.head(_SERIOUS_TOLD)
        if told.empty:
            yield self.say("text.serious_none", days=SERIOUS_DAYS)
        for number, fields in enumerate(self._told_cases(told), start=1):
            yield self.say("text.serious", number=number, **fields)
        if len(rows) > len(told):
            yield self.say("text.serious_more", shown=len(told), rest=len(rows) - len(told))

    def _told_cases(self, rows: "pd.DataFrame") -> Iterator[dict[str, object]]:
        say = self.say
        made = {
            name: CASE_COLUMNS[name][2](self.draft, rows)
            for name in ("category", "registered", "days", "light")
        }
        places = self.places_of(rows)
        facts = (
            rows[name].tolist() for name in ("risk", "leader", "org", "light", "days_overdue", "backlog")
        )
        found = zip(*facts, dates(rows["due"]), strict=True)
        for at, (risk, leader, org, light, late, backlog, due) in enumerate(found):
            yield {
                "place": places[at],
                "category": made["category"][at],
                "risk": say(f"risk_of_case.{risk}") if risk else say("text.risk_unknown"),
                "registered": say.day(made["registered"][at]),
                "days": made["days"][at],
                "leader": self._leader(str(leader)),
                "progress": self._progress(light, made["light"][at].value, due, late),
                "step": next_step(self.draft, light, str(org), due, backlog=backlog),
            }

    def _leader(self, leader: str) -> str:
        if not leader:
            return self.say("text.no_leader")
        return (
            self.say("text.led_by", leader=leader)
            if self.draft.manner.officials
            else self.say("text.has_leader")
        )

    def _progress(self, light: str, words: str, due: date | None, late: int) -> str:
        """Where a case stands: its limit first, then how far it is beyond it."""
        if due is None:
            return self.say("text.progress_no_due", light=words)
        last = self.summary.period.last
        key = {Light.OVERDUE: "_overdue", Light.ON_TRACK: "_on_track"}.get(Light(light), "") if light else ""
        if light == Light.DUE_SOON and due < last:
            key, late = "_soft", (last - due).days
        elif light in _AHEAD and due < self.draft.manner.compiled_on:
            key = "_gone"
        day = self.say.near_day(due, last)
        return self.say(f"text.progress{key}", light=words, due=day, days=late)

    # 五、存在问题

    def _problems(self) -> Iterator[str]:
        say, summary = self.say, self.summary
        states = self.villages_by_state()
        found = False
        for key, state in (("late_villages", CadenceState.LATE), ("missing_villages", CadenceState.MISSING)):
            if villages := states.get(state):
                found = True
                yield say(f"text.{key}", village=say.list(villages))
        missing = states.get(CadenceState.MISSING, [])
        closed_only = [v for v in missing if summary.counts[v]["resolved"] and not summary.counts[v]["new"]]
        if closed_only:
            yield say("text.closed_only", village=say.list(closed_only))
        if summary.unread:
            found = True
            yield from unread_sentences(summary.unread, say)
        if missed := duty_sentence(self.draft.duties, say):
            found = True
            yield missed
        if summary.problems:
            found = True
            kinds = Counter(say.named("problem", p.problem.code.value) for p in summary.problems)
            items = self.items(kinds, "text.defect_item", of="more")
            yield say("text.defects", count=len(summary.problems), items=items)
        if summary.corrections:
            found = True
            kinds_of = Counter(correction.kind for correction in summary.corrections)
            late, changed, gone = (kinds_of[kind] for kind in CorrectionKind)
            period = say.half_month(HalfMonth.parse(summary.corrected_period))
            yield say("text.corrected", period=period, late=late, changed=changed, gone=gone)
        occasion, compiled = self.draft.manner.occasion, self.draft.manner.compiled_on
        if self.draft.manner.is_late and occasion.due_on is not None:
            found = True
            days = {"due": say.near_day(occasion.due_on, compiled), "day": say.short_day(compiled)}
            yield say("text.late_report", **days)
        if occasion.since is not None and occasion.changes:
            found = True
            changes = say("list.long").join(occasion.changes)
            yield say("text.changed", since=say.short_day(occasion.since), changes=changes)
        if not found:
            yield say("text.no_problem")

    # 六、下一步工作

    def _gone(self, soon: "pd.DataFrame") -> str:
        """Say of how many cases the due day is past by now, though it was not on the period's last day."""
        days = soon["due"].to_numpy().astype("datetime64[D]")
        last, now = np.datetime64(self.summary.period.last), np.datetime64(self.draft.manner.compiled_on)
        count = int(((days >= last) & (days < now)).sum())
        return self.say("text.next_gone", count=count) if count else ""

    def _next_steps(self) -> Sequence[str]:
        say, summary, answer = self.say, self.summary, self.answer
        steps: list[str] = []
        late = self.summary.overdue()
        for org, rows in late.assign(office=self.orgs(late, "text.org_unknown")).groupby(
            "office", sort=False
        ):
            places = say.list(self.places_of(rows), _ASKED_BY_NAME, "more_cases")
            steps.append(say("text.next_overdue", org=org, places=places, answer=answer))
        total = summary.totals
        if len(soon := summary.due_soon()):
            steps.append(say("text.next_due_soon", count=len(soon)) + self._gone(soon))
        if missing := self.villages_by_state().get(CadenceState.MISSING):
            steps.append(say("text.next_missing", village=say.list(missing), answer=answer))
        steps += next_of_unread(summary.unread, say)
        if summary.problems:
            steps.append(say("text.next_defects", answer=answer))
        if total["survey"]:
            steps.append(say("text.next_survey", count=total["survey"]))
        if total["serious"]:
            steps.append(say("text.next_serious", count=total["serious"]))
        return steps or [say("text.next_none")]
