"""The words of one cell weighed against each other: the last that counts decides.

When they contradict each other the case stays open, for a case that is closed by mistake is a case nobody
is asked about again. Source: docs/reading.md#statuses.
"""

from collections.abc import Sequence

from config.vocabulary import Destination, Status
from sync.cells.destinations import destination_of
from sync.cells.status_reading import StatusReading, review_open, times_tried
from sync.cells.status_words import Said, WordKind

ENDS = frozenset({WordKind.AGREED, WordKind.SETTLED, WordKind.RESOLVED})
#: What every case meets on its way, and what comes behind its end: whatever was done besides says more.
ON_THE_WAY = frozenset({WordKind.STAGE, WordKind.WATCHED})
AT_WORK = frozenset(
    {
        WordKind.GOING_ON,
        WordKind.NOT_DONE,
        WordKind.FAILED,
        WordKind.NEARLY,
        WordKind.RETURNED,
    }
)


def combined(plain: str, said: Sequence[Said]) -> StatusReading:
    """Weigh the words of one cell against each other."""
    times = times_tried(plain)
    said = [one for one in said if not one.is_past] or said
    kinds = [one.kind for one in said]
    if not kinds:
        return StatusReading(Status.OPEN if times else None, times=times, review_open=review_open(plain))
    destination = destination_of(plain, said) if WordKind.TRANSFERRED in kinds else Destination.NONE
    status, decisive = _weighed(said, has_left=destination is Destination.OUTSIDE)
    if WordKind.HEDGED in kinds and (status is not Status.OPEN or decisive is WordKind.HEDGED):
        return StatusReading(None)  # somebody says so, or guesses
    if status is not Status.TRANSFERRED:
        destination = Destination.NONE
    elif WordKind.REFUSED in kinds:
        destination = Destination.REFUSED
    return StatusReading(
        status,
        destination,
        agreed=status is Status.RESOLVED and bool({WordKind.AGREED, WordKind.SETTLED}.intersection(kinds)),
        failed=WordKind.FAILED in kinds and status is not Status.RESOLVED,
        review_open=review_open(plain),
        returned=WordKind.RETURNED in kinds and status is Status.OPEN,
        times=times,
        doubtful=decisive in (WordKind.NEARLY, WordKind.ENDED_DOUBTFUL),
    )


def _weighed(said: Sequence[Said], *, has_left: bool) -> tuple[Status, WordKind]:
    """Return the status that all words together mean, and the kind of word that decided it.

    A case that is not done has been passed on only where it *has_left* the township.
    """
    last = {one.kind: index for index, one in enumerate(said)}
    ended = max((last[kind] for kind in ENDS if kind in last), default=-1)
    if WordKind.REFUSED in last:
        return Status.TRANSFERRED, WordKind.REFUSED
    held = last.get(WordKind.SUSPENDED, -1)
    is_held = held > max(ended, last.get(WordKind.RESUMED, -1))
    undone = last.get(WordKind.NOT_DONE, -1)
    passed = last.get(WordKind.TRANSFERRED, -1)
    is_passed = has_left and passed > undone
    if undone >= 0 and not is_passed and not (ended > undone and said[ended].again):
        return (Status.SUSPENDED, WordKind.SUSPENDED) if is_held else (Status.OPEN, WordKind.NOT_DONE)
    for kind in (WordKind.WITHDRAWN, WordKind.ENDED_DOUBTFUL):
        if (
            last.get(kind, -1) > passed
            and WordKind.RETURNED not in last
            and not _is_peace(said[last[kind]], ended)
        ):
            return Status.WITHDRAWN, kind
    if is_held:
        return Status.SUSPENDED, WordKind.SUSPENDED
    # 正在办理，已办结 has come to its end; 已化解，一方正在调解 has not.
    working = max((last[kind] for kind in AT_WORK if kind in last), default=-1)
    if ended > working:
        return Status.RESOLVED, said[ended].kind
    back = max(last.get(WordKind.GOING_ON, -1), last.get(WordKind.RETURNED, -1))
    if passed > max(back, ended):
        return Status.TRANSFERRED, WordKind.TRANSFERRED
    return Status.OPEN, WordKind.NEARLY if WordKind.NEARLY in last else said[-1].kind


def _is_peace(withdrawn: Said, ended: int) -> bool:
    """不再追究 gives a claim up where it stands alone; beside 和解 it is a word of the settlement."""
    return withdrawn.word.startswith("不再") and ended >= 0
