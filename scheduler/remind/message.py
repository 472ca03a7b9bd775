"""A digest in words: numbers, places, duties and dates; never a name, never a cell's text."""

from collections.abc import Collection, Mapping, Sequence
from datetime import date

from config.language import phrases
from config.vocabulary import Light
from scheduler.state.deliveries import Line


def title(township: str, today: date, new: int, standing: int, language: str) -> str:
    """Return the subject of a digest."""
    words = phrases(language, "reminders")["digest"]
    return words["title"].format(township=township, day=today.isoformat(), new=new, count=new + standing)


def body(
    new: Sequence[Line],
    standing: Sequence[Line],
    *,
    unread: Collection[str],
    duties: Mapping[str, str],
    today: date,
    language: str,
) -> list[str]:
    """Return a digest's lines: what is new, what stands, which ledgers could not be looked at.

    Args:
        new: cases that the channel's last digest that arrived did not hold, worst first.
        standing: the others, worst first.
        unread: villages whose ledger could not be read or is held.
        duties: duty id to its name.
        today: the date in the township.
        language: of the words.
    """
    words = phrases(language, "reminders")["digest"]
    text: list[str] = []
    for heading, lines in ((words["new"], new), (words["standing"], standing)):
        if lines:
            text.append(heading.format(count=len(lines)))
            text += [_case(line, duties, today, language) for line in _worst_first(lines)]
    if unread:
        text.append(words["unread"].format(villages=words["list"].join(sorted(unread))))
    text.append(words["end"])
    return text


def _worst_first(lines: Sequence[Line]) -> list[Line]:
    def place(line: Line) -> tuple[str, str, str, str, int]:
        return line.due or "9999", line.village, line.ledger, line.sheet, line.row

    return sorted(lines, key=place)


def _case(line: Line, duties: Mapping[str, str], today: date, language: str) -> str:
    words = phrases(language, "reminders")["line"]
    number = words["number"].format(number=line.case_no) if line.case_no else ""
    place = words["place"].format(village=line.village, sheet=line.sheet, row=line.row)
    duty = duties.get(line.duty, line.duty)
    due = words["due"].format(due=line.due) if line.due else ""
    days = (today - date.fromisoformat(line.due)).days if line.due else 0
    if line.light == Light.OVERDUE and days > 0:
        state = words["overdue_one" if days == 1 else "overdue"].format(days=days)
    else:
        state = words["due_today" if line.due and days == 0 else "due_soon"]
    return words["case"].format(place=place, number=number, duty=duty, due=due, state=state)
