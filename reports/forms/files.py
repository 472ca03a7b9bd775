"""Putting a finished file in its place: whole, or not at all, and the same bytes for the same report."""

import io
import os
import zipfile
from pathlib import Path
from uuid import uuid4

from config.errors import DuesheetError
from config.messages import message
from config.os_reasons import reason_of

#: The earliest date a zip can bear; a report's files bear no clock's time.
_EPOCH = (1980, 1, 1, 0, 0, 0)


_NEW = os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0)


class PublishError(DuesheetError):
    """A report could not be put in its place."""

    code = "publish"


def put(path: Path, content: bytes) -> None:
    """Write *content* to *path* at once, so that nobody ever opens half a report.

    Raises:
        PublishError: the folder cannot be written to, or somebody holds the file open.
    """
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        temporary = path.with_name(f".duesheet-{uuid4().hex}")
        try:
            # Who may read it is for the umask to say.
            with os.fdopen(os.open(temporary, _NEW, 0o666), "wb") as file:
                file.write(content)
                file.flush()
                os.fsync(file.fileno())
            temporary.replace(path)
        except OSError:
            temporary.unlink(missing_ok=True)
            raise
    except OSError as error:
        raise PublishError(message("report.not_written", file=path, reason=reason_of(error))) from error


def without_times(package: bytes) -> bytes:
    """Return a zip package with every member's time set to the same day."""
    packed = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(package)) as old,
        zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as new,
    ):
        for member in old.infolist():
            fixed = zipfile.ZipInfo(member.filename, _EPOCH)
            fixed.compress_type = zipfile.ZIP_DEFLATED
            fixed.external_attr = 0o600 << 16
            new.writestr(fixed, old.read(member))
    return packed.getvalue()
