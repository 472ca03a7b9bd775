"""The looks of a workbook's cells, each made once."""

from typing import TYPE_CHECKING, Any

from config.colours import HEADING, LINE, LINK, NOTE, TOTAL
from reports.content import ColumnKind, Tone
from reports.forms.tones import TONE_PAINTS

if TYPE_CHECKING:
    from xlsxwriter.format import Format
    from xlsxwriter.workbook import Workbook

#: Fonts that the readers' own machines have; nothing is embedded.
_FONTS = {"zh-CN": "宋体", "en": "Calibri"}
_ALIGN = {
    ColumnKind.TEXT: "left",
    ColumnKind.NUMBER: "center",
    ColumnKind.DATE: "center",
    ColumnKind.SHORT: "center",
}


def _painted(tone: Tone) -> dict[str, str]:
    paint = TONE_PAINTS[tone]
    look = {"bg_color": paint.fill, "font_color": paint.ink}
    return {name: f"#{colour}" for name, colour in look.items() if colour}


class Formats:
    """Gives out one format object per look."""

    def __init__(self, book: "Workbook", language: str) -> None:
        self._book = book
        self._base: dict[str, Any] = {"font_name": _FONTS[language], "font_size": 10, "valign": "vcenter"}
        self._made: dict[tuple[tuple[str, Any], ...], Format] = {}
        self._looks: dict[int, dict[str, Any]] = {}
        self._cells: dict[tuple[ColumnKind, Tone, bool, bool], Format] = {}

    def _make(self, **look: object) -> "Format":
        whole = {**self._base, **look}
        key = tuple(sorted(whole.items()))
        if key not in self._made:
            self._made[key] = made = self._book.add_format(whole)
            self._looks[id(made)] = whole
        return self._made[key]

    def title(self) -> "Format":
        """The report's title."""
        return self._make(font_size=16, bold=True, align="center")

    def subtitle(self) -> "Format":
        """Period, date and unit under the title."""
        return self._make(align="center", font_color=f"#{NOTE}")

    def caption(self) -> "Format":
        """A table's title."""
        return self._make(font_size=12, bold=True, align="left")

    def header(self) -> "Format":
        """A column's heading."""
        return self._make(
            bold=True,
            align="center",
            text_wrap=True,
            border=1,
            border_color=f"#{LINE}",
            bg_color=f"#{HEADING}",
        )

    def note(self) -> "Format":
        """A sentence below a table."""
        return self._make(align="left")

    def day(self) -> "Format":
        """A date that stands alone."""
        return self._make(align="left", num_format="yyyy-mm-dd")

    def alarm(self) -> "Format":
        """Laid over a cell by a condition: only its colours."""
        return self._book.add_format(_painted(Tone.BAD))

    def cell(self, kind: ColumnKind, tone: Tone, *, bold: bool = False, linked: bool = False) -> "Format":
        """A table's cell."""
        key = (kind, tone, bold, linked)
        if key not in self._cells:
            self._cells[key] = self._cell(*key)
        return self._cells[key]

    def _cell(self, kind: ColumnKind, tone: Tone, bold: bool, linked: bool) -> "Format":
        look: dict[str, Any] = {
            "border": 1,
            "border_color": f"#{LINE}",
            "align": _ALIGN[kind],
            **_painted(tone),
        }
        if kind is ColumnKind.DATE:
            look["num_format"] = "yyyy-mm-dd"
        if kind in (ColumnKind.TEXT, ColumnKind.SHORT):
            look["text_wrap"] = True
        if bold:
            look |= {"bold": True, "bg_color": f"#{TOTAL}"}
        if linked and tone is Tone.PLAIN:
            look["font_color"] = f"#{LINK}"
        return self._make(**look)

    def quoted(self, style: object) -> "Format":
        """The same look for text that begins like a formula."""
        return self._make(**self._looks[id(style)], quote_prefix=True)
