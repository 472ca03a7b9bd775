"""``duesheet init``: from a folder or a service account to a working township.toml, in one dialogue."""

import os
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import typer

from config.errors import ConfigError
from config.problems import problem_message
from config.settings import CONFIG_NAME, Settings, load_settings
from scheduler import clock
from scheduler.cli.app import Common, say_json
from scheduler.cli.show import say
from scheduler.ledgers.survey import Found, likely_township, survey, write_config
from scheduler.township import store_of
from sync.store import Store

#: How many problems of one ledger are shown.
_SHOWN = 3


def run_init(
    directory: Path | None, credentials: Sequence[Path], common: Common, *, name: str | None, yes: bool
) -> int:
    """Look at the ledgers, say what was understood of each, and write the config."""
    path = _config_path(common)
    settings = load_settings(path) if path.exists() else None
    section, store = _ledgers(path, directory, credentials, settings)
    today = common.today or clock.today(settings.zone if settings else ZoneInfo("Asia/Shanghai"))
    found: list[Found] = []
    for one in survey(store, today, settings):
        found.append(one)
        if not common.as_json and not common.quiet:
            _say_found(one)
    taken = [one for one in found if not one.why]
    if not taken:
        raise ConfigError("no ledger was understood", fix="name the folder of workbooks: duesheet init DIR")
    text = write_config(
        path,
        found,
        name=settings.township.name if settings else _name(name, found, ask=not (yes or common.as_json)),
        today=today,
        ledgers=section,
    )
    changed = not path.exists() or path.read_text("utf-8-sig") != text
    if changed and not yes and not common.as_json and not _agreed(path, len(taken)):
        return 1
    if changed:
        path.write_text(text, "utf-8")
    if common.as_json:
        say_json({"config": str(path), "written": changed, "ledgers": [_json(one) for one in found]})
    elif not common.quiet:
        say(f"{path}: {'written' if changed else 'nothing to change'}, {len(taken)} ledgers")
        say("next: duesheet check")
    return 0


def _config_path(common: Common) -> Path:
    if common.config is None:
        return Path.cwd() / CONFIG_NAME
    return common.config / CONFIG_NAME if common.config.is_dir() else common.config


def _ledgers(
    path: Path, directory: Path | None, credentials: Sequence[Path], settings: Settings | None
) -> tuple[Mapping[str, object], Store]:
    """Return the ``[ledgers]`` section and the store it describes."""
    if settings is not None and directory is None and not credentials:
        return {}, store_of(settings)
    section: dict[str, object]
    base = path.resolve().parent
    if credentials:
        names = [_relative(one, base) for one in credentials]
        section = {"store": "google", "credentials": names[0] if len(names) == 1 else names}
    else:
        section = {"store": "folder", "folder": _relative(directory or _likely_folder(), base)}
    if settings is not None:
        told = settings.ledgers.model_dump(exclude_unset=True)
        if any(told.get(key, section[key]) != section[key] for key in section):
            raise ConfigError(
                f"{path}: [ledgers] names another place already",
                fix="change it there, or run init without DIR and --credentials",
            )
    values = {"township": {"name": "?"}, "ledgers": section, "base": base}
    return section, store_of(Settings.model_validate(values))


def _likely_folder() -> Path:
    """Return the folder here that holds workbooks: this one, or ``ledgers`` in it."""
    here = Path.cwd()
    inside = here / "ledgers"
    if inside.is_dir() and not any(here.glob("*.xlsx")):
        return inside
    return here


def _relative(place: Path, base: Path) -> str:
    place = place.expanduser().resolve()
    try:
        return Path(os.path.relpath(place, base)).as_posix()
    except ValueError:  # another drive
        return place.as_posix()


def _name(given: str | None, found: Sequence[Found], *, ask: bool) -> str:
    likely = given or likely_township(found)
    if given or not ask:
        return likely or "本镇"
    return str(typer.prompt("the township's name", default=likely or None))


def _agreed(path: Path, count: int) -> bool:
    return typer.confirm(f"write {path} for {count} ledgers?", default=True)


def _say_found(one: Found) -> None:
    if one.why:
        say(f"{one.ref.ledger_id}: left out: {one.why}")
        return
    say(f"{one.ref.ledger_id}: {one.village}, {one.cases} cases")
    for sheets, columns in _alike(one.columns or {}):
        shown = ", ".join(f"{column} {role}" for column, role in columns.items() if role != "other")
        several = f" and {len(sheets) - 1} more alike" if len(sheets) > 1 else ""
        say(f"  {sheets[0]}{several}: {shown}")
    for problem in one.problems[:_SHOWN]:
        say(f"  {problem.sheet}: {problem_message(problem)}")
    if len(one.problems) > _SHOWN:
        say(f"  … and {len(one.problems) - _SHOWN} more: duesheet inspect {one.village}")


def _alike(columns: Mapping[str, Mapping[str, str]]) -> list[tuple[list[str], Mapping[str, str]]]:
    """Return worksheets by their columns: a ledger with a tab a month is told once."""
    found: list[tuple[list[str], Mapping[str, str]]] = []
    for sheet, roles in columns.items():
        same = next((sheets for sheets, known in found if known == roles), None)
        if same is None:
            found.append(([sheet], roles))
        else:
            same.append(sheet)
    return found


def _json(one: Found) -> dict[str, Any]:
    return {
        "ledger": one.ref.ledger_id,
        "village": one.village or None,
        "cases": one.cases,
        "problems": len(one.problems),
        "columns": one.columns or {},
        "left_out": one.why or None,
    }
