"""The state's door: every statement that reads or writes it."""

import json
import secrets
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import date, datetime
from pathlib import Path
from typing import Any

from sqlalchemy import Engine, create_engine, delete, event, insert, select, update
from sqlalchemy.engine import make_url
from sqlalchemy.exc import ArgumentError, DatabaseError, SQLAlchemyError

from config.errors import ConfigError
from config.vocabulary import Mark
from scheduler.state import schema as tables
from scheduler.state.deliveries import Deliveries
from scheduler.state.history import History
from scheduler.state.migrations import SCHEMA, take_turns, upgrade
from scheduler.state.slots import Slots

#: How many rows one INSERT carries.
_CHUNK = 20_000


@dataclass(frozen=True, slots=True)
class WriteRecord:
    """One of our cells as a run changed it; ``row_key`` tells whether the row is still the same."""

    sheet: str
    row: int
    mark: str
    heading: bool
    old: str
    new: str
    row_key: str


@dataclass(frozen=True, slots=True)
class LedgerRecord:
    """How a ledger came out of the last pass that looked at it.

    Attributes:
        listed: its version in the listing before that look; what we wrote ourselves asks for one more.
        filed: what it says of its villages' periodic duties (`scheduler.filings`); None: as before.
    """

    ledger: str
    village: str
    version: str
    judged_on: date | None
    judged_by: str
    outcome: str
    error: Mapping[str, str] | None
    counts: Mapping[str, int]
    run: str
    paused: bool = False
    roles: Mapping[str, Mapping[str, str]] | None = None
    listed: str = ""
    filed: Mapping[str, Mapping[str, Any]] | None = None


@dataclass(frozen=True, slots=True)
class VerdictRecord:
    """The last verdict on one case that is live, or still owes a survey."""

    sheet: str
    row: int
    case_no: str
    duty: str
    due: date | None
    light: str
    addressee: str = ""
    org: str = ""
    registered: date | None = None
    category: str = ""
    status: str = "open"
    backlog: bool = False
    live: bool = True
    survey_owed: bool = False


@dataclass(frozen=True, slots=True)
class PublishedCase:
    """One case as a published summary counted it."""

    village: str
    ledger: str
    sheet: str
    row: int
    case_key: str
    registered: date | None
    ended: date | None
    status: str


@dataclass(frozen=True, slots=True)
class Filing:
    """When the evidence of an office's periodic duty was first seen, and last looked for in vain."""

    first_seen: date | None
    missed_on: date | None


