"""What the cells of our columns may say: enough to know them where their heading tells nothing."""

import re
from collections.abc import Callable
from functools import cache

from config.language import phrases
from config.vocabulary import MARK_HEADINGS, Mark

_ISO_DAY = re.compile(r"\d{4}-\d{2}-\d{2}")
_NUMBERED = re.compile(r"\S{1,24}(?:[；：]|[;:] )")
#: A shorter text asks nobody for anything.
_SHORTEST_ASK = 8
#: Lights that are called as statuses are.
_STATUSES = ("on_track", "suspended", "closed", "transferred", "withdrawn", "refused")
_GAP = re.compile(r"\{\w+\}")


def may_say(mark: Mark, text: str) -> bool:
    """Whether *text* could stand under *mark*; a person's could as well."""
    return _MAY_SAY[mark](text)


def is_light(text: str) -> bool:
    """Whether *text* is a light in full, in either language, and nothing more."""
    return _whole_lights().fullmatch(text) is not None


def is_light_of_ours_alone(text: str) -> bool:
    """Whether *text* is a light that no clerk would write for a status: 逾期14天, 临期, 无法计时."""
    return is_light(text) and text not in _status_lights()


@cache
def _status_lights() -> frozenset[str]:
    tables = [phrases(language, "rules")["light"] for language in MARK_HEADINGS]
    return frozenset(table[name] for table in tables for name in _STATUSES)


@cache
def _light_templates() -> tuple[str, ...]:
    found = [words for language in MARK_HEADINGS for words in phrases(language, "rules")["light"].values()]
    return tuple(dict.fromkeys(found))


@cache
def _whole_lights() -> re.Pattern[str]:
    return re.compile("|".join(r"\d+".join(map(re.escape, _GAP.split(one))) for one in _light_templates()))


@cache
def _lights() -> tuple[str, ...]:
    return tuple(word.partition("{")[0] or word.rpartition("}")[2] for word in _light_templates())


@cache
def _posts() -> frozenset[str]:
    languages = [phrases(language, "rules") for language in MARK_HEADINGS]
    return frozenset(post for language in languages for post in language["post"].values())


_MAY_SAY: dict[Mark, Callable[[str], bool]] = {
    Mark.LIGHT: lambda text: any(word in text for word in _lights()) and len(text) < 24,
    Mark.DUE: lambda text: _ISO_DAY.fullmatch(text) is not None,
    Mark.ASKED: lambda text: len(text) >= _SHORTEST_ASK,
    Mark.ADDRESSEE: lambda text: text in _posts(),
    Mark.WHY: lambda text: _NUMBERED.match(text) is not None,
}
