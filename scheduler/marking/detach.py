"""Take everything of ours out of ledgers again; a column that holds a person's words stays."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import partial

from config.errors import LedgerChangedError, LedgerError
from config.messages import message
from config.vocabulary import Mark
from rules.sentences.grammar import is_ours
from scheduler.ledgers.entries import Entry, choose, find_entries, gone
from scheduler.ledgers.reading import understood
from scheduler.marking.difference import IsOurs, layouts, own_text
from scheduler.marking.journal import RunJournal
from scheduler.marking.one_hand import one_hand
from scheduler.marking.undo import our_columns
from scheduler.marking.write_loop import Plan, UnsettledError, settle
from scheduler.township import Township, new_run, state_of
from sync.grid import Grid
from sync.ledger import Ledger, LedgerTable
from sync.mark_headings import headings_of
from sync.store import Edit


@dataclass(frozen=True, slots=True)
class KeptCell:
    """A cell in one of our columns that holds a person's words."""

    sheet: str
    row: int
    mark: Mark


@dataclass(slots=True)
class Detached:
    """How one ledger came out.

    Attributes:
        columns: how many of our columns are gone.
        kept: why others stayed.
    """

    village: str
    ledger: str
    title: str
    columns: int = 0
    kept: list[KeptCell] = field(default_factory=list[KeptCell])
    error: LedgerError | None = None


def detach(township: Township, villages: Sequence[str]) -> list[Detached]:
    """Take all of ours out of the ledgers of *villages* (none named: all), and pause them.

    Raises:
        ConfigError: a name fits no village, or the ledgers' place cannot be reached.
    """
    state = state_of(township)
    entries = choose(find_entries(township.settings, township.store.list()), villages)
    run = new_run(township)
    state.history.begin(run, "detach", township.today, township.now())
    form = partial(is_ours, packs=township.rules.packs)
    found: list[Detached] = []
    for entry in entries:
        # First of all: a service beside us would write it all again.
        state.looks.pause(entry.ref.ledger_id, entry.label, paused=True)
        one = Detached(entry.label, entry.ref.ledger_id, entry.ref.title)
        try:
            if entry.missing:
                raise gone(entry)
            with one_hand(state, entry.ref):
                ours = own_text(form, partial(state.history.texts_written, entry.ref.ledger_id))
                journal = RunJournal(state, run, entry.ref.ledger_id)
                settle(township.store, entry.ref, _TakingOut(township, entry, ours, one), journal)
        except UnsettledError:
            one.error = LedgerChangedError(message("marking.saved_again_detach", ledger=entry.ref.title))
        except LedgerError as error:
            one.error = error
        found.append(one)
    counts = {"ledgers": len(found), "columns": sum(one.columns for one in found)}
    state.history.finish(run, township.now(), counts)
    return found


@dataclass(frozen=True, slots=True)
class _TakingOut:
    """Plans what of ours leaves one ledger, and notes in *found* how it came out."""

    township: Township
    entry: Entry
    ours: IsOurs
    found: Detached

    def plan(self, grid: Grid, *, first: bool) -> Plan:
        """Return which words of ours go out of columns that stay, and which columns stay."""
        ledger = understood(self.township, self.entry, grid)
        self.found.kept = persons_words(ledger, self.ours)
        keep = {(cell.sheet, cell.mark) for cell in self.found.kept}
        edits = _ours_in(ledger, keep, self.ours)
        return Plan(
            ledger,
            edits,
            layouts(ledger, self.township.language, self.township.settings.marks.highlight),
            sorted(keep),
        )

    def wrote(self, plan: Plan) -> None:
        """Count the columns that went."""
        if not plan.edits:
            keep = plan.keep or ()
            self.found.columns = len([one for one in our_columns(plan.ledger) if one not in keep])


def persons_words(ledger: Ledger, ours: IsOurs) -> list[KeptCell]:
    """Return the cells of our columns, headings included, that hold a person's words."""
    kept: list[KeptCell] = []
    for sheet in ledger.sheets:
        for table in sheet.tables:
            for mark in table.marks:
                heading = table.mark_headings.get(mark, "")
                if heading and heading not in headings_of(mark):
                    kept.append(KeptCell(sheet.name, table.info.header_rows[-1], mark))
                texts = table.mark_texts.get(mark, {})
                kept += [
                    KeptCell(sheet.name, row, mark) for row, text in texts.items() if not ours(mark, text)
                ]
    return kept


def _ours_in(ledger: Ledger, columns: set[tuple[str, Mark]], ours: IsOurs) -> list[Edit]:
    """Return edits that blank our own words in columns that stay for a person's."""
    return [
        edit
        for sheet in ledger.sheets
        for table in sheet.tables
        for mark in table.marks
        if (sheet.name, mark) in columns
        for edit in _blanked(sheet.name, table, mark, ours)
    ]


def _blanked(sheet: str, table: LedgerTable, mark: Mark, ours: IsOurs) -> list[Edit]:
    texts = table.mark_texts.get(mark, {})
    return [Edit(sheet, row, mark, text, "") for row, text in texts.items() if ours(mark, text)]
