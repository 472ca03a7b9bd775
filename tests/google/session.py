"""One batch at work: the copy it works on, who acts, and what it touched."""

from typing import Any

from tests.google.model import ApiError, Book, Box, Cell, Json, Line, Tab, Touch, World, invalid
from tests.google.render import may_edit

#: Fields whose change counts as a change of a cell.
FIELDS = ("userEnteredValue", "userEnteredFormat", "note", "dataValidation", "textFormatRuns")


class Session:
    """Applies changes to *book*, a copy; `commit` puts it in the world's place."""

    def __init__(self, world: World, book: Book, actor: str, email: str) -> None:
        self.world = world
        self.book = book
        self.actor = actor
        self.email = email
        self.touches: list[Touch] = []

    def commit(self) -> None:
        world = self.world
        if self.touches:
            self.book.version += 1
            self.book.modified = world.now()
            world.journal.extend(self.touches)
        world.books[self.book.book_id] = self.book

    def protected_error(self) -> ApiError:
        return invalid(
            "You are trying to edit a protected cell or object. Please contact the spreadsheet owner "
            "to remove protection if you need to edit."
        )

    def check_open(self, tab: Tab, box: Box) -> None:
        """Refuse a change inside a protected range that the actor may not edit."""
        for entry in tab.protected:
            if entry["box"].overlaps(box) and not may_edit(entry, self.book, self.email):
                raise self.protected_error()

    def check_room(self) -> None:
        if self.book.cell_count() > self.world.cell_limit:
            raise invalid(
                "This action would increase the number of cells in the workbook above the limit of "
                f"{self.world.cell_limit} cells."
            )

    def note(self, tab: Tab, what: str, *, old: Any = None, new: Any = None) -> None:
        self.touches.append(Touch(self.actor, self.book.book_id, tab.sheet_id, what, old=old, new=new))

    def note_line(self, tab: Tab, what: str, line: Line, index: int) -> None:
        self.touches.append(
            Touch(
                self.actor,
                self.book.book_id,
                tab.sheet_id,
                what,
                column=index,
                column_uid=line.uid,
                owner=line.creator,
            )
        )

    def set_cell(self, tab: Tab, row: int, column: int, cell: Cell) -> None:
        line = tab.columns[column]
        key = (tab.rows[row].uid, line.uid)
        old = tab.cells.get(key, {})
        cell = {name: value for name, value in cell.items() if value not in ({}, None, "")}
        if old == cell or (cell.get("userEnteredValue") and self._is_covered(tab, row, column)):
            return  # what is written under a merged cell is dropped without a word
        self.check_open(tab, Box(row, row + 1, column, column + 1))
        for name in FIELDS:
            if old.get(name) != cell.get(name):
                self.touches.append(
                    Touch(
                        self.actor,
                        self.book.book_id,
                        tab.sheet_id,
                        "cell",
                        row,
                        column,
                        line.uid,
                        line.creator,
                        name,
                        old.get(name),
                        cell.get(name),
                    )
                )
        if cell:
            tab.cells[key] = cell
        else:
            tab.cells.pop(key, None)

    @staticmethod
    def _is_covered(tab: Tab, row: int, column: int) -> bool:
        spot = Box(row, row + 1, column, column + 1)
        return any(
            merge.overlaps(spot) and (row, column) != (merge.top or 0, merge.left or 0)
            for merge in tab.merges
        )

    def set_value(self, tab: Tab, row: int, column: int, value: Json | None) -> None:
        """Put a userEnteredValue (None clears it) and leave the rest of the cell."""
        cell = dict(tab.cell(row, column))
        cell.pop("_result", None)
        if value is None:
            cell.pop("userEnteredValue", None)
        else:
            cell["userEnteredValue"] = value
        self.set_cell(tab, row, column, cell)
