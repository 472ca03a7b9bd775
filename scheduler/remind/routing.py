"""Which cases stand in whose digest: the last verdicts, routed to the channels of the posts. Pure."""

import hashlib
import hmac
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from config.settings import Settings
from config.tables.duty_tables import PostPart
from config.vocabulary import Light, Post
from scheduler.remind.asked import Asked, LedgerNote, OfficeDuty
from scheduler.remind.sitting_notices import SittingNotice
from scheduler.state.deliveries import Line
from scheduler.state.records import VerdictRecord

#: Who hears of a line besides the post it addresses (docs/rules.md: the desk and its first officer).
_ALSO: Mapping[Post, tuple[Post, ...]] = {Post.FIRST_OFFICER: (Post.HANDLER,)}


@dataclass(slots=True)
class Digest:
    """What one channel is told: its address, the posts it stands for, and the cases they are asked about.

    Attributes:
        holders: entries of the config that name who holds a post, in the order they came up.
        notices: of sittings, those of its posts' villages and of its mediators.
        mediators: names of those whose channel it is.
        notes: of ledgers of its posts' villages.
    """

    url: str
    posts: set[Post] = field(default_factory=set[Post])
    lines: list[Line] = field(default_factory=list[Line])
    holders: list[PostPart] = field(default_factory=list[PostPart])
    notices: list[SittingNotice] = field(default_factory=list[SittingNotice])
    mediators: list[str] = field(default_factory=list[str])
    notes: list[LedgerNote] = field(default_factory=list[LedgerNote])

    @property
    def told(self) -> list[str]:
        """Whom the records name: posts, and ``mediator`` where it is a mediator's channel."""
        return [*sorted(self.posts), *(["mediator"] if self.mediators else [])]


def digests(settings: Settings, asked: Asked, salt: bytes) -> list[Digest]:
    """Return every channel's digest, in the order of the config and of the ledgers.

    Args:
        settings: the posts and mediators, and their channels.
        asked: what the last pass found.
        salt: of the state.
    """
    found: dict[str, Digest] = {}
    for ledger, village in asked.ledgers.items():
        for record in asked.verdicts.get(ledger, ()):
            if record.addressee:
                line = _line(ledger, village, record, salt)
                _route(settings, Post(record.addressee), record.org, line, found)
    for duty in asked.duties:
        _route(settings, duty.post, duty.owner, _duty_line(duty, salt), found)
    for village in sorted(asked.unread):
        for url in channels(settings, Post.HANDLER, village, ""):
            _addressed(settings, Post.HANDLER, (village, ""), found.setdefault(url, Digest(url)))
    for note in asked.notes:
        for url in channels(settings, Post.HANDLER, note.village, ""):
            digest = found.setdefault(url, Digest(url))
            _addressed(settings, Post.HANDLER, (note.village, ""), digest)
            digest.notes.append(note)
    for notice in asked.notices:
        _route_notice(settings, notice, found)
    return list(found.values())


def _route_notice(settings: Settings, notice: SittingNotice, found: dict[str, Digest]) -> None:
    reached: list[Digest] = []
    for village in notice.villages:
        for url in channels(settings, Post.HANDLER, village, ""):
            digest = found.setdefault(url, Digest(url))
            _addressed(settings, Post.HANDLER, (village, ""), digest)
            reached.append(digest)
    for position in sorted(notice.mediators):
        part = settings.mediator[position - 1]
        for url in part.notify:
            digest = found.setdefault(url, Digest(url))
            if part.name not in digest.mediators:
                digest.mediators.append(part.name)
            reached.append(digest)
    for digest in reached:
        if notice not in digest.notices:
            digest.notices.append(notice)


def _duty_line(duty: OfficeDuty, salt: bytes) -> Line:
    told = (duty.duty, duty.period, duty.owner, str(duty.leader), duty.village, duty.state)
    return Line(
        key=_news(told, salt),
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
    told = (ledger, place, record.duty, due, record.light)
    return Line(
        key=_news(told, salt),
        village=village,
        ledger=ledger,
        sheet=record.sheet,
        row=record.row,
        case_no=record.case_no,
        duty=record.duty,
        due=due,
        light=str(Light(record.light)),
        post=record.addressee,
    )


def _news(told: Sequence[str], salt: bytes) -> str:
    """Return what is another as soon as one of the texts is."""
    return hmac.digest(salt, "\x1f".join(told).encode(), "sha256").hex()[:16]


def channel_key(url: str, salt: bytes) -> str:
    """Return what the state calls a channel; its address holds a secret and stays in the config."""
    return hmac.digest(salt, url.strip().encode(), hashlib.sha256).hex()[:32]


def service_of(url: str) -> str:
    """Return what kind of channel an address is (``wecombot``), and nothing more of it."""
    name = url.partition(":")[0].strip().lower()
    return name[:32] if name.isalnum() else "?"
