"""How every ledger last came out, with the verdicts and cases of its last good reading."""

import json
from collections.abc import Collection, Mapping, Sequence
from dataclasses import fields
from datetime import date
from operator import attrgetter
from typing import Any, TypeVar

from sqlalchemy import ColumnElement, Engine, Table, delete, select, update

from scheduler.state import schema as tables
from scheduler.state.records import CaseRecord, LedgerRecord, LedgerRows, VerdictRecord
from scheduler.state.statements import Row, replace_all, upsert

#: Columns that a pass which could not read a ledger leaves as they are.
_OF_READING = ("counts", "read_on", "roles", "filed", "problems", "facts")
#: Columns that hold JSON, in each of the three tables.
_JSON = frozenset(
    {"error", "counts", "roles", "filed", "problems", "facts", "sitting", "identity", "counts_at"}
)

_packed = json.JSONEncoder(ensure_ascii=False, separators=(",", ":")).encode

_Record = TypeVar("_Record", VerdictRecord, CaseRecord)


class LastLooks:
    """The tables of ledgers, verdicts and cases."""

    def __init__(self, engine: Engine, township: str) -> None:
        self._engine = engine
        self._township = township

    def save(self, record: LedgerRecord, rows: LedgerRows | None) -> None:
        """Remember how a ledger came out; whether it is paused stays as it is.

        Args:
            record: without ``read_on`` (it could not be read) what the last reading said stays: a case does
                not vanish because somebody has the ledger open.
            rows: the verdicts and cases of this reading; None: those of the last one stand.
        """
        values = _values(record) | {"township": self._township}
        once = {"paused", "gone_on", *(_OF_READING if record.read_on is None else ())}
        with self._engine.begin() as connection:
            upsert(connection, tables.ledgers, values, once=once)
            if rows is None:
                return
            place = {"township": self._township, "ledger": record.ledger}
            replace_all(connection, tables.verdicts, place, *_rows(VerdictRecord, rows.verdicts))
            replace_all(connection, tables.cases, place, *_rows(CaseRecord, rows.cases))

    def save_standing(
        self, ledger: str, counts: Mapping[str, int], verdicts: Sequence[VerdictRecord]
    ) -> None:
        """Remember what the rules say today of a ledger's last reading; its cases and their day stay."""
        values = {"counts": json.dumps(dict(counts))}
        place = {"township": self._township, "ledger": ledger}
        with self._engine.begin() as connection:
            mine = self._of(tables.ledgers, ledger)
            connection.execute(update(tables.ledgers).where(mine).values(**values))
            replace_all(connection, tables.verdicts, place, *_rows(VerdictRecord, verdicts))

    def ledger(self, ledger: str) -> LedgerRecord | None:
        """Return how a ledger last came out."""
        query = select(tables.ledgers).where(self._of(tables.ledgers, ledger))
        with self._engine.connect() as connection:
            row = connection.execute(query).mappings().first()
        return LedgerRecord(**_read(row)) if row else None

    def ledgers(self) -> list[LedgerRecord]:
        """Return how every ledger that is there last came out, by name."""
        return self._records(tables.ledgers.c.gone_on.is_(None))

    def gone(self) -> list[LedgerRecord]:
        """Return the ledgers that are no longer there, by name."""
        return self._records(tables.ledgers.c.gone_on.is_not(None))

    def _records(self, those: ColumnElement[bool]) -> list[LedgerRecord]:
        table = tables.ledgers
        query = select(table).where((table.c.township == self._township) & those).order_by(table.c.ledger)
        with self._engine.connect() as connection:
            return [LedgerRecord(**_read(row)) for row in connection.execute(query).mappings()]

    def live_verdicts(self, ledger: str | None = None) -> dict[str, list[VerdictRecord]]:
        """Return the last verdicts on every ledger's live cases, or those on one's, by ledger.

        With them those on closed ones that somebody is asked about: 不满意 wants a review.
        """

        def is_asked(record: VerdictRecord) -> bool:
            return record.live or (bool(record.addressee) and not record.survey_owed)

        found = self.standing_verdicts(ledger)
        live = {name: [record for record in records if is_asked(record)] for name, records in found.items()}
        return {name: records for name, records in live.items() if records}

    def standing_verdicts(self, ledger: str | None = None) -> dict[str, list[VerdictRecord]]:
        """Return as `live_verdicts`, with those on ended cases that still owe a survey."""
        return self._by_ledger(tables.verdicts, VerdictRecord, ledger)

    def standing_of(self, ledger: str) -> list[VerdictRecord]:
        """Return one ledger's part of `standing_verdicts`."""
        return self.standing_verdicts(ledger).get(ledger, [])

    def cases(self, ledger: str | None = None) -> dict[str, list[CaseRecord]]:
        """Return every row of the last readings, or of one ledger's, by ledger and in its order."""
        return self._by_ledger(tables.cases, CaseRecord, ledger)

    def identities(self, ledger: str) -> list[tuple[str, int, list[str]]]:
        """Return worksheet, row and identity of every row of a ledger's last reading, in its order."""
        table = tables.cases
        query = select(table.c.sheet, table.c.row, table.c.identity).where(self._of(table, ledger))
        with self._engine.connect() as connection:
            found = connection.execute(query.order_by(table.c.sheet, table.c.row))
            return [(sheet, row, json.loads(identity)) for sheet, row, identity in found]

    def elsewhere(self, ledger: str) -> list[CaseRecord]:
        """Return those rows of a ledger's last reading whose case counts in another ledger."""
        found = self._by_ledger(tables.cases, CaseRecord, ledger, tables.cases.c.counts_at.is_not(None))
        return found.get(ledger, [])

    def pause(self, ledger: str, village: str, *, paused: bool) -> None:
        """Leave a ledger alone until it is resumed, or take it up again."""
        blank = LedgerRecord(ledger, village, "", None, "", "paused", None, {}, "", paused=paused)
        values = _values(blank) | {"township": self._township}
        with self._engine.begin() as connection:
            upsert(connection, tables.ledgers, values, once=set(values) - {"paused"})

    def note_listed(self, listed: Collection[str], today: date, *, unsure: Collection[str] = ()) -> bool:
        """Note which ledgers are there; of those that are not, the first day of it stays.

        Args:
            listed: are there.
            today: the date in the township.
            unsure: are noted as they were.

        Returns:
            whether one came or went.
        """
        is_news = False
        table = tables.ledgers
        query = select(table.c.ledger, table.c.gone_on).where(table.c.township == self._township)
        with self._engine.begin() as connection:
            for ledger, gone_on in connection.execute(query).all():
                if ledger in unsure or (ledger in listed) == (gone_on is None):
                    continue
                is_news = True
                values = {"gone_on": None if ledger in listed else today}
                connection.execute(update(table).where(self._of(table, ledger)).values(**values))
        return is_news

    def note_gone(self, ledger: str, gone_on: date | None) -> None:
        """Note the day on which a ledger was found to be gone; None: it is there."""
        table = tables.ledgers
        with self._engine.begin() as connection:
            connection.execute(update(table).where(self._of(table, ledger)).values(gone_on=gone_on))

    def forget(self, ledger: str) -> None:
        """Drop a ledger with its verdicts and cases; what was written in it stays in the history."""
        with self._engine.begin() as connection:
            for table in (tables.ledgers, tables.verdicts, tables.cases):
                connection.execute(delete(table).where(self._of(table, ledger)))

    def _of(self, table: Table, ledger: str) -> ColumnElement[bool]:
        return (table.c.township == self._township) & (table.c.ledger == ledger)

    def _of_those_there(self, table: Table) -> ColumnElement[bool]:
        ledgers = tables.ledgers
        mine = ledgers.c.township == self._township
        gone = select(ledgers.c.ledger).where(mine & ledgers.c.gone_on.is_not(None))
        return (table.c.township == self._township) & table.c.ledger.not_in(gone)

    def _by_ledger(
        self,
        table: Table,
        record: type[_Record],
        ledger: str | None,
        only: ColumnElement[bool] | None = None,
    ) -> dict[str, list[_Record]]:
        names = [each.name for each in fields(record)]
        columns = [table.c[name] for name in names]
        query = select(table.c.ledger, *columns).order_by(table.c.ledger, table.c.sheet, table.c.row)
        of = self._of_those_there(table) if ledger is None else self._of(table, ledger)
        if only is not None:
            of &= only
        packed = [number for number, name in enumerate(names) if name in _JSON]
        found: dict[str, list[_Record]] = {}
        with self._engine.connect() as connection:
            for of_ledger, *values in connection.execute(query.where(of)):
                for number in packed:
                    values[number] = _unpacked(values[number])
                found.setdefault(of_ledger, []).append(record(*values))
        return found


def _values(record: LedgerRecord) -> dict[str, Any]:
    values = {name: getattr(record, name) for name in record.__dataclass_fields__}
    for name in values.keys() & _JSON:
        if values[name] is not None:
            values[name] = _packed(values[name])
    return values


def _rows(kind: type[_Record], records: Sequence[_Record]) -> tuple[list[str], list[Row]]:
    """Return the names of the columns of *records*, and what goes into them row by row."""
    # Not asdict(): it copies deeply, and there may be tens of thousands.
    names = [each.name for each in fields(kind)]
    packed = [number for number, name in enumerate(names) if name in _JSON]
    values = attrgetter(*names)
    found: list[Row] = []
    for record in records:
        row = list(values(record))
        for number in packed:
            if row[number] is not None:
                row[number] = _packed(row[number])
        found.append(tuple(row))
    return names, found


def _read(row: Mapping[Any, Any]) -> dict[str, Any]:
    return {
        name: _unpacked(value) if name in _JSON else value
        for name, value in row.items()
        if name != "township"
    }


def _unpacked(value: str | None) -> Any:
    return json.loads(value) if value is not None else None
