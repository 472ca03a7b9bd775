"""A report before it has a form: sections, tables and charts that every format is made from.

Writers (`workbook`, `document`, `page`) know nothing of disputes; what composes knows nothing of files.
"""

import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from enum import StrEnum
from functools import lru_cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import pandas as pd


class Tone(StrEnum):
    """How a cell asks to be seen; the words beside it always say the same."""

    PLAIN = ""
    GOOD = "good"
    WARN = "warn"
    BAD = "bad"
    MUTED = "muted"
    LATE = "late"  # red words, no fill


@dataclass(frozen=True, slots=True)
class Behind:
    """The rows behind a number: those of bool column *measure* where column *by* holds *value*."""

    measure: str
    by: str = ""
    value: str = ""


@dataclass(frozen=True, slots=True)
class Cell:
    """A value with its look, and where it leads.

    Attributes:
        value: shown as text, number or date; text stays text whatever it begins with.
        behind: the rows it counts.
        url: an address of the row it speaks of.
    """

    value: str | int | date | None
    tone: Tone = Tone.PLAIN
    behind: Behind | None = None
    url: str = ""


Value = Cell | str | int | date | None
Row = tuple[Value, ...]


def bare(value: Value) -> str | int | date | None:
    """Return what a cell holds, without its look."""
    return value.value if isinstance(value, Cell) else value


class ColumnKind(StrEnum):
    """What a column holds; it decides alignment."""

    TEXT = "text"
    NUMBER = "number"
    DATE = "date"
    SHORT = "short"  # a word or two, centred


@dataclass(frozen=True, slots=True)
class Column:
    """A column of a table.

    Attributes:
        heading: its own heading.
        width: in Latin characters; a Chinese one takes two.
        group: a heading above it, shared with its neighbours of the same group.
        is_place: it says where in a ledger a row stands, which a signed paper does not show.
    """

    heading: str
    width: float = 8
    kind: ColumnKind = ColumnKind.TEXT
    group: str = ""
    is_place: bool = False


@lru_cache(maxsize=2048)  # a list's cells say the same few words
def text_width(text: str) -> int:
    """Return how wide *text* prints, in Latin characters; a Chinese one takes two."""
    return len(text) + sum(unicodedata.east_asian_width(sign) in "WF" for sign in text)


def fitting(heading: str, width: float) -> float:
    """Widen a column so that no word of its heading is broken; Chinese may break anywhere."""
    return max(width, *(len(word) + 2 for word in heading.split() if word.isascii()), 0)


@dataclass(frozen=True, slots=True)
class Table:
    """A table.

    Attributes:
        key: a stable identifier.
        title: its caption.
        rows: as many values each as there are columns.
        total: the row of totals, printed last and bold.
        notes: sentences below it.
        nothing: what to say when there is no row; "" leaves the table out then.
        is_whole: its rows are no list of cases, and a printer leaves none out.
        on_paper: what a signed paper has in its place; None: the same, without the columns of places.
    """

    key: str
    title: str
    columns: tuple[Column, ...]
    rows: Sequence[Row]
    total: Row | None = None
    notes: tuple[str, ...] = ()
    nothing: str = ""
    is_whole: bool = False
    on_paper: "Table | None" = None

    @property
    def grouped(self) -> bool:
        """Whether its header has two levels."""
        return any(column.group for column in self.columns)

    @property
    def body(self) -> Iterator[Row]:
        """All rows, the total last."""
        yield from self.rows
        if self.total is not None:
            yield self.total

    def signed(self) -> "Table":
        """Return the table as a signed paper has it: without places in ledgers."""
        if self.on_paper is not None:
            return self.on_paper
        kept = [at for at, column in enumerate(self.columns) if not column.is_place]
        if len(kept) == len(self.columns):
            return self

        def of(row: Row) -> Row:
            return tuple(row[at] for at in kept)

        return replace(
            self,
            columns=tuple(self.columns[at] for at in kept),
            rows=[of(row) for row in self.rows],
            total=None if self.total is None else of(self.total),
        )

    def groups(self) -> Iterator[tuple[str, int, int]]:
        """Yield each run of columns under one upper heading: (heading, first column, last column)."""
        start = 0
        for number, column in enumerate(self.columns):
            following = self.columns[number + 1 : number + 2]
            if not column.group or not following or following[0].group != column.group:
                yield column.group, start, number
                start = number + 1


