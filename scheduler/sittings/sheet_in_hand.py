"""What stands on 调解排期 in one pass: read once, and only when something wants it; any thread may ask."""

import threading
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from config.errors import DuesheetError
from config.our_tabs.schedule import ScheduleColumn as Column
from config.vocabulary import Half
from rules.sentences.speller import Speller
from rules.sittings.arrangements import SheetRow
from rules.sittings.case_sittings import BookedDay
from rules.sittings.half_days import HalfDay
from rules.sittings.mediators import nameless
from rules.sittings.proposal import Suggested
from scheduler.ledgers.case_keys import keyed, split_key
from scheduler.ledgers.sheet_sittings import salt_of_keys
from scheduler.sittings.office_names import OfficeNames, office_of
from scheduler.sittings.schedule_places import SchedulePlace, ScheduleSeen
from scheduler.sittings.sitting_lines import LineWords
from scheduler.township import Township
from sync.cells.person_names import names_in
from sync.cells.text import tidy
from sync.dates.times import outcome_of, says_cancelled, says_moved
from sync.grid import CellValue
from sync.other_sheets.schedule_sheet import ScheduleLine


@dataclass(frozen=True, slots=True)
class _Office:
    """What the look found out: the salt of keys, and what they are called."""

    salt: bytes
    names: OfficeNames


class SheetInHand:
    """The sheet of one pass."""

    def __init__(self, township: Township, place: SchedulePlace | None) -> None:
        """Begin without a look.

        Args:
            township: whose it is.
            place: of the sheet; None while it is off.
        """
        self.township, self.place = township, place
        self.error: DuesheetError | None = None
        self._lock = threading.Lock()
        self._seen: ScheduleSeen | None = None
        self._office: _Office | None = None

    @property
    def is_open(self) -> bool:
        """Whether something wanted a look."""
        return self._office is not None

    def open(self) -> None:
        """Look, unless that was done."""
        self._opened()

    def read_again(self) -> None:
        """Look once more: people saved it while it was planned."""
        self._seen = self._read()

    def _opened(self) -> _Office:
        with self._lock:
            if self._office is None:
                self._seen = self._read()
                self._office = self._read_office()
            return self._office

    def _read(self) -> ScheduleSeen | None:
        if self.place is None:
            return None
        try:
            return self.place.read(self.township.today)
        except DuesheetError as error:
            self.error = error
            return None

    def _read_office(self) -> _Office:
        look = self._seen.look if self._seen else None
        key = salt_of_keys(look, self.township)
        people = look.people if look else ()
        return _Office(key, office_of(self.township.settings, people, key, self.township.today))

    @property
    def seen(self) -> ScheduleSeen | None:
        """What the latest look found; None where there is no sheet, or it cannot be read."""
        self._opened()
        return self._seen

    @property
    def people(self) -> Sequence[Sequence[CellValue]]:
        """The grid of 调解员与场所; empty when there is none."""
        seen = self.seen
        return seen.look.people if seen else ()

    @property
    def salt(self) -> bytes:
        """Of the keys: the sheet's own, else the state's."""
        return self._opened().salt

    @property
    def names(self) -> OfficeNames:
        """The office, and what its keys are called."""
        return self._opened().names

    @property
    def lines(self) -> Sequence[ScheduleLine]:
        """The sheet's lines, from top to bottom."""
        seen = self.seen
        return seen.look.lines if seen else ()

    def line_words(self, titles: Mapping[str, str], spoken: Mapping[str, str]) -> LineWords:
        """Return what lines are made with.

        Args:
            titles: ledger id to what people call it.
            spoken: key to a name that may be shown although it is not the config's.
        """
        town = self.township
        say = Speller(town.language, town.rules.calendar, town.today)
        lines = {line.row: line for line in self.lines}
        return LineWords(town.language, say, self.names, titles, lines, town.today, spoken)

    def rows(self, named: Callable[[str], str]) -> list[SheetRow]:
        """Return the lines as the rules want them.

        Args:
            named: case to the key of the mediator whom its row names; "" for none.
        """
        return [self._row(line, named) for line in self.lines]

    def _row(self, line: ScheduleLine, named: Callable[[str], str]) -> SheetRow:
        texts = line.texts
        case, number = split_key(line.key)
        suggested = self._suggested(line, named)
        mediators = tuple(
            keyed(self.salt, "mediator", name) for name in names_in(texts[Column.OWN_MEDIATOR]) or ()
        )
        booked = None
        agreed = line.agreed
        if agreed.agrees and suggested is not None:
            booked = BookedDay(suggested.half_day.day, suggested.half_day.half)
            mediators = mediators or (suggested.mediator,)
        elif agreed.day is not None:
            booked = BookedDay(agreed.day, agreed.half, agreed.time)
        place = texts[Column.OWN_PLACE]
        said = texts[Column.OUTCOME]
        moved, cancelled = says_moved(said), says_cancelled(said)
        return SheetRow(
            line.row,
            case,
            number or 1,
            booked=booked,
            mediators=mediators,
            place=keyed(self.salt, "place", tidy(place)) if place else "",
            suggested=suggested,
            outcome=outcome_of(said),
            is_touched=line.is_touched,
            is_moved=moved and not cancelled,
            is_cancelled=cancelled,
            agrees_to_nothing=agreed.agrees and suggested is None,
        )

    def _suggested(self, line: ScheduleLine, named: Callable[[str], str]) -> Suggested | None:
        day, name = line.suggested, line.texts[Column.MEDIATOR]
        if day.day is None:
            return None
        key = keyed(self.salt, "mediator", tidy(name)) if name else nameless(line.texts[Column.VILLAGE])
        if name and key not in self.names.mediators:
            # 见台账: whoever the row names.
            key = named(split_key(line.key)[0]) or key
        return Suggested(HalfDay(day.day, day.half or Half.AM), key)
