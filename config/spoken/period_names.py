"""What people call a period that files and JSON know by its label: 2026-03H2 is 2026年3月下半月."""

from dataclasses import asdict

from config.errors import ConfigError
from config.language import phrases
from config.periods import HalfMonth, Month, Quarter, Week, Year

#: The periods that have a name, and the sentence that says it.
_NAMED = {HalfMonth: "half_month", Month: "month", Quarter: "quarter", Week: "week", Year: "year"}


def period_name(label: str, language: str, window: str = "") -> str:
    """Return the name of the period with a *label*; a day, or what is no label, stays as it is.

    Args:
        label: as files and JSON know it.
        language: to say it in.
        window: what the days are called that a day lies in, as the township calls them; "" for nothing.
    """
    names = phrases(language, "periods")["name"]
    if window:
        return names["window"].format(day=label, window=window.removesuffix(names["window_tail"]))
    for kind, name in _NAMED.items():
        try:
            period = kind.parse(label)
        except ConfigError:
            continue
        numbers = asdict(period)
        return names[f"{name}_{numbers.pop('half')}" if "half" in numbers else name].format(**numbers)
    return label
