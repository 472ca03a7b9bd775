"""What the tellers of a half-monthly summary share: words, and how rows and villages are named."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from config.vocabulary import CadenceState
from reports.composing.half_month.halfmonth_tables import unread_villages
from reports.composing.speaking.setting import Draft
from reports.composing.speaking.wording import NAMES, Wording
from reports.content import Paragraph, Section
from reports.figures.halfmonth_figures import Summary

if TYPE_CHECKING:
    import pandas as pd


@dataclass(frozen=True, slots=True)
class Teller:
    """Tells something of a summary."""

    summary: Summary
    draft: Draft

    @property
    def say(self) -> Wording:
        """The words to use."""
        return self.draft.say

    @property
    def answer(self) -> str:
        """The day by which offices answer for what is overdue."""
        return self.say.short_day(self.draft.manner.answer_by)

    def items(self, counts: Mapping[str, int], key: str = "text.item", *, of: str = "") -> str:
        """Join counted names, the most first; *of*: what is counted, for those past `NAMES`."""
        ordered = sorted(counts.items(), key=lambda pair: -pair[1])
        told = [self.say(key, name=name, count=count) for name, count in ordered if count]
        return self.say.list(told, NAMES, of) if of else self.say.list(told)

    def villages_by_state(self) -> dict[CadenceState, list[str]]:
        """Villages whose ledger could be read, by how their report stands."""
        blind = unread_villages(self.summary)
        states: dict[CadenceState, list[str]] = {}
        for village in self.summary.villages:
            if village not in blind:
                states.setdefault(self.summary.filed[village].state, []).append(village)
        return states

    def orgs(self, rows: "pd.DataFrame", blank: str = "text.org_none") -> list[str]:
        """Each row's office, or the word *blank* where none is named."""
        return [str(org) or self.say(blank) for org in rows["org"]]

    def places_of(self, rows: "pd.DataFrame") -> list[str]:
        """Each row as a reader would call it: village and official number, or village and row in words."""
        columns = (rows[name].tolist() for name in ("village", "case_no", "sheet", "row"))
        return [
            self.say("text.place", village=village, case=case)
            if case
            else self.say("text.place_row", village=village, row=self.say.row(sheet, row))
            for village, case, sheet, row in zip(*columns, strict=True)
        ]

    def headed(self, told: Mapping[str, tuple[Paragraph, ...]]) -> tuple[Section, ...]:
        """Put each section under its heading."""
        return tuple(Section(key, self.say(f"heading.{key}"), paragraphs) for key, paragraphs in told.items())
