"""责任单位: the unit apart from the person whose name stands in the same cell.

A unit may stand in a summary, a person only where the township says so; so what is not recognised as a
unit is taken for a person.
"""

import re
from functools import cache
from typing import NamedTuple

from config.words import words

_SEPARATORS = re.compile(r"[\s、,，;；/／|＋+:：]+")
_BRACKETS = re.compile(r"[（(][^（）()]*[)）]")
#: A name, or title and name, right behind a unit without anything between: 派出所副所长王五.
_LONGEST_NAME = 8


class NamedOffice(NamedTuple):
    """What a cell says: units as written, joined by 、, and whoever else is named."""

    units: str
    persons: str


def read_office(text: str) -> NamedOffice:
    """Return the units and the persons that a cell of 责任单位 names."""
    units: list[str] = []
    persons: list[str] = []
    for piece in _SEPARATORS.split(_BRACKETS.sub(" ", text)):
        unit, person = _apart(piece)
        units += [unit] if unit else []
        persons += [person] if person else []
    return NamedOffice("、".join(dict.fromkeys(units)), "、".join(persons))


def _apart(piece: str) -> tuple[str, str]:
    if piece in _short():
        return piece, ""
    if _may_be_a_name(piece):
        return "", piece
    if _unit().fullmatch(piece):
        return piece, ""
    found = _unit().match(piece)
    rest = piece[found.end() :] if found else piece
    if found and len(rest) <= _LONGEST_NAME:
        return found[0], rest
    return "", piece


def _may_be_a_name(piece: str) -> bool:
    """王建会 ends like a unit; two or three characters that begin with a surname are no unit."""
    known = words("offices")
    return 2 <= len(piece) <= 3 and piece[0] in known["surnames"] and piece[-1] in known["weak_endings"]


@cache
def _short() -> frozenset[str]:
    return frozenset(words("offices")["short"])


@cache
def _unit() -> re.Pattern[str]:
    endings = sorted(words("offices")["endings"], key=len, reverse=True)
    # Greedy, so that 镇司法所 is not cut after 镇; two characters at least, for 所 alone is no unit; and
    # 所长 is a person.
    return re.compile(rf"\S+(?:{'|'.join(map(re.escape, endings))})(?!长)")
