"""Saying things: phrases of one language, dates, rates and changes in its words."""

from collections.abc import Mapping, Sequence
from datetime import date
from types import MappingProxyType

from config.language import phrases
from config.periods import HalfMonth, Period
from config.vocabulary import Light, Status
from reports.figures.halfmonth_figures import Rate

#: How many names a sentence bears.
NAMES = 8

_NO_TITLES: Mapping[str, str] = MappingProxyType({})


class Wording:
    """The words of one language; ``say("note.undated", count=3)`` fills a sentence in.

    Lights and posts are worded as in the ledgers, so their words stand with the rules'.
    """

    def __init__(
        self, language: str, duties: Mapping[str, str] = _NO_TITLES, organ: Mapping[str, str] = _NO_TITLES
    ) -> None:
        """Take titles of duties, and the *organ*'s words, which every sentence may use as fields."""
        self.language = language
        self._organ = organ
        rules = phrases(language, "rules")
        self._phrases = {
            **phrases(language, "reports"),
            "light": rules["light"],
            "post": rules["post"],
            "duty": duties,
        }

    def __call__(self, key: str, **fields: object) -> str:
        """Return the sentence *key* (``table.name``) with its fields filled in."""
        return self.raw(key).format(**{**self._organ, **fields})

    def raw(self, key: str) -> str:
        """Return the sentence *key* as it stands, for those who fill it in later."""
        table, _, name = key.partition(".")
        return self._phrases[table][name]

    def table(self, name: str) -> Mapping[str, str]:
        """Return all words of one table."""
        return self._phrases[name]

    def named(self, table: str, key: str) -> str:
        """Return the word for *key*, or *key* itself where it is nobody's invention but a pack's."""
        return self._phrases[table].get(key, key)

    def day(self, day: date) -> str:
        """Return a date as a sentence has it, months and days without a leading zero."""
        return self("date.full", year=day.year, month=self._month(day), day=day.day)

    def short_day(self, day: date) -> str:
        """Return month and day."""
        return self("date.short", month=self._month(day), day=day.day)

    def range(self, period: Period, *, short: bool = False) -> str:
        """Return the days of a period that lies within one month."""
        first, last = period.first, period.last
        days = {"month": self._month(first), "first": first.day, "last": last.day}
        return self("date.short_range", **days) if short else self("date.range", year=first.year, **days)

    def half_month(self, period: HalfMonth) -> str:
        """Return a half-month's name: 2026年3月上半月."""
        half = self(f"period.half_{period.half}")
        return self("date.half_month", year=period.year, month=self._month(period.first), half=half)

    def _month(self, day: date) -> str:
        return self(f"month.{day.month}")

    def rate(self, rate: Rate) -> str:
        """Return ``77.8%（14/18）``; a dash where there is nothing to divide by."""
        if rate.percent is None:
            return self("rate.none")
        return self("rate.full", percent=rate.percent, numerator=rate.numerator, denominator=rate.denominator)

    def told_rate(self, table: str, name: str, rate: Rate, **fields: object) -> str:
        """Return a rate with its name, by a *table* of sentences; without one, what there is none of."""
        if rate.percent is None:
            return self(f"{table}.rate_{name}_none")
        return self(f"{table}.rate_{name}", rate=self.rate(rate), **fields)

    def narrow_rate(self, rate: Rate) -> str:
        """Return ``77.8% (14/18)``, which a narrow column breaks at the blank."""
        if rate.percent is None:
            return self("rate.none")
        return f"{rate.percent}% ({rate.numerator}/{rate.denominator})"

    def percent(self, rate: Rate) -> str:
        """Return the per cent alone, or a dash."""
        return self("rate.none") if rate.percent is None else f"{rate.percent}%"

    def list(self, items: Sequence[str], limit: int = 0, of: str = "more") -> str:
        """Join names; past *limit* of them say how many there are in all, counted as what they are.

        Args:
            items: the names.
            limit: how many are named; 0: all.
            of: ``more_cases``, ``more_villages``, ``more_orgs``, or ``more`` for anything else.
        """
        if limit and len(items) > limit:
            return self(f"list.{of}", items=self("list.and").join(items[:limit]), count=len(items))
        return self("list.and").join(items)

    def near_day(self, day: date, now: date) -> str:
        """Return a date, with its year only where that is not the year of *now*."""
        return self.short_day(day) if day.year == now.year else self.day(day)

    def row(self, sheet: str, row: int) -> str:
        """Return where a row stands, in words that nobody takes for a number: “2026”表第26行, Sheet1第2行."""
        plain = sheet.isascii() and sheet.isalnum() and sheet[0].isalpha()
        return self("text.row_plain" if plain else "text.row_quoted", sheet=sheet, row=row)

    def light(self, light: str, status: str, days_overdue: int) -> str:
        """Return the light's words as the ledger shows them (docs/glossary.md#the-light)."""
        if light == Light.CLOSED and status in (Status.TRANSFERRED, Status.WITHDRAWN):
            return self(f"light.{status}")
        if light == Light.OVERDUE:
            return self("light.overdue_one" if days_overdue == 1 else "light.overdue", days=days_overdue)
        if light == Light.DUE_SOON and days_overdue > 0:
            return self(
                "light.past_usual_one" if days_overdue == 1 else "light.past_usual", days=days_overdue
            )
        return self(f"light.{light}") if light else ""

    def change(self, now: int, before: int) -> str:
        """Compare with the period before: 较上期增加3件，上升20.0%."""
        return self._change("change", now, before)

    def change_of_year(self, now: int, before: int | None) -> str:
        """Compare with the same period last year; None when there are no rows of that time."""
        return self("year.unknown") if before is None else self._change("year", now, before)

    def _change(self, table: str, now: int, before: int) -> str:
        if now == before:
            return self(f"{table}.equal")
        if not before:
            return self(f"{table}.zero")
        by = abs(now - before)
        key = "more" if now > before else "fewer"
        return self(f"{table}.{key}", count=by, percent=Rate(by, before).percent)
