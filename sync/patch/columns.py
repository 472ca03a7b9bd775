"""Column widths (``<cols>``): ours are given one, people's stay what they were."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace
from itertools import pairwise

from sync.patch.markup import attributes, changed_attributes, elements, refuse


@dataclass(frozen=True, slots=True)
class Span:
    """One ``<col>``: 0-based columns, both ends included, and its attributes as written."""

    first: int
    last: int
    raw: bytes

    def xml(self) -> bytes:
        """Return the element."""
        raw = changed_attributes(self.raw, {"min": str(self.first + 1), "max": str(self.last + 1)})
        return b"<col" + raw + b"/>"

    @property
    def is_hidden(self) -> bool:
        """Whether people have folded these columns away."""
        return attributes(self.raw).get("hidden") in {"1", "true"}

    @property
    def style(self) -> str | None:
        """The cell format named for empty cells of the columns; None when none is."""
        return attributes(self.raw).get("style")


def read_spans(xml: bytes, label: str) -> list[Span]:
    """Return the spans between the tags of ``<cols>``, in order.

    Raises:
        LayoutUnknownError: spans without numbers, overlapping, or out of order.
    """
    spans: list[Span] = []
    for element in elements(xml, 0, len(xml), label):
        given = element.attributes
        first, last = given.get("min", ""), given.get("max", "")
        if element.name != "col" or not first.isdigit() or not last.isdigit():
            raise refuse(label, "a worksheet's column widths are written in an unknown way")
        spans.append(Span(int(first) - 1, int(last) - 1, element.raw))
    if any(a.last >= b.first for a, b in pairwise(spans)):
        raise refuse(label, "a worksheet's column widths overlap")
    return spans


def with_ours(spans: list[Span], widths: Mapping[int, float]) -> list[Span]:
    """Return *spans* with a width for each new column of ours.

    A column that no span covers gets one. A column inside a span that goes on beyond ours, or that is
    hidden, is cut out of it, keeping its cell format (written even when it is 0: that is how `without_ours`
    knows to close the cut again). Any other width was meant for that very column and stays.
    """
    found: list[Span] = []
    covered: set[int] = set()
    for span in spans:
        mine = [column for column in range(span.first, span.last + 1) if column in widths] if widths else []
        covered.update(mine)
        if not mine or not (span.is_hidden or span.last - span.first + 1 > len(mine)):
            found.append(span)
            continue
        position = span.first
        for column in mine:
            if position < column:
                found.append(replace(span, first=position, last=column - 1))
            found.append(_ours(column, widths[column], style=span.style or "0"))
            position = column + 1
        if position <= span.last:
            found.append(replace(span, first=position))
    found += [_ours(column, width) for column, width in widths.items() if column not in covered]
    return sorted(found, key=lambda span: span.first)


def _ours(column: int, width: float, style: str | None = None) -> Span:
    named = f' style="{style}"' if style is not None else ""
    place = column + 1
    return Span(
        column, column, f' min="{place}" max="{place}" width="{width:g}"{named} customWidth="1"'.encode()
    )


def without_ours(spans: list[Span], columns: Collection[int], widths: Collection[float]) -> list[Span]:
    """Return *spans* with the widths taken out that we gave to *columns*, and the cuts closed.

    Args:
        spans: as they stand now.
        columns: 0-based, those of ours.
        widths: all that we ever give; another width was set by people and stays.
    """
    pieces: list[Span] = []
    for span in spans:
        pieces += _split(span, columns)
    kept: list[Span] = []
    gap: list[int] = []
    for index, span in enumerate(pieces):
        if span.first not in columns or not _is_width_of_ours(span, widths):
            kept.append(span)
            continue
        if span.style is not None:
            gap.append(index)
    closed = {index: _neighbour(pieces, index, set(gap)) for index in gap}
    grown = [
        replace(source, first=pieces[index].first, last=pieces[index].last)
        for index, source in closed.items()
        if source is not None
    ]
    return _joined(sorted(kept + grown, key=lambda span: span.first), {span.first for span in grown})


def _split(span: Span, columns: Collection[int]) -> list[Span]:
    """Cut *span* so that each column of ours stands alone; programs join equal neighbours on saving."""
    mine = sorted(column for column in columns if span.first <= column <= span.last)
    pieces: list[Span] = []
    position = span.first
    for column in mine:
        if position < column:
            pieces.append(replace(span, first=position, last=column - 1))
        pieces.append(replace(span, first=column, last=column))
        position = column + 1
    if position <= span.last:
        pieces.append(replace(span, first=position))
    return pieces


def _is_width_of_ours(span: Span, widths: Collection[float]) -> bool:
    given = attributes(span.raw).get("width", "")
    try:
        width = float(given)
    except ValueError:
        return False
    # Excel adds 0.7109375 of cell padding to what it was given, LibreOffice rounds to its own units.
    return any(-0.15 <= width - ours <= 0.85 for ours in widths)


def _neighbour(pieces: list[Span], index: int, gap: set[int]) -> Span | None:
    """Return the span that a cut was made from: the next one on the right, else on the left."""
    for step in (1, -1):
        at = index
        while 0 <= at + step < len(pieces):
            here, there = pieces[at], pieces[at + step]
            if there.first - here.last != 1 and here.first - there.last != 1:
                break
            at += step
            if at not in gap:
                if (there.style or "0") == (pieces[index].style or "0"):
                    return there
                break
    return None


def _joined(spans: list[Span], grown: Collection[int]) -> list[Span]:
    """Join what we had cut; people's own neighbours that happen to be alike stay apart."""
    found: list[Span] = []
    for span in spans:
        last = found[-1] if found else None
        if last is not None and last.last + 1 == span.first and _are_one(last, span, grown):
            found[-1] = replace(last, last=span.last)
        else:
            found.append(span)
    return found


def _are_one(left: Span, right: Span, grown: Collection[int]) -> bool:
    if left.raw == right.raw:  # with min and max as written: two pieces of one span
        return True
    cut_here = left.last in grown or left.first in grown or right.first in grown
    return cut_here and _manners(left) == _manners(right)


def _manners(span: Span) -> dict[str, str]:
    return {name: value for name, value in attributes(span.raw).items() if name not in {"min", "max"}}
