"""Random rows, as odd as they come."""

import random
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

from config.vocabulary import Family
from rules.judge import judge
from tests.rules.rows import cases, rules, table

PRESETS = ("sichuan_2026", "visit_scheme")
FAMILIES = tuple(Family)
TABLES = [table(family, number=number, routing=True) for number, family in enumerate(FAMILIES)]
FIRST = date(2025, 9, 1)


def random_row(rng: random.Random) -> dict[str, Any]:
    """Return a row as odd as they come, dates as ``date``."""

    def day(share: float, after: int, span: int) -> date | None:
        return begun + timedelta(days=after + rng.randrange(span)) if rng.random() < share else None

    begun = FIRST + timedelta(days=rng.randrange(480))
    row: dict[str, Any] = {
        "registered_date": begun if rng.random() < 0.95 else None,
        "accepted_date": day(0.5, 0, 20),
        "assigned_date": day(0.5, 0, 6),
        "due_date": day(0.12, -3, 90),
        "extension": day(0.15, 5, 120),
        "extension_approver": rng.choice(("", "钱某乙")),
        "extension_approved_on": day(0.3, 0, 60),
        "extension_days": rng.choice((None,) * 9 + (30,)),
        "extension_times": rng.choice((0,) * 9 + (1, 2)),
        "suspended_from": day(0.2, -2, 50),
        "suspended_to": day(0.2, 5, 60),
        "resolved_date": day(0.5, -1, 90),
        "followup_date": day(0.1, 10, 60),
        "last_contact_date": day(0.3, -5, 90),
        "acknowledged_date": day(0.1, 10, 60),
        "returned_date": day(0.2, 1, 20),
        "review_requested_date": day(0.1, 20, 80),
        "review_decided_date": day(0.1, 20, 100),
        "status": rng.choice(("open",) * 4 + ("resolved",) * 3 + ("suspended", "withdrawn", "transferred")),
        "complexity": rng.choice(("", "simple", "normal", "complex")),
        "channel": rng.choice(("", "visit", "field_visit")),
        "category_raw": rng.choice(("",) * 9 + ("涉法涉诉",)),
        "leader": rng.choice(("", "赵某甲")),
        "satisfaction": rng.choice(("",) * 4 + ("satisfied", "unsatisfied")),
        "table": rng.randrange(len(FAMILIES)),
    }
    if row["status"] == "transferred":
        row["destination"] = rng.choice(("township", "outside"))
    if row["due_date"] is None and rng.random() < 0.1:
        row["limit_days"] = rng.randrange(40)
        row["limit_unit"] = rng.choice(("working_days", "calendar_days", "months"))
        row["limit_days"] %= 4 if row["limit_unit"] == "months" else 40
    for flag in ("returned", "review_open", "contacted", "followed_up", "resolved_end_unsure"):
        row[flag] = rng.random() < 0.1
    return row


def frame_of(rows: list[dict[str, Any]]):
    return cases(*[{name: _iso(value) for name, value in row.items()} for row in rows])


def _iso(value: Any) -> Any:
    return value.isoformat() if isinstance(value, date) else value


def judged(rows: list[dict[str, Any]], today: date, preset: str, adopted_on: date | None = None):
    under = replace(rules(preset, "statute", "mediation"), adopted_on=adopted_on)
    return judge(frame_of(rows), TABLES, today, under).verdicts
