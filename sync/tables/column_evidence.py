"""What the cells below a heading look like: evidence for or against the role it seems to play."""

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date

from sync.cells.text import as_text, tidy
from sync.grid import CellValue
from sync.tables.kinds import row_words
from sync.tables.titles import listed, patterns_of

#: How many filled cells are looked at; more would only cost time.
SAMPLE = 200


@dataclass(frozen=True, slots=True)
class ColumnEvidence:
    """The sampled, filled cells of one column, tidied texts beside the values."""

    values: tuple[CellValue, ...]
    texts: tuple[str, ...]

    @property
    def filled(self) -> int:
        """How many cells were looked at."""
        return len(self.values)

    def share(self, is_so: Callable[[str], bool]) -> float:
        """Return the share of the texts that *is_so* says yes to; 0 when there is none."""
        each = Counter(self.texts)
        return sum(times for text, times in each.items() if is_so(text)) / len(self.texts) if each else 0.0

    @property
    def dates(self) -> float:
        """The share that looks like a date, readable or not."""
        hits = sum(map(_looks_like_date, self.values, self.texts))
        return hits / len(self.values) if self.values else 0.0

    @property
    def ticks(self) -> float:
        """The share that is a tick or a cross; sums below the ticks are left out of account."""
        known = listed("answers")["ticks"]
        said = [text for text in self.texts if text in known or not text.isdecimal()]
        return sum(text in known for text in said) / len(said) if said else 0.0

    @property
    def length(self) -> float:
        """The mean length of the texts."""
        return sum(map(len, self.texts)) / len(self.texts) if self.texts else 0.0


def evidence_of(values: Sequence[CellValue]) -> ColumnEvidence:
    """Sample the filled cells of a column, dittos and dashes left out."""
    exact = row_words().exact
    kept: list[CellValue] = []
    texts: list[str] = []
    for value in values:
        text = tidy(as_text(value)) if value is not None and value != "" else ""
        if text and text not in exact["ditto.words"] and text not in exact["nil.dashes"]:
            kept.append(value)
            texts.append(text)
            if len(kept) == SAMPLE:
                break
    return ColumnEvidence(tuple(kept), tuple(texts))


def _looks_like_date(value: CellValue, text: str) -> bool:
    if isinstance(value, date):
        return True
    if isinstance(value, (int, float)) and not isinstance(value, bool):
        number = float(value)
        return (
            36526 <= number <= 54789
            or 19000101 <= number <= 20991231
            or (1 <= number < 13 and number % 1 > 0)
        )
    return len(text) <= 30 and patterns_of("dates")["like"].search(text) is not None
