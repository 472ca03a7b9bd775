"""What must change in our five columns so that a ledger says what its rows deserve today."""

from collections.abc import Callable, Iterator, Mapping, Sequence, Set
from dataclasses import dataclass, field
from functools import cache

from config.frames import Problem
from config.vocabulary import MARK_HEADINGS, LedgerProblemCode, Mark
from rules.sentences.typed import with_typed
from sync.columns import letters
from sync.ledger import Ledger, LedgerTable, Repeat, UnderstoodSheet
from sync.mark_headings import headings_of
from sync.store import Edit, SheetLayout, TableRows

#: Tells whether a text in one of our columns is one that we could have written there.
IsOurs = Callable[[Mark, str], bool]


@dataclass(frozen=True, slots=True)
class Difference:
    """The edits a ledger needs, the layout they rest on, and the persons' texts that stay.

    Attributes:
        edits: headings first, then cells, by sheet, row and column.
        layouts: one for each worksheet that holds cases.
        kept: one problem for each cell of ours that holds a person's words.
    """

    edits: tuple[Edit, ...]
    layouts: tuple[SheetLayout, ...]
    kept: tuple[Problem, ...]


def own_text(is_ours: IsOurs, written: Callable[[], Mapping[Mark, Set[str]] | None]) -> IsOurs:
    """Return what tells our texts from a person's by the record of what we wrote, or else by *is_ours*.

    A date that a clerk types into 〔督〕办理期限 looks like one of ours; only the record tells them apart.
    Without any record (state lost, ledger moved here) the grammar alone decides, so that nothing stale stays.
    *written* is asked at most once, and only if some text is in question: mostly none is.
    """
    record = cache(written)

    def known(mark: Mark, text: str) -> bool:
        texts = record()
        return is_ours(mark, text) if texts is None else text in texts.get(mark, ())

    return known


@dataclass(frozen=True, slots=True)
class Wanted:
    """What our cells should hold.

    Attributes:
        texts: per mark one text for each row of ``ledger.cases``, in its order.
        notes: what 说明 says in rows that do not count; their other cells of ours are empty.
    """

    texts: Mapping[Mark, Sequence[str]]
    notes: Mapping[Repeat, str] = field(default_factory=dict[Repeat, str])


def difference(
    ledger: Ledger, wanted: Wanted, *, is_ours: IsOurs, language: str, highlight: str = "marks"
) -> Difference:
    """Compare our cells with the texts they should hold.

    Args:
        ledger: as understood just now.
        wanted: what they should hold.
        is_ours: tells our texts from a person's; a person's stays and is reported.
        language: of our headings and words.
        highlight: ``marks`` or ``row``, handed to the store.
    """
    rows_of = _rows_by_table(ledger, wanted.texts)
    for row, text in wanted.notes.items():
        _add_note(rows_of, row, text)
    copied = {
        problem.sheet for problem in ledger.problems if problem.code is LedgerProblemCode.MARK_COLUMN_DOUBLED
    }
    edits: list[Edit] = []
    kept: list[Problem] = []
    layouts: list[SheetLayout] = []
    for sheet in ledger.sheets:
        if not _concerns_us(sheet, rows_of):
            continue
        blocks: list[TableRows] = []
        for table in sheet.tables:
            if table.copy_of:
                continue
            edits += _headings(table, is_ours, language)
            edits += _rows(table, rows_of.get(table.info.table, {}), is_ours, language, kept)
            blocks.append(_block(table))
        layouts.append(SheetLayout(sheet.name, tuple(blocks), language, highlight, sheet.name in copied))
    order = list(Mark)
    edits.sort(key=lambda edit: (edit.sheet, not edit.heading, edit.row, order.index(edit.mark)))
    return Difference(tuple(edits), tuple(layouts), tuple(kept))


