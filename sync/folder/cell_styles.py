"""Which of the workbook's cell styles a cell has, found in the worksheet's XML when somebody asks."""

import re
from functools import cached_property

from sync.columns import letters
from sync.folder.patch.container.package import Package

_ROW = re.compile(rb"""<(?:\w{1,64}:)?row\s(?:[^<>]*?\s)?r\s*=\s*["'](\d{1,7})["']""")
_STYLE = re.compile(rb"""\ss\s*=\s*["'](\d{1,7})["']""")


class CellStyles:
    """Style numbers of one worksheet; call it with a 0-based row and column.

    Nothing is read before the first call.
    """

    def __init__(self, package: Package, part: str) -> None:
        self._package = package
        self._part = part

    @cached_property
    def _xml(self) -> bytes:
        return self._package.read(self._part)

    @cached_property
    def _row_bounds(self) -> dict[int, tuple[int, int]]:
        """Where each row lies: up to the next one, so that no cell is looked for beyond its own row."""
        found = [(int(match[1]), match.start()) for match in _ROW.finditer(self._xml)]
        ends = [*(start for _, start in found[1:]), len(self._xml)]
        return {row: (start, end) for (row, start), end in zip(found, ends, strict=True)}

    def __call__(self, row: int, column: int) -> int:
        """Return the style of the cell at 0-based (*row*, *column*); a cell that is not there has style 0."""
        bounds = self._row_bounds.get(row + 1)
        if bounds is None:
            return 0
        address = f"{letters(column)}{row + 1}".encode()
        cell = re.compile(
            rb"""<(?:\w{1,64}:)?c\s(?:[^<>]*?\s)?r\s*=\s*["']""" + address + rb"""["'][^<>]*>"""
        )
        found = cell.search(self._xml, *bounds)
        style = _STYLE.search(found[0]) if found else None
        return int(style[1]) if style else 0
