"""What 〔督〕说明 says of an extension."""

import numpy as np
from numpy.typing import NDArray

from config.vocabulary import Role
from rules.clocks import Clock
from rules.extension_problems import capped_rows
from rules.extensions import IN_FORCE, Extension
from rules.judge import Batch
from rules.sentences.clauses import DAY, YEAR, Clauses, day_key, packed, plain, spelled
from rules.sentences.speller import Speller

_DATED = (Extension.EFFECTIVE, Extension.CAPPED)


class ExtensionReasons:
    """Says what became of each row's extension, for the first limit it was meant for, and any cap on it."""

    def __init__(self, block: Batch, speller: Speller, said: Clauses) -> None:
        self._block, self._facts, self._say, self._said = block, block.facts, speller, said
        self._year = speller.base_years(block.facts, block.standing.live)

    def tell(self) -> None:
        """Add the clauses."""
        capped = capped_rows(self._block)
        told = np.zeros(self._facts.size, dtype=bool)
        for clock in self._block.clocks:
            some = (clock.extension > 0) & ~told[clock.rows]
            if not some.any():
                continue
            told[clock.rows[some]] = True
            # Where the statute caps it, until when it was asked for is told with the cap.
            self._became(clock, some & ~(capped[clock.rows] & np.isin(clock.extension, _DATED)))
            in_force = clock.rows[some & np.isin(clock.extension, IN_FORCE)]
            self._gaps(in_force)
        for clock in self._block.clocks:
            self._capped(clock, clock.extension == Extension.CAPPED)

    def _became(self, clock: Clock, some: NDArray[np.bool_]) -> None:
        rows, state, due = clock.rows[some], clock.extension[some], clock.due[some]
        effective = state == Extension.EFFECTIVE

        def said(i: int) -> str:
            fields = {"day": self._short(rows[i], due[i])} if effective[i] else {}
            return self._say.text("extension", Extension(int(state[i])).name.lower(), **fields)

        day = np.where(effective, day_key(due), 0)
        self._said.add(rows, spelled(packed((day, DAY), (self._year[rows], YEAR), (state, 8)), said))

    def _capped(self, clock: Clock, some: NDArray[np.bool_]) -> None:
        rows, due = clock.rows[some], clock.due[some]
        if not rows.size:
            return
        until = self._facts.day(Role.EXTENSION)[rows]

        def said(i: int) -> str:
            day = self._short(rows[i], due[i])
            if np.isnat(until[i]):
                return self._say.text("extension", "capped_length", day=day)
            return self._say.text("extension", "capped", until=self._short(rows[i], until[i]), day=day)

        keys = packed((day_key(due), DAY), (day_key(until), DAY), (self._year[rows], YEAR))
        self._said.add(rows, spelled(keys, said))

    def _short(self, row: np.intp, day: np.datetime64) -> str:
        return self._say.short(plain(day), int(self._year[row]))

    def _gaps(self, rows: NDArray[np.intp]) -> None:
        placed = self._facts.in_tables(lambda table: Role.EXTENSION_REASON in table.roles)
        unreasoned = (placed & ~self._facts.filled("extension_reason"))[rows]
        self._said.add(rows[unreasoned], self._say.text("extension", "no_reason"))
        again = self._facts.numbers("extension_times")[rows] > 1
        self._said.add(rows[again], self._say.text("extension", "first_only"))
        undated = ~self._facts.has(Role.EXTENSION_APPROVED_ON)[rows]
        self._said.add(rows[undated], self._say.text("extension", "benefit"))
