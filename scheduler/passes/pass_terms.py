"""What is asked of a pass, and how it goes about its ledgers."""

from collections.abc import Callable, Sequence
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
class PassOrder:
    """What a person, or the timetable, asks of a pass; of itself it looks at all and marks what has news.

    Attributes:
        only: villages or ledgers; empty means all.
        resume: paused villages to take up again.
        release: let a ledger through that the brake holds, once.
        dry: write nothing at all.
        kind: what the state calls it: run, sync, remind or sweep.
        keep_rows: keep every ledger's rows in its outcome, those of recalled ledgers too; otherwise they go
            once the pass's watch has had them, so that no more than a few ledgers are in memory at a time.
    """

    only: Sequence[str] = ()
    resume: Sequence[str] = ()
    release: bool = False
    dry: bool = False
    kind: str = "run"
    keep_rows: bool = False


#: All ledgers, as a run without further words marks them.
USUAL = PassOrder()


@dataclass(frozen=True, slots=True)
class PassTerms:
    """How a pass goes about its ledgers.

    Attributes:
        run: its name.
        order: what is asked of it.
        look_at_all: it recalls no ledger.
        tell: told of each step within a ledger.
    """

    run: str
    order: PassOrder = USUAL
    look_at_all: bool = False
    tell: Tell = lambda _label, _step, _count: None
