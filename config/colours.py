"""The palette: each colour of sheets, documents, charts and tabs, once, as RRGGBB (words/colours.toml).

The page keeps colours of its own in its style sheet, for contrast in light and dark.
"""

from dataclasses import dataclass
from typing import NamedTuple

from config.words import words


class Paint(NamedTuple):
    """How a cell is coloured: RRGGBB each, "" for as it was."""

    fill: str
    ink: str


@dataclass(frozen=True, slots=True)
class LightColour:
    """How a light looks, and the words in its cell that call for it.

    Attributes:
        begins: the cell begins with one of these,
        holds: or holds one of these,
        never: and begins with none of these.
    """

    name: str
    paint: Paint
    begins: tuple[str, ...]
    holds: tuple[str, ...] = ()
    never: tuple[str, ...] = ()

    @property
    def literals(self) -> frozenset[str]:
        """All words in its rule; nobody else's rule has the words of both languages."""
        return frozenset((*self.begins, *self.holds, *self.never))


#: The `[[colour]]` rows, in the order of their rules: green, yellow, past, red, grey, late.
LIGHT_COLOURS = tuple(
    LightColour(
        entry["name"],
        Paint(entry["fill"], entry["font"]),
        tuple(entry["begins"]),
        tuple(entry.get("holds", ())),
        tuple(entry.get("never", ())),
    )
    for entry in words("colours")["colour"]
)
#: Their looks by name.
PAINTS = {colour.name: colour.paint for colour in LIGHT_COLOURS}

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
