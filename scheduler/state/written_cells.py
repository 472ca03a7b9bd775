"""The cells of one write as the journal keeps them: column by column, each distinct text once.

A first pass over a ledger of 100,000 rows writes half a million cells; a row of the database for each of
them took a tenth of the pass.
"""

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, fields
from itertools import repeat
from operator import attrgetter
from typing import Any

from scheduler.state.records import WrittenCell

#: Attributes of a cell that are texts, of which many cells share few, and those that are not.
_TEXTS = ("sheet", "mark", "old", "new", "row_key")
_PLAIN = ("row", "heading")


@dataclass(frozen=True, slots=True)
class CellColumns:
    """The cells of one write, column by column; what `WrittenCell` says of each."""

    sheet: Sequence[str]
    row: Sequence[int]
    mark: Sequence[str]
    heading: Sequence[bool]
    old: Sequence[str]
    new: Sequence[str]
    row_key: Sequence[str]

    def __len__(self) -> int:
        return len(self.row)

    @classmethod
    def of(cls, cells: Sequence[WrittenCell]) -> "CellColumns":
        """Return cells that are there one by one."""
        return cls(*(list(map(attrgetter(each.name), cells)) for each in fields(cls)))


def packed(cells: CellColumns) -> str:
    """Return one write's cells as JSON: {attribute: values}, texts as {attribute: [distinct, places]}."""
    if not len(cells):
        return "{}"
    found: dict[str, Any] = {name: list(getattr(cells, name)) for name in _PLAIN}
    for name in _TEXTS:
        texts = getattr(cells, name)
        distinct = {text: place for place, text in enumerate(dict.fromkeys(texts))}
        found[name] = [list(distinct), list(map(distinct.__getitem__, texts))]
    return json.dumps(found, ensure_ascii=False, separators=(",", ":"))


def unpacked(run: str, ledger: str, cells: str) -> Iterator[WrittenCell]:
    """Yield what `packed` noted, in its order."""
    found = json.loads(cells)
    if not found:
        return
    sheet, mark, old, new, row_key = (
        map(distinct.__getitem__, places) for distinct, places in map(found.__getitem__, _TEXTS)
    )
    row, heading = map(found.__getitem__, _PLAIN)
    columns = (sheet, row, mark, map(bool, heading), old, new, row_key)
    yield from map(WrittenCell, *columns, repeat(run), repeat(ledger))


def texts_in(cells: str) -> Iterator[tuple[str, str]]:
    """Yield each (mark, new text) that `packed` noted, some more than once."""
    found = json.loads(cells)
    if found:
        marks, mark_of = found["mark"]
        texts, text_of = found["new"]
        for mark, text in set(zip(mark_of, text_of, strict=True)):
            yield marks[mark], texts[text]


def sheets_in(cells: str) -> set[str]:
    """Return the worksheets that `packed` noted."""
    found = json.loads(cells)
    return set(found["sheet"][0]) if found else set()
