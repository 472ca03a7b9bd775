"""From edits to requests: which columns come in, what is written there, and how it is coloured. Pure.

Values go by the metadata on a column, never by where it stood: a column that somebody inserts meanwhile moves
nothing. Only what comes in with a batch is addressed by position in that same batch, which applies whole.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from config.vocabulary import MARK_HEADINGS, Mark
from sync.google.colour_rules import mend, wanted_rules
from sync.google.look import KEY, UNSURE, Anchor, Json, SheetLook, look_of
from sync.grid import Grid
from sync.mark_headings import headings_of
from sync.store import Edit, SheetLayout

#: Widths of our columns in pixels, so that nobody has to drag them.
_WIDTHS = {Mark.LIGHT: 84, Mark.DUE: 96, Mark.ASKED: 260, Mark.ADDRESSEE: 96, Mark.WHY: 360}

#: What the cells of a new column do not keep of their neighbour's looks: fill, number format, alignment.
_RESET = ",".join(
    f"userEnteredFormat.{name}"
    for name in (
        "backgroundColor",
        "backgroundColorStyle",
        "numberFormat",
        "horizontalAlignment",
        "verticalAlignment",
        "wrapStrategy",
        "textFormat",
    )
)


@dataclass(slots=True)
class WritePlan:
    """What one write asks of Google.

    Attributes:
        batch: requests of one batchUpdate, applied whole or not at all.
        values: by metadata id, the texts of one column: 1-based row to text.
        restored: marks put back where others of ours stand: a person deleted them, as (sheet, mark).
        colours: worksheets whose rules the batch changes, by id.
        tags: a column was found by its heading and tagged: look again before anything is written there.
    """

    batch: list[Json] = field(default_factory=list[Json])
    values: dict[int, dict[int, str]] = field(default_factory=dict[int, dict[int, str]])
    restored: list[tuple[str, Mark]] = field(default_factory=list[tuple[str, Mark]])
    colours: dict[int, SheetLayout] = field(default_factory=dict[int, SheetLayout])
    tags: bool = False

    def __bool__(self) -> bool:
        return bool(self.batch or self.values)


#: A column of the worksheet as it will stand: the 0-based place it had, or the mark that comes in there.
Slot = int | Mark


def plan_write(grid: Grid, edits: Sequence[Edit], layouts: Sequence[SheetLayout]) -> WritePlan:
    """Return the requests that make *edits* true on the worksheets that *layouts* describe."""
    plan, look = WritePlan(), look_of(grid)
    by_sheet: defaultdict[str, list[Edit]] = defaultdict(list)
    for edit in edits:
        by_sheet[edit.sheet].append(edit)
    described = {layout.sheet: layout for layout in layouts}
    rows = {sheet.name: sheet.rows for sheet in grid.sheets}
    for title in dict.fromkeys([*described, *by_sheet]):
        sheet = look.sheet(title)
        if sheet is not None:
            layout = described.get(title, SheetLayout(title, ()))
            _SheetPlan(plan, sheet, layout, rows[title]).make(by_sheet[title])
    return plan


class _SheetPlan:
    """One worksheet's part of a plan."""

    def __init__(
        self, plan: WritePlan, sheet: SheetLook, layout: SheetLayout, rows: Sequence[Sequence[object]]
    ) -> None:
        self._plan = plan
        self._sheet = sheet
        self._layout = layout
        self._anchors = {mark: anchor for mark in Mark if (anchor := sheet.anchor(mark))}
        self._found = self._by_heading(rows)

    def make(self, edits: Sequence[Edit]) -> None:
        """Add what this worksheet needs to the plan."""
        self._plan.batch += [untag(anchor) for anchor in self._sheet.strays]
        self._plan.batch += _confirmed(self._anchors.values())
        if self._found:
            self._tag()
        slots = self._slots()
        new = [slot for slot in slots if isinstance(slot, Mark)]
        self._insert(slots, new)
        texts = self._texts(edits)
        for mark, cells in texts.items():
            if mark in new:
                self._plan.batch.append(self._written(_place(slots, mark), cells))
            elif mark in self._anchors:
                self._plan.values.setdefault(self._anchors[mark].metadata_id, {}).update(cells)
        if self._layout.blocks:
            self._colour(slots, has_new=bool(new))
            self._widen_filter(slots)

    def _by_heading(self, rows: Sequence[Sequence[object]]) -> dict[Mark, int]:
        """Return columns without metadata that carry a heading of ours where a table has its own."""
        found: dict[Mark, int] = {}
        taken = {anchor.column for anchor in self._sheet.anchors}
        for block in self._layout.blocks:
            row = rows[block.heading_row - 1] if block.heading_row <= len(rows) else ()
            for mark in Mark:
                for column, text in enumerate(row):
                    missing = mark not in self._anchors and mark not in found
                    if missing and column not in taken and text in headings_of(mark):
                        found[mark] = column
        return found

    def _tag(self) -> None:
        # By position, so it may hit a column that somebody pushed there: the tag says that it is unsure, and
        # a fresh look drops it where the heading is not.
        for mark, column in self._found.items():
            self._plan.batch.append(_tagged(self._sheet.sheet_id, column, mark.value + UNSURE))
        self._plan.tags = True

    def _slots(self) -> list[Slot]:
        """Return the columns as they will stand, missing marks beside the ones that are there."""
        slots: list[Slot] = [*range(self._sheet.column_count)]
        if not self._layout.blocks:
            return slots
        places: dict[Mark, Slot] = {mark: anchor.column for mark, anchor in self._anchors.items()}
        places.update(self._found)
        missing = [mark for mark in Mark if mark not in places]
        if not places:
            at = min(self._sheet.used_columns, len(slots))
            return [*slots[:at], *missing, *slots[at:]]
        order = list(Mark)
        for mark in missing:
            before = [places[other] for other in order[: order.index(mark)] if other in places]
            after = [places[other] for other in order[order.index(mark) :] if other in places]
            at = slots.index(before[-1]) + 1 if before else slots.index(after[0])
            slots.insert(at, mark)
            places[mark] = mark
            self._plan.restored.append((self._sheet.title, mark))
        return slots

    def _insert(self, slots: Sequence[Slot], new: Sequence[Mark]) -> None:
        batch, sheet_id = self._plan.batch, self._sheet.sheet_id
        runs = list(_runs(slots))
        for run in runs:  # from left to right, so that each start is where the column will stand for good
            batch.append(
                {
                    "insertDimension": {
                        "range": _columns(sheet_id, run.start, run.stop),
                        # At the right edge nothing else is allowed; at the left edge this is not.
                        "inheritFromBefore": run.start > 0,
                    }
                }
            )
        for mark in new:
            at = _place(slots, mark)
            batch.append(_tagged(sheet_id, at, mark.value))
            width = {"pixelSize": _WIDTHS[mark], "hiddenByUser": False}
            batch.append(
                {
                    "updateDimensionProperties": {
                        "range": _columns(sheet_id, at, at + 1),
                        "properties": width,
                        "fields": "pixelSize,hiddenByUser",
                    }
                }
            )
        first = min((block.heading_row for block in self._layout.blocks), default=0)
        last = max((block.last_row for block in self._layout.blocks), default=0)
        for run in runs:
            batch.append(_reset(sheet_id, run, None, "dataValidation", {}))
            # Cut off rather than wrapped: a wrapped text would change the height of the villagers' rows.
            quiet = {"userEnteredFormat": {"wrapStrategy": "CLIP", "verticalAlignment": "MIDDLE"}}
            batch.append(_reset(sheet_id, run, (first, last), _RESET, quiet))

    def _texts(self, edits: Iterable[Edit]) -> dict[Mark, dict[int, str]]:
        texts: defaultdict[Mark, dict[int, str]] = defaultdict(dict)
        headings = MARK_HEADINGS[self._layout.language]
        for block in self._layout.blocks:
            for mark in Mark:
                if mark not in self._anchors and mark not in self._found:
                    texts[mark][block.heading_row] = headings[mark]
        for edit in edits:
            texts[edit.mark][edit.row] = edit.new
        return texts

    def _written(self, column: int, cells: Mapping[int, str]) -> Json:
        first, last = min(cells), max(cells)
        rows: list[Json] = []
        for row in range(first, last + 1):
            text = cells.get(row, "")
            rows.append({"values": [{"userEnteredValue": {"stringValue": text}}]} if text else {})
        start = {"sheetId": self._sheet.sheet_id, "rowIndex": first - 1, "columnIndex": column}
        return {"updateCells": {"start": start, "rows": rows, "fields": "userEnteredValue"}}

    def _colour(self, slots: Sequence[Slot], *, has_new: bool) -> None:
        columns, layout = self._columns(slots), self._layout
        wanted = wanted_rules(self._sheet.sheet_id, columns, layout.language, layout.highlight)
        requests = mend(self._sheet, wanted, shifted=has_new, highlight=layout.highlight)
        if requests:
            self._plan.colours[self._sheet.sheet_id] = layout
        self._plan.batch += requests

    def _columns(self, slots: Sequence[Slot]) -> dict[Mark, int]:
        """Return where our columns will stand."""
        columns = {mark: _place(slots, anchor.column) for mark, anchor in self._anchors.items()}
        columns.update({mark: _place(slots, column) for mark, column in self._found.items()})
        return columns | {mark: _place(slots, mark) for mark in Mark if mark in slots}

    def _widen_filter(self, slots: Sequence[Slot]) -> None:
        """Let a filter that ends right before our columns reach over them: sorting keeps flags by their rows.

        What it sorts by is not set again, for that would sort the rows that we address: they stay in the
        order they are in, and the next sort takes our columns along. Deleting our columns narrows it.
        """
        found = self._sheet.filter or {}
        span, ours = found.get("range", {}), sorted(self._columns(slots).values())
        end, heading = span.get("endColumnIndex"), span.get("startRowIndex", 0) + 1
        at_table = any(block.heading_row == heading for block in self._layout.blocks)
        is_whole = ours == list(range(ours[0], ours[0] + len(ours)))
        if not end or not at_table or not is_whole:
            return
        if _place(slots, end - 1) + 1 == ours[0]:
            # criteria is an older name for what filterSpecs says; both at once are refused.
            hides = next((name for name in ("filterSpecs", "criteria") if name in found), None)
            wide: Json = {"range": {**span, "endColumnIndex": ours[-1] + 1}}
            request = wide | ({hides: found[hides]} if hides else {})
            self._plan.batch.append({"setBasicFilter": {"filter": request}})


