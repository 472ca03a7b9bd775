"""The rooms import only what the house lets them: no arrow up, no circle, at any level, lazily neither."""

import ast
import re
from pathlib import Path

import pytest

from tests.house import (
    ROOT,
    TOPS,
    arrows,
    callers,
    circles,
    colours,
    files,
    imports,
    inner_folders,
    module,
    public_classes,
    shared_file_names,
)

pytestmark = pytest.mark.no_cover

#: Room → what it may import besides ``config`` and itself. The longest name that fits a module is its room.
MAY = {
    "config": "",
    "rules": "",
    "rules.sentences": "rules",
    "sync.grid": "",
    "sync.columns": "",
    "sync.ledger": "",
    "sync.store": "sync.grid",
    "sync.cells": "sync.grid",
    "sync.mark_headings": "sync.cells",
    "sync.dates": "sync.cells sync.grid",
    "sync.tables": "sync.cells sync.mark_headings sync.columns sync.grid",
    "sync.cases": "sync.tables sync.dates sync.cells sync.mark_headings sync.columns sync.grid sync.ledger",
    "sync.understand": "sync.cases sync.tables sync.cells sync.ledger sync.grid",
    "sync.inspection": "sync.understand sync.cases sync.tables sync.cells sync.ledger sync.grid sync.folder",
    "sync.folder": "sync.other_sheets.cell_plan "
    "sync.store sync.grid sync.columns sync.cells sync.dates sync.mark_headings sync.tables",
    "sync.google": "sync.other_sheets.cell_plan sync.store sync.grid sync.mark_headings sync.columns",
    "sync.other_sheets": "sync.dates sync.cells sync.grid",
    "sync.known_stores": "sync.folder sync.google sync.store",
    "reports.inputs": "",
    "reports.content": "",
    "reports.figures": "reports.inputs",
    "reports.composing": "reports.figures reports.inputs reports.content",
    "reports.rows_behind": "reports.content",
    "reports.forms": "reports.content reports.rows_behind",
    "scheduler.clock": "",
    "scheduler.defects": "",
    "scheduler.state": "reports.inputs scheduler.clock",
    "scheduler.township": "scheduler.state scheduler.clock rules.ruleset sync.known_stores sync.store",
    "scheduler.ledgers": "scheduler.township scheduler.state rules sync",
    "scheduler.marking": "scheduler.ledgers scheduler.township scheduler.state rules sync",
    "scheduler.publishing": "scheduler.marking scheduler.ledgers scheduler.township scheduler.state "
    "reports rules sync",
    "scheduler.sittings": "scheduler.ledgers scheduler.township scheduler.state rules sync reports",
    "scheduler.passes": "scheduler.sittings scheduler.publishing scheduler.marking scheduler.ledgers "
    "scheduler.township "
    "scheduler.state scheduler.defects scheduler.clock rules sync",
    "scheduler.remind": "scheduler.sittings scheduler.township scheduler.state rules.sittings",
    "scheduler.serve": "scheduler.passes scheduler.publishing scheduler.remind scheduler.marking "
    "scheduler.township scheduler.state scheduler.clock sync.store",
    "scheduler.cluster": "scheduler.serve scheduler.passes scheduler.publishing scheduler.remind "
    "scheduler.ledgers "
    "scheduler.township scheduler.state scheduler.clock reports sync.known_stores sync.google.transport",
    "scheduler.health": "scheduler.serve scheduler.ledgers scheduler.remind scheduler.township "
    "scheduler.state sync.store",
    "scheduler.demo": "",
    "scheduler.cli": "scheduler sync rules reports",
    "scheduler.__main__": "scheduler.cli",
}

