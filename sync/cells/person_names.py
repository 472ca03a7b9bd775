"""The names of mediators in one cell."""

from sync.cells.text import tidy

_BETWEEN_NAMES = str.maketrans(dict.fromkeys("、,;/\\&+|和及与", " "))


def names_in(text: str) -> tuple[str, ...] | str:
    """Return the names that a cell of mediators holds; "" for none."""
    return tuple(map(tidy, text.translate(_BETWEEN_NAMES).split())) or "" if text else ""
