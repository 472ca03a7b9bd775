"""A pass as small as can be: the verdict is a function of a row's number, the ledger one table with 编号."""

import re
import zlib
from collections.abc import Sequence

from config.vocabulary import MARK_HEADINGS, Mark
from sync.cells.text import as_text
from sync.grid import Grid, Sheet
from sync.store import Edit, LedgerRef, SheetLayout, Store, TableRows

HEADINGS = MARK_HEADINGS["zh-CN"]
_OURS = re.compile(
    r"正常|临期|中止|已办结|逾期\d+天|逾期办结|\d{4}-\d\d-\d\d|〔督〕.+|(承办单位|包案领导)|请.*于\d{4}-\d\d-\d\d前办理|\S+：.*期限"
)


def wanted(number: str) -> dict[Mark, str]:
    """Return what the row of case *number* deserves."""
    code = zlib.crc32(number.encode())
    due = f"2026-{code % 12 + 1:02d}-{code % 28 + 1:02d}"
    light = ("正常", "临期", f"逾期{code % 90 + 1}天", "中止", "已办结")[code % 5]
    asked = code % 5 in (1, 2)
    return {
        Mark.LIGHT: light,
        Mark.DUE: due,
        Mark.ASKED: f"请承办单位于{due}前办理" if asked else "",
        Mark.ADDRESSEE: "承办单位" if asked else "",
        Mark.WHY: f"{number}：简单事项15日期限",
    }


def is_ours(text: str) -> bool:
    return _OURS.fullmatch(text) is not None


def header_of(sheet: Sheet) -> tuple[int, int] | None:
    """Return the 0-based (row, column) of 编号."""
    for r, row in enumerate(sheet.rows):
        for c, text in enumerate(row):
            if text == "编号":
                return r, c
    return None


def compare(grid: Grid, highlight: str = "marks") -> tuple[list[Edit], list[SheetLayout]]:
    edits: list[Edit] = []
    layouts: list[SheetLayout] = []
    for sheet in grid.sheets:
        spot = header_of(sheet)
        if spot is None or not sheet.visible:
            continue
        header, key = spot
        numbers = {r: as_text(row[key]) for r, row in enumerate(sheet.rows) if r > header and row[key] != ""}
        last = max(numbers, default=header + 1)
        layouts.append(
            SheetLayout(sheet.name, (TableRows(header + 1, header + 2, last + 1),), highlight=highlight)
        )
        for mark in Mark:
            column = marks_of(sheet, header).get(mark)
            found = [as_text(row[column]) if column is not None else "" for row in sheet.rows]
            if not found[header]:
                edits.append(Edit(sheet.name, header + 1, mark, "", HEADINGS[mark], heading=True))
            for r, old in enumerate(found):
                new = wanted(numbers[r])[mark] if r in numbers else ""
                if r != header and old != new and (not old or is_ours(old)):
                    edits.append(Edit(sheet.name, r + 1, mark, old, new))
    return edits, layouts


def marks_of(sheet: Sheet, header: int) -> dict[Mark, int]:
    """Return our columns: those the store knows, else by heading."""
    found = dict(sheet.marks)
    for column, text in enumerate(sheet.rows[header]):
        for mark in Mark:
            if text == HEADINGS[mark] and column not in found.values():
                found.setdefault(mark, column)
    return found


def run_pass(store: Store, ref: LedgerRef, *, rounds: int = 3, highlight: str = "marks") -> int:
    """Bring a ledger in line; return how many edits were asked for.

    Raises:
        AssertionError: it would not settle.
    """
    from config.errors import LedgerChangedError

    done = 0
    for _ in range(rounds + 1):
        grid = store.read(ref)
        edits, layouts = compare(grid, highlight)
        sent = store.requests(ref).write
        try:
            # Without edits this mends colours, or sends nothing at all.
            store.write(ref, grid, edits, layouts)
        except LedgerChangedError:
            continue
        if store.requests(ref).write == sent:
            return done
        done += len(edits)
    raise AssertionError("unsettled")


Rows = Sequence[Sequence[object]]
