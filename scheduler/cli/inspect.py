"""``duesheet inspect``: what was understood of each ledger."""

from collections.abc import Iterator, Sequence
from datetime import date
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from config.errors import ConfigError, LedgerError
from config.loading.settings_file import find_config, load_settings
from config.messages import Listed, message, said
from config.settings import Settings
from config.spoken.period_names import period_name
from config.spoken.problems import place_before
from config.vocabulary import DEFAULT_ZONE
from scheduler import clock
from scheduler.cli.app import Common, say_json
from scheduler.cli.column_words import column_lines, ranges
from scheduler.cli.show import say
from scheduler.ledgers.entries import Entry, choose, find_entries
from scheduler.ledgers.reading import look, look_at_file
from scheduler.township import Township, open_township
from sync.folder.workbook import OTHER_SPREADSHEETS, READABLE
from sync.inspection import describe


def run_inspect(names: Sequence[str], common: Common) -> int:
    """Describe files by path, and ledgers of the config by village, file name or address."""
    found = list(_described(names, common))
    if common.as_json:
        say_json(found[0] if len(found) == 1 else found)
    else:
        for description in found:
            _say(description, common)
    return 1 if any(description.get("error") for description in found) else 0


def _described(names: Sequence[str], common: Common) -> Iterator[dict[str, Any]]:
    settings = _settings(common)
    files = [name for name in names if _is_file(name, settings)]
    others = [name for name in names if name not in files]
    if files:
        zone = settings.zone if settings is not None else ZoneInfo(DEFAULT_ZONE)
        today = common.today or clock.today(zone)
        for name in files:
            yield _file(Path(name), today, settings, common.language)
    if others or not files:
        township = open_township(common.config, common.today, remember=False)
        _refuse_missing(others, find_entries(township.settings, township.store.list()))
        for entry in choose(find_entries(township.settings, township.store.list()), others):
            try:
                yield _ledger(township, entry, common.language)
            except LedgerError as error:
                yield _unread(entry.ref.ledger_id, entry.label, error, common.language)


def _refuse_missing(names: Sequence[str], entries: Sequence[Entry]) -> None:
    """Say of what is plainly the name of a file that there is none, not that there is no such village."""
    for name in names:
        if Path(name).suffix.lower() in READABLE | OTHER_SPREADSHEETS:
            try:
                choose(entries, [name])
            except ConfigError as error:
                raise ConfigError(message("inspect.no_such_file", file=name), code="no_file") from error


def _settings(common: Common) -> Settings | None:
    """A file needs no config; where one is at hand, its headings, language and time zone count."""
    try:
        return load_settings(find_config(common.config, Path.cwd()))
    except ConfigError:
        if common.config is not None:
            raise
        return None


def _is_file(name: str, settings: Settings | None) -> bool:
    path = Path(name)
    if path.is_file():
        return True
    # With a config, a bare file name is one of its ledgers.
    is_bare = path.name == name and settings is not None
    return path.suffix.lower() in READABLE | OTHER_SPREADSHEETS and not is_bare


def _file(path: Path, today: date, settings: Settings | None, language: str) -> dict[str, Any]:
    try:
        return describe(look_at_file(path, today, settings).ledger, path.name, language)
    except LedgerError as error:
        return _unread(path.name, path.stem, error, language)


def _ledger(township: Township, entry: Entry, language: str) -> dict[str, Any]:
    found = describe(look(township, entry).ledger, entry.ref.ledger_id, language)
    return {"workbook": found.pop("workbook"), "title": entry.ref.shown, **found}


def _unread(workbook: str, village: str, error: LedgerError, language: str) -> dict[str, Any]:
    return {"workbook": workbook, "village": village, "sheets": {}, "error": dict(error.as_json(language))}


def _say(description: dict[str, Any], common: Common) -> None:
    language = common.language
    if error := description.get("error"):
        say(said(language, "cli.error", what=error["message"], fix=error["fix"]))
        return
    workbook = description.get("title") or description["workbook"]
    say(said(language, "inspect.workbook", workbook=workbook, village=description["village"]))
    for name, sheet in description["sheets"].items():
        hidden = "" if sheet["visible"] else said(language, "inspect.hidden")
        kind = said(language, f"inspect.kind_{sheet['kind']}")
        say(said(language, "inspect.sheet", sheet=name, kind=kind, hidden=hidden))
        if periods := sheet.get("nil_periods"):
            told = Listed([period_name(period, language) for period in periods])
            say(said(language, "inspect.nil_periods", periods=told))
        for table in sheet["tables"]:
            for line in _table_lines(table, language, quiet=common.quiet):
                say(line)
    for problem in description.get("problems", []):
        text = problem["message"]
        place = place_before(problem["sheet"], text, language)
        say(said(language, "inspect.sheet_problem", place=place, text=text))


def _table_lines(table: dict[str, Any], language: str, *, quiet: bool) -> Iterator[str]:
    rows = table["rows"]
    cases = [row for row in rows if row["kind"] == "case"]
    if table["header_rows"]:
        header = ranges(table["header_rows"])
        first = table["first_data_row"]
        yield said(language, "inspect.header", rows=header, first=first, cases=len(cases))
    else:
        yield said(language, "inspect.cards", cases=len(cases))
    if quiet:
        return
    yield from column_lines(table, language)
    reasons: dict[str, list[int]] = {}
    for row in rows:
        if row["kind"] == "ignore":
            reasons.setdefault(row["reason"], []).append(row["row"])
    for reason, numbers in reasons.items():
        shown = said(language, "inspect.rows", rows=ranges(numbers))
        word = said(language, f"inspect.reason_{reason}")
        yield said(language, "inspect.left_out", reason=word, rows=shown)
    for row in cases:
        for issue in row["issues"]:
            yield said(language, "inspect.problem", text=issue["message"])
