"""What people call a period that files and JSON know by its label: 2026-03H2 is 2026年3月下半月."""

import re

from config.language import phrases

#: By the way a label is spelled (`config.periods`), the sentence that names it.
_SPELLINGS = {
    "half_month": re.compile(r"(?P<year>\d{4})-(?P<month>\d{2})H(?P<half>[12])"),
    "month": re.compile(r"(?P<year>\d{4})-(?P<month>\d{2})"),
    "quarter": re.compile(r"(?P<year>\d{4})Q(?P<quarter>[1-4])"),
    "week": re.compile(r"(?P<year>\d{4})-W(?P<week>\d{2})"),
    "year": re.compile(r"(?P<year>\d{4})"),
}


def period_name(label: str, language: str) -> str:
    """Return the name of the period with a *label*; a day, or what is no label, stays as it is."""
    names = phrases(language, "periods")["name"]
    for kind, spelling in _SPELLINGS.items():
        if found := spelling.fullmatch(label):
            numbers = {name: int(text) for name, text in found.groupdict().items()}
            return names[f"{kind}_{numbers.pop('half')}" if "half" in numbers else kind].format(**numbers)
    return label
