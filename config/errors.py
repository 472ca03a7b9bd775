"""Errors an operator can mend: each says what, where, and the next action."""


class DuesheetError(Exception):
    """Something an operator can mend.

    Attributes:
        code: a stable identifier, for ``--json`` and tests.
        message: what is wrong and where; never the text of a cell.
        fix: the next action.
    """

    code = "error"

    def __init__(self, message: str, *, fix: str, code: str | None = None) -> None:
        super().__init__(message)
        self.message = message
        self.fix = fix
        if code is not None:
            self.code = code


class ConfigError(DuesheetError):
    """The config, a pack or the command line is wrong (exit status 2)."""

    code = "config"


class LedgerError(DuesheetError):
    """One ledger cannot be read or written; the others go on."""

    code = "ledger"


class LedgerUnavailableError(LedgerError):
    """The ledger is gone, unreadable, or not shared with us."""

    code = "unavailable"


class LedgerBusyError(LedgerError):
    """Somebody has the ledger open; the next pass tries again. Not a failure."""

    code = "busy"


class LedgerChangedError(LedgerError):
    """The ledger changed between our look and our write; look again. Nothing was written."""

    code = "changed"


class LayoutUnknownError(LedgerError):
    """The file has a layout we do not dare to patch; nothing was written."""

    code = "layout_unknown"