#: What only one room may import, besides the standard library: the library's name → the rooms.
LIBRARIES = {
    "gspread": "sync.google",
    "google": "sync.google",
    "python_calamine": "sync.folder",
    "xlsxwriter": "reports.forms scheduler.demo",
    "docx": "reports.forms",
    "jinja2": "reports.forms scheduler.serve",
    "sqlalchemy": "scheduler.state scheduler.serve",
    "apscheduler": "scheduler.serve",
    "procrastinate": "scheduler.cluster",
    "apprise": "scheduler.remind",
    "typer": "scheduler.cli",
    "rich": "scheduler.cli",
    "tomlkit": "scheduler.ledgers",
    "chinese_calendar": "config scheduler.demo",
    "icalendar": "reports.forms",
}


def room(name: str) -> str:
    """The room of the contract in which a module stands; "" when the contract has none for it."""
    parts = name.split(".")
    heads = (".".join(parts[:length]) for length in range(len(parts), 0, -1))
    return next((head for head in heads if head in MAY), "")


def within(name: str, rooms: str) -> bool:
    return any(name == one or name.startswith(one + ".") for one in rooms.split())


@pytest.mark.parametrize("path", files(), ids=lambda path: path.relative_to(ROOT).as_posix())
def test_arrows(path):
    name = module(path)
    if name in TOPS:
        return  # the face of a top folder imports nothing of ours
    here = room(name)
    assert here, f"{name} stands in no room: give its room a row in MAY"
    for other in imports(path):
        if other.split(".")[0] in TOPS and not within(other, f"config {here}"):
            assert within(other, MAY[here]), f"{name} imports {other}"


@pytest.mark.parametrize("folder", [ROOT, *inner_folders()], ids=lambda folder: folder.name)
def test_no_circles(folder):
    assert circles(arrows(folder)) == []


def test_no_two_files_share_a_name():
    assert shared_file_names() == {}


def test_no_two_public_classes_share_a_name():
    assert [name for name, count in public_classes().items() if count > 1] == []


def test_there_is_one_palette():
    assert colours() == {}


def test_stores_are_named_in_one_place():
    named = {
        path.relative_to(ROOT).as_posix()
        for path in files()
        if "ledgers.store" in (text := path.read_text("utf-8")) or "getattr(self._township.store" in text
    }
    assert named <= {"config/settings.py", "sync/known_stores.py", "scheduler/cli/init.py"}


def test_one_loop_writes_ledgers():
    assert callers("written_columns") == {"scheduler/marking/journal.py"}
    assert {name for name in callers("noting") if name.startswith("scheduler/")} == {
        "scheduler/marking/write_loop.py"
    }


def test_libraries_have_rooms():
    wrong = [
        f"{module(path)} imports {name}"
        for path in files()
        for name in libraries(path)
        if name in LIBRARIES and not within(module(path), LIBRARIES[name])
    ]
    assert wrong == []


def libraries(path: Path) -> set[str]:
    found: set[str] = set()
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.Import):
            found |= {name.name.split(".")[0] for name in node.names}
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{path}: imports are absolute"
            found.add((node.module or "").split(".")[0])
    return found


def test_the_clock_is_read_in_one_place():
    readers = set()
    for path in files():
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if isinstance(node, ast.Attribute) and node.attr in {"now", "today", "utcnow"}:
                value = node.value
                if isinstance(value, ast.Name) and value.id in {"datetime", "date"}:
                    readers.add(path.relative_to(ROOT).as_posix())
    assert readers == {"scheduler/clock.py"}


def drawn(page: str) -> list[str]:
    """Every folder in the tree that a page draws, by its whole path."""
    block = re.search(r"## The house\n\n```text\n(.*?)```", page, re.DOTALL)[1]
    found, path = [], []
    for line in block.splitlines():
        indent, name = re.match(r"( *)([\w-]+)/", line).groups()
        path[len(indent) // 2 :] = [name]
        found.append("/".join(path))
    return found


def test_the_page_of_the_house_draws_every_folder_and_no_other():
    named = drawn((ROOT / "docs" / "architecture.md").read_text("utf-8"))
    there = {path.parent.relative_to(ROOT).as_posix() for path in files()}
    assert sorted(there - set(named)) == []
    assert [name for name in named if not (ROOT / name).is_dir()] == []
    assert len(named) == len(set(named))
