"""Columns by number and by letters, and how far a worksheet reaches."""

from functools import cache

#: The last column and row a worksheet can have (XFD1048576), 0-based.
LAST_COLUMN = 16_383
LAST_ROW = 1_048_575


@cache
def letters(column: int) -> str:
    """Return a 0-based column's letters: 0 is A, 26 is AA."""
    found = ""
    column += 1
    while column:
        column, rest = divmod(column - 1, 26)
        found = chr(65 + rest) + found
    return found


def column_number(letters: str) -> int:
    """Return the 0-based column of its letters: A is 0, AA is 26."""
    number = 0
    for letter in letters.upper():
        number = number * 26 + ord(letter) - 64
    return number - 1
