"""Rows of one workbook that hold a case of another row: carried over, pasted again, on a copied worksheet."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np

from config.copy_names import bare_name, original_names
from config.frames import Problem
from config.vocabulary import LedgerProblemCode, ProblemCode, Role, RowReason, SheetKind
from sync.cases.counted_once.same_case import Box, CaseLine, Copied, copied, repeated
from sync.cases.counted_once.times_named import table_begins
from sync.cases.counted_once.trait_columns import TraitColumns
from sync.cases.counted_once.traits import Traits
from sync.grid import Grid
from sync.ledger import Ledger, LedgerTable, Repeat, UnderstoodSheet


def counted_once(ledger: Ledger, grid: Grid) -> Ledger:
    """Return the ledger with each case once: the others are `Ledger.repeats`, and left out of its cases.

    Args:
        ledger: as its tables say, each row for itself.
        grid: the cells it was read from.
    """
    tables = {table.info.table: table for sheet in ledger.sheets if sheet.visible for table in sheet.tables}
    if len(ledger.cases) < 2:
        return ledger
    columns = TraitColumns.of(ledger.cases, tables, grid)
    lines = _lines(ledger, grid, columns)
    sizes = Counter(map(str, ledger.cases["table"].tolist()))
    copies = _copies(tables, list(lines.values()), sizes)
    kept = [at for at, line in lines.items() if line.box.key not in copies]
    counts = repeated([lines[at] for at in kept], sizes)
    if not copies and not counts:
        return replace(ledger, traits=columns)
    return _without(ledger, tables, lines, copies, {kept[at]: kept[other] for at, other in counts.items()})


def _lines(ledger: Ledger, grid: Grid, columns: TraitColumns) -> dict[int, CaseLine]:
    """Return the rows that may hold another row's case, by their position among the cases."""
    boxes = {
        number: Box(str(number), "", table_begins(table, grid), number)
        for number, table in columns.tables.items()
    }
    doubtful = columns.doubtful()
    traits = columns.of_rows(doubtful.tolist())
    numbers, rows = (ledger.cases[name].to_numpy()[doubtful].tolist() for name in ("table", "row"))
    places = zip(doubtful.tolist(), numbers, rows, traits, strict=True)
    return {at: CaseLine(boxes[table], row, told) for at, table, row, told in places}


# -- copied worksheets --------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class _Copy:
    """What a copied table was copied from."""

    of: LedgerTable
    told: Copied


def _copies(
    tables: Mapping[int, LedgerTable], lines: Sequence[CaseLine], sizes: Mapping[str, int]
) -> dict[str, _Copy]:
    """Return every copied table, by the key of its box."""
    rows: dict[str, list[CaseLine]] = defaultdict(list)
    for line in lines:
        rows[line.box.key].append(line)
    named: dict[str, list[int]] = defaultdict(list)
    for number, table in tables.items():
        named[bare_name(table.info.sheet)].append(number)
    found: dict[str, _Copy] = {}
    for number, table in tables.items():
        originals = [at for name in original_names(table.info.sheet) for at in named.get(name, ())]
        for other in originals:
            mine, theirs = rows[str(number)], rows[str(other)]
            counts = sizes[str(number)], sizes[str(other)]
            told = copied(mine, theirs, named=True, rows=counts) if other != number else None
            if told is not None:
                found.setdefault(str(number), _Copy(tables[other], told))
    found.update(_evident(tables, rows, found, sizes))
    return {key: _Copy(_last(copy.of, tables, found), copy.told) for key, copy in found.items()}


def _evident(
    tables: Mapping[int, LedgerTable],
    rows: Mapping[str, Sequence[CaseLine]],
    known: Mapping[str, _Copy],
    sizes: Mapping[str, int],
) -> dict[str, _Copy]:
    """Return copies whose names tell nothing: of two tables of one time, the one that holds less."""
    found: dict[str, _Copy] = {}
    left = [number for number in tables if str(number) not in known and rows.get(str(number))]
    for at, number in enumerate(left):
        for other in left[at + 1 :]:
            mine, theirs = rows[str(number)], rows[str(other)]
            if mine[0].box.begins != theirs[0].box.begins or str(number) in found or str(other) in found:
                continue
            is_less = sizes[str(number)] < sizes[str(other)]
            copy, original = (number, other) if is_less else (other, number)
            counts = sizes[str(copy)], sizes[str(original)]
            told = copied(rows[str(copy)], rows[str(original)], named=False, rows=counts)
            if told is not None:
                found[str(copy)] = _Copy(tables[original], told)
    return found


def _last(table: LedgerTable, tables: Mapping[int, LedgerTable], copies: Mapping[str, _Copy]) -> LedgerTable:
    """Follow a copy of a copy to the original."""
    for _ in tables:
        copy = copies.get(str(table.info.table))
        if copy is None:
            return table
        table = copy.of
    return table


# -- the ledger without them --------------------------------------------------------------------------


