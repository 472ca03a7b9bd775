"""Read one workbook as a grid: values, merges, visibility, in one look at the file."""

import hashlib
import logging
import os
import re
import stat
import struct
from collections.abc import Callable, Generator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import date
from functools import partial
from io import BytesIO
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING, TypeVar

from config.errors import LayoutUnknownError, LedgerUnavailableError
from config.messages import Message, message
from config.os_reasons import reason_of
from config.spoken.visible import visible
from sync.columns import column_number
from sync.folder.cell_fills import CellFills
from sync.folder.cell_styles import CellStyles
from sync.folder.number_formats import NumberFormats
from sync.folder.other_formats import READ_ONLY, read_only_sheets
from sync.folder.patch.container.extent import check_extent
from sync.folder.patch.container.package import Package
from sync.folder.patch.container.zip_parts import broken
from sync.folder.patch.owned import renamed_marks
from sync.folder.readable import readable, without_markup
from sync.grid import CellValue, Grid, Merge, Sheet

if TYPE_CHECKING:
    from python_calamine import CalamineSheet

_COLOURED = b"conditionalFormatting"

log = logging.getLogger("duesheet")

T = TypeVar("T")

#: What reading nonsense raises here and in the libraries below.
_NONSENSE = (ValueError, LookupError, ArithmeticError, RecursionError, MemoryError, struct.error)

#: What we read and patch, and the other spreadsheets people keep, which need saving anew first.
READABLE = frozenset({".xlsx", ".xlsm"})
OTHER_SPREADSHEETS = frozenset(
    {".xls", ".et", ".ett", ".csv", ".ods", ".xlsb", ".xlt", ".xltx", ".fods", ".numbers", ".tsv"}
)

MAX_FILE = 512 << 20
#: Worksheets up to this size are looked through for formulas without a value; unpacking a larger one
#: once more would cost a tenth of the reading.
SCAN_UP_TO = 8 << 20

_OLE = bytes.fromhex("D0CF11E0A1B11AE1")
_ENCRYPTED = "EncryptedPackage".encode("utf-16-le")
#: What stands between ``<`` and ``>`` never crosses another ``<``, and no two runs of blanks stand side by
#: side: however a file is written, this is linear.
_BARE_FORMULA = re.compile(
    rb"<(?:\w{1,64}:)?c\s([^<>]*)>\s*"
    rb"<(?:\w{1,64}:)?f(?:\s[^<>]*)?(?:/>|>[^<]*</(?:\w{1,64}:)?f>)"
    rb"(?:\s*<(?:\w{1,64}:)?v\s*/>|\s*<(?:\w{1,64}:)?v></(?:\w{1,64}:)?v>)?\s*</(?:\w{1,64}:)?c>"
)
_ADDRESS = re.compile(rb"""(?<!\S)r\s*=\s*["']([A-Z]{1,3})([1-9]\d{0,6})["']""")


@dataclass(frozen=True, slots=True)
class Version:
    """What a file was when we read it; equal versions are the same file."""

    size: int
    mtime_ns: int
    sha256: str


def read_bytes(path: Path) -> tuple[bytes, Version]:
    """Return a workbook's bytes and what they were.

    Raises:
        LedgerUnavailableError: gone, no permission, unreadable, too large.
    """
    name = visible(path.name)
    try:
        if not stat.S_ISREG(path.stat().st_mode):
            raise LedgerUnavailableError(message("folder.no_file", file=name))
        with path.open("rb") as file:
            found = os.fstat(file.fileno())
            data = file.read(min(found.st_size, MAX_FILE) + 1)
            if len(data) > found.st_size:  # it grew just now
                data += file.read(MAX_FILE)
    except FileNotFoundError as error:
        raise LedgerUnavailableError(message("folder.gone", file=name)) from error
    except PermissionError as error:
        raise LedgerUnavailableError(message("folder.may_not_read", file=name)) from error
    except OSError as error:
        raise LedgerUnavailableError(message("folder.unreadable", file=name, why=reason_of(error))) from error
    if len(data) > MAX_FILE:
        raise LedgerUnavailableError(message("folder.too_big", file=name, mb=MAX_FILE >> 20))
    return data, Version(len(data), found.st_mtime_ns, hashlib.sha256(data).hexdigest())


def content_hash(path: Path) -> str:
    """Return the hash of a file's content; "" for what is no file, or too large to be read.

    Raises:
        OSError: gone, no permission, unreadable.
    """
    found = path.stat()
    if not stat.S_ISREG(found.st_mode) or found.st_size > MAX_FILE:
        return ""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def read_workbook(path: Path, name: str = "") -> Grid:
    """Read every worksheet of a workbook, hidden ones included, chart sheets left out.

    Args:
        path: an .xlsx or .xlsm file.
        name: its path from the ledgers' folder on; "" for the file's own name, which a link's differs from.

    Returns:
        The grid; its version is a `Version`. Rows begin at A1, so that ``rows[3][1]`` is B4.
        A formula is its stored value; an error value (#REF!) is blank.

    Raises:
        LedgerUnavailableError: gone, no permission, another format, password-protected, broken, or
            unpacking to more than a ledger ever is; carries the remedy.
    """
    file = PurePosixPath(name or path.name)
    label = visible(file.name)
    ending = path.suffix.lower()
    if ending not in READABLE | READ_ONLY:
        raise _wrong_format(path)
    data, version = read_bytes(path)
    if ending in READ_ONLY:
        return _not_ours_to_write(data, version, file)
    with understood(label):
        package = open_package(data, label)
        sheets = _sheets(package)
    title = title_of(file)
    return Grid(title=title, sheets=sheets, date1904=package.date1904, version=version)


