"""What each job of the schedule does: passes, digests, summaries."""

import gc
import logging
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from config.errors import DuesheetError
from config.messages import message
from config.vocabulary import LedgerProblemCode, OutcomeKind
from scheduler.remind.channels import Arrival
from scheduler.remind.send import Sender, ping
from scheduler.serve.lease import Shift
from scheduler.serve.service import Body
from scheduler.serve.timetable import JobName

if TYPE_CHECKING:
    from scheduler.marking.outcome import Outcome
    from scheduler.passes.conclusion import Pass
    from scheduler.remind.asked import Asked
    from scheduler.state import State
    from scheduler.township import Township

log = logging.getLogger("duesheet")

#: What `publish` calls the summaries of the schedule's jobs.
KINDS: Mapping[JobName, str] = {
    JobName.REPORT: "half-month",
    JobName.REPORT_AGAIN: "half-month",
    JobName.RISK_LIST: "risk-list",
    JobName.LEAD_OFFICERS: "lead-officers",
}

#: The code of a pass in which no ledger could be read: a share that is not mounted, a key that was withdrawn.
NO_LEDGER_READ = "no_ledger_read"

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
            JobName.SYNC: self._sync,
            JobName.SWEEP: self._sweep,
            JobName.REMIND: self._remind,
            **dict.fromkeys(KINDS, self._publish),
        }

    def _today(self, shift: Shift) -> "Township":
        return replace(self._township, today=shift.now.astimezone(self._township.settings.zone).date())

    def _look(self, shift: Shift) -> "Pass":
        from scheduler.passes.one_pass import run_pass
        from scheduler.passes.pass_terms import PassOrder
        from scheduler.passes.pass_watch import TakingRows

        def seen(outcome: "Outcome") -> None:
            outcome.edits = ()  # they are in the state
            shift.progress()
            if outcome.error is not None:
                log.warning("%s: %s; fix: %s", outcome.village, outcome.error.message, outcome.error.fix)

        order = PassOrder(kind=shift.slot.job.value)
        found = run_pass(self._today(shift), order, TakingRows(seen), shift.stop)
        for gone in found.gone:
            log.warning(
                "%s (%s): no longer there since %s%s",
                *(gone.title, gone.village, gone.since, f"; likely {gone.likely}" if gone.likely else ""),
            )
        gc.collect()  # a pass collects rarely; what it leaves goes here, so that memory stays what it was
        return found

    def _sync(self, shift: Shift) -> bool:
        return self._is_good(shift, self._look(shift))

    def _sweep(self, shift: Shift) -> bool:
        self._state.slots.prune(shift.now - _KEPT)
        return self._is_good(shift, self._look(shift))

    def _is_good(self, shift: Shift, found: "Pass") -> bool:
        """Tell whether a pass came to its end; an outside watcher hears of one that did.

        Raises:
            DuesheetError: not one ledger could be read, so that nothing was looked at.
        """
        if found.interrupted:
            return False
        failed = [outcome for outcome in found.outcomes if outcome.kind is OutcomeKind.FAILED]
        if failed and len(failed) == len(found.outcomes):
            first = failed[0].error
            fix = first.fix_told if first else message("serve.see_place")
            raise DuesheetError(message("serve.none_read", count=len(failed)), fix=fix, code=NO_LEDGER_READ)
        shift.progress()
        url = self._township.settings.serve.heartbeat_url
        if url:
            ping(url)
        return True

    def _remind(self, shift: Shift) -> bool:
        from scheduler.remind.round import send_digests

        found = self._look(shift)
        if found.interrupted:
            return False
        asked = _asked(found, self._state, self._today(shift))

        def sent(url: str, title: str, lines: Sequence[str]) -> Arrival:
            arrived = self._send(url, title, lines)
            shift.progress()
            return arrived

        return send_digests(self._today(shift), self._state, asked, sent, shift.stop)

    def _publish(self, shift: Shift) -> bool:
        from scheduler.publishing.summaries import SummaryStoppedError, Terms, publish

        job, period = shift.slot.job, shift.slot.key
        # On their own due day villages may still report: what came since is published the next working day.
        terms = Terms(shift.stop, only_news=job is JobName.REPORT_AGAIN)
        try:
            published = publish(self._today(shift), KINDS[job], period, terms=terms)
        except SummaryStoppedError:
            return False
        for unread in published.unread:
            how = f"counts as read on {unread.as_of}" if unread.as_of is not None else "not in the totals"
            log.warning("%s: %s: %s", published.title, unread.village, how)
        return True


def _asked(found: "Pass", state: "State", township: "Township") -> "Asked":
    """Return the verdicts that stand: not those of a ledger that is held, paused, gone, or a copy."""
    from scheduler.remind.asked import Asked, owed_duties
    from scheduler.remind.sitting_notices import sitting_notices
    from scheduler.serve.told_ledgers import ledger_notes

    standing: dict[str, str] = {}
    unread: set[str] = set()
    for outcome in found.outcomes:
        if outcome.kind in (OutcomeKind.FAILED, OutcomeKind.HELD):
            unread.add(outcome.village)
            if outcome.as_of is not None:
                standing[outcome.ledger] = outcome.village
        elif outcome.kind is not OutcomeKind.PAUSED and not _is_copy(outcome):
            standing[outcome.ledger] = outcome.village
    duties, notices = owed_duties(township, found.cadences), sitting_notices(township, found.desk)
    notes = tuple(ledger_notes(found))
    return Asked(standing, state.looks.live_verdicts(), unread, duties, notices, notes)


def _is_copy(outcome: "Outcome") -> bool:
    return any(problem.code is LedgerProblemCode.COPY_OF_LEDGER for problem in outcome.problems)
