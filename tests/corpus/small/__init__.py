"""Small ledgers in the manner of real ones, each with its truth; written before the reader was mended.

They stand in text files: ``== name``, then lines of ``key: value`` (file, title, tab, kind, today, merges),
``head:`` and ``role:`` lines, then rows and their truths in the notation of `tests.corpus.book`. A ``--`` line
begins the next table of the sheet; its rows go on counting.
"""  # noqa: E501

from collections.abc import Iterator, Sequence
from datetime import date
from pathlib import Path

from xlsxwriter.utility import xl_col_to_name

from tests.corpus.book import AS_OF, Book, Tab, Table, cells_of

FILES = ("screening", "petition", "mediation", "odd")
#: Written after the figures of the others were taken; no half of it is looked at while mending.
LATER = ("later",)
#: Written after those; half of them, drawn by seed, is not looked at while mending.
FRESH = ("fresh",)
LAST = ("last",)
SIXTH = ("sixth",)
SEVENTH = ("seventh",)


def small_ledgers(files: Sequence[str] = FILES) -> dict[str, Book]:
    """Return every small ledger of *files* by its name."""
    found: dict[str, Book] = {}
    for name in files:
        text = (Path(__file__).parent / f"{name}.txt").read_text("utf-8")
        for part in text.split("\n== ")[1:]:
            title, _, body = part.partition("\n")
            found[title.strip()] = _book(body)
    return found


def _book(body: str) -> Book:
    keys: dict[str, str] = {}
    tables: list[Table] = []
    cells: dict[str, str] = {}
    row = 1
    for part in body.split("\n--\n"):
        lines = [line for line in part.splitlines() if line.strip() and not line.startswith("#")]
        own = dict(
            line.split(": ", 1)
            for line in lines
            if line.startswith(("file:", "tab:", "kind:", "today:", "merges:"))
        )
        keys |= own
        for title in (line.split(": ", 1)[1] for line in lines if line.startswith("title:")):
            cells[f"A{row}"] = title
            row += 1
        heads = [line.split(":", 1)[1].strip(" ") for line in lines if line.startswith("head:")]
        roles = [line.split(":", 1)[1].strip() for line in lines if line.startswith("role:")]
        rest = [line for line in lines if not _is_key(line)]
        if not heads:
            for line in rest:
                cells |= {
                    f"{xl_col_to_name(at)}{row}": cell for at, cell in enumerate(cells_of(line)) if cell
                }
                row += 1
            continue
        top = row + len(heads)
        tables.append(Table(tuple(range(row, top)), "\n".join(heads), roles[0], "\n".join(rest), top))
        row = top + len(rest) // 2 + 1
    tab = Tab(
        keys.get("tab", "台账"),
        keys.get("kind", "ledger"),
        cells,
        merges=keys.get("merges", ""),
        tables=tables,
    )
    today = date.fromisoformat(keys["today"]) if "today" in keys else AS_OF
    return Book(keys.get("file", "青石村.xlsx"), [tab], today)


def _is_key(line: str) -> bool:
    return line.partition(":")[0] in ("file", "title", "tab", "kind", "today", "merges", "head", "role")


def rows_of(book: Book) -> Iterator[dict[str, object]]:
    """Yield every row's truth."""
    for sheet in book.truth()["sheets"].values():
        for table in sheet["tables"]:
            yield from table["rows"]
