"""Zips as different programs write them, and those we leave alone."""

import io
import struct
import zipfile

import pytest

from config.errors import LayoutUnknownError, LedgerUnavailableError
from sync.folder.patch.container.archive import rewritten
from sync.folder.patch.container.package import Package
from tests.sync.folder.books import parts, worksheet

SHEET = "xl/worksheets/sheet1.xml"
MEMBERS = parts(worksheet('<row r="1"><c r="A1"><v>1</v></c></row>'))


class Stream(io.RawIOBase):
    """A file that cannot seek, so that zipfile writes data descriptors."""

    def __init__(self):
        self.data = bytearray()

    def writable(self):
        return True

    def write(self, data):
        self.data += data
        return len(data)


def packed(members=MEMBERS, **more):
    out = Stream()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED, **more) as book:
        for name, text in members.items():
            book.writestr(name, text)
    return bytes(out.data)


def package(data):
    return Package(data, "a.xlsx")


def test_a_streamed_zip_keeps_its_descriptors():
    data = packed()
    new = rewritten(package(data), {SHEET: [b"<worksheet/>", memoryview(b"<!---->")]})
    with zipfile.ZipFile(io.BytesIO(new)) as book:
        assert book.testzip() is None
        assert book.read(SHEET) == b"<worksheet/><!---->"
        assert not book.getinfo(SHEET).flag_bits & 8
        assert book.getinfo("xl/workbook.xml").flag_bits & 8
    first = data.index(b"PK\x03\x04", 4)
    assert new[:first] == data[:first]


def test_sizes_noted_in_64_bits_go_with_the_member_they_belong_to():
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as book:
        for name, text in MEMBERS.items():
            with book.open(name, "w", force_zip64=True) as member:
                member.write(text.encode())
    new = rewritten(package(out.getvalue()), {SHEET: [b"<worksheet/>"]})
    with zipfile.ZipFile(io.BytesIO(new)) as book:
        assert book.testzip() is None
        assert book.read(SHEET) == b"<worksheet/>"
        assert book.read("xl/workbook.xml") == MEMBERS["xl/workbook.xml"].encode()


def test_a_new_member_comes_last():
    new = rewritten(package(packed()), {"xl/styles.xml": [b"<styleSheet/>"]})
    with zipfile.ZipFile(io.BytesIO(new)) as book:
        assert book.namelist() == [*MEMBERS, "xl/styles.xml"]
        assert book.testzip() is None


def test_a_signed_workbook_is_left_alone():
    data = packed({**MEMBERS, "_xmlsignatures/sig1.xml": "<Signature/>"})
    with pytest.raises(LayoutUnknownError, match="signature"):
        rewritten(package(data), {SHEET: [b"<worksheet/>"]})


def _twice(name):
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as book:
        for member, text in (MEMBERS | {name: "x"}).items():
            book.writestr(member, text)
        with pytest.warns(UserWarning, match="Duplicate"):
            book.writestr(name, "<worksheet/>")
    return out.getvalue()


def test_a_picture_that_stands_twice_is_left_alone():
    with pytest.raises(LayoutUnknownError, match="twice"):
        rewritten(package(_twice("xl/media/image1.png")), {SHEET: [b"<worksheet/>"]})


def test_a_part_that_stands_twice_is_not_even_read():
    with pytest.raises(LedgerUnavailableError, match="twice"):
        package(_twice(SHEET))


def test_something_before_the_zip_is_left_alone():
    with pytest.raises(LayoutUnknownError, match="directory"):
        rewritten(package(b"MZ" + packed()), {SHEET: [b"<worksheet/>"]})


def _directory(data, name, offset, form, value):
    """Change one field of a member's directory entry."""
    changed = bytearray(data)
    at = data.rindex(name.encode()) - 46
    struct.pack_into(form, changed, at + offset, value)
    return bytes(changed)


def test_an_encrypted_part_is_left_alone():
    data = _directory(packed(), "xl/workbook.xml", 8, "<H", 9)
    with pytest.raises(LayoutUnknownError, match="encrypted"):
        rewritten(package(data), {SHEET: [b"<worksheet/>"]})
    with pytest.raises(LedgerUnavailableError, match="damaged"):
        package(data).read("xl/workbook.xml")


@pytest.mark.parametrize(
    ("offset", "form", "value"),
    [
        pytest.param(16, "<I", 7, id="a wrong checksum"),
        pytest.param(24, "<I", 10, id="less than it unpacks to"),
        pytest.param(24, "<I", 9999, id="more than it unpacks to"),
        pytest.param(10, "<H", 99, id="a packing nobody knows"),
    ],
)
def test_a_part_that_is_not_what_the_directory_says_is_damaged(offset, form, value):
    found = package(_directory(packed(), SHEET, offset, form, value))
    with pytest.raises(LedgerUnavailableError, match="damaged"):
        found.read(SHEET)


def test_too_many_parts_are_not_opened(monkeypatch):
    monkeypatch.setattr("sync.folder.patch.container.zip_parts.MAX_MEMBERS", 3)
    with pytest.raises(LedgerUnavailableError, match="parts"):
        package(packed())
