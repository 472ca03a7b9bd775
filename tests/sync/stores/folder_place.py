"""A folder with a workbook in it, or with a .csv that is only read."""

import csv
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from openpyxl import Workbook, load_workbook
from openpyxl.worksheet.worksheet import Worksheet

from sync.folder.folder_store import FolderStore
from sync.store import LedgerRef, Listing, Mending, Noticing, Printing, Versioned
from tests.sync.stores.places import ROWS, TAB, VILLAGE, trimmed

POWERS: frozenset[type] = frozenset((Listing, Mending, Noticing, Printing, Versioned))


class WorkbookPlace:
    """One workbook, which people open with another program."""

    powers = POWERS
    may_write = True
    refuses_stale = True
    office = ""

    def __init__(self, folder: Path) -> None:
        self._path = folder / f"{VILLAGE}.xlsx"
        book = Workbook()
        sheet = book.worksheets[0]
        sheet.title = TAB
        for row in ROWS:
            sheet.append(row)
        book.save(self._path)
        self.store = FolderStore(folder, state_dir=folder / ".state")
        self.ref = LedgerRef(self._path.name, VILLAGE)

    def shown(self) -> list[list[str]]:
        rows = load_workbook(self._path)[TAB].iter_rows(values_only=True)
        return [trimmed(["" if value is None else str(value) for value in line]) for line in rows]

    def _save(self, sheet: Worksheet) -> None:
        assert sheet.parent is not None
        sheet.parent.save(self._path)

    def type(self, row: int, column: int, text: str) -> None:
        sheet = load_workbook(self._path)[TAB]
        sheet.cell(row, column + 1).value = text
        self._save(sheet)

    def insert_row(self, row: int) -> None:
        sheet = load_workbook(self._path)[TAB]
        sheet.insert_rows(row)
        self._save(sheet)

    def drop_column(self, column: int) -> None:
        sheet = load_workbook(self._path)[TAB]
        sheet.delete_cols(column + 1)
        self._save(sheet)

    def take_away(self) -> None:
        self._path.unlink()

    def another(self) -> FolderStore:
        return FolderStore(self._path.parent)


class CsvPlace:
    """One .csv, which is read and never written."""

    powers = POWERS
    may_write = False
    refuses_stale = True
    office = ""

    def __init__(self, folder: Path) -> None:
        self._path = folder / f"{VILLAGE}.csv"
        self._write([list(row) for row in ROWS])
        self.store = FolderStore(folder, state_dir=folder / ".state")
        self.ref = LedgerRef(self._path.name, VILLAGE)

    def _read(self) -> list[list[str]]:
        with self._path.open(encoding="utf-8", newline="") as file:
            return list(csv.reader(file))

    def _write(self, rows: list[list[str]]) -> None:
        with self._path.open("w", encoding="utf-8", newline="") as file:
            csv.writer(file).writerows(rows)

    def shown(self) -> list[list[str]]:
        return [trimmed(line) for line in self._read()]

    def type(self, row: int, column: int, text: str) -> None:
        rows = self._read()
        rows[row - 1][column] = text
        self._write(rows)

    def insert_row(self, row: int) -> None:
        rows = self._read()
        rows.insert(row - 1, [""] * len(rows[0]))
        self._write(rows)

    def drop_column(self, column: int) -> None:
        self._write([[*line[:column], *line[column + 1 :]] for line in self._read()])

    def take_away(self) -> None:
        self._path.unlink()

    def another(self) -> FolderStore:
        return FolderStore(self._path.parent)


@contextmanager
def workbook_place(folder: Path) -> Iterator[WorkbookPlace]:
    yield WorkbookPlace(folder)


@contextmanager
def csv_place(folder: Path) -> Iterator[CsvPlace]:
    yield CsvPlace(folder)
