"""A digest in words: numbers, places, duties and dates; never a name, never a cell's text."""

from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from config.language import phrases
from config.spoken.duty_names import DutyNames
from config.tables.duty_tables import PostPart
from config.vocabulary import Light
from scheduler.remind.asked import LedgerNote
from scheduler.state.deliveries import Line

#: Cases named one by one: a robot cuts a longer message, or refuses the one after it, and nobody reads forty
#: lines. The others are counted by village.
NAMED = 20


@dataclass(frozen=True, slots=True)
class DigestNews:
    """What one digest tells of cases.

    Attributes:
        new: cases that the channel's last digest that arrived did not hold.
        standing: the others.
        unread: villages whose ledger could not be read or is held.
    """

    new: Sequence[Line]
    standing: Sequence[Line] = ()
    unread: Collection[str] = ()


@dataclass(frozen=True, slots=True)
class Told:
    """One line of a digest's text.

    Attributes:
        about: keys of what it names.
    """

    text: str
    about: Collection[str] = ()


def title(township: str, today: date, news: DigestNews, untold: int, language: str) -> str:
    """Return the subject of a digest; without cases it counts *untold* ledgers."""
    words = phrases(language, "reminders")["digest"]
    day, count = today.isoformat(), len(news.new) + len(news.standing)
    if not count:
        return words["title_unread"].format(township=township, day=day, count=untold)
    return words["title"].format(township=township, day=day, new=len(news.new), count=count)


def post_names(language: str) -> dict[str, str]:
    """Return what posts are called, and a mediator."""
    mediator = str(phrases(language, "schedule")["column"]["own_mediator"])
    return {**phrases(language, "rules")["post"], "mediator": mediator}


def salutation(holders: Sequence[PostPart], mediators: Sequence[str], language: str) -> list[str]:
    """Return the line that says whom a digest is for; none where the config names nobody."""
    words = phrases(language, "reminders")["digest"]
    told = [
        words["holder_deputy" if part.deputy else "holder"].format(name=part.name, deputy=part.deputy)
        for part in holders
    ]
    told += [words["holder"].format(name=name) for name in mediators if name not in {p.name for p in holders}]
    return [words["list"].join(line[:-1] for line in told) + told[-1][-1]] if told else []


def body(
    news: DigestNews,
    *,
    duties: DutyNames,
    today: date,
    language: str,
    owners: Sequence[str] = ("",),
) -> list[Told]:
    """Return a digest's lines: what is new, what stands, which ledgers could not be looked at.

    Args:
        news: what it tells.
        duties: what they are called.
        today: the date in the township.
        language: of the words.
        owners: the township, then its leaders in the order of the config: who owes where no unit is named.

    Returns:
        The worst `NAMED` cases one by one, new ones first; the others counted by village.
    """
    words = phrases(language, "reminders")["digest"]
    text: list[Told] = []
    left: list[Line] = []
    room = NAMED
    for heading, lines in ((words["new"], news.new), (words["standing"], news.standing)):
        shown, more = (ordered := _worst_first(lines))[:room], ordered[room:]
        room -= len(shown)
        left += more
        if lines:
            text.append(Told(heading.format(count=len(lines))))
            text += [_case(line, duties, today, language) for line in shown if line.ledger]
            text += _office([line for line in shown if not line.ledger], duties, owners, language)
    if left:
        text.append(Told(words["more"].format(count=len(left), villages=_by_village(left, words))))
    if news.unread:
        text.append(Told(words["unread"].format(villages=words["list"].join(sorted(news.unread)))))
    return text


def ledger_lines(notes: Sequence[LedgerNote], language: str) -> list[str]:
    """Return one line for each ledger that is gone, or that waits for somebody to close it."""
    words = phrases(language, "reminders")["ledger"]
    return [
        words[note.kind].format(
            village=note.village,
            title=note.title,
            month=note.since.month,
            day=note.since.day,
            date=note.since,
            likely=words["likely"].format(likely=note.likely) if note.likely else "",
        )
        for note in notes
    ]


def end_line(language: str) -> str:
    """Return a digest's last line: where more stands."""
    return phrases(language, "reminders")["digest"]["end"]


def _by_village(lines: Sequence[Line], words: Mapping[str, str]) -> str:
    counts = Counter(line.village for line in lines)
    overdue = Counter(line.village for line in lines if line.light == Light.OVERDUE)
    told = [
        words["village"].format(village=village, count=count, overdue=overdue[village])
        for village, count in counts.items()
    ]
    return words["list"].join(told)


def _office(lines: Sequence[Line], duties: DutyNames, owners: Sequence[str], language: str) -> list[Told]:
    """Return one line for each duty, period and day, with everybody who owes it."""
    words = phrases(language, "reminders")["office"]
    owed: dict[tuple[str, str, str, str], list[Line]] = {}
    for line in lines:
        owed.setdefault((line.due, line.duty, line.case_no, line.light), []).append(line)
    return [
        Told(
            words["line"].format(
                duty=duties.title(duty),
                period=duties.period(duty, period),
                due=due,
                state=duties.state(duty, state),
                who=words["list"].join(_owner(line, owners) for line in group),
            ),
            [line.key for line in group],
        )
        for (due, duty, period, state), group in owed.items()
    ]


def _owner(line: Line, owners: Sequence[str]) -> str:
    leader = owners[line.row] if line.row < len(owners) else ""
    return "→".join(filter(None, (leader, line.village))) if line.row else line.sheet or owners[0]


def _worst_first(lines: Iterable[Line]) -> list[Line]:
    """Return lines by their day; those of one day as they came: by village in the config's order, by row."""
    return sorted(lines, key=lambda line: line.due or "9999")


def _case(line: Line, duties: DutyNames, today: date, language: str) -> Told:
    words = phrases(language, "reminders")["line"]
    number = words["number"].format(number=line.case_no) if line.case_no else ""
    place = words["place"].format(village=line.village, sheet=line.sheet, row=line.row)
    duty = duties.title(line.duty)
    due = words["due"].format(due=line.due) if line.due else ""
    days = (today - date.fromisoformat(line.due)).days if line.due else 0
    if days > 0:
        # Nothing that is past is about to fall due: a soft limit, or what a closed case still wants.
        kind = "overdue" if line.light == Light.OVERDUE else "past_usual"
        state = words[f"{kind}_one" if days == 1 else kind].format(days=days)
    else:
        state = words["due_today" if line.due and days == 0 else "due_soon"]
    post = words["post"].format(post=post_names(language)[line.post]) if line.post else ""
    told = words["case"].format(place=place, number=number, duty=duty, due=due, state=state, post=post)
    return Told(told, [line.key])
