"""Lists of cases, and the rows behind a report's numbers."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from reports.composing.shared_tables.case_columns import CASE_COLUMNS, PLACES
from reports.composing.speaking.setting import Draft
from reports.composing.speaking.wording import Wording
from reports.content import Behind, Cell, Column, ColumnKind, Row, RowsBehind, Table, Value

if TYPE_CHECKING:
    import pandas as pd

_EVIDENCE = (
    *("village", "case_no", "category", "registered", "ended", "status", "due", "light", "org"),
    *("ledger", "sheet", "row"),
)


@dataclass(frozen=True, slots=True)
class CaseLists:
    """Makes tables from frames with the columns of ``Books.rows``."""

    draft: Draft

    @property
    def say(self) -> Wording:
        """The words to use."""
        return self.draft.say

    def table(self, key: str, rows: "pd.DataFrame", columns: Sequence[str], **title: object) -> Table:
        """Return *rows* as a numbered table of *columns* (names of CASE_COLUMNS)."""
        nothing = self.say.table("nothing").get(key, "")
        shown = _shown(columns, rows)
        numbered = [(number, *cells) for number, cells in enumerate(self._cells(rows, shown), start=1)]
        first = Column(self.say("column.number"), 5, ColumnKind.NUMBER)
        headings = (first, *self._headings(shown))
        return Table(key, self.say(f"table.{key}", **title), headings, numbered, nothing=nothing)

    def evidence(self, rows: "pd.DataFrame", wanted: Sequence[tuple[str, str]]) -> RowsBehind:
        """Return the rows behind the numbers of the *wanted* (measure, by) pairs."""
        labels = {(measure, by): self._label(measure, by) for measure, by in wanted}
        shown = _shown(_EVIDENCE, rows)
        cells = self._cells(rows, shown)
        places = [
            self.say.row(*place) for place in zip(rows["sheet"].tolist(), rows["row"].tolist(), strict=True)
        ]
        categories = {("category", key): word for key, word in self.say.table("category").items()}
        return RowsBehind(rows, self._headings(shown), cells, places, categories, labels)

    def _label(self, measure: str, by: str) -> str:
        words = self.say.table("behind").get(measure) or self.say(f"measure.{measure}")
        return self.say("behind.by_category", measure=words) if by == "category" else words

    def _headings(self, names: Sequence[str]) -> tuple[Column, ...]:
        found = ((name, *CASE_COLUMNS[name][:2]) for name in names)
        return tuple(
            Column(self.say(f"column.{name}"), width, kind, is_place=name in PLACES)
            for name, width, kind in found
        )

    def _cells(self, rows: "pd.DataFrame", names: Sequence[str]) -> list[Row]:
        made = [CASE_COLUMNS[name][2](self.draft, rows) for name in names]
        return list(zip(*made, strict=True))


def _shown(names: Sequence[str], rows: "pd.DataFrame") -> list[str]:
    """Leave out the ledger's name where it says no more than the village's."""
    ledgers = rows["source"].groupby(rows["village"]).nunique()
    several = bool((ledgers > 1).any())
    return [name for name in names if several or name != "ledger"]


def counted(number: int, measure: str, by: str = "", value: str = "") -> Value:
    """Return a number that leads to its rows; 0 leads nowhere."""
    return Cell(number, behind=Behind(measure, by, value)) if number else 0
