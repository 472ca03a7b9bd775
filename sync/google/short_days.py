"""The values behind days that are shown in part: 3月5日, 5/3/2026, 5. März."""

from collections.abc import Mapping, Sequence
from typing import Any

from sync.columns import letters
from sync.google.look import Behind
from sync.google.shown_text import ShortDays, agrees, columns_in_question

#: By worksheet's title, 0-based columns.
Places = Mapping[str, Sequence[int]]
Texts = Mapping[str, Sequence[Sequence[str]]]


def places_in_question(texts: Texts) -> dict[str, list[int]]:
    """Return the columns whose texts do not tell all, by worksheet; worksheets without any are left out."""
    short = ShortDays()
    found = {title: columns_in_question(rows, short) for title, rows in texts.items()}
    return {title: columns for title, columns in found.items() if columns}


def values_query(places: Places) -> dict[str, Any]:
    """Return the parameters of the values.batchGet that tells what is behind *places*."""
    return {
        "ranges": [
            f"'{title.replace(chr(39), chr(39) * 2)}'!{letters(column)}:{letters(column)}"
            for title, columns in places.items()
            for column in columns
        ],
        "valueRenderOption": "UNFORMATTED_VALUE",
        "dateTimeRenderOption": "SERIAL_NUMBER",
        "majorDimension": "COLUMNS",
        "fields": "valueRanges(values)",
        "prettyPrint": "false",
    }


def behind_of(places: Places, answer: Mapping[str, Any]) -> dict[str, Behind]:
    """Return what is behind *places*; the ranges of the answer come in the order they were asked for."""
    ranges = iter(answer.get("valueRanges", []))
    found: dict[str, Behind] = {}
    for title, columns in places.items():
        held = [next(ranges, {}).get("values") or [[]] for _ in columns]
        found[title] = {column: values[0] for column, values in zip(columns, held, strict=True)}
    return found


def fits(texts: Texts, behind: Mapping[str, Behind]) -> bool:
    """Whether nobody moved rows between the two answers: a cell that holds text must show just that."""
    return all(
        agrees(row[column] if column < len(row) else "", held[number] if number < len(held) else "")
        for title, columns in behind.items()
        for column, held in columns.items()
        for number, row in enumerate(texts[title])
    )
