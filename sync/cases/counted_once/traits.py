"""What tells one case from another: the number, day, parties and matter of a row, as rows are compared.

Texts of people: they are compared here, and leave the ledger as salted keys only.
"""

import re
from dataclasses import dataclass
from functools import cache, lru_cache
from hashlib import blake2b

from sync.cases.counted_once.party_words import party_words
from sync.cells.numerals import with_arabic_numerals
from sync.cells.text import tidy

_PUNCTUATION = re.compile(r"[\W_]+")
#: Ideographs, digits and letters: what most texts hold besides the signs below.
_AS_IT_IS = re.compile("[0-9A-Za-z\u4e00-\u9fff]*").fullmatch
#: Signs that NFKC leaves punctuation or blank, whatever stands round them.
_SIGNS = re.compile(r"[\s_、，。；：？！（）()《》〈〉〔〕【】\[\]“”‘’\"'·,.;:?!/\\\-—–…~+*#&@%<>=|]+")
#: What stands in brackets in a party's cell, and what is no letter of a name.
_ASIDE, _NO_LETTERS = re.compile(r"[（(].*?[)）]"), re.compile(r"[\W\d_]+")
#: Of more digits, a number is a case's own.
_LONGEST_COUNT = 4
#: 第3号, No.3, 三: the place in a list, whatever stands round it.
_COUNT = re.compile(r"(?:第|no\.?|№|#)?(\d{1,4})(?:号|\.|、)?", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Traits:
    """One row as it is compared; "" is blank, or says nothing.

    Attributes:
        number: a number of its own (〔2026〕第3号, XF2026001), never a bare 序号.
        count: a bare 序号.
        day: ISO date of registration, or the date that stands for it.
        party: who it is about, and ``other`` the other side.
        first: the first sign of each of the two, all that a masked name tells.
        matter: what it is about.
        whole: every cell of a person's in the row.
        village: whose row it is.
        is_named: one of the parties names somebody.
        is_telling: the matter says more than its kind.
        is_carried: a word of the row says that it comes from an earlier tab or file.
        is_ended: settled, withdrawn or passed on.
    """

    number: str = ""
    count: str = ""
    day: str = ""
    party: str = ""
    other: str = ""
    first: str = ""
    matter: str = ""
    whole: str = ""
    village: str = ""
    is_named: bool = False
    is_telling: bool = False
    is_carried: bool = False
    is_ended: bool = False

    @property
    def deed(self) -> tuple[str, str, str, str] | None:
        """Day, parties and matter, where all three are there: equal in two rows, they are alike."""
        if not (self.day and self.matter and (self.party or self.other)):
            return None
        return self.day, self.party, self.other, self.matter

    @property
    def pasted(self) -> tuple[str, str, str, str] | None:
        """All that a row says, where it says enough: equal in two rows, one was pasted from the other."""
        count = self.number or self.count
        if not count or not (self.day or self.party or self.matter):
            return None
        return count, self.day, self.whole, self.village


def agree(one: Traits, two: Traits) -> bool:
    """Whether nothing speaks against two rows of one number being one case."""
    if not (_fits(one.day, two.day) and _fits(one.matter, two.matter)):
        return False
    if one.is_named and two.is_named:
        return _fits(one.party, two.party) and _fits(one.other, two.other)
    return _fits(one.first, two.first)


def _fits(one: str, two: str) -> bool:
    return not one or not two or one == two


def plain(text: str) -> str:
    """Return a text as texts are compared: without punctuation, blanks and the accidents of typing."""
    bare = text if _AS_IT_IS(text) else _SIGNS.sub("", text)
    return bare.casefold() if _AS_IT_IS(bare) else _PUNCTUATION.sub("", tidy(text)).casefold()


def without_carried(matter: str) -> str:
    """Return a matter without the note that it was carried over: （上月结转）."""
    told = party_words()
    return told.carried_note.sub("", matter) if told.carried.search(matter) else matter


def own_number(text: str) -> str:
    """Return a case's number as numbers are compared; "" for a bare 序号, which every table begins anew."""
    if text.isascii() and text.isdigit():
        return text if len(text) > _LONGEST_COUNT else ""
    bare = plain(text)
    if not bare or _COUNT.fullmatch(bare):
        return ""
    arabic = bare if bare.isascii() else with_arabic_numerals(bare)
    if arabic != bare and _COUNT.fullmatch(arabic):
        return ""
    return bare if any(map(str.isdigit, arabic)) else ""


def bare_count(text: str) -> str:
    """Return a bare 序号 as numbers are compared: 003 and 第3号 are 3."""
    if text.isascii() and text.isdigit():
        return text if len(text) > _LONGEST_COUNT else str(int(text))
    bare = plain(text)
    found = _COUNT.fullmatch(with_arabic_numerals(bare))
    return str(int(found[1])) if found else bare


def names_somebody(text: str) -> bool:
    """Whether a party's cell names a person or a firm; 赵某, 张女士 and 群众 are nobody."""
    return any(map(_is_name, filter(None, party_words().between.split(text))))


def _is_name(text: str) -> bool:
    if party_words().masks.search(text):
        return False
    bare = text if _AS_IT_IS(text) else tidy(_ASIDE.sub("", text))
    return _names(_NO_LETTERS.sub("", bare))


@lru_cache(maxsize=4096)
def _names(name: str) -> bool:
    told = party_words()
    if len(name) < 2 or name in told.nobody:
        return False
    if len(name) == 2 and name[0] in told.familiar:
        return False
    return told.titled.fullmatch(name) is None or len(name) > 4


def is_telling(text: str) -> bool:
    """Whether a matter says more than its kind: 「邻里纠纷」 does not."""
    left = plain(text)
    if _beyond_kinds().search(left):
        return True
    for kind in party_words().kinds:
        left = left.replace(kind, "")
    return len(left) >= 2


@cache
def _beyond_kinds() -> re.Pattern[str]:
    """Return what finds two signs that no kind is written with: most matters have them."""
    other = f"[^{re.escape(''.join(sorted(set(''.join(party_words().kinds)))))}]"
    return re.compile(f"{other}.*{other}")


class KeyOf(dict[str, str]):
    """From a text to its key, 16 hexadecimal digits, each worked out once."""

    def __init__(self, salt: bytes) -> None:
        super().__init__()
        self._salt = salt

    def __missing__(self, text: str) -> str:
        key = blake2b(text.encode(), digest_size=8, key=self._salt).hexdigest()
        self[text] = key
        return key
