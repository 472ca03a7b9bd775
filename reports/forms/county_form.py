"""A county's own form: which of its cells are filled with what. Pure; nothing here knows of files.

A cell whose whole text is ``{new}`` or ``{new|village=青石村|category=邻里|level=red}`` holds a number.
``{village}``, ``{category}`` or ``{level}`` alone marks a header: the names in its row or column give the
cells of the block what they are of, and blank cells of the block repeat the first one's measure.
"""

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from config.errors import ConfigError
from config.messages import message

_MARK = re.compile(r"\{\s*(\w+)\s*((?:\|[^|{}=]+=[^|{}=]*)*)\}")
_LEVELS = {"红": "red", "黄": "yellow", "绿": "green", "高": "red", "中": "yellow", "低": "green"}
_ACROSS = frozenset({"category", "level"})

#: 1-based row and 0-based column.
Place = tuple[int, int]
#: A name, and what it is narrowed to.
Mark = tuple[str, dict[str, str]]


@dataclass(frozen=True, slots=True)
class FormWords:
    """What a form may ask for.

    Attributes:
        counts: names of counts.
        texts: names of texts, and what they say.
        members: of ``village``, ``category`` and ``level``: the values there are, in reading order.
        heads: what the marked header cells say once they are filled.
        count: the number behind a name, narrowed.
    """

    counts: frozenset[str]
    texts: Mapping[str, str]
    members: Mapping[str, Sequence[str]]
    heads: Mapping[str, str]
    count: Callable[[str, Mapping[str, str]], int]


@dataclass(frozen=True, slots=True)
class FormSheet:
    """One worksheet of a form: cells as text, and merged blocks (top, left, bottom, right; 0-based)."""

    name: str
    rows: Sequence[Sequence[str]]
    merges: Sequence[tuple[int, int, int, int]] = ()

    def at(self, row: int, column: int) -> str:
        """Return the text of a 1-based row and 0-based column, that of a merged block for all its cells."""
        for top, left, bottom, right in self.merges:
            if top <= row - 1 <= bottom and left <= column <= right:
                row, column = top + 1, left
                break
        line = self.rows[row - 1] if 0 < row <= len(self.rows) else ()
        return line[column].strip() if column < len(line) else ""


def fill(sheet: FormSheet, words: FormWords) -> dict[Place, str | int]:
    """Return what goes into which cell of *sheet*.

    Raises:
        ConfigError: a name is unknown; a block has fewer rows or columns than there are names.
    """
    return _Filling(sheet, words).values()


@dataclass(frozen=True, slots=True)
class _Header:
    """A marked header: which columns (or rows) behind it are of which name."""

    by: str
    row: int
    column: int
    is_across: bool
    names: Mapping[int, str]

    def covers(self, place: Place) -> bool:
        """Whether a cell lies behind it, in a column (or row) that it names."""
        row, column = place
        if self.is_across:
            return row > self.row and column in self.names
        return column > self.column and row in self.names

    def name_of(self, place: Place) -> str:
        """The name of a cell that it covers."""
        return self.names[place[1 if self.is_across else 0]]


