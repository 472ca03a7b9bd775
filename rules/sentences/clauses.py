"""Growing one text per row, clause by clause, at the price of its distinct texts."""

from collections.abc import Callable, Sequence
from datetime import date
from typing import cast

import numpy as np
from numpy.typing import ArrayLike, NDArray

from config.calendar import Days

Texts = NDArray[np.object_]

#: Bits of a date in a key, and of a year.
DAY = 20
YEAR = 12

_DAY_MASK = (1 << DAY) - 1


def day_key(days: Days) -> NDArray[np.int64]:
    """Return a small number for each date, to build keys from; `DAY` bits."""
    return days.astype(np.int64) & _DAY_MASK


def packed(*parts: tuple[ArrayLike, int]) -> NDArray[np.int64]:
    """Return one number for each row out of several, each given with the bits it may take.

    Raises:
        ValueError: a number is wider than its bits: two rows that differ would be told the same.
    """
    if sum(bits for _, bits in parts) > 63:
        raise ValueError("a key has 63 bits")
    key: NDArray[np.int64] = np.zeros(1, dtype=np.int64)
    for values, bits in parts:
        numbers = np.asarray(values).astype(np.int64)
        if numbers.size and (int(numbers.min()) < 0 or int(numbers.max()) >> bits):
            raise ValueError(f"a part of a key does not fit {bits} bits")
        key = key << bits | numbers
    return key


def plain(day: object) -> date:
    """Return one day of numpy's as a plain date."""
    return cast("date", cast("np.datetime64", day).item())


def spelled(keys: NDArray[np.int64], make: Callable[[int], str]) -> Texts:
    """Return a text for each key; *make* is called once per distinct key, with a position that has it.

    A ledger's sentences differ far less than its rows do, and making a sentence is what costs.
    """
    import pandas as pd

    codes, distinct = pd.factorize(keys)
    first = np.empty(len(distinct), dtype=np.intp)
    first[codes[::-1]] = np.arange(len(keys) - 1, -1, -1)
    texts = np.empty(len(distinct), dtype=object)
    texts[:] = [make(int(position)) for position in first]
    return texts[codes]


class Clauses:
    """The clauses of some rows, each row's joined in the order they were added."""

    def __init__(self, size: int, between: str) -> None:
        self._texts: Texts = np.full(size, "", dtype=object)
        self._between = between

    def add(self, rows: ArrayLike, texts: Texts | str) -> None:
        """Add a clause to the rows at positions *rows*; an empty text adds nothing."""
        rows = np.asarray(rows)
        if rows.dtype == bool:
            rows = np.flatnonzero(rows)
        if not rows.size:
            return
        if isinstance(texts, str):
            self._texts[rows] += self._between + texts
            return
        said = texts != ""
        if not said.all():
            rows, texts = rows[said], texts[said]
        self._texts[rows] += self._between + texts

    def texts(self) -> Sequence[str]:
        """Return each row's clauses, joined."""
        cut = len(self._between)
        return [text[cut:] for text in self._texts]
