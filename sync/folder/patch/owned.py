"""Which columns are ours although their heading says otherwise: told by our colours and by what they say.

People rename a heading and leave the column. The colours lie over all five columns and their rule names the
column of the light, and every spreadsheet program moves both along with the cells. A column among them
without a heading of ours is the missing one, where its cells hold what we write and nothing else.
"""

from collections.abc import Sequence

from config.vocabulary import MARK_HEADINGS, Mark
from sync.cells.text import as_text
from sync.folder.patch.looks.conditional_formats import Rule, our_rules
from sync.folder.patch.markup import elements, root_of
from sync.folder.patch.placement import Placement, found_marks
from sync.grid import Sheet
from sync.tables.our_copies.our_words import may_say


def renamed_marks(xml: bytes, sheet: Sheet, label: str) -> dict[Mark, int]:
    """Return our columns, 0-based, that no heading of ours names any more.

    Args:
        xml: the worksheet, in the plain dialect.
        sheet: the same, as read.
        label: the workbook's name, for messages.
    """
    end = xml.rfind(b"</sheetData")
    if end < 0:
        return {}
    tail = list(elements(xml, xml.index(b">", end) + 1, root_of(xml, label).close, label))
    rules = our_rules(xml, [part for part in tail if part.name == "conditionalFormatting"], label)
    found = found_marks(sheet)
    for light in sorted({rule.column for rule in rules}):
        here = [rule for rule in rules if rule.column == light]
        named = _among(_coloured(here), light, found, sheet)
        if named:
            return named
    return {}


def _coloured(rules: Sequence[Rule]) -> list[int]:
    """Return the columns that colours of one light cover; of whole rows, from the light on."""
    columns = {column for rule in rules for area in rule.areas for column in range(area.left, area.right + 1)}
    if len(columns) > len(Mark):
        columns = {column for column in columns if column >= rules[0].column}
    return sorted(columns)


def _among(columns: Sequence[int], light: int, found: Placement, sheet: Sheet) -> dict[Mark, int]:
    missing = [mark for mark in Mark if mark not in found.columns]
    unnamed = [column for column in columns if column not in found.headed]
    named: dict[Mark, int] = {}
    if Mark.LIGHT in missing and light in unnamed:
        named[Mark.LIGHT] = light
        missing.remove(Mark.LIGHT)
        unnamed.remove(light)
    if len(missing) == len(unnamed):
        named |= dict(zip(missing, unnamed, strict=True))
    first = _first_row(columns, found, sheet)
    return {mark: column for mark, column in named.items() if _holds_ours(mark, column, first, sheet)}


def _first_row(columns: Sequence[int], found: Placement, sheet: Sheet) -> int:
    """Return the 0-based row below the headings: ours, or the first row with anything in these columns."""
    headings = [row for column, (row, _) in found.headed.items() if column in columns]
    if headings:
        return min(headings)
    return next((at + 1 for at, row in enumerate(sheet.rows) if any(_texts([row], columns))), 0)


def _texts(rows: Sequence[Sequence[object]], columns: Sequence[int]) -> list[str]:
    cells = (row[column] for row in rows for column in columns if column < len(row))
    return [str(cell) for cell in cells if cell not in ("", None)]


def _holds_ours(mark: Mark, column: int, first: int, sheet: Sheet) -> bool:
    """Tell whether a column holds what we write under *mark*, and nothing else."""
    cells = [as_text(row[column]).strip() for row in sheet.rows[first:] if column < len(row)]
    known = {words[mark] for words in MARK_HEADINGS.values()}
    texts = [text for text in cells if text and text not in known]
    return bool(texts) and all(may_say(mark, text) for text in texts)
