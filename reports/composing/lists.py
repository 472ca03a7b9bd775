"""Lists of cases, and the rows behind a report's numbers."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from reports.composing.case_columns import CASE_COLUMNS, OFFICIALS
from reports.composing.setting import Draft
from reports.composing.wording import Words
from reports.content import Behind, Cell, Column, Evidence, Kind, Row, Table, Value

if TYPE_CHECKING:
    import pandas as pd

_EVIDENCE = (
    *("village", "ledger", "sheet", "row", "case_no", "category"),
    *("registered", "ended", "status", "due", "light", "org"),
)


@dataclass(frozen=True, slots=True)
class CaseLists:
    """Makes tables from frames with the columns of ``Books.rows``."""

    draft: Draft

    @property
    def say(self) -> Words:
        """The words to use."""
        return self.draft.say

    def table(self, key: str, rows: "pd.DataFrame", columns: Sequence[str], **title: object) -> Table:
        """Return *rows* as a numbered table of *columns* (names of CASE_COLUMNS)."""
        nothing = self.say.table("nothing").get(key, "")
        numbered = [(number, *cells) for number, cells in enumerate(self._cells(rows, columns), start=1)]
        first = Column(self.say("column.number"), 5, Kind.NUMBER)
        headings = (first, *self._headings(columns))
        return Table(key, self.say(f"table.{key}", **title), headings, numbered, nothing=nothing)

    def evidence(self, rows: "pd.DataFrame", wanted: Sequence[tuple[str, str]]) -> Evidence:
        """Return the rows behind the numbers of the *wanted* (measure, by) pairs."""
        labels = {(measure, by): self._label(measure, by) for measure, by in wanted}
        cells = self._cells(rows, _EVIDENCE)
        sheets, numbers = rows["sheet"].tolist(), rows["row"].tolist()
        places = [f"{sheet}:{row}" for sheet, row in zip(sheets, numbers, strict=True)]
        categories = {("category", key): word for key, word in self.say.table("category").items()}
        return Evidence(rows, self._headings(_EVIDENCE), cells, places, categories, labels)

    def _label(self, measure: str, by: str) -> str:
        words = self.say.table("behind").get(measure) or self.say(f"measure.{measure}")
        return self.say("behind.by_category", measure=words) if by == "category" else words

    def _headings(self, names: Sequence[str]) -> tuple[Column, ...]:
        allowed = ((name, *CASE_COLUMNS[name][:2]) for name in self._allowed(names))
        return tuple(Column(self.say(f"column.{name}"), width, kind) for name, width, kind in allowed)

    def _cells(self, rows: "pd.DataFrame", names: Sequence[str]) -> list[Row]:
        made = [CASE_COLUMNS[name][2](self.draft, rows) for name in self._allowed(names)]
        return list(zip(*made, strict=True))

    def _allowed(self, names: Sequence[str]) -> list[str]:
        return [name for name in names if self.draft.manner.officials or name not in OFFICIALS]


def counted(number: int, measure: str, by: str = "", value: str = "") -> Value:
    """Return a number that leads to its rows; 0 leads nowhere."""
    return Cell(number, behind=Behind(measure, by, value)) if number else 0
