"""Word of long work, on stderr: a bar on a terminal, a line now and then elsewhere."""

import threading
import time
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from scheduler.cli.app import Common
from scheduler.passes.pass_terms import Step

if TYPE_CHECKING:
    from rich.console import Console
    from rich.progress import Progress, TaskID

    from scheduler.marking.outcome import Outcome
    from scheduler.passes.conclusion import Pass
    from scheduler.passes.pass_watch import PassWatch

#: Without a terminal a line comes this often, also in the middle of one large ledger.
EVERY_S = 15.0


class Standing:
    """How far a pass is, kept from what it tells; several ledgers may be under way."""

    def __init__(self, common: Common) -> None:
        self._said = common.said
        self._labels: Sequence[str] = ()
        self._steps: dict[str, tuple[Step, int]] = {}
        self._done = 0

    def begun(self, labels: Sequence[str]) -> None:
        """Take what the ledgers are called."""
        self._labels = labels

    def seen(self, outcome: "Outcome | None") -> None:
        """Count one ledger more."""
        del outcome
        self._done += 1

    def step(self, label: str, step: Step, count: int) -> None:
        """Note what is being done with a ledger."""
        self._steps[label] = (step, count)

    @property
    def total(self) -> int:
        """How many ledgers there are."""
        return len(self._labels)

    @property
    def done(self) -> int:
        """How many of them are done."""
        return min(self._done, len(self._labels))

    def now(self) -> str:
        """Return the ledger that is being worked on, and what is done with it."""
        if self._done >= len(self._labels):
            return self._said("pass.closing") if self._labels else self._said("pass.reading")
        label = self._labels[self._done]
        step, count = self._steps.get(label, (Step.READING, 0))
        what = self._said(f"pass.step_{step.value}", number=count)
        return self._said("pass.at_work", village=label, what=what)


def with_progress(common: Common, work: "Callable[[PassWatch], Pass]") -> "Pass":
    """Do *work*, which tells what comes and reports each ledger; say on stderr how far it is."""
    if common.quiet:
        return work(Standing(common))
    from rich.console import Console

    console = Console(stderr=True)
    if not console.is_terminal:
        with Heartbeat(common, console) as heartbeat:
            return work(heartbeat)
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn())
    with Progress(*columns, console=console, transient=True) as progress:
        return work(_Bar(common, progress, progress.add_task(common.said("pass.reading"), total=None)))


class _Bar(Standing):
    """Shows on a terminal where a pass is: the ledger that takes a minute, and what takes it."""

    def __init__(self, common: Common, progress: "Progress", task: "TaskID") -> None:
        super().__init__(common)
        self._progress, self._task = progress, task

    def begun(self, labels: Sequence[str]) -> None:
        super().begun(labels)
        self._show()

    def seen(self, outcome: "Outcome | None") -> None:
        super().seen(outcome)
        self._show()

    def step(self, label: str, step: Step, count: int) -> None:
        super().step(label, step, count)
        self._show()

    def _show(self) -> None:
        self._progress.update(self._task, total=self.total, completed=self.done, description=self.now())


class Heartbeat(Standing):
    """Says every so often how far a pass is, which ledger it is at, and what it does with it."""

    def __init__(self, common: Common, console: "Console", every_s: float = EVERY_S) -> None:
        super().__init__(common)
        self._console = console
        self._every_s = every_s
        self._over = threading.Event()
        self._thread = threading.Thread(target=self._beat, daemon=True)
        self._began = time.monotonic()

    def __enter__(self) -> "Heartbeat":
        self._thread.start()
        return self

    def __exit__(self, *_error: object) -> None:
        self._over.set()
        self._thread.join()

    def _beat(self) -> None:
        while not self._over.wait(self._every_s):
            seconds = round(time.monotonic() - self._began)
            line = self._said(
                "pass.progress", done=self.done, total=self.total, at=self.now(), seconds=seconds
            )
            self._console.print(line, markup=False, highlight=False, soft_wrap=True)
