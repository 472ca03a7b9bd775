"""Spreadsheets as Google keeps them, as far as a ledger needs: identity, cells, ranges, metadata.

Every row and column is a `Line` with an identity of its own, and a cell belongs to a pair of lines. So an
insertion, a deletion or a move is an operation on a list, and who touched what can be said for ever,
wherever it stands now. Cells are dicts in the shape of the API's CellData and are replaced, never changed.
"""

import itertools
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from typing import Any

Json = dict[str, Any]
Cell = Json


class ApiError(Exception):
    """An answer of the API that is not 200."""

    def __init__(self, code: int, message: str, status: str = "INVALID_ARGUMENT", **extra: Any) -> None:
        super().__init__(message)
        self.code = code
        self.body: Json = {"error": {"code": code, "message": message, "status": status, **extra}}


def invalid(message: str) -> ApiError:
    return ApiError(400, message)


@dataclass(slots=True)
class Line:
    """A row or a column.

    Attributes:
        uid: its identity, never reused.
        creator: who made it.
        props: hiddenByUser, pixelSize, depth (in how many dimension groups it is).
        metadata: developer metadata that hangs on it, without location.
    """

    uid: int
    creator: str
    props: Json = field(default_factory=dict)
    metadata: list[Json] = field(default_factory=list)

    def copy(self) -> "Line":
        return Line(self.uid, self.creator, dict(self.props), [dict(entry) for entry in self.metadata])


@dataclass(frozen=True, slots=True)
class Box:
    """A block of cells; 0-based, half-open, None is unbounded on that side."""

    top: int | None = None
    bottom: int | None = None
    left: int | None = None
    right: int | None = None

    def rows(self, count: int) -> range:
        return range(self.top or 0, count if self.bottom is None else min(self.bottom, count))

    def columns(self, count: int) -> range:
        return range(self.left or 0, count if self.right is None else min(self.right, count))

    def overlaps(self, other: "Box") -> bool:
        return _meet(self.top, self.bottom, other.top, other.bottom) and _meet(
            self.left, self.right, other.left, other.right
        )

    def holds(self, row: int, column: int) -> bool:
        return self.overlaps(Box(row, row + 1, column, column + 1))


def _meet(a: int | None, b: int | None, c: int | None, d: int | None) -> bool:
    return (d is None or (a or 0) < d) and (b is None or (c or 0) < b)


@dataclass(slots=True)
class Group:
    """A dimension group: a half-open interval of lines at a depth."""

    start: int
    end: int
    depth: int
    collapsed: bool = False


@dataclass(slots=True)
class Tab:
    """One worksheet."""

    sheet_id: int
    title: str
    rows: list[Line]
    columns: list[Line]
    cells: dict[tuple[int, int], Cell] = field(default_factory=dict)
    hidden: bool = False
    frozen_rows: int = 0
    frozen_columns: int = 0
    merges: list[Box] = field(default_factory=list)
    rules: list[Json] = field(default_factory=list)  # with "boxes" in place of "ranges"
    protected: list[Json] = field(default_factory=list)  # with "box" in place of "range"
    basic_filter: Box | None = None
    #: What the filter hides and how it sorts, as it was set.
    filter_details: Json = field(default_factory=dict)
    metadata: list[Json] = field(default_factory=list)
    collapsed: set[tuple[int, int]] = field(default_factory=set)  # first line's uid, depth
    charts: list[Json] = field(default_factory=list)
    creator: str = ""

    def copy(self) -> "Tab":
        return replace(
            self,
            rows=[line.copy() for line in self.rows],
            columns=[line.copy() for line in self.columns],
            cells=dict(self.cells),
            merges=list(self.merges),
            rules=[dict(rule) for rule in self.rules],
            protected=[dict(entry) for entry in self.protected],
            metadata=[dict(entry) for entry in self.metadata],
            collapsed=set(self.collapsed),
            charts=list(self.charts),
        )

    def cell(self, row: int, column: int) -> Cell:
        return self.cells.get((self.rows[row].uid, self.columns[column].uid), {})

    def groups(self, lines: list[Line]) -> list[Group]:
        """Return the dimension groups: a line in n groups has depth n, runs of one depth are one group."""
        found: list[Group] = []
        deepest = max((line.props.get("depth", 0) for line in lines), default=0)
        for depth in range(1, deepest + 1):
            start = None
            for i in range(len(lines) + 1):
                inside = i < len(lines) and lines[i].props.get("depth", 0) >= depth
                if inside and start is None:
                    start = i
                elif not inside and start is not None:
                    found.append(Group(start, i, depth, (lines[start].uid, depth) in self.collapsed))
                    start = None
        return found

    def used(self) -> tuple[int, int]:
        """Return how many rows and columns there are up to the last cell with content."""
        row_at = {line.uid: i for i, line in enumerate(self.rows)}
        column_at = {line.uid: i for i, line in enumerate(self.columns)}
        last_row = last_column = 0
        for (row, column), cell in self.cells.items():
            if cell:
                last_row = max(last_row, row_at[row] + 1)
                last_column = max(last_column, column_at[column] + 1)
        return last_row, last_column