class State:
    """What is remembered between runs."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine
        upgrade(engine)
        self.salt = self._salt()
        self.slots = Slots(engine)
        self.deliveries = Deliveries(engine)
        self.history = History(engine)

    def close(self) -> None:
        """Let go of the database."""
        self._engine.dispose()

    def _salt(self) -> bytes:
        with self._engine.begin() as connection:
            take_turns(connection)
            query = select(tables.meta.c.value).where(tables.meta.c.key == "salt")
            found = connection.execute(query).scalar()
            if found is None:
                found = secrets.token_hex(16)
                connection.execute(insert(tables.meta).values(key="salt", value=found))
        return bytes.fromhex(found)

    def note(self, key: str, value: str) -> None:
        """Remember one small fact about what we published, under a key of its own."""
        table = tables.meta
        with self._engine.begin() as connection:
            if connection.execute(update(table).where(table.c.key == key).values(value=value)).rowcount == 0:
                connection.execute(insert(table).values(key=key, value=value))

    def noted(self, key: str) -> str:
        """Return what was noted under *key*; "" for nothing."""
        query = select(tables.meta.c.value).where(tables.meta.c.key == key)
        with self._engine.connect() as connection:
            return connection.execute(query).scalar() or ""

    # runs -----------------------------------------------------------------------------------------

    def begin_run(self, run: str, kind: str, today: date, started_at: datetime) -> None:
        """Note that a pass begins."""
        row = {"run": run, "kind": kind, "today": today, "started_at": started_at.isoformat("T", "seconds")}
        with self._engine.begin() as connection:
            connection.execute(insert(tables.runs).values(**row))

    def finish_run(self, run: str, finished_at: datetime, totals: Mapping[str, int]) -> None:
        """Note how a pass ended."""
        values = {"finished_at": finished_at.isoformat("T", "seconds"), "totals": json.dumps(totals)}
        with self._engine.begin() as connection:
            connection.execute(update(tables.runs).where(tables.runs.c.run == run).values(**values))

    # writes ---------------------------------------------------------------------------------------

    def record_writes(self, run: str, ledger: str, records: Sequence[WriteRecord]) -> None:
        """Note what is about to be written, before it is: a text in a ledger is then always known as ours."""
        rows = [{"run": run, "ledger": ledger, **asdict(record)} for record in records]
        with self._engine.begin() as connection:
            for start in range(0, len(rows), _CHUNK):
                connection.execute(insert(tables.writes), rows[start : start + _CHUNK])

    def forget_writes(self, run: str, ledger: str, records: Sequence[WriteRecord]) -> None:
        """Take back the newest notes of a write that did not happen."""
        table = tables.writes
        of_ledger = (table.c.run == run) & (table.c.ledger == ledger)
        newest = select(table.c.number).where(of_ledger).order_by(table.c.number.desc()).limit(len(records))
        with self._engine.begin() as connection:
            first = connection.execute(
                select(newest.subquery().c.number).order_by("number").limit(1)
            ).scalar()
            if first is not None:
                connection.execute(delete(table).where(of_ledger & (table.c.number >= first)))

    def texts_written(self, ledger: str) -> dict[Mark, set[str]] | None:
        """Return every text we ever wrote into each of our columns of *ledger*; None if we know of none."""
        table = tables.writes
        query = select(table.c.mark, table.c.new).where(table.c.ledger == ledger).distinct()
        texts: dict[Mark, set[str]] = {}
        with self._engine.connect() as connection:
            for mark, text in connection.execute(query):
                texts.setdefault(Mark(mark), set()).add(text)
        return texts or None

    # ledgers --------------------------------------------------------------------------------------

    def save_ledger(self, record: LedgerRecord, verdicts: Sequence[VerdictRecord] | None) -> None:
        """Remember how a ledger came out; whether it is paused stays as it is.

        Without *verdicts* and roles (it could not be read) the last ones stay: a case does not vanish from
        the digests because somebody has the ledger open.
        """
        table = tables.ledgers
        values = {
            "village": record.village,
            "version": record.version,
            "judged_on": record.judged_on,
            "judged_by": record.judged_by,
            "outcome": record.outcome,
            "error": json.dumps(record.error, ensure_ascii=False) if record.error else None,
            "counts": json.dumps(record.counts),
            "run": record.run,
            "listed": record.listed,
        }
        if record.roles is not None:
            values["roles"] = json.dumps(record.roles)
        if record.filed is not None:
            values["filed"] = json.dumps(record.filed, ensure_ascii=False)
        with self._engine.begin() as connection:
            known = table.c.ledger == record.ledger
            if connection.execute(update(table).where(known).values(**values)).rowcount == 0:
                row = {"ledger": record.ledger, "paused": record.paused, **values}
                connection.execute(insert(table).values(**row))
            if verdicts is None:
                return
            connection.execute(delete(tables.verdicts).where(tables.verdicts.c.ledger == record.ledger))
            # Not asdict(): it copies deeply, and there may be tens of thousands.
            names = tuple(VerdictRecord.__dataclass_fields__)
            rows = [
                {"ledger": record.ledger, **{name: getattr(verdict, name) for name in names}}
                for verdict in verdicts
            ]
            for start in range(0, len(rows), _CHUNK):
                connection.execute(insert(tables.verdicts), rows[start : start + _CHUNK])

    def ledger(self, ledger: str) -> LedgerRecord | None:
        """Return how a ledger last came out."""
        query = select(tables.ledgers).where(tables.ledgers.c.ledger == ledger)
        with self._engine.connect() as connection:
            row = connection.execute(query).mappings().first()
        return _ledger_record(row) if row else None

    def all_ledgers(self) -> list[LedgerRecord]:
        """Return how every known ledger last came out, by name."""
        query = select(tables.ledgers).order_by(tables.ledgers.c.ledger)
        with self._engine.connect() as connection:
            return [_ledger_record(row) for row in connection.execute(query).mappings()]

    def live_verdicts(self, ledger: str | None = None) -> dict[str, list[VerdictRecord]]:
        """Return the last verdicts on every ledger's live cases, or those on one's, by ledger."""
        found = self.standing_verdicts(ledger)
        live = {name: [record for record in records if record.live] for name, records in found.items()}
        return {name: records for name, records in live.items() if records}

    def standing_verdicts(self, ledger: str | None = None) -> dict[str, list[VerdictRecord]]:
        """Return as `live_verdicts`, with those on ended cases that still owe a survey."""
        table = tables.verdicts
        columns = [table.c[name] for name in VerdictRecord.__dataclass_fields__]
        query = select(table.c.ledger, *columns).order_by(table.c.ledger, table.c.sheet, table.c.row)
        if ledger is not None:
            query = query.where(table.c.ledger == ledger)
        found: dict[str, list[VerdictRecord]] = {}
        with self._engine.connect() as connection:
            for of_ledger, *values in connection.execute(query):
                found.setdefault(of_ledger, []).append(VerdictRecord(*values))
        return found

    def pause(self, ledger: str, village: str, *, paused: bool) -> None:
        """Leave a ledger alone until it is resumed, or take it up again."""
        table = tables.ledgers
        with self._engine.begin() as connection:
            known = table.c.ledger == ledger
            if connection.execute(update(table).where(known).values(paused=paused)).rowcount == 0:
                blank = {"version": "", "judged_by": "", "outcome": "paused", "counts": "{}", "run": ""}
                blank["listed"] = ""
                row = {"ledger": ledger, "village": village, "paused": paused, **blank}
                connection.execute(insert(table).values(**row))

    # summaries ------------------------------------------------------------------------------------

    def save_summary(
        self,
        kind: str,
        period: str,
        compiled_on: date,
        figures: Mapping[str, Any],
        cases: Iterable[PublishedCase],
    ) -> None:
        """Remember what was published; the newest compilation of a period counts."""
        with self._engine.begin() as connection:
            for table in (tables.summaries, tables.summary_cases):
                connection.execute(delete(table).where((table.c.kind == kind) & (table.c.period == period)))
            row = {"kind": kind, "period": period, "compiled_on": compiled_on}
            text = json.dumps(figures, ensure_ascii=False)
            connection.execute(insert(tables.summaries).values(figures=text, **row))
            rows = [{"kind": kind, "period": period, **asdict(case)} for case in cases]
            for start in range(0, len(rows), _CHUNK):
                connection.execute(insert(tables.summary_cases), rows[start : start + _CHUNK])

    def last_summary(
        self, kind: str, before: str
    ) -> tuple[str, date, Mapping[str, Any], list[PublishedCase]] | None:
        """Return the newest published summary before the period *before*.

        Returns:
            its period, the day it was compiled, its figures and its cases; None when there is none.
        """
        table, cases = tables.summaries, tables.summary_cases
        query = select(table.c.period, table.c.compiled_on, table.c.figures).where(
            (table.c.kind == kind) & (table.c.period < before)
        )
        with self._engine.connect() as connection:
            newest = connection.execute(query.order_by(table.c.period.desc()).limit(1)).first()
            if newest is None:
                return None
            columns = [cases.c[name] for name in PublishedCase.__dataclass_fields__]
            of_period = (cases.c.kind == kind) & (cases.c.period == newest.period)
            rows = connection.execute(select(*columns).where(of_period)).all()
        figures = json.loads(newest.figures)
        return newest.period, newest.compiled_on, figures, [PublishedCase(*row) for row in rows]

    def published_on(self, kind: str) -> dict[str, date]:
        """Return when each period's summary of a kind was compiled last."""
        table = tables.summaries
        query = select(table.c.period, table.c.compiled_on).where(table.c.kind == kind)
        with self._engine.connect() as connection:
            return {row.period: row.compiled_on for row in connection.execute(query)}

    # filings --------------------------------------------------------------------------------------

    def note_filing(self, duty: str, village: str, period: str, today: date, *, seen: bool) -> None:
        """Remember whether a duty's evidence was there *today*; the day it was first seen stays."""
        known = self.filing(duty, village, period)
        if known is not None and known.first_seen is not None:
            return
        table = tables.filings
        key = (table.c.duty == duty) & (table.c.village == village) & (table.c.period == period)
        values = {"first_seen": today} if seen else {"missed_on": today}
        with self._engine.begin() as connection:
            if connection.execute(update(table).where(key).values(**values)).rowcount == 0:
                row = {"duty": duty, "village": village, "period": period, **values}
                connection.execute(insert(table).values(**row))

    def filing(self, duty: str, village: str, period: str) -> Filing | None:
        """Return when a duty's evidence was seen and missed; None if nobody ever looked."""
        table = tables.filings
        key = (table.c.duty == duty) & (table.c.village == village) & (table.c.period == period)
        with self._engine.connect() as connection:
            row = connection.execute(select(table.c.first_seen, table.c.missed_on).where(key)).first()
        return Filing(*row) if row else None


