"""Take a run's writes back: old values return where the row is still the same and the cell still ours."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from enum import StrEnum

from config.errors import ConfigError, LedgerChangedError, LedgerError
from config.messages import message
from config.vocabulary import Mark
from scheduler.ledgers.case_keys import RowKeys
from scheduler.ledgers.entries import Entry, find_entries, gone
from scheduler.ledgers.reading import understood
from scheduler.marking.difference import layouts
from scheduler.marking.journal import RunJournal
from scheduler.marking.one_hand import one_hand
from scheduler.marking.write_loop import Plan, UnsettledError, settle
from scheduler.state import State
from scheduler.state.records import WrittenCell
from scheduler.township import Township, new_run, state_of
from sync.grid import Grid
from sync.ledger import Ledger, LedgerTable
from sync.store import Edit, LedgerRef

#: Among this many runs an earlier undo of the same run is looked for.
_REMEMBERED = 500


class Left(StrEnum):
    """Why a cell stays as it is."""

    ROW_GONE = "row_gone"  # the case is not there any more, or not for sure
    CHANGED = "changed"  # the cell holds something else: a person's words, or a later run's


@dataclass(frozen=True, slots=True)
class LeftCell:
    """A cell that was not taken back."""

    sheet: str
    row: int
    mark: Mark
    why: Left


@dataclass(slots=True)
class TakenBack:
    """How one ledger came out of an undo.

    Attributes:
        edits: what was written.
        columns: (worksheet, mark) of our columns that the run had made and that are gone again.
        taken: how many of the run's cells hold again what they held before it.
    """

    village: str
    ledger: str
    title: str
    taken: int = 0
    edits: list[Edit] = field(default_factory=list[Edit])
    columns: list[tuple[str, Mark]] = field(default_factory=list[tuple[str, Mark]])
    left: Sequence[LeftCell] = ()
    error: LedgerError | None = None


@dataclass(frozen=True, slots=True)
class UndoPlan:
    """What taking a run back means for a ledger as it is now; ``columns`` are to be removed whole."""

    taken: int
    edits: tuple[Edit, ...]
    columns: tuple[tuple[str, Mark], ...]
    left: tuple[LeftCell, ...]


def require_undoable(state: State, run: str) -> None:
    """See that *run* can be taken back.

    Raises:
        ConfigError: there is no such run, or it is none that can be taken back.
    """
    record = state.history.run(run)
    if record is None:
        raise ConfigError(message("history.no_such_run", run=run), code="no_run")
    if record.kind in ("undo", "detach"):
        raise ConfigError(message("history.not_to_undo", run=run), code="not_to_undo")
    # The undo of a run carries its name in its counts.
    for earlier in state.history.runs(limit=_REMEMBERED):
        if earlier.kind == "undo" and run in earlier.totals:
            raise ConfigError(
                message("history.taken_already", run=run, day=earlier.today), code="taken_back_already"
            )


def undo(township: Township, run: str) -> list[TakenBack]:
    """Take back what *run* wrote, and pause the ledgers it wrote in.

    Raises:
        ConfigError: there is no such run, or it is none that can be taken back.
    """
    state = state_of(township)
    require_undoable(state, run)
    cells = state.history.writes(run)
    entries = {entry.ref.ledger_id: entry for entry in find_entries(township.settings, township.store.list())}
    own = new_run(township)
    state.history.begin(own, "undo", township.today, township.now())
    found: list[TakenBack] = []
    for ledger in dict.fromkeys(cell.ledger for cell in cells):
        entry = entries.get(ledger) or _gone(state, ledger)
        # First of all: a service beside us would write it all again.
        state.looks.pause(ledger, entry.label, paused=True)
        found.append(_one(township, state, own, entry, [cell for cell in cells if cell.ledger == ledger]))
    counts = {"ledgers": len(found), "edits": sum(len(one.edits) for one in found)}
    if not any(one.error for one in found):
        counts[run] = 1
    state.history.finish(own, township.now(), counts)
    return found


def _gone(state: State, ledger: str) -> Entry:
    known = state.looks.ledger(ledger)
    title = known.title if known is not None else ""
    return Entry(LedgerRef(ledger, title or ledger), None, missing=True)


def _one(township: Township, state: State, run: str, entry: Entry, cells: Sequence[WrittenCell]) -> TakenBack:
    found = TakenBack(entry.label, entry.ref.ledger_id, entry.ref.title)
    try:
        if entry.missing:
            raise gone(entry)
        with one_hand(state, entry.ref):
            journal = RunJournal(state, run, entry.ref.ledger_id)
            settle(township.store, entry.ref, _TakingBack(township, state, entry, cells, found), journal)
    except UnsettledError:
        found.error = LedgerChangedError(message("marking.saved_again_undo", ledger=entry.ref.title))
    except LedgerError as error:
        found.error = error
    return found


@dataclass(frozen=True, slots=True)
class _TakingBack:
    """Plans the undo of one ledger, and notes in *found* how it came out."""

    township: Township
    state: State
    entry: Entry
    cells: Sequence[WrittenCell]
    found: TakenBack

    def plan(self, grid: Grid, *, first: bool) -> Plan:
        """Return what takes the run back in the ledger as it is now."""
        ledger = understood(self.township, self.entry, grid)
        back = plan_undo(grid, ledger, self.cells, self.state.salt)
        if not self.found.edits:
            self.found.left, self.found.taken = back.left, back.taken
        keep = [column for column in our_columns(ledger) if column not in back.columns]
        return Plan(
            ledger,
            back.edits,
            layouts(ledger, self.township.language, self.township.settings.marks.highlight),
            keep if back.columns else None,
        )

    def wrote(self, plan: Plan) -> None:
        """Note what was written, or which columns went."""
        if plan.edits:
            self.found.edits += plan.edits
        else:
            keep = plan.keep or ()
            self.found.columns += [column for column in our_columns(plan.ledger) if column not in keep]


def our_columns(ledger: Ledger) -> list[tuple[str, Mark]]:
    """Return the (worksheet, mark) of every column of ours."""
    found = [(sheet.name, mark) for sheet in ledger.sheets for table in sheet.tables for mark in table.marks]
    return list(dict.fromkeys(found))


def plan_undo(grid: Grid, ledger: Ledger, cells: Sequence[WrittenCell], salt: bytes) -> UndoPlan:
    """Return what takes *cells*, a run's writes in one ledger in their order, back; pure."""
    return _Planner(grid, ledger, salt).plan(cells)


