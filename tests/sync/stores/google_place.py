"""A shared spreadsheet on the test server, asked through gspread; to be written, or only to be looked at."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from sync.google.google_store import GoogleStore
from sync.google.transport.courier import Wire
from sync.google.transport.credentials import load_accounts
from sync.google.transport.endpoint import checked_endpoint
from sync.other_sheets.cell_plan import CellTabs
from sync.store import (
    Colouring,
    Dated,
    Foreseeing,
    Listing,
    Mending,
    Metered,
    Noticing,
    Stoppable,
    Tabs,
    TabsForeseeing,
    Thinning,
    Versioned,
)
from tests.google.bench import BOT, Bench, bench, cells
from tests.google.model import Json
from tests.sync.stores.places import ROWS, TAB, VILLAGE, trimmed


class GooglePlace:
    """One spreadsheet, with people who have it open."""

    powers: frozenset[type] = frozenset(
        (
            *(CellTabs, Colouring, Dated, Foreseeing, Listing, Mending, Metered),
            *(Noticing, Stoppable, Tabs, TabsForeseeing, Thinning, Versioned),
        )
    )
    refuses_stale = False
    office = "office"

    def __init__(self, work: Bench, *, may_write: bool) -> None:
        self.bench, self.may_write = work, may_write
        self.store = work.store
        self.ref = work.ledger(title=VILLAGE, tabs=(TAB,), rows=len(ROWS) - 2)
        if not may_write:
            work.book(self.ref).access[BOT] = "reader"
        work.server.world.add_book(self.office, "青石镇综治", {BOT: "writer"})
        work.store.list()

    def shown(self) -> list[list[str]]:
        tab = self.bench.tab(self.ref)
        rows, columns = tab.used()
        return [trimmed([_text(tab.cell(r, c)) for c in range(columns)]) for r in range(rows)]

    def _people(self, request: Json) -> None:
        self.bench.server.people(self.ref.ledger_id, [request])

    def type(self, row: int, column: int, text: str) -> None:
        start = {"sheetId": 0, "rowIndex": row - 1, "columnIndex": column}
        self._people({"updateCells": {"start": start, "rows": [cells(text)], "fields": "userEnteredValue"}})

    def insert_row(self, row: int) -> None:
        span = {"sheetId": 0, "dimension": "ROWS", "startIndex": row - 1, "endIndex": row}
        self._people({"insertDimension": {"range": span}})

    def drop_column(self, column: int) -> None:
        span = {"sheetId": 0, "dimension": "COLUMNS", "startIndex": column, "endIndex": column + 1}
        self._people({"deleteDimension": {"range": span}})

    def take_away(self) -> None:
        del self.bench.server.world.books[self.ref.ledger_id]

    def another(self) -> GoogleStore:
        wire = Wire(checked_endpoint(self.bench.server.url), clock=self.bench.clock)
        return GoogleStore(load_accounts([self.bench.key_path]), wire=wire)


def _text(cell: Json) -> str:
    return cell.get("userEnteredValue", {}).get("stringValue", "")


@contextmanager
def google_place(folder: Path) -> Iterator[GooglePlace]:
    with bench(folder, exclude=[GooglePlace.office]) as work:
        yield GooglePlace(work, may_write=True)


@contextmanager
def looked_at_place(folder: Path) -> Iterator[GooglePlace]:
    with bench(folder, exclude=[GooglePlace.office]) as work:
        yield GooglePlace(work, may_write=False)
