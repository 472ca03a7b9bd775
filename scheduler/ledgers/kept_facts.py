"""What the state keeps of a case beside its keys: dates, kinds and flags, never a text of people's.

From it a case comes back as far as figures and verdicts need it.
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any

import numpy as np

from config.frames import CASES, WrittenSitting, empty_frame
from config.vocabulary import DATE_ROLES, Role, SittingOutcome
from rules.ruleset import Rules
from scheduler.state.records import CaseRecord
from sync.cases.counted_once.traits import KeyOf

if TYPE_CHECKING:
    import pandas as pd

#: Columns of CASES that the table of cases has columns of its own for, by their names there.
_OWN: Mapping[str, str] = {
    "sheet": "sheet",
    "row": "row",
    "registered_date": "registered",
    "resolved_date": "ended",
    "status": "status",
    "category": "category",
    "risk": "risk",
    "channel": "channel",
    "complexity": "complexity",
    "agreed": "agreed",
    "people_count": "people",
    "amount": "amount",
}
_DAYS = tuple(role.value for role in DATE_ROLES if role.value not in _OWN)
_FLAGS = tuple(name for name, dtype in CASES.items() if dtype == "bool" and name not in _OWN)
_NUMBERS = tuple(name for name, dtype in CASES.items() if "int" in dtype.lower() and name not in _OWN)
#: Our own words for what a cell said.
_KINDS = (
    *("destination", "first_time", "limit_unit", "satisfaction", "agreement_form", "fulfilment", "tier"),
    "sitting_outcome",
)
#: Of these only that something stands there, or as much of it as is a word of the config's or a pack's.
_FILLED = ("owner", "leader", "extension_reason")
_REDUCED = ("village", "category_raw", "org", "extension_approver", "sittings")
#: Columns of CASES that come back, at least as far as a figure or a verdict asks for them.
KEPT = frozenset({*_OWN, *_DAYS, *_FLAGS, *_NUMBERS, *_KINDS, *_FILLED, *_REDUCED})
#: What no figure rests on: where a status was found, and words of people.
NOT_KEPT = frozenset(
    {"status_found", "seq", "case_no", "group", "grid", "sitting_place", "mediators", "notes"}
)


@dataclass(frozen=True, slots=True)
class KnownWords:
    """The words that the state may know because config or packs have them.

    Attributes:
        units: departments, and offices that a post names.
        approvers: who may approve an extension.
        exempt: what exempts a case from a duty, as packs spell it.
        key_of: turns a village's name into its salted key.
    """

    units: frozenset[str]
    approvers: frozenset[str]
    exempt: Sequence[str]
    key_of: KeyOf

    @classmethod
    def of(cls, units: Iterable[str], rules: Rules, salt: bytes) -> "KnownWords":
        """Return the words of a township."""
        exempt = sorted({word for duty in rules.duties for word in duty.exempt_words})
        return cls(frozenset(units), rules.approvers, exempt, KeyOf(salt))


def kept_facts(cases: "pd.DataFrame", village: str, words: KnownWords) -> list[dict[str, Any]]:
    """Return what is kept of each case beside the columns of its own; what is blank is left out.

    Args:
        cases: frame of ``config.frames.CASES``.
        village: whose ledger it is.
        words: that may be kept as they are.
    """
    found: list[dict[str, Any]] = [{} for _ in range(len(cases))]

    def put(name: str, rows: "np.ndarray", values: Iterable[Any]) -> None:
        for row, value in zip(rows.tolist(), values, strict=True):
            found[row][name] = value

    for name in _DAYS:
        days = cases[name].to_numpy().astype("datetime64[D]")
        rows = np.flatnonzero(~np.isnat(days))
        put(name, rows, np.datetime_as_string(days[rows]).tolist())
    for name in _FLAGS:
        rows = np.flatnonzero(cases[name].to_numpy(dtype=bool))
        put(name, rows, [1] * len(rows))
    for name in _NUMBERS:
        there = cases[name].notna() if CASES[name] == "Int64" else cases[name] != 0
        rows = np.flatnonzero(there.to_numpy(dtype=bool))
        put(name, rows, cases[name].iloc[rows].astype("int64").tolist())
    for name in (*_KINDS, *_FILLED, *_REDUCED):
        texts = cases[name].tolist()
        rows = np.flatnonzero([bool(text) for text in texts])
        known: dict[Any, Any] = {}
        for row in rows.tolist():
            text = texts[row]
            if text not in known:
                known[text] = _reduced(name, text, village, words)
            if known[text] is not None:
                found[row][name] = known[text]
    return found


def _reduced(name: str, text: Any, village: str, words: KnownWords) -> str | int | None:
    """Return as much of a text as may be kept: 1 for that it is there, None for nothing."""
    if name in _KINDS:
        return str(text)
    if name == "village":
        return None if text == village else words.key_of[text]
    if name == "category_raw":
        return "、".join(word for word in words.exempt if word in text) or None
    if name == "org":
        return text if text in words.units else None
    if name == "extension_approver":
        return text if text in words.approvers else 1
    if name == "sittings":
        return min(one.day for one in text).isoformat()
    return 1


def people_and_amounts(cases: "pd.DataFrame") -> tuple[list[int | None], list[str | None]]:
    """Return the number of people, and the yuan as text; None where the row says none."""

    def numbers(name: str) -> list[int | None]:
        return [
            int(value) if there else None
            for value, there in zip(cases[name], cases[name].notna(), strict=True)
        ]

    return numbers("people_count"), [None if one is None else str(one) for one in numbers("amount")]


@dataclass(frozen=True, slots=True)
class Recollection:
    """What is put where a text stood that nobody kept.

    Attributes:
        unsaid: stands for a text of people's, in the language of who reads it.
        villages: every village's name, for the rows of another one.
        today: a sitting on or after it lies ahead.
    """

    unsaid: str
    villages: Collection[str]
    today: date


def cases_again(
    records: Sequence[CaseRecord], village: str, words: KnownWords, recollection: Recollection
) -> "pd.DataFrame":
    """Return the frame of CASES that `kept_facts` and the records were made of, without people's texts."""
    import pandas as pd

    frame = empty_frame(CASES, len(records))
    for name, own in _OWN.items():
        frame[name] = _column(CASES[name], [getattr(record, own) for record in records])
    facts = [record.facts for record in records]
    for name in _DAYS:
        frame[name] = _column(CASES[name], [each.get(name) for each in facts])
    for name in _FLAGS:
        frame[name] = [name in each for each in facts]
    for name in _NUMBERS:
        blank = pd.NA if CASES[name] == "Int64" else 0
        frame[name] = pd.Series([each.get(name, blank) for each in facts], dtype=CASES[name])
    for name in (*_KINDS, "category_raw", "org"):
        frame[name] = [each.get(name, "") for each in facts]
    for name in (*_FILLED, "extension_approver"):
        said = (each.get(name, "") for each in facts)
        frame[name] = [recollection.unsaid if text == 1 else text for text in said]
    by_key = {words.key_of[name]: name for name in recollection.villages}
    frame["village"] = [by_key.get(each.get("village", ""), village) for each in facts]
    frame["sittings"] = pd.Series(
        [_sittings(each.get("sittings"), recollection.today) for each in facts], dtype="object"
    )
    return frame.astype(dict(CASES))


def _column(dtype: str, values: list[Any]) -> Any:
    import pandas as pd

    if dtype.startswith("datetime64"):
        return np.array(values, dtype="datetime64[D]").astype("datetime64[s]")
    if dtype == "Int64":
        return pd.array([pd.NA if value is None else int(value) for value in values], dtype="Int64")
    return values


def _sittings(first: str | None, today: date) -> tuple[WrittenSitting, ...] | str:
    """Return the first sitting of a case, as far as how long its stages took rests on it."""
    if first is None:
        return ""
    day = date.fromisoformat(first)
    return (WrittenSitting(day, None, "", SittingOutcome.UNKNOWN, Role.SITTING_HELD, "", ahead=day >= today),)
