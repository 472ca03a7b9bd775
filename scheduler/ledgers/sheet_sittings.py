"""The sittings that 调解排期 holds, laid beside those of the ledgers' own cells: each of them once."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from config.errors import LedgerError
from config.frames import WrittenSitting
from config.language import phrases
from config.our_tabs.schedule import ScheduleColumn
from config.vocabulary import Role, SittingOutcome
from scheduler.ledgers.case_keys import keyed, split_key
from scheduler.township import Township
from sync.dates.times import outcome_of, says_cancelled, says_moved
from sync.grid import Grid
from sync.other_sheets.cell_plan import CellTabs
from sync.other_sheets.schedule_sheet import ScheduleLine, ScheduleLook, look_at

#: A shorter salt is none of ours.
_SHORTEST = 8


def is_kept(township: Township) -> bool:
    """Whether the township keeps 调解排期."""
    part = township.settings.sittings
    return part is not None and part.enabled


def schedule_grid(township: Township) -> Grid | None:
    """Return the workbook or spreadsheet of 调解排期; None where none is kept, or it cannot be read."""
    settings = township.settings
    if not is_kept(township):
        return None
    from sync.folder.workbook import read_workbook  # a pass without it need not load what reads one

    try:
        if settings.summary_spreadsheet and isinstance(township.store, CellTabs):
            return township.store.read_cells(settings.summary_spreadsheet)
        title = phrases(township.language, "schedule")["title"]["sheet"]
        path = settings.summary_folder / f"{title}.xlsx"
        return read_workbook(path) if path.exists() else None
    except LedgerError:
        return None


@dataclass(frozen=True, slots=True)
class SheetSittings:
    """What 调解排期 says of each case.

    Attributes:
        salt: of its keys.
        by_case: the days people settled, by the case's key.
    """

    salt: bytes
    by_case: Mapping[str, Sequence[WrittenSitting]]

    def beside(
        self, own: Sequence[Sequence[WrittenSitting]], keys: Sequence[str]
    ) -> list[tuple[WrittenSitting, ...]]:
        """Return every case's sittings, its own and the sheet's, by day.

        A day that both name is one sitting. Of two days ahead for one sitting the ledger's counts.

        Args:
            own: what the ledger's cells say of each case.
            keys: which case each is, salted with the sheet's own salt; () where nobody knows.
        """
        if not self.by_case or len(keys) != len(own):
            return [tuple(written) for written in own]
        left = dict(self.by_case)
        more = (left.pop(keyed(self.salt, key), ()) for key in keys)
        return [_together(written, others) for written, others in zip(own, more, strict=True)]


def sheet_sittings(township: Township) -> SheetSittings:
    """Return what the township's 调解排期 says; nothing where none is kept."""
    grid = schedule_grid(township)
    look = look_at(grid, township.today) if grid is not None else None
    if look is None:
        return SheetSittings(b"", {})
    by_case: dict[str, list[WrittenSitting]] = {}
    for line in look.lines:
        case, _ = split_key(line.key)
        written = _settled(line, township.today)
        if case and written is not None:
            by_case.setdefault(case, []).append(written)
    return SheetSittings(salt_of_keys(look, township), by_case)


def salt_of_keys(look: ScheduleLook | None, township: Township) -> bytes:
    """Return the salt of the sheet's keys: its own, else the state's."""
    try:
        found = bytes.fromhex(look.salt) if look is not None else b""
    except ValueError:
        found = b""
    if len(found) >= _SHORTEST:
        return found
    return township.state.salt if township.state is not None else b"\0" * 16


def _settled(line: ScheduleLine, today: date) -> WrittenSitting | None:
    """Return the day that a person settled; None where nobody did, or it was put off or called off."""
    said = line.texts[ScheduleColumn.OUTCOME]
    agreed = line.suggested if line.agreed.agrees else line.agreed
    if agreed.day is None or says_moved(said) or says_cancelled(said):
        return None
    is_ahead = agreed.day >= today
    outcome = SittingOutcome.UNKNOWN if is_ahead else outcome_of(said)
    return WrittenSitting(agreed.day, agreed.half, agreed.time, outcome, Role.SITTING_DATE, "", is_ahead)


def _together(own: Sequence[WrittenSitting], others: Sequence[WrittenSitting]) -> tuple[WrittenSitting, ...]:
    days: dict[date, Any] = {one.day: one for one in own}
    names_one = any(one.ahead for one in own)
    for other in others:
        known = days.get(other.day)
        if known is not None:
            days[other.day] = replace(known, outcome=known.outcome or other.outcome)
        elif not (other.ahead and names_one):
            days[other.day] = other
    return tuple(days[day] for day in sorted(days))
