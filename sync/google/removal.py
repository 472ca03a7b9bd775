"""Taking everything of ours out of a spreadsheet again. Pure.

A column can only be deleted by its position, and a person may insert one in the same second. So a deletion is
guarded: our columns are put into a column group first, and the batch that deletes begins by naming that group
with its exact range and depth. Groups move with their columns; where the columns no longer stand as we saw
them there is no such group, and Google refuses the whole batch.
"""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, field

from config.vocabulary import Mark
from sync.google.colour_rules import mend
from sync.google.look import Json, SheetLook, SpreadsheetLook, look_of
from sync.google.write_plan import untag
from sync.grid import Grid
from sync.mark_headings import headings_of


@dataclass(slots=True)
class Removal:
    """What takes our things out.

    Attributes:
        guards: put a group around each run of our columns that has none of exactly its range.
        batch: the guarded removal; it may be sent once *guards* is empty.
    """

    guards: list[Json] = field(default_factory=list[Json])
    batch: list[Json] = field(default_factory=list[Json])


def plan_removal(grid: Grid, keep: Collection[tuple[str, Mark]], *, guarded: bool) -> Removal:
    """Return what removes our columns, rules and metadata, but for the (sheet, mark) columns in *keep*."""
    removal = Removal()
    rows = {sheet.name: sheet.rows for sheet in grid.sheets}
    for sheet in look_of(grid).sheets:
        columns = _columns(sheet, rows[sheet.title], keep)
        kept = [anchor for anchor in sheet.anchors if (sheet.title, anchor.mark) in keep]
        runs = _runs(columns)
        _guard(removal, sheet, runs if guarded else ())
        removal.batch += mend(sheet, {}, shifted=False)
        removal.batch += [untag(anchor) for anchor in (*kept, *sheet.strays)]
        removal.batch += [{"deleteDimension": {"range": _span(sheet, run)}} for run in reversed(runs)]
    return removal


def plan_thinning(grid: Grid, tags: Collection[int], *, guarded: bool) -> Removal:
    """Return what removes doubles of our columns, by the ids of their metadata, wherever they stand now."""
    removal = Removal()
    for sheet in look_of(grid).sheets:
        runs = _runs(each.column for each in sheet.doubled if each.metadata_id in tags)
        _guard(removal, sheet, runs if guarded else ())
        removal.batch += [{"deleteDimension": {"range": _span(sheet, run)}} for run in reversed(runs)]
    return removal


def _guard(removal: Removal, sheet: SheetLook, runs: Iterable[range]) -> None:
    for run in runs:
        group = _group_over(sheet, run)
        if group is None:
            removal.guards.append({"addDimensionGroup": {"range": _span(sheet, run)}})
        else:
            removal.batch.append({"updateDimensionGroup": {"dimensionGroup": group, "fields": "collapsed"}})


def leftover_guards(look: SpreadsheetLook, before: SpreadsheetLook) -> list[Json]:
    """Return the requests that take our groups away again where columns moved between guard and removal.

    *before* is how things stood without any guard.
    """
    requests: list[Json] = []
    depths = {
        anchor.metadata_id: _depth(sheet, anchor.column)
        for sheet in before.sheets
        for anchor in sheet.anchors
    }
    for sheet in look.sheets:
        for group in sheet.groups:
            span = group["range"]
            inside = range(span.get("startIndex", 0), span["endIndex"])
            guarded = [a for a in sheet.anchors if a.column in inside]
            if any(group["depth"] > depths.get(anchor.metadata_id, 0) for anchor in guarded):
                requests.append({"deleteDimensionGroup": {"range": _span(sheet, inside)}})
    return requests


def _columns(
    sheet: SheetLook, rows: Sequence[Sequence[object]], keep: Collection[tuple[str, Mark]]
) -> list[int]:
    columns = {anchor.column for anchor in sheet.anchors if (sheet.title, anchor.mark) not in keep}
    tagged = {anchor.mark for anchor in sheet.anchors}
    taken = {anchor.column for anchor in sheet.anchors}
    for mark in Mark:
        if mark in tagged or (sheet.title, mark) in keep:
            continue
        # Metadata can be lost, as by a detour through a workbook: then the heading says what is ours.
        headings = headings_of(mark)
        found = (i for row in rows for i, text in enumerate(row) if i not in taken and text in headings)
        columns.update([*found][:1])
    return sorted(columns)


def _runs(columns: Iterable[int]) -> list[range]:
    runs: list[range] = []
    for column in columns:
        if runs and runs[-1].stop == column:
            runs[-1] = range(runs[-1].start, column + 1)
        else:
            runs.append(range(column, column + 1))
    return runs


def _group_over(sheet: SheetLook, run: range) -> Json | None:
    for group in sheet.groups:
        span = group["range"]
        if (span.get("startIndex", 0), span["endIndex"]) == (run.start, run.stop):
            return {"range": _span(sheet, run), "depth": group["depth"], "collapsed": False}
    return None


def _depth(sheet: SheetLook, column: int) -> int:
    return max(
        (
            group["depth"]
            for group in sheet.groups
            if group["range"].get("startIndex", 0) <= column < group["range"]["endIndex"]
        ),
        default=0,
    )


def _span(sheet: SheetLook, run: range) -> Json:
    return {"sheetId": sheet.sheet_id, "dimension": "COLUMNS", "startIndex": run.start, "endIndex": run.stop}
