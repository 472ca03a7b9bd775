"""A township's slot that many workers share: which ledgers are to be looked at, and which of them were."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from sqlalchemy import Connection, Engine, text

#: Puts jobs in the queue within the transaction.
Defer = Callable[[Connection], None]


@dataclass(frozen=True, slots=True)
class SharedSlot:
    """One slot under way.

    Attributes:
        run: the run that its looks belong to.
        left: the ledgers that were not looked at yet.
        changed: whether a look found something that the state did not know.
    """

    run: str
    left: tuple[str, ...]
    changed: bool


class SlotLooks:
    """The tables of slots under way, of one township."""

    def __init__(self, engine: Engine, township: str) -> None:
        self._engine = engine
        self._township = township

    def begin(self, job: str, slot: str, run: str, ledgers: Sequence[str], defer: Defer) -> None:
        """Note what a slot wants, and put its looks in the queue; both or neither."""
        key = {"township": self._township, "job": job, "slot": slot}
        with self._engine.begin() as connection:
            connection.execute(text(_BEGIN), {**key, "run": run, "wanted": len(ledgers)})
            connection.execute(text(_LOOKS), [{**key, "ledger": ledger} for ledger in ledgers])
            defer(connection)

    def find(self, job: str, slot: str) -> SharedSlot | None:
        """Return how far a slot is; None when it is not under way."""
        key = {"township": self._township, "job": job, "slot": slot}
        with self._engine.connect() as connection:
            found = connection.execute(text(_FAR), key).first()
        return SharedSlot(found.run, tuple(found.ledgers or ()), found.changed or False) if found else None

    def finish(self, job: str, slot: str, ledger: str, outcome: str, gather: Defer) -> bool:
        """Note that a look is through; the last one puts the gathering in the queue in its own transaction.

        Returns:
            False when the slot is not under way any more.
        """
        key = {"township": self._township, "job": job, "slot": slot}
        with self._engine.begin() as connection:
            # Two last looks at once: the row's lock lets the second see what the first has done.
            found = connection.execute(text(_LOCK), key).first()
            if found is None:
                return False
            last = connection.execute(text(_DONE), {**key, "ledger": ledger, "outcome": outcome}).first()
            if last is not None:
                gather(connection)
        return True

    def forget(self, job: str, slot: str, connection: Connection) -> None:
        """Drop a slot that is through, or begins anew, as part of a transaction."""
        key = {"township": self._township, "job": job, "slot": slot}
        connection.execute(text(_FORGET_LOOKS), key)
        connection.execute(text(_FORGET), key)


_KEY = "township = :township AND job = :job AND slot = :slot"
_BEGIN = """
INSERT INTO slot_work (township, job, slot, run, wanted) VALUES (:township, :job, :slot, :run, :wanted)
"""
_LOOKS = "INSERT INTO slot_looks (township, job, slot, ledger) VALUES (:township, :job, :slot, :ledger)"
_FAR = """
SELECT w.run, array_agg(l.ledger ORDER BY l.ledger) FILTER (WHERE l.outcome = '') AS ledgers,
       bool_or(l.outcome = 'changed') AS changed
FROM slot_work w LEFT JOIN slot_looks l USING (township, job, slot)
WHERE w.township = :township AND w.job = :job AND w.slot = :slot GROUP BY w.run
"""
_LOCK = f"SELECT gathering FROM slot_work WHERE {_KEY} FOR UPDATE"  # noqa: S608
#: Notes a look; returns a row when it was the last one. Both parts see the table as it was before.
_DONE = f"""
WITH done AS (UPDATE slot_looks SET outcome = :outcome WHERE {_KEY} AND ledger = :ledger)
UPDATE slot_work SET gathering = true WHERE {_KEY} AND NOT gathering AND NOT EXISTS (
    SELECT 1 FROM slot_looks WHERE {_KEY} AND outcome = '' AND ledger <> :ledger) RETURNING 1
"""  # noqa: S608
_FORGET_LOOKS = f"DELETE FROM slot_looks WHERE {_KEY}"  # noqa: S608
_FORGET = f"DELETE FROM slot_work WHERE {_KEY}"  # noqa: S608