def untag(anchor: Anchor) -> Json:
    """Return the request that takes our metadata off a column, wherever it stands."""
    lookup = {"developerMetadataLookup": {"metadataId": anchor.metadata_id}}
    return {"deleteDeveloperMetadata": {"dataFilter": lookup}}


def _confirmed(anchors: Iterable[Anchor]) -> list[Json]:
    """Return requests that make unsure tags sure: we have seen our heading under each of them."""
    return [
        {
            "updateDeveloperMetadata": {
                "dataFilters": [{"developerMetadataLookup": {"metadataId": anchor.metadata_id}}],
                "developerMetadata": {"metadataValue": anchor.mark.value},
                "fields": "metadataValue",
            }
        }
        for anchor in anchors
        if not anchor.is_sure
    ]


def _place(slots: Sequence[Slot], slot: Slot) -> int:
    return slots.index(slot)


def _runs(slots: Sequence[Slot]) -> Iterable[range]:
    """Return the runs of marks that come in side by side."""
    start: int | None = None
    for i, slot in enumerate([*slots, -1]):
        if isinstance(slot, Mark):
            start = i if start is None else start
        elif start is not None:
            yield range(start, i)
            start = None


def _columns(sheet_id: int, start: int, stop: int) -> Json:
    return {"sheetId": sheet_id, "dimension": "COLUMNS", "startIndex": start, "endIndex": stop}


