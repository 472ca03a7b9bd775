"""What was entered late or changed since a summary was published (补录, 更正)."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum

import pandas as pd

from config.periods import HalfMonth
from config.vocabulary import Status
from reports.figures.books import Books, dates
from reports.inputs import Published, PublishedCase


class CorrectionKind(StrEnum):
    """How a row differs from what was published."""

    ENTERED_LATE = "entered_late"  # 补录
    CHANGED = "changed"  # 更正
    GONE = "gone"  # the row is no longer there


@dataclass(frozen=True, slots=True)
class Correction:
    """One case that a published summary counted otherwise.

    Attributes:
        before: as it was published; None when it was entered late.
        now: as its row stands now, as of the same day; None when it is gone.
    """

    kind: CorrectionKind
    before: PublishedCase | None
    now: PublishedCase | None

    @property
    def place(self) -> PublishedCase:
        """Where to look: its row now, or where it was."""
        case = self.now or self.before
        if case is None:  # pragma: no cover - one of the two always is
            raise AssertionError
        return case


def snapshot(books: Books, period: HalfMonth) -> dict[str, PublishedCase]:
    """Return every case on the books by the period's end, by its salted key, as of that day.

    A second row with the same key is told apart by its number among them. Rows without a key, or
    without a date of entry, are left out: what cannot be recognised cannot be compared.
    """
    rows = books.rows
    last = pd.Timestamp(period.last)
    kept = rows[(rows["key"] != "") & (rows["entered"] <= last)]
    over = ~kept["stays"] & (kept["ended_on"] <= last)
    keys = [
        f"{key}#{nth}" if nth else str(key)
        for key, nth in zip(kept["key"], kept.groupby("key").cumcount(), strict=True)
    ]
    columns = (
        kept["village"].tolist(),
        kept["ledger"].tolist(),
        kept["sheet"].tolist(),
        kept["row"].tolist(),
        dates(kept["entered"]),
        dates(kept["ended_on"].where(over & ~kept["end_undated"])),
        kept["status"].where(over | kept["stays"], Status.OPEN.value).map(str).tolist(),
    )
    cases = (PublishedCase(*facts) for facts in zip(*columns, strict=True))
    return dict(zip(keys, cases, strict=True))


def corrections(books: Books, published: Published) -> tuple[Correction, ...]:
    """Compare the rows of today with those that *published* counted, as of its period's last day."""
    now = snapshot(books, HalfMonth.parse(published.period))
    return tuple(sorted(_differences(published.cases, now), key=_reading_order))


def _differences(
    before: Mapping[str, PublishedCase], now: Mapping[str, PublishedCase]
) -> Iterator[Correction]:
    known = dict(before)
    for key, case in now.items():
        was = known.pop(key, None)
        if was is None:
            yield Correction(CorrectionKind.ENTERED_LATE, None, case)
        elif _facts(was) != _facts(case):
            yield Correction(CorrectionKind.CHANGED, was, case)
    for was in known.values():
        yield Correction(CorrectionKind.GONE, was, None)


def _facts(case: PublishedCase) -> tuple[object, ...]:
    # Open and suspended are one here: a hold has no date of its own, so it is no correction.
    status = Status.OPEN.value if case.status == Status.SUSPENDED else case.status
    return case.village, case.registered, case.ended, status


def _reading_order(correction: Correction) -> tuple[object, ...]:
    place = correction.place
    return (list(CorrectionKind).index(correction.kind), place.village, place.ledger, place.sheet, place.row)