def _ledger_record(row: Mapping[Any, Any]) -> LedgerRecord:
    values = dict(row)
    values["error"] = json.loads(values["error"]) if values["error"] else None
    values["counts"] = json.loads(values["counts"])
    values["roles"] = json.loads(values["roles"]) if values["roles"] else None
    values["filed"] = json.loads(values["filed"]) if values["filed"] else None
    return LedgerRecord(**values)


def open_state(url: str, base: Path, *, create: bool = True) -> State | None:
    """Open the database at *url*; a relative SQLite path starts at *base*.

    Returns:
        None when *create* is false and there is no SQLite file yet.

    Raises:
        ConfigError: the address is wrong, or the database cannot be reached.
    """
    try:
        address = make_url(url)
    except ArgumentError as error:
        raise ConfigError(
            "state.url: is no database address",
            fix='write "sqlite:///.duesheet/state.db" or "postgresql+psycopg://user@host/name"',
        ) from error
    if address.get_backend_name() == "sqlite":
        file = (base / (address.database or "state.db")).resolve()
        if not file.exists() and not create:
            return None
        try:
            file.parent.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise _unreachable(str(file.parent), error) from error
        address = address.set(database=str(file))
    elif address.drivername == "postgresql":
        address = address.set(drivername="postgresql+psycopg")
    try:
        engine = create_engine(address, **_options(address.get_backend_name()))
        if address.get_backend_name() == "sqlite":
            event.listen(engine, "connect", _tune_sqlite)
        return State(engine)
    except (SQLAlchemyError, ImportError) as error:
        raise _unreachable(address.render_as_string(hide_password=True), error) from error


def _options(backend: str) -> dict[str, Any]:
    # One writer at a time is SQLite's way; waiting beats failing when two passes meet.
    return {"connect_args": {"timeout": 30}} if backend == "sqlite" else {"pool_pre_ping": True}


def _tune_sqlite(connection: Any, _record: object) -> None:
    cursor = connection.cursor()
    cursor.execute("PRAGMA journal_mode=WAL")
    # A digest's note must survive a power cut after the digest went out, or it would go out twice.
    cursor.execute("PRAGMA synchronous=FULL")
    cursor.close()


def _unreachable(place: str, error: Exception) -> ConfigError:
    cause = error.orig if isinstance(error, DatabaseError) and error.orig else error
    return ConfigError(
        f"state.url: {place}: cannot be opened ({cause})",
        fix="check the path and its permissions; a broken state file may be moved away: only history is lost",
        code="state",
    )


__all__ = [
    "SCHEMA",
    "Filing",
    "LedgerRecord",
    "PublishedCase",
    "State",
    "VerdictRecord",
    "WriteRecord",
    "open_state",
]
