"""A workbook's zip container: its members, unpacked within bounds."""

import lzma
import struct
import zipfile
import zlib
from collections.abc import Iterator
from io import BytesIO

from config.errors import LedgerUnavailableError
from config.messages import Message, message
from config.spoken.visible import visible

#: What a workbook may unpack to. A year of a busy township is under 100 MB; a bomb is not.
MAX_TOTAL = 2 << 30
MAX_MEMBERS = 20_000
_CHUNK = 4 << 20
#: Of a member up to this size the bytes are kept: each worksheet is looked through for several things.
_SMALL = 1 << 20
#: A member above this size must not be packed tighter than MAX_RATIO: repetitive worksheets
#: reach about 60, deflate's limit, which bombs use, is 1032.
RATIO_FROM = 32 << 20
MAX_RATIO = 400

#: Begins the end of a zip's directory.
_END = b"PK\x05\x06"

_BROKEN = (
    zipfile.BadZipFile,
    zlib.error,
    struct.error,
    EOFError,
    NotImplementedError,
    RuntimeError,
    ValueError,
    lzma.LZMAError,
    OSError,
)


def broken(label: str, what: Message) -> LedgerUnavailableError:
    """Return the error for a file that is no whole workbook."""
    return LedgerUnavailableError(message("folder.damaged", file=label, what=what))


class ZipParts:
    """The members of one workbook, all read from one look at its bytes.

    Args:
        data: the whole file.
        label: the file's name, for messages.

    Raises:
        LedgerUnavailableError: not a whole zip, or one that would unpack to more than we allow.
    """

    def __init__(self, data: bytes, label: str) -> None:
        self.data = data
        self.label = label
        self._kept = ("", b"")
        try:
            self.zip = zipfile.ZipFile(BytesIO(data))
        except _BROKEN as error:
            raise broken(label, message("folder.no_directory")) from error
        self.members = {self._tidy(info.filename): info for info in self.zip.infolist()}
        self._refuse_riddles()
        self._refuse_doubles()
        self._refuse_bombs()

    @staticmethod
    def _tidy(name: str) -> str:
        # Some exporters write back-slashes, a leading slash, or another case than the relations say.
        return name.replace("\\", "/").lstrip("/").lower()

    def _refuse_riddles(self) -> None:
        """Refuse what another reader of zips might take for other members, or for larger ones."""
        stored = (info for info in self.zip.infolist() if info.compress_type == zipfile.ZIP_STORED)
        lies = any(info.compress_size != info.file_size for info in stored if not info.flag_bits & 1)
        if lies or self.data.count(_END, self.zip.start_dir) != 1:
            raise broken(self.label, message("folder.no_directory"))

    def _refuse_doubles(self) -> None:
        """Refuse two parts of one name: which of them another reader takes, nobody knows."""
        names = [self._tidy(info.filename) for info in self.zip.infolist()]
        if len(names) == len(self.members):
            return
        parts = [name for name in names if name.endswith((".xml", ".rels"))]
        if len(set(parts)) != len(parts):
            raise broken(self.label, message("folder.part_twice"))

    def _refuse_bombs(self) -> None:
        infos = self.zip.infolist()
        total = sum(info.file_size for info in infos)
        tight = any(
            info.file_size > RATIO_FROM and info.file_size > MAX_RATIO * max(info.compress_size, 1)
            for info in infos
        )
        if len(infos) > MAX_MEMBERS or total > MAX_TOTAL or tight:
            raise LedgerUnavailableError(
                message("folder.bomb", file=self.label, mb=total // (1 << 20), count=len(infos))
            )

    def has(self, name: str) -> bool:
        """Tell whether the member *name* exists."""
        return self._tidy(name) in self.members

    def info(self, name: str) -> zipfile.ZipInfo:
        """Return the zip entry of *name*, as the file spells it."""
        found = self.members.get(self._tidy(name))
        if found is None:
            raise broken(self.label, message("folder.part_missing", part=visible(name)))
        return found

    def read(self, name: str) -> bytes:
        """Return the unpacked bytes of the member *name*."""
        info = self.info(name)
        try:
            pieces = list(self._unpacked(info)) if info.file_size <= _CHUNK else []
            if len(pieces) == 1:
                return pieces[0]
            out = BytesIO()
            for piece in pieces or self._unpacked(info):
                out.write(piece)
            return out.getvalue()
        except _BROKEN as error:
            raise broken(self.label, message("folder.part_damaged", part=visible(name))) from error

    def _inflated(self, info: zipfile.ZipInfo) -> Iterator[bytes]:
        """Unpack a member piece by piece: zipfile needs twice the room, and worksheets are large.

        It must hold just what the directory says: the reader of cells goes by what is there.
        """
        name, extra = struct.unpack_from("<2H", self.data, info.header_offset + 26)
        start = info.header_offset + 30 + name + extra
        packed = memoryview(self.data)[start : start + info.compress_size]
        unpacker = zlib.decompressobj(-zlib.MAX_WBITS)
        left, checksum, piece = info.file_size, 0, b""
        while left:
            # Never more than was promised: a part may say that it is small, and not be.
            piece = unpacker.decompress(packed, min(_CHUNK, left))
            if not piece:
                break
            left -= len(piece)
            checksum = zlib.crc32(piece, checksum)
            packed = unpacker.unconsumed_tail
            yield piece
        if left or checksum != info.CRC or unpacker.decompress(packed, 1):
            raise zipfile.BadZipFile(info.filename)
        if len(piece) == info.file_size <= _SMALL:
            self._kept = info.filename, piece

    def _unpacked(self, info: zipfile.ZipInfo) -> Iterator[bytes]:
        """Unpack a member piece by piece, in whichever way it is packed; a small one stays at hand."""
        if self._kept[0] == info.filename:
            yield self._kept[1]
            return
        if info.compress_type == zipfile.ZIP_DEFLATED and not info.flag_bits & 1:
            yield from self._inflated(info)
            return
        with self.zip.open(info) as file:
            while piece := file.read(_CHUNK):
                yield piece

    def chunks(self, name: str, mark: bytes) -> Iterator[bytes]:
        """Yield the unpacked bytes of a large member in pieces, each but the last with *mark* at its end."""
        rest = b""
        try:
            for piece in self._unpacked(self.info(name)):
                whole = rest + piece
                end = whole.rfind(mark) + len(mark)
                if end < len(mark):
                    rest = whole
                    if len(rest) > 4 * _CHUNK:
                        raise broken(self.label, message("folder.part_odd", part=visible(name)))
                    continue
                rest = whole[end:]
                yield whole[:end]
        except _BROKEN as error:
            raise broken(self.label, message("folder.part_damaged", part=visible(name))) from error
        yield rest

    def head(self, name: str, size: int = 1 << 14) -> bytes:
        """Return the first unpacked bytes of the member *name*."""
        try:
            with self.zip.open(self.info(name)) as file:
                return file.read(size)
        except _BROKEN as error:
            raise broken(self.label, message("folder.part_damaged", part=visible(name))) from error
