"""A ledger that stands in another's place: its titles name another village than the config or the file."""

from collections.abc import Iterator, Mapping

from config.frames import Problem
from config.vocabulary import LedgerProblemCode
from sync.cells.numerals import with_arabic_numerals
from sync.cells.text import as_text, tidy
from sync.grid import Grid
from sync.tables.titles import patterns_of, village_in

#: A longer text above a header is a note.
_TITLE_LENGTH = 40


def mismatched(grid: Grid, headers: Mapping[str, int], configured: str | None) -> list[Problem]:
    """Return one problem when the titles agree on a village that is not the one expected.

    Args:
        grid: the cells.
        headers: visible worksheets with a table, in tab order, to the 1-based row of its first header.
        configured: the village that the config says; None: the one that the file's name says is expected.
    """
    expected = configured or village_in(grid.title)
    titles = list(_titles(grid, headers))
    if not any(village_in(text) for _, text in titles) and configured:
        titles = [(name, grid.title) for name in headers][:1]
    if not expected or any(_speaks_of(text, expected) for _, text in titles):
        return []
    named = {village: name for name, text in reversed(titles) if (village := village_in(text))}
    if len(named) != 1:
        return []  # a register with a tab for each village
    ((village, name),) = named.items()
    return [Problem(name, 0, "", "", LedgerProblemCode.VILLAGE_MISMATCH, detail=village)]


def same_village(one: str, two: str) -> bool:
    """Whether two names are of one village: 青石村, 青石村委会 and 青石社区 are."""
    return _stem(one) == _stem(two)


def _titles(grid: Grid, headers: Mapping[str, int]) -> Iterator[tuple[str, str]]:
    """Yield worksheet and text of what stands above the first header of each worksheet."""
    for sheet in grid.sheets:
        for row in sheet.rows[: headers.get(sheet.name, 1) - 1]:
            for text in map(as_text, row):
                if text and len(text) <= _TITLE_LENGTH:
                    yield sheet.name, text


def _speaks_of(text: str, village: str) -> bool:
    """Whether a title names a village, whatever stands before it: 上半年石桥村."""
    return _stem(village) in with_arabic_numerals(tidy(text))


def _stem(village: str) -> str:
    """Return a village's name without the township before it and what villages are called behind it."""
    named = with_arabic_numerals(village_in(village) or tidy(village))
    return patterns_of("village")["suffix"].sub("", named) or named
