"""How one ledger came out of a pass, and the JSON of a whole pass."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import TYPE_CHECKING, Any, Protocol

import numpy as np

from config.errors import DuesheetError
from config.frames import Problem
from config.log_lines import LogLine
from config.spoken.problems import problem_message
from config.vocabulary import MARK_HEADINGS, Light, Mark, OutcomeKind, Post, SkipReason
from rules.sittings.case_sittings import CaseSittings
from scheduler.ledgers.doubles import PlacedCase
from scheduler.state.records import LedgerRecord, VerdictRecord
from sync.ledger import Ledger, Repeat
from sync.store import Edit, Requests

if TYPE_CHECKING:
    import pandas as pd


@dataclass(frozen=True, slots=True)
class Judged:
    """One ledger's rows with what the rules and the sentences say of them.

    Attributes:
        texts: per mark n texts, in the order of the cases.
        prints: tells each case from every other, as keys (`scheduler.ledgers.doubles`).
        keys: salted, one for each case: which case its row holds (`RowKeys`); () where none are kept.
        elsewhere: bool, shape (n,): cases that an earlier ledger holds too; they are counted there.
        lines: the lines of its log sheets, where a duty of an office looks at them.
        untimed: one problem for each duty that no column of the ledger could show done.
        sittings: of the cases that have, had or want one.
        told: by key of such a case, the mark of the sentence that its row was told (`sentence_mark`).
        notes: what 说明 says in rows whose case counts in another row.
    """

    ledger: Ledger
    verdicts: "pd.DataFrame"
    texts: Mapping[Mark, Sequence[str]]
    prints: Sequence[PlacedCase]
    keys: Sequence[str]
    elsewhere: np.ndarray
    lines: Mapping[str, Sequence[LogLine]]
    untimed: Sequence[Problem]
    sittings: Sequence[CaseSittings] = ()
    told: Mapping[str, str] = field(default_factory=dict[str, str])
    notes: Mapping[Repeat, str] = field(default_factory=dict[Repeat, str])

    @property
    def cases(self) -> "pd.DataFrame":
        """The ledger's cases, in the order of the verdicts."""
        return self.ledger.cases

    def counts(self) -> dict[str, int]:
        """Return how many cases there are, and how many live ones stand at which light."""
        here = ~self.elsewhere
        live = self.verdicts["live"].to_numpy(dtype=bool) & here
        light = self.verdicts["light"].to_numpy()
        return {
            "cases": int(here.sum()),
            "open": int(live.sum()),
            "overdue": int((live & (light == Light.OVERDUE)).sum()),
            "due_soon": int((live & (light == Light.DUE_SOON)).sum()),
        }


@dataclass(frozen=True, slots=True)
class Recalled:
    """What the state tells of a ledger that nobody touched since it was judged today.

    Attributes:
        filed: what it says of its villages' periodic duties.
        verdicts: on its live cases, as JSON shows them, without the sentences; empty where nobody asks.
    """

    filed: Mapping[str, Mapping[str, Any]]
    verdicts: Sequence[Mapping[str, Any]]


@dataclass(slots=True)
class Outcome:
    """How one ledger came out.

    Attributes:
        judged: its rows as last seen; None when it could not be read, and dropped where nobody needs it.
        edits: what was written, or would be.
        problems: what could not be read, persons' words in our cells, and what was put right there.
        recalled: set instead of *judged* for a ledger that was not looked at, since nobody touched it.
        version: the store's mark of what was read.
        as_of: the day of an earlier reading that it counts by; None when it was read.
        standing: the verdicts of today on that reading; None where it was read, or nobody knows them.
        reason: why it was read and not written; None unless it is skipped.
        listed: its version in the listing before it was read, or told between its last write and the look
            after it; "" when none was told.
    """

    village: str
    ledger: str
    kind: OutcomeKind
    counts: Mapping[str, int] = field(default_factory=lambda: dict.fromkeys(COUNTS, 0))
    edits: Sequence[Edit] = ()
    problems: Sequence[Problem] = ()
    requests: Requests = field(default_factory=Requests)
    error: DuesheetError | None = None
    judged: Judged | None = None
    version: str = ""
    recalled: Recalled | None = None
    listed: str = ""
    title: str = ""
    reason: SkipReason | None = None
    as_of: date | None = None
    standing: Sequence[VerdictRecord] | None = None

    def as_json(self, language: str) -> dict[str, Any]:
        """Return the ledger's object of ``run --json`` and ``check --json``."""
        return {
            "village": self.village,
            "ledger": self.ledger,
            "title": self.title or self.ledger,
            "outcome": self.kind.value,
            **({"reason": self.reason.value} if self.reason is not None else {}),
            **({"as_of": self.as_of.isoformat()} if self.as_of is not None else {}),
            **{name: self.counts[name] for name in COUNTS},
            "edits": len(self.edits),
            "problems": len(self.problems),
            "requests": {
                "read": self.requests.read,
                "write": self.requests.write,
                "drive": self.requests.drive,
            },
            "error": error_json(self.error, language),
            "verdicts": self._verdicts_json(),
            "writes": [_write_json(edit, language) for edit in self.edits],
            "issues": [_issue_json(problem, language) for problem in self.problems],
        }

    def _verdicts_json(self) -> list[dict[str, Any]]:
        if self.judged is not None:
            return verdicts_json(self.judged)
        return [dict(verdict) for verdict in self.recalled.verdicts] if self.recalled else []


