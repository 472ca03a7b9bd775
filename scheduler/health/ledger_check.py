"""Whether a ledger can be opened, understood and written, and says of itself what the config says."""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress

from config.errors import DuesheetError, LedgerBusyError, LedgerError
from config.frames import Problem
from config.messages import Roles, message
from config.vocabulary import LedgerProblemCode, SheetKind
from scheduler.health.findings import Finding, Level, finding, of_error
from scheduler.ledgers.copies.copied_ledgers import copy_problem
from scheduler.ledgers.entries import Entry
from scheduler.ledgers.provisional import ProvisionalCases
from scheduler.ledgers.reading import column_roles, look
from scheduler.state import State
from scheduler.township import Township
from sync.store import Foreseeing, Printing, SheetLayout

#: A ledger is understood poorly when a larger share of its cases has a problem.
_POOR = 0.5


def of_ledger(township: Township, entry: Entry, provisional: ProvisionalCases) -> Iterator[Finding]:
    """Yield what is wrong with one ledger; *provisional* is told of its cases."""
    try:
        seen = look(township, entry)
        grid, ledger = seen.grid, seen.ledger
        is_copy = copy_problem(township, entry) is not None
    except LedgerBusyError as error:
        yield Finding("ledgers", error, Level.NOTICE)
        return
    except DuesheetError as error:
        yield of_error("ledgers", error)
        return
    if is_copy:
        return
    provisional.add(entry, seen)
    if isinstance(township.store, Foreseeing):
        places = [SheetLayout(sheet.name, ()) for sheet in ledger.sheets if sheet.visible and sheet.tables]
        obstacle = township.store.obstacle(entry.ref, grid, places)
        if obstacle is not None:
            yield of_error("ledgers", obstacle)
    yield from _against_config(entry, ledger.problems)
    kinds = {sheet.kind for sheet in ledger.sheets if sheet.visible}
    known = {SheetKind.LEDGER, SheetKind.EMPTY_LEDGER, SheetKind.NIL_REPORT, SheetKind.FORM}
    if not kinds & known:
        yield finding("ledgers", message("doctor.not_understood", village=entry.label))
        return
    rows = {(problem.sheet, problem.row) for problem in ledger.problems if problem.row}
    if len(ledger.cases) and len(rows) > _POOR * len(ledger.cases):
        cases = len(ledger.cases)
        told = message("doctor.many_problems", village=entry.label, rows=len(rows), cases=cases)
        yield finding("ledgers", told)
    yield from _drift(township.state, entry, column_roles(ledger))


def _against_config(entry: Entry, problems: Sequence[Problem]) -> Iterator[Finding]:
    """Say where a ledger's own titles and headings speak against its line in the config."""
    for problem in problems:
        if problem.code is LedgerProblemCode.VILLAGE_MISMATCH:
            told = message("doctor.village_mismatch", village=entry.label, told=problem.detail)
            yield finding("ledgers", told, Level.NOTICE)
        elif problem.code is LedgerProblemCode.FAMILY_OVERRULED:
            kind = message(f"doctor.family_{problem.detail}")
            told = message("doctor.family_overruled", village=entry.label, sheet=problem.sheet, told=kind)
            yield finding("ledgers", told, Level.NOTICE)


def _drift(state: State | None, entry: Entry, now: Mapping[str, Mapping[str, str]]) -> Iterator[Finding]:
    if state is None:
        return
    record = state.looks.ledger(entry.ref.ledger_id)
    before = record.roles if record else None
    if before is None:
        return
    for place in before.keys() & now.keys():
        lost = sorted(set(before[place].values()) - set(now[place].values()) - {"other", "ignored"})
        if lost:
            sheet = place.rpartition("/")[0]
            roles = Roles(tuple(lost))
            told = message("doctor.heading_lost", village=entry.label, sheet=sheet, roles=roles)
            yield finding("ledgers", told)


def of_printing(township: Township, entries: Sequence[Entry]) -> Iterator[Finding]:
    """Say where our columns add pages to what the village prints, as long as nobody has chosen."""
    store = township.store
    if not isinstance(store, Printing) or "print" in township.settings.marks.model_fields_set:
        return
    titles: list[str] = []
    for entry in entries:
        with suppress(LedgerError):
            if not entry.missing and entry.ref.ledger_id.endswith(".xlsx") and store.prints_ours(entry.ref):
                titles.append(entry.label)
    if titles:
        told = message("doctor.printed", count=len(titles), village=titles[0])
        yield finding("ledgers", told, Level.NOTICE)
