"""Cells that hold nothing but the commonest words for where a case stands: known as a whole."""

from collections.abc import Mapping
from functools import cache

from config.vocabulary import Status
from config.words import words
from sync.cells.status_reading import StatusReading


@cache
def whole_states() -> Mapping[str, StatusReading]:
    """Return what each of these cells says, by its tidied text."""
    table = words("whole_states")
    return {
        text: StatusReading(Status(status), agreed=said == "agreed", failed=said == "failed")
        for status, listed in table.items()
        for said, texts in listed.items()
        for text in texts
    }
