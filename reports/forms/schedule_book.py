"""A new 调解排期 workbook: the schedule, and the sheet in which people name mediators, places and leaders."""

import io
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any

from config.colours import HEADING, INK, LINE, NOTE, THEIRS_FILL, THEIRS_HEADING
from config.language import phrases
from config.our_tabs.roster_columns import ROSTER_THEIRS, ROSTER_WIDTHS, RosterColumn
from config.our_tabs.schedule import NUMBERS, OURS, THEIRS, WIDTHS, ScheduleColumn

if TYPE_CHECKING:
    from xlsxwriter.worksheet import Worksheet

_A4 = 9
_HEADING, _FIRST = 2, 3  # 0-based rows of headings and of the first line
_LAST_NARROW = 0x2E7F  # what comes after it is as wide as two digits
_LISTED = 2000  # rows that have drop-downs
_PEOPLE = (
    ("name", 10), ("villages", 16), ("days", 8), ("halves", 10), ("per_day", 9),
    ("off_from", 12), ("off_to", 12),
    ("", 3), ("place", 16), ("place_village", 12), ("rooms", 7),
    ("", 3), ("leader", 10), ("leader_villages", 18), ("leader_off_from", 14), ("leader_off_to", 14),
)  # fmt: skip
#: A day that no clock tells, so that the same schedule gives the same bytes.
_CREATED = datetime(2026, 1, 1)  # noqa: DTZ001


def schedule_book(
    township: str,
    language: str,
    tag: str,
    rows: Sequence[Mapping[ScheduleColumn, str]],
    roster: Sequence[Mapping[RosterColumn, str]] = (),
) -> bytes:
    """Return the workbook as bytes.

    Args:
        township: its name.
        language: of headings and drop-downs.
        tag: what is found again in the hidden column's first cell.
        rows: our cells, line by line.
        roster: those of 接访排班.
    """
    packed = io.BytesIO()
    options = {"strings_to_numbers": False, "strings_to_formulas": False, "strings_to_urls": False}
    import xlsxwriter  # a pass that finds the worksheet as it should be need not load it

    book = xlsxwriter.Workbook(packed, options)
    book.set_properties({"author": "duesheet", "created": _CREATED})
    words: Any = phrases(language, "schedule")
    formats = {name: book.add_format(look) for name, look in _looks().items()}
    sheet = book.add_worksheet(words["title"]["sheet"])
    pages = _Pages(township, words, formats)
    pages.schedule(sheet, tag, rows)
    pages.roster(book.add_worksheet(words["title"]["roster"]), roster)
    pages.people(book.add_worksheet(words["title"]["people"]))
    book.close()
    return packed.getvalue()


def _looks() -> dict[str, dict[str, Any]]:
    framed = {
        "border": 1,
        "border_color": f"#{LINE}",
        "text_wrap": True,
        "valign": "vcenter",
        "font_size": 10,
    }
    heading = framed | {"bold": True, "align": "center"}
    return {
        "title": {"bold": True, "font_size": 16},
        "note": {"font_size": 9, "font_color": f"#{NOTE}"},
        "wrapped": {"font_size": 9, "font_color": f"#{NOTE}", "text_wrap": True, "valign": "top"},
        "ours_heading": heading | {"bg_color": f"#{HEADING}"},
        "theirs_heading": heading | {"bg_color": f"#{THEIRS_HEADING}"},
        "ours": framed | {"font_color": f"#{INK}"},
        "number": framed | {"font_color": f"#{INK}", "align": "center"},
        "theirs": framed | {"bg_color": f"#{THEIRS_FILL}"},
        "plain": framed,
    }