@contextmanager
def understood(label: str) -> Generator[None]:
    """Refuse a workbook in which something is not what it should be, wherever that shows.

    Numbers with letters in them, elements nested too deep, records cut short: files hold what they like.
    """
    try:
        yield
    except _NONSENSE as error:
        log.debug("%s: %s", label, type(error).__name__)
        raise broken(label, message("folder.unknown_way")) from error


def open_package(data: bytes, label: str) -> Package:
    """Return the package in *data*, or an error that says what the file is instead."""
    if not data:
        raise LedgerUnavailableError(message("folder.empty", file=label))
    if data.startswith(_OLE):
        if _ENCRYPTED in data:
            raise LedgerUnavailableError(message("folder.encrypted", file=label))
        raise LedgerUnavailableError(message("folder.old_format", file=label))
    if not data.startswith(b"PK"):
        raise LedgerUnavailableError(message("folder.no_xlsx", file=label))
    return Package(data, label)


def title_of(file: PurePosixPath) -> str:
    """Return what people call a ledger: its file's name, behind its folder's where it has one."""
    return visible(" ".join([*file.parent.parts, file.stem]))


def _not_ours_to_write(data: bytes, version: Version, file: PurePosixPath) -> Grid:
    """Return the grid of a spreadsheet that is read and counted, and never written."""
    label, ending = visible(file.name), file.suffix.lower()
    if not data:
        raise LedgerUnavailableError(message("folder.empty", file=label))
    with understood(label):
        sheets = read_only_sheets(data, ending, label, visible(file.stem))
    why = message("folder.read_only", file=label, ending=ending)
    told = LedgerUnavailableError(why, code="read_only")
    return Grid(title=title_of(file), sheets=sheets, version=version, read_only=told)


def _wrong_format(path: Path) -> LedgerUnavailableError:
    ending = path.suffix.lower()
    known = "folder.other_format" if ending in OTHER_SPREADSHEETS else "folder.not_a_workbook"
    return LedgerUnavailableError(message(known, file=visible(path.name), ending=ending))


def _sheets(package: Package) -> tuple[Sheet, ...]:
    from python_calamine import CalamineWorkbook, SheetTypeEnum, SheetVisibleEnum

    package = readable(package)
    marked = check_extent(package)
    if marked:
        package = without_markup(package, marked)
    parts = package.worksheets
    call = partial(_guarded, label=package.label)
    book = call(
        lambda: CalamineWorkbook.from_filelike(BytesIO(package.data)), what=message("folder.book_unreadable")
    )
    found: list[Sheet] = []
    for number, meta in enumerate(book.sheets_metadata, start=1):
        if meta.typ != SheetTypeEnum.WorkSheet:
            continue
        # A tab's name is chosen by people; in messages its place will do.
        what = message("folder.sheet_unreadable", number=number)
        part = parts.get(meta.name)
        if part is None:
            raise broken(package.label, message("folder.sheet_without_part", number=number))
        styles = CellStyles(package, part)
        formats = NumberFormats(package, styles)
        sheet: CalamineSheet = call(lambda name=meta.name: book.get_sheet_by_name(name), what=what)
        rows = call(lambda sheet=sheet: _rows(sheet), what=what)
        merges = call(lambda sheet=sheet: sheet.merged_cell_ranges, what=what) or []
        one = Sheet(
            name=meta.name,
            sheet_id=meta.name,
            rows=rows,
            visible=meta.visible == SheetVisibleEnum.Visible,
            merges=tuple(Merge(top, left, bottom, right) for (top, left), (bottom, right) in merges),
            number_format=formats,
            may_hide_days=formats.may_hide_days,
            fill=CellFills(package, styles),
            formulas_without_value=_bare_formulas(package, part),
        )
        found.append(_with_renamed(package, part, one))
    return tuple(found)


def _rows(sheet: "CalamineSheet") -> list[list[CellValue]]:
    """Return the cells from A1 on; equal texts and days are one object, for most of them are alike."""
    known: dict[str | date, str | date] = {}
    one = known.setdefault
    before: list[CellValue] = [""] * (sheet.start[1] if sheet.start else 0)
    # A number is left as it is: 1, 1.0 and TRUE would be taken for each other.
    rows: list[list[CellValue]] = [
        [one(cell, cell) if type(cell) is str or type(cell) is date else cell for cell in row]
        for row in sheet.iter_rows()
    ]
    return [[*before, *row] for row in rows] if before else rows


def _with_renamed(package: Package, part: str, sheet: Sheet) -> Sheet:
    """Return the worksheet with those of our columns that a person has renamed."""
    if not any(_COLOURED in chunk for chunk in package.chunks(part, b">")):
        return sheet
    try:
        marks = renamed_marks(package.plain(part, "worksheet"), sheet, package.label)
    except LayoutUnknownError:
        return sheet
    return replace(sheet, marks=marks) if marks else sheet


def _guarded(call: Callable[[], T], *, label: str, what: Message) -> T:
    """Call calamine; its errors and even its panics become ours."""
    try:
        return call()
    except (KeyboardInterrupt, SystemExit, GeneratorExit, MemoryError):
        raise
    except BaseException:  # noqa: BLE001 - a Rust panic is a BaseException, and its class is private
        raise broken(label, what) from None


def _bare_formulas(package: Package, part: str) -> frozenset[tuple[int, int]]:
    """Return a worksheet's formula cells without a stored value, 0-based."""
    if package.info(part).file_size > SCAN_UP_TO:
        return frozenset()
    xml = package.read(part)
    if b"<f" not in xml and b":f" not in xml:
        return frozenset()
    addresses = (_ADDRESS.search(match[1]) for match in _BARE_FORMULA.finditer(xml))
    return frozenset((int(at[2]) - 1, column_number(at[1].decode())) for at in addresses if at)
