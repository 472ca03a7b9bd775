"""How a cluster stands: workers, queue, oldest slot, quota, townships behind; for people and a monitor."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from importlib.metadata import version
from typing import Any

from config.messages import said
from scheduler.cluster.open_cluster import OpenCluster
from scheduler.cluster.orders import LIMITS, QUEUES
from scheduler.cluster.watch import SILENT
from scheduler.serve.monitor import Metric, spelled
from scheduler.state.fleet.fleet_records import FleetTownship, OpenSlot

#: A slot that is due for longer than this and not done lets its township lag behind.
_BEHIND = timedelta(minutes=30)


@dataclass(frozen=True, slots=True)
class ClusterStanding:
    """How a cluster stands at one moment.

    Attributes:
        workers: alive; *silent* ones beat no more.
        queue: by queue, how many jobs wait and how many are under way.
        failed: jobs that failed for good within the last days.
        waiting_s: how long the oldest job has waited, in seconds.
        quota: requests left in this minute, by account and kind.
        behind: slots due for more than half an hour and not done.
        wrong: townships whose config cannot be read.
        over_limit: jobs that take longer than they may.
    """

    now: datetime
    workers: int
    silent: int
    queue: Mapping[str, tuple[int, int]]
    failed: int
    waiting_s: float
    oldest: OpenSlot | None
    quota: Mapping[str, int]
    townships: Sequence[FleetTownship]
    behind: Sequence[OpenSlot]
    over_limit: int

    @property
    def wrong(self) -> list[FleetTownship]:
        """Townships whose config cannot be read."""
        return [each for each in self.townships if each.error is not None]

    @property
    def is_well(self) -> bool:
        """Whether somebody works, and nothing lags behind."""
        return bool(self.workers) and not (self.behind or self.wrong or self.over_limit)


def read_cluster_standing(cluster: OpenCluster) -> ClusterStanding:
    """Ask the database how everything stands."""
    state, now = cluster.state, cluster.now()
    counts = state.queue.counts()
    opened = state.fleet.open_slots()
    alive, silent = state.queue.workers(SILENT)
    return ClusterStanding(
        now=now,
        workers=alive,
        silent=silent,
        queue={name: (counts.get((name, "todo"), 0), counts.get((name, "doing"), 0)) for name in QUEUES},
        failed=sum(number for (_, status), number in counts.items() if status == "failed"),
        waiting_s=state.queue.oldest_waiting_s(),
        oldest=opened[0] if opened else None,
        quota=state.grants.left(),
        townships=state.fleet.all(),
        behind=[slot for slot in opened if now - slot.due_at > _BEHIND],
        over_limit=state.queue.over_limit(LIMITS),
    )


def cluster_json(standing: ClusterStanding) -> dict[str, Any]:
    """Return the document of ``cluster status --json``."""
    oldest = standing.oldest
    return {
        "now": standing.now.isoformat(timespec="seconds"),
        "workers": {"alive": standing.workers, "silent": standing.silent},
        "queue": {name: {"waiting": w, "under_way": u} for name, (w, u) in standing.queue.items()},
        "failed_jobs": standing.failed,
        "over_limit": standing.over_limit,
        "oldest_waiting_s": round(standing.waiting_s, 1),
        "oldest_slot": None if oldest is None else _slot_json(oldest),
        "quota_left": dict(standing.quota),
        "townships": len(standing.townships),
        "behind": [_slot_json(slot) for slot in standing.behind],
        "wrong": [{"township": each.township, "error": each.error} for each in standing.wrong],
        "well": standing.is_well,
    }


def _slot_json(slot: OpenSlot) -> dict[str, Any]:
    due = slot.due_at.isoformat(timespec="seconds")
    error = dict(slot.error) if slot.error else None
    return {"township": slot.township, "job": slot.job, "slot": slot.slot, "due": due, "error": error}


def cluster_lines(standing: ClusterStanding, language: str) -> list[str]:
    """Return the same as lines for people, the worst last."""
    waiting = sum(number for number, _ in standing.queue.values())
    under_way = sum(number for _, number in standing.queue.values())
    lines = [
        said(
            language,
            "cluster.headline",
            townships=len(standing.townships),
            workers=standing.workers,
            waiting=waiting,
            under_way=under_way,
            minutes=int(standing.waiting_s // 60),
        )
    ]
    for name, left in standing.quota.items():
        lines.append(said(language, "cluster.quota", account=name, left=left))
    if not standing.workers:
        lines.append(said(language, "cluster.no_worker"))
    if standing.over_limit:
        lines.append(said(language, "cluster.over_limit", count=standing.over_limit))
    for slot in standing.behind:
        due = f"{slot.due_at.astimezone(standing.now.tzinfo):%m-%d %H:%M}"
        job = said(language, f"status.job_{slot.job}")
        lines.append(said(language, "cluster.behind", township=slot.township, job=job, due=due))
    for each in standing.wrong:
        error = each.error or {}
        lines.append(
            said(
                language,
                "cluster.bad_config",
                township=each.township,
                what=error.get("message", ""),
                fix=error.get("fix", ""),
            )
        )
    return lines


def cluster_metrics(standing: ClusterStanding | None, *, plans: bool) -> str:
    """Return the figures in Prometheus' text format; without a standing the database did not answer."""
    found: list[Metric] = [
        ("duesheet_build_info", "gauge", "Which release runs.", [({"version": version("duesheet")}, 1)]),
        ("duesheet_state_ok", "gauge", "1 when the database answers.", [({}, int(standing is not None))]),
        ("duesheet_planner", "gauge", "1 when this process plans.", [({}, int(plans))]),
    ]
    if standing is not None:
        oldest = standing.oldest
        age = (standing.now - oldest.due_at).total_seconds() if oldest is not None else 0.0
        waiting = [({"queue": name}, float(number)) for name, (number, _) in standing.queue.items()]
        under_way = [({"queue": name}, float(number)) for name, (_, number) in standing.queue.items()]
        quota = [({"quota": name}, float(left)) for name, left in standing.quota.items()]
        found += [
            ("duesheet_workers", "gauge", "Workers that beat.", [({}, standing.workers)]),
            ("duesheet_workers_silent", "gauge", "Workers that beat no more.", [({}, standing.silent)]),
            ("duesheet_queue_waiting", "gauge", "Jobs that wait.", waiting),
            ("duesheet_queue_under_way", "gauge", "Jobs under way.", under_way),
            ("duesheet_queue_oldest_seconds", "gauge", "Of the oldest job.", [({}, standing.waiting_s)]),
            ("duesheet_queue_over_limit", "gauge", "Jobs over their limit.", [({}, standing.over_limit)]),
            ("duesheet_queue_failed", "gauge", "Jobs that failed for good.", [({}, standing.failed)]),
            ("duesheet_oldest_slot_seconds", "gauge", "Since the oldest open slot was due.", [({}, age)]),
            ("duesheet_quota_left", "gauge", "Requests left in this minute.", quota),
            ("duesheet_townships", "gauge", "Townships.", [({}, len(standing.townships))]),
            (
                "duesheet_townships_behind",
                "gauge",
                "Lagging.",
                [({}, len({s.township for s in standing.behind}))],
            ),
            ("duesheet_townships_wrong", "gauge", "Config unreadable.", [({}, len(standing.wrong))]),
        ]
    return "".join(spelled(metric) for metric in found)
