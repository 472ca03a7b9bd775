"""How a cell's tone looks, in whatever form; a word always stands beside the colour."""

from config.colours import PAINTS, Paint
from reports.content import Tone

TONE_PAINTS: dict[Tone, Paint] = {
    Tone.PLAIN: Paint("", ""),
    Tone.GOOD: PAINTS["green"],
    Tone.WARN: PAINTS["yellow"],
    Tone.BAD: PAINTS["red"],
    Tone.MUTED: PAINTS["grey"],
    Tone.LATE: PAINTS["late"],
}