def _tagged(sheet_id: int, column: int, value: str) -> Json:
    return {
        "createDeveloperMetadata": {
            "developerMetadata": {
                "metadataKey": KEY,
                "metadataValue": value,
                # Several service accounts, perhaps of several projects, must find the same columns.
                "visibility": "DOCUMENT",
                "location": {"dimensionRange": _columns(sheet_id, column, column + 1)},
            }
        }
    }


def _reset(sheet_id: int, run: range, rows: tuple[int, int] | None, fields: str, cell: Json) -> Json:
    span = {"sheetId": sheet_id, "startColumnIndex": run.start, "endColumnIndex": run.stop}
    if rows is not None:
        span |= {"startRowIndex": rows[0], "endRowIndex": max(rows[1], rows[0] + 1)}
    return {"repeatCell": {"range": span, "cell": cell, "fields": fields}}


def values_body(values: Mapping[int, Mapping[int, str]]) -> Json:
    """Return the body of values:batchUpdateByDataFilter: null leaves a cell, "" clears it; RAW."""
    return {
        "valueInputOption": "RAW",
        "data": [
            {
                "dataFilter": {"developerMetadataLookup": {"metadataId": metadata_id}},
                "majorDimension": "COLUMNS",
                "values": [[cells.get(row) for row in range(1, max(cells) + 1)]],
            }
            for metadata_id, cells in values.items()
        ],
    }
