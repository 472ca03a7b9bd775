"""A case's number, fit to leave the ledger: people type names, phones and stories into every column."""

import re

#: Signs, letters and digits, and the Chinese words that stand in numbers: 〔2026〕第3号, (2026)人调字第12号,
#: 青信访2026-3, 河口村-007, 川0603民初12号. Any other run of characters may be a name.
_NUMBER = re.compile(
    r"(?:[0-9A-Za-z０-９Ａ-Ｚａ-ｚ〔〕\[\]()（）【】\-–—_/.#№:：\s第号字年月日人民调信访矛纠初终督交转收来]"
    r"|[\u4e00-\u9fff]{1,6}(?:省|市|县|区|镇|乡|村|社区|街道|组|局|办|所|站|院|委|中心)"
    r"|(?<![\u4e00-\u9fff])[\u4e00-\u9fff](?=[信访调字民督转交收0-9〔\[（(]))+"
)

#: An official number, whatever is written before its 字: 〔2026〕云人调字第22号, 云人调字〔2026〕22号.
_YEAR = r"[〔\[(（【]?(?:19|20)\d\d[〕\])）】]?年?"
_OFFICIAL = re.compile(
    rf"{_YEAR}[\u4e00-\u9fff]{{1,8}}字第?\s*\d{{1,6}}\s*(?:-\d{{1,4}})?号"
    rf"|[\u4e00-\u9fff]{{1,8}}[字调信访诉督转交]{_YEAR}第?\s*\d{{1,6}}\s*号"
)

#: A phone's or an identity card's number is nobody's case number.
_PERSONAL = re.compile(r"(?<!\d)(?:(?:86)?1[3-9]\d{9}|\d{15}|\d{17}[\dXx])(?![\dXx])")

#: 一, 十二、(三): a running number in Chinese numerals.
_NUMERALS = re.compile(r"[(（]?[一二三四五六七八九十百零〇]{1,5}[)）]?[、.．]?")

_SEPARATORS = re.compile(r"[\s\-–—_/.]")

#: No number is longer.
_LONGEST = 40

#: Whatever is this short and all digits needs no second look.
_SURE = 10


def case_number(text: str) -> str:
    """Return *text* if it can only be a number, else ""."""
    if text.isascii() and text.isdigit() and len(text) <= _SURE:
        return text
    text = text.strip()
    if _NUMERALS.fullmatch(text):
        return text
    if len(text) > _LONGEST or not re.search(r"\d", text):
        return ""
    if not _NUMBER.fullmatch(text) and not _OFFICIAL.fullmatch(text):
        return ""
    return "" if _PERSONAL.search(_SEPARATORS.sub("", text)) else text
