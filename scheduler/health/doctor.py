"""What is wrong, or will be: each finding with its remedy."""

import errno
import os
import shutil
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from importlib.util import find_spec
from pathlib import Path

from config.errors import ConfigError, DuesheetError, LedgerBusyError, LedgerError
from config.frames import Problem
from config.messages import Message, Roles, message
from config.vocabulary import LedgerProblemCode, Post, SheetKind
from scheduler.health.standing import missed_slots, unwritten
from scheduler.ledgers.copies.content_copies import told_copies
from scheduler.ledgers.copies.copied_ledgers import copy_problem
from scheduler.ledgers.entries import Entry, find_entries
from scheduler.ledgers.provisional import ProvisionalCases
from scheduler.ledgers.reading import column_roles, look
from scheduler.remind.routing import channels
from scheduler.serve.timetable import make_plan
from scheduler.state import State
from scheduler.township import Township
from sync.store import Dated, Foreseeing, Printing, SheetLayout, TabsForeseeing

#: Next year's notice comes out in November; before that its absence is no news.
_NOTICE_MONTH = 11

#: Below this much room a pass may end in the middle of a write.
_ROOM_MB = 200

#: A clock further from the world's than this gives wrong days around midnight, and refused tokens.
_CLOCK = timedelta(minutes=5)

#: A ledger is understood poorly when a larger share of its cases has a problem.
_POOR = 0.5

#: Reads what time a server says it is; None when none could be asked.
ServerTime = Callable[[], datetime | None]


class Level(StrEnum):
    """How bad it is; notices alone leave the exit status at 0."""

    WRONG = "wrong"
    NOTICE = "notice"


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that is wrong, where, and what to do."""

    area: str
    error: DuesheetError
    level: Level = Level.WRONG

    @property
    def message(self) -> str:
        """What is wrong, in English."""
        return self.error.message

    @property
    def fix(self) -> str:
        """The next action, in English."""
        return self.error.fix


def examine(township: Township, server_time: ServerTime) -> list[Finding]:
    """Look at everything a run rests on; writes nothing."""
    findings = [
        *_calendar(township),
        *_clock(township, server_time),
        *_disk(township),
        *_posts(township),
        *_service(township),
        *_outputs(township),
    ]
    try:
        entries = told_copies(township, find_entries(township.settings, township.store.list()))
    except DuesheetError as error:
        return [*findings, _of_error("ledgers", error)]
    if not entries:
        findings.append(_finding("ledgers", message("doctor.no_ledger")))
    provisional = ProvisionalCases(township)
    for entry in entries:
        findings += _ledger(township, entry, provisional)
    if (told := provisional.told()) is not None:
        findings.append(_finding("calendar", told, Level.NOTICE))
    return [*findings, *_printing(township, entries)]


def _printing(township: Township, entries: Sequence[Entry]) -> Iterator[Finding]:
    """Say where our columns add pages to what the village prints, as long as nobody has chosen."""
    store = township.store
    if not isinstance(store, Printing) or "print" in township.settings.marks.model_fields_set:
        return
    titles: list[str] = []
    for entry in entries:
        with suppress(LedgerError):
            if not entry.missing and entry.ref.ledger_id.endswith(".xlsx") and store.prints_ours(entry.ref):
                titles.append(entry.label)
    if titles:
        told = message("doctor.printed", count=len(titles), village=titles[0])
        yield _finding("ledgers", told, Level.NOTICE)


def server_time(township: Township) -> datetime | None:
    """Return what time the ledgers' service says it is; None without one, or without an answer."""
    return township.store.server_time() if isinstance(township.store, Dated) else None


def config_finding(error: ConfigError) -> Finding:
    """Return the finding of a config that cannot be read at all."""
    return Finding("config", error)


def _of_error(area: str, error: DuesheetError) -> Finding:
    return Finding(area, error)


def _finding(area: str, told: Message, level: Level = Level.WRONG) -> Finding:
    return Finding(area, DuesheetError(told), level)


def _calendar(township: Township) -> Iterator[Finding]:
    year, published = township.today.year, township.rules.calendar.published
    if year not in published:
        yield _finding("calendar", message("doctor.year_unknown", year=year))
    if township.today.month >= _NOTICE_MONTH and year + 1 not in published:
        yield _finding("calendar", message("doctor.next_year", year=year + 1), Level.NOTICE)