def _rows(
    table: LedgerTable,
    texts: Mapping[Mark, Mapping[int, str]],
    is_ours: IsOurs,
    language: str,
    kept: list[Problem],
) -> Iterator[Edit]:
    """Return one table's edits; 〔督〕说明 comes last, and says where people typed into the others."""
    typed: dict[int, list[Mark]] = {}
    for mark in Mark:
        wanted = texts.get(mark, {})
        if mark is Mark.WHY and typed:
            said = {
                row: with_typed(text, typed[row], language) for row, text in wanted.items() if row in typed
            }
            wanted = {**wanted, **said}
        found: list[Problem] = []
        yield from _cells(table, mark, wanted, is_ours, found)
        for problem in found:
            typed.setdefault(problem.row, []).append(mark)
        kept += found


def _block(table: LedgerTable) -> TableRows:
    info = table.info
    return TableRows(info.header_rows[-1], info.first_row, max(info.last_row, info.first_row))


def _concerns_us(sheet: UnderstoodSheet, rows_of: Mapping[int, object]) -> bool:
    """Only a worksheet with cases gets our columns; one that already has them is kept tidy."""
    tables = [table for table in sheet.tables if not table.copy_of]
    return sheet.visible and any(table.info.table in rows_of or table.marks for table in tables)


def _rows_by_table(
    ledger: Ledger, wanted: Mapping[Mark, Sequence[str]]
) -> dict[int, dict[Mark, dict[int, str]]]:
    cases = ledger.cases
    tables = cases["table"].to_numpy()
    rows = cases["row"].to_numpy()
    found: dict[int, dict[Mark, dict[int, str]]] = {}
    for table in sorted(set(tables.tolist())):
        here = (tables == table).nonzero()[0]
        numbers = rows[here].tolist()
        positions = here.tolist()
        found[table] = {
            mark: dict(zip(numbers, map(wanted[mark].__getitem__, positions), strict=True)) for mark in Mark
        }
    return found


def _add_note(rows_of: dict[int, dict[Mark, dict[int, str]]], row: Repeat, text: str) -> None:
    texts = rows_of.setdefault(row.table, {mark: {} for mark in Mark})
    for mark in Mark:
        texts.setdefault(mark, {})[row.row] = text if mark is Mark.WHY else ""


def _headings(table: LedgerTable, is_ours: IsOurs, language: str) -> Iterator[Edit]:
    row = table.info.header_rows[-1]
    for mark in Mark:
        heading = MARK_HEADINGS[language][mark]
        found = table.mark_headings.get(mark, "")
        # A heading that people renamed is theirs; set are a missing one, one of ours in the other language,
        # and one in whose place a text of ours slipped.
        if found != heading and (not found or found in headings_of(mark) or is_ours(mark, found)):
            yield Edit(table.info.sheet, row, mark, found, heading, heading=True)


def _cells(
    table: LedgerTable, mark: Mark, wanted: Mapping[int, str], is_ours: IsOurs, kept: list[Problem]
) -> Iterator[Edit]:
    found = table.mark_texts.get(mark, {})
    sheet = table.info.sheet
    for row, text in wanted.items():
        old = found.get(row, "")
        if old == text:
            continue
        if old and not is_ours(mark, old):
            kept.append(_kept(table, row, mark))
            continue
        yield Edit(sheet, row, mark, old, text)
    for row, old in found.items():
        # A row that is no case any more: our words go, a person's stay.
        if row not in wanted and old:
            if is_ours(mark, old):
                yield Edit(sheet, row, mark, old, "")
            else:
                kept.append(_kept(table, row, mark))


def _kept(table: LedgerTable, row: int, mark: Mark) -> Problem:
    column = table.marks.get(mark)
    found = letters(column) if column is not None else ""
    return Problem(table.info.sheet, row, found, "", LedgerProblemCode.MARK_EDITED, detail=mark.value)


def layouts(ledger: Ledger, language: str, highlight: str) -> tuple[SheetLayout, ...]:
    """Return the layout of every worksheet that has columns of ours."""
    return tuple(
        SheetLayout(sheet.name, tuple(map(_block, sheet.tables)), language, highlight)
        for sheet in ledger.sheets
        if any(table.marks for table in sheet.tables)
    )
