"""Why a database cannot be opened, each cause with its own remedy."""

import errno

from sqlalchemy.exc import DatabaseError, DBAPIError, NoSuchModuleError

from config.errors import ConfigError
from config.messages import message

#: What SQLite says → the text of the catalogue. Never in the remedy of the first: that the file may be moved.
_SQLITE = (
    ("locked", "locked"),
    ("busy", "locked"),
    ("readonly", "read_only"),
    ("not a database", "broken"),
    ("malformed", "broken"),
    ("disk is full", "disk_full"),
    ("no such table", "broken"),
)


def cannot_open(place: str, error: Exception) -> ConfigError:
    """Return the error that says why *place* cannot be opened; the database's own words are left out.

    Args:
        place: the file, or the address without its password.
        error: of SQLAlchemy, of a missing driver, or of the folder.
    """
    return ConfigError(message(f"state.{_cause(error)}", place=place), code="state")


def is_read_only(error: Exception) -> bool:
    """Tell whether a database can be read though not written."""
    return _cause(error) == "read_only"


def _cause(error: Exception) -> str:
    if isinstance(error, ImportError | NoSuchModuleError):
        return "no_driver"
    if isinstance(error, OSError):
        return "disk_full" if error.errno == errno.ENOSPC else "read_only"
    if not isinstance(error, DBAPIError | DatabaseError):
        return "cannot_open"
    said = str(error.orig).lower()
    for words, cause in _SQLITE:
        if words in said:
            return cause
    if "sqlite" in type(error.orig).__module__:
        return "cannot_open"
    return "unreachable"