@dataclass(frozen=True, slots=True)
class _Pages:
    """What the book's worksheets are written with."""

    township: str
    words: Any
    formats: Mapping[str, Any]

    def schedule(self, sheet: "Worksheet", tag: str, rows: Sequence[Mapping[ScheduleColumn, str]]) -> None:
        words, formats = self.words, self.formats
        columns = list(ScheduleColumn)
        key = columns.index(ScheduleColumn.KEY)
        sheet.write_string(0, 0, words["title"]["heading"].format(township=self.township), formats["title"])
        sheet.write_string(0, key, tag)
        sheet.write_string(1, 0, words["title"]["note"], formats["note"])
        for at, column in enumerate(columns):
            look = "theirs_heading" if column in THEIRS else "ours_heading"
            sheet.write_string(_HEADING, at, words["column"][column], formats[look])
            sheet.set_column(at, at, WIDTHS[column], None, {"hidden": column is ScheduleColumn.KEY})
        # An empty line keeps the frame for what comes.
        for number, texts in enumerate(rows or [{}]):
            sheet.set_row(_FIRST + number, _height(texts))
            for at, column in enumerate(columns):
                self._put(sheet, (_FIRST + number, at), column, texts.get(column, ""))
        last = max(_FIRST + len(rows) - 1, _FIRST)
        sheet.autofilter(_HEADING, 0, last, key)
        sheet.freeze_panes(_FIRST, 2)
        for column, choices in (
            (ScheduleColumn.AGREED_HALF, list(words["half"].values())),
            (ScheduleColumn.OUTCOME, words["outcome"]["choices"]),
        ):
            at = columns.index(column)
            # A word of their own may stand there as well.
            rule = {"validate": "list", "source": choices, "error_type": "information", "show_error": False}
            sheet.data_validation(_FIRST, at, _LISTED, at, rule)
        _page(sheet)
        sheet.repeat_rows(_HEADING)

    def _put(self, sheet: "Worksheet", at: tuple[int, int], column: ScheduleColumn, text: str) -> None:
        look = self.formats["ours" if column in OURS else "theirs"]
        if column in NUMBERS and text.isdecimal():
            sheet.write_number(*at, int(text), self.formats["number"])
        elif text:
            sheet.write_string(*at, text, look)
        else:
            sheet.write_blank(*at, None, look)

    def roster(self, sheet: "Worksheet", rows: Sequence[Mapping[RosterColumn, str]]) -> None:
        said = self.words["roster"]
        sheet.write_string(0, 0, said["heading"].format(township=self.township), self.formats["title"])
        sheet.merge_range(1, 0, 1, len(RosterColumn) - 1, said["note"], self.formats["wrapped"])
        sheet.set_row(1, 38)
        for at, column in enumerate(RosterColumn):
            look = "theirs_heading" if column in ROSTER_THEIRS else "ours_heading"
            sheet.write_string(_HEADING, at, said[column], self.formats[look])
            sheet.set_column(at, at, ROSTER_WIDTHS[column])
        for number, texts in enumerate(rows or [{}], _FIRST):
            for at, column in enumerate(RosterColumn):
                look = "theirs" if column in ROSTER_THEIRS else "number"
                sheet.write_string(number, at, texts.get(column, ""), self.formats[look])
        sheet.freeze_panes(_FIRST, 1)
        sheet.set_paper(_A4)
        sheet.fit_to_pages(1, 0)
        sheet.repeat_rows(_HEADING)
        sheet.set_footer("&C&P / &N")

    def people(self, sheet: "Worksheet") -> None:
        words, formats = self.words, self.formats
        sheet.write_string(0, 0, words["title"]["people"], formats["title"])
        sheet.write_string(1, 0, words["title"]["people_note"], formats["note"])
        for at, (name, width) in enumerate(_PEOPLE):
            sheet.set_column(at, at, width)
            if name:
                sheet.write_string(_HEADING, at, words["people"][name], formats["theirs_heading"])
        for row in range(_FIRST, _FIRST + 30):
            for at, (name, _) in enumerate(_PEOPLE):
                if name:
                    sheet.write_blank(row, at, None, formats["plain"])
        sheet.freeze_panes(_FIRST, 1)
        _page(sheet)


def _height(texts: Mapping[ScheduleColumn, str]) -> float:
    """Return a row's height in points: some programs do not fit it to wrapped text by themselves."""
    lines = 1
    for column, text in texts.items():
        if column is not ScheduleColumn.KEY:
            wide = sum(2 if ord(letter) > _LAST_NARROW else 1 for letter in text)
            lines = max(lines, -(-wide // WIDTHS[column]))
    return 4 + 13 * lines


def _page(sheet: "Worksheet") -> None:
    sheet.set_landscape()
    sheet.set_paper(_A4)
    sheet.fit_to_pages(1, 0)
    sheet.set_margins(left=0.4, right=0.4, top=0.5, bottom=0.6)
    sheet.set_footer("&C&P / &N")
    sheet.set_row(_HEADING, 30)
