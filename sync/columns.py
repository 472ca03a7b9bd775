"""Columns by number and by letters."""


def letters(column: int) -> str:
    """Return a 0-based column's letters: 0 is A, 26 is AA."""
    found = ""
    column += 1
    while column:
        column, rest = divmod(column - 1, 26)
        found = chr(65 + rest) + found
    return found
