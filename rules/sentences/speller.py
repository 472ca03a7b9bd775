"""Words for dates, lengths and holidays, from the language files."""

from bisect import bisect_right
from datetime import date
from functools import cached_property

import numpy as np

from config.calendar import WorkCalendar
from config.language import phrases
from config.packs.model import Duty, Kind
from config.vocabulary import Role, Unit


class Speller:
    """Fills the sentences of one language."""

    def __init__(self, language: str, calendar: WorkCalendar, today: date) -> None:
        self.language = language
        self._tables = phrases(language, "rules")
        self._calendar = calendar
        self._today = today
        self._days: dict[tuple[str, date], str] = {}

    def text(self, table: str, key: str, **fields: object) -> str:
        """Return a sentence with its fields filled."""
        sentence = self._tables[table][key]
        return sentence.format(**fields) if fields else sentence

    # Dates.

    def iso(self, day: date) -> str:
        """Return 2026-03-19."""
        return self._day("iso", day)

    def full(self, day: date) -> str:
        """Return 2026年3月19日."""
        return self._day("full", day)

    def short(self, day: date, year: int | None = None) -> str:
        """Return 3月19日, or with its year when that is not *year* (default: today's)."""
        near = day.year == (self._today.year if year is None else year)
        return self._day("day" if near else "full", day)

    def _day(self, form: str, day: date) -> str:
        # A ledger names few days, many times over.
        text = self._days.get((form, day))
        if text is None:
            text = self.text("form", form, year=day.year, month=day.month, day=day.day)
            self._days[form, day] = text
        return text

    # Lengths.

    def days(self, n: int) -> str:
        """Return 5天."""
        return self.text("asked", "days_one" if n == 1 else "days", n=n)

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
        """Return whose limit it is: 办理 for a closing duty, else the duty's name."""
        return self.text("asked", "limit") if duty.kind is Kind.CLOSING else self.title(duty)

    def event(self, role: Role) -> str:
        """Return the word for what happened on a start date."""
        events = self._tables["event"]
        return events.get(role, events["other"])

    # The calendar.

    @cached_property
    def _rest(self) -> tuple[list[date], list[str]]:
        days = sorted(day for day in self._calendar.holidays if day.weekday() < 5)
        return days, [self._calendar.holidays[day] for day in days]

    @cached_property
    def _makeup(self) -> list[date]:
        return sorted(day for day in self._calendar.makeup if day.weekday() >= 5)

    def between(self, start: date, due: date) -> str:
        """Return what made a count of working days longer or shorter than its weekdays: "" for nothing."""
        days, names = self._rest
        inside = names[bisect_right(days, start) : bisect_right(days, due)]
        holidays = list(dict.fromkeys(inside))
        makeup = self._makeup[bisect_right(self._makeup, start) : bisect_right(self._makeup, due)]
        joint = self.text("form", "list")
        fields = {
            "holidays": joint.join(self.text("holiday", name) for name in holidays),
            "days": joint.join(self.short(day, start.year) for day in makeup),
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
        said = [
            known[name].format(role=self.role(role))
            for name, _, role in (code.partition(":") for code in codes)
            if name in known
        ]
        return self.text("form", "between").join(said)
