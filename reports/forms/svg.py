"""A chart as inline SVG: drawn by hand, so the page needs no script, no font and no request."""

from markupsafe import Markup, escape

from reports.content import Chart, ChartKind, text_width

_WIDTH = 720
_TITLE = 34
_BAR = 20
_GAP = 10
_PLOT = 220
_CLASSES = ("first", "second")
_CHARACTER = 7.2  # of a Latin character at 13 px; a Chinese one takes two


def draw(chart: Chart) -> Markup:
    """Return *chart* as an ``<svg>`` with its title and its text alternative."""
    body, height = _columns(chart) if chart.kind is ChartKind.COLUMNS else _bars(chart)
    head = Markup('<text x="{}" y="20" text-anchor="middle" font-weight="600">{}</text>').format(
        _WIDTH / 2, chart.title
    )
    name = f"chart-{chart.key}"
    return Markup(
        '<svg viewBox="0 0 {width} {height}" role="img" aria-labelledby="{name}-title {name}-desc">'
        '<title id="{name}-title">{title}</title><desc id="{name}-desc">{alt}</desc>{head}{body}</svg>'
    ).format(width=_WIDTH, height=height, name=name, title=chart.title, alt=chart.alt, head=head, body=body)


def _most(chart: Chart) -> int:
    return max((value for _, values in chart.series for value in values), default=0) or 1


def _bars(chart: Chart) -> tuple[Markup, int]:
    """Lying bars, for names."""
    names = max(text_width(name) for name in chart.categories) * _CHARACTER + 12
    left = min(names, _WIDTH / 2)
    room = _WIDTH - left - 48
    most = _most(chart)
    _, values = chart.series[0]
    drawn: list[Markup] = []
    for at, (name, value) in enumerate(zip(chart.categories, values, strict=True)):
        top = _TITLE + at * (_BAR + _GAP)
        width = round(room * value / most, 1)
        drawn.append(
            Markup(
                '<text x="{}" y="{}" text-anchor="end">{}</text>'
                '<rect class="first" x="{}" y="{}" width="{}" height="{}"/><text x="{}" y="{}">{}</text>'
            ).format(
                round(left - 8, 1),
                top + 15,
                name,
                round(left, 1),
                top,
                width,
                _BAR,
                round(left + width + 6, 1),
                top + 15,
                value,
            )
        )
    return Markup("").join(drawn), _TITLE + len(values) * (_BAR + _GAP)


def _columns(chart: Chart) -> tuple[Markup, int]:
    """Upright columns, for time; several series stand beside each other."""
    most, floor = _most(chart), _TITLE + 16 + _PLOT
    slot = _WIDTH / max(1, len(chart.categories))
    bar = min(26.0, slot * 0.8 / len(chart.series))
    drawn: list[Markup] = []
    for number, (_, values) in enumerate(chart.series):
        start = (slot - bar * len(chart.series)) / 2 + number * bar
        for at, value in enumerate(values):
            height = round(_PLOT * value / most, 1)
            left = at * slot + start
            drawn.append(
                Markup(
                    '<rect class="{}" x="{}" y="{}" width="{}" height="{}"/>'
                    '<text x="{}" y="{}" text-anchor="middle">{}</text>'
                ).format(
                    _CLASSES[number % 2],
                    round(left, 1),
                    round(floor - height, 1),
                    round(bar - 1, 1),
                    height,
                    round(left + bar / 2, 1),
                    round(floor - height - 4, 1),
                    value,
                )
            )
    drawn.append(Markup('<line class="axis" x1="0" y1="{0}" x2="{1}" y2="{0}"/>').format(floor, _WIDTH))
    for at, name in enumerate(chart.categories):
        # A label such as 2026-03H2 is too wide for its slot; it is set on two lines.
        lines = name.split("-", maxsplit=1)
        for line, part in enumerate(lines):
            drawn.append(
                Markup('<text x="{}" y="{}" text-anchor="middle">{}</text>').format(
                    round((at + 0.5) * slot, 1), floor + 18 + 15 * line, part
                )
            )
    drawn.append(_legend(chart, floor + 56))
    return Markup("").join(drawn), floor + 66


def _legend(chart: Chart, top: int) -> Markup:
    drawn: list[Markup] = []
    left = _WIDTH / 2 - 70 * len(chart.series)
    for number, (name, _) in enumerate(chart.series):
        at = round(left + 140 * number, 1)
        drawn.append(
            Markup(
                '<rect class="{}" x="{}" y="{}" width="12" height="12"/><text x="{}" y="{}">{}</text>'
            ).format(_CLASSES[number % 2], at, top - 11, at + 18, top, escape(name))
        )
    return Markup("").join(drawn)
