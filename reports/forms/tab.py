"""A report as one tab of the coordinator's spreadsheet: its parts below each other, the rows behind last."""

from collections.abc import Sequence

from config.colours import HEADING, NOTE, TOTAL
from config.language import phrases
from config.our_tabs.tabs import CHART_ROWS, Tab, TabBlock, TabCell, TabChart
from reports.content import (
    Behind,
    Cell,
    Chart,
    ChartKind,
    Column,
    ColumnKind,
    Part,
    Report,
    Table,
    Tone,
    Value,
)
from reports.forms.tones import TONE_PAINTS
from reports.rows_behind import Ranges, lay_out, summed

_PIXELS, _PADDING, _NARROWEST, _WIDEST = 7, 12, 48, 320
#: A batch of more cells than this takes Google too long; the numbers then lead nowhere, and the tab says so.
_MOST_EVIDENCE = 4_000


def tab_of(report: Report, title: str) -> Tab:
    """Return *report* as a tab; the same report gives the same tab."""
    key = report.kind if report.last_run is not None else f"{report.kind} {report.period}"
    return _Sheet(report).tab(key, title)


class _Sheet:
    """One tab in the making."""

    def __init__(self, report: Report) -> None:
        self._report = report
        self._rows: list[list[TabCell]] = []
        self._behind: list[tuple[int, int, Behind]] = []
        self._blocks: list[TabBlock] = []
        self._hung: list[tuple[int, Chart]] = []
        self._widths: list[float] = []

    def tab(self, key: str, title: str) -> Tab:
        report = self._report
        self._line(TabCell(report.heading, bold=True, size=14))
        self._line(TabCell(report.subtitle, ink=NOTE))
        stale = None
        if report.last_run is not None:
            stale = (len(self._rows), 1)
            self._rows.append([TabCell(report.words["last_run"]), TabCell(report.last_run)])
        for number, part in enumerate(report.parts):
            self._part(part, first=not number)
        self._evidence()
        charts = [self._chart_data(row, chart) for row, chart in self._hung]
        widths = [min(max(round(w * _PIXELS) + _PADDING, _NARROWEST), _WIDEST) for w in self._widths]
        return Tab(key, title, self._rows, widths, (1, 1), self._blocks, charts, stale)

    def _line(self, *cells: TabCell) -> None:
        self._rows.append(list(cells))

    def _part(self, part: Part, *, first: bool) -> None:
        report = self._report
        if len(report.parts) > 1:
            self._line()
            self._line(TabCell(part.title, bold=True, size=12))
        for table in part.tables:
            self._line()
            self._table(table)
        if first and report.evidence is not None:
            left_out = phrases(report.language, "scheduler")["tabs"]["evidence_left_out"]
            note = left_out if self._is_too_long else report.words["evidence_note"]
            self._line(TabCell(note, ink=NOTE))
        if first and report.footer:
            self._line(TabCell(report.footer))
        for chart in part.charts:
            self._line()
            self._hung.append((len(self._rows), chart))
            self._rows.extend([] for _ in range(CHART_ROWS))

    def _table(self, table: Table) -> None:
        self._line(TabCell(table.title, bold=True))
        if not table.rows and table.nothing:
            self._line(TabCell(table.nothing, ink=NOTE))
            return
        top = self._header(table)
        for row in table.rows:
            self._row(row, table.columns)
        if table.total is not None:
            self._row(table.total, table.columns, bold=True)
        self._blocks.append(TabBlock(top, len(self._rows), len(table.columns)))
        for note in table.notes:
            self._line(TabCell(note, ink=NOTE))

    def _header(self, table: Table) -> int:
        """Add the headings and return their first row."""
        top = len(self._rows)
        if table.grouped:
            upper: list[TabCell] = []
            for group, first, last in table.groups():
                upper += [_heading(group), *(_heading("") for _ in range(first, last))]
            self._rows.append(upper)
        self._rows.append([_heading(column.heading) for column in table.columns])
        for at, column in enumerate(table.columns):
            if at == len(self._widths):
                self._widths.append(0)
            self._widths[at] = max(self._widths[at], column.width)
        return top

    def _row(self, values: Sequence[Value], columns: Sequence[Column], *, bold: bool = False) -> None:
        made: list[TabCell] = []
        for at, (value, column) in enumerate(zip(values, columns, strict=True)):
            tone, url = Tone.PLAIN, ""
            if isinstance(value, Cell):
                if value.behind is not None:
                    self._behind.append((len(self._rows), at, value.behind))
                elif value.url.startswith("https://"):
                    url = value.url
                tone, value = value.tone, value.value
            paint = TONE_PAINTS[tone]
            fill = paint.fill or (TOTAL if bold else "")
            made.append(
                TabCell(value, url, fill, paint.ink, bold=bold, centred=column.kind is not ColumnKind.TEXT)
            )
        self._rows.append(made)

    # -- the rows behind the numbers ---------------------------------------------------------------------

    @property
    def _is_too_long(self) -> bool:
        evidence = self._report.evidence
        wanted = evidence.labels if evidence is not None else {}
        count = sum(int(evidence.rows[measure].sum()) for measure, _ in wanted) if evidence else 0
        return count > _MOST_EVIDENCE

    def _evidence(self) -> None:
        evidence, words = self._report.evidence, self._report.words
        if evidence is None or self._is_too_long:
            return
        columns = (Column(words["measure"], 18), *evidence.columns)
        self._line()
        self._line(TabCell(words["evidence_title"], bold=True, size=12))
        top = self._header(Table("evidence", words["evidence_title"], columns, ()))
        behind, self._behind = self._behind, []
        ranges, blocks = lay_out(evidence, len(self._rows))
        for label, cells in blocks:
            self._row((label, *cells), columns)
        self._blocks.append(TabBlock(top, len(self._rows), len(columns)))
        for row, column, wanted in behind:
            cell = self._rows[row][column]
            place = _place(ranges, wanted, len(columns))
            self._rows[row][column] = TabCell(
                cell.value, place, cell.fill, cell.ink, bold=cell.bold, centred=cell.centred
            )

    def _chart_data(self, row: int, chart: Chart) -> TabChart:
        """Put a chart's numbers at the foot of the tab, where they can be read as well."""
        self._line()
        self._line(TabCell(chart.title, bold=True))
        data = len(self._rows)
        self._rows.append([_heading(""), *(_heading(name) for name, _ in chart.series)])
        for at, name in enumerate(chart.categories):
            numbers = (TabCell(values[at], centred=True) for _, values in chart.series)
            self._rows.append([TabCell(name), *numbers])
        self._blocks.append(TabBlock(data, len(self._rows), 1 + len(chart.series)))
        lying = chart.kind is ChartKind.BARS
        return TabChart(chart.title, chart.alt, lying, row, data, len(chart.categories), len(chart.series))


def _heading(text: str) -> TabCell:
    return TabCell(text, fill=HEADING, bold=True, centred=True)


def _place(ranges: Ranges, behind: Behind, width: int) -> str:
    found = summed(ranges, behind)
    # No table of rows has more columns than the alphabet has letters.
    return f"#A{found[0] + 1}:{chr(ord('A') + width - 1)}{found[1] + 1}" if found else ""
