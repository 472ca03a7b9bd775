"""The standing board (督办总表), refreshed by every run: what is overdue or nearly due now, worst first."""

import json
import logging
from collections.abc import Collection, Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from config.errors import DuesheetError
from config.frames import CASES, VERDICTS, empty_frame
from config.language import phrases
from config.messages import said
from config.vocabulary import CadenceState, Destination, Light, OutcomeKind, Status
from reports.forms.files import PublishError
from reports.inputs import Filed, VillageCases
from scheduler.ledgers.nobodys import is_nobodys, may_be_village
from scheduler.marking.outcome import Outcome
from scheduler.publishing.board_problems import BoardProblems
from scheduler.publishing.sheet_ids import note_sheets, sheet_ids
from scheduler.state.records import VerdictRecord
from scheduler.township import OWED_NOTE, Township

if TYPE_CHECKING:
    import pandas as pd

log = logging.getLogger("duesheet")

#: Outcomes of ledgers that were not read today: the board shows what was last known of them.
_NOT_READ = frozenset({OutcomeKind.SKIPPED, OutcomeKind.PAUSED})


#: Where the state notes the day of the last board that was written.
_NOTE = "board"


def is_board_of(township: Township, day: date) -> bool:
    """Tell whether the board that was written last is of *day*."""
    return township.state is not None and township.state.noted(_NOTE) == day.isoformat()


class BoardDesk:
    """Gathers what the board shows while a pass goes: of each ledger only the rows that still ask.

    Attributes:
        problem: why the board could not be written; None while it was not tried, or went well.
    """

    def __init__(self, township: Township) -> None:
        self._township = township
        self._folder = township.settings.summary_folder
        self._spreadsheet = township.settings.summary_spreadsheet
        self._parts: dict[str, VillageCases] = {}
        self._problems = BoardProblems()
        self._stale: dict[str, str] = {}
        self._untouched: dict[str, str] = {}
        self._sheets: dict[str, Mapping[str, str]] = {}
        self.problem: DuesheetError | None = None

    def add(self, outcome: Outcome) -> None:
        """Take one ledger's rows, or why there are none."""
        self._problems.add(outcome)
        named = self._township.villages
        if is_nobodys(outcome.village, outcome.problems, named):
            return
        if outcome.recalled is not None:
            self._untouched[outcome.ledger] = outcome.village
        if outcome.judged is not None:
            judged = outcome.judged
            standing = judged.verdicts["live"].to_numpy(dtype=bool)
            owed = judged.verdicts["survey_owed"].to_numpy(dtype=bool)
            shown = (standing | owed) & ~judged.elsewhere
            sheets = self._sheets[outcome.ledger] = sheet_ids(judged.ledger)
            self._parts[outcome.ledger] = VillageCases(
                outcome.village,
                judged.cases[shown],
                judged.verdicts[shown],
                Filed(CadenceState.NOT_DUE),
                ledger=outcome.ledger,
                links=self._township.store.row_links(outcome.ledger, sheets, self._folder),
                title=outcome.title,
            )
        elif outcome.error is not None and outcome.as_of is not None:
            self._stale[outcome.ledger] = _told(outcome, outcome.error, self._township.language)
        elif outcome.error is not None and outcome.kind not in _NOT_READ:
            why = outcome.error.said(self._township.language)
            self._parts[outcome.ledger] = _unread(outcome, why, named)

    def publish(
        self, owed: Sequence[Mapping[str, object]], ledgers: Sequence[str], *, anew: bool
    ) -> tuple[Path | str, ...]:
        """Write the board; one that is open in a spreadsheet program is refreshed by the next run.

        Args:
            owed: duties of offices that somebody still owes, as JSON has them.
            ledgers: all there are, in their order, whichever of them this pass has read.
            anew: False when no ledger has changed since it was last looked at; today's board then stays.
        """
        # Reports are composed by pandas and written by libraries that a pass without news need not load.
        from scheduler.publishing.writing import file_name

        township, state = self._township, self._township.state
        standing = self._folder / f"{file_name(township, 'board')}.xlsx"
        is_of_today = is_board_of(township, township.today)
        told = json.dumps(owed, ensure_ascii=False)
        anew = anew or (state is not None and (state.noted(OWED_NOTE) or "[]") != told)
        if is_of_today and not anew and (self._spreadsheet or standing.exists()):
            return ()
        from reports.composing.board import compose_board
        from scheduler.publishing.writing import manner, write_report

        self._fill_up()
        at = {ledger: number for number, ledger in enumerate(ledgers)}
        parts = tuple(
            self._parts[each] for each in sorted(self._parts, key=lambda each: at.get(each, len(at)))
        )
        problems = self._problems.told(township.state, ledgers)
        report = compose_board(township.today, parts, manner(township), self._duties(owed), problems)
        try:
            place = self._spreadsheet
            written = tuple(write_report(township, report, self._folder, ("xlsx",), spreadsheet=place))
        except PublishError as error:
            log.warning("%s; fix: %s", error.message, error.fix)
            self.problem, written = error, ()
        if state is not None:
            state.note(_NOTE, township.today.isoformat() if written else "")
        return written

    def _duties(self, owed: Sequence[Mapping[str, object]]) -> list[tuple[str, str, str, str, str]]:
        """Return one line for each duty, period and day, with everybody who owes it."""
        township = self._township
        language = township.language
        names = township.duty_names()
        joint: str = phrases(language, "reminders")["office"]["list"]
        who: dict[tuple[str, str, str, str], list[str]] = {}
        for one in owed:
            key = str(one["due"]), str(one["duty"]), str(one["period"]), str(one["state"])
            who.setdefault(key, []).append(township.owner_of(one))
        return [
            (
                names.title(duty),
                names.period(duty, period),
                joint.join(owners),
                due,
                names.state(duty, state),
            )
            for (due, duty, period, state), owners in sorted(who.items())
        ]

    def _fill_up(self) -> None:
        """Add what was last known of ledgers this pass did not read: open elsewhere, paused, untouched."""
        state = self._township.state
        if state is None:
            return
        ledgers = {known.ledger: known for known in state.looks.ledgers()}
        known_sheets = note_sheets(state, self._sheets)
        recalled: dict[str, Sequence[VerdictRecord]] = dict.fromkeys((*self._untouched, *self._stale), ())
        recalled |= state.looks.standing_verdicts()
        missing = {name: records for name, records in recalled.items() if name not in self._parts}
        if not missing:
            return
        villages = {name: ledgers[name].village if name in ledgers else name for name in missing}
        cases, verdicts = _remembered_frames(
            [(villages[name], record) for name, records in missing.items() for record in records],
            self._township.today,
        )
        begin = 0
        for ledger, records in missing.items():
            end = begin + len(records)
            ids = known_sheets.get(ledger, {})
            sheets = {sheet: ids.get(sheet, "") for sheet in sorted({record.sheet for record in records})}
            self._parts[ledger] = VillageCases(
                villages[ledger],
                cases.iloc[begin:end],
                verdicts.iloc[begin:end],
                Filed(CadenceState.NOT_DUE),
                error=self._stale.get(ledger),
                ledger=ledger,
                links=self._township.store.row_links(ledger, sheets, self._folder),
                title=ledgers[ledger].title if ledger in ledgers else "",
            )
            begin = end


