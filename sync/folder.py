"""Ledgers in a folder of workbooks, which people open, save and sync while we work."""

import errno
import os
import platform
import shutil
import stat
import time
from collections.abc import Callable, Collection, Sequence
from contextlib import suppress
from hashlib import sha256
from pathlib import Path
from uuid import uuid4

from config.errors import ConfigError, LedgerBusyError, LedgerChangedError, LedgerUnavailableError
from config.vocabulary import Mark
from sync.grid import Grid
from sync.patch.archive import rewritten
from sync.patch.detach import detached
from sync.patch.write import patched
from sync.store import Edit, LedgerRef, Requests, SheetLayout
from sync.workbook import OTHER_SPREADSHEETS, READABLE, open_package, read_bytes, read_workbook

#: A lock file this old was probably left behind by a program that died.
STALE_LOCK_S = 2 * 24 * 3600
#: A temporary file this old belongs to nobody, whichever machine made it.
STALE_TEMP_S = 3600
_TEMP_PREFIX = ".duesheet-"
_TEMP_SUFFIX = ".tmp"


class FolderStore:
    """A folder of .xlsx workbooks; implements `sync.store.Store`.

    Args:
        folder: where the ledgers lie. Folders within it are not looked into.
        state_dir: where ``backup/`` goes, the last version of each ledger that we wrote over; None: none.
        skip: file names that are no ledgers (our own board and summaries).
        now: seconds since 1970, to tell how old a lock file is.
        before_replace: called between the last look at a ledger and its replacement; for tests.
    """

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
        self._state_dir = state_dir
        self._skip = frozenset(skip)
        self._now = now
        self._before_replace = before_replace
        self._requests: dict[str, Requests] = {}
        with suppress(OSError):
            self._sweep()

    def list(self) -> Sequence[LedgerRef]:
        """Return every spreadsheet in the folder, by name; those we cannot read fail when read.

        Raises:
            ConfigError: the folder is not there, or may not be read.
        """
        try:
            names = sorted(entry.name for entry in os.scandir(self._folder) if entry.is_file())
        except OSError as error:
            raise ConfigError(
                f"the folder of ledgers, {self._folder}, cannot be read ({error.strerror})",
                fix="set folder under [ledgers] in township.toml to where the workbooks lie",
            ) from error
        return [LedgerRef(name, Path(name).stem) for name in names if self._is_ledger(name)]

    def _is_ledger(self, name: str) -> bool:
        if name.startswith((".", "~$")) or name in self._skip:
            return False
        return Path(name).suffix.lower() in READABLE | OTHER_SPREADSHEETS

    def read(self, ref: LedgerRef) -> Grid:
        """Read one workbook.

        Raises:
            LedgerBusyError: a program has it open.
            LedgerUnavailableError: gone, broken, or in a format that we cannot read.
        """
        path = self._path(ref)
        self._refuse_locked(path)
        self._count(ref).read += 1
        return read_workbook(path)

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
        path = self._path(ref)
        data = self._same(path, grid)
        package = open_package(data, path.name)
        changes = patched(package, grid, edits, layouts)
        if changes:
            self._replace(path, grid, data, rewritten(package, changes))
            self._count(ref).write += 1

    def detach(self, ref: LedgerRef, grid: Grid, keep: Sequence[tuple[str, Mark]] = ()) -> None:
        """Take our columns, widths and rules out again, but for the (sheet, mark) columns in *keep*.

        Raises:
            As `write`.
        """
        path = self._path(ref)
        data = self._same(path, grid)
        package = open_package(data, path.name)
        changes = detached(package, grid, keep)
        if changes:
            self._replace(path, grid, data, rewritten(package, changes))
            self._count(ref).write += 1

    def requests(self, ref: LedgerRef) -> Requests:
        """Return how often the file was read and written by this store."""
        found = self._count(ref)
        return Requests(found.read, found.write, found.drive)

    def _count(self, ref: LedgerRef) -> Requests:
        return self._requests.setdefault(ref.ledger_id, Requests())

    def _path(self, ref: LedgerRef) -> Path:
        # A link is followed, so that the file it leads to is replaced and the link stays.
        path = self._folder / ref.ledger_id
        return path.resolve() if path.is_symlink() else path

    def _refuse_locked(self, path: Path) -> None:
        """Refuse a workbook that Excel, WPS or LibreOffice shows as open."""
        for name in (f"~${path.name}", f".~{path.name}", f".~lock.{path.name}#"):
            lock = path.with_name(name)
            try:
                age_s = self._now() - lock.stat().st_mtime
            except OSError:
                continue
            if age_s < STALE_LOCK_S:
                raise LedgerBusyError(
                    f"{path.name}: open in WPS, Excel or LibreOffice",
                    fix="nothing to do: the next run tries again",
                )
            raise LedgerBusyError(
                f"{path.name}: shown as open for {int(age_s // 86_400)} days",
                fix=f"close it wherever it is open; if it is open nowhere, delete {name} beside it",
            )

    def _same(self, path: Path, grid: Grid) -> bytes:
        """Return the bytes of the file, which must be the one that *grid* was read from."""
        self._refuse_locked(path)
        data, version = read_bytes(path)
        if version != grid.version:
            raise LedgerChangedError(
                f"{path.name}: saved by somebody since it was read", fix="nothing to do: it is read again"
            )
        return data

    def _replace(self, path: Path, grid: Grid, old: bytes, new: bytes) -> None:
        """Put *new* in the place of the file in one step, or leave everything as it was."""
        try:
            found = path.stat()
            if not found.st_mode & (stat.S_IWUSR | stat.S_IWGRP | stat.S_IWOTH):
                raise PermissionError(errno.EACCES, "read-only")
            self._keep_copy(path, old)
            temp = path.with_name(f"{_TEMP_PREFIX}{_here()}-{os.getpid()}-{uuid4().hex[:8]}{_TEMP_SUFFIX}")
            try:
                _write_through(temp, new)
                _copy_manners(path, temp)
                self._same(path, grid)
                self._before_replace()
                temp.replace(path)
            finally:
                temp.unlink(missing_ok=True)
            _sync_folder(path.parent)
        except OSError as error:
            raise _write_error(path, error) from error

    def _keep_copy(self, path: Path, data: bytes) -> None:
        if self._state_dir is None:
            return
        folder = self._state_dir / "backup"
        folder.mkdir(parents=True, exist_ok=True)
        temp = folder / f"{_TEMP_PREFIX}{os.getpid()}-{uuid4().hex[:8]}{_TEMP_SUFFIX}"
        try:
            _write_through(temp, data)
            temp.replace(folder / path.name)
        finally:
            temp.unlink(missing_ok=True)

    def _sweep(self) -> None:
        """Remove temporary files that a killed run left behind."""
        for temp in self._folder.glob(f"{_TEMP_PREFIX}*{_TEMP_SUFFIX}"):
            age_s = self._now() - temp.stat().st_mtime
            here, _, rest = temp.name.removeprefix(_TEMP_PREFIX).partition("-")
            process = rest.partition("-")[0]
            dead = here == _here() and process.isdigit() and not _is_running(int(process))
            if dead or age_s > STALE_TEMP_S:
                temp.unlink(missing_ok=True)


