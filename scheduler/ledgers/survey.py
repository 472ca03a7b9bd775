"""A first township.toml from the ledgers that are there; an existing one keeps its comments and values."""

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import partial
from pathlib import Path
from typing import Any

import tomlkit
from tomlkit.items import AoT

from config.errors import LedgerError
from config.frames import Problem
from config.loading.settings_file import read_settings
from config.messages import Language, Message, message, said
from config.settings import Settings
from config.vocabulary import DEFAULT_ZONE, Family, SheetKind
from scheduler.ledgers.copies.content_copies import with_copies
from scheduler.ledgers.copies.copied_ledgers import copy_seen
from scheduler.ledgers.entries import find_entries
from scheduler.ledgers.reading import look_by
from sync.grid import Grid
from sync.ledger import Ledger
from sync.store import LedgerRef, Store

#: 青石镇, 柳河乡, 城关街道 at the beginning of a title.
_TOWNSHIP = re.compile(r"(?:^|[^\u4e00-\u9fff])((?:[\u4e00-\u9fff]{2,4}?)(?:镇|乡|街道))")

#: Titles stand in the first rows.
_TITLE_ROWS = 4

_KINDS = frozenset({SheetKind.LEDGER, SheetKind.EMPTY_LEDGER, SheetKind.NIL_REPORT, SheetKind.FORM})


@dataclass(frozen=True, slots=True)
class Found:
    """What was understood of one ledger.

    Attributes:
        village: as its title says; "" when it was not understood.
        columns: by worksheet, column letters to role.
        township: as its title says; "" when it does not.
        headings: by worksheet, column letters to the village's own heading.
        why: why it is left out; None when it is taken.
        mediates: one of its tables is a register of people's mediation.
    """

    ref: LedgerRef
    village: str = ""
    columns: Mapping[str, Mapping[str, str]] | None = None
    cases: int = 0
    problems: Sequence[Problem] = ()
    township: str = ""
    headings: Mapping[str, Mapping[str, str]] | None = None
    why: Message | None = None
    mediates: bool = False


def survey(store: Store, today: date, settings: Settings | None = None) -> Iterator[Found]:
    """Look at every ledger there is; yields what was understood of each.

    Raises:
        ConfigError: the place itself cannot be reached.
    """
    blank = settings or Settings.model_validate({"township": {"name": "-"}})
    looked = partial(look_by, store, blank, today)
    for entry in with_copies(find_entries(blank, store.list()), {}, looked):
        if entry.missing:
            continue
        try:
            if told := copy_seen(looked, entry):
                yield Found(entry.ref, why=message("inspect.why_copy", original=told.detail))
                continue
            seen = look_by(store, blank, today, entry)
        except LedgerError as error:
            yield Found(entry.ref, why=message("inspect.why_unread", what=error.told, fix=error.fix_told))
            continue
        yield _found(entry.ref, seen.grid, seen.ledger)


def _found(ref: LedgerRef, grid: Grid, ledger: Ledger) -> Found:
    if not any(sheet.visible and sheet.kind in _KINDS for sheet in ledger.sheets):
        return Found(ref, why=message("inspect.why_no_ledger"))
    return Found(
        ref,
        village=ledger.village or ref.title,
        columns={
            sheet.name: table.columns_spelled
            for sheet in ledger.sheets
            if sheet.visible
            for table in sheet.tables
        },
        headings={
            sheet.name: dict(table.headings)
            for sheet in ledger.sheets
            if sheet.visible
            for table in sheet.tables
        },
        cases=len(ledger.cases),
        problems=ledger.problems,
        township=_township(grid),
        mediates=any(table.family is Family.MEDIATION for table in ledger.tables),
    )


def _township(grid: Grid) -> str:
    titles = (
        cell
        for sheet in grid.sheets
        for row in sheet.rows[:_TITLE_ROWS]
        for cell in row
        if isinstance(cell, str) and cell
    )
    return next((match[1] for title in titles if (match := _TOWNSHIP.search(title))), "")


def likely_township(found: Sequence[Found]) -> str:
    """Return the township's name as most titles say it; "" when none does."""
    names = Counter(one.township for one in found if one.township)
    return names.most_common(1)[0][0] if names else ""


@dataclass(frozen=True, slots=True)
class NewTownship:
    """What a first config says of its township.

    Attributes:
        name: the township's.
        adopted_on: open cases from before it are listed apart, never escalated.
        cadences: ids of duties of offices that are watched besides those on by default.
        language: of the comments.
    """

    name: str
    adopted_on: date
    cadences: tuple[str, ...] = ()
    language: Language = "zh-CN"


#: The rule packs of a first config.
FIRST_RULES = ("sichuan_2026", "statute", "mediation")


def write_config(
    path: Path, found: Sequence[Found], *, new: NewTownship, ledgers: Mapping[str, object]
) -> str:
    """Return the text of the config for *found*; what stands in *path* already is kept as it is.

    Args:
        path: where it will stand.
        found: ledgers; those that are left out get no entry.
        new: what a config that is not there yet says of the township.
        ledgers: the ``[ledgers]`` section.

    Raises:
        ConfigError: the result would not be a config.
    """
    document = tomlkit.parse(path.read_text("utf-8-sig")) if path.exists() else _blank(new)
    if "ledgers" not in document:
        section = tomlkit.table()
        section.update(dict(ledgers))
        document.add(tomlkit.nl())
        document.add("ledgers", section)
    _add_villages(document, found)
    if "sittings" not in document and not path.exists() and any(one.mediates for one in found):
        document.add(tomlkit.nl())
        section = tomlkit.table()
        switch = tomlkit.item(True)
        switch.comment(said(new.language, "inspect.config_sittings"))
        section.add("enabled", switch)
        document.add("sittings", section)
    text = tomlkit.dumps(document)
    read_settings(text, path)
    return text


def _blank(new: NewTownship) -> tomlkit.TOMLDocument:
    document = tomlkit.document()
    document.add(tomlkit.comment(said(new.language, "inspect.config_head")))
    document.add(tomlkit.nl())
    township = tomlkit.table()
    township.add("name", new.name)
    township.add("timezone", DEFAULT_ZONE)
    township.add("language", "zh-CN")
    township.add("rules", list(FIRST_RULES))
    township.add("cadences", list(new.cadences))
    township["cadences"].comment(said(new.language, "inspect.config_cadences"))
    township.add("adopted_on", new.adopted_on)
    township["adopted_on"].comment(said(new.language, "inspect.config_adopted"))
    document.add("township", township)
    return document


def _add_villages(document: tomlkit.TOMLDocument, found: Sequence[Found]) -> None:
    existing: Any = document.get("village", [])
    named = {
        ledger
        for village in existing
        for ledger in ([village["ledger"]] if isinstance(village["ledger"], str) else village["ledger"])
    }
    ledgers: dict[str, list[str]] = {}
    for one in found:
        if not one.why and one.ref.ledger_id not in named and one.ref.title not in named:
            ledgers.setdefault(one.village, []).append(one.ref.ledger_id)
    villages = existing if isinstance(existing, AoT) else tomlkit.aot()
    for village, names in ledgers.items():
        entry = tomlkit.table()
        entry.add("name", village)
        entry.add("ledger", names[0] if len(names) == 1 else names)
        villages.append(entry)
    if "village" not in document and len(villages):
        document.add("village", villages)
