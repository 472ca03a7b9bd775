"""The files of a folder's workbooks: where each lies, whether it is open, and how one is replaced."""

import errno
import time
from collections.abc import Callable
from pathlib import Path

from config.errors import LedgerBusyError, LedgerChangedError, LedgerUnavailableError
from config.messages import message
from config.spoken.visible import visible
from sync.folder.replacing import (
    copy_manners,
    exchanged,
    is_read_only,
    sync_folder,
    temporary,
    write_error,
    write_through,
)
from sync.folder.workbook import read_bytes

#: A lock file this old was probably left behind by a program that died.
STALE_LOCK_S = 2 * 24 * 3600


class WorkbookFiles:
    """Workbooks by their path within the folder.

    Args:
        folder: where the ledgers lie; a village may have a folder of its own in it.
        state_dir: where ``backup/`` goes, the last version of each ledger that we wrote over; None: none.
        now: seconds since 1970, to tell how old a lock file is.
        before_replace: called between the last look at a ledger and its replacement; for tests.
    """

    def __init__(
        self,
        folder: Path,
        state_dir: Path | None = None,
        *,
        now: Callable[[], float] = time.time,
        before_replace: Callable[[], None] = lambda: None,
    ) -> None:
        self._folder = folder
        self._state_dir = state_dir
        self._now = now
        self._before_replace = before_replace

    def path(self, name: str) -> Path:
        """Return where the file itself lies: what a link within the folder leads to."""
        path = self._folder / name
        if not path.is_symlink():
            return path
        found = path.resolve()
        if not found.is_relative_to(self._folder.resolve()):
            raise LedgerUnavailableError(message("folder.leads_out", file=visible(path.name)))
        return found

    def refuse_open(self, path: Path) -> None:
        """Refuse a workbook that Excel, WPS or LibreOffice shows as open."""
        for name in (f"~${path.name}", f".~{path.name}", f".~lock.{path.name}#"):
            lock = path.with_name(name)
            try:
                age_s = self._now() - lock.stat().st_mtime
            except OSError:
                continue
            if age_s < STALE_LOCK_S:
                raise LedgerBusyError(message("folder.open_elsewhere", file=visible(path.name)))
            raise LedgerBusyError(
                message(
                    "folder.open_for_days",
                    file=visible(path.name),
                    days=int(age_s // 86_400),
                    lock=visible(name),
                )
            )

    def same(self, path: Path, version: object) -> bytes:
        """Return the bytes of the file, which must be the one whose version is *version*."""
        self.refuse_open(path)
        data, found = read_bytes(path)
        if found != version:
            raise _changed(path)
        return data

    def replace(self, name: str, version: object, old: bytes, new: bytes) -> None:
        """Put *new* in the place of the file in one step, or leave everything as it was.

        Args:
            name: its path within the folder.
            version: of the file as it was read; another one is left alone.
            old: its bytes then.
            new: its bytes from now on.
        """
        path = self.path(name)
        try:
            if is_read_only(path):
                raise PermissionError(errno.EACCES, "read-only")
            self._keep_copy(name, old)
            temp = temporary(path.parent)
            try:
                write_through(temp, new)
                copy_manners(path, temp)
                self.same(path, version)
                self._before_replace()
                self._swap(temp, path, version)
            finally:
                temp.unlink(missing_ok=True)
            sync_folder(path.parent)
        except OSError as error:
            raise write_error(path, error) from error

    def _swap(self, temp: Path, path: Path, version: object) -> None:
        """Let *temp* take the place of the file; a save that came in between is put back untouched."""
        if not exchanged(temp, path):
            temp.replace(path)
            return
        _, found = read_bytes(temp)
        if found != version:
            exchanged(temp, path)
            raise _changed(path)

    def _keep_copy(self, name: str, data: bytes) -> None:
        if self._state_dir is None:
            return
        kept = self._state_dir / "backup" / name
        folder = kept.parent
        folder.mkdir(parents=True, exist_ok=True)
        temp = temporary(folder)
        try:
            write_through(temp, data)
            temp.replace(kept)
        finally:
            temp.unlink(missing_ok=True)


def _changed(path: Path) -> LedgerChangedError:
    return LedgerChangedError(message("folder.saved_meanwhile", file=visible(path.name)))
