"""What the coordinator's page shows, out of the state: places, duties, days; never a name or a matter."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path

import numpy as np

from config.language import phrases
from config.messages import message
from config.spoken.problems import problem_message
from config.vocabulary import Light, OutcomeKind
from scheduler.passes.owed_lines import cadence_lines
from scheduler.passes.recalled.coming_sittings import coming_sittings
from scheduler.state import State
from scheduler.state.problem_records import problems_from
from scheduler.state.records import LedgerRecord, VerdictRecord
from scheduler.township import Township, owed_duties

#: Due within so many working days is shown.
_AHEAD = 10

#: The page stays readable on a phone.
_MOST = 200
_PROBLEMS = 60

#: A case that is on hold is not due.
_TIMED = frozenset({Light.OVERDUE, Light.DUE_SOON, Light.ON_TRACK})

#: What may be fetched.
_FORMATS = frozenset({".xlsx", ".docx", ".html", ".ics"})


@dataclass(frozen=True, slots=True)
class VillageLine:
    """One village: its light and counts."""

    village: str
    light: str  # red, yellow, green or grey
    counts: Mapping[str, int]


@dataclass(frozen=True, slots=True)
class ComingLine:
    """One case that is overdue or due soon; *state* is its light in words."""

    due: date
    light: str
    state: str
    village: str
    place: str
    duty: str
    asked: str


@dataclass(frozen=True, slots=True)
class BoardView:
    """Everything on the page, in words."""

    township: str
    language: str
    today: date
    last_run: str
    next_run: str
    villages: Sequence[VillageLine]
    coming: Sequence[ComingLine]
    left_out: int
    sittings: Sequence[str]
    owed: Sequence[str]
    wrong: Sequence[str]
    reports: Sequence[str]

    def total(self, name: str) -> int:
        """Return the sum of a count over all villages."""
        return sum(one.counts.get(name, 0) for one in self.villages)


def board_view(township: Township, state: State, next_due: Sequence[datetime]) -> BoardView:
    """Read what the page shows.

    Raises:
        StateTroubleError: the state cannot be read.
    """
    places = {village.name: number for number, village in enumerate(township.settings.village)}
    records = sorted(state.looks.ledgers(), key=lambda one: (places.get(one.village, 10_000), one.ledger))
    runs = state.history.runs(limit=1)
    last = _last_day(township)
    coming = _coming(township, records, state.looks.live_verdicts(), last)
    ahead = coming_sittings(state, township.today, last)
    return BoardView(
        township=township.settings.township.name,
        language=township.language,
        today=township.today,
        last_run=runs[0].started_at[:16].replace("T", " ") if runs else "",
        next_run=f"{min(next_due):%m-%d %H:%M}" if next_due else "",
        villages=_villages(records, township.today),
        coming=coming[:_MOST],
        left_out=max(0, len(coming) - _MOST),
        sittings=[one.text(township.language) for one in ahead],
        owed=cadence_lines(owed_duties(state), township, township.language),
        wrong=_wrong(records, township.language)[:_PROBLEMS],
        reports=report_names(township.settings.summary_folder),
    )


def report_names(folder: Path) -> list[str]:
    """Return the reports that may be fetched, the newest first; no hidden file, nothing in a folder."""
    try:
        files = [
            (path.stat().st_mtime, path.name)
            for path in folder.iterdir()
            if path.suffix in _FORMATS and not path.name.startswith((".", "~")) and path.is_file()
        ]
    except OSError:
        return []
    return [name for _, name in sorted(files, reverse=True)]


def _villages(records: Sequence[LedgerRecord], today: date) -> list[VillageLine]:
    found: dict[str, list[LedgerRecord]] = {}
    for record in records:
        found.setdefault(record.village, []).append(record)
    lines: list[VillageLine] = []
    for village, several in found.items():
        counts = {
            name: sum(one.counts.get(name, 0) for one in several) for name in ("open", "overdue", "due_soon")
        }
        looked = all(one.judged_on is not None and not one.paused and one.error is None for one in several)
        light = "red" if counts["overdue"] else "yellow" if counts["due_soon"] else "green"
        lines.append(VillageLine(village, light if looked else "grey", counts))
    return lines


def _last_day(township: Township) -> date:
    today = np.array([township.today], dtype="datetime64[D]")
    return township.rules.calendar.add_working_days(today, _AHEAD)[0].astype(object)


def _coming(
    township: Township,
    records: Sequence[LedgerRecord],
    verdicts: Mapping[str, Sequence[VerdictRecord]],
    last: date,
) -> list[ComingLine]:
    language = township.language
    duties = {duty.id: duty.title.said(language) for duty in township.rules.duties}
    posts = phrases(language, "rules")["post"]
    found: list[ComingLine] = []
    for record in records:
        for one in verdicts.get(record.ledger, ()):
            if one.due is None or one.due > last or not one.live or one.light not in _TIMED:
                continue
            asked = posts.get(one.addressee, "")
            if one.backlog and not asked:
                asked = message("page.backlog").said(language)
            number = message("page.number", number=one.case_no).said(language) if one.case_no else ""
            found.append(
                ComingLine(
                    one.due,
                    str(Light(one.light)),
                    _state(Light(one.light), (township.today - one.due).days, language),
                    record.village,
                    message("page.row", sheet=one.sheet, row=one.row, number=number).said(language),
                    duties.get(one.duty, ""),
                    asked,
                )
            )
    # Of one day they stay as they came: villages as the config has them, rows as the ledgers have them.
    return sorted(found, key=lambda line: line.due)


def _state(light: Light, late: int, language: str) -> str:
    """Return a light in words, as the ledger has it: colour alone tells nobody who cannot see it."""
    words = phrases(language, "rules")["light"]
    key = light.value
    if late > 0 and light in (Light.OVERDUE, Light.DUE_SOON):
        key = "overdue" if light is Light.OVERDUE else "past_usual"
        key += "_one" if late == 1 else ""
    return words[key].format(days=late)


def _wrong(records: Sequence[LedgerRecord], language: str) -> list[str]:
    lines: list[str] = []
    for one in records:
        if one.paused or one.outcome == OutcomeKind.PAUSED:
            lines.append(message("page.paused", village=one.village).said(language))
        elif one.error is not None:
            what, fix = one.error["message"], one.error["fix"]
            lines.append(message("page.error", village=one.village, what=what, fix=fix).said(language))
        for problem in problems_from(one.problems):
            text = problem_message(problem, language)
            line = message("page.problem", village=one.village, sheet=problem.sheet, text=text)
            lines.append(line.said(language))
    return lines
