"""``duesheet init``: from a folder or a service account to a working township.toml, in one dialogue."""

import os
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from config.errors import ConfigError, DuesheetError, LedgerUnavailableError
from config.loading.settings_file import CONFIG_NAME, load_settings
from config.messages import message, said
from config.packs import load_packs
from config.settings import Settings
from config.spoken.problems import place_before, problem_message
from config.vocabulary import DEFAULT_ZONE
from scheduler import clock
from scheduler.cli.app import Common, say_json
from scheduler.cli.ask import agreed, asked
from scheduler.cli.column_words import columns_in_short
from scheduler.cli.init_cadences import ask_for_cadences, cadences_json
from scheduler.cli.show import say
from scheduler.cli.text_file import save_text
from scheduler.ledgers.entries import find_entries
from scheduler.ledgers.survey import FIRST_RULES, Found, NewTownship, likely_township, survey, write_config
from sync.known_stores import open_store
from sync.store import Store

#: How many problems of one ledger are shown.
_SHOWN = 3


@dataclass(frozen=True, slots=True)
class InitPlace:
    """Where the ledgers are, as the command line says.

    Attributes:
        directory: a folder of workbooks; None: not said.
        credentials: keys of service accounts, instead of a folder.
        endpoint: what stands in place of Google's hosts.
    """

    directory: Path | None = None
    credentials: Sequence[Path] = ()
    endpoint: str | None = None


def run_init(place: InitPlace, common: Common, *, name: str | None, yes: bool) -> int:
    """Look at the ledgers, say what was understood of each, and write the config."""
    path = _config_path(common)
    settings = load_settings(path) if path.exists() else None
    section, store = _ledgers(path, place, settings)
    today = common.today or clock.today(settings.zone if settings else ZoneInfo(DEFAULT_ZONE))
    found: list[Found] = []
    try:
        for one in survey(store, today, settings):
            found.append(one)
            if not common.as_json and not common.quiet:
                _say_found(one, common)
    except LedgerUnavailableError as error:  # no pass follows that could try again
        raise DuesheetError(error.told, fix=message("inspect.unreachable"), code=error.code) from error
    taken = [one for one in found if not one.why]
    if not taken:
        raise ConfigError(message("inspect.no_ledger"), code="no_ledger")
    given = NewTownship(settings.township.name if settings else name or "", today, language=common.language)
    new = _new_township(given, found, common, ask=settings is None and not (yes or common.as_json))
    text = write_config(path, found, new=new, ledgers=section)
    changed = not path.exists() or path.read_text("utf-8-sig") != text
    if changed and not (yes or common.as_json):
        question = common.said("inspect.ask_write", file=path, count=len(taken))
        if not agreed(common, question, default=True):
            return 1
    if changed:
        save_text(path, text)
    if common.as_json:
        say_json(
            {
                "config": str(path),
                "written": changed,
                "ledgers": [_json(one, common.language) for one in found],
                "cadences": cadences_json(load_packs(FIRST_RULES, path.parent), common.language),
            }
        )
    elif not common.quiet:
        for ledger, village in _gone(settings, store):
            say(common.said("inspect.init_gone", ledger=ledger, village=village))
        key = "inspect.init_written" if changed else "inspect.init_same"
        say(common.said(key, file=path, count=len(taken)))
        if changed and settings is None and any(one.mediates for one in taken):
            say(common.said("inspect.sittings_on"))
        say(common.said("inspect.init_next"))
    return 0


def _new_township(given: NewTownship, found: Sequence[Found], common: Common, *, ask: bool) -> NewTownship:
    """Return what a first config says, from what is *given*; asked for where somebody may answer."""
    called = _name(given.name, found, common, ask=ask)
    wanted = ask_for_cadences(load_packs(FIRST_RULES, Path()), common) if ask else []
    return replace(given, name=called, cadences=tuple(wanted))


def _config_path(common: Common) -> Path:
    if common.config is None:
        return Path.cwd() / CONFIG_NAME
    return common.config / CONFIG_NAME if common.config.is_dir() else common.config


def _ledgers(path: Path, place: InitPlace, settings: Settings | None) -> tuple[Mapping[str, object], Store]:
    """Return the ``[ledgers]`` section and the store it describes."""
    directory, credentials = place.directory, place.credentials
    if settings is not None and directory is None and not credentials:
        return {}, open_store(settings)
    if directory is not None and not directory.is_dir():
        raise ConfigError(message("inspect.no_folder", folder=directory), code="no_folder")
    section: dict[str, object]
    base = path.resolve().parent
    if credentials:
        names = [_relative(one, base) for one in credentials]
        section = {"store": "google", "credentials": names[0] if len(names) == 1 else names}
        if place.endpoint:
            section["endpoint"] = place.endpoint
    else:
        section = {"store": "folder", "folder": _relative(directory or _likely_folder(), base)}
    if settings is not None:
        told = settings.ledgers.model_dump(exclude_unset=True)
        if any(told.get(key, section[key]) != section[key] for key in section):
            raise ConfigError(message("inspect.another_place", file=path))
    values = {"township": {"name": "-"}, "ledgers": section, "base": base}
    return section, open_store(Settings.model_validate(values))


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


def _name(given: str, found: Sequence[Found], common: Common, *, ask: bool) -> str:
    likely = given or likely_township(found)
    if given or not ask:
        return likely or "本镇"
    question = common.said("inspect.ask_township")
    return asked(common, question, default=likely or "本镇", option=common.said("ask.yes_and_name"))


def _say_found(one: Found, common: Common) -> None:
    language, name = common.language, one.ref.shown
    if one.why is not None:
        say(said(language, "inspect.init_left_out", ledger=name, why=one.why))
        return
    say(said(language, "inspect.init_found", ledger=name, village=one.village, cases=one.cases))
    for sheets, columns in _alike(one.columns or {}):
        headings = (one.headings or {}).get(sheets[0], {})
        shown = columns_in_short(columns, headings, language)
        count = len(sheets) if language == "zh-CN" else len(sheets) - 1
        alike = said(language, "inspect.init_alike", count=count) if len(sheets) > 1 else ""
        say(said(language, "inspect.init_columns", sheet=sheets[0], alike=alike, columns=shown))
    for problem in one.problems[:_SHOWN]:
        text = problem_message(problem, language)
        place = place_before(problem.sheet, text, language)
        say(said(language, "inspect.sheet_problem", place=place, text=text))
    if len(one.problems) > _SHOWN:
        more = len(one.problems) - _SHOWN
        say(said(language, "inspect.more", count=more, village=one.village))


def _gone(settings: Settings | None, store: Store) -> list[tuple[str, str]]:
    """Return ledger and village of each entry of the config whose ledger is not there."""
    if settings is None:
        return []
    entries = find_entries(settings, store.list())
    return [(entry.ref.ledger_id, entry.label) for entry in entries if entry.missing]


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


def _json(one: Found, language: str) -> dict[str, Any]:
    return {
        "ledger": one.ref.ledger_id,
        "title": one.ref.title,
        "village": one.village or None,
        "cases": one.cases,
        "problems": len(one.problems),
        "columns": one.columns or {},
        "left_out": one.why.said(language) if one.why else None,
    }
