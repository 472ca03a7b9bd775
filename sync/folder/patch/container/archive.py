"""Write a workbook's zip anew with some members changed; every other member is copied raw."""

import struct
import zipfile
import zlib
from collections.abc import Mapping
from dataclasses import dataclass

from config.messages import message
from sync.folder.patch.container.package import Package
from sync.folder.patch.markup import Pieces, refuse

_LOCAL = struct.Struct("<4s5H3I2H")
_CENTRAL = struct.Struct("<4s6H3I5H2I")
_END = struct.Struct("<4s4H2IH")
_ZIP64_EXTRA = 1
_DESCRIPTOR_FLAG = 0x08
_ENCRYPTED_FLAG = 0x01
_UTF8_FLAG = 0x800
_WHOLE = 0xFFFFFFFF
_AS_FOUND: Pieces = []
#: The time stamp of members that we add, the earliest a zip can hold: it tells nothing.
_NEW_DATE = (1980 - 1980) << 9 | 1 << 5 | 1


@dataclass(slots=True)
class _Listed:
    """A member as the directory lists it.

    Attributes:
        info: what the library reads of it.
        fields: the entry's fixed part, as `_CENTRAL` lays it out.
        tail: the name, the extra fields and the comment behind it.
    """

    info: zipfile.ZipInfo
    fields: list[int]
    tail: bytes

    def leave_out_zip64(self) -> None:
        """Take the 64-bit sizes out of the extra fields, which would contradict the plain ones."""
        name, extra = self.fields[10], self.fields[11]
        kept = _without_zip64(self.tail[name : name + extra])
        self.tail = self.tail[:name] + kept + self.tail[name + extra :]
        self.fields[11] = len(kept)


def rewritten(package: Package, changes: Mapping[str, Pieces | None]) -> bytes:
    """Return the workbook's bytes with the members in *changes* replaced, added, or (None) left out.

    All other members keep their compressed bytes, flags, dates, extra fields and order.

    Raises:
        LayoutUnknownError: a zip so unusual that copying it raw is not safe.
    """
    data, label = package.data, package.label
    infos = package.zip.infolist()
    _refuse_unusual(package, infos)
    by_info = {id(package.info(name)): body for name, body in changes.items() if package.has(name)}
    ends = _ends(infos, package.zip.start_dir)
    out = bytearray()
    central: list[bytes] = []
    position = package.zip.start_dir
    for info in infos:
        entry = data[position : position + _CENTRAL.size]
        fields = list(_CENTRAL.unpack(entry))
        tail_size = fields[10] + fields[11] + fields[12]
        tail = data[position + _CENTRAL.size : position + _CENTRAL.size + tail_size]
        position += _CENTRAL.size + tail_size
        listed = _Listed(info, fields, tail)
        if _WHOLE in (fields[8], fields[9], fields[16]):
            _in_32_bits(listed)
        if fields[0] != b"PK\x01\x02" or fields[16] != info.header_offset:
            raise refuse(label, message("folder.odd_directory"))
        fields[16] = len(out)
        body = by_info.get(id(info), _AS_FOUND)
        if body is None:
            continue
        if body is _AS_FOUND:
            out += data[info.header_offset : ends[info.header_offset]]
        else:
            _replace(data, listed, body, out)
        central.append(_CENTRAL.pack(*fields) + listed.tail)
    for name, body in changes.items():
        if body is not None and not package.has(name):
            central.append(_added(name, body, out))
    if len(out) >= _WHOLE or len(central) >= 0xFFFF:
        raise refuse(label, message("folder.beyond_zip"))
    start = len(out)
    out += b"".join(central)
    comment = package.zip.comment
    out += _END.pack(b"PK\x05\x06", 0, 0, len(central), len(central), len(out) - start, start, len(comment))
    return bytes(out + comment)


def _refuse_unusual(package: Package, infos: list[zipfile.ZipInfo]) -> None:
    label = package.label
    if len({info.filename for info in infos}) != len(infos) or len(package.members) != len(infos):
        raise refuse(label, message("folder.part_twice"))
    if any(info.flag_bits & _ENCRYPTED_FLAG for info in infos):
        raise refuse(label, message("folder.zip_encrypted"))
    if any(info.filename.startswith("_xmlsignatures/") for info in infos):
        raise refuse(label, message("folder.signed"))


def _ends(infos: list[zipfile.ZipInfo], directory: int) -> dict[int, int]:
    """Map each member's offset to where the next one begins, so that data descriptors are copied too."""
    offsets = sorted(info.header_offset for info in infos)
    return dict(zip(offsets, [*offsets[1:], directory], strict=True))


def _deflated(body: Pieces) -> tuple[bytes, int, int]:
    """Return the packed bytes, the checksum and the unpacked size."""
    packer = zlib.compressobj(6, zlib.DEFLATED, -zlib.MAX_WBITS)
    packed: list[bytes] = []
    crc = size = 0
    for piece in body:
        packed.append(packer.compress(piece))
        crc = zlib.crc32(piece, crc)
        size += len(piece)
    packed.append(packer.flush())
    return b"".join(packed), crc, size


def _replace(data: bytes, listed: _Listed, body: Pieces, out: bytearray) -> None:
    """Append the changed member to *out*, and bring its entry in the directory up to date."""
    info, fields = listed.info, listed.fields
    local = list(_LOCAL.unpack_from(data, info.header_offset))
    names = info.header_offset + _LOCAL.size
    name = data[names : names + local[9]]
    extra = _without_zip64(data[names + local[9] : names + local[9] + local[10]])
    packed, crc, size = _deflated(body)
    flags = info.flag_bits & ~_DESCRIPTOR_FLAG
    local[2:4] = [flags, zipfile.ZIP_DEFLATED]
    local[6:9] = [crc, len(packed), size]
    local[10] = len(extra)
    out += _LOCAL.pack(*local) + name + extra + packed
    listed.leave_out_zip64()
    fields[3:5] = [flags, zipfile.ZIP_DEFLATED]
    fields[7:10] = [crc, len(packed), size]


def _in_32_bits(listed: _Listed) -> None:
    """Bring sizes and place of a 64-bit directory entry into its plain fields."""
    info, fields = listed.info, listed.fields
    if max(info.compress_size, info.file_size, info.header_offset) >= _WHOLE:
        return
    fields[8:10] = [info.compress_size, info.file_size]
    fields[16] = info.header_offset
    listed.leave_out_zip64()


def _without_zip64(extra: bytes) -> bytes:
    """Return the extra fields without the 64-bit sizes, which would contradict the new ones."""
    kept = bytearray()
    position = 0
    while position + 4 <= len(extra):
        kind, size = struct.unpack_from("<2H", extra, position)
        if kind != _ZIP64_EXTRA:
            kept += extra[position : position + 4 + size]
        position += 4 + size
    return bytes(kept + extra[position:])


def _added(name: str, body: Pieces, out: bytearray) -> bytes:
    """Append a new member to *out*; return its directory entry."""
    packed, crc, size = _deflated(body)
    offset = len(out)
    raw = name.encode()
    sizes = (crc, len(packed), size)
    out += _LOCAL.pack(b"PK\x03\x04", 20, _UTF8_FLAG, 8, 0, _NEW_DATE, *sizes, len(raw), 0) + raw + packed
    return (
        _CENTRAL.pack(
            b"PK\x01\x02", 20, 20, _UTF8_FLAG, 8, 0, _NEW_DATE, *sizes, len(raw), 0, 0, 0, 0, 0, offset
        )
        + raw
    )
