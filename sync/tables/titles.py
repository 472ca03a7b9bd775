"""What titles, tabs and file names say of the rows below them: year, month, village, family."""

import re
from collections.abc import Iterable, Mapping, Sequence
from functools import cache
from typing import Any

from config.vocabulary import Family
from config.words import words
from sync.cells.numerals import with_arabic_numerals
from sync.cells.text import tidy
from sync.tables.kinds import row_words

#: The year that a text names: 2026年, 二〇二六年, 2026.3, 202603, 26年3月; two different ones name none.
_YEAR = re.compile(
    r"(?<!\d)(20\d\d)(?!\d)|(?<!\d)(20\d\d)(?=[01]\d(?!\d)|[01]\d[0-3]\d(?!\d))|(?<!\d)([23]\d)(?=年)"
)


@cache
def patterns_of(section: str) -> Mapping[str, re.Pattern[str]]:
    """Return the patterns of one table of ``config/words/context.toml``, compiled once."""
    return {key: re.compile(value) for key, value in listed(section).items() if isinstance(value, str)}


def listed(section: str) -> Mapping[str, Any]:
    """Return one table of ``config/words/context.toml``."""
    return words("context")[section]


def year_in(text: str) -> int:
    """Return the year a title, tab or file name speaks of; 0 when it names none, or more than one."""
    # The year of a statute, a circular or a printed form is not the year of the rows.
    whole = patterns_of("period")["cited_year"].sub("", with_arabic_numerals(tidy(text)))
    years = {int(hit[1] or hit[2] or f"20{hit[3]}") for hit in _YEAR.finditer(whole)}
    return years.pop() if len(years) == 1 else 0


def first_year(texts: Iterable[str]) -> int:
    """Return the year the first of *texts* that names one speaks of; 0 when none does."""
    return next((year for year in map(year_in, texts) if year), 0)


def month_section(text: str) -> tuple[int, int] | None:
    """Return (year or 0, month or 0) when *text* is what separates the months of a ledger, else None.

    Month 0 is a quarter, a half-year or a whole year.
    """
    whole = with_arabic_numerals(tidy(text).strip("()[]【】:、-—*"))
    patterns = row_words().patterns
    hit = patterns["section.month"].match(whole)
    if hit is not None:
        return (int(hit[1] or 0) or year_in(whole), month_number(hit[2]))
    hit = patterns["section.period"].match(whole)
    return None if hit is None else (year_in(whole), 0)


def month_number(numeral: str) -> int:
    """Return a month as a number: 3, 03, 元."""
    return 1 if numeral == listed("period")["first_month"] else int(numeral)


def month_of(texts: Sequence[str]) -> tuple[int, int]:
    """Return (year, month) of the first tab or title that names a month; 0 where it names none."""
    for text in texts:
        found = month_section(text)
        if found is not None and found[1]:
            return found
        hit = patterns_of("period")["month"].search(with_arabic_numerals(tidy(text)))
        if hit is not None:
            return year_in(text), month_number(hit[1])
    return 0, 0


def stretch_of(title: str) -> tuple[int, int, int]:
    """Return what time a file's name says it is for: (year, first month, how many months).

    Year 0: it names none. Month 0 of 12: it names neither month, quarter nor half-year.
    """
    year, (_, month), find = first_year([title]), month_of([title]), patterns_of("period")
    whole = with_arabic_numerals(tidy(title))
    if month:
        return year, month, 1
    if (quarter := find["quarter"].search(whole)) is not None:
        return year, int(quarter[1]) * 3 - 2, 3
    if (half := find["half_year"].search(whole)) is not None:
        return year, 7 if half[1] == listed("period")["later_half"] else 1, 6
    return year, 0, 12


def village_in(text: str) -> str:
    """Return the village or community a title names, without the township before it; "" when none."""
    known, find = listed("village"), patterns_of("village")
    whole = find["after"].split(tidy(text).replace(known["township"], ""), maxsplit=1)[-1]
    hit = find["named"].search(find["dates"].sub(" ", whole))
    if hit is None or hit[1] in known["none"]:
        return ""
    return hit[1].replace(known["committee"], known["village"])


def village_of_cell(text: str) -> str:
    """Return a 村 cell as a village: 大坪村一组 is 大坪村; "" for the township, which is none."""
    plain = tidy(text)
    find = patterns_of("village")
    if plain.endswith(tuple(listed("village")["township_ends"])):
        return ""
    hit = find["cell"].fullmatch(find["cell_before"].sub("", plain))
    return hit[1] if hit is not None else plain


def village_of_title(title: str) -> str:
    """Return whose ledger a title says it is: the village it names, else the title bare."""
    named = village_in(title)
    if named:
        return named
    bare = patterns_of("village")["title_noise"].sub("", title)
    for word in listed("village")["title_words"]:
        bare = bare.replace(word, "")
    return bare or title


def family_in(text: str) -> Family | None:
    """Return the family a title names; None when it names none, or two that could both be meant."""
    whole, known = tidy(text), listed("family")

    def says(key: str) -> bool:
        return any(word in whole for word in known[key])

    if says("mediation") and not says("not_mediation"):
        return Family.MEDIATION
    if says("petition") and not says("dispute"):
        return Family.PETITION
    return Family.DISPUTE if says("dispute") else None
