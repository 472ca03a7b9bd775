"""``duesheet inspect``: what was understood of each ledger."""

from collections.abc import Iterator, Sequence
from datetime import date
from pathlib import Path
from typing import Any

from config.errors import ConfigError, LedgerError
from config.settings import find_config
from scheduler import clock
from scheduler.cli.app import Common, say_json
from scheduler.cli.show import say, say_table
from scheduler.entries import choose, find_entries, gone
from scheduler.outcome import error_json
from scheduler.township import Township, open_township
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
    files = [name for name in names if _is_file(name)]
    others = [name for name in names if name not in files]
    if files:
        today = _today_without_config(common)
        for name in files:
            yield _file(Path(name), today)
    if others or not files:
        township = open_township(common.config, common.today, remember=False)
        for entry in choose(find_entries(township.settings, township.store.list()), others):
            try:
                if entry.missing:
                    raise gone(entry)
                yield _ledger(township, entry)
            except LedgerError as error:
                yield _unread(entry.ref.ledger_id, entry.label, error)


def _is_file(name: str) -> bool:
    path = Path(name)
    return path.is_file() or (
        path.suffix.lower() in {".xlsx", ".xls", ".et", ".csv"} and path.parent.is_dir() and path.name != name
    )


def _today_without_config(common: Common) -> date:
    """A file needs no config; where one is at hand its time zone says what day it is."""
    if common.today is not None:
        return common.today
    from config.settings import load_settings

    try:
        return clock.today(load_settings(find_config(common.config, Path.cwd())).zone)
    except ConfigError:
        if common.config is not None:
            raise
        from zoneinfo import ZoneInfo

        return clock.today(ZoneInfo("Asia/Shanghai"))


def _file(path: Path, today: date) -> dict[str, Any]:
    try:
        return inspect_workbook(path, today)
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
