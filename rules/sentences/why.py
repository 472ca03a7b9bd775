"""The sentence that says why this date: 〔督〕说明."""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from config.calendar import Days
from config.packs.model import Duty, DutyKind
from config.vocabulary import Complexity, Role, Unit
from rules.clocks import Clock
from rules.facts import Flags
from rules.judge import Batch, Judgement
from rules.sentences.circumstances import Circumstances
from rules.sentences.clauses import DAY, YEAR, Clauses, day_key, packed, spelled
from rules.sentences.dated_texts import DatedTexts
from rules.sentences.extension_reasons import ExtensionReasons
from rules.sentences.other_duties import OtherDuties
from rules.sentences.speller import Speller
from rules.sentences.start_dates import has_substitutes, start_roles

_UNITS = tuple(Unit)

Rows = NDArray[np.intp]


def explain(block: Batch, judged: Judgement, speller: Speller) -> Sequence[str]:
    """Return for each row of *block* the clauses that say why, joined; never empty."""
    said = Clauses(block.facts.size, speller.text("form", "between"))
    reasons = _Reasons(block, judged, speller, said)
    circumstances = Circumstances(block, judged, speller, said)
    reasons.shown()
    circumstances.ends()
    circumstances.flags()
    circumstances.others()
    OtherDuties(block, judged, speller, said).tell()
    return said.texts()