def _clock(township: Township, server_time: ServerTime) -> Iterator[Finding]:
    now = township.now()
    there = server_time()
    if there is not None and abs(now - there) > _CLOCK:
        yield _finding("clock", message("doctor.clock_server", apart=_apart(now - there)))
    last = township.state.slots.last_moment() if township.state else None
    if last is not None and now < last - timedelta(hours=1):
        yield _finding("clock", message("doctor.clock_service", apart=_apart(now - last)))


def _apart(difference: timedelta) -> Message:
    minutes = round(abs(difference).total_seconds() / 60)
    return message("doctor.later" if difference > timedelta() else "doctor.earlier", minutes=minutes)


def _disk(township: Township) -> Iterator[Finding]:
    settings = township.settings
    places = {settings.base, settings.summary_folder}
    if settings.ledger_folder is not None:
        places.add(settings.ledger_folder)
    for place in sorted(places):
        try:
            free = shutil.disk_usage(_existing(place)).free // 1_000_000
        except OSError as error:
            reason = error.strerror
            yield _finding("disk", message("doctor.no_access", place=place, reason=reason))
            continue
        if free < _ROOM_MB:
            yield _finding("disk", message("doctor.little_room", place=place, free=free))


def _existing(place: Path) -> Path:
    while not place.exists() and place != place.parent:
        place = place.parent
    return place


def _posts(township: Township) -> Iterator[Finding]:
    settings = township.settings
    asked = {rung.ask for rung in township.rules.ladder}
    villages = [village.name for village in settings.village] or [""]
    everything = [*settings.notify.urls, *(url for part in settings.post for url in part.notify)]
    if not everything:
        yield _finding("posts", message("doctor.no_channel"), Level.NOTICE)
        return
    if find_spec("apprise") is None:
        yield _finding("posts", message("remind.no_apprise"))
    for post in Post:
        silent = [name for name in villages if post in asked and not channels(settings, post, name, "")]
        if silent:
            everywhere = message("doctor.anywhere")
            where = everywhere if len(silent) == len(villages) else "、".join(silent)
            yield _finding("posts", message("doctor.post_silent", post=post, where=where))
    for part in settings.post:
        if part.village is not None and settings.village and part.village not in villages:
            yield _finding("posts", message("doctor.post_village", post=part.post, village=part.village))
    yield from _addresses(everything)


def _addresses(urls: Sequence[str]) -> Iterator[Finding]:
    if find_spec("apprise") is None:
        return
    from scheduler.remind.routing import service_of
    from scheduler.remind.send import is_understood

    for number, url in enumerate(dict.fromkeys(urls), 1):
        if not is_understood(url):
            service = service_of(url)
            yield _finding("posts", message("doctor.no_address", number=number, service=service))


def _service(township: Township) -> Iterator[Finding]:
    if township.state is None:
        return
    for slot in township.state.slots.failed():
        job = message(f"status.job_{slot.job}")
        what = slot.error["message"] if slot.error else message("status.failed")
        fix = slot.error["fix"] if slot.error else "duesheet status"
        yield _finding("service", message("doctor.slot", job=job, slot=slot.slot, what=what, fix=fix))
    jobs = make_plan(township.settings.schedule, township.rules.calendar, township.settings.zone)
    if missed := missed_slots(township.state, jobs, township.now()):
        yield _finding("service", message("doctor.missed", count=len(missed)))
    for record in township.state.looks.ledgers():
        if record.paused:
            yield _finding("service", message("doctor.paused", village=record.village), Level.NOTICE)


def _outputs(township: Township) -> Iterator[Finding]:
    """Say why the board and the summaries cannot be written, as the last pass found and a look finds now."""
    found: dict[str, DuesheetError] = {}
    if township.state is not None:
        for one in unwritten(township.state):
            found[one["message"]] = DuesheetError(one["message"], fix=one["fix"], code=one["code"])
    if spreadsheet := township.settings.summary_spreadsheet:
        obstacle = _tabs_obstacle(township, spreadsheet)
        found = {"": obstacle} if obstacle is not None else found
    elif not os.access(_existing(township.settings.summary_folder), os.W_OK):
        folder = township.settings.summary_folder
        told = message("report.not_written", file=folder, reason=os.strerror(errno.EACCES))
        found[str(folder)] = DuesheetError(told)
    yield from (Finding("summaries", error) for error in found.values())


