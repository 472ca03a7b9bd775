"""How much a workbook unfolds to, counted before anybody lays it out.

The reader lays a worksheet out densely from A1 to its last value and copies a shared string into every cell
that points to it, so that kilobytes may ask for gigabytes; and it takes the string table's word for how
many strings there are. Here all that is counted in time linear in the XML, with memory for one chunk of it.
"""

import re
from array import array
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from config.errors import LedgerUnavailableError
from config.messages import Message, message
from sync.columns import LAST_COLUMN, LAST_ROW, column_number, letters
from sync.folder.patch.container.package import Package
from sync.folder.patch.container.zip_parts import broken

#: Worksheets and strings of one workbook, unpacked. A hundred thousand rows of fifteen columns are 60 MB.
MAX_XML = 256 << 20
#: Cells of one workbook as they are laid out, blank ones included; one takes some 70 bytes while it is read.
MAX_CELLS = 8_000_000
#: Bytes of text in one workbook's cells.
MAX_TEXT = 192 << 20
#: Merged cells of one workbook; each takes some 350 bytes.
MAX_MERGES = 500_000
#: A ledger with a worksheet for each day of two years.
MAX_SHEETS = 1_000
#: Nothing shorter than this can be a string in the table: <si/>.
_SHORTEST = 5

_MERGE = b"mergeCell "
_COUNTS = re.compile(rb"""uniqueCount\s*=\s*["']?\s*\+?(\d*)""")
#: A cell as spreadsheet programs write it has its address first; any other makes us walk them one by one.
_ROW_OF = re.compile(rb'<c r="[A-Z]{1,3}([1-9]\d{0,6})"')
_COLUMN_OF = re.compile(rb'<c r="([A-Z]{1,3})[1-9]')
_COLUMNS = {size: re.compile(rb'<c r="[A-Z]{%d}' % size) for size in (2, 3)}
_OTHER_CELLS = re.compile(rb"<c[>/\n\r\t]")
_PREFIXED_CELLS = re.compile(rb":c[>/\s]")
_TOKEN = re.compile(rb"<(/?)(?:[\w.-]{1,64}:)?(row|c)(?=[\s/>])([^<>]*)>")
_PLACE = re.compile(rb"""(?<!\S)r\s*=\s*["']\s*([A-Za-z]*)(\d+)\s*["']""")
#: From the last t="s" of a tag on: a tag full of them is gone through once.
_SHARED = re.compile(rb't="s"[^<>t]*(?:t(?!="s")[^<>t]*)*><v>(\d{1,9})</v>')
_STRING_CELL = re.compile(rb"""t\s*=\s*["']s["']""")
_END_OF_STRING = re.compile(rb"</(?:[\w.-]{1,64}:)?si\s*>")


@dataclass(frozen=True, slots=True)
class Reach:
    """How far a worksheet's cells reach at most.

    Attributes:
        row: the last one with a cell, 1-based; 0 where there is none.
        column: the last one, 1-based.
        count: of the cells.
        has_asides: whether comments or CDATA stand in it.
        merges: how many merged cells it holds.
    """

    row: int
    column: int
    count: int
    has_asides: bool
    merges: int

    @property
    def area(self) -> int:
        """How many cells it lays out."""
        return self.row * self.column


def check_extent(package: Package) -> frozenset[str]:
    """Refuse a workbook that would unfold to more than a ledger ever is.

    Returns:
        The parts among those it had to look through that hold comments or CDATA.

    Raises:
        LedgerUnavailableError: too large, or damaged; carries the remedy.
    """
    sheets = list(package.worksheets.values())
    strings = package.strings_part
    if len(sheets) > MAX_SHEETS:
        raise too_large(package.label, message("folder.sheets_beyond", most=MAX_SHEETS))
    parts = {*sheets, *([strings] if strings else [])}
    size = sum(package.info(part).file_size for part in parts)
    if size > MAX_XML:
        raise too_large(package.label, message("folder.unpacks_to", mb=size >> 20))
    lengths, marked = _string_lengths(package, strings) if strings else (array("I"), False)
    reaches = _reaches(package, sheets)
    if sum(reach.merges for reach in reaches) > MAX_MERGES:
        raise too_large(package.label, message("folder.merges_beyond", most=MAX_MERGES))
    longest = max(lengths, default=0)
    if sum(reach.count for reach in reaches) * longest > MAX_TEXT:
        _refuse_text(package, sheets, lengths)
    found = {part for part, reach in zip(sheets, reaches, strict=True) if reach.has_asides}
    return frozenset(found | ({strings} if strings and marked else set()))


def _reaches(package: Package, sheets: Sequence[str]) -> list[Reach]:
    """Return how far each worksheet reaches, no more exactly than is needed to see that all is well."""
    classes = [_by_classes(package, part) for part in sheets]
    reaches = [
        reach or _walked(package, part, number)
        for number, (part, reach) in enumerate(zip(sheets, classes, strict=True), start=1)
    ]
    finer = {number: [_by_addresses, _walked] for number, reach in enumerate(classes) if reach}
    while sum(reach.area for reach in reaches) > MAX_CELLS:
        rough = [number for number in finer if finer[number]]
        if not rough:
            break
        number = max(rough, key=lambda number: reaches[number].area)
        reaches[number] = finer[number].pop(0)(package, sheets[number], number + 1)
    else:
        return reaches
    number = max(range(len(reaches)), key=lambda number: reaches[number].area)
    last = f"{letters(reaches[number].column - 1)}{reaches[number].row}"
    raise LedgerUnavailableError(
        message("folder.stray_cells", file=package.label, number=number + 1, cell=last)
    )


