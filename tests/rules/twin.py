"""A second, slow, obvious implementation: one row, plain dates, one step after another.

Written from the sources, not from ``rules/``. It knows the default packs and the visit scheme only.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache
from typing import Any

import chinese_calendar

from config.calendars import statutory_days

DAY = timedelta(days=1)
LADDER = (
    (-3, "handler"),
    (-1, "first_officer"),
    (1, "first_officer"),
    (4, "lead_officer"),
    (8, "leader_in_charge"),
)
EXEMPT = ("涉法涉诉", "建议意见", "意见建议", "检举控告")
#: Who owes what the handling office does not.
OWNERS = {"HANDOVER_2WD": "first_officer", "LEADER_CONTACT_M": "lead_officer"}
POSTS = ("", "handler", "first_officer", "lead_officer", "leader_in_charge", "committee")


@cache
def works(day: date) -> bool:
    if day.year <= 2026:
        return chinese_calendar.is_workday(day)
    return day.weekday() < 5 and day not in statutory_days()


def add_working(day: date, n: int) -> date:
    while n:
        day += DAY
        n -= works(day)
    return day


def count_working(after: date, until: date) -> int:
    if until < after:
        return -count_working(until, after)
    days = 0
    while after < until:
        after += DAY
        days += works(after)
    return days


def add_months(day: date, n: int) -> date:
    month = day.month - 1 + n
    year, month = day.year + month // 12, month % 12 + 1
    last = (date(year + month // 12, month % 12 + 1, 1) - DAY).day
    return date(year, month, min(day.day, last))


def next_working(day: date) -> date:
    while not works(day):
        day += DAY
    return day


@dataclass
class Owed:
    duty: str
    due: date
    closing: bool = False
    soft: bool = False
    after: bool = False
    statute: bool = False
    provisional: bool = False


class Twin:
    """One row judged by the book."""

    def __init__(
        self, row: Mapping[str, Any], family: str, today: date, preset: str, adopted_on: date | None
    ) -> None:
        self.row, self.family, self.today, self.preset, self.adopted_on = (
            row,
            family,
            today,
            preset,
            adopted_on,
        )
        self.status = row.get("status", "open")
        self.resolved = self.status == "resolved"
        here = self.status == "transferred" and row.get("destination") == "township"
        self.township = here
        self.gone = self.status == "withdrawn" or (self.status == "transferred" and not here)
        self.live = not self.resolved and not self.gone

    def get(self, name: str) -> Any:
        return self.row.get(name)

    def first(self, *names: str) -> date | None:
        return next((self.row[name] for name in names if self.row.get(name)), None)

    # Holds.

    def on_hold(self) -> bool:
        begun, ended = self.get("suspended_from"), self.get("suspended_to")
        if not self.live:
            return False
        if begun and ended and begun <= ended <= self.today:
            return False
        return self.status == "suspended" or bool(begun and begun <= self.today)

    def held(self) -> list[date]:
        """Every day of a hold that is over."""
        begun, ended = self.get("suspended_from"), self.get("suspended_to")
        if not begun or self.on_hold():
            return []
        if self.resolved and self.get("resolved_date"):
            ended = min(ended, self.get("resolved_date")) if ended else self.get("resolved_date")
        if not ended or ended > self.today:
            return []
        return [begun + n * DAY for n in range((ended - begun).days)]

    # Limits.

    def limit(self, start: date, n: int, unit: str, *, roll: bool = True) -> tuple[date, bool]:
        held = [day for day in self.held() if day > start]
        if unit == "working_days":
            due = add_working(start, n + sum(map(works, held)))
            return due, due.year > 2026 and due > start
        raw = add_months(start, n) if unit == "months" else start + n * DAY
        raw += len(held) * DAY
        return (next_working(raw), raw.year > 2026) if roll else (raw, False)

    def extend(self, due: date, *, raw: date, cap: int = 0, soft: bool = False) -> date | None:
        """Return the limit as an extension leaves it; None when consent took it away."""
        until, days, times = (
            self.get("extension"),
            self.get("extension_days"),
            self.get("extension_times") or 0,
        )
        if not until and not days and not times:
            return due
        approved = self.get("extension_approved_on")
        # Every table of the tests has a column for the day of approval: blank, it has no effect.
        # Of two the first holds; a second one alone says nothing of the first.
        if (times > 1 and not until and not days) or not approved or approved > due:
            return due
        if until:
            held = self.held()
            if held and held[0] > approved:
                until += len(held) * DAY
        elif days:
            until = next_working(raw + days * DAY)
        if not until:
            return None if soft else due
        if until <= due:
            return due
        return min(until, next_working(raw + cap * DAY)) if cap else until

    # Duties.

    def closing(self) -> list[Owed]:
        found: list[Owed] = []
        start = self.first("assigned_date", "accepted_date", "registered_date")
        written = self.written(start)
        if written:
            found.append(written)
        elif self.get("due_date") is None and self.get("limit_days") is None and self.family != "mediation":
            preset = self.preset_limit()
            if preset:
                found.append(preset)
        accepted = self.first("accepted_date", "registered_date", "assigned_date")
        if accepted and self.family == "mediation":
            due, unsure = self.limit(accepted, 1, "months")
            raw = self.limit(accepted, 1, "months", roll=False)[0]
            until = self.extend(due, raw=raw, soft=True)
            if until:
                unsure = self.unsure(due, until, unsure)
                found.append(Owed("MEDIATION_1M", until, closing=True, soft=True, provisional=unsure))
        exempt = any(word in self.get("category_raw") for word in EXEMPT)
        if accepted and self.family == "petition" and not exempt:
            due, unsure = self.limit(accepted, 60, "calendar_days")
            raw = self.limit(accepted, 60, "calendar_days", roll=False)[0]
            until = self.extend(due, raw=raw, cap=30)
            if until != due:
                unsure = until != self.get("extension") and until.year > 2026
            found.append(Owed("STATUTE_60D", until, closing=True, statute=True, provisional=unsure))
        return found

    def written(self, start: date | None) -> Owed | None:
        written, n, unit = self.get("due_date"), self.get("limit_days"), self.get("limit_unit")
        if written:
            due = raw = written + len([day for day in self.held() if start is None or day > start]) * DAY
            unsure = False
        elif n is not None and start:
            due, unsure = self.limit(start, n, unit)
            raw = due if unit == "working_days" else self.limit(start, n, unit, roll=False)[0]
        else:
            return None
        until = self.extend(due, raw=raw)
        return Owed("ROW_LIMIT", until, closing=True, provisional=self.unsure(due, until, unsure))

    def preset_limit(self) -> Owed | None:
        complexity, channel = self.get("complexity"), self.get("channel")
        if self.preset == "sichuan_2026":
            start = self.first("assigned_date", "accepted_date", "registered_date")
            choice = ("SIMPLE_15D", 15) if complexity == "simple" else ("COMPLEX_30D", 30)
            duty, n, unit, roll = *choice, "calendar_days", True
        else:
            start = self.first("accepted_date", "registered_date", "assigned_date")
            if complexity == "complex":
                duty, n, unit, roll = "HARD_2M", 2, "months", True
            elif complexity == "simple" and channel == "field_visit":
                duty, n, unit, roll = "SPOT", 0, "calendar_days", False
            else:
                duty, n, unit, roll = "GENERAL_15WD", 15, "working_days", True
        if not start:
            return None
        due, unsure = self.limit(start, n, unit, roll=roll)
        raw = due if unit == "working_days" else self.limit(start, n, unit, roll=False)[0]
        until = self.extend(due, raw=raw)
        return Owed(duty, until, closing=True, provisional=self.unsure(due, until, unsure))

    def unsure(self, due: date, until: date, unsure: bool) -> bool:
        if until == due:
            return unsure
        return not self.get("extension") and until.year > 2026

    def steps(self) -> list[Owed]:
        found: list[Owed] = []
        petition, registered = self.family == "petition", self.get("registered_date")
        start = self.first("registered_date", "accepted_date")
        if petition and self.preset == "sichuan_2026" and start and not self.get("assigned_date"):
            found.append(self.step("HANDOVER_2WD", start, 2, "working_days"))
        start = self.first("registered_date", "accepted_date", "assigned_date")
        unreadable = self.get("contacted") and not self.get("last_contact_date")
        if (
            self.family != "mediation"
            and self.preset == "sichuan_2026"
            and self.get("leader")
            and start
            and not unreadable
        ):
            month = max(start, self.get("last_contact_date") or start).replace(day=1)
            found.append(Owed("LEADER_CONTACT_M", add_months(month, 2) - DAY))
        if petition and registered and not self.get("accepted_date"):
            found.append(self.step("STATUTE_NOTICE_15D", registered, 15, "calendar_days"))
        if petition and registered and not self.get("assigned_date"):
            found.append(self.step("STATUTE_ROUTE_15D", registered, 15, "calendar_days"))
        start = self.first("assigned_date", "registered_date")
        if petition and self.get("returned") and start and not self.get("returned_date"):
            found.append(self.step("STATUTE_OBJECTION_5WD", start, 5, "working_days"))
        return found

    def step(self, duty: str, start: date, n: int, unit: str) -> Owed:
        due, unsure = self.limit(start, n, unit)
        return Owed(duty, due, provisional=unsure)

    def afters(self) -> list[Owed]:
        found: list[Owed] = []
        if self.family != "petition" or self.gone:
            return found
        done = self.get("satisfaction") or self.get("followed_up") or self.get("followup_date")
        if self.preset == "sichuan_2026" and self.sure() and not done:
            due, unsure = self.limit(self.get("resolved_date"), 5, "working_days")
            found.append(Owed("SURVEY_5WD", due, after=True, provisional=unsure))
        asked, decided = self.get("review_requested_date"), self.get("review_decided_date")
        if asked and not (decided and decided >= asked):
            due, unsure = self.limit(asked, 30, "calendar_days")
            found.append(
                Owed(
                    "STATUTE_REREVIEW_30D" if decided else "STATUTE_REVIEW_30D",
                    due,
                    after=True,
                    provisional=unsure,
                )
            )
        return found

    def sure(self) -> bool:
        begun, ended = self.first("registered_date", "accepted_date"), self.get("resolved_date")
        return (
            self.resolved
            and bool(ended)
            and not self.get("resolved_end_unsure")
            and not (begun and ended < begun)
        )

    def in_review(self) -> bool:
        asked, decided = self.get("review_requested_date"), self.get("review_decided_date")
        again = (asked and not (decided and decided >= asked)) or (
            self.get("review_open") and self.get("resolved_date")
        )
        return self.live and bool(again)

    # The verdict.

    def verdict(self) -> dict[str, Any]:
        hold = self.on_hold()
        now = self.today
        if hold:
            now = min(now, self.get("suspended_from")) if self.get("suspended_from") else None
        owed = self.afters()
        if self.live and not self.in_review():
            owed += self.closing() + self.steps()
        closing = self.closing() if self.resolved else [each for each in owed if each.closing]
        until = now if self.live else (self.get("resolved_date") if self.sure() else None)
        if self.resolved and not owed:
            best = min(closing, key=lambda each: (each.soft, each.due), default=None)
            measured = until
        else:
            late = [each for each in owed if not each.soft and now and each.due < now]
            best = min(late or owed, key=lambda each: (each.due, not each.closing, each.soft), default=None)
            measured = now
        if self.gone:
            best = None
        hard = [each for each in closing if not each.soft and until and until > each.due and not self.gone]
        light = self.light(best, hold, measured)
        days = (measured - best.due).days if best and measured and measured > best.due and not hold else 0
        unsatisfied = (
            self.resolved
            and self.preset == "sichuan_2026"
            and self.family != "mediation"
            and self.get("satisfaction") == "unsatisfied"
            and not self.get("review_open")
            and not self.get("review_requested_date")
        )
        return {
            "light": light,
            "due": best.due.isoformat() if best else None,
            "duty": "UNSATISFIED" if unsatisfied else best.duty if best else "",
            "days_overdue": days,
            "addressee": self.addressee(best, hold, hard) or self.reviewer(unsatisfied=unsatisfied),
            "provisional": bool(best and best.provisional),
            "backlog": self.live and self.is_old(),
            "live": self.live,
            "overdue_township": any(not each.statute for each in hard),
            "overdue_statute": any(each.statute for each in hard),
            "survey_owed": any(each.duty == "SURVEY_5WD" for each in owed),
        }

    def light(self, best: Owed | None, hold: bool, measured: date | None) -> str:
        if self.gone:
            return "closed"
        if hold:
            return "suspended"
        if self.live or (best and best.after):
            if best is None:
                return "untimed"
            if best.due < self.today:
                return "due_soon" if best.soft else "overdue"
            return "due_soon" if count_working(self.today, best.due) <= 3 else "on_track"
        late = best and measured and measured > best.due and not best.soft
        return "closed_late" if late else "closed"

    def is_old(self) -> bool:
        begun = self.first("registered_date", "accepted_date", "assigned_date")
        return bool(self.adopted_on and begun and begun < self.adopted_on)

    def is_seen(self) -> bool:
        seen = self.get("acknowledged_date")
        return bool(seen and seen <= self.today and count_working(seen, self.today) <= 3)

    def reviewer(self, *, unsatisfied: bool) -> str:
        return "first_officer" if unsatisfied and not self.is_old() and not self.is_seen() else ""

    def addressee(self, best: Owed | None, hold: bool, hard: list[Owed]) -> str:
        if best is None or hold or self.is_old() or not (self.live or best.after):
            return ""
        if self.is_seen():
            return ""
        at = -count_working(self.today, best.due)
        post = next((post for rung, post in reversed(LADDER) if rung <= at), "")
        owner = OWNERS.get(best.duty, "handler")
        if best.duty == "SURVEY_5WD":
            post = min(post, "first_officer", key=POSTS.index)
        if best.provisional:
            post = min(post, owner, key=POSTS.index)
        if best.soft:
            post = min(post, "handler", key=POSTS.index)
        elif post and self.today <= best.due:
            post = max(post, owner, key=POSTS.index)
        if (
            self.preset == "visit_scheme"
            and self.get("leader")
            and self.family != "mediation"
            and not best.after
        ):
            quarter = max(q for q in self.quarter_ends() if q <= self.today)
            if any(each.due < quarter and not each.provisional for each in hard):
                post = "committee"
        if self.township:
            post = max(post, "first_officer", key=POSTS.index)
        return post

    def quarter_ends(self) -> list[date]:
        return [
            date(year, *day) for year in range(2020, 2030) for day in ((3, 31), (6, 30), (9, 30), (12, 31))
        ]
