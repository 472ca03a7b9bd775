"""What one township's service shows: health, figures, the coordinator's page and the reports."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from scheduler import clock
from scheduler.serve.site.board_html import board_html
from scheduler.serve.site.board_view import board_view, report_names
from scheduler.serve.site.web import Site, WebServer, read_token
from scheduler.serve.timetable import Job
from scheduler.state import State
from scheduler.township import Township


@dataclass(frozen=True, slots=True)
class ShownService:
    """What a running service tells of itself whenever it is asked."""

    healthy: Callable[[], bool]
    metrics: Callable[[], str]
    page: Callable[[], str]


def open_site(township: Township, shown: ShownService) -> WebServer | None:
    """Begin to show a service; None where the config names no port.

    Raises:
        ConfigError: the token cannot be had, or the port is taken.
    """
    part, folder = township.settings.serve, township.settings.summary_folder
    if not part.port:
        return None
    site = Site(
        shown.healthy,
        shown.metrics,
        shown.page,
        lambda: report_names(folder),
        folder,
        township.language,
        folder / "calendars",
    )
    return WebServer(part.host, part.port, read_token(township.settings), site)


def coordinators_page(township: Township, state: State, jobs: Sequence[Job], now: datetime) -> str:
    """Return the page of today, with when each job comes next."""
    today = replace(township, today=clock.today(township.settings.zone))
    coming = [slot.due for job in jobs if (slot := job.next(now)) is not None]
    return board_html(board_view(today, state, coming))