class _Filling:
    def __init__(self, sheet: FormSheet, words: FormWords) -> None:
        self._sheet, self._words = sheet, words
        self._values: dict[Place, str | int] = {}
        self._headers: list[_Header] = []

    def values(self) -> dict[Place, str | int]:
        marks = dict(self._marks())
        for place, (name, _) in marks.items():
            if name in self._words.members:
                self._header(place, name)
        wanted = {place: mark for place, mark in marks.items() if mark[0] not in self._words.members}
        for place, mark in self._spread(wanted).items():
            self._values[place] = self._value(place, *mark)
        return self._values

    def _marks(self) -> Iterator[tuple[Place, Mark]]:
        for number, row in enumerate(self._sheet.rows, start=1):
            for column, text in enumerate(row):
                found = _MARK.fullmatch(text.strip())
                if found:
                    pairs = [part.split("=", 1) for part in found[2].split("|") if part]
                    yield (number, column), (found[1], {key.strip(): value.strip() for key, value in pairs})

    # -- headers

    def _header(self, place: Place, by: str) -> None:
        """Learn from a marked header which rows or columns are of which name."""
        row, column = place
        width = max((len(line) for line in self._sheet.rows), default=0)
        across = [(row, at) for at in range(column + 1, width)]
        down = [(at, column) for at in range(row + 1, len(self._sheet.rows) + 1)]
        named_across, named_down = self._named(across, by), self._named(down, by)
        is_across = bool(named_across) if by in _ACROSS else bool(named_across) and not named_down
        if not named_across and not named_down:
            is_across = by in _ACROSS
        named = named_across if is_across else named_down
        named = named or self._written(across if is_across else down, by)
        names = {place[1 if is_across else 0]: value for place, value in named.items()}
        self._headers.append(_Header(by, row, column, is_across, names))
        self._values[place] = self._words.heads[by]

    def _named(self, places: Sequence[Place], by: str) -> dict[Place, str]:
        named = ((place, self._member(by, self._sheet.at(*place))) for place in places)
        return {place: value for place, value in named if value is not None}

    def _member(self, by: str, text: str) -> str | None:
        known = self._words.members[by]
        if by == "level":
            text = _LEVELS.get(text[:1], text)
        if text in known:
            return text
        bare = text.removesuffix("纠纷") if by == "category" else text
        return bare if bare in known else None

    def _written(self, places: Sequence[Place], by: str) -> dict[Place, str]:
        """Write the names into the blank cells behind a header that names nothing itself."""
        blank: list[Place] = []
        for place in places:
            if self._sheet.at(*place):
                break
            blank.append(place)
        members = self._words.members[by]
        if len(blank) < len(members):
            raise ConfigError(
                message(
                    "report.form_short", sheet=self._sheet.name, by=by, there=len(blank), wanted=len(members)
                ),
                code="form_short",
            )
        named = dict(zip(blank, members, strict=False))
        self._values |= named
        return named

    # -- cells

    def _spread(self, wanted: Mapping[Place, Mark]) -> dict[Place, Mark]:
        """Repeat a block's first measure in its blank cells: to the right, then down."""
        found = dict(wanted)
        for is_across in (True, False):
            for place, mark in list(found.items()):
                if mark[0] in self._words.counts:
                    for other in self._repeats(place, is_across=is_across):
                        found.setdefault(other, mark)
        return found

    def _repeats(self, place: Place, *, is_across: bool) -> Iterator[Place]:
        """Yield the blank cells behind *place* that its header has names for."""
        row, column = place
        for header in self._over(place):
            if header.is_across is is_across:
                for at in sorted(header.names):
                    other = (row, at) if is_across else (at, column)
                    if other > place and not self._sheet.at(*other):
                        yield other

    def _over(self, place: Place) -> Iterator[_Header]:
        """Yield the nearest header of each kind that names the row or the column of a cell."""
        found: dict[tuple[str, bool], _Header] = {}
        for header in sorted(self._headers, key=lambda header: (header.row, header.column)):
            if header.covers(place):
                found[header.by, header.is_across] = header
        yield from found.values()

    def _value(self, place: Place, name: str, narrowed: Mapping[str, str]) -> str | int:
        words = self._words
        if name in words.texts:
            return words.texts[name]
        for by, value in narrowed.items():
            if by not in words.members or self._member(by, value) is None:
                raise self._unknown(f"{by}={value}")
        if name not in words.counts:
            raise self._unknown(name)
        given = {by: self._member(by, value) or value for by, value in narrowed.items()}
        headed = {header.by: header.name_of(place) for header in self._over(place)}
        return words.count(name, headed | given)

    def _unknown(self, name: str) -> ConfigError:
        known = ", ".join((*sorted(self._words.counts), *self._words.texts, *self._words.members))
        told = message("report.form_name", sheet=self._sheet.name, name=name, known=known)
        return ConfigError(told, code="form_name")
