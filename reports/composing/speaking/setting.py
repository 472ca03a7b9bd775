"""How a report speaks, and one report in the making: what everything that composes shares."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import TYPE_CHECKING

import pandas as pd

from config.spoken.office import Office
from reports.composing.speaking.unread_words import unread_sentences
from reports.composing.speaking.wording import Wording
from reports.figures.books import Books, flow, open_books
from reports.figures.halfmonth_counts import measure
from reports.figures.halfmonth_figures import unread_of

if TYPE_CHECKING:
    from config.periods import Period
    from reports.inputs import DutyTold, VillageCases


@dataclass(frozen=True, slots=True)
class Occasion:
    """When a half-month report is compiled, and why again.

    Attributes:
        due_on: the day it ought to be compiled on; None where nobody says so.
        hour: the hour of the township's clock; None when the day is not today.
        since: the day it was compiled before, if this is another time.
        changes: what is otherwise than it was then, in sentences.
    """

    due_on: date | None = None
    hour: int | None = None
    since: date | None = None
    changes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Manner:
    """How a report speaks.

    Attributes:
        office: whose it is, to whom it goes and who signs.
        language: ``zh-CN`` or ``en``.
        compiled_on: the day the report bears.
        answer_by: the day by which offices answer for what is overdue, by the township's own calendar.
        officials: whether 责任人 and 包案领导 are named; otherwise the post is.
        titles: title of each duty id in *language*; one without a title is shown by its id.
        occasion: when the report is compiled, and why again.
    """

    office: Office
    language: str
    compiled_on: date
    answer_by: date
    officials: bool = False
    titles: Mapping[str, str] = field(default_factory=dict[str, str])
    occasion: Occasion = Occasion()

    @property
    def is_late(self) -> bool:
        """Whether the report is compiled after its day."""
        due_on = self.occasion.due_on
        return due_on is not None and self.compiled_on > due_on and self.occasion.since is None

    @property
    def township(self) -> str:
        """The place's name."""
        return self.office.township


@dataclass(frozen=True, slots=True)
class Draft:
    """One report in the making.

    Attributes:
        books: every row of every ledger.
        rows: the books' rows with one bool column per measure.
        as_of: the day ages are counted to.
        duties: of offices, as far as the report tells of them.
    """

    manner: Manner
    say: Wording
    books: Books
    rows: pd.DataFrame
    as_of: date
    duties: "tuple[DutyTold, ...]" = ()

    @property
    def links(self) -> tuple[Mapping[str, str], ...]:
        """By the rows' ``source`` number: worksheet name to an address with ``{row}``."""
        return tuple(source.links for source in self.books.sources)

    @property
    def unread_told(self) -> list[str]:
        """One sentence for each ledger that could not be read."""
        return unread_sentences(unread_of(self.books.sources), self.say)

    @property
    def signature(self) -> tuple[str, str]:
        """Office and date."""
        return self.manner.office.signed_by, self.say.day(self.manner.compiled_on)

    @property
    def contact(self) -> str:
        """附注, in brackets."""
        office = self.manner.office
        parts = [("contact", office.contact), ("phone", office.phone)]
        told = [self.say(f"text.{key}", value=value) for key, value in parts if value]
        return self.say("text.contact_note", items=self.say("list.note").join(told)) if told else ""


def wording(manner: Manner) -> Wording:
    """Return the words of *manner*'s language, for its kind of place."""
    return Wording(manner.language, manner.titles, manner.office.words(manner.language))


def lay_out(period: "Period", sources: "Sequence[VillageCases]", manner: Manner) -> Draft:
    """Open the books and measure them for *period*.

    Raises:
        UnbalancedError: a row cannot be placed.
    """
    books = open_books(sources)
    measures = measure(books, flow(books, period), period)
    facts = books.rows.drop(columns=[name for name in measures if name in books.rows])
    rows = pd.concat(
        [facts.assign(end_undated=measures["end_undated"]), measures.drop(columns="end_undated")], axis=1
    )
    return Draft(manner, wording(manner), books, rows, period.last)
