"""The looks of a workbook's cells, each made once."""

from typing import TYPE_CHECKING, Any

from reports.content import ColumnKind, Tone

if TYPE_CHECKING:
    from xlsxwriter.format import Format
    from xlsxwriter.workbook import Workbook

#: Fonts that the readers' own machines have; nothing is embedded.
_FONTS = {"zh-CN": "宋体", "en": "Calibri"}
_LINE = "#A6A6A6"
_LINK = "#1F4E79"
#: Excel's own fills for good, neutral and bad, and grey (docs/summaries.md#colours).
TONES: dict[Tone, dict[str, str]] = {
    Tone.PLAIN: {},
    Tone.GOOD: {"bg_color": "#C6EFCE", "font_color": "#006100"},
    Tone.WARN: {"bg_color": "#FFEB9C", "font_color": "#9C5700"},
    Tone.BAD: {"bg_color": "#FFC7CE", "font_color": "#9C0006"},
    Tone.MUTED: {"bg_color": "#D9D9D9", "font_color": "#595959"},
    Tone.LATE: {"font_color": "#9C0006"},
}
_ALIGN = {
    ColumnKind.TEXT: "left",
    ColumnKind.NUMBER: "center",
    ColumnKind.DATE: "center",
    ColumnKind.SHORT: "center",
}


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
        return self._make(align="center", font_color="#595959")

    def caption(self) -> "Format":
        """A table's title."""
        return self._make(font_size=12, bold=True, align="left")

    def header(self) -> "Format":
        """A column's heading."""
        return self._make(
            bold=True, align="center", text_wrap=True, border=1, border_color=_LINE, bg_color="#DDE6F0"
        )

    def note(self) -> "Format":
        """A sentence below a table."""
        return self._make(align="left")

    def day(self) -> "Format":
        """A date that stands alone."""
        return self._make(align="left", num_format="yyyy-mm-dd")

    def alarm(self) -> "Format":
        """Laid over a cell by a condition: only its colours."""
        return self._book.add_format(TONES[Tone.BAD])

    def cell(self, kind: ColumnKind, tone: Tone, *, bold: bool = False, linked: bool = False) -> "Format":
        """A table's cell."""
        key = (kind, tone, bold, linked)
        if key not in self._cells:
            self._cells[key] = self._cell(*key)
        return self._cells[key]

    def _cell(self, kind: ColumnKind, tone: Tone, bold: bool, linked: bool) -> "Format":
        look: dict[str, Any] = {"border": 1, "border_color": _LINE, "align": _ALIGN[kind], **TONES[tone]}
        if kind is ColumnKind.DATE:
            look["num_format"] = "yyyy-mm-dd"
        if kind in (ColumnKind.TEXT, ColumnKind.SHORT):
            look["text_wrap"] = True
        if bold:
            look |= {"bold": True, "bg_color": "#F2F2F2"}
        if linked and tone is Tone.PLAIN:
            look["font_color"] = _LINK
        return self._make(**look)

    def quoted(self, style: object) -> "Format":
        """The same look for text that begins like a formula."""
        return self._make(**self._looks[id(style)], quote_prefix=True)
