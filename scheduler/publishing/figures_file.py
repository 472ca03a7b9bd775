"""Counts for a roll-up: into the state with every half-month, and into a signed file for ``--figures``."""

import hashlib
import hmac
import json
from collections.abc import Sequence
from dataclasses import dataclass
from importlib.metadata import version
from pathlib import Path
from typing import Any

from config.errors import ConfigError
from config.messages import message
from config.periods import Period
from config.vocabulary import CadenceState
from reports.figures.halfmonth_figures import Summary
from reports.figures.named_counts import Counts, period_cells
from reports.inputs import VillageCases
from scheduler.township import Township

#: Of the file; another number is another shape.
SCHEMA = 1


@dataclass(frozen=True, slots=True)
class RolledUp:
    """What a county adds up of one summary: counts only, no person, no case number, no text.

    Attributes:
        cells: village, measure, category, level and count of everything that counts anything.
        state: on_time, late, nil or missing: how the summary came.
        unread: ledgers that are in the counts by an earlier reading, or not at all.
    """

    cells: tuple[tuple[str, str, str, str, int], ...]
    state: CadenceState
    unread: int
    rules_hash: str
    program: str


def rolled_up(township: Township, summary: Summary, *, is_late: bool) -> RolledUp:
    """Return the counts of *summary*."""
    cells = tuple(Counts(summary).cells())
    return RolledUp(
        cells,
        _came(summary, is_late=is_late),
        len(summary.unread),
        township.rules.fingerprint,
        version("duesheet"),
    )


def _came(summary: Summary, *, is_late: bool) -> CadenceState:
    """How a summary came: nil only where every village said so itself; silence is not nil."""
    if is_late:
        return CadenceState.LATE
    said_nil = all(filed.state is CadenceState.NIL for filed in summary.filed.values())
    is_nil = bool(summary.filed) and said_nil and not summary.totals["new"] and not summary.unread
    return CadenceState.NIL if is_nil else CadenceState.ON_TIME


def counted(township: Township, sources: Sequence[VillageCases], period: Period) -> RolledUp:
    """Return the counts of a period that has no half-month's summary: a year, the day of a risk list."""
    cells = tuple(period_cells(sources, period))
    unread = sum(source.error is not None for source in sources)
    return RolledUp(cells, CadenceState.ON_TIME, unread, township.rules.fingerprint, version("duesheet"))


def signed(township: Township, found: RolledUp, kind: str, period: str) -> bytes:
    """Return the file's bytes: JSON whose ``signature`` is HMAC-SHA256 of the same JSON without it.

    Raises:
        ConfigError: ``[summary] figures_key`` names no file that can be read.
    """
    document: dict[str, Any] = {
        "schema": SCHEMA,
        "township": township.settings.township.name,
        "kind": kind,
        "period": period,
        "compiled_on": township.today.isoformat(),
        "program": found.program,
        "rules_hash": found.rules_hash,
        "state": found.state.value,
        "unread": found.unread,
        "figures": [list(cell) for cell in found.cells],
    }
    signature = signature_of(document, _key(township))
    return json.dumps({**document, "signature": signature}, ensure_ascii=False, indent=1).encode() + b"\n"


def signature_of(document: dict[str, Any], key: bytes) -> str:
    """Return what a document is signed with."""
    return hmac.new(key, canonical(document), hashlib.sha256).hexdigest()


def canonical(document: dict[str, Any]) -> bytes:
    """Return what is signed: sorted keys, no blanks, UTF-8, without ``signature``."""
    bare = {name: value for name, value in document.items() if name != "signature"}
    return json.dumps(bare, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode()


def _key(township: Township) -> bytes:
    name = township.settings.summary.figures_key
    return read_key(township.settings.path(name) if name else None)


def read_key(path: Path | None) -> bytes:
    """Return the key that a township and its county share.

    Raises:
        ConfigError: none is named, or the file cannot be read or is empty.
    """
    try:
        key = path.read_bytes().strip() if path is not None else b""
    except OSError:
        key = b""
    if not key:
        raise ConfigError(message("report.figures_key", file=path or "figures_key"), code="figures_key")
    return key
