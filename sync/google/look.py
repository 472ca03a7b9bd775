"""What one read of a spreadsheet shows: the grid for everybody, and what writing back needs to know."""

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from config.vocabulary import Mark
from sync.google.shown_text import ShownValues, shown_format, value_behind
from sync.grid import CellValue, Grid, Merge, Sheet
from sync.mark_headings import headings_of

Json = dict[str, Any]
#: By 0-based column the unformatted values of its cells, from row 1 on.
Behind = Mapping[int, Sequence[object]]

#: Everything a pass needs in one request: texts as people see them, and what writing back must know.
MASK = (
    "properties(title),sheets(properties(sheetId,title,sheetType,hidden,gridProperties(rowCount,columnCount)),"
    "merges,conditionalFormats,columnGroups,basicFilter,"
    "protectedRanges(range,warningOnly,requestingUserCanEdit,unprotectedRanges),"
    "data(rowData(values(formattedValue)),"
    "columnMetadata(developerMetadata(metadataId,metadataKey,metadataValue))))"
)

#: What the answer to a batch shows, so that it is seen at once where things ended up.
AFTER_MASK = (
    "replies,updatedSpreadsheet(sheets(properties(sheetId,title,gridProperties(rowCount,columnCount)),"
    "conditionalFormats,data(columnMetadata(developerMetadata(metadataId,metadataKey,metadataValue)))))"
)

#: The key of the metadata on each column of ours; its value is the mark.
KEY = "duesheet"
#: After the mark: a column we tagged by its heading and have not seen again since.
UNSURE = "?"


@dataclass(frozen=True, slots=True)
class Anchor:
    """A column of ours and the metadata that finds it wherever it stands.

    Attributes:
        column: 0-based, when we looked.
        is_sure: False for a column tagged by its heading: ours only as long as the heading is there.
    """

    metadata_id: int
    mark: Mark
    column: int
    is_sure: bool


def _age(of_set: int, anchor: Anchor) -> tuple[bool, int, int]:
    return not anchor.is_sure, of_set, anchor.metadata_id


@dataclass(frozen=True, slots=True)
class SheetLook:
    """What writing back must know of one worksheet; *rules*, *groups* and *filter* as Google shows them."""

    sheet_id: int
    title: str
    row_count: int
    column_count: int
    used_columns: int
    anchors: tuple[Anchor, ...]
    strays: tuple[Anchor, ...]
    rules: tuple[Json, ...]
    protected: tuple[Json, ...]
    groups: tuple[Json, ...]
    filter: Json | None

    def anchor(self, mark: Mark) -> Anchor | None:
        """Return the column of *mark*: of several, the one of the set that was tagged first.

        Whoever looks comes to the same answer, so that of two runs that made columns at once each keeps the
        same set.
        """
        return next(iter(self._by_age(mark)), None)

    @property
    def doubled(self) -> tuple[Anchor, ...]:
        """Columns that say again what another of ours says, from left to right."""
        again = [anchor for mark in Mark for anchor in self._by_age(mark)[1:]]
        kept = {found.column for mark in Mark if (found := self.anchor(mark))}
        return tuple(sorted((a for a in again if a.column not in kept), key=lambda a: a.column))

    def _by_age(self, mark: Mark) -> list[Anchor]:
        mine = [anchor for anchor in self.anchors if anchor.mark is mark]
        if len(mine) < 2:
            return mine
        oldest = self._oldest()
        return [each for _, each in sorted(enumerate(mine), key=lambda at: _age(oldest[at[0]], at[1]))]

    def _oldest(self) -> list[int]:
        """Return the lowest tag of each set; the first set is made of the leftmost column of each mark."""
        sets: list[int] = []
        counted: dict[Mark, int] = {}
        for anchor in self.anchors:
            number = counted.get(anchor.mark, 0)
            counted[anchor.mark] = number + 1
            if number == len(sets):
                sets.append(anchor.metadata_id)
            sets[number] = min(sets[number], anchor.metadata_id)
        return sets


@dataclass(frozen=True, slots=True)
class SpreadsheetLook:
    """One read; it is the ``version`` of the `Grid` made from it.

    Attributes:
        digest: equal when nothing that we read has changed.
    """

    sheets: tuple[SheetLook, ...]
    digest: str

    def __str__(self) -> str:
        return self.digest

    def sheet(self, title: str) -> SheetLook | None:
        """Return the worksheet that had this name."""
        return next((sheet for sheet in self.sheets if sheet.title == title), None)


def texts_of(payload: Json) -> dict[str, list[list[str]]]:
    """Return by worksheet's title the texts that a spreadsheets.get answer under `MASK` shows."""
    return {
        entry["properties"].get("title", ""): _texts(entry)
        for entry in payload.get("sheets", [])
        if entry["properties"].get("sheetType", "GRID") == "GRID"
    }


def grid_of(
    payload: Json, texts: Mapping[str, Sequence[Sequence[str]]], digest: str, behind: Mapping[str, Behind]
) -> Grid:
    """Return the grid of a spreadsheets.get answer under `MASK`; its version is a `SpreadsheetLook`.

    Args:
        payload: the answer.
        texts: what `texts_of` says of it.
        digest: of all that was read.
        behind: by worksheet's title, what is behind the columns that may show less of a day than they hold.
    """
    sheets: list[Sheet] = []
    looks: list[SheetLook] = []
    values = ShownValues()
    for entry in payload.get("sheets", []):
        properties = entry["properties"]
        if properties.get("sheetType", "GRID") == "GRID":
            title = properties.get("title", "")
            sheet, look = _sheet(entry, texts[title], values, behind.get(title, {}))
            sheets.append(sheet)
            looks.append(look)
    look = SpreadsheetLook(tuple(looks), digest)
    return Grid(payload.get("properties", {}).get("title", ""), tuple(sheets), version=look)


