"""The state's file while a service runs: put back when deleted, left alone when somebody replaced it."""

import logging

from scheduler.state import FileStanding, State, StateTroubleError

log = logging.getLogger("duesheet")


class StateWatch:
    """Watches one state's file; a database server keeps its own.

    Attributes:
        is_replaced: another file stands in its place: nothing may be done on it, or it would be done twice.
        is_lost: the file is gone and cannot be written again.
    """

    def __init__(self, state: State) -> None:
        self._file = state.file()
        self.is_replaced = self.is_lost = False

    def is_ours(self) -> bool:
        """Tell whether the file is the one that was opened; a deleted one is put back first."""
        if self._file is None:
            return True
        standing = self._file.look()
        try:
            if standing is FileStanding.GONE:
                self._file.put_back()
                log.warning("state: its file was deleted under the running service; written again")
        except (OSError, StateTroubleError) as error:
            log.error("state: its file is gone and cannot be written (%s)", type(error).__name__)  # noqa: TRY400
            self.is_lost = True
            return False
        self.is_lost = False
        if standing is FileStanding.REPLACED and not self.is_replaced:
            log.error(
                "state: another file stands in its place; nothing is done until the service is started "
                "again, so that nothing is sent twice"
            )
        self.is_replaced = standing is FileStanding.REPLACED
        return not self.is_replaced

    def close(self) -> None:
        """Let go of the file."""
        if self._file is not None:
            self._file.close()
