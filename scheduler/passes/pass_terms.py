"""How a pass goes about its ledgers."""

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum


class Step(StrEnum):
    """What is being done with one ledger."""

    READING = "reading"
    UNDERSTANDING = "understanding"
    JUDGING = "judging"
    WRITING = "writing"


#: Told of each step: the ledger's label, the step, and how many rows, cases or cells it is about; 0: unknown.
Tell = Callable[[str, Step, int], None]


@dataclass(frozen=True, slots=True)
class PassTerms:
    """How a pass goes about its ledgers.

    Attributes:
        run: its name.
        dry: it writes nothing at all.
        release: it lets through what the brake holds.
        look_at_all: it recalls no ledger.
        keep_rows: the verdicts of recalled ledgers are wanted too.
        tell: told of each step within a ledger.
    """

    run: str
    dry: bool = False
    release: bool = False
    look_at_all: bool = False
    keep_rows: bool = False
    tell: Tell = lambda _label, _step, _count: None
