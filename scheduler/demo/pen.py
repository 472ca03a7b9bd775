"""Writes one village's workbook: the parts that all layouts share."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from random import Random
from typing import TYPE_CHECKING, Any, cast

from config.colours import HEADING, PAINTS
from scheduler.demo.case_book import Case, Entry, NilReport, entered_on
from scheduler.demo.shown_cells import Shown
from scheduler.demo.spelling import TypedCell
from scheduler.demo.village import LayoutColumn, LayoutWords, Village

if TYPE_CHECKING:
    from xlsxwriter import Workbook
    from xlsxwriter.format import Format
    from xlsxwriter.worksheet import Worksheet

_A4 = 9
_HEADING_FILL = f"#{HEADING}"
_PAINTED_FILL = f"#{PAINTS['green'].fill}"
_TITLE_FONT = "黑体"
_LINE_POINTS = 1.45  # height of a line, in font sizes
_WIDTH_POINTS = 11  # widths are measured in digits of the default font, which has so many points
_WIDE_CHARACTER = 2.0  # a Chinese character takes two of the characters that widths are measured in


@dataclass(frozen=True, slots=True)
class Spot:
    """A cell of a worksheet; row and column are 0-based."""

    sheet: "Worksheet"
    row: int
    column: int = 0


@dataclass(slots=True)
class Pen:
    """The clerk's hand: fonts, borders, titles, headers and rows of one workbook.

    Rows and columns are 0-based here, as the writing library counts them.
    """

    book: "Workbook"
    village: Village
    words: LayoutWords
    today: date
    rng: Random
    facts: Shown = field(init=False)
    _header_row: int = 0
    _styles: "dict[tuple[tuple[str, Any], ...], Format]" = field(
        default_factory=lambda: cast("dict[tuple[tuple[str, Any], ...], Format]", {})
    )

    def __post_init__(self) -> None:
        self.facts = Shown(self.village, self.words, self.rng)

    def style(self, **properties: Any) -> "Format":
        """Return a cell format in the village's font; equal ones are made once."""
        base = {"font_name": self.village.font, "font_size": self.village.size, "valign": "vcenter"}
        wanted = {**base, **properties}
        key = tuple(sorted(wanted.items()))
        if key not in self._styles:
            self._styles[key] = self.book.add_format(wanted)
        return self._styles[key]

    def boxed(self, **properties: Any) -> "Format":
        """Return a bordered, wrapping, centred cell format."""
        return self.style(**{"border": 1, "text_wrap": True, "align": "center", **properties})

    def sheet(self, name: str, *, left: int = 0) -> "Worksheet":
        """Add a worksheet for A4 landscape, its columns from *left* on as wide as the village's."""
        sheet = self.book.add_worksheet(name)
        self.set_page(sheet)
        for place, column in enumerate(self.village.column, left):
            sheet.set_column(place, place, column.width)
        return sheet

    @staticmethod
    def set_page(sheet: "Worksheet") -> None:
        """Set a worksheet up for A4 landscape, one page wide, pages numbered."""
        sheet.set_landscape()
        sheet.set_paper(_A4)
        sheet.set_margins(left=0.5, right=0.5, top=0.7, bottom=0.6)
        sheet.fit_to_pages(1, 0)
        sheet.center_horizontally()
        sheet.set_footer("&C第 &P 页 共 &N 页")

    def across(self, spot: Spot, right: int, text: str, style: "Format") -> None:
        """Write *text* into a row's cells from *spot* to the column *right*, merged."""
        spot.sheet.merge_range(spot.row, spot.column, spot.row, right, text, style)

    def title(self, sheet: "Worksheet", row: int, text: str, *, left: int = 0) -> None:
        """Write the title over the whole table."""
        style = self.style(font_name=_TITLE_FONT, font_size=18, bold=True, align="center")
        sheet.set_row(row, 34)
        self.across(Spot(sheet, row, left), left + len(self.village.column) - 1, text, style)

    def unit_row(self, sheet: "Worksheet", row: int, *, left: int = 0) -> None:
        """Write who filled the table in, and when."""
        signing, day = self.words["signing"], self.today
        unit: str = signing["unit"].format(village=self.village.name)
        filled: str = signing["filled"].format(y=day.year, m=day.month, d=day.day)
        right = left + len(self.village.column) - 1
        middle = (left + right) // 2
        sheet.set_row(row, 20)
        self.across(Spot(sheet, row, left), middle, unit, self.style(align="left"))
        self.across(Spot(sheet, row, middle + 1), right, filled, self.style(align="right"))

    def heading_style(self) -> "Format":
        """Return the cell format of headings."""
        return self.boxed(bold=True, bg_color=_HEADING_FILL)

    def header(self, sheet: "Worksheet", row: int, *, left: int = 0, height: float = 32) -> None:
        """Write a header of one row."""
        self._header_row = row
        sheet.set_row(row, height)
        for place, column in enumerate(self.village.column, left):
            sheet.write_string(row, place, column.heading, self.heading_style())

    def rows(
        self, sheet: "Worksheet", row: int, entries: Sequence[Entry], *, left: int = 0, first_seq: int = 1
    ) -> int:
        """Write *entries* from *row* on and return the row below them."""
        seq, above = first_seq, None
        for entry in entries:
            self.row(Spot(sheet, row, left), entry, seq, above=above)
            seq += isinstance(entry, Case)
            above = entry
            row += 1
        return row

    def row(self, spot: Spot, entry: Entry, seq: int, *, above: Entry | None = None) -> None:
        """Write one case or nil report, its first cell at *spot*."""
        sheet, row = spot.sheet, spot.row
        same_day = above is not None and entered_on(above) == entered_on(entry) and _plainly_dated(above)
        painted = "painted" in self.village.extras and isinstance(entry, Case) and bool(entry.course.ended)
        lines = 1
        for place, column in enumerate(self.village.column, spot.column):
            if column.shows == "seq_formula":
                self._seq_formula(sheet, row, place)
                continue
            cell = self.facts.cell(column.shows, entry, seq, same_day=same_day)
            self.write(Spot(sheet, row, place), column, cell, fill=_PAINTED_FILL if painted else "")
            lines = max(lines, _lines(cell, column.width * _WIDTH_POINTS / self.village.size))
        sheet.set_row(row, self.height(lines))

    def height(self, lines: int) -> float:
        """Return the height, in points, of a row of so many lines."""
        return max(22.0, lines * self.village.size * _LINE_POINTS + 4)

    def write(self, spot: Spot, column: LayoutColumn, cell: TypedCell, *, fill: str = "") -> None:
        """Write one boxed cell in its column's alignment."""
        sheet, row, place = spot.sheet, spot.row, spot.column
        look: dict[str, Any] = {"align": "left", "indent": 1} if column.left else {}
        if fill:
            look["bg_color"] = fill
        value = cell.value
        if isinstance(value, date):
            moment = datetime(value.year, value.month, value.day)  # noqa: DTZ001 - a date, not a moment
            sheet.write_datetime(row, place, moment, self.boxed(**look, num_format=cell.form))
        elif isinstance(value, str) and value:
            sheet.write_string(row, place, value, self.boxed(**look))
        elif isinstance(value, int | float):
            sheet.write_number(row, place, value, self.boxed(**look))
        else:
            sheet.write_blank(row, place, None, self.boxed(**look))

    def blank_rows(self, sheet: "Worksheet", row: int, count: int, seq: int, *, left: int = 0) -> int:
        """Write rows that hold their number only, kept for later; return the row below them."""
        for offset in range(count):
            sheet.set_row(row + offset, self.height(1))
            for place, column in enumerate(self.village.column, left):
                if column.shows == "seq_formula":
                    self._seq_formula(sheet, row + offset, place)
                else:
                    numbered = column.shows == "seq"
                    self.write(
                        Spot(sheet, row + offset, place), column, TypedCell(seq + offset if numbered else "")
                    )
        return row + count

    def footer(self, sheet: "Worksheet", row: int, *, left: int = 0) -> None:
        """Write who signs, and a note below it."""
        right = left + len(self.village.column) - 1
        officials: list[str] = self.words["people"]["officials"]
        line: str = self.words["signing"]["footer"].format(a=officials[0], b=officials[1])
        for text in (line, str(self.words["extras"]["note"])):
            sheet.set_row(row, 24)
            self.across(Spot(sheet, row, left), right, text, self.style(align="left"))
            row += 1

    def _seq_formula(self, sheet: "Worksheet", row: int, place: int) -> None:
        sheet.write_formula(
            row, place, f"=ROW()-{self._header_row + 1}", self.boxed(), row - self._header_row
        )


def _plainly_dated(entry: Entry) -> bool:
    return isinstance(entry, NilReport) or entry.course.slip is None


def _lines(cell: TypedCell, width: float) -> int:
    """Return how many lines a text takes in a column of *width* characters."""
    if not isinstance(cell.value, str):
        return 1
    room = max(width - 2, 1)
    measured = (
        sum(_WIDE_CHARACTER if ord(c) > 0x2000 else 1 for c in part) for part in cell.value.split("\n")
    )
    return sum(max(1, -int(-length // room)) for length in measured)
