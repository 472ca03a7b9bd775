"""``duesheet agenda``: what lies ahead; writes nothing but the calendars it is asked for."""

from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from scheduler.cli.app import Common, say_json
from scheduler.cli.progress import with_progress
from scheduler.cli.show import say
from scheduler.passes.conclusion import Pass
from scheduler.passes.one_pass import run_pass
from scheduler.passes.pass_terms import PassOrder
from scheduler.sittings.ahead.agenda import Agenda, DaysAhead, Whose, span_of
from scheduler.sittings.ahead.agenda_json import agenda_json
from scheduler.sittings.ahead.agenda_lines import agenda_lines
from scheduler.sittings.ahead.calendars import CALENDAR_AHEAD, write_calendars
from scheduler.township import open_township

if TYPE_CHECKING:
    from scheduler.passes.pass_watch import PassWatch


@dataclass(frozen=True, slots=True)
class AgendaWanted:
    """What is asked for."""

    days: int
    first: date | None
    last: date | None
    village: str
    mediator: str
    folder: Path | None


def run_agenda(common: Common, wanted: AgendaWanted) -> int:
    """Show the days ahead."""
    township = open_township(common.config, common.today, remember=False)

    def work(watch: "PassWatch") -> Pass:
        return run_pass(township, PassOrder(dry=True), watch)

    found = with_progress(common, work)
    first = wanted.first or township.today
    span = span_of(township.rules.calendar, first, wanted.days)
    if wanted.last is not None:
        span = DaysAhead(first, wanted.last)
    assert found.desk is not None  # noqa: S101  every pass has one
    agenda = Agenda(
        township,
        found.desk,
        [verdict.as_json() for verdict in found.filed_by(until=span.last)],
        span,
        Whose(wanted.village, wanted.mediator),
    )
    if wanted.folder is not None:
        ahead = [verdict.as_json() for verdict in found.filed_by(until=first + CALENDAR_AHEAD)]
        everything = Agenda(township, found.desk, ahead, DaysAhead(first, date.max))
        write_calendars(everything, wanted.folder, [village.name for village in township.settings.village])
    if common.as_json:
        say_json(agenda_json(agenda))
    else:
        for line in agenda_lines(agenda, common.language):
            say(line)
    return 0 if found.went_well else 1
