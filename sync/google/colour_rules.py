"""Our conditional-format rules: one set per worksheet, known by a mark in each formula, mended in place."""

import re
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from config.colours import PAINTS
from config.language import phrases
from config.vocabulary import Mark
from sync.columns import letters
from sync.google.look import Json, SheetLook
from sync.store import SheetLayout

#: The part of a formula that says whose rule it is and which: always 0, whatever people do around it.
_OURS = re.compile(r'N\("duesheet:([a-z_]+)"\)')

#: Each of our rules, and the look it gives.
_PAINTS = {
    "on_track": PAINTS["green"],
    "due_soon": PAINTS["yellow"],
    "overdue": PAINTS["red"],
    "set_aside": PAINTS["grey"],
    "closed_late": PAINTS["late"],
}

#: Google keeps colours in 8 bits and cuts, so that what comes back may be one step darker.
_STEP = 1.5 / 255


def wanted_rules(sheet_id: int, places: Mapping[Mark, int], language: str, highlight: str) -> dict[str, Json]:
    """Return our rules by name; whole columns, so that rows may come and go.

    Args:
        sheet_id: of the worksheet.
        places: where our columns stand, 0-based.
        language: of the words the formulas compare with.
        highlight: ``marks`` for our columns, ``row`` for all up to the last of ours.
    """
    cell = f"${letters(places[Mark.LIGHT])}1"
    runs = [range(max(places.values()) + 1)] if highlight == "row" else _runs(places.values())
    rules: dict[str, Json] = {}
    for name, sentence in phrases(language, "google")["formulas"].items():
        fill, words = _PAINTS[name]
        look: Json = {"textFormat": {"foregroundColor": rgb(words)}}
        if fill:
            look["backgroundColor"] = rgb(fill)
        formula = f'=(N("duesheet:{name}")=0)*({sentence.format(light=cell)})'
        rules[name] = {
            "ranges": [
                {"sheetId": sheet_id, "startColumnIndex": run.start, "endColumnIndex": run.stop}
                for run in runs
            ],
            "booleanRule": {
                "condition": {"type": "CUSTOM_FORMULA", "values": [{"userEnteredValue": formula}]},
                "format": look,
            },
        }
    return rules


def _runs(columns: Iterable[int]) -> list[range]:
    runs: list[range] = []
    for column in sorted(columns):
        if runs and runs[-1].stop == column:
            runs[-1] = range(runs[-1].start, column + 1)
        else:
            runs.append(range(column, column + 1))
    return runs


def mend_after(sheets: Iterable[SheetLook], layouts: Mapping[int, SheetLayout]) -> list[Json]:
    """Return what our rules still lack right after a batch, as its answer shows the worksheets.

    Somebody may have moved columns between our look and the batch, and the rules went where those stood.
    """
    requests: list[Json] = []
    for sheet in sheets:
        layout = layouts.get(sheet.sheet_id)
        places = {mark: anchor.column for mark in Mark if (anchor := sheet.anchor(mark))}
        if layout is not None and len(places) == len(Mark):
            wanted = wanted_rules(sheet.sheet_id, places, layout.language, layout.highlight)
            requests += mend(sheet, wanted, shifted=False, highlight=layout.highlight)
    return requests


def name_of(rule: Json) -> str | None:
    """Return which of our rules this is, or is a copy of; None for a person's."""
    values = rule.get("booleanRule", {}).get("condition", {}).get("values", [])
    match = _OURS.search(str(values[0].get("userEnteredValue", ""))) if values else None
    return match[1] if match else None


