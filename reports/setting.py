"""What the lists have in common: words, the books as of a day, and the makers of tables and parts."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

import pandas as pd

from config.periods import Period
from reports.books import Books, flow, open_books
from reports.columns import Context
from reports.inputs import VillageCases
from reports.lists import CaseLists
from reports.measures import measure
from reports.parts import PartMaker
from reports.words import Words


@dataclass(frozen=True, slots=True)
class Manner:
    """How a report speaks.

    Attributes:
        language: ``zh-CN`` or ``en``.
        compiled_on: the day the report bears.
        officials: whether 责任人 and 包案领导 are named; otherwise the post is.
        duties: title of each duty id in *language*; one without a title is shown by its id.
        office: who signs; "" for the township.
    """

    language: str
    compiled_on: date
    officials: bool = False
    duties: Mapping[str, str] = field(default_factory=dict[str, str])
    office: str = ""


@dataclass(frozen=True, slots=True)
class Setting:
    """One report in the making.

    Attributes:
        rows: the books' rows with one bool column per measure of *period*.
    """

    township: str
    manner: Manner
    say: Words
    books: Books
    rows: pd.DataFrame
    lists: CaseLists
    part: PartMaker

    @property
    def signature(self) -> tuple[str, str]:
        """Office and date."""
        return self.manner.office or self.township, self.say.day(self.manner.compiled_on)


def lay_out(township: str, period: Period, sources: Sequence[VillageCases], manner: Manner) -> Setting:
    """Open the books and measure them for *period*.

    Raises:
        UnbalancedError: a row cannot be placed.
    """
    say = Words(manner.language, manner.duties)
    books = open_books(sources)
    measures = measure(books, flow(books, period), period)
    facts = books.rows.drop(columns=[name for name in measures if name in books.rows])
    links = tuple(source.links for source in sources)
    lists = CaseLists(Context(say, links, period.last), manner.officials)
    rows = pd.concat(
        [facts.assign(end_undated=measures["end_undated"]), measures.drop(columns="end_undated")], axis=1
    )
    return Setting(township, manner, say, books, rows, lists, PartMaker(say))
