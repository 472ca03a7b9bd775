"""What else a note says of a row: how it ended, what it is waiting for, what it lacks."""

from collections.abc import Mapping

import numpy as np
from numpy.typing import NDArray

from config.calendar import Days
from config.vocabulary import Family, Role, Status
from rules.facts import Flags
from rules.judge import Batch, Judgement
from rules.sentences.clauses import DAY, YEAR, Clauses, Texts, day_key, packed, spelled
from rules.sentences.speller import Speller

#: Columns a closed case should have filled in, where the ledger has them.
_GAPS: Mapping[Role, str] = {
    Role.RESOLVED_DATE: "resolved_date",
    Role.RESULT: "result",
    Role.SERVED_DATE: "served_date",
    Role.AGREEMENT_NO: "agreement_no",
}


class Circumstances:
    """Adds to *said* what bears on the rows of *block* besides their dates."""

    def __init__(self, block: Batch, judged: Judgement, speller: Speller, said: Clauses) -> None:
        self._block, self._today, self._rules, self._say = block, judged.today, judged.rules, speller
        self._duties, self._said = judged.rules.duties, said
        self._year = speller.base_years(block.facts, block.standing.live)
        self._facts, self._standing, self._choice = block.facts, block.standing, block.choice

    def ends(self) -> None:
        """Say how a case ended, and how late."""
        facts, choice, standing = self._facts, self._choice, self._standing
        withdrawn = facts.is_one_of("status", (Status.WITHDRAWN,))
        self._said.add(withdrawn, self._why("withdrawn"))
        self._said.add(facts.is_refused, self._why("refused"))
        self._said.add(facts.is_gone & ~withdrawn & ~facts.is_refused, self._why("transferred"))
        # What began with the closing has named its day already.
        told = np.array([*(duty.counts_from == (Role.RESOLVED_DATE,) for duty in self._duties), False])
        closed = np.flatnonzero(standing.sure_end & ~told[choice.duty])
        if closed.size:
            ended, due = standing.ended[closed], choice.due[closed]
            late = choice.closing[closed] & (ended > due)
            days = np.where(late, (ended - due).astype(np.int64), 0)

            soft = choice.soft[closed]

            def said(i: int) -> str:
                day = self._say.short(ended[i].item(), int(self._year[closed[i]]))
                if not late[i]:
                    return self._why("ended", day=day)
                key = "ended_past_usual" if soft[i] else "ended_late"
                return self._why(key, day=day, days=self._say.days(int(days[i])))

            keys = packed((day_key(ended), DAY), (self._year[closed], YEAR), (days, 20), (soft, 1))
            self._said.add(closed, spelled(keys, said))
        self._said.add(facts.is_resolved & ~standing.sure_end, self._why("ended_unsure"))

    def flags(self) -> None:
        """Say which limits are past, and propose the next level: a case is never moved by us."""
        facts, choice = self._facts, self._choice
        township, statute = choice.late_township, choice.late_statute
        row = self._has_written_limit()
        self._said.add(township & statute & row, self._why("late_row_both"))
        self._said.add(township & statute & ~row, self._why("late_both"))
        self._said.add(township & ~statute & row, self._why("late_row"))
        self._said.add(township & ~statute & ~row, self._why("late_township"))
        self._said.add(statute & ~township, self._why("late_statute"))
        # A petition is the town's own already; what screening or mediation could not settle moves up.
        lower = facts.in_tables(lambda table: table.family is not Family.PETITION)
        stuck = township & self._standing.live & lower & ~self._standing.holds.running
        if not self._rules.escalate_backlog:
            # Nobody is asked about what was there before: nothing is proposed either.
            stuck &= ~self._block.columns["backlog"].astype(bool)
        self._said.add(stuck & ~facts.is_township, self._why("up_to_township"))
        self._said.add(stuck & facts.is_township, self._why("up_to_county"))

    def _has_written_limit(self) -> Flags:
        """Return the rows whose own limit it is that the township holds them to."""
        rows = np.zeros(self._facts.size, dtype=bool)
        for clock in self._block.clocks:
            if self._duties[clock.duty].written:
                rows[clock.rows] = True
        return rows

    def others(self) -> None:
        """Say whatever else bears on the row."""
        facts, standing = self._facts, self._standing
        self._on_hold(standing.holds.running)
        self._said.add(facts.is_township, self._why("township"))
        key = "backlog_asked" if self._rules.escalate_backlog else "backlog"
        self._said.add(self._block.columns["backlog"].astype(bool), self._why(key))
        self._acknowledged()
        self._said.add(standing.in_review & (self._choice.duty >= 0), self._why("in_review"))
        self._said.add(facts.flag("returned") & standing.live, self._why("returned"))
        flagged = self._block.columns["duty"] != self._choice.duty
        self._said.add(flagged & facts.is_resolved, self._why("unsatisfied"))
        self._gaps()
        self._notes()

    def _why(self, key: str, **fields: object) -> str:
        return self._say.text("why", key, **fields)

    def _on_hold(self, running: Flags) -> None:
        begun = self._facts.day(Role.SUSPENDED_FROM)
        since = np.flatnonzero(running & ~np.isnat(begun))
        self._said.add(since, self._dated("on_hold_since", since, begun[since]))
        self._said.add(running & np.isnat(begun), self._why("on_hold"))

    def _acknowledged(self) -> None:
        seen = self._facts.day(Role.ACKNOWLEDGED_DATE)
        now = np.datetime64(self._today, "D")
        if np.isnat(seen).all():
            return
        passed = self._rules.calendar.count_working_days(seen, now)
        quiet = (seen <= now) & (passed <= self._rules.acknowledged_days) & self._standing.live
        rows = np.flatnonzero(quiet)
        self._said.add(rows, self._dated("acknowledged", rows, seen[rows]))

    def _dated(self, key: str, rows: NDArray[np.intp], days: Days) -> Texts:
        years = self._year[rows]

        def said(i: int) -> str:
            return self._why(key, day=self._say.short(days[i].item(), int(years[i])))

        return spelled(packed((day_key(days), DAY), (years, YEAR)), said)

    def _gaps(self) -> None:
        """Name what a closed case lacks, where the ledger has a column for it (办结缺件)."""
        facts = self._facts
        missing = {
            Role.RESOLVED_DATE: ~facts.has(Role.RESOLVED_DATE),
            Role.RESULT: ~facts.flag("has_result"),
            Role.SERVED_DATE: ~facts.flag("has_served_date"),
            # An oral agreement rightly has no number, so only a settled case is asked for one.
            Role.AGREEMENT_NO: ~facts.flag("has_agreement_no") & facts.flag("agreed"),
        }
        key = np.zeros(facts.size, dtype=np.int64)
        for bit, role in enumerate(_GAPS):
            placed = facts.in_tables(lambda table, role=role: role in table.roles)
            key |= (missing[role] & placed).astype(np.int64) << bit
        some = np.flatnonzero(facts.is_resolved & (key > 0))
        keys = key[some]
        names = [self._say.text("gap", name) for name in _GAPS.values()]
        joint = self._say.text("form", "list")

        def said(i: int) -> str:
            items = joint.join(name for bit, name in enumerate(names) if keys[i] >> bit & 1)
            return self._why("gaps", items=items)

        self._said.add(some, spelled(keys, said))

    def _notes(self) -> None:
        codes, texts = self._facts.words("notes")
        said = np.array([self._say.notes(note) for note in texts] + [""], dtype=object)
        if (said != "").any():
            self._said.add(np.arange(self._facts.size), said[codes])
