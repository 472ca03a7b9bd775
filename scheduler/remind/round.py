"""One round of digests: what is asked today, to every channel that has not heard it today."""

import logging
import threading
from collections.abc import Collection, Iterable, Sequence
from datetime import date

from config.errors import DuesheetError
from config.language import phrases
from config.messages import message
from scheduler.remind.asked import Asked
from scheduler.remind.channels import Arrival
from scheduler.remind.message import DigestNews, Told, body, end_line, ledger_lines, salutation, title
from scheduler.remind.routing import Digest, channel_key, deputies, digests, service_of
from scheduler.remind.send import BrokenOffError, Sender
from scheduler.remind.sitting_words import sitting_block, sitting_title
from scheduler.state import State
from scheduler.state.deliveries import FAILED, Sending
from scheduler.township import Township

log = logging.getLogger("duesheet")

#: How often a digest that surely did not arrive is sent again the same day.
TRIES = 3


class DigestError(DuesheetError):
    """A digest surely did not arrive."""

    code = "digest"


def send_digests(township: Township, state: State, asked: Asked, send: Sender, stop: threading.Event) -> bool:
    """Send today's digests; each is in the state before it goes out.

    Returns:
        False when stopped before the last one.

    Raises:
        DigestError: one surely did not arrive, and there are tries left.
    """
    state.deliveries.doubt(township.now())
    for digest in digests(township.settings, asked, state.salt):
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
) -> tuple[str, Sequence[Told]]:
    """Return a digest's subject and lines; what the channel heard last is told apart from what is new."""
    heard = set[str]()
    if state is not None:
        heard = state.deliveries.heard(channel_key(digest.url, state.salt), township.today)
    new = [line for line in digest.lines if line.key not in heard]
    standing = [line for line in digest.lines if line.key in heard]
    language, today, name = township.language, township.today, township.settings.township.name
    sittings = [Told(line) for line in sitting_block(digest.notices, today, language)]
    if not digest.posts:
        unread = ()  # whose ledger it is, a mediator is not told
    notes = ledger_lines(digest.notes, language)
    if not digest.lines and not unread and not notes and sittings:
        subject = sitting_title(name, digest.notices, today, language)
        return subject, _framed(digest, sittings, language)
    untold = len(unread) or len(notes)
    news = DigestNews(new, standing, _unread_told(state, unread, today, language))
    subject = title(name, today, news, untold, language)
    owners = (name, *(leader.name for leader in township.settings.leader))
    text = body(news, duties=township.duty_names(), today=today, language=language, owners=owners)
    return subject, _framed(digest, [*text, *map(Told, notes), *sittings], language)


def _framed(digest: Digest, text: Iterable[Told], language: str) -> list[Told]:
    """Put whom it is for before a digest's lines, and where more stands behind them."""
    whom = salutation(digest.holders, digest.mediators, language)
    return [*map(Told, whom), *text, Told(end_line(language))]


def _unread_told(
    state: State | None, villages: Collection[str], today: date, language: str
) -> Collection[str]:
    """Return the villages whose ledgers could not be read, each with the day of its last good reading."""
    if state is None or not villages:
        return villages
    last: dict[str, date] = {}
    for record in state.looks.ledgers():
        read_on = record.read_on
        if record.village in villages and read_on is not None and read_on < today and record.gone_on is None:
            last[record.village] = min(read_on, last.get(record.village, read_on))
    words = phrases(language, "reminders")["digest"]
    dated = {
        village: words["unread_since"].format(village=village, month=day.month, day=day.day, date=day)
        for village, day in last.items()
    }
    return [dated.get(village, village) for village in sorted(villages)]


def _send(township: Township, state: State, digest: Digest, unread: Collection[str], send: Sender) -> None:
    channel, today = channel_key(digest.url, state.salt), township.today
    subject, text = worded(township, digest, unread, state)
    posts = digest.told
    service = service_of(digest.url)
    sending = Sending(channel, today, posts, service, digest.lines)
    begun = state.deliveries.begin(sending, township.now(), attempts=TRIES)
    if not begun:
        return
    lines, heard = [told.text for told in text], set[str]()
    try:
        arrived = send(digest.url, subject, lines)
        if arrived is Arrival.FAILED:
            arrived = _to_deputies(township, digest, subject, lines, send)
    except BrokenOffError as broken:
        arrived = Arrival.UNKNOWN
        heard = {key for told in text if told.text in broken.heard for key in told.about}
    state.deliveries.end(channel, today, arrived, township.now(), heard=heard)
    log.info("digest to %s by %s: %d lines, %s", ", ".join(posts), service, len(digest.lines), arrived)
    if arrived is Arrival.UNKNOWN:
        log.warning("digest to %s by %s: it is not known whether it arrived", ", ".join(posts), service)


def _to_deputies(
    township: Township, digest: Digest, subject: str, text: Sequence[str], send: Sender
) -> Arrival:
    """Try who stands in for the holders, when the first channel surely failed."""
    for url in deputies(township.settings, digest.holders):
        if url != digest.url and (arrived := send(url, subject, text)) is not Arrival.FAILED:
            log.info("digest to %s: told the deputy by %s", ", ".join(digest.told), service_of(url))
            return arrived
    return Arrival.FAILED
