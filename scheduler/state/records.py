"""What the state tells and is told: one plain record for each kind of row."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any


@dataclass(frozen=True, slots=True)
class RunRecord:
    """One run.

    Attributes:
        kind: run, sync, remind, sweep, undo or detach.
        started_at: ISO 8601 with the township's offset.
        finished_at: None when it was cut off.
        writes: how many cells it wrote.
    """

    run: str
    kind: str
    today: date
    started_at: str
    finished_at: str | None
    totals: Mapping[str, int]
    writes: int


@dataclass(frozen=True, slots=True)
class WrittenCell:
    """One of our cells as a run changed it.

    Attributes:
        row_key: tells whether the row is still the same.
        run: whose it is; "" until it is noted.
        ledger: where, likewise.
    """

    sheet: str
    row: int
    mark: str
    heading: bool
    old: str
    new: str
    row_key: str
    run: str = ""
    ledger: str = ""


@dataclass(frozen=True, slots=True)
class LedgerRecord:
    """How a ledger came out of the last pass that met it, and what it said when it was last read.

    Attributes:
        outcome: an `OutcomeKind`.
        reason: why it was read and not written; "" when nothing hindered.
        listed: its version in the listing before that look; what we wrote ourselves asks for one more.
        title: what people call it.
        read_on: the day of the last good reading; None when it was never read. Counts and all below are of
            that day, and stay when a pass could not read it.
        filed: what it says of its villages' periodic duties (`scheduler.filings`).
        problems: addresses and codes of what could not be read for sure.
        facts: what else tells a copy, a gone or a cleared ledger.
        gone_on: the first day on which it was no longer listed; None while it is.
    """

    ledger: str
    village: str
    version: str
    judged_on: date | None
    judged_by: str
    outcome: str
    error: Mapping[str, str] | None
    counts: Mapping[str, int]
    run: str
    paused: bool = False
    roles: Mapping[str, Mapping[str, str]] | None = None
    listed: str = ""
    filed: Mapping[str, Mapping[str, Any]] | None = None
    title: str = ""
    reason: str = ""
    read_on: date | None = None
    problems: Sequence[Mapping[str, Any]] | None = None
    facts: Mapping[str, Any] | None = None
    gone_on: date | None = None


@dataclass(frozen=True, slots=True)
class VerdictRecord:
    """The last verdict on one case that is live, or still owes a survey.

    Attributes:
        sitting: days, halves, number, kind of outcome, and salted keys of mediator and place; None without.
    """

    sheet: str
    row: int
    case_no: str
    duty: str
    due: date | None
    light: str
    addressee: str = ""
    org: str = ""
    registered: date | None = None
    category: str = ""
    status: str = "open"
    backlog: bool = False
    live: bool = True
    survey_owed: bool = False
    sitting: Mapping[str, Any] | None = None


@dataclass(frozen=True, slots=True)
class CaseRecord:
    """One row that a reading took for a case: keys, dates, kinds; no text of people's.

    Attributes:
        case_key: salted; which case the row holds (`summary_cases`, `writes`).
        identity: salted keys of what tells it from another case.
        counts_at: where it counts instead of here; None: here.
        amount: yuan, a decimal as text; None when not known.
        facts: further dates, kinds and flags of CASES that figures and verdicts need.
    """

    sheet: str
    row: int
    case_key: str
    identity: Sequence[str]
    counts_at: Mapping[str, Any] | None
    registered: date | None
    ended: date | None
    status: str
    category: str = ""
    risk: str = ""
    channel: str = ""
    complexity: str = ""
    agreed: bool = False
    people: int | None = None
    amount: str | None = None
    facts: Mapping[str, Any] = field(default_factory=dict[str, Any])


@dataclass(frozen=True, slots=True)
class LedgerRows:
    """The rows of one reading of a ledger."""

    verdicts: Sequence[VerdictRecord] = ()
    cases: Sequence[CaseRecord] = ()


@dataclass(frozen=True, slots=True)
class Filing:
    """When the evidence of an office's periodic duty was first seen, and last looked for in vain."""

    first_seen: date | None
    missed_on: date | None
