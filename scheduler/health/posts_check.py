"""Whether whoever is asked can hear of it: a channel for each post, and addresses that can be read."""

from collections.abc import Iterator, Sequence
from importlib.util import find_spec

from config.messages import message
from config.vocabulary import Post
from scheduler.health.findings import Finding, Level, finding
from scheduler.remind.routing import channels
from scheduler.township import Township


def of_posts(township: Township) -> Iterator[Finding]:
    """Yield which posts are asked and reached by nobody, and which addresses cannot be read."""
    settings = township.settings
    asked = {rung.ask for rung in township.rules.ladder}
    villages = [village.name for village in settings.village] or [""]
    everything = [*settings.notify.urls, *(url for part in settings.post for url in part.notify)]
    if not everything:
        yield finding("posts", message("doctor.no_channel"), Level.NOTICE)
        return
    if find_spec("apprise") is None:
        yield finding("posts", message("remind.no_apprise"))
    for post in Post:
        silent = [name for name in villages if post in asked and not channels(settings, post, name, "")]
        if silent:
            everywhere = message("doctor.anywhere")
            where = everywhere if len(silent) == len(villages) else "、".join(silent)
            yield finding("posts", message("doctor.post_silent", post=post, where=where))
    for part in settings.post:
        if part.village is not None and settings.village and part.village not in villages:
            yield finding("posts", message("doctor.post_village", post=part.post, village=part.village))
    yield from _addresses(everything)


def _addresses(urls: Sequence[str]) -> Iterator[Finding]:
    if find_spec("apprise") is None:
        return
    from scheduler.remind.routing import service_of
    from scheduler.remind.send import is_understood

    for number, url in enumerate(dict.fromkeys(urls), 1):
        if not is_understood(url):
            service = service_of(url)
            yield finding("posts", message("doctor.no_address", number=number, service=service))
