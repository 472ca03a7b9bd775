"""Whose reports these are: what kind of organ a township's name says it is, and the words that go with it."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from config.language import phrases


class OrganKind(StrEnum):
    """What a place of this rank may be; its name's ending says so."""

    TOWN = "town"  # 镇
    TOWNSHIP = "township"  # 乡, 民族乡
    SUBDISTRICT = "subdistrict"  # 街道
    SUMU = "sumu"  # 苏木
    OTHER = "other"  # 农场, 开发区 …: called by no rank at all


#: An organ's name may stand behind the place's own.
_BODY = r"(?:人民政府|政府|办事处|办|党工委|党委|综治中心|综治办)?"
_ENDINGS: tuple[tuple[re.Pattern[str], OrganKind], ...] = (
    (re.compile(rf"街道{_BODY}$|sub-?district$", re.IGNORECASE), OrganKind.SUBDISTRICT),
    (re.compile(rf"苏木{_BODY}$|sumu?$", re.IGNORECASE), OrganKind.SUMU),
    (re.compile(rf"镇{_BODY}$|\btown$", re.IGNORECASE), OrganKind.TOWN),
    (re.compile(rf"乡{_BODY}$|\btownship$", re.IGNORECASE), OrganKind.TOWNSHIP),
)


def organ_kind(name: str) -> OrganKind:
    """Return what a place is by its name: 青石镇 a town, 盐乡 a township, 城东街道 a subdistrict."""
    name = name.strip()
    return next((kind for ending, kind in _ENDINGS if ending.search(name)), OrganKind.OTHER)


@dataclass(frozen=True, slots=True)
class Office:
    """Who reports, to whom, and who signs; ``[township] name`` and ``[office]``.

    Attributes:
        township: the place's name.
        organ: the organ that reports; "" where the config names none.
        recipients: 主送机关, several joined by 、; "": the place's own leaders.
        signature: who signs; "": the organ, else the place.
        contact: whom to ask, and *phone*: where; printed below the date.
        first_issue: the number (第n期) of a year's first half-month.
    """

    township: str
    organ: str = ""
    recipients: str = ""
    signature: str = ""
    contact: str = ""
    phone: str = ""
    first_issue: int = 1

    @property
    def signed_by(self) -> str:
        """The line above the date."""
        return self.signature or self.organ or self.township

    def words(self, language: str) -> Mapping[str, str]:
        """Return the organ's words: whole, ours, level, up, leaders, committee."""
        return phrases(language, "organs")[organ_kind(self.township)]
