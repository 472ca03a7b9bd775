"""The queue's rows as the planner and its watch need them: deferred with a claim, taken from the dead.

The tables and functions are Procrastinate's, version 3; what works the jobs is in ``scheduler.cluster``.
"""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from sqlalchemy import Connection, Engine, text

#: How often a job whose worker died is given to another before it has failed for good.
TRIES = 5


@dataclass(frozen=True, slots=True)
class QueuedJob:
    """One job.

    Attributes:
        task: what does it: survey, look, gather, digest, summary or rollup.
        queue: whose workers take it.
        lock: at most one job of this name runs at a time.
        once: at most one job of this name waits; "" for any number.
        priority: the higher go first.
    """

    task: str
    queue: str
    args: Mapping[str, Any]
    lock: str
    once: str = ""
    priority: int = 0


@dataclass(frozen=True, slots=True)
class OrphanJob:
    """A job that its worker did not finish.

    Attributes:
        again: another worker may take it; otherwise it has failed for good.
    """

    number: int
    task: str
    args: Mapping[str, Any]
    again: bool


class JobQueue:
    """The queue of one database."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    def defer(self, connection: Connection, jobs: Sequence[QueuedJob]) -> None:
        """Put jobs in the queue as part of a transaction; one that waits already is not put there twice."""
        rows = [
            {
                "queue_name": job.queue,
                "task_name": job.task,
                "priority": job.priority,
                "lock": job.lock,
                "queueing_lock": job.once or None,
                "args": dict(job.args),
            }
            for job in jobs
        ]
        if rows:
            connection.execute(text(_DEFER), {"jobs": json.dumps(rows, ensure_ascii=False)})

    def put(self, jobs: Sequence[QueuedJob]) -> None:
        """Put jobs in the queue by themselves."""
        with self._engine.begin() as connection:
            self.defer(connection, jobs)

    def take_back(self, silent: timedelta, limits: Mapping[str, timedelta]) -> list[OrphanJob]:
        """Give jobs of dead workers to others, and end for good what failed too often or has no end.

        Args:
            silent: a worker without a heartbeat for so long is dead.
            limits: task → how long a job of it may take.
        """
        spans = {name: f"{limit.total_seconds()} s" for name, limit in limits.items()}
        values = {"silent": f"{silent.total_seconds()} s", "limits": json.dumps(spans), "tries": TRIES}
        with self._engine.begin() as connection:
            found = connection.execute(text(_STALLED), values).mappings().all()
            taken = [OrphanJob(row["id"], row["task_name"], row["args"], row["again"]) for row in found]
            for each in taken:
                connection.execute(text(_AGAIN if each.again else _FAILED), {"id": each.number})
            connection.execute(text(_PRUNE), {"silent": values["silent"]})
        return taken

    def over_limit(self, limits: Mapping[str, timedelta]) -> int:
        """Return how many jobs are under way for longer than they may be."""
        spans = {name: f"{limit.total_seconds()} s" for name, limit in limits.items()}
        with self._engine.connect() as connection:
            return connection.execute(text(_OVER), {"limits": json.dumps(spans)}).scalar_one()

    def counts(self) -> dict[tuple[str, str], int]:
        """Return how many jobs there are by queue and status."""
        with self._engine.connect() as connection:
            return {(row[0], row[1]): row[2] for row in connection.execute(text(_COUNTS))}

    def workers(self, silent: timedelta) -> tuple[int, int]:
        """Return how many workers live, and how many are silent for longer than *silent*."""
        with self._engine.connect() as connection:
            values = {"silent": f"{silent.total_seconds()} s"}
            alive, dead = connection.execute(text(_WORKERS), values).one()
        return alive, dead

    def oldest_waiting_s(self) -> float:
        """Return for how many seconds the oldest job that could be taken has waited; 0 when none waits."""
        with self._engine.connect() as connection:
            return float(connection.execute(text(_OLDEST)).scalar() or 0)

    def ends(self, township: str) -> bool:
        """Tell whether no job of a township waits or is under way."""
        with self._engine.connect() as connection:
            return not connection.execute(text(_OF_TOWNSHIP), {"township": township}).scalar_one()

    def forget_done(self, older: timedelta) -> int:
        """Drop jobs that ended long ago, so that a table of years stays small. Returns how many."""
        with self._engine.begin() as connection:
            values = {"older": f"{older.total_seconds()} s"}
            return connection.execute(text(_FORGET), values).rowcount


_DEFER = """
SELECT procrastinate_defer_jobs_v1(array_agg(
    ROW(j.queue_name, j.task_name, j.priority, j.lock, j.queueing_lock, j.args, NULL::timestamptz)
    ::procrastinate_job_to_defer_v1))
