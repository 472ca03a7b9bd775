"""A ledger as its last good reading left it in the state: its tables, its cases, its problems."""

from collections.abc import Sequence
from typing import Any

from config.frames import Problem, TableInfo
from config.language import phrases
from config.vocabulary import Family, LedgerProblemCode, ProblemCode, Role, SheetKind
from scheduler.ledgers.kept_facts import KnownWords, Recollection, cases_again
from scheduler.state import State
from scheduler.state.problem_records import problems_from
from scheduler.state.records import CaseRecord, LedgerRecord
from scheduler.township import Township
from sync.ledger import Ledger, LedgerTable, UnderstoodSheet

_TABLES = "tables"
#: Problems that a pass adds to what the ledger itself shows: of our own cells, of verdicts, of other ledgers.
_ADDED = frozenset(
    {
        LedgerProblemCode.DUTY_WITHOUT_COLUMN,
        LedgerProblemCode.MARK_EDITED,
        LedgerProblemCode.MARK_COLUMN_EDITED,
        LedgerProblemCode.MARK_RESTORED,
        LedgerProblemCode.MARK_COLUMN_DOUBLED,
        LedgerProblemCode.MARK_MERGED,
        LedgerProblemCode.CASE_IN_TWO_LEDGERS,
        ProblemCode.EXTENSION_CAPPED,
        ProblemCode.EXTENSION_SECOND,
        ProblemCode.EXTENSION_INEFFECTIVE,
    }
)


def ledger_facts(ledger: Ledger) -> dict[str, Any]:
    """Return what is kept of a ledger's tables; no heading's text."""
    return {_TABLES: [_kept(info) for info in ledger.tables]}


def known_words(township: Township, state: State) -> KnownWords:
    """Return which words of a row the state may know as they are."""
    settings = township.settings
    units = {post.org for post in settings.post if post.org} | {one.name for one in settings.department}
    return KnownWords.of(units, township.rules, state.salt)


def has_reading(record: LedgerRecord | None) -> bool:
    """Whether a ledger can be told again as it was read last."""
    return record is not None and record.read_on is not None and _TABLES in (record.facts or {})


def last_ledger(
    township: Township, state: State, record: LedgerRecord, records: Sequence[CaseRecord]
) -> Ledger:
    """Return the ledger of a `has_reading` record as it was read, its cases those of *records*."""
    villages = {part.name for part in township.settings.village}
    villages |= {each.village for each in state.looks.ledgers()}
    unsaid = phrases(township.language, "reports")["last_reading"]["see_ledger"]
    recollection = Recollection(unsaid, villages, township.today)
    cases = cases_again(records, record.village, known_words(township, state), recollection)
    found: dict[str, list[LedgerTable]] = {}
    for told in (record.facts or {})[_TABLES]:
        info = _info(told)
        found.setdefault(info.sheet, []).append(LedgerTable(info, {}, {}, {}, {}, {}))
    sheets = tuple(UnderstoodSheet(name, SheetKind.LEDGER, True, tuple(found[name])) for name in found)
    return Ledger(record.title or record.ledger, record.village, sheets, cases, _of_reading(record))


def _of_reading(record: LedgerRecord) -> tuple[Problem, ...]:
    return tuple(each for each in problems_from(record.problems) if each.code not in _ADDED)


def _kept(info: TableInfo) -> Sequence[Any]:
    return [
        info.table,
        info.sheet,
        info.family.value,
        sorted(role.value for role in info.roles),
        info.routing_column,
        list(info.header_rows),
        info.first_row,
        info.last_row,
        info.ends_seen,
    ]


def _info(told: Sequence[Any]) -> TableInfo:
    table, sheet, family, roles, routing, header, first, last, ends_seen = told
    return TableInfo(
        *(table, sheet, Family(family), frozenset(map(Role, roles)), routing, tuple(header), first, last),
        ends_seen=ends_seen,
    )
