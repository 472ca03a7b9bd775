"""Ledgers in a folder of workbooks, which people open, save and sync while we work."""

import os
import time
from collections.abc import Callable, Collection, Mapping, Sequence
from contextlib import suppress
from dataclasses import replace
from hashlib import sha256
from pathlib import Path, PurePosixPath

from config.errors import ConfigError, LedgerBusyError, LedgerUnavailableError
from config.messages import message
from config.os_reasons import reason_of
from config.spoken.visible import visible
from config.vocabulary import Mark
from sync.folder.listing import spreadsheets_in
from sync.folder.patch.container.archive import rewritten
from sync.folder.patch.container.package import Changes, Package
from sync.folder.patch.looks.print_area import prints_ours
from sync.folder.patch.placement import is_doubled, restored
from sync.folder.patch.strip import detached
from sync.folder.patch.write import patched
from sync.folder.replacing import sweep
from sync.folder.second_look import Written, second_look
from sync.folder.workbook import (
    content_hash,
    open_package,
    read_bytes,
    read_workbook,
    title_of,
    understood,
)
from sync.folder.workbook_files import WorkbookFiles
from sync.grid import Grid
from sync.store import Edit, LedgerRef, Notice, Requests, SheetLayout


class FolderStore:
    """A folder of .xlsx workbooks; implements `sync.store.Store`.

    Args:
        folder: where the ledgers lie; a village may have a folder of its own in it.
        state_dir: where ``backup/`` goes, the last version of each ledger that we wrote over; None: none.
        skip: files and folders in it that are no ledgers (our own board and summaries).
        now: seconds since 1970, to tell how old a lock file is.
        before_replace: called between the last look at a ledger and its replacement; for tests.
    """

    is_near = True
    #: False: where people set no print area, our columns are left out of print.
    printed = True
    at_once = 2  # workbooks cost processor time, which threads do not share

    def __init__(
        self,
        folder: Path,
        *,
        state_dir: Path | None = None,
        skip: Collection[str] = (),
        now: Callable[[], float] = time.time,
        before_replace: Callable[[], None] = lambda: None,
    ) -> None:
        self._folder = folder
        self._skip = frozenset(skip)
        self._files = WorkbookFiles(folder, state_dir, now=now, before_replace=before_replace)
        self._requests: dict[str, Requests] = {}
        self._unread_folders: list[str] = []
        self._notices: dict[str, list[Notice]] = {}
        self._written: dict[str, Written] = {}  # until the look after the write
        with suppress(OSError):
            for place in (folder, *(path for path in folder.iterdir() if path.is_dir())):
                sweep(place, now())

    def list(self) -> Sequence[LedgerRef]:
        """Return every spreadsheet in the folder, by name, with a hash of what is in it for its version.

        Raises:
            ConfigError: the folder is not there, or may not be read.
        """
        try:
            self._unread_folders.clear()
            names = spreadsheets_in(self._folder, self._skip, self._unread_folders)
        except OSError as error:
            raise ConfigError(
                message("folder.no_folder", folder=self._folder, why=reason_of(error))
            ) from error
        refs = [LedgerRef(name, title_of(PurePosixPath(name))) for name in names]
        return [replace(ref, version=self.version(ref)) for ref in refs]

    def is_listed_in_full(self) -> bool:
        """Return whether every folder within could be looked into at the last listing."""
        return not self._unread_folders

    def version(self, ref: LedgerRef) -> str:
        """Return a hash of the file as it is now; "" where it is open elsewhere, or is none that we read."""
        try:
            path = self._files.path(ref.ledger_id)
            self._files.refuse_open(path)
            return content_hash(path)
        except (LedgerBusyError, LedgerUnavailableError, OSError):
            return ""

    def read(self, ref: LedgerRef) -> Grid:
        """Read one workbook; one that a program has open too, for only writing has to wait.

        Raises:
            LedgerBusyError: the program that has it open lets nobody else read it.
            LedgerUnavailableError: gone, broken, or in a format that we cannot read.
        """
        path = self._files.path(ref.ledger_id)
        self._count(ref).read += 1
        written = self._written.pop(ref.ledger_id, None)
        seen = self._look_again(path, written) if written is not None else None
        return read_workbook(path, ref.ledger_id) if seen is None else seen

    @staticmethod
    def _look_again(path: Path, written: Written) -> Grid | None:
        """Return the grid of a file that still holds what we wrote; None when it does not."""
        data, version = read_bytes(path)
        if version.sha256 != written.sha256:
            return None
        label = visible(path.name)
        with understood(label):
            try:
                return second_look(written, open_package(data, label), version)
            except UnicodeDecodeError:  # a part in an encoding of its own, which only a whole look reads
                return None

    def write(
        self, ref: LedgerRef, grid: Grid, edits: Sequence[Edit], layouts: Sequence[SheetLayout]
    ) -> None:
        """Patch the workbook in one replacement; nothing is touched when all is in place.

        Raises:
            LedgerBusyError: a program has it open.
            LedgerChangedError: it is no longer the file that *grid* was read from.
            LayoutUnknownError: written in a way that we do not dare to patch.
            LedgerUnavailableError: gone, read-only, no room on the disk; the file is as it was.
        """
        if grid.read_only is not None:
            raise grid.read_only
        new = self._changed(
            ref, grid, lambda package: patched(package, grid, edits, layouts, printed=self.printed)
        )
        if new:
            if {edit.sheet for edit in edits} <= {layout.sheet for layout in layouts}:
                self._written[ref.ledger_id] = Written(sha256(new).hexdigest(), grid, layouts)
            self._note_restored(ref, grid, layouts)

    def mend(self, ref: LedgerRef, grid: Grid, layouts: Sequence[SheetLayout]) -> None:
        """Take out copies of our columns that *grid* shows; nothing is looked at when there are none.

        Raises:
            As `write`.
        """
        sheets = {sheet.name: sheet for sheet in grid.sheets}
        for layout in layouts:
            sheet = sheets.get(layout.sheet)
            if sheet is not None and (layout.copied or is_doubled(sheet, layout.blocks)):
                self.write(ref, grid, (), layouts)
                self._written.pop(ref.ledger_id, None)  # nobody looks again
                return

    def notices(self, ref: LedgerRef) -> Sequence[Notice]:
        """Return which of our columns people had deleted and writes brought back in this process."""
        return tuple(self._notices.get(ref.ledger_id, ()))

    def _note_restored(self, ref: LedgerRef, grid: Grid, layouts: Sequence[SheetLayout]) -> None:
        sheets = {sheet.name: sheet for sheet in grid.sheets}
        for layout in layouts:
            sheet = sheets.get(layout.sheet)
            marks = restored(sheet, layout.blocks) if sheet else frozenset[Mark]()
            notices = [Notice(layout.sheet, mark) for mark in Mark if mark in marks]
            self._notices.setdefault(ref.ledger_id, []).extend(notices)

    def detach(self, ref: LedgerRef, grid: Grid, keep: Sequence[tuple[str, Mark]] = ()) -> None:
        """Take our columns, widths and rules out again, but for the (sheet, mark) columns in *keep*.

        Raises:
            As `write`.
        """
        if grid.read_only is not None:
            return  # nothing of ours ever came there
        self.rewrite(ref, grid, lambda package: detached(package, grid, keep))

    def prints_ours(self, ref: LedgerRef) -> bool:
        """Return whether our columns are printed with the ledger: a worksheet has no print area.

        Raises:
            LedgerUnavailableError: gone, broken, or in a format that we do not write.
        """
        path = self._files.path(ref.ledger_id)
        return prints_ours(open_package(read_bytes(path)[0], visible(path.name)))

    def rewrite(self, ref: LedgerRef, grid: Grid, change: Callable[[Package], Changes]) -> bool:
        """Change some parts of the workbook that *grid* was read from; False where nothing changes.

        Raises:
            As `write`.
        """
        return bool(self._changed(ref, grid, change))

    def _changed(self, ref: LedgerRef, grid: Grid, change: Callable[[Package], Changes]) -> bytes:
        """Return the workbook's new bytes, which have taken the file's place; none where nothing changes."""
        self._written.pop(ref.ledger_id, None)
        path = self._files.path(ref.ledger_id)
        data = self._files.same(path, grid.version)
        with understood(visible(path.name)):
            package = open_package(data, visible(path.name))
            changes = change(package)
            new = rewritten(package, changes) if changes else b""
        if new:
            self._files.replace(ref.ledger_id, grid.version, data, new)
            self._count(ref).write += 1
        return new

    def row_links(self, ledger: str, sheets: Mapping[str, str], folder: Path) -> dict[str, str]:
        """Return an address of a row of each worksheet, relative to *folder*."""
        address = Path(os.path.relpath(self._folder / ledger, folder.resolve())).as_posix()
        quoted = {sheet: sheet.replace("'", "''") for sheet in sheets}
        return {sheet: f"{address}#'{name}'!A{{row}}" for sheet, name in quoted.items()}

    def requests(self, ref: LedgerRef) -> Requests:
        """Return how often the file was read and written by this store."""
        found = self._count(ref)
        return Requests(found.read, found.write, found.drive)

    def _count(self, ref: LedgerRef) -> Requests:
        return self._requests.setdefault(ref.ledger_id, Requests())