#: The counts of a ledger, in the order JSON shows them.
COUNTS = ("cases", "open", "overdue", "due_soon")


def counts_then(record: LedgerRecord | None) -> dict[str, int]:
    """Return the counts of a ledger as the state has them; nothing known counts nothing."""
    return dict.fromkeys(COUNTS, 0) | dict(record.counts if record is not None else {})


def error_json(error: DuesheetError | None, language: str) -> dict[str, str] | None:
    """Return an error as ``{"code", "message", "fix"}``."""
    return dict(error.as_json(language)) if error else None


def verdicts_json(judged: Judged) -> list[dict[str, Any]]:
    """Return one object per case that counts in this ledger, in the order of the rows."""
    here = ~judged.elsewhere
    cases, verdicts = judged.cases[here], judged.verdicts[here]
    asked, why = (
        [text for text, counts in zip(judged.texts[mark], here, strict=True) if counts]
        for mark in (Mark.ASKED, Mark.WHY)
    )
    due = [day.isoformat() if day else None for day in _days(verdicts["due"])]
    columns = (
        cases["village"],
        cases["sheet"],
        cases["row"],
        verdicts["light"],
        due,
        verdicts["duty"],
        verdicts["days_overdue"],
        verdicts["addressee"],
        asked,
        why,
    )
    names = (
        "village",
        "sheet",
        "row",
        "light",
        "due",
        "duty",
        "days_overdue",
        "addressee",
        "reminder",
        "why",
    )
    found: list[dict[str, Any]] = [
        dict(zip(names, row, strict=True)) for row in zip(*(list(column) for column in columns), strict=True)
    ]
    for verdict in found:
        verdict["light"] = str(verdict["light"])
        verdict["duty"] = verdict["duty"] or None
        verdict["addressee"] = str(verdict["addressee"]) or None
    return found


def _days(dates: "pd.Series") -> "list[date | None]":
    return dates.to_numpy().astype("datetime64[D]").tolist()


def _write_json(edit: Edit, language: str) -> dict[str, Any]:
    heading = MARK_HEADINGS[language][edit.mark]
    return {"sheet": edit.sheet, "row": edit.row, "header": heading, "old": edit.old, "new": edit.new}


def _issue_json(problem: Problem, language: str) -> dict[str, Any]:
    return {
        "sheet": problem.sheet,
        "row": problem.row or None,
        "field": problem.role or None,
        "code": problem.code.value,
        "message": problem_message(problem, language),
        "suggestion": problem.suggestion or None,
        **({"beside": dict(problem.beside), "newer": problem.newer} if problem.beside else {}),
    }


def totals(outcomes: Sequence[Outcome]) -> dict[str, int]:
    """Return the counts of a pass."""
    kinds = [outcome.kind for outcome in outcomes]
    return {
        "ledgers": len(outcomes),
        **{kind.value: kinds.count(kind) for kind in OutcomeKind},
        **{name: sum(outcome.counts[name] for outcome in outcomes) for name in COUNTS},
    }


class PassTold(Protocol):
    """A pass as its document needs it: its name, how its ledgers came out, what offices owe."""

    @property
    def run(self) -> str: ...  # noqa: D102
    @property
    def outcomes(self) -> Sequence[Outcome]: ...  # noqa: D102
    @property
    def cadences(self) -> Sequence[Mapping[str, Any]]: ...  # noqa: D102


def pass_json(
    told: PassTold, today: date, language: str, sittings: "Sittings | None" = None
) -> dict[str, Any]:
    """Return the document of ``run --json`` and ``check --json``.

    Args:
        told: the pass.
        today: the date in the township.
        language: of the words.
        sittings: None for none.
    """
    ledgers = [outcome.as_json(language) for outcome in told.outcomes]
    document: dict[str, Any] = {
        "run": told.run,
        "today": today.isoformat(),
        "ledgers": ledgers,
        "cadences": list(told.cadences),
    }
    if sittings is not None:
        for ledger in ledgers:
            for verdict in ledger["verdicts"]:
                _add_sitting(ledger["ledger"], verdict, sittings.by_row)
        if sittings.schedule is not None:
            document["schedule"] = sittings.schedule
    return document | {"totals": totals(told.outcomes)}


@dataclass(frozen=True, slots=True)
class Sittings:
    """What a pass says of sittings.

    Attributes:
        by_row: (ledger, worksheet, row) to the ``sitting`` of its verdict.
        schedule: how 调解排期 came out; None while it is off.
    """

    by_row: Mapping[tuple[str, str, int], Mapping[str, Any]]
    schedule: Mapping[str, Any] | None


def _add_sitting(
    ledger: str, verdict: dict[str, Any], by_row: Mapping[tuple[str, str, int], Mapping[str, Any]]
) -> None:
    sitting = by_row.get((ledger, verdict["sheet"], verdict["row"]))
    if sitting is None:
        return
    verdict["sitting"] = sitting
    if sitting["asked"] and verdict["addressee"] is None:
        verdict["addressee"] = Post.HANDLER.value