class _Reasons:
    """Tells how a row came to its date: its start, its length, what moved it."""

    def __init__(self, block: Batch, judged: Judgement, speller: Speller, said: Clauses) -> None:
        self._block, self._clocks, self._say, self._said = block, block.clocks, speller, said
        self._today, self._duties = judged.today, judged.rules.duties
        self._facts, self._standing, self._choice = block.facts, block.standing, block.choice
        self._dated = DatedTexts(speller, speller.base_years(block.facts, block.standing.live))

    def shown(self) -> None:
        """Say why the date shown is the one it is."""
        for clock in self._clocks:
            self._shown(clock)
        ExtensionReasons(self._block, self._say, self._said).tell()
        self._untimed()

    def _why(self, key: str, **fields: object) -> str:
        return self._say.text("why", key, **fields)

    def _shown(self, clock: Clock) -> None:
        duty = self._duties[clock.duty]
        inside = self._choice.duty[clock.rows] == clock.duty
        if duty.kind is DutyKind.REMARK or not inside.any():
            return
        rows, start, due, raw = clock.rows[inside], clock.start[inside], clock.due[inside], clock.raw[inside]
        self._beginning(duty, rows, start)
        moved = clock.is_moved[inside]
        self._worked(duty, rows[~moved], start[~moved], due[~moved])
        self._held(duty, rows, clock.held[inside])
        rolled = ~moved & (raw != due)
        self._rolled(rows[rolled], raw[rolled], due[rolled])
        # Where a closing limit rolled over, the day it rolled to is the day.
        told = rolled if duty.kind is DutyKind.CLOSING and not duty.soft else np.zeros(rows.size, dtype=bool)
        self._due(duty, rows[~told], due[~told])
        self._provisional(rows, start, due, clock.provisional[inside])
        self._complexity(duty, rows)

    def _due(self, duty: Duty, rows: Rows, due: Days) -> None:
        key, deed = "due_soft" if duty.soft else "due", self._say.deed(duty)
        self._said.add(rows, self._dated.texts(rows, due, lambda _, day: self._why(key, day=day, deed=deed)))

    def _provisional(self, rows: Rows, start: Days, due: Days, unsure: Flags) -> None:
        if not unsure.any():
            return
        begun, ends = start[unsure], due[unsure]

        def provisional(i: int) -> str:
            first = ends[i].item() if np.isnat(begun[i]) else begun[i].item()
            return self._why("provisional", year=self._say.open_year(first, ends[i].item()))

        keys = packed((day_key(begun), DAY), (day_key(ends), DAY))
        self._said.add(rows[unsure], spelled(keys, provisional))

    def _beginning(self, duty: Duty, rows: Rows, start: Days) -> None:
        if duty.kind is DutyKind.MONTHLY:
            self._said.add(rows, self._why("monthly", title=self._say.title(duty)))
            return
        length = np.full(rows.size, duty.length or 0, dtype=np.int64)
        units = np.full(rows.size, _UNITS.index(duty.unit or Unit.CALENDAR_DAYS))
        if duty.written:
            rows, start, length, units = self._written(rows, start)
        roles = start_roles(duty, self._facts, rows)

        def begun(i: int, day: str) -> str:
            event = self._say.event(duty.counts_from[roles[i]])
            said = self._say.length(int(length[i]), _UNITS[units[i]])
            return self._why("start", day=day, event=event, length=said)

        self._said.add(rows, self._dated.texts(rows, start, begun, (roles, 4), (units, 3), (length, 20)))
        if has_substitutes(duty):
            self._stands_in(duty, rows, roles)

    def _written(self, rows: Rows, start: Days) -> tuple[Rows, Days, NDArray[np.int64], NDArray[np.int64]]:
        """Say where a date is written in the row; return the rows where it is a length."""
        days = self._facts.day(Role.DUE_DATE)[rows]
        dated = ~np.isnat(days)
        told = self._dated.texts(rows[dated], days[dated], lambda _, day: self._why("written", day=day))
        self._said.add(rows[dated], told)
        early = days < self._facts.day(Role.REGISTERED_DATE)[rows]
        self._said.add(rows[early], self._why("limit_before_start"))
        counted = rows[~dated]
        units = np.zeros(counted.size, dtype=np.int64)
        for index, unit in enumerate(Unit):
            units[self._facts.is_one_of("limit_unit", (unit,))[counted]] = index
        return counted, start[~dated], self._facts.numbers("limit_days")[counted], units

    def _stands_in(self, duty: Duty, rows: Rows, roles: NDArray[np.int64]) -> None:
        for index, role in enumerate(duty.counts_from[1:], 1):
            self._said.add(rows[roles == index], self._why("stands_in", event=self._say.event(role)))

    def _worked(self, duty: Duty, rows: Rows, start: Days, due: Days) -> None:
        """Say which holidays and make-up days a count of working days met."""
        worked = np.flatnonzero(self._is_in_working_days(duty, rows))
        if worked.size:
            first, last, at = start[worked], due[worked], rows[worked]
            keys = packed((day_key(first), DAY), (day_key(last), DAY), (self._dated.years[at], YEAR))

            def between(i: int) -> str:
                return self._say.between(first[i].item(), last[i].item(), int(self._dated.years[at[i]]))

            self._said.add(at, spelled(keys, between))

    def _rolled(self, rows: Rows, raw: Days, due: Days) -> None:
        def said(i: int, day: str) -> str:
            last = raw[i].item()
            key = "rolled_holiday" if self._say.is_holiday(last) else "rolled"
            return self._why(key, last=self._say.short(last, int(self._dated.years[rows[i]])), day=day)

        if rows.size:
            self._said.add(rows, self._dated.texts(rows, due, said, (day_key(raw), DAY)))

    def _is_in_working_days(self, duty: Duty, rows: Rows) -> Flags:
        if not duty.written:
            return np.full(rows.size, duty.unit is Unit.WORKING_DAYS)
        by_length = np.isnat(self._facts.day(Role.DUE_DATE)[rows])
        return by_length & self._facts.is_one_of("limit_unit", (Unit.WORKING_DAYS,))[rows]

    def _held(self, duty: Duty, rows: Rows, held: NDArray[np.int64]) -> None:
        some = np.flatnonzero(held > 0)
        if not some.size:
            return
        days = held[some]
        working = self._is_in_working_days(duty, rows[some])

        def said(i: int) -> str:
            unit = Unit.WORKING_DAYS if working[i] else Unit.CALENDAR_DAYS
            return self._why("held", length=self._say.length(int(days[i]), unit))

        self._said.add(rows[some], spelled(packed((days, 20), (working, 1)), said))

    def _complexity(self, duty: Duty, rows: Rows) -> None:
        timed = {value for part in duty.when for value in part.complexity or ()}
        if "" not in timed:
            return
        matter = self._say.matter(duty)
        placed = self._facts.in_tables(lambda table: Role.COMPLEXITY in table.roles)
        # What holds for a whole table is said in its first row.
        told = placed | self._facts.begins_table
        blank = (told & ~self._facts.filled("complexity"))[rows]
        self._said.add(rows[blank], self._why("complexity_blank", matter=matter))
        if Complexity.COMPLEX in timed:
            normal = self._facts.is_one_of("complexity", (Complexity.NORMAL,))[rows]
            self._said.add(rows[normal], self._why("complexity_normal", matter=matter))

    def _untimed(self) -> None:
        facts, standing = self._facts, self._standing
        untimed = standing.live & (self._choice.duty < 0)
        if not untimed.any():
            return
        dark = untimed & ~facts.in_tables(lambda table: table.ends_seen)
        self._said.add(dark, self._why("untimed_unended"))
        untimed &= ~dark
        started = ~np.isnat(facts.first_day((Role.REGISTERED_DATE, Role.ACCEPTED_DATE, Role.ASSIGNED_DATE)))
        self._said.add(untimed & standing.in_review, self._why("untimed_review"))
        self._said.add(untimed & ~standing.in_review & ~started, self._why("untimed_start"))
        self._said.add(untimed & ~standing.in_review & started, self._why("untimed_duty"))