FROM jsonb_to_recordset(CAST(:jobs AS jsonb)) AS j(
    queue_name varchar, task_name varchar, priority int, lock text, queueing_lock text, args jsonb)
WHERE j.queueing_lock IS NULL OR NOT EXISTS (
    SELECT 1 FROM procrastinate_jobs q WHERE q.queueing_lock = j.queueing_lock AND q.status = 'todo')
HAVING count(*) > 0
"""

#: A worker that registered and beats no more, or whose row is gone; a job whose queueing lock waits already
#: has been put there again and need not run twice; a job over its limit whose worker still beats is left to
#: that worker, which ends itself.
_STALLED = """
SELECT j.id, j.task_name, j.args,
       j.attempts + 1 < :tries AND NOT j.abort_requested AND NOT EXISTS (
           SELECT 1 FROM procrastinate_jobs q WHERE q.queueing_lock = j.queueing_lock AND q.status = 'todo'
       ) AS again
FROM procrastinate_jobs j
LEFT JOIN procrastinate_workers w ON w.id = j.worker_id
WHERE j.status = 'doing'
  AND (w.id IS NULL OR w.last_heartbeat < clock_timestamp() - CAST(:silent AS interval)
       OR (SELECT max(e.at) FROM procrastinate_events e WHERE e.job_id = j.id AND e.type = 'started')
          < clock_timestamp() - 2 * CAST(CAST(:limits AS jsonb) ->> j.task_name AS interval))
FOR UPDATE OF j SKIP LOCKED
"""

_AGAIN = "SELECT procrastinate_retry_job_v2(:id, clock_timestamp(), NULL, NULL, NULL)"
_FAILED = "SELECT procrastinate_finish_job_v1(:id, 'failed', false)"
_PRUNE = (
    "DELETE FROM procrastinate_workers WHERE last_heartbeat < clock_timestamp() - CAST(:silent AS interval)"
)
_OVER = """
SELECT count(*) FROM procrastinate_jobs j WHERE j.status = 'doing'
  AND (SELECT max(e.at) FROM procrastinate_events e WHERE e.job_id = j.id AND e.type = 'started')
      < clock_timestamp() - CAST(CAST(:limits AS jsonb) ->> j.task_name AS interval)
"""
_COUNTS = "SELECT queue_name, status::text, count(*) FROM procrastinate_jobs GROUP BY 1, 2"
_WORKERS = """
SELECT count(*) FILTER (WHERE last_heartbeat >= clock_timestamp() - CAST(:silent AS interval)),
       count(*) FILTER (WHERE last_heartbeat < clock_timestamp() - CAST(:silent AS interval))
FROM procrastinate_workers
"""
_OLDEST = """
SELECT extract(epoch FROM clock_timestamp() - min(e.at)) FROM procrastinate_jobs j
JOIN procrastinate_events e ON e.job_id = j.id AND e.type = 'deferred' WHERE j.status = 'todo'
"""
_OF_TOWNSHIP = """
SELECT count(*) FROM procrastinate_jobs
WHERE status IN ('todo', 'doing') AND args ->> 'township' = :township
"""
_FORGET = """
DELETE FROM procrastinate_jobs WHERE id IN (
    SELECT j.id FROM procrastinate_jobs j
    WHERE j.status IN ('succeeded', 'failed', 'cancelled', 'aborted')
      AND NOT EXISTS (SELECT 1 FROM procrastinate_events e
                      WHERE e.job_id = j.id AND e.at >= clock_timestamp() - CAST(:older AS interval)))
"""
