"""A report as one self-contained web page: no script, no request; for phones, dark rooms and paper too."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING

import jinja2
import numpy as np
from markupsafe import Markup, escape

from reports.content import Behind, Cell, Column, ColumnKind, Report, Row, RowsBehind, Tone, Value
from reports.forms.files import put
from reports.forms.svg import draw

if TYPE_CHECKING:
    from pathlib import Path


def write_page(report: Report, path: "Path") -> None:
    """Write *report* to *path* as .html; the same report gives the same bytes.

    Raises:
        PublishError: the file cannot be written.
    """
    put(path, page_text(report).encode())


def page_text(report: Report) -> str:
    """Return *report* as the text of an HTML page."""
    template, style = _template()
    anchors = _Anchors(report.evidence)
    return template.render(
        report=report,
        title=report.heading,
        words=report.words,
        style=style,
        draw=draw,
        cells=_cell_maker(anchors),
        rows=tuple(anchors.groups(report)) if report.evidence else (),
    )


@cache
def _template() -> tuple[jinja2.Template, Markup]:
    environment = jinja2.Environment(
        loader=jinja2.PackageLoader("reports"),
        autoescape=True,
        undefined=jinja2.StrictUndefined,
        trim_blocks=True,
    )
    style = (files("reports") / "templates" / "report.css").read_text("utf-8")
    return environment.get_template("report.html"), Markup(style)  # noqa: S704 - our own file


def _cell_maker(anchors: "_Anchors") -> Callable[[Row, Sequence[Column]], Markup]:
    """Return what writes a row's cells; by hand, for a page may hold a hundred thousand of them."""

    def cells(row: Row, columns: Sequence[Column]) -> Markup:
        made: list[str] = []
        for at, (value, column) in enumerate(zip(row, columns, strict=True)):
            tag, scope = ("th", ' scope="row"') if not at and column.kind is ColumnKind.TEXT else ("td", "")
            classes = " ".join(filter(None, ("" if column.kind is ColumnKind.TEXT else "n", _tone(value))))
            marked = f' class="{classes}"' if classes else ""
            made.append(f"<{tag}{scope}{marked}>{_shown(value, anchors)}</{tag}>")
        return Markup("".join(made))  # noqa: S704 - every value was escaped

    return cells


def _tone(value: Value) -> Tone:
    return value.tone if isinstance(value, Cell) else Tone.PLAIN


def _shown(value: Value, anchors: "_Anchors") -> str:
    target = ""
    if isinstance(value, Cell):
        anchor = anchors.of(value.behind) if value.behind else ""
        target = f"#{anchor}" if anchor else value.url
        value = value.value
    text = "" if value is None else value.isoformat() if isinstance(value, date) else str(value)
    return f'<a href="{escape(target)}">{escape(text)}</a>' if target else str(escape(text))


@dataclass(frozen=True, slots=True)
class PageBlock:
    """A fold-out: the rows behind one number."""

    label: str
    count: int
    anchor: str
    listing: Markup


@dataclass(frozen=True, slots=True)
class Group:
    """The fold-outs of one village, of one category, or of the whole."""

    heading: str
    blocks: tuple[PageBlock, ...]


class _Anchors:
    """Where in the page each number's rows stand."""

    def __init__(self, evidence: RowsBehind | None) -> None:
        self._evidence = evidence
        self._names: dict[Behind, str] = {}
        self._counts: dict[Behind, int] = {}
        self._rows: dict[Behind, list[int]] = {}
        if evidence is not None:
            self._collect(evidence)

    def _collect(self, evidence: RowsBehind) -> None:
        for measure, by in evidence.labels:
            rows = np.flatnonzero(evidence.rows[measure].to_numpy()).tolist()
            values = evidence.rows[by].tolist()
            for row in rows:
                self._rows.setdefault(Behind(measure, by, str(values[row])), []).append(row)
            if rows and Behind(measure) not in self._counts:
                self._counts[Behind(measure)] = len(rows)
        self._counts |= {behind: len(rows) for behind, rows in self._rows.items()}
        self._names = {behind: f"r{number}" for number, behind in enumerate(self._counts)}

    def of(self, behind: Behind) -> str:
        """Return the anchor of a number's rows; "" when it has none. A sum leads to its first part."""
        parts = (Behind(name, behind.by, behind.value) for name in behind.measure.split("+"))
        return next((self._names[part] for part in parts if part in self._names), "")

    def groups(self, report: Report) -> Iterator[Group]:
        """Yield the fold-outs: the whole first, then village by village, then category by category."""
        evidence = self._evidence
        if evidence is None:
            return
        whole = (b for b in self._counts if not b.by)
        yield Group(report.words["whole"], tuple(self._whole_block(b, evidence) for b in whole))
        by_value: dict[tuple[str, str], list[Behind]] = {}
        for behind in self._rows:
            by_value.setdefault((behind.by, behind.value), []).append(behind)
        shown: set[int] = set()
        for (by, value), numbers in by_value.items():
            rows = sorted({row for behind in numbers for row in self._rows[behind]})
            blocks = [self._block(behind, evidence) for behind in numbers]
            if by == "village":
                label, anchor = report.words["page_rows"], f"v{len(shown)}"
                blocks.append(PageBlock(label, len(rows), anchor, _case_table(rows, evidence)))
                shown.update(rows)
            yield Group(evidence.headings.get((by, value), value), tuple(blocks))

    def _whole_block(self, whole: Behind, evidence: RowsBehind) -> PageBlock:
        """The rows of a total, village by village."""
        by = next(by for measure, by in evidence.labels if measure == whole.measure)
        parts = [b for b in self._rows if b.measure == whole.measure and b.by == by]
        links = (
            _link(self._names[b], f"{evidence.headings.get((by, b.value), b.value)} {self._counts[b]}")
            for b in parts
        )
        label = evidence.labels[whole.measure, by]
        return PageBlock(label, self._counts[whole], self._names[whole], Markup(" · ").join(links))

    def _block(self, behind: Behind, evidence: RowsBehind) -> PageBlock:
        links = (_link(f"c{row}", evidence.places[row]) for row in self._rows[behind])
        label = evidence.labels[behind.measure, behind.by]
        return PageBlock(label, self._counts[behind], self._names[behind], Markup(" · ").join(links))


def _link(anchor: str, text: str) -> Markup:
    return Markup('<a href="#{}">{}</a>').format(anchor, text)


def _case_table(rows: Sequence[int], evidence: RowsBehind) -> Markup:
    """Every case of a village that some number counts, once, each row with an anchor of its own."""
    cells = _cell_maker(_Anchors(None))
    head = "".join(f'<th scope="col">{escape(column.heading)}</th>' for column in evidence.columns)
    body = "".join(f'<tr id="c{row}">{cells(evidence.cells[row], evidence.columns)}</tr>' for row in rows)
    table = f"<table><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table>"
    return Markup(f'<div class="wide" tabindex="0">{table}</div>')  # noqa: S704 - every value was escaped
