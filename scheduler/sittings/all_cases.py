"""Every case of one pass laid beside the sheet: gathered ledger by ledger, or remembered, then arranged."""

import threading
from collections.abc import Callable, Mapping, Sequence
from functools import partial

from config.our_tabs.schedule import ScheduleColumn as Column
from config.tables.sitting_tables import SittingsPart
from rules.sittings.arrangements import Arrangements, SheetRow, arrange
from rules.sittings.case_sittings import CaseSittings
from rules.sittings.half_days import Days
from scheduler.ledgers.case_keys import keyed
from scheduler.sittings.sheet_in_hand import SheetInHand
from scheduler.sittings.sitting_lines import LineWords
from sync.cells.text import tidy
from sync.ledger import Ledger


class AllCases:
    """The cases of a township, in the order in which their ledgers came."""

    def __init__(self, sheet: SheetInHand, titles: Mapping[str, str]) -> None:
        """Begin with none.

        Args:
            sheet: of the pass.
            titles: ledger id to what people call it.
        """
        self.sheet, self._titles = sheet, titles
        self._cases: dict[str, tuple[CaseSittings, ...]] = {}
        self._waiting: dict[str, Callable[[], Sequence[CaseSittings]]] = {}
        self._lock = threading.Lock()
        self._spoken: dict[str, str] = {}
        self._final: Arrangements | None = None
        town = sheet.township
        part = town.settings.sittings or SittingsPart()
        self.days = Days.of(
            town.today,
            town.rules.calendar,
            notice=part.notice,
            horizon=part.horizon,
            rest_days=part.rest_days,
        )

    def add(self, ledger: str, cases: Sequence[CaseSittings]) -> None:
        """Take a ledger's cases."""
        with self._lock:
            self._waiting.pop(ledger, None)
            self._cases[ledger] = tuple(cases)

    def recall(self, ledger: str, cases: Callable[[], Sequence[CaseSittings]]) -> None:
        """Take what is remembered of a ledger; asked for once something wants it."""
        with self._lock:
            self._cases[ledger] = ()  # its place among the others
            self._waiting[ledger] = cases

    def _remember(self) -> None:
        with self._lock:
            while self._waiting:
                ledger, cases = self._waiting.popitem()
                self._cases[ledger] = tuple(cases())

    # -- laid out ------------------------------------------------------------------------------------------

    @property
    def is_settled(self) -> bool:
        """Whether all ledgers were known once."""
        return self._final is not None

    @property
    def found(self) -> Arrangements:
        """Where every case stands."""
        return self._final if self._final is not None else self.settle()

    def settle(self) -> Arrangements:
        """Lay all ledgers and the sheet together, and propose."""
        sheet = self.sheet
        sheet.open()
        self._remember()
        # A case that two ledgers hold is arranged once, where it is met first.
        once = {case.key: case for one in reversed(self._cases.values()) for case in reversed(one)}
        self._final = self.arranged(
            list(reversed(once.values())),
            self.rows(),
            proposing=sheet.place is not None and sheet.error is None,
        )
        return self._final

    def settle_nothing(self) -> None:
        """Nobody touched anything: there is nothing to lay out."""
        self._final = Arrangements((), (), ())

    def arranged(
        self, cases: Sequence[CaseSittings], rows: Sequence[SheetRow], *, proposing: bool
    ) -> Arrangements:
        """Return where some cases stand beside some rows."""
        return arrange(cases, rows, self.sheet.names.office, self.days, proposing=proposing)

    def rows(self) -> list[SheetRow]:
        """Return the sheet's lines as the rules want them."""
        self.sheet.open()
        self._remember()
        return self.sheet.rows(self._named)

    def _named(self, key: str) -> str:
        every = (one for cases in list(self._cases.values()) for one in cases)
        return next((one.mediators[0] for one in every if one.key == key and one.mediators), "")

    # -- names ---------------------------------------------------------------------------------------------

    def learn(self, ledger: Ledger) -> None:
        """Take the names of a ledger's mediators, where they may be shown."""
        if not self.sheet.township.settings.summary.officials:
            return
        for names in ledger.cases["mediators"]:
            for name in names or ():
                self._spoken[keyed(self.sheet.salt, "mediator", name)] = name

    def line_words(self) -> LineWords:
        """Return what lines of the sheet are made with."""
        return self.sheet.line_words(self._titles, self._known_names())

    def _known_names(self) -> Mapping[str, str]:
        """Names that stand on the sheet already, or in a ledger, of those that may be shown."""
        if not self.sheet.township.settings.summary.officials:
            return {}
        key = partial(keyed, self.sheet.salt, "mediator")
        there = {tidy(line.texts[Column.MEDIATOR]) for line in self.sheet.lines}
        return {key(name): name for name in there if name} | self._spoken