def _remembered_frames(
    told: Sequence[tuple[str, VerdictRecord]], today: date
) -> tuple["pd.DataFrame", "pd.DataFrame"]:
    """Return CASES and VERDICTS of what the state remembers, as far as it may know them.

    Args:
        told: of all ledgers, for a frame costs the more columns it has, however few its rows.
        today: the date in the township.
    """
    records = [record for _, record in told]
    cases, verdicts = empty_frame(CASES, len(records)), empty_frame(VERDICTS, len(records))
    cases["village"] = [village for village, _ in told]
    for name in ("sheet", "row", "case_no", "org", "category", "status"):
        cases[name] = [getattr(record, name) for record in records]
    registered = np.array([record.registered for record in records], dtype="datetime64[D]")
    cases["registered_date"] = registered.astype("datetime64[s]")
    for name in ("duty", "light", "addressee", "backlog", "live", "survey_owed"):
        verdicts[name] = [getattr(record, name) for record in records]
    due = np.array([record.due for record in records], dtype="datetime64[D]")
    late = verdicts["light"].isin([Light.OVERDUE, Light.DUE_SOON]).to_numpy() & ~np.isnat(due)
    now = np.datetime64(today, "D")
    # A soft limit (调结) may be past while its light is amber still.
    days = np.maximum((now - np.where(late, due, now)).astype("int64"), 0)
    verdicts["due"] = due.astype("datetime64[s]")
    verdicts["days_overdue"] = days
    # What was passed on and still stands here was passed on to the township.
    handed_up = verdicts["live"].to_numpy(dtype=bool) & (cases["status"] == Status.TRANSFERRED).to_numpy()
    cases["destination"] = np.where(handed_up, Destination.TOWNSHIP.value, "")
    return cases.astype(dict(CASES)), verdicts.astype(dict(VERDICTS))


def _told(outcome: Outcome, error: DuesheetError, language: str) -> str:
    """Return why a ledger was not read, and of which day what is shown of it is."""
    return error.said(language) + said(language, "pass.as_of", day=outcome.as_of)


def _unread(outcome: Outcome, why: str, named: Collection[str]) -> VillageCases:
    return VillageCases(
        outcome.village,
        empty_frame(CASES),
        empty_frame(VERDICTS),
        Filed(CadenceState.NOT_DUE),
        error=why,
        ledger=outcome.ledger,
        title=outcome.title,
        is_village=may_be_village(outcome.village, named),
    )
