"""Chinese numerals as dates and limits use them: 二〇二六, 廿三, 卅一, 贰零贰陆, 十五."""

import re

_DIGITS = dict(
    zip("〇零○◯一二三四五六七八九壹贰叁肆伍陆柒捌玖貳參陸", "0000123456789123456789236", strict=True)
)
#: Written for zero inside a numeral: a letter, the Greek and Cyrillic ones, or the digit.
_ZEROS = "0oOΟο"
_TENS = {"十": "1", "拾": "1", "廿": "2", "卅": "3"}
_NUMERAL = "".join(_DIGITS) + "".join(_TENS)
_RUN = re.compile(
    f"(?P<weekday>(?:星期|周|礼拜)[一二三四五六]|(?<=[(\\[【])[一二三四五六](?=[)\\]】]))|(?<![0-9])[{_NUMERAL}][{_NUMERAL}{_ZEROS}]*(?![0-9])"
)
_TWENTIES = re.compile("([1-9]?)[十拾]([1-9]?)|([廿卅])([1-9]?)")


def arabic(numeral: str, *, year: bool = False) -> str | None:
    """Return *numeral* in Arabic digits, leading zero kept; None if it is no single number up to 99 or year.

    ``二〇二六`` is 2026, ``十五`` 15, ``廿三`` 23, ``三〇`` 30, ``〇三`` 03. ``二三`` is 23 only where a
    *year* is meant: 二三日 is "two or three days".
    """
    plain = "".join("0" if char in _ZEROS else _DIGITS.get(char, char) for char in numeral)
    if plain.isdigit():
        if len(plain) in (1, 4) or (len(plain) == 2 and (year or "0" in plain)):
            return plain
        return None
    hit = _TWENTIES.fullmatch(plain)
    if hit is None:
        return None
    tens, ones, score, rest = hit.groups()
    if score:
        return _TENS[score] + (rest or "0")
    return (tens or "1") + (ones or "0")


def with_arabic_numerals(text: str) -> str:
    """Return *text* with its Chinese numerals in Arabic digits; weekdays and what is no numeral stay."""

    def change(hit: re.Match[str]) -> str:
        run = hit[0]
        if hit["weekday"]:
            return run
        return arabic(run, year=text[hit.end() : hit.end() + 1] == "年") or run

    return text if text.isascii() else _RUN.sub(change, text)


_OF_A_DAY = re.compile(f"[{_NUMERAL}][{_NUMERAL}{_ZEROS}]*[年月日号]")


def with_arabic_days(text: str) -> str:
    """Return *text* with the numerals of its dates in Arabic digits: 三月五日一致同意 is 3月5日一致同意."""
    return text if text.isascii() else _OF_A_DAY.sub(lambda hit: with_arabic_numerals(hit[0]), text)
