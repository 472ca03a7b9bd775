"""What 〔督〕说明 says where a person typed over another of our cells: that it stays, and what it means."""

from collections.abc import Sequence

from config.language import phrases
from config.vocabulary import MARK_HEADINGS, Mark


def with_typed(why: str, typed: Sequence[Mark], language: str) -> str:
    """Return a row's 〔督〕说明 with a word on each of our other cells that a person filled in."""
    if not why:
        return why
    tables = phrases(language, "rules")
    said = [
        tables["typed"]["date" if mark is Mark.DUE else "text"].format(heading=MARK_HEADINGS[language][mark])
        for mark in typed
    ]
    return tables["form"]["next"].join((why, *said))
