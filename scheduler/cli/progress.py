"""Word of long work, on stderr: a bar on a terminal, a line now and then elsewhere."""

import threading
import time
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from scheduler.cli.app import Common

if TYPE_CHECKING:
    from rich.console import Console

    from scheduler.marking.outcome import Outcome
    from scheduler.passes.one_pass import Pass

#: Without a terminal a line comes this often, also in the middle of one large ledger.
EVERY_S = 15.0

Seen = Callable[["Outcome"], None]
Begun = Callable[[Sequence[str]], None]


def with_progress(common: Common, work: "Callable[[Seen, Begun], Pass]") -> "Pass":
    """Do *work*, which tells what comes and reports each ledger; say on stderr how far it is."""
    if common.quiet:
        return work(lambda _outcome: None, lambda _labels: None)
    from rich.console import Console

    console = Console(stderr=True)
    if not console.is_terminal:
        with Heartbeat(common, console) as heartbeat:
            return work(heartbeat.seen, heartbeat.begun)
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn())
    with Progress(*columns, console=console, transient=True) as progress:
        task = progress.add_task(common.said("pass.reading"), total=None)
        labels: Sequence[str] = ()
        done = 0

        def begun(names: Sequence[str]) -> None:
            nonlocal labels
            labels = names
            progress.update(task, total=len(names), description=names[0] if names else None)

        def seen(_outcome: "Outcome") -> None:
            nonlocal done
            done += 1
            # Named is the ledger that is being worked on, which may be the one that takes a minute.
            following = labels[done] if done < len(labels) else common.said("pass.reading")
            progress.update(task, advance=1, description=following)

        return work(seen, begun)


class Heartbeat:
    """Says every so often how far a pass is and which ledger it is at."""

    def __init__(self, common: Common, console: "Console", every_s: float = EVERY_S) -> None:
        self._labels: Sequence[str] = ()
        self._common = common
        self._console = console
        self._every_s = every_s
        self._done = 0
        self._over = threading.Event()
        self._thread = threading.Thread(target=self._beat, daemon=True)
        self._began = time.monotonic()

    def __enter__(self) -> "Heartbeat":
        self._thread.start()
        return self

    def __exit__(self, *_error: object) -> None:
        self._over.set()
        self._thread.join()

    def begun(self, labels: Sequence[str]) -> None:
        """Take what the ledgers are called."""
        self._labels = labels

    def seen(self, _outcome: object) -> None:
        """Count one ledger more."""
        self._done += 1

    def _beat(self) -> None:
        while not self._over.wait(self._every_s):
            done = min(self._done, len(self._labels))
            line = self._common.said(
                "pass.progress",
                done=done,
                total=len(self._labels),
                village=self._labels[done] if done < len(self._labels) else "",
                seconds=round(time.monotonic() - self._began),
            )
            self._console.print(line, markup=False, highlight=False, soft_wrap=True)
