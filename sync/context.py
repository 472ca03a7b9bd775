"""What titles, tabs and file names say of the rows below them: year, month, village, family."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from config.vocabulary import Family
from sync.kinds import row_words
from sync.text import tidy


@dataclass(frozen=True, slots=True)
class Around:
    """What holds for a whole worksheet: the day of the look, and what its titles say."""

    today: date
    year: int
    village: str
    date1904: bool


#: The year that a text names: 2026年, 二〇二六年, 2026.3; two different ones name none.
_YEAR = re.compile(r"(?<!\d)(20\d\d)(?!\d)|(?<!\d)(20\d\d)(?=[01]\d(?!\d)|[01]\d[0-3]\d(?!\d))")
_CHINESE_YEAR = re.compile("二[〇○零0Oo]([一二三四五])([〇○零一二三四五六七八九])年?")
_DIGITS = {character: str(index) for index, character in enumerate("零一二三四五六七八九")} | {
    "〇": "0",
    "○": "0",
}


def year_in(text: str) -> int:
    """Return the year a title, tab or file name speaks of; 0 when it names none, or more than one."""
    whole = tidy(text)
    years = {int(hit[1] or hit[2]) for hit in _YEAR.finditer(whole)}
    years |= {int("20" + _DIGITS[hit[1]] + _DIGITS[hit[2]]) for hit in _CHINESE_YEAR.finditer(whole)}
    return years.pop() if len(years) == 1 else 0


def first_year(texts: Iterable[str]) -> int:
    """Return the year the first of *texts* that names one speaks of; 0 when none does."""
    return next((year for year in map(year_in, texts) if year), 0)


def month_section(text: str) -> tuple[int, int] | None:
    """Return (year or 0, month or 0) when *text* is what separates the months of a ledger, else None.

    Month 0 is a quarter, a half-year or a whole year.
    """
    whole = tidy(text).strip("()[]【】:、-—*")
    patterns = row_words().patterns
    hit = patterns["section.month"].match(whole)
    if hit is not None:
        return (int(hit[1] or 0) or year_in(whole), _month(hit[2]))
    hit = patterns["section.period"].match(whole)
    return None if hit is None else (year_in(whole), 0)


def _month(numeral: str) -> int:
    if numeral.isdigit():
        return int(numeral)
    if numeral == "元":
        return 1
    digits = "零一二三四五六七八九"
    return (
        10 + digits.index(numeral[1])
        if numeral[0] == "十" and len(numeral) == 2
        else (10 if numeral == "十" else digits.index(numeral))
    )


#: A village with what may stand behind its name.
_GROUP = re.compile(
    "(.+?(?:村|社区))(?:村?民?委员会|委会|居委会|第?[0-9一二三四五六七八九十]+(?:组|社|队|屯|小组|网格).*)?"
)


def village_in(text: str) -> str:
    """Return the village or community a title names, without the township before it; "" when none."""
    whole = re.split("[镇乡]|街道", re.sub("乡镇", "", tidy(text)), maxsplit=1)[-1]
    hit = row_words().patterns["sheet.village"].search(re.sub(r"[0-9].*?[年月日]|[^一-鿿]", " ", whole))
    if hit is None or hit[1] in row_words().starts["sheet.no_village"]:
        return ""
    return hit[1].replace("村委会", "村")


def village_of_cell(text: str) -> str:
    """Return a 村 cell as a village: 大坪村一组 is 大坪村; "" for the township, which is none."""
    plain = tidy(text)
    if plain.endswith(("镇", "乡", "街道", "街道办", "办事处")):
        return ""
    hit = _GROUP.fullmatch(re.sub("^.{1,6}(?:镇|(?<!城)乡|街道)(?=.+(?:村|社区))", "", plain))
    return hit[1] if hit is not None else plain


def village_of_title(title: str) -> str:
    """Return whose ledger a title says it is: the village it names, else the title bare."""
    named = village_in(title)
    if named:
        return named
    bare = re.sub(r"20\d\d年?度?|[（(].*?[)）]|[-_\s]+", "", title)
    for word in (*row_words().starts["sheet.ledger"], "矛盾", "事项", "表", "人民", "情况", "汇总"):
        bare = bare.replace(word, "")
    return bare or title


def family_in(text: str) -> Family | None:
    """Return the family a title names; None when it names none, or two that could both be meant."""
    whole = tidy(text)
    starts = row_words().starts
    if any(word in whole for word in starts["sheet.mediation"]) and "排查" not in whole:
        return Family.MEDIATION
    is_petition = any(word in whole for word in starts["sheet.petition"])
    is_dispute = any(word in whole for word in starts["sheet.dispute"])
    if is_petition and not is_dispute:
        return Family.PETITION
    return Family.DISPUTE if is_dispute else None