def _here() -> str:
    """Return a short name of this machine; in a synced folder other machines' files turn up."""
    return sha256(platform.node().encode()).hexdigest()[:6]


def _is_running(process: int) -> bool:
    if os.name == "nt":  # there os.kill would end it; the file's age decides
        return True
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    except OSError:
        return True
    return True


def _write_through(path: Path, data: bytes) -> None:
    with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
        file.write(data)
        file.flush()
        os.fsync(file.fileno())


def _copy_manners(source: Path, target: Path) -> None:
    """Give *target* the permissions, owner and, where the system has them, the ACL of *source*."""
    with suppress(OSError):  # some network shares have no modes to set
        shutil.copymode(source, target)
    if os.name == "nt":
        return
    found = source.stat()
    with suppress(OSError):
        os.chown(target, found.st_uid, found.st_gid)
    if hasattr(os, "listxattr"):
        with suppress(OSError):
            for name in os.listxattr(source):
                os.setxattr(target, name, os.getxattr(source, name))


def _sync_folder(folder: Path) -> None:
    """Make the replacement itself last through a power cut."""
    if os.name == "nt":
        return
    # Some network shares cannot; the file itself is safe then all the same.
    with suppress(OSError):
        handle = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)


def _write_error(path: Path, error: OSError) -> LedgerUnavailableError | LedgerBusyError:
    if error.errno in (errno.ENOSPC, errno.EDQUOT):
        return LedgerUnavailableError(
            f"{path.name}: no room left on the disk; it is as it was", fix="make room there"
        )
    if isinstance(error, PermissionError) and os.name == "nt":
        return LedgerBusyError(
            f"{path.name}: held open by a program", fix="nothing to do: the next run tries again"
        )
    if isinstance(error, PermissionError) or error.errno == errno.EROFS:
        return LedgerUnavailableError(
            f"{path.name}: we may not write it, or not into its folder; it is as it was",
            fix="give the account that runs duesheet write access to the folder and the file",
        )
    if isinstance(error, FileNotFoundError):
        return LedgerUnavailableError(
            f"{path.name}: gone while it was being written", fix="put it back; the next run takes it up again"
        )
    return LedgerUnavailableError(
        f"{path.name}: writing failed ({error.strerror}); it is as it was",
        fix="check the disk or the network share it lies on",
    )
