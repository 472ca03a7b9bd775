"""The half-monthly summary's text, sections 一 to 三: what the half-month was.

Source: docs/summaries.md#sections.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from config.vocabulary import CadenceState
from reports.composing.half_month.telling import Teller
from reports.composing.half_month.timeliness import Timeliness
from reports.composing.shared_tables.sitting_table import sitting_sentence
from reports.composing.speaking.unread_words import unread_sentences
from reports.content import Paragraph, Section
from reports.figures.books import FLOW
from reports.figures.halfmonth_counts import CHANNELS, RISKS
from reports.figures.halfmonth_figures import Rate
from reports.figures.sitting_figures import sittings_by_village

#: How many categories and villages are told.
_TOP = 3


@dataclass(frozen=True, slots=True)
class Narrator(Teller):
    """Tells sections 一 to 三: what the half-month was."""

    def sections(self) -> tuple[Section, ...]:
        """Return the sections."""
        times = Timeliness(self.summary, self.draft)
        told = {
            "basics": self._led(
                overall=self._overall(),
                channels=self._channels(),
                sittings=self._sittings(),
                filed=self._reports(),
            ),
            "kinds": self._led(categories=self._kinds(), villages=self._places(), risk=self._risk()),
            "timeliness": self._led(
                punctual=times.punctual(),
                overdue=times.overdue(),
                due_soon=times.due_soon(),
                duties=times.duties(),
            ),
        }
        return self.headed(told)

    def _led(self, **paragraphs: str) -> tuple[Paragraph, ...]:
        told = [(lead, text) for lead, text in paragraphs.items() if text]
        return tuple(
            Paragraph(text, self.say(f"lead.{number}") + self.say(f"lead.{lead}"))
            for number, (lead, text) in enumerate(told, start=1)
        )

    # 一、基本情况

    def _overall(self) -> str:
        say, summary = self.say, self.summary
        total = summary.totals
        flow = {name: total[name] for name in FLOW}
        fields = {
            **{name: total[name] for name in ("new", "resolved", "transferred", "withdrawn", "closing")},
            "villages": len(summary.villages),
            "change": say.change(total["new"], summary.before["new"]),
            "year": say.change_of_year(total["new"], summary.last_year["new"] if summary.last_year else None),
        }
        told = [say(self._overall_key(), **fields), self._rates()]
        told.append(say("text.balance", balance=say("note.balance", **flow)))
        told += unread_sentences(summary.unread, say)
        if total["undated"]:
            told.append(say("note.undated", count=total["undated"], open=total["undated_open"]))
        return "".join(told)

    def _rates(self) -> str:
        """The rates that leaders go by first; the one of the newly screened behind them."""
        say, summary = self.say, self.summary
        year, total = summary.year, summary.totals
        rates = [say.told_rate("text", name, summary.rate(name)) for name in ("completion", "mediation")]
        of_year = summary.rate_of_year()
        told = say(
            "text.rates",
            rates=say("list.note").join(rates),
            new_of_year=year["new"],
            resolved_of_year=year["resolved"],
            of_year=say("text.rate_of_year", rate=say.rate(of_year)) if of_year.denominator else "",
        )
        if not total["new"]:
            return told
        cohort = say.rate(summary.rate("cohort"))
        return told + say("text.cohort", new=total["new"], cohort=total["cohort_resolved"], rate=cohort)

    def _overall_key(self) -> str:
        if self.summary.totals["new"]:
            return "text.overall"
        in_time = all(
            filed.state in (CadenceState.ON_TIME, CadenceState.NIL) for filed in self.summary.filed.values()
        )
        left_out = any(unread.as_of is None for unread in self.summary.unread)
        return "text.overall_nil" if in_time and not left_out else "text.overall_none"

    def _channels(self) -> str:
        if not self.summary.totals["new"]:
            return ""
        counts = {self.say(f"channel.{name}"): self.summary.totals[name] for name in CHANNELS}
        return self.say("text.channels", items=self.items(counts))

    def _sittings(self) -> str:
        summary = self.summary
        return sitting_sentence(sittings_by_village(summary.books, summary.rows, summary.period), self.say)

    def _reports(self) -> str:
        say = self.say
        states = self.villages_by_state()
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
        rest = (CadenceState.LATE, CadenceState.MISSING)
        told += [say(f"text.{state}", village=say.list(states[state])) for state in rest if state in states]
        if waiting := states.get(CadenceState.NOT_DUE):
            told.append(say("text.not_due", village=say.list(waiting), moment=self._moment()))
        return "".join(told)

    def _moment(self) -> str:
        """The day of the report, to the hour where that is known: 4月1日8时."""
        manner = self.draft.manner
        day, hour = self.say.short_day(manner.compiled_on), manner.occasion.hour
        return day if hour is None else self.say("date.hour", day=day, hour=hour)

    # 二、主要类型及分布

    def _kinds(self) -> str:
        new = self.summary.categories["new"]
        named = {self.say.named("category", str(name)): int(count) for name, count in new.items() if name}
        blank = int(new.get("", 0))
        told = self._leading("kind", named) if self.summary.totals["new"] else self.say("text.no_new")
        return told + (self.say("text.kind_blank", count=blank) if blank else "")

    def _places(self) -> str:
        return self._leading("place", {v: count["new"] for v, count in self.summary.counts.items()})

    def _leading(self, of: str, counts: Mapping[str, int]) -> str:
        """Name the first few of *counts*, each with its share of all new cases; "" where there is none."""
        say, whole = self.say, self.summary.totals["new"]
        top = sorted(((n, c) for n, c in counts.items() if c), key=lambda pair: -pair[1])[:_TOP]
        if not top:
            return ""
        shares = [
            say("text.item_share", name=name, count=count, share=say.percent(Rate(count, whole)))
            for name, count in top
        ]
        # Where one kind alone is stated, the others have none.
        key = "stated" if of == "kind" and len(top) == 1 and top[0][1] < whole else len(top)
        name, count = top[0]
        items = say("list.long").join(shares)
        leading = say(f"text.{of}_leading_{key}", items=items, name=name, count=count)
        return say("text.categories" if of == "kind" else "text.villages", items=leading)

    def _risk(self) -> str:
        total = self.summary.totals
        if not total["closing"]:
            return self.say("text.risk_none")
        graded = {risk.value: total[name] for name, risk in RISKS.items()}
        none = total["closing"] - sum(graded.values())
        return self.say("text.risk", closing=total["closing"], none=none, **graded)
