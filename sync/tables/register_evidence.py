"""Whether a table is a ledger of disputes, on evidence that a person would accept.

序号, a date, a name and a remark head the register of seals as well as the ledger. What decides is what the
title, the tab and the file say they are, and whether the headings and rows speak of parties and their matter.
"""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import Enum, auto
from functools import cache

from config.vocabulary import DATE_ROLES, SITTING_ROLES, Role
from config.words import words
from sync.cells.categories import read_category
from sync.cells.text import as_text, tidy
from sync.tables.heading_words.headings import Grade, Match
from sync.tables.kinds import row_words
from sync.tables.titles import patterns_of

#: How many rows below a header are looked at for what they tell of.
SAMPLE = 30


class Stance(Enum):
    """What a title says about the table below it."""

    FOR = auto()  # a ledger of disputes
    AGAINST = auto()  # another register
    PERSONS = auto()  # a list of persons
    NONE = auto()


@dataclass(frozen=True, slots=True)
class RegisterWords:
    """The words of ``config/words/registers.toml``, ready for use."""

    dispute: tuple[str, ...]
    persons: re.Pattern[str]
    around: re.Pattern[str]
    register: re.Pattern[str]
    general: re.Pattern[str]
    heading_for: re.Pattern[str]
    heading_against: re.Pattern[str]
    stories: re.Pattern[str]


def _any(listed: Iterable[str]) -> re.Pattern[str]:
    return re.compile("|".join(sorted(map(re.escape, listed), key=len, reverse=True)))


@cache
def register_words() -> RegisterWords:
    """Return the words, compiled once."""
    table = words("registers")
    titles, headings = table["titles"], table["headings"]
    return RegisterWords(
        tuple(titles["dispute"]),
        re.compile(titles["persons"]),
        re.compile(titles["around"]),
        re.compile(titles["register"]),
        _any(titles["general"]),
        _any(headings["dispute"]),
        _any(headings["other"]),
        _any(table["stories"]["words"]),
    )


def stance_of(text: str) -> Stance:
    """Return what a title, a tab or a file's name says about the table that it stands over."""
    known = register_words()
    plain = tidy(text).upper()
    if not plain or len(plain) > 40 or plain.startswith(row_words().starts["unit_row.starts"]):
        return Stance.NONE
    if known.persons.search(plain):
        return Stance.PERSONS
    bare = re.sub(r"\(.*?\)|20\d\d年?度?$", "", plain) or plain
    if known.around.search(bare):
        return Stance.AGAINST
    if any(word in plain for word in known.dispute):
        return Stance.FOR
    if not known.register.search(bare):
        return Stance.NONE
    return Stance.AGAINST if len(_subject(bare)) >= 2 else Stance.NONE


def _subject(title: str) -> str:
    """Return what a title is about: without the place, the time and the words of any register."""
    place = patterns_of("village")["cell_before"].sub(
        "", re.sub("[0-9年月日号季度一二三四第()〔〕]+", "", title)
    )
    place = re.sub("^.{1,8}?(?:村委会|村|社区|居委会|镇|乡|街道)", "", place)
    return re.sub("[^一-龥A-Z]", "", register_words().general.sub("", place))


@dataclass(frozen=True, slots=True)
class TableSigns:
    """What a table shows of itself.

    Attributes:
        headings: the texts of each headed column, from its top level to its lowest.
        matches: what each of them plays.
        rows: the first rows below the header.
    """

    headings: Mapping[int, Sequence[str]]
    matches: Mapping[int, Match | None]
    rows: Sequence[Sequence[object]]

    @property
    def roles(self) -> frozenset[Role]:
        """The roles that the headings play."""
        return frozenset(match.role for match in self.matches.values() if match is not None)

    @property
    def is_named_by_township(self) -> bool:
        """Whether the township's own [headers] name two of its columns: somebody said that it is one."""
        return (
            sum(match is not None and match.grade is Grade.TOWNSHIP for match in self.matches.values()) >= 2
        )

    def weight(self) -> int:
        """Return how much speaks of parties and their matter; 0 when nothing does."""
        pattern = register_words().heading_for
        named = sum(
            any(pattern.search(tidy(text).upper()) for text in texts) for texts in self.headings.values()
        )
        found = min(named, 3) + 2 * self._tells_categories()
        return found + self._tells_disputes() + (Role.COMPLEXITY in self.roles)

    def against(self) -> int:
        """Return how many headings name the matter of another register."""
        pattern = register_words().heading_against
        return sum(pattern.search(tidy(texts[-1]).upper()) is not None for texts in self.headings.values())

    def _texts(self, role: Role) -> list[str]:
        columns = [
            column for column, match in self.matches.items() if match is not None and match.role is role
        ]
        cells = [as_text(row[c]) for c in columns for row in self.rows if c < len(row)]  # pyright: ignore[reportArgumentType]
        return [text for text in cells if text.strip()]

    def _tells_categories(self) -> bool:
        texts = self._texts(Role.CATEGORY)
        known = [found for found in map(read_category, texts) if found.known and found.category is not None]
        return len(known) * 2 >= len(texts) and len(known) >= 2

    def _tells_disputes(self) -> bool:
        texts = self._texts(Role.SUMMARY)
        pattern = register_words().stories
        return bool(texts) and sum(pattern.search(text) is not None for text in texts) * 3 >= len(texts)


#: What is said of a case as it goes on; a list of persons or things has none of it.
_COURSE = frozenset((*DATE_ROLES, *SITTING_ROLES, Role.STATUS, Role.PROGRESS, Role.RESULT))
_PARTIES = frozenset((Role.PARTY, Role.PARTY_OTHER))
_MATTER = frozenset((Role.SUMMARY, Role.CATEGORY))
_STATE = frozenset((Role.STATUS, Role.PROGRESS, Role.RESULT, Role.RESOLVED_DATE))


def is_dispute_ledger(signs: TableSigns, near: Sequence[str], book: str) -> bool:
    """Say whether a table that is built like a ledger is one.

    Args:
        signs: what the table shows.
        near: its titles and its tab, the nearest first.
        book: the name of the file or spreadsheet.
    """
    if signs.is_named_by_township:
        return True
    stances = [stance_of(text) for text in near]
    said = next((stance for stance in stances if stance is not Stance.NONE), Stance.NONE)
    is_far = said is Stance.NONE
    said = stance_of(book) if is_far else said
    if said is Stance.PERSONS or not signs.roles & _COURSE:
        return False
    weight, against = signs.weight(), signs.against()
    has_parties, has_matter = bool(signs.roles & _PARTIES), bool(signs.roles & _MATTER)
    if said is Stance.FOR:
        return weight > 0 or against <= (0 if is_far or not (has_parties or has_matter) else 1)
    if said is Stance.AGAINST and not is_far:
        return has_parties and has_matter and weight >= 3
    if weight >= 2:
        return weight > against
    return weight == 1 and against == 0 and has_parties and has_matter and bool(signs.roles & _STATE)
