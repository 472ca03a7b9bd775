"""The tabs of a new 调解排期 in a spreadsheet: the schedule, the roster, and people's own."""

from collections.abc import Mapping, Sequence
from typing import Any

from config.language import phrases
from config.our_tabs.roster_columns import ROSTER_THEIRS, ROSTER_WIDTHS, RosterColumn
from config.our_tabs.schedule import NUMBERS, THEIRS, WIDTHS, ScheduleColumn
from sync.other_sheets.cell_plan import ColumnLook, NewTab
from sync.other_sheets.schedule_sheet import WantedLine, line_rows, tag_text

_HEADED = 3


def new_tabs(
    township: str,
    language: str,
    salt: str,
    lines: Sequence[WantedLine],
    roster: Sequence[Mapping[RosterColumn, str]],
) -> list[NewTab]:
    """Return the tabs as they begin."""
    words: Any = phrases(language, "schedule")
    return [_schedule(township, words, salt, lines), _roster(township, words, roster), _people(words)]


def _schedule(township: str, words: Any, salt: str, lines: Sequence[WantedLine]) -> NewTab:
    columns = list(ScheduleColumn)
    blank = [""] * (len(columns) - 2)
    rows = [
        [words["title"]["heading"].format(township=township), *blank, tag_text(salt)],
        [words["title"]["note"], *blank, ""],
        [words["column"][column] for column in columns],
        *line_rows(lines),
    ]
    choices = {
        ScheduleColumn.AGREED_HALF: tuple(words["half"].values()),
        ScheduleColumn.OUTCOME: tuple(words["outcome"]["choices"]),
    }
    looks = [
        ColumnLook(
            WIDTHS[column], column not in THEIRS, column is ScheduleColumn.KEY, choices.get(column, ())
        )
        for column in columns
    ]
    numbers = [columns.index(column) for column in NUMBERS]
    return NewTab(words["title"]["sheet"], rows, _HEADED, looks, numbers)


def _roster(township: str, words: Any, lines: Sequence[Mapping[RosterColumn, str]]) -> NewTab:
    said = words["roster"]
    blank = [""] * (len(RosterColumn) - 1)
    rows = [
        [said["heading"].format(township=township), *blank],
        [said["note"], *blank],
        [said[column] for column in RosterColumn],
        *([line.get(column, "") for column in RosterColumn] for line in lines),
    ]
    looks = [ColumnLook(ROSTER_WIDTHS[column], column not in ROSTER_THEIRS) for column in RosterColumn]
    return NewTab(words["title"]["roster"], rows, _HEADED, looks)


def _people(words: Any) -> NewTab:
    headings = list(words["people"].values())
    blank = [""] * (len(headings) - 1)
    rows = [[words["title"]["people"], *blank], [words["title"]["people_note"], *blank], headings]
    return NewTab(words["title"]["people"], rows, _HEADED)
