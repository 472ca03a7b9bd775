"""Which cases stand in whose digest: the last verdicts, routed to the channels of the posts. Pure."""

import hashlib
import hmac
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field

from config.settings import PostPart, Settings
from config.vocabulary import Light, Post
from scheduler.state.deliveries import Line
from scheduler.state.records import VerdictRecord

#: Who hears of a line besides the post it addresses (docs/rules.md: the desk and its first officer).
_ALSO: Mapping[Post, tuple[Post, ...]] = {Post.FIRST_OFFICER: (Post.HANDLER,)}


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


@dataclass(slots=True)
class Digest:
    """What one channel is told: its address, the posts it stands for, and the cases they are asked about.

    Attributes:
        holders: entries of the config that name who holds a post, in the order they came up.
    """

    url: str
    posts: set[Post] = field(default_factory=set[Post])
    lines: list[Line] = field(default_factory=list[Line])
    holders: list[PostPart] = field(default_factory=list[PostPart])


def digests(
    settings: Settings,
    ledgers: Mapping[str, str],
    verdicts: Mapping[str, Sequence[VerdictRecord]],
    salt: bytes,
    unread: Collection[str] = (),
    duties: Sequence[OfficeDuty] = (),
) -> list[Digest]:
    """Return every channel's digest, in the order of the config and of the ledgers.

    Args:
        settings: the posts and their channels.
        ledgers: ledger to village, of those that were read or judged before and are not held or paused.
        verdicts: the last ones on each ledger's live cases.
        salt: of the state.
        unread: villages whose ledger could not be looked at; their handlers are told, cases or none.
        duties: of offices, that somebody still owes.
    """
    found: dict[str, Digest] = {}
    for ledger, village in ledgers.items():
        for record in verdicts.get(ledger, ()):
            if record.addressee:
                line = _line(ledger, village, record, salt)
                _route(settings, Post(record.addressee), record.org, line, found)
    for duty in duties:
        _route(settings, duty.post, duty.owner, _duty_line(duty, salt), found)
    for village in sorted(unread):
        for url in channels(settings, Post.HANDLER, village, ""):
            _addressed(settings, Post.HANDLER, (village, ""), found.setdefault(url, Digest(url)))
    return list(found.values())


def _duty_line(duty: OfficeDuty, salt: bytes) -> Line:
    told = "\x1f".join((duty.duty, duty.period, duty.owner, str(duty.leader), duty.village, duty.state))
    return Line(
        key=hmac.digest(salt, told.encode(), "sha256").hex()[:16],
        village=duty.village,
        ledger="",
        sheet=duty.owner,
        row=duty.leader,
        case_no=duty.period,
        duty=duty.duty,
        due=duty.due,
        light=duty.state,
    )


def _route(settings: Settings, asked: Post, org: str, line: Line, found: dict[str, Digest]) -> None:
    for post in (asked, *_ALSO.get(asked, ())):
        for url in channels(settings, post, line.village, org):
            digest = found.setdefault(url, Digest(url))
            _addressed(settings, post, (line.village, org), digest)
            if line not in digest.lines[-1:]:  # the same case may reach one channel by two posts
                digest.lines.append(line)


def _addressed(settings: Settings, post: Post, place: tuple[str, str], digest: Digest) -> None:
    digest.posts.add(post)
    named = [part for part in _fitting(settings, post, *place) if part.name]
    part = max(named, key=_narrowness, default=None)
    if part is not None and part not in digest.holders:
        digest.holders.append(part)


def channels(settings: Settings, post: Post, village: str, org: str) -> Sequence[str]:
    """Return where a post's digest goes: the narrowest ``[[post]]`` with a channel, else ``[notify]``."""
    reached = [part for part in _fitting(settings, post, village, org) if part.notify]
    return max(reached, key=_narrowness).notify if reached else settings.notify.urls


def deputies(settings: Settings, holders: Sequence[PostPart]) -> list[str]:
    """Return the channels of those who stand in for *holders*: of the posts that they hold themselves."""
    names = {part.deputy for part in holders if part.deputy}
    return list(dict.fromkeys(url for part in settings.post if part.name in names for url in part.notify))


def _fitting(settings: Settings, post: Post, village: str, org: str) -> list[PostPart]:
    return [
        part
        for part in settings.post
        if part.post is post and part.village in (None, village) and part.org in (None, org)
    ]


def _narrowness(part: PostPart) -> tuple[int, bool]:
    # A unit is narrower than a village: one village's cases lie with several units.
    return (part.village is not None) + (part.org is not None), part.org is not None


def _line(ledger: str, village: str, record: VerdictRecord, salt: bytes) -> Line:
    due = record.due.isoformat() if record.due else ""
    # The due date and the light belong to it: a new date or a new colour is news.
    place = record.case_no or f"{record.sheet}!{record.row}"
    told = "\x1f".join((ledger, place, record.duty, due, record.light))
    return Line(
        key=hmac.digest(salt, told.encode(), "sha256").hex()[:16],
        village=village,
        ledger=ledger,
        sheet=record.sheet,
        row=record.row,
        case_no=record.case_no,
        duty=record.duty,
        due=due,
        light=str(Light(record.light)),
    )


def channel_key(url: str, salt: bytes) -> str:
    """Return what the state calls a channel; its address holds a secret and stays in the config."""
    return hmac.digest(salt, url.strip().encode(), hashlib.sha256).hex()[:32]


def service_of(url: str) -> str:
    """Return what kind of channel an address is (``wecombot``), and nothing more of it."""
    name = url.partition(":")[0].strip().lower()
    return name[:32] if name.isalnum() else "?"