def look_of(grid: Grid) -> SpreadsheetLook:
    """Return the look that *grid* was made from."""
    if not isinstance(grid.version, SpreadsheetLook):
        raise TypeError("the grid was not read by this store")
    return grid.version


def looks_after(answer: Json) -> list[SheetLook]:
    """Return the worksheets as a batch's answer under `AFTER_MASK` shows them: columns and rules."""
    sheets = answer.get("updatedSpreadsheet", {}).get("sheets", [])
    return [
        _sheet(entry, _texts(entry), ShownValues(), {})[1]
        for entry in sheets
        if entry["properties"].get("gridProperties")
    ]


def _sheet(
    entry: Json, texts: Sequence[Sequence[str]], values: ShownValues, behind: Behind
) -> tuple[Sheet, SheetLook]:
    properties = entry["properties"]
    block: Json = (entry.get("data") or [{}])[0]
    tagged = _tagged(block.get("columnMetadata", []))
    anchors = tuple(anchor for anchor in tagged if anchor.is_sure or _has_heading(texts, anchor))
    look = SheetLook(
        sheet_id=properties.get("sheetId", 0),
        title=properties.get("title", ""),
        row_count=properties.get("gridProperties", {}).get("rowCount", 0),
        column_count=properties.get("gridProperties", {}).get("columnCount", 0),
        used_columns=_used_columns(texts, entry),
        anchors=anchors,
        strays=tuple(anchor for anchor in tagged if anchor not in anchors),
        rules=tuple(entry.get("conditionalFormats", [])),
        protected=tuple(entry.get("protectedRanges", [])),
        groups=tuple(entry.get("columnGroups", [])),
        filter=entry.get("basicFilter"),
    )
    marks = {mark: anchor.column for mark in Mark if (anchor := look.anchor(mark))}
    width = max(max(marks.values(), default=-1) + 1, max(map(len, texts), default=0))
    sheet = Sheet(
        name=look.title,
        rows=_values(texts, width, {anchor.column for anchor in tagged}, values, behind),
        sheet_id=str(look.sheet_id),
        visible=not properties.get("hidden", False),
        merges=tuple(_merge(span, look) for span in entry.get("merges", [])),
        number_format=_formats(texts),
        may_hide_days=_never,
        marks=marks,
        doubled={anchor.column: anchor.mark for anchor in look.doubled},
    )
    return sheet, look


def _tagged(columns: Sequence[Json]) -> list[Anchor]:
    found: list[Anchor] = []
    known = {mark.value: mark for mark in Mark}
    for i, column in enumerate(columns):
        for tag in column.get("developerMetadata", []):
            value = str(tag.get("metadataValue", ""))
            mark = known.get(value.removesuffix(UNSURE))
            if tag.get("metadataKey") == KEY and mark is not None:
                found.append(Anchor(tag["metadataId"], mark, i, not value.endswith(UNSURE)))
    return found


def _has_heading(rows: Sequence[Sequence[str]], anchor: Anchor) -> bool:
    headings = headings_of(anchor.mark)
    return any(len(row) > anchor.column and row[anchor.column] in headings for row in rows)


def _texts(entry: Json) -> list[list[str]]:
    block: Json = (entry.get("data") or [{}])[0]
    rows = [
        [cell.get("formattedValue", "") for cell in row.get("values", ())] for row in block.get("rowData", ())
    ]
    # Rows that hold nothing but looks come as rows of empty cells.
    while rows and not any(rows[-1]):
        rows.pop()
    return rows


def _values(
    texts: Sequence[Sequence[str]], width: int, ours: Collection[int], values: ShownValues, behind: Behind
) -> list[list[CellValue]]:
    rows: list[list[CellValue]] = []
    for number, shown in enumerate(texts):
        row = [values[text] for text in shown]
        row.extend([""] * (width - len(row)))
        for column in ours:
            if column < len(shown):
                row[column] = shown[column]  # what we write is text
        for column, held in behind.items():
            if column < len(shown) and number < len(held) and isinstance(row[column], str):
                row[column] = value_behind(shown[column], held[number])
        rows.append(row)
    return rows


def _never() -> bool:
    return False


def _used_columns(rows: Sequence[Sequence[str]], entry: Json) -> int:
    used = 0
    for row in rows:
        if len(row) > used:
            filled = len(row)
            while filled and row[filled - 1] == "":
                filled -= 1
            used = max(used, filled)
    return max([used, *(span.get("endColumnIndex", 0) for span in entry.get("merges", []))])


def _merge(span: Json, look: SheetLook) -> Merge:
    return Merge(
        span.get("startRowIndex", 0),
        span.get("startColumnIndex", 0),
        span.get("endRowIndex", look.row_count) - 1,
        span.get("endColumnIndex", look.column_count) - 1,
    )


def _formats(texts: Sequence[Sequence[str]]) -> Callable[[int, int], str]:
    def number_format(row: int, column: int) -> str:
        if row >= len(texts) or column >= len(texts[row]):
            return "General"
        return shown_format(texts[row][column])

    return number_format
