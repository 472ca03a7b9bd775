"""The palette: each colour of sheets, documents, charts and tabs, once, as RRGGBB (words/colours.toml).

The page keeps colours of its own in its style sheet, for contrast in light and dark.
"""

from typing import NamedTuple

from config.words import words


class Paint(NamedTuple):
    """How a cell is coloured: RRGGBB each, "" for as it was."""

    fill: str
    ink: str


#: The looks of lights by name, as the `[[colour]]` rows have them: green, yellow, past, red, grey, late.
PAINTS = {entry["name"]: Paint(entry["fill"], entry["font"]) for entry in words("colours")["colour"]}

_SHADES = words("colours")["shades"]
LINE: str = _SHADES["line"]
LINK: str = _SHADES["link"]
NOTE: str = _SHADES["note"]
INK: str = _SHADES["ink"]
HEADING: str = _SHADES["heading"]
TOTAL: str = _SHADES["total"]
THEIRS_HEADING: str = _SHADES["theirs_heading"]
THEIRS_FILL: str = _SHADES["theirs"]
GRID: str = _SHADES["grid"]
SERIES: tuple[str, ...] = tuple(_SHADES["series"])
