"""Errors an operator can mend: each says what, where, and the next action."""

import traceback
from collections.abc import Mapping
from pathlib import Path

from config.messages import Message, Remedy


class DuesheetError(Exception):
    """Something an operator can mend.

    Attributes:
        code: a stable identifier, for ``--json`` and tests.
        told: what is wrong and where, with its remedy, from the message catalogue; never the text of a cell.
    """

    code = "error"

    def __init__(
        self, told: Message | str, *, fix: "Message | Remedy | str" = "", code: str | None = None
    ) -> None:
        """Make an error of a text of the catalogue, which carries its own remedy unless *fix* is another.

        A plain text is said as it is in every language; the product has none.
        """
        self._told = told
        self._fix = fix
        super().__init__(self.message)
        if code is not None:
            self.code = code

    def said(self, language: str) -> str:
        """Return what is wrong and where, in *language*."""
        return self._told.said(language) if isinstance(self._told, Message) else self._told

    def remedy(self, language: str) -> str:
        """Return the next action, in *language*."""
        if isinstance(self._fix, Message | Remedy):
            return self._fix.said(language)
        if self._fix or not isinstance(self._told, Message):
            return self._fix
        return self._told.remedy(language)

    @property
    def told(self) -> "Message | str":
        """What is wrong, for another text to quote."""
        return self._told

    @property
    def fix_told(self) -> "Message | Remedy | str":
        """The next action, for another text to quote."""
        return self._fix or (Remedy(self._told) if isinstance(self._told, Message) else "")

    @property
    def message(self) -> str:
        """What is wrong, in English."""
        return self.said("en")

    @property
    def fix(self) -> str:
        """The next action, in English."""
        return self.remedy("en")

    def as_json(self, language: str) -> Mapping[str, str]:
        """Return the error as JSON shows it."""
        return {"code": self.code, "message": self.said(language), "fix": self.remedy(language)}


def raised_at(error: BaseException) -> str:
    """Return where an unexpected error arose, ``rows.py:120``: its own words may quote a cell."""
    frames = traceback.extract_tb(error.__traceback__)
    return f"{Path(frames[-1].filename).name}:{frames[-1].lineno}" if frames else "?"


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


class OtherPassError(LedgerBusyError):
    """Another run works on the ledger just now. Not a failure."""

    code = "other_pass"


class LedgerChangedError(LedgerError):
    """The ledger changed between our look and our write; look again. Nothing was written."""

    code = "changed"


class LayoutUnknownError(LedgerError):
    """The file has a layout we do not dare to patch; nothing was written."""

    code = "layout_unknown"
