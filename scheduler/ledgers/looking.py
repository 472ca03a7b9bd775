"""A fresh look at one ledger of the township: what is there, and what it says."""

from config.errors import ConfigError
from config.messages import message
from scheduler.ledgers.entries import Entry, gone
from scheduler.state import State
from scheduler.township import Township
from sync.grid import Grid
from sync.ledger import Ledger
from sync.store import Block, SheetLayout
from sync.understand import understand

#: How often people may be faster than we are before a ledger is left to another time.
ROUNDS = 3


def look(township: Township, entry: Entry) -> tuple[Grid, Ledger]:
    """Read and understand one ledger, with the township's own headings.

    Raises:
        LedgerError: it is gone, open elsewhere, or unreadable.
    """
    if entry.missing:
        raise gone(entry)
    grid = township.store.read(entry.ref)
    ledger = understand(
        grid,
        today=township.today,
        village=entry.village,
        family=entry.family,
        headings=township.settings.headers,
    )
    return grid, ledger


def layouts(township: Township, ledger: Ledger) -> tuple[SheetLayout, ...]:
    """Return the layout of every worksheet that has columns of ours."""
    found: list[SheetLayout] = []
    for sheet in ledger.sheets:
        infos = [table.info for table in sheet.tables]
        blocks = [Block(i.header_rows[-1], i.first_row, max(i.last_row, i.first_row)) for i in infos]
        if any(table.marks for table in sheet.tables):
            highlight = township.settings.marks.highlight
            found.append(SheetLayout(sheet.name, tuple(blocks), township.language, highlight))
    return tuple(found)


def state_of(township: Township) -> State:
    """Return the township's state.

    Raises:
        ConfigError: there is none.
    """
    if township.state is None:
        raise ConfigError(message("entry.nothing_yet"))
    return township.state


def column_roles(ledger: Ledger) -> dict[str, dict[str, str]]:
    """Return which column plays which role, by worksheet and table; roles only, no heading's text."""
    return {
        f"{sheet.name}/{number}": dict(table.columns)
        for sheet in ledger.sheets
        if sheet.visible
        for number, table in enumerate(sheet.tables)
    }
