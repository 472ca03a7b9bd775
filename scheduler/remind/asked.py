"""What the last pass found that somebody is told of this morning."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from config.vocabulary import Post
from scheduler.remind.sitting_notices import SittingNotice
from scheduler.state.records import VerdictRecord
from scheduler.township import Township

_OWED = ("missing", "due_soon")


@dataclass(frozen=True, slots=True)
class OfficeDuty:
    """A periodic duty that somebody still owes.

    Attributes:
        owner: a village, department or grid; "" for the office and for leaders.
        leader: position in ``[[leader]]``; 0 for none.
        village: the owner's, or the one a leader is to visit.
        post: who is told.
        state: ``missing`` or ``due_soon``.
    """

    duty: str
    period: str
    owner: str
    leader: int
    village: str
    post: Post
    due: str
    state: str

    @classmethod
    def of(cls, cadence: Mapping[str, object], posts: Mapping[str, Post]) -> "OfficeDuty":
        """Return one of a pass's cadences; *posts* says who is told of which duty."""
        owner, duty = cadence.get("owner", ""), str(cadence["duty"])
        leader = owner if isinstance(owner, int) else 0
        return cls(
            duty,
            str(cadence["period"]),
            "" if leader else str(owner),
            leader,
            str(cadence["village"]),
            posts.get(duty, Post.HANDLER),
            str(cadence["due"]),
            str(cadence["state"]),
        )


@dataclass(frozen=True, slots=True)
class LedgerNote:
    """What is told of a whole ledger.

    Attributes:
        kind: ``put_off`` (open elsewhere for days, and waits to be written) or ``gone``.
        title: what people call the ledger.
        since: the first day of it.
        likely: what the ledger is called that holds the cases of one that is gone now; "" for none.
    """

    kind: str
    village: str
    title: str
    since: date
    likely: str = ""


@dataclass(frozen=True, slots=True)
class Asked:
    """What the last pass found.

    Attributes:
        ledgers: ledger to village, of those that were read or judged before and are not held or paused.
        verdicts: the last ones on each ledger's live cases.
        unread: villages whose ledger could not be read or is held; their handlers are told, cases or none.
        duties: of offices, that somebody still owes.
        notices: of sittings.
        notes: of ledgers.
    """

    ledgers: Mapping[str, str]
    verdicts: Mapping[str, Sequence[VerdictRecord]]
    unread: Collection[str] = ()
    duties: Sequence[OfficeDuty] = ()
    notices: Sequence[SittingNotice] = ()
    notes: Sequence[LedgerNote] = ()


def owed_duties(township: Township, cadences: Sequence[Mapping[str, object]]) -> list[OfficeDuty]:
    """Return what somebody still owes of a pass's cadences."""
    posts = {each.id: each.owes for each in township.rules.cadences}
    return [OfficeDuty.of(one, posts) for one in cadences if one["state"] in _OWED]
