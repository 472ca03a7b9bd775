"""Requests to Google, granted by the database to the workers of many machines; its clock alone counts."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Engine, text


@dataclass(frozen=True, slots=True)
class Ask:
    """Who asks for one request.

    Attributes:
        ticket: names the one who waits, as long as it waits.
        deadline: of the slot it works for; the nearest is served first.
        at: the moment, in a test; None: the server's clock.
    """

    ticket: str
    account: str
    project: str
    kind: str
    township: str
    deadline: datetime
    at: datetime | None = None


class QuotaGrants:
    """The quota of all accounts and projects.

    Args:
        engine: of the database.
        per_user: requests within any sixty seconds, of one account.
        per_project: the same of all accounts of a project.
    """

    def __init__(self, engine: Engine, per_user: int, per_project: int) -> None:
        self._engine = engine
        self._limits = {"per_user": per_user, "per_project": per_project}

    def ask(self, ask: Ask) -> float:
        """Count one request and return 0; or return after how many seconds to ask again."""
        values: dict[str, Any] = {name: getattr(ask, name) for name in Ask.__dataclass_fields__}
        with self._engine.begin() as connection:
            return float(connection.execute(text(_ASK), values | self._limits).scalar_one())

    def give_up(self, ticket: str) -> None:
        """Take a ticket back that nobody waits with any more."""
        with self._engine.begin() as connection:
            connection.execute(text("DELETE FROM quota_waiting WHERE ticket = :ticket"), {"ticket": ticket})

    def hold(self, account: str, kind: str, span: timedelta) -> None:
        """Let nobody ask for an account for a while."""
        values = {"account": account, "kind": kind, "span": f"{span.total_seconds()} s"}
        with self._engine.begin() as connection:
            connection.execute(text(_HOLD), values)

    def spent(self, account: str, project: str, kind: str) -> tuple[int, int]:
        """Return how many requests of the last minute were an account's, and its project's."""
        values = {"account": account, "project": project, "kind": kind}
        with self._engine.connect() as connection:
            row = connection.execute(text(_SPENT), values).one()
        return int(row[0]), int(row[1])

    def left(self) -> Mapping[str, int]:
        """Return how many requests each account that asked in the last minute may still make, by kind."""
        with self._engine.connect() as connection:
            found = connection.execute(text(_USED), self._limits).all()
        return {f"{row.account} {row.kind}": max(row.left, 0) for row in found}

    def waiting(self) -> int:
        """Return how many wait for their turn."""
        with self._engine.connect() as connection:
            return connection.execute(text("SELECT count(*) FROM quota_waiting")).scalar_one()


_ASK = """
SELECT duesheet_grant(
    CAST(:ticket AS text), CAST(:account AS text), CAST(:project AS text), CAST(:kind AS text),
    CAST(:township AS text), CAST(:deadline AS timestamptz), :per_user, :per_project,
    CAST(:at AS timestamptz))
"""
_HOLD = """
INSERT INTO quota_held AS h VALUES (:account, :kind, clock_timestamp() + CAST(:span AS interval))
ON CONFLICT (account, kind) DO UPDATE SET until = greatest(h.until, excluded.until)
"""
_SPENT = """
SELECT count(*) FILTER (WHERE account = :account), count(*) FROM quota
WHERE kind = :kind AND at > clock_timestamp() - interval '60 s' AND (project = :project OR account = :account)
"""
_USED = """
SELECT q.account, q.kind, least(
    :per_user - count(*),
    :per_project - (SELECT count(*) FROM quota p
        WHERE p.project = q.project AND p.kind = q.kind AND p.at > clock_timestamp() - interval '60 s')
) AS left
FROM quota q WHERE q.at > clock_timestamp() - interval '60 s' GROUP BY q.account, q.project, q.kind
"""
