"""Words for dates, lengths and holidays, from the language files."""

from bisect import bisect_right
from datetime import date
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from config.calendar import WorkCalendar
from config.language import phrases
from config.packs.model import Duty, DutyKind
from config.vocabulary import Role, Unit
from rules.facts import Facts


class Speller:
    """Fills the sentences of one language."""

    def __init__(self, language: str, calendar: WorkCalendar, today: date, organ: str = "town") -> None:
        self.language = language
        self._tables = phrases(language, "rules")
        self._calendar = calendar
        self._today = today
        self._own = {name: self._tables[name][organ] for name in ("town", "level")}
        self._days: dict[tuple[str, date], str] = {}

    def text(self, table: str, key: str, **fields: object) -> str:
        """Return a sentence with its fields filled."""
        return self._tables[table][key].format(**self._own, **fields)

    # Dates.

    def iso(self, day: date) -> str:
        """Return 2026-03-19."""
        return self._day("iso", day)

    def short(self, day: date, year: int | None = None) -> str:
        """Return 3月19日, or with its year when that is not *year* (default: today's)."""
        near = day.year == (self._today.year if year is None else year)
        return self._day("day" if near else "full", day)

    def next(self, day: date) -> str:
        """Return 3月19日, of a day so near that its year is clear."""
        return self._day("day", day)

    def _day(self, form: str, day: date) -> str:
        # A ledger names few days, many times over.
        text = self._days.get((form, day))
        if text is None:
            text = self.text("form", form, year=day.year, month=day.month, day=day.day)
            self._days[form, day] = text
        return text

    def base_years(self, facts: Facts, live: NDArray[np.bool_]) -> NDArray[np.int64]:
        """Return the year each row's dates are told without; 0 where it has none.

        What is open is read as of today, what is over as of its first date: its text stays as it is for good.
        """
        begun = facts.first_day((Role.REGISTERED_DATE, Role.ACCEPTED_DATE, Role.ASSIGNED_DATE))
        years = begun.astype("datetime64[Y]").astype(np.int64) + 1970
        return np.where(np.isnat(begun), 0, np.where(live, self._today.year, years))

    # Lengths.

    def days(self, n: int) -> str:
        """Return 5天."""
        return self.text("days", "one" if n == 1 else "many", n=n)

    def length(self, n: int, unit: Unit) -> str:
        """Return 15个工作日, 15日 or 2个月."""
        if n == 0:
            return self.text("length", "same_day")
        return self.text("length", f"{unit}_one" if n == 1 else str(unit), n=n)

    # Names.

    def title(self, duty: Duty) -> str:
        """Return the name of a duty."""
        return duty.title.said(self.language)

    def deed(self, duty: Duty) -> str:
        """Return what is to be done."""
        return duty.deed.said(self.language)

    def limit_of(self, duty: Duty) -> str:
        """Return whose limit it is: 办理期限 for a closing duty, else the duty's name."""
        if duty.kind is DutyKind.CLOSING:
            return self.text("tail", "limit")
        return self.text("tail", "limit_of", title=self.title(duty))

    def matter(self, duty: Duty) -> str:
        """Return what a closing duty is about: 复杂事项 of 复杂事项办结."""
        return self.title(duty).removesuffix(self.deed(duty))

    def event(self, role: Role) -> str:
        """Return the word for what happened on a start date."""
        events = self._tables["event"]
        return events.get(role, events["other"])

    # The calendar.

    def is_holiday(self, day: date) -> bool:
        """Whether a rest day is one of a holiday, rather than of an ordinary weekend."""
        return day in self._calendar.holidays

    @cached_property
    def _rest(self) -> tuple[list[date], list[str]]:
        days = sorted(day for day in self._calendar.holidays if day.weekday() < 5)
        return days, [self._calendar.holidays[day] for day in days]

    @cached_property
    def _makeup(self) -> list[date]:
        return sorted(day for day in self._calendar.makeup if day.weekday() >= 5)

    def between(self, start: date, due: date, year: int) -> str:
        """Return what made a count of working days longer or shorter than its weekdays: "" for nothing.

        Days of another year than *year* are told with theirs.
        """
        days, names = self._rest
        inside = names[bisect_right(days, start) : bisect_right(days, due)]
        holidays = list(dict.fromkeys(inside))
        makeup = self._makeup[bisect_right(self._makeup, start) : bisect_right(self._makeup, due)]
        joint = self.text("form", "list")
        fields = {
            "holidays": joint.join(self.text("holiday", name) for name in holidays),
            "days": joint.join(self.short(day, year) for day in makeup),
        }
        if holidays and makeup:
            return self.text("why", "rest_makeup", **fields)
        if holidays:
            return self.text("why", "rest", holidays=fields["holidays"])
        return self.text("why", "makeup", days=fields["days"]) if makeup else ""

    def open_year(self, start: date, due: date) -> int:
        """Return the first year from *start* to *due* whose notice is not out."""
        years = range(start.year, due.year + 1)
        begins = (np.datetime64(f"{year}-01-01", "D") for year in years)
        unsettled = (
            year for year, day in zip(years, begins, strict=True) if self._calendar.is_provisional(day)
        )
        return next(unsettled, due.year)

    # What was read between the lines.

    def role(self, role: str) -> str:
        """Return the word for a column."""
        return phrases(self.language, "problems")["role"].get(role, role)

    def notes(self, codes: tuple[str, ...]) -> str:
        """Return the clauses of a row's notes (``yearless:registered_date``); unknown ones say nothing."""
        known = self._tables["note"]
        said: list[str] = []
        for name, role, heading in ((*code.split(":", 2), "", "")[:3] for code in codes):
            key = f"{name}_from" if heading else name
            if key in known:
                said.append(known[key].format(role=self.role(role), heading=heading))
        return self.text("form", "between").join(said)
