"""The sentence that says why this date: 〔督〕说明."""

from collections.abc import Sequence
from datetime import date

import numpy as np
from numpy.typing import NDArray

from config.packs.model import Duty, Kind, Scope
from config.vocabulary import Complexity, Role, Unit
from rules.clocks import Clock
from rules.extensions import IN_FORCE, Extension
from rules.facts import Flags
from rules.judge import Block
from rules.ruleset import Rules
from rules.sentences.circumstances import Circumstances
from rules.sentences.clauses import Clauses, day_key, spelled
from rules.sentences.speller import Speller


def explain(block: Block, today: date, rules: Rules, speller: Speller) -> Sequence[str]:
    """Return for each row of *block* the clauses that say why, joined; never empty."""
    said = Clauses(block.facts.size, speller.text("form", "between"))
    reasons = _Reasons(block, today, rules, speller, said)
    circumstances = Circumstances(block, today, rules, speller, said)
    reasons.shown()
    circumstances.ends()
    circumstances.flags()
    reasons.others()
    circumstances.others()
    return said.texts()


class _Reasons:
    """Tells how a row came to its date: its start, its length, what moved it; and its other duties."""

    def __init__(self, block: Block, today: date, rules: Rules, speller: Speller, said: Clauses) -> None:
        self._clocks, self._today, self._say, self._said = block.clocks, today, speller, said
        self._duties = rules.duties
        self._facts, self._standing, self._choice = block.facts, block.standing, block.choice

    def shown(self) -> None:
        """Say why the date shown is the one it is."""
        for clock in self._clocks:
            self._shown(clock)
        self._extensions()
        self._untimed()

    def others(self) -> None:
        """Name the duties a row owes besides the one it shows."""
        items = Clauses(self._facts.size, self._say.text("form", "list"))
        some = np.zeros(self._facts.size, dtype=bool)
        for clock in self._clocks:
            duty = self._duties[clock.duty]
            if duty.kind is Kind.REMARK:
                self._remark(duty, clock)
                continue
            owed = (self._choice.duty[clock.rows] != clock.duty) & ~np.isnat(clock.due)
            if duty.kind is not Kind.AFTER:
                owed &= self._standing.live[clock.rows]
            if owed.any():
                rows = clock.rows[owed]
                some[rows] = True
                items.add(rows, self._other(duty, rows, clock.due[owed]))
        if some.any():
            listed = np.array(items.texts(), dtype=object)[some]
            before, after = self._why("others", items="|").split("|")
            texts = np.array([f"{before}{item}{after}" for item in listed], dtype=object)
            self._said.add(some, texts)

    def _why(self, key: str, **fields: object) -> str:
        return self._say.text("why", key, **fields)

    def _shown(self, clock: Clock) -> None:
        duty = self._duties[clock.duty]
        inside = self._choice.duty[clock.rows] == clock.duty
        if duty.kind is Kind.REMARK or not inside.any():
            return
        rows, start, due, raw = clock.rows[inside], clock.start[inside], clock.due[inside], clock.raw[inside]
        self._beginning(duty, rows, start)
        moved = np.isin(clock.extension[inside], IN_FORCE)
        self._worked(duty, rows[~moved], start[~moved], due[~moved])
        self._held(duty, rows, clock.held[inside])
        self._rolled(rows[~moved], raw[~moved], due[~moved])
        soft = "due_soft" if duty.soft else "due"
        years = start.astype("datetime64[Y]").astype(np.int64) + 1970

        def dated(i: int) -> str:
            day = self._say.short(due[i].item(), int(years[i]))
            return self._why(soft, day=day, deed=self._say.deed(duty))

        self._said.add(rows, spelled(day_key(due) << 12 | np.maximum(years, 0), dated))
        unsure = clock.provisional[inside]
        if unsure.any():
            begun, ends = start[unsure], due[unsure]

            def provisional(i: int) -> str:
                first = ends[i].item() if np.isnat(begun[i]) else begun[i].item()
                return self._why("provisional", year=self._say.open_year(first, ends[i].item()))

            self._said.add(rows[unsure], spelled(day_key(begun) << 20 | day_key(ends), provisional))
        self._complexity(duty, rows)

    def _beginning(self, duty: Duty, rows: NDArray[np.intp], start: NDArray[np.datetime64]) -> None:
        if duty.kind is Kind.MONTHLY:
            self._said.add(rows, self._why("monthly", title=self._say.title(duty)))
            return
        length = np.full(rows.size, duty.length or 0, dtype=np.int64)
        kinds = tuple(Unit)
        units = np.full(rows.size, kinds.index(duty.unit or Unit.CALENDAR_DAYS))
        if duty.written:
            rows, start, length, units = self._written(rows, start)
        roles = self._start_roles(duty, rows)

        def begun(i: int) -> str:
            event = self._say.event(duty.counts_from[roles[i]])
            said = self._say.length(int(length[i]), kinds[units[i]])
            return self._why("start", iso=self._say.iso(start[i].item()), event=event, length=said)

        keys = (((day_key(start) << 4 | roles) << 3) | units) << 12 | length
        self._said.add(rows, spelled(keys, begun))
        if self._substitutes(duty):
            self._stands_in(duty, rows, roles)

    def _written(
        self, rows: NDArray[np.intp], start: NDArray[np.datetime64]
    ) -> tuple[NDArray[np.intp], NDArray[np.datetime64], NDArray[np.int64], NDArray[np.int64]]:
        """Say where a date is written in the row; return the rows where it is a length."""
        days = self._facts.day(Role.DUE_DATE)[rows]
        dated = ~np.isnat(days)
        written = days[dated]
        self._said.add(
            rows[dated],
            spelled(day_key(written), lambda i: self._why("written", iso=self._say.iso(written[i].item()))),
        )
        early = days < self._facts.day(Role.REGISTERED_DATE)[rows]
        self._said.add(rows[early], self._why("limit_before_start"))
        counted = rows[~dated]
        units = np.zeros(counted.size, dtype=np.int64)
        for index, unit in enumerate(Unit):
            units[self._facts.is_one_of("limit_unit", (unit,))[counted]] = index
        return counted, start[~dated], self._facts.numbers("limit_days")[counted], units

    def _start_roles(self, duty: Duty, rows: NDArray[np.intp]) -> NDArray[np.int64]:
        """Return which of the duty's start dates each row was counted from."""
        found = np.zeros(rows.size, dtype=np.int64)
        for index in range(len(duty.counts_from) - 1, -1, -1):
            found[self._facts.has(duty.counts_from[index])[rows]] = index
        return found

    @staticmethod
    def _substitutes(duty: Duty) -> bool:
        # Only where the law itself names acceptance is another day a substitute worth saying.
        return duty.scope is Scope.STATUTE and duty.counts_from[:1] == (Role.ACCEPTED_DATE,)

    def _stands_in(self, duty: Duty, rows: NDArray[np.intp], roles: NDArray[np.int64]) -> None:
        for index, role in enumerate(duty.counts_from[1:], 1):
            self._said.add(rows[roles == index], self._why("stands_in", event=self._say.event(role)))

    def _worked(
        self, duty: Duty, rows: NDArray[np.intp], start: NDArray[np.datetime64], due: NDArray[np.datetime64]
    ) -> None:
        """Say which holidays and make-up days a count of working days met."""
        worked = np.flatnonzero(self._is_in_working_days(duty, rows))
        if worked.size:
            first, last = start[worked], due[worked]
            keys = day_key(first) << 20 | day_key(last)
            texts = spelled(keys, lambda i: self._say.between(first[i].item(), last[i].item()))
            self._said.add(rows[worked], texts)

    def _rolled(
        self, rows: NDArray[np.intp], raw: NDArray[np.datetime64], due: NDArray[np.datetime64]
    ) -> None:
        moved = np.flatnonzero(raw != due)
        if moved.size:
            last = raw[moved]
            texts = spelled(day_key(last), lambda i: self._why("rolled", iso=self._say.iso(last[i].item())))
            self._said.add(rows[moved], texts)

    def _is_in_working_days(self, duty: Duty, rows: NDArray[np.intp]) -> Flags:
        if not duty.written:
            return np.full(rows.size, duty.unit is Unit.WORKING_DAYS)
        by_length = np.isnat(self._facts.day(Role.DUE_DATE)[rows])
        return by_length & self._facts.is_one_of("limit_unit", (Unit.WORKING_DAYS,))[rows]

    def _held(self, duty: Duty, rows: NDArray[np.intp], held: NDArray[np.int64]) -> None:
        some = np.flatnonzero(held > 0)
        if not some.size:
            return
        days = held[some]
        working = self._is_in_working_days(duty, rows[some])

        def said(i: int) -> str:
            unit = Unit.WORKING_DAYS if working[i] else Unit.CALENDAR_DAYS
            return self._why("held", length=self._say.length(int(days[i]), unit))

        self._said.add(rows[some], spelled(days << 1 | working, said))

    def _complexity(self, duty: Duty, rows: NDArray[np.intp]) -> None:
        timed = {value for part in duty.when for value in part.complexity or ()}
        if "" not in timed:
            return
        title = self._say.title(duty)
        blank = ~self._facts.filled("complexity")[rows]
        self._said.add(rows[blank], self._why("complexity_blank", title=title))
        if Complexity.COMPLEX in timed:
            normal = self._facts.is_one_of("complexity", (Complexity.NORMAL,))[rows]
            self._said.add(rows[normal], self._why("complexity_normal", title=title))

    def _extensions(self) -> None:
        """Say what became of an extension, for the first limit it was meant for."""
        told = np.zeros(self._facts.size, dtype=bool)
        for clock in self._clocks:
            some = (clock.extension > 0) & ~told[clock.rows]
            if not some.any():
                continue
            rows, state, due = clock.rows[some], clock.extension[some], clock.due[some]
            told[rows] = True

            def said(i: int, state: NDArray[np.int8] = state, due: NDArray[np.datetime64] = due) -> str:
                became = Extension(int(state[i]))
                fields = (
                    {"iso": self._say.iso(due[i].item())}
                    if became in (Extension.EFFECTIVE, Extension.CAPPED)
                    else {}
                )
                return self._say.text("extension", became.name.lower(), **fields)

            dated = np.isin(state, (Extension.EFFECTIVE, Extension.CAPPED))
            self._said.add(rows, spelled(np.where(dated, day_key(due), 0) << 8 | state, said))
            in_force = rows[np.isin(state, IN_FORCE)]
            self._extension_gaps(in_force)

    def _extension_gaps(self, rows: NDArray[np.intp]) -> None:
        placed = self._facts.in_tables(lambda table: Role.EXTENSION_REASON in table.roles)
        unreasoned = (placed & ~self._facts.filled("extension_reason"))[rows]
        self._said.add(rows[unreasoned], self._say.text("extension", "no_reason"))
        undated = ~self._facts.has(Role.EXTENSION_APPROVED_ON)[rows]
        self._said.add(rows[undated], self._say.text("extension", "benefit"))

    def _untimed(self) -> None:
        facts, standing = self._facts, self._standing
        untimed = standing.live & (self._choice.duty < 0)
        if not untimed.any():
            return
        started = ~np.isnat(facts.first_day((Role.REGISTERED_DATE, Role.ACCEPTED_DATE, Role.ASSIGNED_DATE)))
        self._said.add(untimed & standing.in_review, self._why("untimed_review"))
        self._said.add(untimed & ~standing.in_review & ~started, self._why("untimed_start"))
        self._said.add(untimed & ~standing.in_review & started, self._why("untimed_duty"))

    def _other(self, duty: Duty, rows: NDArray[np.intp], due: NDArray[np.datetime64]) -> NDArray[np.object_]:
        roles = self._start_roles(duty, rows) if self._substitutes(duty) else np.zeros(rows.size, np.int64)
        late = self._standing.now[rows] > due
        title = self._say.title(duty)

        def said(i: int) -> str:
            fields: dict[str, object] = {"title": title, "iso": self._say.iso(due[i].item())}
            key = "other"
            if roles[i]:
                key, fields["event"] = "other_stands_in", self._say.event(duty.counts_from[roles[i]])
            return self._why(f"{key}_late" if late[i] else key, **fields)

        return spelled((day_key(due) << 4 | roles) << 1 | late, said)

    def _remark(self, duty: Duty, clock: Clock) -> None:
        ahead = clock.due >= np.datetime64(self._today, "D")
        due, title = clock.due[ahead], self._say.title(duty)
        texts = spelled(
            day_key(due), lambda i: self._why("remark", title=title, iso=self._say.iso(due[i].item()))
        )
        self._said.add(clock.rows[ahead], texts)
