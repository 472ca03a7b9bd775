"""A chart as a native DrawingML part: Word draws it with the reader's own fonts; no picture, no data file."""

from xml.sax.saxutils import escape, quoteattr

from config.colours import SERIES
from reports.content import Chart, ChartKind
from reports.forms.word.docx_xml import NAMESPACES

_EMU_PER_MM = 36_000


def chart_part(chart: Chart) -> bytes:
    """Return the chart part's XML."""
    direction = "col" if chart.kind is ChartKind.COLUMNS else "bar"
    # Lying bars are read from the top; a chart's own order begins at the bottom.
    order, cross = ("maxMin", "max") if direction == "bar" else ("minMax", "autoZero")
    positions = ("b", "l") if direction == "col" else ("l", "b")
    series = "".join(_series(chart, number) for number in range(len(chart.series)))
    legend = (
        '<c:legend><c:legendPos val="b"/><c:overlay val="0"/></c:legend>' if len(chart.series) > 1 else ""
    )
    return (
        '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>'
        f'<c:chartSpace {NAMESPACES}><c:roundedCorners val="0"/><c:chart>'
        '<c:title><c:tx><c:rich><a:bodyPr/><a:p><a:pPr><a:defRPr sz="1200" b="1"/></a:pPr>'
        f'<a:r><a:rPr sz="1200" b="1"/><a:t>{escape(chart.title)}</a:t></a:r></a:p></c:rich></c:tx>'
        '<c:overlay val="0"/></c:title>'
        '<c:autoTitleDeleted val="0"/><c:plotArea><c:layout/>'
        f'<c:barChart><c:barDir val="{direction}"/><c:grouping val="clustered"/>'
        f'<c:varyColors val="0"/>{series}'
        '<c:gapWidth val="60"/><c:axId val="1001"/><c:axId val="1002"/></c:barChart>'
        f'<c:catAx><c:axId val="1001"/><c:scaling><c:orientation val="{order}"/></c:scaling>'
        f'<c:delete val="0"/><c:axPos val="{positions[0]}"/><c:majorTickMark val="none"/>'
        '<c:minorTickMark val="none"/>'
        '<c:tickLblPos val="nextTo"/><c:crossAx val="1002"/><c:crosses val="autoZero"/></c:catAx>'
        '<c:valAx><c:axId val="1002"/><c:scaling><c:orientation val="minMax"/><c:min val="0"/></c:scaling>'
        f'<c:delete val="1"/><c:axPos val="{positions[1]}"/><c:majorTickMark val="none"/>'
        f'<c:minorTickMark val="none"/><c:tickLblPos val="nextTo"/><c:crossAx val="1001"/>'
        f'<c:crosses val="{cross}"/></c:valAx></c:plotArea>{legend}<c:plotVisOnly val="1"/>'
        '<c:dispBlanksAs val="gap"/></c:chart></c:chartSpace>'
    ).encode()


def _series(chart: Chart, number: int) -> str:
    name, values = chart.series[number]
    count = len(values)
    names = "".join(
        f'<c:pt idx="{at}"><c:v>{escape(category)}</c:v></c:pt>'
        for at, category in enumerate(chart.categories)
    )
    numbers = "".join(f'<c:pt idx="{at}"><c:v>{value}</c:v></c:pt>' for at, value in enumerate(values))
    return (
        f'<c:ser><c:idx val="{number}"/><c:order val="{number}"/>'
        f"<c:tx><c:v>{escape(name)}</c:v></c:tx>"
        f'<c:spPr><a:solidFill><a:srgbClr val="{SERIES[number % len(SERIES)]}"/></a:solidFill></c:spPr>'
        '<c:invertIfNegative val="0"/><c:dLbls><c:showLegendKey val="0"/><c:showVal val="1"/>'
        '<c:showCatName val="0"/><c:showSerName val="0"/><c:showPercent val="0"/><c:showBubbleSize val="0"/>'
        f'</c:dLbls><c:cat><c:strLit><c:ptCount val="{count}"/>{names}</c:strLit></c:cat>'
        f'<c:val><c:numLit><c:ptCount val="{count}"/>{numbers}</c:numLit></c:val></c:ser>'
    )


def chart_run(chart: Chart, relation: str, number: int, width_mm: float, height_mm: float) -> str:
    """Return the run that shows chart part *relation* in the text, with its text alternative."""
    size = f'cx="{round(width_mm * _EMU_PER_MM)}" cy="{round(height_mm * _EMU_PER_MM)}"'
    return (
        f'<w:r><w:drawing><wp:inline distT="0" distB="0" distL="0" distR="0"><wp:extent {size}/>'
        f'<wp:docPr id="{number}" name={quoteattr(chart.title)} descr={quoteattr(chart.alt)}/>'
        '<wp:cNvGraphicFramePr/><a:graphic><a:graphicData uri="http://schemas.openxmlformats.org/drawingml/2006/chart">'
        f'<c:chart r:id="{relation}"/></a:graphicData></a:graphic></wp:inline></w:drawing></w:r>'
    )
