"""Who hears of a pass while it is under way."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Protocol

from scheduler.marking.outcome import Outcome
from scheduler.passes.pass_terms import Step


class PassWatch(Protocol):
    """Hears how far a pass is."""

    def begun(self, labels: Sequence[str]) -> None:
        """Hear once what the ledgers are called that come, in the order of the config."""
        ...

    def seen(self, outcome: Outcome) -> None:
        """Hear that a ledger is done, in the order of the config."""
        ...

    def step(self, label: str, step: Step, count: int) -> None:
        """Hear what is being done with one ledger, and with how many rows, cases or cells; from threads."""
        ...


class Unwatched:
    """Nobody hears of the pass."""

    def begun(self, labels: Sequence[str]) -> None:
        """Let it pass."""

    def seen(self, outcome: Outcome) -> None:
        """Let it pass."""

    def step(self, label: str, step: Step, count: int) -> None:
        """Let it pass."""


NOBODY = Unwatched()


@dataclass(frozen=True, slots=True)
class TakingRows:
    """Takes each outcome while its rows are there, and lets another watch hear all of the pass.

    Attributes:
        take: takes the outcome.
        watch: hears it afterwards, and all the rest.
    """

    take: Callable[[Outcome], None]
    watch: PassWatch = NOBODY

    def begun(self, labels: Sequence[str]) -> None:
        """Pass it on."""
        self.watch.begun(labels)

    def seen(self, outcome: Outcome) -> None:
        """Take it, then pass it on."""
        self.take(outcome)
        self.watch.seen(outcome)

    def step(self, label: str, step: Step, count: int) -> None:
        """Pass it on."""
        self.watch.step(label, step, count)
