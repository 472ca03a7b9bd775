"""The half-monthly summary's text, sections 一 to 六, composed from the figures (DOMAIN.md §D2)."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from config.vocabulary import CadenceState, Light
from reports.books import dates
from reports.columns import CASE_COLUMNS, Context
from reports.content import Paragraph, Section
from reports.corrections import CorrectionKind
from reports.figures import Rate, Summary
from reports.halfmonth_tables import unread_villages
from reports.measures import CHANNELS, RISKS, SERIOUS_DAYS
from reports.periods import HalfMonth
from reports.words import Words

if TYPE_CHECKING:
    import pandas as pd

_FLOW = ("opening", "new", "resolved", "transferred", "withdrawn", "closing")
#: How many names a sentence bears, and how many hard cases the text tells one by one.
_TOP = 3
_NAMES = 8
_SERIOUS_TOLD = 10


@dataclass(frozen=True, slots=True)
class Narrator:
    """Tells the sections.

    Attributes:
        context: words and day.
        officials: whether the 包案领导 is named; otherwise the post is.
        answer_by: the day by which offices answer for what is overdue.
    """

    summary: Summary
    context: Context
    officials: bool
    answer_by: date

    @property
    def say(self) -> Words:
        """The words to use."""
        return self.context.say

    def sections(self) -> tuple[Section, ...]:
        """Return sections 一 to 六."""
        told = {
            "basics": self._led(overall=self._overall(), channels=self._channels(), filed=self._reports()),
            "kinds": self._led(categories=self._kinds(), villages=self._places(), risk=self._risk()),
            "timeliness": self._led(
                punctual=self._punctual(),
                overdue=self._overdue(),
                due_soon=self._soon(),
                duties=self._duties(),
            ),
            "serious": tuple(Paragraph(text) for text in self._serious()),
            "problems": (Paragraph("".join(self._problems())),),
            "next": tuple(
                Paragraph(f"{number}. {text}") for number, text in enumerate(self._next_steps(), start=1)
            ),
        }
        return tuple(Section(key, self.say(f"heading.{key}"), told[key]) for key in told)

    def _led(self, **paragraphs: str) -> tuple[Paragraph, ...]:
        told = [(lead, text) for lead, text in paragraphs.items() if text]
        return tuple(
            Paragraph(text, self.say(f"lead.{number}") + self.say(f"lead.{lead}"))
            for number, (lead, text) in enumerate(told, start=1)
        )

    def _items(self, counts: Mapping[str, int], key: str = "text.item", limit: int = 0) -> str:
        ordered = sorted(counts.items(), key=lambda pair: -pair[1])
        return self.say.list(
            [self.say(key, name=name, count=count) for name, count in ordered if count], limit
        )

    # 一、基本情况

    def _overall(self) -> str:
        say, summary = self.say, self.summary
        total = summary.totals
        flow = {name: total[name] for name in _FLOW}
        fields = {
            **{name: total[name] for name in ("new", "resolved", "transferred", "withdrawn", "closing")},
            "villages": len(summary.villages),
            "change": say.change(total["new"], summary.before["new"]),
            "year": say.change_of_year(total["new"], summary.last_year["new"] if summary.last_year else None),
        }
        told = [
            say(
                self._overall_key(),
                cohort=total["cohort_resolved"],
                rate=say.rate(summary.rate("cohort")),
                **fields,
            )
        ]
        rates = {name: say.rate(summary.rate(name)) for name in ("completion", "mediation")}
        told.append(say("text.balance", balance=say("note.balance", **flow), **rates))
        told += [say("text.unread", village=u.village, reason=u.reason) for u in summary.unread]
        if total["undated"]:
            told.append(say("note.undated", count=total["undated"]))
        return "".join(told)

    def _overall_key(self) -> str:
        if self.summary.totals["new"]:
            return "text.overall"
        in_time = all(
            filed.state in (CadenceState.ON_TIME, CadenceState.NIL) for filed in self.summary.filed.values()
        )
        return "text.overall_nil" if in_time and not self.summary.unread else "text.overall_none"

    def _channels(self) -> str:
        if not self.summary.totals["new"]:
            return ""
        counts = {self.say(f"channel.{name}"): self.summary.totals[name] for name in CHANNELS}
        return self.say("text.channels", items=self._items(counts))

    def _reports(self) -> str:
        say = self.say
        states = self._villages_by_state()
        told: list[str] = []
        timely = states.get(CadenceState.ON_TIME, [])
        judged = [village for village in timely if self.summary.filed[village].judged]
        if judged:
            told.append(say("text.on_time", count=len(judged)))
        if len(timely) > len(judged):
            told.append(say("text.reported", count=len(timely) - len(judged)))
        if nil := states.get(CadenceState.NIL):
            told.append(
                say("text.nil", village=say.list(nil), range=say.range(self.summary.period, short=True))
            )
        rest = (CadenceState.LATE, CadenceState.MISSING, CadenceState.NOT_DUE)
        told += [say(f"text.{state}", village=say.list(states[state])) for state in rest if state in states]
        return "".join(told)

    def _villages_by_state(self) -> dict[CadenceState, list[str]]:
        """Villages whose ledger could be read, by how their report stands."""
        blind = unread_villages(self.summary)
        states: dict[CadenceState, list[str]] = {}
        for village in self.summary.villages:
            if village not in blind:
                states.setdefault(self.summary.filed[village].state, []).append(village)
        return states

    # 二、主要类型及分布

    def _kinds(self) -> str:
        new = self.summary.categories["new"]
        named = {self.say.named("category", str(name)): int(count) for name, count in new.items()}
        return self._leading("text.categories", named)

    def _places(self) -> str:
        if not self.summary.totals["new"]:
            return ""
        return self._leading("text.villages", {v: count["new"] for v, count in self.summary.counts.items()})

    def _leading(self, key: str, counts: Mapping[str, int]) -> str:
        whole = self.summary.totals["new"]
        if not whole:
            return self.say("text.no_new")
        top = sorted(((n, c) for n, c in counts.items() if c), key=lambda pair: -pair[1])[:_TOP]
        shares = [
            self.say("text.item_share", name=name, count=count, rate=self.say.rate(Rate(count, whole)))
            for name, count in top
        ]
        return self.say(key, items=self.say.list(shares))

    def _risk(self) -> str:
        total = self.summary.totals
        if not total["closing"]:
            return self.say("text.risk_none")
        graded = {risk.value: total[name] for name, risk in RISKS.items()}
        none = total["closing"] - sum(graded.values())
        return self.say("text.risk", closing=total["closing"], none=none, **graded)

    # 三、办理时效情况

    def _punctual(self) -> str:
        total, rate = self.summary.totals, self.summary.rate("on_time")
        if not total["resolved"]:
            return self.say("text.punctual_none")
        # Praise needs something to praise: at least one case closed in time, and none late.
        key = "text.punctual_all" if rate.numerator and not total["late"] else "text.punctual"
        told = self.say(key, resolved=total["resolved"], rate=self.say.rate(rate), late=total["late"])
        unjudged = total["resolved"] - rate.denominator
        return told + (self.say("text.unjudged", count=unjudged) if unjudged else "")

    def _overdue(self) -> str:
        day, rows = self.say.short_day(self.summary.period.last), self._late()
        if rows.empty:
            told = self.say("text.overdue_none", day=day)
        else:
            told = self.say(
                "text.overdue",
                day=day,
                count=len(rows),
                items=self._items(Counter(rows["village"]), limit=_NAMES),
                orgs=self._items(Counter(self._orgs(rows)), limit=_NAMES),
                place=self._places_of(rows.head(1))[0],
                days=int(rows["days_overdue"].iloc[0]),
            )
        backlog = self.summary.totals["backlog"]
        return told + (self.say("text.backlog", count=backlog) if backlog else "")

    def _soon(self) -> str:
        rows = self.summary.due_soon()
        if rows.empty:
            return self.say("text.due_soon_none")
        due = dates(rows["due"])[0]
        place = self._places_of(rows.head(1))[0]
        return self.say(
            "text.due_soon", count=len(rows), place=place, due=self.say.short_day(due) if due else ""
        )

    def _duties(self) -> str:
        say, summary = self.say, self.summary
        rows = summary.rows
        missed = rows[(rows["overdue"] | rows["due_soon"]) & ~rows["backlog"]]
        told: list[str] = []
        if len(missed):
            counts = Counter(say.named("duty", str(duty)) for duty in missed["duty"])
            told.append(say("text.duties", items=self._items(counts, "text.duty_item")))
        owed = [(name, summary.totals[name]) for name in ("survey", "unsatisfied")]
        told += [say(f"text.{name}", count=count) for name, count in owed if count]
        return "".join(told) or say("text.duties_none")

    def _late(self) -> "pd.DataFrame":
        return self.summary.overdue()

    def _orgs(self, rows: "pd.DataFrame") -> list[str]:
        return [str(org) or self.say("text.org_none") for org in rows["org"]]

    def _places_of(self, rows: "pd.DataFrame") -> list[str]:
        cases = CASE_COLUMNS["case_no"][2](self.context, rows)
        return [
            self.say("text.place", village=village, case=case or f"{sheet}:{row}")
            for village, case, sheet, row in zip(
                rows["village"], cases, rows["sheet"], rows["row"], strict=True
            )
        ]

    # 四、重点疑难事项及包案情况

    def _serious(self) -> Iterator[str]:
        rows = self.summary.serious()
        told = rows.head(_SERIOUS_TOLD)
        if told.empty:
            yield self.say("text.serious_none", days=SERIOUS_DAYS)
        for number, fields in enumerate(self._told_cases(told), start=1):
            yield self.say("text.serious", number=number, **fields)
        if len(rows) > len(told):
            yield self.say("text.serious_more", shown=len(told), count=len(rows))

    def _told_cases(self, rows: "pd.DataFrame") -> Iterator[dict[str, object]]:
        say = self.say
        made = {
            name: CASE_COLUMNS[name][2](self.context, rows)
            for name in ("category", "registered", "days", "light", "due")
        }
        places, orgs = self._places_of(rows), self._orgs(rows)
        risks, leaders = rows["risk"].tolist(), rows["leader"].tolist()
        lights, due_dates = rows["light"].tolist(), dates(rows["due"])
        for at, place in enumerate(places):
            due = made["due"][at]
            key = "text.progress_no_due" if due is None else "text.progress"
            named = str(leaders[at]) if self.officials else say("post.lead_officer")
            leader = say("text.led_by", leader=named) if leaders[at] else say("text.no_leader")
            yield {
                "place": place,
                "category": made["category"][at],
                "risk": say(f"risk_of_case.{risks[at]}") if risks[at] else say("text.risk_unknown"),
                "registered": say.day(made["registered"][at]),
                "days": made["days"][at],
                "leader": leader,
                "progress": say(key, light=made["light"][at].value, due=due),
                "step": self._step(lights[at], orgs[at], due_dates[at]),
            }

    def _step(self, light: str, org: str, due: date | None) -> str:
        if light == Light.OVERDUE:
            return self.say("text.overdue_step", org=org, answer=self.say.short_day(self.answer_by))
        if light == Light.SUSPENDED:
            return self.say("text.hold_step")
        if due is not None and due > self.summary.period.last:
            return self.say("text.due_step", org=org, due=self.say.day(due))
        return self.say("text.untimed_step" if light == Light.UNTIMED else "text.open_step")

    # 五、存在问题

    def _problems(self) -> Iterator[str]:
        say, summary = self.say, self.summary
        states = self._villages_by_state()
        found = False
        for key, state in (("late_villages", CadenceState.LATE), ("missing_villages", CadenceState.MISSING)):
            if villages := states.get(state):
                found = True
                yield say(f"text.{key}", village=say.list(villages))
        missing = states.get(CadenceState.MISSING, [])
        closed_only = [v for v in missing if summary.counts[v]["resolved"] and not summary.counts[v]["new"]]
        if closed_only:
            yield say("text.closed_only", village=say.list(closed_only))
        for unread in summary.unread:
            found = True
            yield say("text.unread", village=unread.village, reason=unread.reason)
        if summary.problems:
            found = True
            kinds = Counter(say.named("problem", p.problem.code.value) for p in summary.problems)
            items = self._items(kinds, "text.defect_item", _NAMES)
            yield say("text.defects", count=len(summary.problems), items=items)
        if summary.corrections:
            found = True
            kinds_of = Counter(correction.kind for correction in summary.corrections)
            late, changed, gone = (kinds_of[kind] for kind in CorrectionKind)
            period = say.half_month(HalfMonth.parse(summary.corrected_period))
            yield say("text.corrected", period=period, late=late, changed=changed, gone=gone)
        if not found:
            yield say("text.no_problem")

    # 六、下一步工作

    def _next_steps(self) -> Sequence[str]:
        say, summary, answer = self.say, self.summary, self.say.short_day(self.answer_by)
        steps: list[str] = []
        late = self._late()
        for org, rows in late.assign(office=self._orgs(late)).groupby("office", sort=False):
            places = say.list(self._places_of(rows), _NAMES)
            steps.append(say("text.next_overdue", org=org, places=places, answer=answer))
        total = summary.totals
        if soon := len(summary.due_soon()):
            steps.append(say("text.next_due_soon", count=soon))
        if missing := self._villages_by_state().get(CadenceState.MISSING):
            steps.append(say("text.next_missing", village=say.list(missing), answer=answer))
        steps += [say("text.next_unread", village=u.village, reason=u.reason) for u in summary.unread]
        if summary.problems:
            steps.append(say("text.next_defects", answer=answer))
        if total["survey"]:
            steps.append(say("text.next_survey", count=total["survey"]))
        if total["serious"]:
            steps.append(say("text.next_serious", count=total["serious"]))
        return steps or [say("text.next_none")]
