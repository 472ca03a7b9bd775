"""What is wrong, or will be: each finding with its remedy."""

import shutil
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime
from enum import StrEnum
from importlib.util import find_spec
from pathlib import Path

from config.errors import ConfigError, DuesheetError, LedgerBusyError
from config.vocabulary import Post, SheetKind
from scheduler.ledgers.entries import Entry, find_entries
from scheduler.ledgers.looking import column_roles, look
from scheduler.remind.lines import channels
from scheduler.state import State
from scheduler.township import Township

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
    message: str
    fix: str
    level: Level = Level.WRONG


def examine(township: Township, server_time: ServerTime) -> list[Finding]:
    """Look at everything a run rests on; writes nothing."""
    findings = [
        *_calendar(township),
        *_clock(township, server_time),
        *_disk(township),
        *_posts(township),
        *_service(township),
    ]
    try:
        entries = find_entries(township.settings, township.store.list())
    except DuesheetError as error:
        return [*findings, _of_error("ledgers", error)]
    if not entries:
        fix = "put workbooks into the folder, or share spreadsheets with the service account"
        findings.append(Finding("ledgers", "there is no ledger at all", fix))
    for entry in entries:
        findings += _ledger(township, entry)
    return findings


def google_time(township: Township) -> datetime | None:
    """Return what time the server of the spreadsheets says it is; None without one, or without an answer."""
    if township.settings.ledgers.store != "google":
        return None
    import requests

    place = township.settings.ledgers.endpoint or "https://sheets.googleapis.com"
    try:
        told = requests.head(place, timeout=10).headers.get("Date", "")
        return parsedate_to_datetime(told).astimezone(UTC)
    except (requests.RequestException, ValueError):
        return None


def config_finding(error: ConfigError) -> Finding:
    """Return the finding of a config that cannot be read at all."""
    return Finding("config", error.message, error.fix)


def _of_error(area: str, error: DuesheetError) -> Finding:
    return Finding(area, error.message, error.fix)


def _calendar(township: Township) -> Iterator[Finding]:
    year, published = township.today.year, township.rules.calendar.published
    if year not in published:
        yield Finding(
            "calendar",
            f"the working days of {year} are not known: every date in it is provisional (暂定)",
            f"install the newest duesheet, or enter the State Council's notice under [calendar.{year}]",
        )
    if township.today.month >= _NOTICE_MONTH and year + 1 not in published:
        yield Finding(
            "calendar",
            f"the working days of {year + 1} are not known yet; dates in it are provisional (暂定)",
            f"when the notice is out, update duesheet or enter it under [calendar.{year + 1}]",
            Level.NOTICE,
        )


def _clock(township: Township, server_time: ServerTime) -> Iterator[Finding]:
    now = township.now()
    there = server_time()
    if there is not None and abs(now - there) > _CLOCK:
        yield Finding(
            "clock",
            f"this machine's clock is {_apart(now - there)} than the server's",
            "set the clock and let it be kept (timedatectl set-ntp true; Windows: Internet time)",
        )
    last = township.state.slots.last_moment() if township.state else None
    if last is not None and now < last - timedelta(hours=1):
        yield Finding(
            "clock",
            f"this machine's clock is {_apart(now - last)} than the service's last run; the service waits",
            "set the clock; if it is right now: duesheet serve --trust-clock",
        )


def _apart(difference: timedelta) -> str:
    minutes = round(abs(difference).total_seconds() / 60)
    return f"{minutes} minutes {'later' if difference > timedelta() else 'earlier'}"