class _Planner:
    def __init__(self, grid: Grid, ledger: Ledger, salt: bytes) -> None:
        self._keys = RowKeys(ledger, {sheet.name: sheet.rows for sheet in grid.sheets}, salt)
        self._tables = {sheet.name: sheet.tables for sheet in ledger.sheets}
        self._where: dict[str, dict[str, list[int]]] = {}
        self._texts = {
            (sheet.name, row, mark): text
            for sheet in ledger.sheets
            for table in sheet.tables
            for mark, texts in table.mark_texts.items()
            for row, text in texts.items()
        }
        self._now = dict(self._texts)

    def plan(self, cells: Sequence[WrittenCell]) -> UndoPlan:
        written = _last_state(cells)
        cells = [cell for cell in written if not cell.heading]
        left = [self._left(cell) for cell in cells if not self._put_back(cell)]
        taken = len(cells) - len(left)
        edits = [
            Edit(*place, self._texts.get(place, ""), self._now.get(place, ""))
            for place in {**self._texts, **self._now}
            if self._texts.get(place, "") != self._now.get(place, "")
        ]
        columns = self._empty_columns(written)
        edits = [edit for edit in edits if (edit.sheet, edit.mark) not in columns]
        edits += self._headings(written, left)
        order = list(Mark)
        edits.sort(key=lambda edit: (edit.sheet, edit.row, order.index(edit.mark)))
        return UndoPlan(taken, tuple(edits), tuple(columns), tuple(left))

    def _put_back(self, cell: WrittenCell) -> bool:
        row = self._row(cell)
        if row is None:
            return False
        place = (cell.sheet, row, Mark(cell.mark))
        if self._texts.get(place, "") != cell.new:
            return False
        self._now[place] = cell.old
        return True

    def _left(self, cell: WrittenCell) -> LeftCell:
        row = self._row(cell)
        why = Left.ROW_GONE if row is None else Left.CHANGED
        return LeftCell(cell.sheet, row or cell.row, Mark(cell.mark), why)

    def _row(self, cell: WrittenCell) -> int | None:
        """Return where the case of a written cell stands now: in its place, or alone elsewhere."""
        tables = self._tables.get(cell.sheet, ())
        if any(table.info.first_row <= cell.row <= table.info.last_row for table in tables) and (
            self._keys.key(cell.sheet, cell.row) == cell.row_key
        ):
            return cell.row
        if cell.sheet not in self._where:
            where: dict[str, list[int]] = {}
            for table in tables:
                for row in range(table.info.first_row, table.info.last_row + 1):
                    where.setdefault(self._keys.key(cell.sheet, row), []).append(row)
            self._where[cell.sheet] = where
        rows = self._where[cell.sheet].get(cell.row_key, [])
        return rows[0] if len(rows) == 1 else None

    def _empty_columns(self, written: Sequence[WrittenCell]) -> list[tuple[str, Mark]]:
        """Return the columns that the run made and that would hold nothing any more."""
        made = dict.fromkeys(
            (cell.sheet, Mark(cell.mark)) for cell in written if cell.heading and not cell.old
        )
        filled = {(sheet, mark) for (sheet, _, mark), text in self._now.items() if text}
        there = {(name, mark) for name, tables in self._tables.items() for t in tables for mark in t.marks}
        renamed = {
            (cell.sheet, Mark(cell.mark)) for cell in written if cell.heading and self._heading(cell) is None
        }
        return [column for column in made if column in there - filled - renamed]

    def _headings(self, written: Sequence[WrittenCell], left: list[LeftCell]) -> list[Edit]:
        """Return edits that put back a heading in another language; a heading we made stays or goes whole."""
        edits: list[Edit] = []
        for cell in written:
            if not cell.heading or not cell.old:
                continue
            table = self._heading(cell)
            mark = Mark(cell.mark)
            if table is None:
                left.append(LeftCell(cell.sheet, cell.row, mark, Left.CHANGED))
            else:
                row = table.info.header_rows[-1]
                edits.append(Edit(cell.sheet, row, mark, cell.new, cell.old, heading=True))
        return edits

    def _heading(self, cell: WrittenCell) -> LedgerTable | None:
        """Return the table whose heading cell still holds what was written, the one in its place first."""
        tables = [
            table
            for table in self._tables.get(cell.sheet, ())
            if table.mark_headings.get(Mark(cell.mark)) == cell.new
        ]
        tables.sort(key=lambda table: table.info.header_rows[-1] != cell.row)
        return tables[0] if tables else None


def _last_state(cells: Sequence[WrittenCell]) -> list[WrittenCell]:
    """Return one record per cell: what it held before the run, and what the run left in it."""
    net: dict[tuple[str, int, str, bool], WrittenCell] = {}
    for cell in cells:
        place = (cell.sheet, cell.row, cell.mark, cell.heading)
        net[place] = replace(cell, old=net[place].old) if place in net else cell
    return list(net.values())
