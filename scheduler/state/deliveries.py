"""Digests: noted before they go out, so that none goes out twice.

``sending`` is the note made before; ``sent`` and ``failed`` are sure; ``unknown`` is a digest that may or
may not have arrived (a crash or a broken line while it went out) and is therefore never repeated.
"""

import json
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, Engine, Select, func, select, update

from scheduler.state import schema as tables
from scheduler.state.statements import insert_new

#: Whatever did not arrive for so many digests is news.
_LOOKED_BACK = 30

SENDING, SENT, FAILED, UNKNOWN = "sending", "sent", "failed", "unknown"


@dataclass(frozen=True, slots=True)
class Line:
    """One case in a digest: numbers, duties and dates, and nothing a person wrote about it.

    Attributes:
        key: salted; the same as long as case, duty, due date and post are. A new due date is a new line.
        case_no: only what looks like a number; "" otherwise.
        post: who is asked; "" in what older versions sent, and where an office owes it.
        heard: of a digest that broke off: this line surely arrived.
    """

    key: str
    village: str
    ledger: str
    sheet: str
    row: int
    case_no: str
    duty: str
    due: str
    light: str
    post: str = ""
    heard: bool = False


@dataclass(frozen=True, slots=True)
class Sending:
    """One digest that is about to go out: to which channel, on which working day, for which posts.

    Attributes:
        channel: the salted key of its address.
        service: what carries it; never the address.
    """

    channel: str
    day: date
    posts: Sequence[str]
    service: str
    lines: Sequence[Line]


@dataclass(frozen=True, slots=True)
class DeliveryRecord:
    """One digest to one channel on one working day."""

    channel: str
    day: date
    posts: tuple[str, ...]
    service: str
    state: str
    attempts: int
    changed_at: datetime
    lines: tuple[Line, ...]


class Deliveries:
    """The table of digests."""

    def __init__(self, engine: Engine, township: str) -> None:
        self._engine = engine
        self._township = township

    def begin(self, sending: Sending, now: datetime, attempts: int) -> bool:
        """Note that a digest is about to go out.

        Returns:
            False when one already went out that day, may have gone out, or failed *attempts* times.
        """
        table = tables.deliveries
        values = {
            "posts": json.dumps(list(sending.posts)),
            "service": sending.service,
            "state": SENDING,
            "changed_at": _text(now),
            "lines": json.dumps([_line_values(line) for line in sending.lines], ensure_ascii=False),
        }
        again = (
            (table.c.channel == sending.channel) & (table.c.day == sending.day) & (table.c.state == FAILED)
        )
        with self._engine.begin() as connection:
            more = {**values, "attempts": table.c.attempts + 1}
            tried = update(table).where(self._mine & again & (table.c.attempts < attempts)).values(**more)
            if connection.execute(tried).rowcount == 1:
                return True
            row = {"township": self._township, "channel": sending.channel, "day": sending.day, "attempts": 1}
            return insert_new(connection, table, row | values)

    def end(self, channel: str, day: date, state: str, now: datetime, *, heard: Collection[str] = ()) -> None:
        """Note how a digest came out; *heard*: the keys of the lines that arrived before it broke off."""
        table = tables.deliveries
        where = self._mine & (table.c.channel == channel) & (table.c.day == day) & (table.c.state == SENDING)
        values = {"state": state, "changed_at": _text(now)}
        with self._engine.begin() as connection:
            if heard and (lines := connection.execute(select(table.c.lines).where(where)).scalar()):
                told = [line | {"heard": line["key"] in heard} for line in json.loads(lines)]
                values["lines"] = json.dumps(told, ensure_ascii=False)
            connection.execute(update(table).where(where).values(**values))

    def doubt(self, now: datetime) -> int:
        """Mark every digest still noted as going out as unknown; only for who alone sends.

        Returns:
            how many there were.
        """
        table = tables.deliveries
        with self._engine.begin() as connection:
            changed = update(table).where(self._mine & (table.c.state == SENDING))
            return connection.execute(changed.values(state=UNKNOWN, changed_at=_text(now))).rowcount

    def of_day(self, day: date) -> list[DeliveryRecord]:
        """Return the digests of one day."""
        return self._records(select(tables.deliveries).where(tables.deliveries.c.day == day))

    def heard(self, channel: str, before: date) -> set[str]:
        """Return keys of lines that surely arrived: of the newest digest that did, and of parts since."""
        table = tables.deliveries
        earlier = self._mine & (table.c.channel == channel) & (table.c.day < before)
        sent_on = select(func.max(table.c.day)).where(earlier & (table.c.state == SENT)).scalar_subquery()
        query = select(table).where(earlier & (table.c.day >= func.coalesce(sent_on, date.min)))
        keys: set[str] = set()
        for record in self._records(query.order_by(table.c.day.desc()).limit(_LOOKED_BACK)):
            if record.state == SENT:
                return keys | {line.key for line in record.lines}
            keys |= {line.key for line in record.lines if line.heard}
        return keys

    def unsure(self, since: date) -> list[DeliveryRecord]:
        """Return digests since a day that did not surely arrive, the newest first."""
        table = tables.deliveries
        query = select(table).where((table.c.day >= since) & (table.c.state != SENT))
        return self._records(query.order_by(table.c.day.desc(), table.c.channel))

    def counts(self, *, days: int) -> dict[str, int]:
        """Return how many digests of the newest *days* with any came out how."""
        table = tables.deliveries
        with self._engine.connect() as connection:
            newest = connection.execute(select(func.max(table.c.day)).where(self._mine)).scalar()
            if newest is None:
                return {}
            since = self._mine & (table.c.day > newest - timedelta(days=days))
            query = select(table.c.state, func.count()).where(since).group_by(table.c.state)
            return {row.state: row[1] for row in connection.execute(query)}

    @property
    def _mine(self) -> ColumnElement[bool]:
        return tables.deliveries.c.township == self._township

    def _records(self, query: Select[Any]) -> list[DeliveryRecord]:
        with self._engine.connect() as connection:
            return [_record(row) for row in connection.execute(query.where(self._mine)).mappings()]


def _line_values(line: Line) -> dict[str, Any]:
    return {name: getattr(line, name) for name in Line.__dataclass_fields__}


def _record(row: Mapping[Any, Any]) -> DeliveryRecord:
    values = {name: value for name, value in row.items() if name != "township"}
    values["posts"] = tuple(json.loads(values["posts"]))
    values["lines"] = tuple(Line(**line) for line in json.loads(values["lines"]))
    values["changed_at"] = datetime.fromisoformat(values["changed_at"])
    return DeliveryRecord(**values)


def _text(moment: datetime) -> str:
    return moment.astimezone(UTC).isoformat(timespec="seconds")