def _disk(township: Township) -> Iterator[Finding]:
    settings = township.settings
    places = {settings.base, settings.summary_folder}
    if settings.ledgers.store == "folder":
        places.add(settings.path(settings.ledgers.folder))
    for place in sorted(places):
        try:
            free = shutil.disk_usage(_existing(place)).free // 1_000_000
        except OSError as error:
            yield Finding("disk", f"{place}: cannot be read ({error.strerror})", "check its permissions")
            continue
        if free < _ROOM_MB:
            yield Finding("disk", f"{place}: {free} MB left", "make room: at least 200 MB")


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
        fix = "enter Apprise addresses under [notify] urls, or under [[post]] notify"
        yield Finding("posts", "nobody is told anything: no channel is named", fix, Level.NOTICE)
        return
    if find_spec("apprise") is None:
        yield Finding("posts", "digests need apprise", "install it: pipx install 'duesheet[notify]'")
    for post in Post:
        silent = [name for name in villages if post in asked and not channels(settings, post, name, "")]
        if silent:
            where = "anywhere" if len(silent) == len(villages) else "、".join(silent)
            fix = f'add [[post]] post = "{post}" with notify = […], or a channel for all under [notify] urls'
            yield Finding("posts", f"{post}: is asked, and has no channel ({where})", fix)
    for part in settings.post:
        if part.village is not None and settings.village and part.village not in villages:
            fix = "correct the name, or add its [[village]]"
            yield Finding("posts", f"{part.post}: there is no village {part.village}", fix)
    yield from _addresses(everything)


def _addresses(urls: Sequence[str]) -> Iterator[Finding]:
    if find_spec("apprise") is None:
        return
    from scheduler.remind.lines import service_of
    from scheduler.remind.send import is_understood

    for number, url in enumerate(dict.fromkeys(urls), 1):
        if not is_understood(url):
            fix = "see how the service's address is written in Apprise's documentation"
            yield Finding("posts", f"channel {number} ({service_of(url)}): is no Apprise address", fix)


def _service(township: Township) -> Iterator[Finding]:
    if township.state is None:
        return
    for slot in township.state.slots.failed():
        error = slot.error or {"message": "failed", "fix": "duesheet status"}
        yield Finding("service", f"{slot.job} {slot.slot}: {error['message']}", error["fix"])
    for record in township.state.looks.ledgers():
        if record.paused:
            fix = f"duesheet run --resume {record.village}"
            yield Finding("service", f"{record.village}: is paused", fix, Level.NOTICE)


def _ledger(township: Township, entry: Entry) -> Iterator[Finding]:
    try:
        _, ledger = look(township, entry)
    except LedgerBusyError as error:
        yield Finding("ledgers", error.message, error.fix, Level.NOTICE)
        return
    except DuesheetError as error:
        yield _of_error("ledgers", error)
        return
    if entry.copy_of is not None:
        return
    kinds = {sheet.kind for sheet in ledger.sheets if sheet.visible}
    known = {SheetKind.LEDGER, SheetKind.EMPTY_LEDGER, SheetKind.NIL_REPORT, SheetKind.FORM}
    inspecting = f"see what was understood: duesheet inspect {entry.label}"
    if not kinds & known:
        yield Finding("ledgers", f"{entry.label}: no worksheet was understood as a ledger", inspecting)
        return
    rows = {(problem.sheet, problem.row) for problem in ledger.problems if problem.row}
    if len(ledger.cases) and len(rows) > _POOR * len(ledger.cases):
        yield Finding(
            "ledgers",
            f"{entry.label}: {len(rows)} rows with problems among {len(ledger.cases)} cases",
            f"{inspecting}; name its headings under [headers]",
        )
    yield from _drift(township.state, entry, column_roles(ledger), inspecting)


def _drift(
    state: State | None, entry: Entry, now: Mapping[str, Mapping[str, str]], fix: str
) -> Iterator[Finding]:
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
            yield Finding(
                "ledgers",
                f"{entry.label} {sheet}: no heading means {', '.join(lost)} now, as one did at the last run",
                f"{fix}; put the heading back or name the new one under [headers]",
            )


def finding_json(finding: Finding) -> dict[str, str]:
    """Return a finding as ``doctor --json`` shows it."""
    return {
        "area": finding.area,
        "level": finding.level.value,
        "message": finding.message,
        "fix": finding.fix,
    }
