"""Native charts in a workbook; their numbers stand in the hidden marker sheet, out of the reader's way."""

from typing import TYPE_CHECKING

from config.colours import GRID, SERIES
from reports.content import Chart, ChartKind

if TYPE_CHECKING:
    from xlsxwriter.workbook import Workbook
    from xlsxwriter.worksheet import Worksheet

MARKER_SHEET = "_duesheet"
#: In pixels; and the rows and columns of usual size that this takes.
_SIZE = {"width": 520, "height": 250}
CHART_ROWS = 13
CHART_COLUMNS = 8


def add_chart(
    book: "Workbook", data: "Worksheet", chart: Chart, top: int, place: "tuple[Worksheet, int, int]"
) -> None:
    """Add a native chart.

    Args:
        book: the workbook.
        data: the marker sheet; *chart*'s names and numbers are written there from row *top* on.
        chart: what to draw.
        top: 0-based; the names take one row, each series one more.
        place: worksheet, row and column of the chart's corner, 0-based.
    """
    for column, name in enumerate(chart.categories, start=1):
        data.write_string(top, column, name)
    drawn = book.add_chart({"type": "column" if chart.kind is ChartKind.COLUMNS else "bar"})
    if drawn is None:  # pragma: no cover - both types are known
        return
    last = len(chart.categories)
    for number, (name, values) in enumerate(chart.series):
        line = top + 1 + number
        data.write_string(line, 0, name)
        for column, value in enumerate(values, start=1):
            data.write_number(line, column, value)
        drawn.add_series(
            {
                "name": [MARKER_SHEET, line, 0],
                "categories": [MARKER_SHEET, top, 1, top, last],
                "values": [MARKER_SHEET, line, 1, line, last],
                "fill": {"color": f"#{SERIES[number % len(SERIES)]}"},
                "data_labels": {"value": True},
                "gap": 60,
            }
        )
    drawn.set_title({"name": chart.title, "name_font": {"size": 12}, "overlay": False})
    drawn.set_legend({"none": True} if len(chart.series) == 1 else {"position": "bottom"})
    if chart.kind is ChartKind.BARS:
        drawn.set_y_axis({"reverse": True})
        drawn.set_x_axis({"major_gridlines": {"visible": False}, "visible": False})
    else:
        drawn.set_y_axis({"major_gridlines": {"visible": True, "line": {"color": f"#{GRID}"}}, "min": 0})
    drawn.set_size(_SIZE)
    sheet, row, column = place
    sheet.insert_chart(row, column, drawn, {"description": chart.alt, "x_offset": 4, "y_offset": 4})
