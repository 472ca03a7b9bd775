"""Whatever a damaged workbook holds: right flags, or a clear refusal with the file untouched."""

from pathlib import Path
from random import Random

import pytest

from config.errors import LedgerError
from config.vocabulary import Mark
from sync.cells.text import as_text
from sync.folder.folder_store import FolderStore
from sync.folder.patch.placement import found_marks
from sync.store import Edit, LedgerRef
from tests.sync.folder.ours import edits, layout, members
from tests.sync.folder.patch.mutants import mutant
from tests.sync.folder.producers.ledgers import by_openpyxl, by_xlsxwriter
from tests.sync.folder.rich import FIRST_ROW, HEADING_ROW, LAST_ROW, rich

REF = LedgerRef("a.xlsx", "a")


def _adopted(path: Path) -> None:
    by_openpyxl(path)
    store = FolderStore(path.parent)
    store.write(LedgerRef(path.name, ""), store.read(LedgerRef(path.name, "")), *_wanted(2, range(3, 9)))


ALLOWED = ("all", "not read", "no such sheet", "not written", "not detached")


def _wanted(heading, rows):
    return edits("台账", rows, heading), [layout("台账", heading, rows[0], rows[-1])]


#: How a workbook is made, the row of its headings and the rows of its cases.
BASES = {
    "openpyxl": (by_openpyxl, 2, range(3, 9)),
    "xlsxwriter": (by_xlsxwriter, 2, range(3, 9)),
    "rich": (rich, HEADING_ROW, range(FIRST_ROW, LAST_ROW + 1)),
    "adopted": (_adopted, 2, range(3, 9)),
}


@pytest.fixture(scope="module")
def bases(tmp_path_factory):
    folder = tmp_path_factory.mktemp("bases")
    found = {}
    for name, (make, heading, rows) in BASES.items():
        make(folder / f"{name}.xlsx")
        found[name] = (members(folder / f"{name}.xlsx"), heading, rows)
    return found


def _people(grid, ours):
    return {
        sheet.name: {
            (row, column): value
            for row, cells in enumerate(sheet.rows)
            for column, value in enumerate(cells)
            if value not in ("", None) and not (sheet.name == "台账" and column in ours)
        }
        for sheet in grid.sheets
    }


def _ours(grid):
    return {column for sheet in grid.sheets if sheet.name == "台账" for column in found_marks(sheet).headed}


def try_out(path: Path, heading: int, rows: range) -> str:
    """Run, run again and detach; return how far it went. Anything but a refusal of ours is a failure."""
    before = path.read_bytes()
    store = FolderStore(path.parent)
    try:
        grid = store.read(REF)
    except LedgerError as error:
        return "not read" if error.message and error.fix else "refused without a remedy"
    sheet = next((sheet for sheet in grid.sheets if sheet.name == "台账"), None)
    if sheet is None:
        return "no such sheet"
    told = edits("台账", rows, heading)
    found = {(edit.row, edit.mark): _text_at(sheet, edit.row - 1, _column(sheet, edit.mark)) for edit in told}
    wanted = [
        Edit(edit.sheet, edit.row, edit.mark, found[edit.row, edit.mark], edit.new, heading=edit.heading)
        for edit in told
        if found[edit.row, edit.mark] != edit.new
    ]
    layouts = [layout("台账", heading, rows[0], rows[-1])]
    try:
        store.write(REF, grid, wanted, layouts)
    except LedgerError as error:
        is_untouched = path.read_bytes() == before
        return "not written" if error.fix and is_untouched else "refused, but touched"
    after = store.read(REF)
    ours = _ours(after)
    assert _people(after, ours) == _people(grid, ours)
    again = next(sheet for sheet in after.sheets if sheet.name == "台账")
    for edit in told:
        text = _text_at(again, edit.row - 1, _column(again, edit.mark))
        assert text == edit.new, f"{edit.mark} in row {edit.row}"
    written = path.read_bytes()
    store.write(REF, after, [], layouts)
    assert path.read_bytes() == written
    try:
        store.detach(REF, after)
    except LedgerError:
        return "not detached" if path.read_bytes() == written else "refused, but touched"
    left = store.read(REF)
    assert _people(left, ours) == _people(grid, ours)
    return "all"


def _column(sheet, mark: Mark) -> int:
    return found_marks(sheet).columns.get(mark, -1)


def _text_at(sheet, row: int, column: int) -> str:
    if column < 0 or row >= len(sheet.rows) or column >= len(sheet.rows[row]):
        return ""
    return as_text(sheet.rows[row][column])


def _attack(bases, tmp_path, seeds):
    outcomes = dict.fromkeys(ALLOWED, 0)
    for seed in seeds:
        chance = Random(seed)
        parts, heading, rows = bases[chance.choice(list(BASES))]
        (tmp_path / "a.xlsx").write_bytes(mutant(chance, parts))
        try:
            outcome = try_out(tmp_path / "a.xlsx", heading, rows)
        except BaseException as error:
            error.add_note(f"mutant {seed}")
            raise
        assert outcome in ALLOWED, f"mutant {seed}"
        outcomes[outcome] += 1
    return outcomes


def test_a_hundred_mutants(bases, tmp_path):
    outcomes = _attack(bases, tmp_path, range(100))
    assert outcomes["all"] > 20
    assert outcomes["not read"] > 20


@pytest.mark.soak
@pytest.mark.parametrize("block", range(24))
def test_mutants(bases, tmp_path, block):
    _attack(bases, tmp_path, range(100 + block * 100, 200 + block * 100))
