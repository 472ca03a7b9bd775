"""``duesheet run``: one pass, and how each village came out."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from scheduler.cli.app import Common, say_json
from scheduler.cli.arguments import ALL
from scheduler.cli.progress import with_progress
from scheduler.cli.show import say
from scheduler.cli.villages import run_lines
from scheduler.marking.outcome import error_json, pass_json
from scheduler.passes.clock_guard import require_sane_clock
from scheduler.passes.conclusion import Pass
from scheduler.passes.one_pass import run_pass
from scheduler.passes.pass_terms import PassOrder
from scheduler.township import Township, open_township

if TYPE_CHECKING:
    from scheduler.passes.pass_watch import PassWatch


def run_run(common: Common, only: Sequence[str], resume: Sequence[str], *, release: bool) -> int:
    """Run one pass and say how each ledger came out."""
    township = open_township(common.config, common.today)
    if common.today is None:
        require_sane_clock(township)
    resume = _paused(township) if ALL in resume else resume
    order = PassOrder(only, resume, release=release, keep_rows=common.as_json)

    def work(watch: "PassWatch") -> Pass:
        return run_pass(township, order, watch)

    found = with_progress(common, work)
    if common.as_json:
        told = pass_json(found, township.today, township.language, found.sittings)
        problems = [error_json(each, township.language) for each in found.problems]
        say_json(told | {"gone": [each.as_json() for each in found.gone], "problems": problems})
    else:
        say_run(found, township, common)
    return status_of(found)


def say_run(found: Pass, township: Township, common: Common) -> None:
    """Print how the villages came out; with ``-q`` only what went wrong."""
    for line in run_lines(found, township, common.language, only_wrong=common.quiet):
        say(line)


def _paused(township: Township) -> list[str]:
    """Return the ledgers that ``--resume`` without a name means."""
    records = township.state.looks.ledgers() if township.state else []
    return [record.ledger for record in records if record.paused]


def status_of(found: Pass) -> int:
    """Return the exit status of a pass."""
    if found.interrupted:
        return 130
    return 0 if found.went_well else 1
