"""Column widths (``<cols>``): ours are given one, people's stay what they were."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from config.messages import message
from sync.folder.patch.markup import attributes, changed_attributes, elements, is_count, refuse

# Attributes that every reader knows, openpyxl included, which refuses those it does not.
_ON_THE_LEFT = "bestFit"
_ON_THE_RIGHT = "collapsed"
_STOOD_THERE = "outlineLevel"
_STOOD_THERE_ONCE = "phonetic"  # as it was noted before 0.2: a reader or two refused it
_SHOWN = "hidden"  # together with the note on the right, for some programs write hidden="0" everywhere


@dataclass(frozen=True, slots=True)
class WidthSpan:
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

    def notes(self, side: str) -> bool:
        """Whether `with_ours` noted that the span it cut this out of goes on at *side*."""
        return attributes(self.raw).get(side) == "0"


def read_spans(xml: bytes, label: str) -> list[WidthSpan]:
    """Return the spans between the tags of ``<cols>``, in order.

    Raises:
        LayoutUnknownError: spans without numbers, overlapping, or out of order.
    """
    spans: list[WidthSpan] = []
    for element in elements(xml, 0, len(xml), label):
        given = element.attributes
        first, last = given.get("min", ""), given.get("max", "")
        if element.name != "col" or not is_count(first) or not is_count(last):
            raise refuse(label, message("folder.odd_widths"))
        spans.append(WidthSpan(int(first) - 1, int(last) - 1, element.raw))
    if any(a.last >= b.first for a, b in pairwise(spans)):
        raise refuse(label, message("folder.widths_overlap"))
    return spans


def with_ours(spans: list[WidthSpan], widths: Mapping[int, float]) -> list[WidthSpan]:
    """Return *spans* with a width for each new column of ours.

    A column that no span covers gets one. A column inside a span that goes on beyond ours is cut out of it
    and keeps its cell format. One that people folded away is shown. Any other width was meant for that very
    column and stays. What was done is noted in the span, by attributes that say what holds without them and
    that nobody else writes, so that `without_ours` can undo it.
    """
    found: list[WidthSpan] = []
    covered: set[int] = set()
    for span in spans:
        mine = sorted(column for column in widths if span.first <= column <= span.last)
        covered.update(mine)
        pieces = _split(span, mine)
        rest = [piece.first for piece in pieces if piece.first not in widths]
        if not mine:
            found.append(span)
            continue
        if not rest and not span.is_hidden:
            found.append(_kept(span))
            continue
        for piece in pieces:
            column = piece.first
            if column not in widths:
                found.append(piece)
            elif rest:
                notes = {_ON_THE_LEFT: rest[0] < column, _ON_THE_RIGHT: rest[-1] > column}
                found.append(_ours(column, widths[column], span.style, notes))
            else:
                found.append(_shown(piece, widths[column], joined=column > span.first))
    found += [_ours(column, width) for column, width in widths.items() if column not in covered]
    return sorted(found, key=lambda span: span.first)


def _ours(
    column: int, width: float, style: str | None = None, notes: Mapping[str, bool] | None = None
) -> WidthSpan:
    raw = f' min="{column + 1}" max="{column + 1}" width="{width:g}" customWidth="1"'
    raw += f' style="{style}"' if style is not None else ""
    raw += "".join(f' {name}="0"' for name, holds in (notes or {}).items() if holds)
    return WidthSpan(column, column, raw.encode())


def _kept(span: WidthSpan) -> WidthSpan:
    """Note that people gave these very columns their width before us."""
    if _STOOD_THERE in attributes(span.raw):
        return span
    return replace(span, raw=changed_attributes(span.raw, {_STOOD_THERE: "0"}))


def _stood_there(span: WidthSpan) -> bool:
    given = attributes(span.raw)
    # LibreOffice writes the level of every column, and a word where we and others write a number.
    return _STOOD_THERE_ONCE in given or (span.notes(_STOOD_THERE) and given.get(_ON_THE_RIGHT) != "false")


def _shown(piece: WidthSpan, width: float, *, joined: bool) -> WidthSpan:
    changes = {_SHOWN: "0", _ON_THE_RIGHT: "0"}
    if not _width(piece):
        changes["width"] = f"{width:g}"
    if joined:
        changes[_ON_THE_LEFT] = "0"
    return replace(piece, raw=changed_attributes(piece.raw, changes))


def without_ours(spans: list[WidthSpan], widths: Mapping[int, float]) -> list[WidthSpan]:
    """Return *spans* with the widths taken out that we gave to our columns, and the cuts closed.

    Args:
        spans: as they stand now.
        widths: our columns, 0-based, and what each was given; another width was set by people and stays.
    """
    columns = widths.keys()
    pieces = [piece for span in spans for piece in _split(span, sorted(columns))]
    ours = {
        piece.first
        for piece in pieces
        if piece.first in columns and not _stood_there(piece) and _is_about(piece, widths[piece.first])
    }
    found: list[WidthSpan] = []
    for index, piece in enumerate(pieces):
        if piece.first in columns and piece.notes(_SHOWN) and piece.notes(_ON_THE_RIGHT):
            changes = {_SHOWN: "1", _ON_THE_RIGHT: None, _ON_THE_LEFT: None}
            found.append(replace(piece, raw=changed_attributes(piece.raw, changes)))
        elif piece.first not in ours:
            is_noted = piece.first in columns and _stood_there(piece)
            notes = {_STOOD_THERE: None, _STOOD_THERE_ONCE: None}
            raw = changed_attributes(piece.raw, notes) if is_noted else piece.raw
            found.append(replace(piece, raw=raw))
        elif source := _source(pieces, index, ours):
            found.append(replace(source, first=piece.first, last=piece.last))
    noted = {piece.first for piece in pieces if piece.first in columns and piece.notes(_ON_THE_LEFT)}
    return _joined(found, noted)


def _split(span: WidthSpan, columns: Sequence[int]) -> list[WidthSpan]:
    """Cut *span* so that each of *columns* stands alone; programs join equal neighbours on saving."""
    pieces: list[WidthSpan] = []
    position = span.first
    for column in columns:
        if not position <= column <= span.last:
            continue
        if position < column:
            pieces.append(replace(span, first=position, last=column - 1))
        pieces.append(replace(span, first=column, last=column))
        position = column + 1
    if position <= span.last:
        pieces.append(replace(span, first=position))
    return pieces


def _width(span: WidthSpan) -> float:
    try:
        return float(attributes(span.raw).get("width", ""))
    except ValueError:
        return 0.0


def _is_about(span: WidthSpan, width: float) -> bool:
    # Excel adds 0.7109375 of cell padding to what it was given, LibreOffice rounds to its own units.
    return -0.15 <= _width(span) - width <= 0.85


def _source(pieces: list[WidthSpan], index: int, ours: Collection[int]) -> WidthSpan | None:
    """Return what is left of the span that the piece at *index* was cut out of; None when it was not."""
    piece = pieces[index]
    if piece.notes(_ON_THE_RIGHT):
        return _next(pieces, index, ours, 1)
    if piece.notes(_ON_THE_LEFT):
        return _next(pieces, index, ours, -1)
    if piece.style in (None, "0"):
        return None
    # Saved anew by another program, which dropped our notes; the cell format is left to go by.
    sides = (_next(pieces, index, ours, 1), _next(pieces, index, ours, -1))
    return next((side for side in sides if side is not None and side.style == piece.style), None)


def _next(pieces: list[WidthSpan], index: int, ours: Collection[int], step: int) -> WidthSpan | None:
    """Return the nearest piece on one side that is not ours, without a gap in between."""
    while 0 <= index + step < len(pieces):
        here, there = pieces[index], pieces[index + step]
        if here.first != there.last + 1 and there.first != here.last + 1:
            return None
        if there.first not in ours:
            return there
        index += step
    return None


def _joined(spans: list[WidthSpan], to_the_left: Collection[int]) -> list[WidthSpan]:
    """Join what was one span; people's own neighbours that happen to be alike stay apart.

    Args:
        spans: in order; pieces of one span have the same bytes, min and max as once written among them.
        to_the_left: the columns whose span went on to their left.
    """
    found: list[WidthSpan] = []
    for span in spans:
        last = found[-1] if found else None
        if last is not None and last.last + 1 == span.first:
            noted = span.first in to_the_left and _manners(last) == _manners(span)
            if last.raw == span.raw or noted:
                found[-1] = replace(span, first=last.first)
                continue
        found.append(span)
    return found


def _manners(span: WidthSpan) -> dict[str, str]:
    return {name: value for name, value in attributes(span.raw).items() if name not in {"min", "max"}}
