"""Who besides villages may owe something to the office, and what the office's own workbook shows."""

import logging
from pathlib import Path

from config.errors import LedgerError
from rules.cadences.filing_owners import Filings, LinkedLeader, Parties, RosterKept
from scheduler.township import Township
from sync.store import LedgerRef

log = logging.getLogger("duesheet")


def parties(township: Township, roster: RosterKept | None = None, *, with_office: bool = True) -> Parties:
    """Return who besides villages may owe something, and what the office's own workbook and roster show."""
    settings = township.settings
    return Parties(
        _office_filings(township) if with_office else None,
        tuple(part.name for part in settings.department),
        tuple((part.name, part.village) for part in settings.grid),
        tuple(LinkedLeader(at, tuple(part.villages)) for at, part in enumerate(settings.leader, 1)),
        roster,
    )


def _office_filings(township: Township) -> Filings | None:
    """Return what the coordinator's own workbook shows of the office's reports; None without one.

    A workbook that cannot be read shows nothing, and the office's duties count as missing: that is said.
    """
    settings = township.settings
    name = settings.ledgers.office
    if name is None:
        return None
    place = settings.office_workbook
    try:
        grid = township.store.read(
            LedgerRef(str(place) if place and place.exists() else name, Path(name).stem)
        )
    except LedgerError as error:
        log.warning("%s; fix: %s", error.message, error.fix)
        return Filings("")
    from scheduler.ledgers.reading import log_lines

    return Filings("", lines=log_lines(township, grid))
