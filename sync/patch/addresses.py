"""Cell addresses as a worksheet spells them."""

#: The last column and row a worksheet can have (XFD1048576), 0-based.
LAST_COLUMN = 16_383
LAST_ROW = 1_048_575


def column_number(letters: str) -> int:
    """Return the 0-based column of its letters: A is 0, AA is 26."""
    number = 0
    for letter in letters.upper():
        number = number * 26 + ord(letter) - 64
    return number - 1