def _tabs_obstacle(township: Township, spreadsheet: str) -> DuesheetError | None:
    if not isinstance(township.store, TabsForeseeing):
        return DuesheetError(message("report.elsewhere"))
    obstacle = township.store.tabs_obstacle(spreadsheet)
    if obstacle is None:
        return None
    # The store's own remedy speaks of ledgers.
    fix = message("report.check_address") if obstacle.code == "gone" else obstacle.fix_told
    return DuesheetError(message("report.to", what=obstacle.told), fix=fix, code=obstacle.code)


def _ledger(township: Township, entry: Entry, provisional: ProvisionalCases) -> Iterator[Finding]:
    try:
        seen = look(township, entry)
        grid, ledger = seen.grid, seen.ledger
        is_copy = copy_problem(township, entry) is not None
    except LedgerBusyError as error:
        yield Finding("ledgers", error, Level.NOTICE)
        return
    except DuesheetError as error:
        yield _of_error("ledgers", error)
        return
    if is_copy:
        return
    provisional.add(entry, seen)
    if isinstance(township.store, Foreseeing):
        places = [SheetLayout(sheet.name, ()) for sheet in ledger.sheets if sheet.visible and sheet.tables]
        obstacle = township.store.obstacle(entry.ref, grid, places)
        if obstacle is not None:
            yield _of_error("ledgers", obstacle)
    yield from _against_config(entry, ledger.problems)
    kinds = {sheet.kind for sheet in ledger.sheets if sheet.visible}
    known = {SheetKind.LEDGER, SheetKind.EMPTY_LEDGER, SheetKind.NIL_REPORT, SheetKind.FORM}
    if not kinds & known:
        yield _finding("ledgers", message("doctor.not_understood", village=entry.label))
        return
    rows = {(problem.sheet, problem.row) for problem in ledger.problems if problem.row}
    if len(ledger.cases) and len(rows) > _POOR * len(ledger.cases):
        cases = len(ledger.cases)
        told = message("doctor.many_problems", village=entry.label, rows=len(rows), cases=cases)
        yield _finding("ledgers", told)
    yield from _drift(township.state, entry, column_roles(ledger))


def _against_config(entry: Entry, problems: Sequence[Problem]) -> Iterator[Finding]:
    """Say where a ledger's own titles and headings speak against its line in the config."""
    for problem in problems:
        if problem.code is LedgerProblemCode.VILLAGE_MISMATCH:
            told = message("doctor.village_mismatch", village=entry.label, told=problem.detail)
            yield _finding("ledgers", told, Level.NOTICE)
        elif problem.code is LedgerProblemCode.FAMILY_OVERRULED:
            kind = message(f"doctor.family_{problem.detail}")
            told = message("doctor.family_overruled", village=entry.label, sheet=problem.sheet, told=kind)
            yield _finding("ledgers", told, Level.NOTICE)


def _drift(state: State | None, entry: Entry, now: Mapping[str, Mapping[str, str]]) -> Iterator[Finding]:
    if state is None:
        return
    record = state.looks.ledger(entry.ref.ledger_id)
    before = record.roles if record else None
    if before is None:
        return
    for place in before.keys() & now.keys():
        lost = sorted(set(before[place].values()) - set(now[place].values()) - {"other", "ignored"})
        if lost:
            sheet = place.rpartition("/")[0]
            roles = Roles(tuple(lost))
            told = message("doctor.heading_lost", village=entry.label, sheet=sheet, roles=roles)
            yield _finding("ledgers", told)


def finding_json(finding: Finding, language: str) -> dict[str, str]:
    """Return a finding as ``doctor --json`` shows it."""
    return {
        "area": finding.area,
        "level": finding.level.value,
        "message": finding.error.said(language),
        "fix": finding.error.remedy(language),
    }
