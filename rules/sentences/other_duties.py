"""What 〔督〕说明 says of the duties that a row owes besides the one it shows."""

import numpy as np
from numpy.typing import NDArray

from config.calendar import Days
from config.packs.model import Duty, DutyKind
from rules.clocks import Clock
from rules.judge import Batch, Judgement
from rules.sentences.clauses import Clauses, Texts
from rules.sentences.dated_texts import DatedTexts
from rules.sentences.speller import Speller
from rules.sentences.start_dates import has_substitutes, start_roles

Rows = NDArray[np.intp]


class OtherDuties:
    """Names the duties a row owes besides the one it shows, and what is to be kept in mind."""

    def __init__(self, block: Batch, judged: Judgement, speller: Speller, said: Clauses) -> None:
        self._clocks, self._say, self._said = block.clocks, speller, said
        self._today, self._duties = judged.today, judged.rules.duties
        self._facts, self._standing, self._choice = block.facts, block.standing, block.choice
        self._dated = DatedTexts(speller, speller.base_years(block.facts, block.standing.live))

    def tell(self) -> None:
        """Add the clauses."""
        items = Clauses(self._facts.size, self._say.text("form", "others"))
        some = np.zeros(self._facts.size, dtype=bool)
        for clock in self._clocks:
            duty = self._duties[clock.duty]
            if duty.kind is DutyKind.REMARK:
                self._remark(duty, clock)
                continue
            owed = (self._choice.duty[clock.rows] != clock.duty) & ~np.isnat(clock.due)
            if duty.kind is not DutyKind.AFTER:
                owed &= self._standing.live[clock.rows]
            if owed.any():
                rows = clock.rows[owed]
                some[rows] = True
                items.add(rows, self._other(duty, rows, clock.due[owed]))
        if some.any():
            listed = np.array(items.texts(), dtype=object)[some]
            before, after = self._why("others", items="|").split("|")
            self._said.add(some, np.array([f"{before}{item}{after}" for item in listed], dtype=object))

    def _why(self, key: str, **fields: object) -> str:
        return self._say.text("why", key, **fields)

    def _other(self, duty: Duty, rows: Rows, due: Days) -> Texts:
        roles = (
            start_roles(duty, self._facts, rows) if has_substitutes(duty) else np.zeros(rows.size, np.int64)
        )
        late = self._standing.now[rows] > due
        title = self._say.title(duty)

        def said(i: int, day: str) -> str:
            fields: dict[str, object] = {"title": title, "day": day}
            key = "other_soft" if duty.soft and late[i] else "other"
            if roles[i]:
                key, fields["event"] = "other_stands_in", self._say.event(duty.counts_from[roles[i]])
            return self._why(f"{key}_late" if late[i] else key, **fields)

        return self._dated.texts(rows, due, said, (roles, 4), (late, 1))

    def _remark(self, duty: Duty, clock: Clock) -> None:
        ahead = clock.due >= np.datetime64(self._today, "D")
        rows, title = clock.rows[ahead], self._say.title(duty)
        due = clock.due[ahead]
        self._said.add(
            rows, self._dated.texts(rows, due, lambda _, day: self._why("remark", title=title, day=day))
        )
