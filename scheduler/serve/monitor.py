"""What ``/metrics`` shows: figures, never a name."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from importlib.metadata import version

from config.vocabulary import OutcomeKind
from scheduler.serve.timetable import JobName
from scheduler.state import State
from scheduler.state.deliveries import FAILED, SENT, UNKNOWN
from scheduler.state.slots import DONE

#: name, kind, help, and samples as (labels, value).
Metric = tuple[str, str, str, Sequence[tuple[Mapping[str, str], float]]]


@dataclass(frozen=True, slots=True)
class RunningService:
    """What the process knows of itself, in seconds by a clock that nobody sets.

    Attributes:
        looked_s: since the last look at what is due that reached the state.
        busy_s: since the job under way began; None when there is none.
    """

    looked_s: float = 0.0
    busy_s: float | None = None


def state_is_broken(running: RunningService) -> str:
    """Return the figures that can be had without the state."""
    return "".join(spelled(metric) for metric in _of_process(running, state_ok=False))


def _of_process(running: RunningService, *, state_ok: bool) -> Iterator[Metric]:
    build = {"version": version("duesheet")}
    yield "duesheet_build_info", "gauge", "Which release runs.", [(build, 1)]
    yield "duesheet_state_ok", "gauge", "1 when the state can be read.", [({}, int(state_ok))]
    yield (
        "duesheet_last_look_age_seconds",
        "gauge",
        "Since the last look at what is due.",
        [({}, running.looked_s)],
    )
    yield (
        "duesheet_busy_seconds",
        "gauge",
        "How long the job under way runs; 0: none.",
        [({}, running.busy_s or 0)],
    )


def read_metrics(
    state: State,
    quota_left: Callable[[], Mapping[str, float]] = dict,
    running: RunningService = RunningService(),
) -> str:
    """Return the figures in Prometheus' text format."""
    ledgers = state.looks.ledgers()
    last = [(job, state.slots.last_with(job, DONE)) for job in JobName]
    outcomes = [({"outcome": kind.value}, sum(r.outcome == kind for r in ledgers)) for kind in OutcomeKind]
    found: list[Metric] = [
        (
            "duesheet_last_success_timestamp_seconds",
            "gauge",
            "When a job was last done.",
            [({"job": job.value}, slot.done_at.timestamp()) for job, slot in last if slot and slot.done_at],
        ),
        ("duesheet_jobs_failed", "gauge", "Jobs whose last slot failed.", [({}, len(state.slots.failed()))]),
        ("duesheet_ledgers", "gauge", "Ledgers by how they last came out.", outcomes),
        (
            "duesheet_cases",
            "gauge",
            "Cases by how they last stood.",
            [
                ({"state": name}, sum(record.counts.get(name, 0) for record in ledgers))
                for name in ("open", "overdue", "due_soon")
            ],
        ),
        (
            "duesheet_quota_left",
            "gauge",
            "Requests left in this minute.",
            [({"quota": name}, left) for name, left in quota_left().items()],
        ),
    ]
    found += _of_process(running, state_ok=True)
    found.append(("duesheet_deliveries", "gauge", "Digests of the last fortnight.", _deliveries(state)))
    return "".join(spelled(metric) for metric in found)


def _deliveries(state: State) -> list[tuple[Mapping[str, str], float]]:
    counts = state.deliveries.counts(days=14)
    return [({"state": name}, counts.get(name, 0)) for name in (SENT, FAILED, UNKNOWN)]


def spelled(metric: Metric) -> str:
    """Return a metric in Prometheus' text format."""
    name, kind, told, samples = metric
    lines = [f"# HELP {name} {told}", f"# TYPE {name} {kind}"]
    for labels, value in samples:
        inside = ",".join(f'{label}="{text}"' for label, text in labels.items())
        lines.append(f"{name}{{{inside}}} {value:.15g}" if inside else f"{name} {value:.15g}")
    return "\n".join(lines) + "\n"