def too_large(label: str, what: Message) -> LedgerUnavailableError:
    """Return the error for a workbook that is larger than any ledger."""
    return LedgerUnavailableError(message("folder.too_much", file=label, what=what))


def _string_lengths(package: Package, part: str) -> "tuple[array[int], bool]":
    """Return how many bytes each shared string takes in the table, and whether it holds comments or CDATA.

    Raises:
        LedgerUnavailableError: the table says it holds more strings than it has room for.
    """
    room = package.info(part).file_size // _SHORTEST + 1
    head = package.head(part)
    lengths = array("I")
    carried = -head.find(b"<", 1 + head.find(b">", head.find(b"sst")))
    has_asides = False
    for chunk in package.chunks(part, b">"):
        # Wherever it stands: what is before it, or around it, is for the reader of cells to make out.
        counts = [match[1] for match in _COUNTS.finditer(chunk)]
        if any(len(count) > 12 or int(count or 0) > room + 1_000 for count in counts):
            raise broken(package.label, message("folder.wrong_count"))
        has_asides |= b"<!" in chunk
        position = 0
        for match in _END_OF_STRING.finditer(chunk):
            lengths.append(max(carried + match.start() - position, 0))
            carried, position = 0, match.end()
        carried += len(chunk) - position
    return lengths, has_asides


def _by_classes(package: Package, part: str) -> Reach | None:
    """Return bounds: the last row, and a column by how many letters it has; None for unusual cells."""
    columns, last, count, has_asides, merges = 1, 0, 0, False, 0
    for chunk in package.chunks(part, b">"):
        rows = _ROW_OF.findall(chunk)
        has_asides |= b"<!" in chunk
        others = _OTHER_CELLS.search(chunk) or (b":c" in chunk and _PREFIXED_CELLS.search(chunk))
        if len(rows) != chunk.count(b"<c ") or others:
            return None
        count += len(rows)
        merges += chunk.count(_MERGE)
        last = max([last, *map(int, set(rows))])
        while columns < 3 and _COLUMNS[columns + 1].search(chunk):
            columns += 1
    return Reach(last, (26, 702, LAST_COLUMN + 1)[columns - 1], count, has_asides, merges)


def _by_addresses(package: Package, part: str, _number: int) -> Reach:
    """Return the last row and column that any cell names, held or not; for cells written as usual."""
    last = column = count = merges = 0
    has_asides = False
    for chunk in package.chunks(part, b">"):
        has_asides |= b"<!" in chunk
        rows, names = _ROW_OF.findall(chunk), _COLUMN_OF.findall(chunk)
        count += len(rows)
        merges += chunk.count(_MERGE)
        last = max([last, *map(int, set(rows))])
        column = max([column, *(column_number(name.decode()) + 1 for name in set(names))])
    return Reach(last, column, count, has_asides, merges)


def _walked(package: Package, part: str, number: int) -> Reach:
    """Walk the cells as the reader does: one without an address stands behind the last one."""
    last_row = last_column = count = merges = 0
    has_asides = False
    row = column = 0  # 0-based: where a cell without an address would stand
    for chunk in package.chunks(part, b">"):
        has_asides |= b"<!" in chunk
        merges += chunk.count(_MERGE)
        for is_end, name, raw in _TOKEN.findall(chunk):
            place = None if is_end else _PLACE.search(raw)
            is_empty = raw.endswith(b"/")
            if name == b"row":
                if is_end or is_empty:
                    row, column = row + 1, 0
                elif place is not None:
                    row = _row(place[2], package.label, number)
                continue
            if is_end:
                continue
            if raw.count(b'"') % 2 or raw.count(b"'") % 2:
                raise broken(package.label, message("folder.odd_cells", number=number))
            at_row = row
            if place is not None:
                at_row, column = (
                    _row(place[2], package.label, number),
                    _column(place[1], package.label, number),
                )
            column += 1
            count += 1
            # A cell that closes at once is only formatted, and costs nothing.
            if not is_empty:
                last_row, last_column = max(last_row, at_row + 1), max(last_column, column)
    return Reach(last_row, last_column, count, has_asides, merges)


def _row(digits: bytes, label: str, sheet: int) -> int:
    """Return the 0-based row."""
    number = int(digits[:12]) - 1
    if not 0 <= number <= LAST_ROW:
        raise broken(label, message("folder.cells_beyond", number=sheet))
    return number


def _column(name: bytes, label: str, sheet: int) -> int:
    column = column_number(name[:12].decode())
    if not 0 <= column <= LAST_COLUMN:
        raise broken(label, message("folder.cells_beyond", number=sheet))
    return column


def _refuse_text(package: Package, sheets: Sequence[str], lengths: "array[int]") -> None:
    """Refuse a workbook whose cells together hold too much shared text."""
    longest = max(lengths, default=0)
    total = 0
    for part in sheets:
        for chunk in package.chunks(part, b"</c"):
            found = _SHARED.findall(chunk)
            for index, times in Counter(found).items():
                total += times * (lengths[int(index)] if int(index) < len(lengths) else 0)
            # Cells written in other ways are taken for the longest.
            total += (len(_STRING_CELL.findall(chunk)) - len(found)) * longest
            if total > MAX_TEXT:
                raise too_large(package.label, message("folder.text_beyond", mb=MAX_TEXT >> 20))
