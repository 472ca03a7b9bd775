"""The state's file under a running service: seen when somebody deletes or replaces it."""

from enum import StrEnum
from pathlib import Path

from sqlalchemy import Engine


class FileStanding(StrEnum):
    """How the file stands."""

    SAME = "same"
    GONE = "gone"
    REPLACED = "replaced"


class StateFile:
    """One SQLite file, held open so that its contents outlive its name.

    A database goes on working in a file that was deleted, and nobody sees that everything it notes from then
    on is lost with the process: what was sent this morning would be sent again after the next start.
    """

    def __init__(self, engine: Engine, path: Path) -> None:
        self._engine, self._path = engine, path
        self._held = engine.connect()
        self._inode = self._now()

    def look(self) -> FileStanding:
        """Tell whether the file is still the one that was opened."""
        found = self._now()
        if found is None:
            return FileStanding.GONE
        return FileStanding.SAME if found == self._inode else FileStanding.REPLACED

    def put_back(self) -> None:
        """Write the contents under the old name again.

        Raises:
            OSError: the folder cannot be made or written.
            SQLAlchemyError: the contents cannot be read any more.
        """
        self._path.parent.mkdir(parents=True, exist_ok=True)
        fresh = self._path.with_name(f"{self._path.name}.again")
        fresh.unlink(missing_ok=True)
        self._held.exec_driver_sql("VACUUM INTO ?", (str(fresh),))
        self._held.close()
        self._engine.dispose()  # connections to the deleted file would go on writing into it
        fresh.replace(self._path)
        self._held = self._engine.connect()
        self._inode = self._now()

    def close(self) -> None:
        """Let go of the file."""
        self._held.close()

    def _now(self) -> tuple[int, int] | None:
        try:
            found = self._path.stat()
        except FileNotFoundError:
            return None
        return found.st_dev, found.st_ino
