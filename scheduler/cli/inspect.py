"""``duesheet inspect``: what was understood of each ledger."""

from collections.abc import Iterator, Sequence
from datetime import date
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from config.errors import ConfigError, LedgerError
from config.settings import Settings, find_config, load_settings
from scheduler import clock
from scheduler.cli.app import Common, say_json
from scheduler.cli.show import say, say_table
from scheduler.ledgers.entries import choose, find_entries, gone
from scheduler.marking.outcome import error_json
from scheduler.township import Township, open_township
from sync.folder.workbook import OTHER_SPREADSHEETS, READABLE
from sync.inspection import describe, inspect_workbook
from sync.understand import understand


def run_inspect(names: Sequence[str], common: Common) -> int:
    """Describe files by path, and ledgers of the config by village, file name or address."""
    found = list(_described(names, common))
    if common.as_json:
        say_json(found[0] if len(found) == 1 else found)
    else:
        for description in found:
            _say(description, quiet=common.quiet)
    return 1 if any(description.get("error") for description in found) else 0


def _described(names: Sequence[str], common: Common) -> Iterator[dict[str, Any]]:
    settings = _settings(common)
    files = [name for name in names if _is_file(name, settings)]
    others = [name for name in names if name not in files]
    if files:
        zone = settings.zone if settings is not None else ZoneInfo("Asia/Shanghai")
        today = common.today or clock.today(zone)
        for name in files:
            yield _file(Path(name), today, settings)
    if others or not files:
        township = open_township(common.config, common.today, remember=False)
        for entry in choose(find_entries(township.settings, township.store.list()), others):
            try:
                if entry.missing:
                    raise gone(entry)
                yield _ledger(township, entry)
            except LedgerError as error:
                yield _unread(entry.ref.ledger_id, entry.label, error)


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


def _file(path: Path, today: date, settings: Settings | None) -> dict[str, Any]:
    try:
        if settings is None:
            return inspect_workbook(path, today)
        return inspect_workbook(path, today, headings=settings.headers, language=settings.township.language)
    except LedgerError as error:
        return _unread(path.name, path.stem, error)


def _ledger(township: Township, entry: Any) -> dict[str, Any]:
    grid = township.store.read(entry.ref)
    ledger = understand(
        grid,
        today=township.today,
        village=entry.village,
        family=entry.family,
        headings=township.settings.headers,
    )
    return describe(ledger, entry.ref.ledger_id, township.language)


def _unread(workbook: str, village: str, error: LedgerError) -> dict[str, Any]:
    return {"workbook": workbook, "village": village, "sheets": {}, "error": error_json(error)}


def _say(description: dict[str, Any], *, quiet: bool) -> None:
    if error := description.get("error"):
        say(f"{description['workbook']}: {error['message']}\n  fix: {error['fix']}")
        return
    say(f"{description['workbook']} · {description['village']}")
    for name, sheet in description["sheets"].items():
        hidden = "" if sheet["visible"] else ", hidden"
        say(f"  {name}: {sheet['kind']}{hidden}")
        for table in sheet["tables"]:
            _say_table(table, quiet=quiet)
    for problem in description.get("issues", []):
        say(f"  ! {problem['message']}")


def _say_table(table: dict[str, Any], *, quiet: bool) -> None:
    rows = table["rows"]
    cases = [row for row in rows if row["kind"] == "case"]
    header = ", ".join(map(str, table["header_rows"]))
    say(f"    header in row {header}; {len(cases)} cases from row {table['first_data_row']}")
    if quiet:
        return
    say_table(("    column", "role"), [(f"    {column}", role) for column, role in table["columns"].items()])
    reasons: dict[str, list[int]] = {}
    for row in rows:
        if row["kind"] == "ignore":
            reasons.setdefault(row["reason"], []).append(row["row"])
    for reason, numbers in reasons.items():
        say(f"    left out, {reason}: {_ranges(numbers)}")
    for row in cases:
        for issue in row["issues"]:
            hint = f" ({issue['suggestion']}?)" if issue.get("suggestion") else ""
            say(f"    ! row {row['row']}: {issue['message']}{hint}")


def _ranges(numbers: Sequence[int]) -> str:
    parts: list[str] = []
    start = previous = numbers[0]
    for number in (*numbers[1:], None):
        if number is not None and number == previous + 1:
            previous = number
            continue
        parts.append(str(start) if start == previous else f"{start}–{previous}")
        if number is not None:
            start = previous = number
    return "row " + ", ".join(parts) if len(numbers) == 1 else "rows " + ", ".join(parts)
