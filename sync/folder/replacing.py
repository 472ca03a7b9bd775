"""Replacing one file by another in one step, so that nobody ever sees half of it."""

import ctypes
import errno
import os
import platform
import shutil
import stat
import sys
from contextlib import suppress
from functools import cache
from hashlib import sha256
from pathlib import Path
from typing import Any
from uuid import uuid4

from config.errors import LedgerBusyError, LedgerUnavailableError
from config.messages import message
from config.os_reasons import reason_of
from config.spoken.visible import visible

#: A temporary file this old belongs to nobody, whichever machine made it.
STALE_TEMP_S = 3600
_PREFIX = ".duesheet-"
_SUFFIX = ".tmp"
_HERE = -100  # AT_FDCWD: paths count from the current folder
_EXCHANGE = 2  # RENAME_EXCHANGE


def temporary(folder: Path) -> Path:
    """Return a new name in *folder* that no listing shows and that `sweep` knows."""
    return folder / f"{_PREFIX}{_machine()}-{os.getpid()}-{uuid4().hex[:8]}{_SUFFIX}"


def sweep(folder: Path, now_s: float) -> None:
    """Remove temporary files in *folder* that a killed run left behind; *now_s* counts from 1970."""
    for temp in folder.glob(f"{_PREFIX}*{_SUFFIX}"):
        machine, _, rest = temp.name.removeprefix(_PREFIX).partition("-")
        process = rest.partition("-")[0]
        dead = machine == _machine() and process.isdigit() and not _is_running(int(process))
        if dead or now_s - temp.stat().st_mtime > STALE_TEMP_S:
            temp.unlink(missing_ok=True)


@cache
def _machine() -> str:
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


def is_read_only(path: Path) -> bool:
    """Tell whether nobody at all may write the file; replacing it would get round that."""
    return not path.stat().st_mode & (stat.S_IWUSR | stat.S_IWGRP | stat.S_IWOTH)


def write_through(path: Path, data: bytes) -> None:
    """Write a new file down to the disk."""
    with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
        file.write(data)
        file.flush()
        os.fsync(file.fileno())


def copy_manners(source: Path, target: Path) -> None:
    """Give *target* the permissions, owner and, where the system has them, the ACL of *source*."""
    with suppress(OSError):  # some network shares have no modes to set
        shutil.copymode(source, target)
    if sys.platform != "linux":
        return
    found = source.stat()
    with suppress(OSError):
        os.chown(target, found.st_uid, found.st_gid)
    with suppress(OSError):
        for name in os.listxattr(source):
            os.setxattr(target, name, os.getxattr(source, name))


def sync_folder(folder: Path) -> None:
    """Make a replacement in *folder* last through a power cut."""
    if os.name == "nt":
        return
    # Some network shares cannot; the file itself is safe then all the same.
    with suppress(OSError):
        handle = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)


def exchanged(one: Path, other: Path) -> bool:
    """Let two files swap names in one step; False where the system or the share cannot.

    A plain replacement forgets what it replaces. After an exchange we hold what really stood there, and
    can put a save back that came in at the last moment.

    Raises:
        OSError: one of them is gone, or may not be renamed.
    """
    rename = _renameat2()
    if rename is None:
        return False
    if rename(_HERE, os.fsencode(one), _HERE, os.fsencode(other), _EXCHANGE) == 0:
        return True
    code = ctypes.get_errno()
    if code in (errno.ENOENT, errno.EACCES, errno.EPERM, errno.EROFS, errno.EBUSY):
        raise OSError(code, os.strerror(code), str(other))
    return False


@cache
def _renameat2() -> Any:
    if sys.platform != "linux":
        return None
    call = getattr(ctypes.CDLL(None, use_errno=True), "renameat2", None)
    if call is not None:
        call.argtypes = (ctypes.c_int, ctypes.c_char_p, ctypes.c_int, ctypes.c_char_p, ctypes.c_uint)
    return call


def write_error(path: Path, error: OSError) -> LedgerUnavailableError | LedgerBusyError:
    """Return what a failed replacement means to the operator; the file is as it was."""
    if error.errno in (errno.ENOSPC, errno.EDQUOT):
        return LedgerUnavailableError(message("folder.no_room", file=visible(path.name)))
    if isinstance(error, PermissionError) and os.name == "nt":
        return LedgerBusyError(message("folder.held_open", file=visible(path.name)))
    if isinstance(error, PermissionError) or error.errno == errno.EROFS:
        return LedgerUnavailableError(message("folder.may_not_write", file=visible(path.name)))
    if isinstance(error, FileNotFoundError):
        return LedgerUnavailableError(message("folder.gone_meanwhile", file=visible(path.name)))
    return LedgerUnavailableError(
        message("folder.write_failed", file=visible(path.name), why=reason_of(error))
    )
