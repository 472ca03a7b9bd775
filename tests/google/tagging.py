"""Developer metadata: create, update, delete, and the filters that find it."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from tests.google.model import Book, Json, Tab, invalid
from tests.google.render import line_location, metadata_entry
from tests.google.session import Session

_LIMIT = 30_000


@dataclass(slots=True)
class Tag:
    """One piece of metadata, where it hangs, and the list that holds it."""

    entry: Json
    location: Json
    holder: list[Json]
    tab: Tab | None
    column: int | None = None
    row: int | None = None


def all_tags(book: Book) -> Iterator[Tag]:
    for entry in book.metadata:
        yield Tag(entry, {"locationType": "SPREADSHEET"}, book.metadata, None)
    for tab in book.tabs:
        for entry in tab.metadata:
            yield Tag(entry, {"locationType": "SHEET", "sheetId": tab.sheet_id}, tab.metadata, tab)
        for i, line in enumerate(tab.columns):
            for entry in line.metadata:
                yield Tag(entry, line_location(tab, "COLUMNS", i), line.metadata, tab, column=i)
        for i, line in enumerate(tab.rows):
            for entry in line.metadata:
                yield Tag(entry, line_location(tab, "ROWS", i), line.metadata, tab, row=i)


def matching(book: Book, data_filter: Json) -> list[Tag]:
    """Return the metadata that a DataFilter's developerMetadataLookup selects."""
    lookup = data_filter.get("developerMetadataLookup")
    if not lookup:
        raise invalid("A developerMetadataLookup must be specified.")
    known = {
        "metadataId",
        "metadataKey",
        "metadataValue",
        "visibility",
        "locationType",
        "metadataLocation",
        "locationMatchingStrategy",
    }
    if unknown := set(lookup) - known:
        raise invalid(f'Invalid JSON payload received. Unknown name "{unknown.pop()}": Cannot find field.')
    found: list[Tag] = []
    for tag in all_tags(book):
        entry = tag.entry
        same = all(
            name not in lookup or entry.get(name) == lookup[name]
            for name in ("metadataId", "metadataKey", "metadataValue", "visibility")
        )
        if not same or ("locationType" in lookup and tag.location["locationType"] != lookup["locationType"]):
            continue
        if "metadataLocation" in lookup and not _located(tag, lookup["metadataLocation"]):
            continue
        found.append(tag)
    return found


def _located(tag: Tag, wanted: Json) -> bool:
    span, here = wanted.get("dimensionRange"), tag.location.get("dimensionRange")
    if span is None:
        return tag.tab is not None and wanted.get("sheetId") == tag.tab.sheet_id
    return here is not None and all(
        span.get(name, 0) == here.get(name, 0) for name in ("sheetId", "dimension", "startIndex", "endIndex")
    )


def _create(session: Session, body: Json) -> Json:
    wanted = body["developerMetadata"]
    for name in ("metadataKey", "location", "visibility"):
        if name not in wanted:
            raise invalid(f"developerMetadata.{name} must be specified.")
    taken = {tag.entry["metadataId"] for tag in all_tags(session.book)}
    number = wanted.get("metadataId") or session.world.metadata_id()
    if number in taken:
        raise invalid(f"Developer metadata with ID {number} already exists.")
    entry = {
        "metadataId": number,
        "metadataKey": wanted["metadataKey"],
        "metadataValue": wanted.get("metadataValue", ""),
        "visibility": wanted["visibility"],
    }
    location = wanted["location"]
    holder: list[Json]
    if "dimensionRange" in location:
        span = location["dimensionRange"]
        tab = session.book.tab(span.get("sheetId", 0))
        lines = tab.rows if span["dimension"] == "ROWS" else tab.columns
        start, end = span.get("startIndex", 0), span.get("endIndex", 0)
        if end - start != 1 or end > len(lines):
            raise invalid("Developer metadata must be associated with a single row or column.")
        holder = lines[start].metadata
        shown = line_location(tab, span["dimension"], start)
        session.note_line(tab, "metadata", lines[start], start)
    elif "sheetId" in location:
        tab = session.book.tab(location["sheetId"])
        holder, shown = tab.metadata, {"locationType": "SHEET", "sheetId": tab.sheet_id}
        session.note(tab, "metadata")
    else:
        holder, shown = session.book.metadata, {"locationType": "SPREADSHEET"}
        session.note(session.book.tabs[0], "metadata")
    holder.append(entry)
    size = sum(
        len(tag.entry["metadataKey"]) + len(tag.entry["metadataValue"]) for tag in all_tags(session.book)
    )
    if size > _LIMIT * (1 + len(session.book.tabs)):
        raise invalid("The developer metadata storage limit was exceeded.")
    return {"developerMetadata": metadata_entry(entry, shown)}


def _update(session: Session, body: Json) -> Json:
    changed: list[Json] = []
    fields = body.get("fields", "").split(",")
    for data_filter in body["dataFilters"]:
        for tag in matching(session.book, data_filter):
            new = {**tag.entry, **{name: body["developerMetadata"][name] for name in fields}}
            tag.holder[tag.holder.index(tag.entry)] = new
            session.note(tag.tab or session.book.tabs[0], "metadata", old=tag.entry, new=new)
            changed.append(metadata_entry(new, tag.location))
    return {"developerMetadata": changed} if changed else {}


def _delete(session: Session, body: Json) -> Json:
    gone: list[Json] = []
    for tag in matching(session.book, body["dataFilter"]):
        tag.holder.remove(tag.entry)
        session.note(tag.tab or session.book.tabs[0], "metadata", old=tag.entry)
        gone.append(metadata_entry(tag.entry, tag.location))
    return {"deletedDeveloperMetadata": gone} if gone else {}


TAG_REQUESTS: dict[str, tuple[Callable[[Session, Json], Json], str]] = {
    "createDeveloperMetadata": (_create, "developerMetadata"),
    "updateDeveloperMetadata": (_update, "dataFilters developerMetadata fields"),
    "deleteDeveloperMetadata": (_delete, "dataFilter"),
}