class ChartKind(StrEnum):
    """The shapes of chart there are."""

    COLUMNS = "columns"  # upright, for time
    BARS = "bars"  # lying, for names


@dataclass(frozen=True, slots=True)
class Chart:
    """A chart.

    Attributes:
        alt: what it shows, for those who cannot see it.
        series: name and values, one per category.
    """

    key: str
    title: str
    alt: str
    kind: ChartKind
    categories: tuple[str, ...]
    series: tuple[tuple[str, tuple[int, ...]], ...]

    @property
    def empty(self) -> bool:
        """Whether there is nothing to draw; a single bar compares nothing."""
        lone = self.kind is ChartKind.BARS and len(self.categories) < 2
        return lone or not any(any(values) for _, values in self.series)


@dataclass(frozen=True, slots=True)
class Section:
    """A numbered section of the text: 一、…; paragraphs under （一） headings.

    Attributes:
        key: a stable identifier.
    """

    key: str
    heading: str
    paragraphs: tuple["Paragraph", ...]


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A sentence or more; *lead* is its own heading （一）, run in."""

    text: str
    lead: str = ""


@dataclass(frozen=True, slots=True)
class Part:
    """Tables and charts that belong together: a worksheet, an annex, a chapter of the page.

    Attributes:
        key: a stable identifier.
        title: heading, and the worksheet's name.
        annex: its title as an annex of the document; "" when it is none.
        sheet: the worksheet that it shares with its neighbours; "": one of its own.
    """

    key: str
    title: str
    tables: tuple[Table, ...]
    charts: tuple[Chart, ...] = ()
    annex: str = ""
    sheet: str = ""

    def signed(self) -> "Part":
        """Return the part as a signed paper has it."""
        return replace(self, tables=tuple(table.signed() for table in self.tables))


@dataclass(frozen=True, slots=True)
class RowsBehind:
    """The rows behind the numbers.

    Attributes:
        rows: the case columns that `columns` names and one bool column per measure, in reading order.
        columns: what to show of each row: heading, frame column.
        cells: the rows ready to show, one tuple of values per row, same order.
        places: where each row stands, in short: worksheet and row.
        headings: what a value of a `by` column is called, where it is not its own name.
        labels: the words of each (measure, by) pair that some number leads to, in reading order.
    """

    rows: "pd.DataFrame"
    columns: tuple[Column, ...]
    cells: Sequence[Row]
    places: Sequence[str]
    headings: Mapping[tuple[str, str], str]
    labels: Mapping[tuple[str, str], str]


@dataclass(frozen=True, slots=True)
class Report:
    """A whole report.

    Attributes:
        kind: half-month, risk-list, lead-officers, assessment or board.
        language: of all its words.
        period: its label.
        title: one or more lines, broken where a reader would.
        subtitle: period, date and unit, for worksheets and the page.
        addressee: 主送机关 with its colon; "" when none.
        opening: 导语.
        sections: the text.
        parts: tables and charts.
        signature: office, and date in words.
        contact: 附注: whom to ask, in brackets; "" when the config names nobody.
        compiled_on: the only date in a file's properties.
        footer: 填表人 … for the first worksheet.
        last_run: for a standing board: the day it was refreshed; the workbook itself then says when that
            is long ago, so that a service which stopped is noticed.
    """

    kind: str
    language: str
    period: str
    title: tuple[str, ...]
    subtitle: str
    compiled_on: date
    parts: tuple[Part, ...]
    addressee: str = ""
    opening: str = ""
    sections: tuple[Section, ...] = ()
    signature: tuple[str, str] = ("", "")
    contact: str = ""
    footer: str = ""
    evidence: RowsBehind | None = None
    last_run: date | None = None
    words: Mapping[str, str] = field(default_factory=dict[str, str])

    @property
    def heading(self) -> str:
        """The title on one line."""
        return self.words.get("joint", "").join(self.title)