@dataclass(slots=True)
class Book:
    """One spreadsheet.

    Attributes:
        access: e-mail to ``reader``, ``writer`` or ``owner``.
    """

    book_id: str
    title: str
    tabs: list[Tab]
    access: dict[str, str]
    locale: str = "zh_CN"
    time_zone: str = "Asia/Shanghai"
    metadata: list[Json] = field(default_factory=list)
    parents: tuple[str, ...] = ()
    trashed: bool = False
    version: int = 1
    modified: float = 0.0

    def copy(self) -> "Book":
        return replace(
            self,
            tabs=[tab.copy() for tab in self.tabs],
            access=dict(self.access),
            metadata=[dict(entry) for entry in self.metadata],
        )

    def tab(self, sheet_id: int) -> Tab:
        for tab in self.tabs:
            if tab.sheet_id == sheet_id:
                return tab
        raise invalid(f"No grid with id: {sheet_id}")

    def named(self, title: str) -> Tab:
        for tab in self.tabs:
            if tab.title == title:
                return tab
        raise invalid(f"Unable to parse range: {title}")

    def cell_count(self) -> int:
        return sum(len(tab.rows) * len(tab.columns) for tab in self.tabs)


@dataclass(frozen=True, slots=True)
class Touch:
    """One thing that was changed, and by whom.

    Attributes:
        what: ``cell``, ``insert``, ``delete``, ``move``, ``metadata``, ``rule``, ``size``, …
        owner: of a cell or a column: who made the column; else "".
        field: of a cell: the CellData field.
    """

    actor: str
    book_id: str
    sheet_id: int
    what: str
    row: int = -1
    column: int = -1
    column_uid: int = -1
    owner: str = ""
    field: str = ""
    old: Any = None
    new: Any = None


@dataclass(slots=True)
class Switches:
    """Behaviour that Google does not document; each is tried both ways.

    Attributes:
        sort_moves_row_metadata: metadata of rows goes with the contents when whole rows are sorted.
        duplicate_copies_metadata: a duplicated worksheet's columns carry (new) metadata of the same key.
        formulas_follow: references in rules' formulas move with inserted and deleted columns.
        unmatched_filter_fails: a values write whose filter matches nothing is refused, else skipped.
        inserted_inherit_formats: an inserted line takes formats and validations from its neighbour.
        bounded_rules: rules' ranges come back with all four bounds.
    """

    sort_moves_row_metadata: bool = False
    duplicate_copies_metadata: bool = True
    formulas_follow: bool = True
    unmatched_filter_fails: bool = False
    inserted_inherit_formats: bool = True
    bounded_rules: bool = True


class World:
    """All spreadsheets there are, and the journal of everything that happened to them."""

    def __init__(self, now: Callable[[], float]) -> None:
        self.now = now
        self.books: dict[str, Book] = {}
        self.journal: list[Touch] = []
        self.switches = Switches()
        self.cell_limit = 10_000_000
        self._uids = itertools.count(1)
        self._metadata_ids = itertools.count(1001)
        self._sheet_ids = itertools.count(7_000_001)

    def uid(self) -> int:
        return next(self._uids)

    def metadata_id(self) -> int:
        return next(self._metadata_ids)

    def sheet_id(self) -> int:
        return next(self._sheet_ids)

    def lines(self, count: int, creator: str) -> list[Line]:
        return [Line(self.uid(), creator) for _ in range(count)]

    def new_tab(self, title: str, rows: int, columns: int, creator: str, sheet_id: int | None = None) -> Tab:
        number = self.sheet_id() if sheet_id is None else sheet_id
        return Tab(number, title, self.lines(rows, creator), self.lines(columns, creator), creator=creator)

    def add_book(self, book_id: str, title: str, access: dict[str, str], creator: str = "owner") -> Book:
        book = Book(book_id, title, [self.new_tab("工作表1", 100, 26, creator, 0)], access)
        book.modified = self.now()
        self.books[book_id] = book
        return book

    def touched_by(self, actor_prefix: str) -> Iterator[Touch]:
        return (touch for touch in self.journal if touch.actor.startswith(actor_prefix))
