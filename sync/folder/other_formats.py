"""Spreadsheets that are read and never written: .xls, .et in an .xls container, .ods and .csv.

How far such a file unfolds cannot be counted from outside, so it is laid out in a process of its own, with
limits of memory and time; whatever it holds, only that process dies of it.
"""

import csv
import os
import pickle
import subprocess
import sys
from collections.abc import Iterator, Sequence
from io import BytesIO, StringIO
from pathlib import Path

from config.errors import LedgerUnavailableError
from config.messages import message
from sync.folder.patch.container.zip_parts import broken
from sync.grid import CellValue, Merge, Sheet

#: By their endings, in lower case.
READ_ONLY = frozenset({".xls", ".et", ".ods", ".csv"})
#: What one file may take: it must not hold up the others.
MEMORY = 1 << 30
SECONDS = 60
MAX_CSV = 64 << 20
MAX_CELLS = 8_000_000

_OLE = bytes.fromhex("D0CF11E0A1B11AE1")
_MARKS = ((b"\xef\xbb\xbf", "utf-8-sig"), (b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16"))
_SAMPLE = 1 << 14
_DELIMITERS = ",\t;，"

#: A worksheet on its way between the processes: name, whether it is shown, its cells, its merged blocks.
Laid = tuple[str, bool, Sequence[Sequence[CellValue]], list[Merge]]


def read_only_sheets(data: bytes, ending: str, label: str, name: str) -> tuple[Sheet, ...]:
    """Return the worksheets of a spreadsheet that is not ours to write.

    Args:
        data: the whole file.
        ending: one of `READ_ONLY`.
        label: the file's name, for messages.
        name: what the only worksheet of a text file is called.

    Raises:
        LedgerUnavailableError: in another format than its name says, damaged, protected, or too large.
    """
    if ending == ".csv":
        return (Sheet(name, _levelled(_text_rows(data, label)), sheet_id=name),)
    if ending in (".xls", ".et") and not data.startswith(_OLE):
        raise LedgerUnavailableError(message("folder.other_container", file=label, ending=ending))
    return tuple(
        Sheet(title, rows, sheet_id=title, visible=visible, merges=tuple(merges))
        for title, visible, rows, merges in _laid_out(data, label)
    )


def _text_rows(data: bytes, label: str) -> list[list[CellValue]]:
    if len(data) > MAX_CSV:
        raise LedgerUnavailableError(message("folder.too_big", file=label, mb=MAX_CSV >> 20))
    text = _decoded(data)
    if text is None or "\0" in text:
        raise broken(label, message("folder.no_text"))
    delimiter = max(_DELIMITERS, key=text[:_SAMPLE].count)
    # A row takes room, cells or none.
    if text.count(delimiter) + 4 * (text.count("\n") + text.count("\r")) > MAX_CELLS:
        raise LedgerUnavailableError(message("folder.too_big", file=label, mb=MAX_CSV >> 20))
    csv.field_size_limit(1 << 20)
    try:
        rows: list[list[CellValue]] = [list(row) for row in csv.reader(StringIO(text), delimiter=delimiter)]
    except csv.Error as error:
        raise broken(label, message("folder.no_text")) from error
    if len(rows) * max(map(len, rows), default=0) > MAX_CELLS:
        raise LedgerUnavailableError(message("folder.too_big", file=label, mb=MAX_CSV >> 20))
    return rows


def _decoded(data: bytes) -> str | None:
    """Return a text file's text: by its mark, else UTF-8 where it is that throughout, else GB18030."""
    for mark, encoding in _MARKS:
        if data.startswith(mark):
            return _strictly(data, encoding)
    return _strictly(data, "utf-8") or _strictly(data, "gb18030")


def _strictly(data: bytes, encoding: str) -> str | None:
    try:
        return data.decode(encoding)
    except UnicodeError:
        return None


def _levelled(rows: Sequence[Sequence[CellValue]]) -> list[list[CellValue]]:
    width = max(map(len, rows), default=0)
    return [[*row, *[""] * (width - len(row))] for row in rows]


def _laid_out(data: bytes, label: str) -> list[Laid]:
    home = str(Path(__file__).parents[2])
    try:
        done = subprocess.run(
            [sys.executable, "-m", "sync.folder.other_formats"],
            input=data,
            capture_output=True,
            timeout=SECONDS,
            check=False,
            env=os.environ | {"PYTHONPATH": os.pathsep.join([home, os.environ.get("PYTHONPATH", "")])},
        )
    except subprocess.TimeoutExpired as error:
        raise broken(label, message("folder.too_long", seconds=SECONDS)) from error
    if done.returncode != 0 or not done.stdout:
        raise broken(label, message("folder.unknown_way"))
    return pickle.loads(done.stdout)  # noqa: S301 - written by the process we have just run


def _lay_out(data: bytes) -> Iterator[Laid]:
    from python_calamine import CalamineWorkbook, SheetTypeEnum, SheetVisibleEnum

    book = CalamineWorkbook.from_filelike(BytesIO(data))
    for meta in book.sheets_metadata:
        if meta.typ != SheetTypeEnum.WorkSheet:
            continue
        sheet = book.get_sheet_by_name(meta.name)
        rows = sheet.to_python(skip_empty_area=False)
        merges = [Merge(*first, *last) for first, last in sheet.merged_cell_ranges or []]
        yield meta.name, meta.visible == SheetVisibleEnum.Visible, rows, merges


def main() -> None:
    """Lay out the file on stdin within the limits, and write its worksheets to stdout."""
    if sys.platform != "win32":
        import resource

        resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
        resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS))
    found = list(_lay_out(sys.stdin.buffer.read()))
    sys.stdout.buffer.write(pickle.dumps(found))


if __name__ == "__main__":
    main()
