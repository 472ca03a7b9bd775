"""What a text says about where a case stands, and the small parts of such a text."""

import re
from dataclasses import dataclass
from functools import cache

from config.vocabulary import Destination, Status
from config.words import words
from sync.cells.numerals import arabic

_CLAUSES = re.compile(r"[,;。!?、()\[\]【】{}<>《》|:~…“”\"']+|(?<![0-9])[/.]+|[/.]+(?![0-9])")
#: No clause that people write is longer; one that is, is read in pieces: patterns look far from each sign.
_LONGEST = 300
DATE = re.compile(
    "(?:(?<![0-9])(?:[0-9]{4}|[0-9]{2})[年./-])?(?<![0-9])(?:[0-9]{1,2}月[0-9]{1,2}[日号]?|[0-9]{1,2}[./-][0-9]{1,2}"
    "(?![0-9万元亩米千百%个户人])[日号]?)"
)
_TIMES = re.compile("(?:调解|调处|化解|协商)(?:了|过)?([0-9]+|[一二三四五六七八九十两]+)次")


@dataclass(frozen=True, slots=True)
class StatusReading:
    """What a cell says about the case.

    Attributes:
        status: None when the text is no status word.
        destination: where a transferred case went; "" otherwise.
        agreed: resolved with words of agreement (调解成功, 达成协议, 和解, 化解).
        failed: mediation came to nothing (调解不成, 未达成协议).
        review_open: a review (复查, 复核) was started and its end is not said.
        returned: handed back as wrongly sent (退回).
        ended_on_text: the date written with the words of ending, as text; None when none is.
        times: how often mediation was tried, where a number is given (已调解2次).
        doubtful: open to argument (基本化解, 终止) and worth a report.
    """

    status: Status | None
    destination: Destination = Destination.NONE
    agreed: bool = False
    failed: bool = False
    review_open: bool = False
    returned: bool = False
    ended_on_text: str | None = None
    times: int = 0
    doubtful: bool = False


def clauses_of(plain: str) -> list[str]:
    """Return the clauses of *plain*, in their order."""
    clauses = (clause for clause in _CLAUSES.split(plain) if clause)
    return [clause[at : at + _LONGEST] for clause in clauses for at in range(0, len(clause), _LONGEST)]


def times_tried(plain: str) -> int:
    """Return how often mediation was tried; 0 where no number is given."""
    hit = _TIMES.search(plain)
    if hit is None:
        return 0
    number = arabic(hit[1].replace("两", "二")) if not hit[1].isascii() else hit[1]
    return int(number) if number and len(number) <= 3 else 0


@cache
def _review() -> tuple[tuple[str, ...], tuple[str, ...]]:
    review = words("statuses")["review"]
    return tuple(review["open"]), tuple(review["decided"])


def review_open(plain: str) -> bool:
    """Whether a review was started and its end is not said."""
    started, decided = _review()
    begun = max((plain.rfind(word) for word in started), default=-1)
    if begun < 0 or plain[:begun].endswith(("未", "不", "没有", "可", "可以", "如")):
        return False
    return not any(word in plain for word in decided)