def _without(
    ledger: Ledger,
    tables: Mapping[int, LedgerTable],
    lines: Mapping[int, CaseLine],
    copies: Mapping[str, _Copy],
    counts: Mapping[int, int],
) -> Ledger:
    frame = ledger.cases
    of_copies = np.flatnonzero(np.isin(frame["table"].to_numpy(), list(map(int, copies))))
    numbers = frame["seq"].where(frame["seq"] != "", frame["case_no"]).tolist()
    repeats = tuple(
        _repeat(lines[at], lines[other], tables, numbers[at]) for at, other in sorted(counts.items())
    )
    left = np.ones(len(frame), dtype=bool)
    left[[*of_copies.tolist(), *counts]] = False
    pasted = [at for at in counts if lines[at].box.key == lines[counts[at]].box.key]
    reasons: dict[int, dict[int, RowReason]] = defaultdict(dict)
    copied = frame.iloc[of_copies]
    for table, row in zip(copied["table"].tolist(), copied["row"].tolist(), strict=True):
        reasons[table][row] = RowReason.COPIED_TABLE
    for at in set(counts) - set(pasted):
        reasons[int(lines[at].box.key)][lines[at].row] = RowReason.CARRIED_OVER
    problems = [
        *(each for each in ledger.problems if not _is_told_elsewhere(each, repeats, tables, copies)),
        *_copy_problems(tables, copies),
        *_pasted_problems(ledger, tables, [(lines[at], lines[counts[at]]) for at in sorted(pasted)]),
        *_carried_problems(repeats, [lines[at].traits for at in sorted(counts)], lines, counts),
    ]
    return replace(
        ledger,
        cases=frame[left].reset_index(drop=True),
        problems=tuple(problems),
        sheets=tuple(_sheet(sheet, reasons, copies) for sheet in ledger.sheets),
        repeats=repeats,
        pasted=frame.iloc[sorted(pasted)],
    )


def _repeat(line: CaseLine, other: CaseLine, tables: Mapping[int, LedgerTable], number: str) -> Repeat:
    here, there = (tables[int(each.box.key)].info.sheet for each in (line, other))
    return Repeat(here, line.row, int(line.box.key), number or str(line.row), there, other.row)


def _is_told_elsewhere(
    problem: Problem,
    repeats: Iterable[Repeat],
    tables: Mapping[int, LedgerTable],
    copies: Mapping[str, _Copy],
) -> bool:
    """What is wrong with a row that does not count is told where it counts; that it is there twice stays."""
    if problem.code is ProblemCode.DUPLICATE_NUMBER or not problem.row:
        return False
    if any((each.sheet, each.row) == (problem.sheet, problem.row) for each in repeats):
        return True
    return any(
        table.info.sheet == problem.sheet
        and min(table.info.header_rows) <= problem.row <= table.info.last_row
        for number, table in tables.items()
        if str(number) in copies
    )


def _copy_problems(tables: Mapping[int, LedgerTable], copies: Mapping[str, _Copy]) -> list[Problem]:
    return [
        Problem(
            tables[int(key)].info.sheet,
            0,
            "",
            "",
            LedgerProblemCode.COPY_OF_TABLE,
            detail=copy.of.info.sheet,
            count=copy.told.ahead,
            beside=copy.told.beside,
        )
        for key, copy in copies.items()
    ]


def _pasted_problems(
    ledger: Ledger, tables: Mapping[int, LedgerTable], pairs: Sequence[tuple[CaseLine, CaseLine]]
) -> Iterator[Problem]:
    """Tell of rows pasted again whose numbers look like a count begun anew: a whole block was pasted."""
    code = ProblemCode.DUPLICATE_NUMBER
    told = {(each.sheet, each.row) for each in ledger.problems if each.code is code}
    for line, other in pairs:
        table = tables[int(line.box.key)]
        sheet = table.info.sheet
        if (sheet, line.row) not in told:
            numbered = ((at, played.role) for at, played in table.columns.items() if played.role in _NUMBERED)
            first: tuple[str, str] = ("", "")
            column, role = min(numbered, key=lambda each: _NUMBERED.index(each[1]), default=first)
            yield Problem(sheet, line.row, column, role, code, detail=f"{column}{other.row}")


#: Roles of columns with a row's number, the one that everybody fills first.
_NUMBERED = (Role.SEQ, Role.CASE_NO)


def _carried_problems(
    repeats: Sequence[Repeat],
    traits: Sequence[Traits],
    lines: Mapping[int, CaseLine],
    counts: Mapping[int, int],
) -> list[Problem]:
    """One problem for each worksheet with rows that went on elsewhere, and one for each that contradicts."""
    went_on = [each for each in repeats if each.sheet != each.at_sheet]
    sheets: dict[tuple[str, str], int] = defaultdict(int)
    for each in went_on:
        sheets[each.sheet, each.at_sheet] += 1
    code = LedgerProblemCode.CASE_CARRIED_OVER
    found = [
        Problem(sheet, 0, "", "", code, detail=at_sheet, count=count)
        for (sheet, at_sheet), count in sheets.items()
    ]
    for each, at, mine in zip(repeats, sorted(counts), traits, strict=True):
        if each.sheet != each.at_sheet and mine.is_ended and not lines[counts[at]].traits.is_ended:
            found.append(Problem(each.sheet, each.row, "", "", code, detail=f"{each.at_sheet}!{each.at_row}"))
    return found


def _sheet(
    sheet: UnderstoodSheet, reasons: Mapping[int, Mapping[int, RowReason]], copies: Mapping[str, _Copy]
) -> UnderstoodSheet:
    if not sheet.visible or not sheet.tables:
        return sheet
    tables = tuple(
        replace(
            table,
            left_out={**table.left_out, **reasons.get(table.info.table, {})},
            copy_of=copies[key].of.info.sheet if (key := str(table.info.table)) in copies else "",
        )
        for table in sheet.tables
    )
    kind = sheet.kind
    if all(table.copy_of for table in tables) and kind is SheetKind.LEDGER:
        kind = SheetKind.NOT_LEDGER
    return replace(sheet, tables=tables, kind=kind)


def trait_columns(ledger: Ledger, grid: Grid) -> TraitColumns:
    """Return the traits of the cases of a ledger, in the order of its frame."""
    if isinstance(ledger.traits, TraitColumns):
        return ledger.traits
    tables = {table.info.table: table for sheet in ledger.sheets if sheet.visible for table in sheet.tables}
    return TraitColumns.of(ledger.cases, tables, grid)