def mend(sheet: SheetLook, wanted: dict[str, Json], *, shifted: bool, highlight: str = "marks") -> list[Json]:
    """Return the requests that make our rules on *sheet* exactly *wanted*; none when they are.

    Args:
        sheet: as we saw it.
        wanted: our rules; empty takes all of ours away.
        shifted: columns come in earlier in the same batch, so that what we saw is no longer what there is.
        highlight: with ``row`` our rules lie over people's columns and stand behind every rule of theirs.
    """
    updates: list[Json] = []
    gone: list[int] = []
    seen: set[str] = set()
    theirs = [index for index, rule in enumerate(sheet.rules) if name_of(rule) is None]
    least = max(theirs, default=-1) if highlight == "row" else -1
    for index, rule in enumerate(sheet.rules):
        name = name_of(rule)
        if name is None:
            continue
        if name in seen or name not in wanted or index < least:
            gone.append(index)
            continue
        seen.add(name)
        if shifted or not _same(rule, wanted[name], sheet):
            updates.append(
                {
                    "updateConditionalFormatRule": {
                        "index": index,
                        "sheetId": sheet.sheet_id,
                        "rule": wanted[name],
                    }
                }
            )
    deletions = [
        {"deleteConditionalFormatRule": {"index": index, "sheetId": sheet.sheet_id}}
        for index in reversed(gone)
    ]
    # Over our own columns first in the list, since people's own rules may colour whole rows.
    first = len(sheet.rules) - len(gone) if highlight == "row" else 0
    missing = [rule for name, rule in wanted.items() if name not in seen]
    additions = [
        {"addConditionalFormatRule": {"index": first and first + number, "rule": rule}}
        for number, rule in enumerate(missing)
    ]
    return [*updates, *deletions, *additions]


def restore(requests: Sequence[Json], replies: Sequence[Json]) -> list[Json]:
    """Return the requests that put back people's rules which a batch of ours hit by a stale index.

    Rules are addressed by position only: somebody who moved a rule between our look and our write may have
    put theirs where ours stood. The replies show what stood there.
    """
    repairs: list[Json] = []
    for request, reply in zip(requests, replies, strict=False):
        if "deleteConditionalFormatRule" in request:
            lost = reply.get("deleteConditionalFormatRule", {}).get("rule")
            index = request["deleteConditionalFormatRule"].get("index", 0)
        elif "updateConditionalFormatRule" in request:
            lost = reply.get("updateConditionalFormatRule", {}).get("oldRule")
            index = request["updateConditionalFormatRule"].get("index", 0)
        else:
            continue
        if lost and name_of(lost) is None:
            repairs.append({"addConditionalFormatRule": {"index": index, "rule": lost}})
    return repairs


def _same(rule: Json, wanted: Json, sheet: SheetLook) -> bool:
    return (
        _covered(rule, sheet) == _covered(wanted, sheet)
        and _formula(rule) == _formula(wanted)
        and _looks_like(rule["booleanRule"].get("format", {}), wanted["booleanRule"]["format"])
    )


def _formula(rule: Json) -> str:
    return str(rule["booleanRule"]["condition"]["values"][0]["userEnteredValue"])


def _covered(rule: Json, sheet: SheetLook) -> frozenset[int] | None:
    """Return the columns that a rule colours from top to bottom; None when it leaves rows out."""
    columns: set[int] = set()
    for span in rule.get("ranges", []):
        bottom = span.get("endRowIndex", sheet.row_count)
        if span.get("startRowIndex", 0) != 0 or bottom < sheet.row_count:
            return None
        right = min(span.get("endColumnIndex", sheet.column_count), sheet.column_count)
        columns.update(range(span.get("startColumnIndex", 0), right))
    return frozenset(columns)


def _looks_like(found: Json, wanted: Json) -> bool:
    pairs: list[tuple[Any, Any]] = [
        (found.get("backgroundColor"), wanted.get("backgroundColor")),
        (found.get("textFormat", {}).get("foregroundColor"), wanted["textFormat"]["foregroundColor"]),
    ]
    for one, other in pairs:
        if (one is None) != (other is None):
            return False
        if one is not None and any(
            abs(one.get(part, 0) - other.get(part, 0)) > _STEP for part in ("red", "green", "blue")
        ):
            return False
    return True


def rgb(code: str) -> Json:
    """Return RRGGBB as Google has colours."""
    return {
        part: round(int(code[i : i + 2], 16) / 255, 6) for part, i in (("red", 0), ("green", 2), ("blue", 4))
    }
