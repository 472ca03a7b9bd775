"""One round of digests: what is asked today, to every channel that has not heard it today."""

import logging
import threading
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

from config.errors import DuesheetError
from config.messages import message
from scheduler.remind.lines import Digest, OfficeDuty, channel_key, deputies, digests, service_of
from scheduler.remind.message import body, salutation, title
from scheduler.remind.send import Arrival, Sender
from scheduler.state import State
from scheduler.state.deliveries import FAILED
from scheduler.state.records import VerdictRecord
from scheduler.township import Township

log = logging.getLogger("duesheet")

#: How often a digest that surely did not arrive is sent again the same day.
TRIES = 3


class DigestError(DuesheetError):
    """A digest surely did not arrive."""

    code = "digest"


@dataclass(frozen=True, slots=True)
class Asked:
    """What the last pass found.

    Attributes:
        ledgers: ledger to village, of those whose verdicts stand.
        unread: villages whose ledger could not be read or is held.
        duties: of offices, that somebody still owes.
    """

    ledgers: Mapping[str, str]
    verdicts: Mapping[str, Sequence[VerdictRecord]]
    unread: Collection[str]
    duties: Sequence[OfficeDuty] = ()


def owed_duties(township: Township, cadences: Sequence[Mapping[str, object]]) -> list[OfficeDuty]:
    """Return what somebody still owes of a pass's cadences."""
    posts = {each.id: each.owes for each in township.rules.cadences}
    return [OfficeDuty.of(one, posts) for one in cadences if one["state"] in _OWED]


_OWED = ("missing", "due_soon")


def send_digests(township: Township, state: State, asked: Asked, send: Sender, stop: threading.Event) -> bool:
    """Send today's digests; each is in the state before it goes out.

    Returns:
        False when stopped before the last one.

    Raises:
        DigestError: one surely did not arrive, and there are tries left.
    """
    state.deliveries.doubt(township.now())
    every = digests(township.settings, asked.ledgers, asked.verdicts, state.salt, asked.unread, asked.duties)
    for digest in every:
        if stop.is_set():
            return False
        _send(township, state, digest, asked.unread, send)
    failed = [found for found in state.deliveries.of_day(township.today) if found.state == FAILED]
    for found in failed:
        log.warning("digest to %s by %s: did not arrive", ", ".join(found.posts), found.service)
    if any(found.attempts < TRIES for found in failed):
        raise DigestError(message("remind.not_arrived", count=len(failed)))
    return True


def worded(
    township: Township, digest: Digest, unread: Collection[str], state: State | None
) -> tuple[str, Sequence[str]]:
    """Return a digest's subject and lines; what the channel heard last is told apart from what is new."""
    heard = set[str]()
    if state is not None:
        last = state.deliveries.last_sent(channel_key(digest.url, state.salt), township.today)
        heard = {line.key for line in last.lines} if last else heard
    new = [line for line in digest.lines if line.key not in heard]
    standing = [line for line in digest.lines if line.key in heard]
    language, today = township.language, township.today
    subject = title(township.settings.township.name, today, digest.lines, len(new), len(unread), language)
    every = (*township.rules.duties, *township.rules.cadences)
    duties = {each.id: each.title.said(language) for each in every}
    owners = (township.settings.township.name, *(leader.name for leader in township.settings.leader))
    text = body(new, standing, unread=unread, duties=duties, today=today, language=language, owners=owners)
    return subject, [*salutation(digest.holders, language), *text]


def _send(township: Township, state: State, digest: Digest, unread: Collection[str], send: Sender) -> None:
    channel, today = channel_key(digest.url, state.salt), township.today
    subject, text = worded(township, digest, unread, state)
    posts = sorted(digest.posts)
    service = service_of(digest.url)
    begun = state.deliveries.begin(
        channel,
        today,
        posts=posts,
        service=service,
        lines=digest.lines,
        now=township.now(),
        attempts=TRIES,
    )
    if not begun:
        return
    arrived = send(digest.url, subject, text)
    if arrived is Arrival.FAILED:
        arrived = _to_deputies(township, digest, subject, text, send)
    state.deliveries.end(channel, today, arrived, township.now())
    log.info("digest to %s by %s: %d lines, %s", ", ".join(posts), service, len(digest.lines), arrived)
    if arrived is Arrival.UNKNOWN:
        log.warning("digest to %s by %s: it is not known whether it arrived", ", ".join(posts), service)


def _to_deputies(
    township: Township, digest: Digest, subject: str, text: Sequence[str], send: Sender
) -> Arrival:
    """Try who stands in for the holders, when the first channel surely failed."""
    for url in deputies(township.settings, digest.holders):
        if url != digest.url and (arrived := send(url, subject, text)) is not Arrival.FAILED:
            log.info("digest to %s: told the deputy by %s", ", ".join(sorted(digest.posts)), service_of(url))
            return arrived
    return Arrival.FAILED
