"""What the tellers of a half-monthly summary share: words, and how rows and villages are named."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from config.vocabulary import CadenceState
from reports.composing.case_columns import CASE_COLUMNS
from reports.composing.halfmonth_tables import unread_villages
from reports.composing.setting import Draft
from reports.composing.wording import Words
from reports.content import Paragraph, Section
from reports.figures.summary import Summary

if TYPE_CHECKING:
    import pandas as pd

#: How many names a sentence bears.
NAMES = 8


@dataclass(frozen=True, slots=True)
class Teller:
    """Tells something of a summary."""

    summary: Summary
    draft: Draft

    @property
    def say(self) -> Words:
        """The words to use."""
        return self.draft.say

    @property
    def answer(self) -> str:
        """The day by which offices answer for what is overdue."""
        return self.say.short_day(self.draft.manner.answer_by)

    def items(self, counts: Mapping[str, int], key: str = "text.item", limit: int = 0) -> str:
        """Join counted names, the most first."""
        ordered = sorted(counts.items(), key=lambda pair: -pair[1])
        return self.say.list(
            [self.say(key, name=name, count=count) for name, count in ordered if count], limit
        )

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
        """Each row as a reader would call it: village and case number, or worksheet and row."""
        cases = CASE_COLUMNS["case_no"][2](self.draft, rows)
        return [
            self.say("text.place", village=village, case=case or f"{sheet}:{row}")
            for village, case, sheet, row in zip(
                rows["village"], cases, rows["sheet"], rows["row"], strict=True
            )
        ]

    def headed(self, told: Mapping[str, tuple[Paragraph, ...]]) -> tuple[Section, ...]:
        """Put each section under its heading."""
        return tuple(Section(key, self.say(f"heading.{key}"), paragraphs) for key, paragraphs in told.items())
