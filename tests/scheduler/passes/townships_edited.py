"""Small townships whose ledgers people edit, in memory, as workbooks in a folder, and on the test server.

A township is its ledgers: title to the rows below `HEADER` of their worksheet 台账.
"""

from contextlib import contextmanager

import openpyxl

from sync.folder.folder_store import FolderStore
from sync.store import Requests
from tests.google.bench import BOT, bench, cells
from tests.scheduler.fake import FakeStore

HEADER = ["序号", "登记日期", "纠纷类型", "当事人", "简要情况", "复杂程度", "办理状态"]
_STATUS, _TAB, _COPY = 6, "台账", "台账 (2)"
#: What people do: a row more, the first row settled or taken out, the worksheet copied.
EDITS = ("add", "close", "drop", "copy")


class InMemory:
    """Ledgers of the store in memory."""

    def __init__(self, ledgers):
        self.store = FakeStore({name: [HEADER, *rows] for name, rows in ledgers.items()})
        self.store.tells_versions = True

    def add(self, name, rows):
        """Put one ledger more among the others."""
        self.store.rows[name] = [list(line) for line in (HEADER, *rows)]
        self.store.versions[name], self.store.cost[name] = 0, Requests()

    def remove(self, name):
        """Take a ledger away."""
        del self.store.rows[name]

    def edit(self, name, kind, line):
        def change(rows):
            if kind == "add":
                rows.append([*line, *[""] * (len(rows[0]) - len(line))])
            elif kind == "copy":
                self.store.more[name] = {_COPY: [list(row) for row in rows]}
            elif len(rows) > 1:
                rows[1][_STATUS] = "已办结"
                if kind == "drop":
                    del rows[1]

        self.store.edit(name, change)


class AsWorkbooks:
    """Ledgers as workbooks that people save with another program."""

    def __init__(self, ledgers, folder):
        self._folder = folder
        folder.mkdir()
        for name, rows in ledgers.items():
            self.add(name, rows)
        self.store = FolderStore(folder)

    def add(self, name, rows):
        book = openpyxl.Workbook()
        book.active.title = _TAB
        for line in (HEADER, *rows):
            book.active.append(line)
        book.save(self._path(name))

    def remove(self, name):
        self._path(name).unlink()

    def _path(self, name):
        return self._folder / f"{name}.xlsx"

    def edit(self, name, kind, line):
        book = openpyxl.load_workbook(self._path(name))
        sheet = book[_TAB]
        if kind == "add":
            row = next(at for at in range(2, 99) if sheet.cell(at, 1).value in (None, ""))
            for column, text in enumerate(line, 1):
                sheet.cell(row, column, text)
        elif kind == "copy" and _COPY not in book.sheetnames:
            book.copy_worksheet(sheet).title = _COPY
        elif kind == "close":
            sheet.cell(2, _STATUS + 1, "已办结")
        elif kind == "drop":
            sheet.delete_rows(2)
        book.save(self._path(name))


class AsSpreadsheets:
    """Ledgers as shared spreadsheets, whose ids tell nothing."""

    def __init__(self, ledgers, work):
        self._work, self._ids = work, {}
        for name, rows in ledgers.items():
            self.add(name, rows)
        self.store = work.store

    def add(self, name, rows):
        book_id = self._ids[name] = f"id{len(self._ids)}"
        self._work.server.world.add_book(book_id, name, {BOT: "writer", "owner@example.org": "owner"})
        title = {"properties": {"sheetId": 0, "title": _TAB}, "fields": "title"}
        self._do(name, {"updateSheetProperties": title}, self._put(0, [HEADER, *rows]))

    def remove(self, name):
        self._work.server.world.books[self._ids[name]].trashed = True

    def edit(self, name, kind, line):
        tab = next(tab for tab in self._work.server.world.books[self._ids[name]].tabs if tab.title == _TAB)
        filled = [at for at in range(tab.used()[0]) if tab.cell(at, 0)]
        if kind == "add":
            self._do(name, self._put(max(filled) + 1, [line]))
        elif kind == "copy":
            titles = [tab.title for tab in self._work.server.world.books[self._ids[name]].tabs]
            if _COPY not in titles:
                self._do(name, {"duplicateSheet": {"sourceSheetId": 0, "newSheetName": _COPY}})
        elif kind == "close":
            self._do(name, self._put(1, [["已办结"]], _STATUS))
        else:
            gone = {"sheetId": 0, "dimension": "ROWS", "startIndex": 1, "endIndex": 2}
            self._do(name, {"deleteDimension": {"range": gone}})

    @staticmethod
    def _put(row, lines, column=0):
        start = {"sheetId": 0, "rowIndex": row, "columnIndex": column}
        filled = [cells(*line) for line in lines]
        return {"updateCells": {"start": start, "rows": filled, "fields": "userEnteredValue"}}

    def _do(self, name, *requests):
        self._work.server.people(self._ids[name], list(requests))


@contextmanager
def in_memory(ledgers, _folder):
    """Open a township in memory."""
    yield InMemory(ledgers)


@contextmanager
def as_workbooks(ledgers, folder):
    """Open a township of workbooks."""
    yield AsWorkbooks(ledgers, folder / "ledgers")


@contextmanager
def as_spreadsheets(ledgers, folder):
    """Open a township of shared spreadsheets."""
    with bench(folder) as work:
        yield AsSpreadsheets(ledgers, work)
