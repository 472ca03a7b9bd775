"""The cells of one write as the journal keeps them: column by column, each distinct text once.

A first pass over a ledger of 100,000 rows writes half a million cells; a row of the database for each of
them took a tenth of the pass.
"""

import json
from collections.abc import Iterator, Sequence
from itertools import repeat
from operator import attrgetter
from typing import Any

from scheduler.state.records import WrittenCell

#: Attributes of a cell that are texts, of which many cells share few, and those that are not.
_TEXTS = ("sheet", "mark", "old", "new", "row_key")
_PLAIN = ("row", "heading")


def packed(records: Sequence[WrittenCell]) -> str:
    """Return one write's cells as JSON: {attribute: values}, texts as {attribute: [distinct, places]}."""
    found: dict[str, Any] = {name: list(map(attrgetter(name), records)) for name in _PLAIN if records}
    for name in _TEXTS if records else ():
        texts = list(map(attrgetter(name), records))
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
