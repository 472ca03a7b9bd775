"""Drive v3: files.list and files.get, metadata only."""

import re
from datetime import UTC, datetime

from tests.google import masks
from tests.google.model import ApiError, Book, Json, World, invalid

MIME = "application/vnd.google-apps.spreadsheet"
_TERM = re.compile(
    r"\s*(?:(mimeType|trashed|name|modifiedTime)\s*(=|!=|>|<|>=|<=)\s*"
    r"""('(?:[^'\\]|\\.)*'|"[^"]*"|true|false)|('(?:[^'\\]|\\.)*'|"[^"]*")\s+in\s+parents)\s*"""
)


def stamp(moment: float) -> str:
    return (
        datetime.fromtimestamp(moment, UTC).strftime("%Y-%m-%dT%H:%M:%S.")
        + f"{int(moment * 1000) % 1000:03d}Z"
    )


def _file(book: Book, email: str) -> Json:
    return {
        "kind": "drive#file",
        "id": book.book_id,
        "name": book.title,
        "mimeType": MIME,
        "modifiedTime": stamp(book.modified),
        "version": str(book.version),
        "trashed": book.trashed,
        "parents": list(book.parents),
        "capabilities": {"canEdit": book.access.get(email) in ("writer", "owner")},
    }


def _matches(book: Book, query: str) -> bool:
    for term in re.split(r"\s+and\s+", query) if query else []:
        match = _TERM.fullmatch(term)
        if not match:
            raise invalid("Invalid Value")
        name, sign, raw, parent = match[1], match[2], match[3], match[4]
        if parent:
            if parent.strip("'\"") not in book.parents:
                return False
            continue
        value: object = {"true": True, "false": False}.get(raw, raw.strip("'\""))
        if name == "mimeType":
            held: object = MIME
        elif name == "trashed":
            held = book.trashed
        elif name == "name":
            held = book.title
        else:
            held = stamp(book.modified)
        ok = {
            "=": held == value,
            "!=": held != value,
            ">": str(held) > str(value),
            "<": str(held) < str(value),
            ">=": str(held) >= str(value),
            "<=": str(held) <= str(value),
        }[sign]
        if not ok:
            return False
    return True


def list_files(world: World, query: dict[str, str], email: str) -> Json:
    known = {
        "q",
        "fields",
        "pageSize",
        "pageToken",
        "orderBy",
        "supportsAllDrives",
        "includeItemsFromAllDrives",
        "corpora",
        "spaces",
        "prettyPrint",
        "alt",
    }
    if unknown := set(query) - known:
        raise invalid(f"Unknown parameter {unknown.pop()}")
    size = int(query.get("pageSize", "100"))
    if not 1 <= size <= 1000:
        raise invalid(f"Invalid value '{size}'. Values must be within the range: [1, 1000]")
    seen = [
        book for book in world.books.values() if email in book.access and _matches(book, query.get("q", ""))
    ]
    seen.sort(key=lambda book: book.book_id)
    start = int(query.get("pageToken", "0"))
    page = seen[start : start + size]
    shown: Json = {
        "kind": "drive#fileList",
        "incompleteSearch": False,
        "files": [_file(b, email) for b in page],
    }
    if start + size < len(seen):
        shown["nextPageToken"] = str(start + size)
    mask = masks.parse(
        query.get("fields", "kind,incompleteSearch,files(id,name,mimeType),nextPageToken"), masks.FILES
    )
    return masks.apply(shown, mask)


def get_file(world: World, book_id: str, query: dict[str, str], email: str) -> Json:
    book = world.books.get(book_id)
    if book is None or email not in book.access:
        raise ApiError(404, f"File not found: {book_id}.", "NOT_FOUND")
    mask = masks.parse(query.get("fields", "id,name,mimeType"), masks.FILES["files"])
    return masks.apply(_file(book, email), mask)
