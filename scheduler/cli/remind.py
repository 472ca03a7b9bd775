"""``duesheet remind``: today's digests as they would go out, or one test line to each channel."""

from typing import TYPE_CHECKING

from config.errors import ConfigError
from config.messages import Listed, message
from config.vocabulary import LedgerProblemCode, OutcomeKind
from scheduler.cli.app import Common, say_json
from scheduler.cli.progress import with_progress
from scheduler.cli.show import say
from scheduler.passes.conclusion import Pass
from scheduler.passes.one_pass import run_pass
from scheduler.passes.pass_terms import PassOrder
from scheduler.passes.pass_watch import TakingRows
from scheduler.passes.recalled.verdict_records import verdict_records
from scheduler.remind.asked import Asked, owed_duties
from scheduler.remind.channels import Arrival
from scheduler.remind.message import post_names
from scheduler.remind.round import worded
from scheduler.remind.routing import digests, service_of
from scheduler.remind.send import Sender, send
from scheduler.remind.sitting_notices import sitting_notices
from scheduler.serve.told_ledgers import ledger_notes
from scheduler.township import Township, open_township

if TYPE_CHECKING:
    from scheduler.marking.outcome import Outcome
    from scheduler.passes.pass_watch import PassWatch
    from scheduler.state.records import VerdictRecord


def run_remind(common: Common, *, preview: bool, test: bool, sender: Sender = send) -> int:
    """Show or try reminders; 1 when a test line did not arrive.

    Raises:
        ConfigError: neither or both were asked for, or no channel is named.
    """
    if preview == test:
        raise ConfigError(message("remind.which"), code="usage")
    township = open_township(common.config, common.today, remember=False)
    urls = channel_urls(township)
    if not urls:
        raise ConfigError(message("doctor.no_channel"), code="no_channel")
    return _test(township, urls, common, sender) if test else _preview(township, common)


def channel_urls(township: Township) -> list[str]:
    """Return every address that a digest may go to, once each."""
    settings = township.settings
    parts = (*settings.post, *settings.mediator)
    return list(dict.fromkeys([*settings.notify.urls, *(url for part in parts for url in part.notify)]))


def _test(township: Township, urls: list[str], common: Common, sender: Sender) -> int:
    title = common.said("remind.test_title", township=township.settings.township.name)
    found: list[tuple[int, str, Arrival]] = []
    for number, url in enumerate(urls, 1):
        found.append((number, service_of(url), sender(url, title, [common.said("remind.test_line")])))
    if common.as_json:
        say_json(
            {"channels": [{"number": n, "service": s, "state": arrival.value} for n, s, arrival in found]}
        )
    else:
        for number, service, arrival in found:
            state = common.said(f"remind.arrival_{arrival.value}")
            say(common.said("remind.channel", number=number, service=service, state=state))
    return 0 if all(arrival is Arrival.SENT for _, _, arrival in found) else 1


def _preview(township: Township, common: Common) -> int:
    verdicts: dict[str, list[VerdictRecord]] = {}
    units = {part.org for part in township.settings.post if part.org}

    def take(outcome: "Outcome") -> None:
        if outcome.judged is not None and _is_asked(outcome):
            verdicts[outcome.ledger] = verdict_records(outcome.judged, units)

    def work(watch: "PassWatch") -> Pass:
        return run_pass(township, PassOrder(dry=True), TakingRows(take, watch))

    found = with_progress(common, work)
    villages = {one.ledger: one.village for one in found.outcomes if one.ledger in verdicts}
    unread = {one.village for one in found.outcomes if one.kind is OutcomeKind.FAILED}
    duties = owed_duties(township, found.cadences)
    notices, notes = sitting_notices(township, found.desk), tuple(ledger_notes(found))
    asked = Asked(villages, verdicts, unread, duties, notices, notes)
    salt = township.state.salt if township.state is not None else b""
    told = [
        (digest, *worded(township, digest, asked.unread, township.state))
        for digest in digests(township.settings, asked, salt)
    ]
    if common.as_json:
        say_json(
            {
                "digests": [
                    {
                        "posts": digest.told,
                        "service": service_of(digest.url),
                        "title": subject,
                        "lines": [line.text for line in lines],
                    }
                    for digest, subject, lines in told
                ]
            }
        )
        return 0
    if not told:
        say(common.said("remind.nothing_today"))
    posts = post_names(common.language)
    for digest, subject, lines in told:
        who = Listed([posts[post] for post in digest.told])
        say(common.said("remind.to", posts=who, service=service_of(digest.url)))
        for line in (subject, *(line.text for line in lines)):
            say(f"  {line}")
        say()
    return 0


def _is_asked(outcome: "Outcome") -> bool:
    """A ledger that is paused, failed or a copy asks nobody."""
    copied = any(problem.code is LedgerProblemCode.COPY_OF_LEDGER for problem in outcome.problems)
    return outcome.kind not in (OutcomeKind.FAILED, OutcomeKind.PAUSED) and not copied
