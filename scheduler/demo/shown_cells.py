"""What each kind of column shows of a case, and of a nil report."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from random import Random

from scheduler.demo.case_book import Case, Entry, NilReport
from scheduler.demo.spelling import TypedCell, spelled
from scheduler.demo.village import LayoutWords, Village

_DATES: Mapping[str, Callable[[Case], date | None]] = {
    "registered": lambda case: case.course.registered,
    "accepted": lambda case: case.course.registered,
    "assigned": lambda case: case.course.assigned,
    "due": lambda case: case.course.due,
    "resolved": lambda case: case.course.ended,
    "suspended_from": lambda case: case.course.held_from,
    "suspended_to": lambda case: case.course.held_to,
    "extension": lambda case: case.course.extended_to,
    "extension_approved_on": lambda case: case.course.approved,
    "followup": lambda case: case.followed_up,
}
# Nobody notes the hour of a limit, or closes a case over three days.
_ON_ENTRY_ONLY = frozenset({"range", "time"})
_ELSEWHERE = "dashed"
_TICKS: Mapping[str, Callable[[Case], bool]] = {
    "tick:resolved": lambda case: case.course.outcome == "resolved",
    "tick:working": lambda case: case.course.outcome == "open" and case.people % 2 == 0,
    "tick:waiting": lambda case: case.course.outcome == "open" and case.people % 2 == 1,
    "tick:handed_up": lambda case: case.course.outcome == "handed_up",
}
_PLAIN: Mapping[str, Callable[[Case], str | float]] = {
    "party": lambda case: case.party,
    "other": lambda case: case.other,
    "both_parties": lambda case: f"{case.party}、{case.other}",
    "people": lambda case: case.people,
    "category": lambda case: case.category,
    "summary": lambda case: case.summary,
    "source": lambda case: case.channel,
    "channel": lambda case: case.channel,
    "mediation_source": lambda case: case.channel,
    "org": lambda case: case.org,
    "owner": lambda case: case.owner,
    "org_owner": lambda case: f"{case.org}\n{case.owner}",
    "reporter": lambda case: case.owner,
    "leader": lambda case: case.leader,
    "status": lambda case: case.status,
    "remark": lambda _case: "",
}


@dataclass(frozen=True, slots=True)
class Shown:
    """Writes facts as one village's clerk does; *rng* chooses among the clerk's spellings."""

    village: Village
    words: LayoutWords
    rng: Random

    def cell(self, shows: str, entry: Entry, seq: int, *, same_day: bool = False) -> TypedCell:
        """Return what stands in the column that shows *shows*.

        Args:
            shows: a fact's name, as in the village's data file.
            entry: a case or a nil report.
            seq: its number in the table, from 1.
            same_day: the row above has the same date, so that a clerk may write ditto.
        """
        if isinstance(entry, NilReport):
            return self._of_nil(shows, entry)
        if shows == "registered" and entry.course.slip is not None:
            return TypedCell(self._slip(entry))
        if shows == "registered" and same_day and self.village.ditto:
            return TypedCell(self.village.ditto)
        if shows == "due" and self.village.limit == "length":
            return TypedCell(f"{entry.course.limit}日")
        if shows in _DATES:
            return self._date(shows, _DATES[shows](entry), entry)
        if shows in _TICKS:
            return TypedCell(self.words["yes_no"]["tick"] if _TICKS[shows](entry) else "")
        if shows in _PLAIN:
            return TypedCell(_PLAIN[shows](entry))
        return TypedCell(self._worded(shows, entry, seq))

    def _date(self, shows: str, day: date | None, case: Case) -> TypedCell:
        if day is None:
            return TypedCell("")
        how = self.rng.choice(self.village.dates)
        if how in _ON_ENTRY_ONLY and shows != "registered":
            how = _ELSEWHERE
        return spelled(day, how, case.course.ended if shows == "registered" else None)

    def _slip(self, case: Case) -> str | float:
        slip, day = case.course.slip, case.course.registered
        return slip.format(y=day.year, m=day.month) if isinstance(slip, str) else (slip or "")

    def _of_nil(self, shows: str, nil: NilReport) -> TypedCell:
        phrases = self.words["nil"]
        if shows == "registered":
            how = self.rng.choice(self.village.dates)
            return spelled(nil.last, _ELSEWHERE if how in _ON_ENTRY_ONLY else how)
        if shows == "summary":
            sentence: str = phrases[self.village.family]
            return TypedCell(sentence.format(m=nil.last.month, a=nil.first.day, b=nil.last.day))
        if shows == "village":
            return TypedCell(self.village.name)
        return TypedCell(phrases["remark"] if shows == "remark" else "")

    def _worded(self, shows: str, case: Case, seq: int) -> str | float:
        """Facts that take a word of the data files."""
        people, course = self.words["people"], case.course
        year, group = course.registered.year, case.group
        resolved = course.outcome == "resolved"
        made: dict[str, str | float] = {
            "seq": seq,
            "number": self.village.number.format(y=year, n=case.number),
            "village": self.village.name,
            "group": f"{group}组",
            "grid": f"第{group}网格",
            "risk": self.words["risk"][case.risk],
            "complexity": self.words["complexity"].get(course.complexity, ""),
            "satisfaction": self.words["satisfaction"].get(case.satisfaction, ""),
            "judicial": self.words["yes_no"]["no"] if resolved else "",
            "agreement_no": f"{year}-{case.number:02d}" if resolved and case.people % 3 else "",
            "sitting": case.sitting,
            "identity": people["identity"],
            "phone": people["phone"].format(n=case.number),
            "address": people["address"].format(village=self.village.name, group=group),
            "extension_reason": self.words["extension"]["reason"] if course.extended_to else "",
            "extension_approver": case.leader if course.extended_to else "",
        }
        return made[shows]
