"""A workbook of our own making in which people write too: read whole, patched cell by cell."""

from collections.abc import Callable, Sequence
from pathlib import Path

from sync.folder.folder_store import FolderStore
from sync.folder.patch.schedule_cells import with_cells
from sync.folder.workbook import content_hash, read_workbook
from sync.grid import Grid
from sync.other_sheets.cell_plan import CellPlan
from sync.store import LedgerRef


class OwnWorkbook:
    """One file, as `sync.other_sheets.cell_plan.CellTabs` is a spreadsheet.

    Args:
        path: it need not be there yet.
        before_replace: called between the last look at it and its replacement; for tests.
    """

    def __init__(self, path: Path, before_replace: Callable[[], None] = lambda: None) -> None:
        self._path = path
        self._before_replace = before_replace
        self._store: FolderStore | None = None

    @property
    def version(self) -> str:
        """A hash of what is in it, ``none`` for no file; "" when it cannot be told."""
        try:
            return content_hash(self._path)
        except FileNotFoundError:
            return "none"
        except OSError:
            return ""

    def read(self) -> Grid | None:
        """Return what stands in it, though it is open elsewhere; None where there is no file.

        Raises:
            LedgerUnavailableError: it is broken.
        """
        return read_workbook(self._path) if self._path.exists() else None

    def write(self, grid: Grid, plans: Sequence[CellPlan]) -> None:
        """Patch the cells of *plans*; people's stay byte for byte.

        Raises:
            As `sync.store.Store.write`.
        """
        if self._store is None:
            self._store = FolderStore(self._path.parent, before_replace=self._before_replace)
        ref = LedgerRef(self._path.name, self._path.stem)
        self._store.rewrite(ref, grid, lambda package: with_cells(package, plans))
