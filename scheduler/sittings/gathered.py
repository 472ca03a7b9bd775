"""One ledger's cases as the rules of sittings want them: dates, kinds and keys, and no text of people's."""

from collections import Counter
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

import numpy as np

from config.case_numbers import case_number
from config.frames import TableInfo, WrittenSitting
from config.packs.model import DutyKind
from config.vocabulary import SITTING_ROLES, Family, Role
from rules.judge import Batch, judge
from rules.ruleset import Rules
from rules.sittings.asks import asks_of
from rules.sittings.case_sittings import BookedDay, CaseSittings, CaseStanding, HeldDay
from scheduler.ledgers.case_keys import RowKeys, keyed
from sync.cells.text import tidy
from sync.grid import Grid
from sync.ledger import Ledger

_NAT = np.datetime64("NaT", "D")


@dataclass(frozen=True, slots=True)
class Gathering:
    """What holds for every ledger of a pass.

    Attributes:
        families: for which sittings are asked and proposed; others join by their columns.
        villages: names that may stand on the sheet; a case of another is its ledger's village's.
        salt: of the keys.
    """

    today: date
    rules: Rules
    families: Collection[Family]
    villages: Collection[str]
    salt: bytes


def gather(ledger: Ledger, grid: Grid, ledger_id: str, given: Gathering) -> tuple[CaseSittings, ...]:
    """Return the cases of *ledger* that have, had or want a sitting."""
    tables = {table.table: table for table in ledger.tables if _takes_part(table, given.families)}
    if not tables or not len(ledger.cases):
        return ()
    rows = ledger.cases[ledger.cases["table"].isin(list(tables))]
    keys = RowKeys(ledger, {sheet.name: sheet.rows for sheet in grid.sheets}, given.salt)
    seen: Counter[str] = Counter()
    found: list[CaseSittings] = []
    for block, frame in _blocks(rows, tuple(ledger.tables), given):
        reader = _Reader(ledger, ledger_id, given, tables, block)
        for index, row in enumerate(frame.itertuples(index=False)):
            case: Any = row
            standing = _standing(block, index)
            written: Sequence[WrittenSitting] = case.sittings or ()
            planned = [one for one in written if one.ahead and one.role is Role.SITTING_DATE]
            if standing is not CaseStanding.LIVE and not planned:
                continue
            key = keyed(given.salt, keys.key(case.sheet, int(case.row)))
            seen[key] += 1
            if seen[key] > 1:
                # Rows that nothing tells apart, told apart by their order.
                key = keyed(given.salt, key, str(seen[key]))
            found.append(reader.case(key, case, index, standing))
    return tuple(found)


def _takes_part(table: TableInfo, families: Collection[Family]) -> bool:
    return table.family in families or bool(table.roles & set(SITTING_ROLES))


def _blocks(rows: Any, tables: Sequence[TableInfo], given: Gathering) -> Iterator[tuple[Batch, Any]]:
    start = 0
    for block in judge(rows, tables, given.today, given.rules).blocks:
        yield block, rows.iloc[start : start + block.facts.size]
        start += block.facts.size


def _closing(block: Batch, rules: Rules) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Return each row's earliest closing limit: its last working day, the limit, and whether it is 暂定."""
    size = block.facts.size
    raw, due, unsure = np.full(size, _NAT), np.full(size, _NAT), np.zeros(size, dtype=bool)
    for clock in block.clocks:
        if rules.duties[clock.duty].kind is not DutyKind.CLOSING:
            continue
        earlier = ~np.isnat(clock.raw) & (np.isnat(raw[clock.rows]) | (clock.raw < raw[clock.rows]))
        at = clock.rows[earlier]
        raw[at], due[at], unsure[at] = clock.raw[earlier], clock.due[earlier], clock.provisional[earlier]
    return rules.calendar.roll_backward(raw), due, unsure


def _standing(block: Batch, index: int) -> CaseStanding:
    if not block.standing.live[index]:
        return CaseStanding.CLOSED
    return CaseStanding.ON_HOLD if block.standing.holds.running[index] else CaseStanding.LIVE


class _Reader:
    """Reads the cases of one judged block."""

    def __init__(
        self,
        ledger: Ledger,
        ledger_id: str,
        given: Gathering,
        tables: Mapping[int, TableInfo],
        block: Batch,
    ) -> None:
        self._ledger, self._id, self._given, self._tables = ledger, ledger_id, given, tables
        self._limits = _closing(block, given.rules)
        self._backlog = block.columns["backlog"]
        self._exempt = {word for ask in asks_of(given.rules.packs) for word in ask.exempt_words}

    def case(self, key: str, case: Any, index: int, standing: CaseStanding) -> CaseSittings:
        """Return one row of CASES as a case of sittings."""
        given, table = self._given, self._tables[int(case.table)]
        last, due, unsure = (each[index] for each in self._limits)
        written: Sequence[WrittenSitting] = case.sittings or ()
        ahead = [one for one in written if one.ahead]
        begun = _first(case.accepted_date, case.registered_date, case.assigned_date)
        exempt = any(word in case.category_raw for word in self._exempt)
        backlog = bool(self._backlog[index]) and not given.rules.escalate_backlog
        return CaseSittings(
            key,
            self._id,
            case.village if case.village in given.villages else self._ledger.village,
            case.sheet,
            int(case.row),
            number=case_number(case.case_no) or case_number(case.seq),
            category=str(case.category),
            begun=begun,
            registered=_first(case.registered_date) or begun,
            last_day=_plain(last),
            due=_plain(due),
            provisional=bool(unsure),
            held=tuple(HeldDay(one.day, one.half, one.outcome) for one in written if not one.ahead),
            booked=tuple(BookedDay(one.day, one.half, one.time) for one in ahead),
            counted=int(case.sitting_count),
            outcome=str(case.sitting_outcome),
            mediators=tuple(keyed(given.salt, "mediator", name) for name in case.mediators or ()),
            place=keyed(given.salt, "place", tidy(case.sitting_place)) if case.sitting_place else "",
            standing=standing,
            wanted=table.family in given.families or Role.SITTING_DATE in table.roles,
            silent=backlog or exempt,
            has_columns=bool(table.roles & set(SITTING_ROLES)),
            column=ahead[0].column if ahead else "",
        )


def _first(*days: Any) -> date | None:
    return next((day.date() for day in days if day == day), None)


def _plain(day: np.datetime64) -> date | None:
    return None if np.isnat(day) else day.astype("datetime64[D]").astype(date)
