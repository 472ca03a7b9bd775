"""What each job of the schedule does: passes, digests, summaries."""

import logging
from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from config.vocabulary import LedgerProblemCode, OutcomeKind
from scheduler.remind.send import Sender
from scheduler.serve.service import Body, Shift
from scheduler.serve.timetable import JobName

if TYPE_CHECKING:
    from scheduler.marking.outcome import Outcome
    from scheduler.passes.one_pass import Pass
    from scheduler.remind.round import Asked
    from scheduler.state import State
    from scheduler.township import Township

log = logging.getLogger("duesheet")

#: What `publish` calls the summaries of the schedule's jobs.
KINDS: Mapping[JobName, str] = {
    JobName.REPORT: "half-month",
    JobName.RISK_LIST: "risk-list",
    JobName.LEAD_OFFICERS: "lead-officers",
}

#: Slots are remembered this long; a summary of two years ago is not missed any more.
_KEPT = timedelta(days=800)


class Jobs:
    """The bodies of the jobs, over one township.

    Args:
        township: as opened; each job works on it as of its own day.
        state: of the township.
        now: reads the clock; the day is read once, when a job begins.
        send: sends a digest.
    """

    def __init__(
        self, township: "Township", state: "State", now: Callable[[], datetime], send: Sender
    ) -> None:
        self._township = township
        self._state = state
        self._now = now
        self._send = send

    def bodies(self) -> Mapping[str, Body]:
        """Return the work of each job."""
        return {
            JobName.SYNC: lambda shift: not self._look(shift).interrupted,
            JobName.SWEEP: self._sweep,
            JobName.REMIND: self._remind,
            **dict.fromkeys(KINDS, self._publish),
        }

    def _today(self, shift: Shift) -> "Township":
        return replace(self._township, today=shift.now.astimezone(self._township.settings.zone).date())

    def _look(self, shift: Shift) -> "Pass":
        from scheduler.passes.one_pass import run_pass

        def seen(outcome: "Outcome") -> None:
            outcome.edits = ()  # they are in the state
            if outcome.error is not None:
                log.warning("%s: %s; fix: %s", outcome.village, outcome.error.message, outcome.error.fix)

        return run_pass(self._today(shift), kind=shift.slot.job.value, seen=seen, stop=shift.stop)

    def _sweep(self, shift: Shift) -> bool:
        self._state.slots.prune(shift.now - _KEPT)
        return not self._look(shift).interrupted

    def _remind(self, shift: Shift) -> bool:
        from scheduler.remind.round import send_digests

        found = self._look(shift)
        if found.interrupted:
            return False
        asked = _asked(found, self._state)
        return send_digests(self._today(shift), self._state, asked, self._send, shift.stop)

    def _publish(self, shift: Shift) -> bool:
        from scheduler.publishing.summaries import publish

        published = publish(self._today(shift), KINDS[shift.slot.job], shift.slot.key)
        for unread in published.unread:
            log.warning("%s: %s: not in the totals", published.title, unread.village)
        return True


def _asked(found: "Pass", state: "State") -> "Asked":
    """Return the verdicts that stand: not those of a ledger that is held, paused, gone, or a copy."""
    from scheduler.remind.round import Asked

    standing: dict[str, str] = {}
    unread: set[str] = set()
    for outcome in found.outcomes:
        if outcome.kind in (OutcomeKind.FAILED, OutcomeKind.HELD):
            unread.add(outcome.village)
        elif outcome.kind is not OutcomeKind.PAUSED and not _is_copy(outcome):
            standing[outcome.ledger] = outcome.village
    return Asked(standing, state.looks.live_verdicts(), unread)


def _is_copy(outcome: "Outcome") -> bool:
    return any(problem.code is LedgerProblemCode.COPY_OF_LEDGER for problem in outcome.problems)
