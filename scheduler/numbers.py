"""A case's number, fit to leave the ledger."""

import re

#: What a number column holds when it does: 〔2026〕第3号, XF2026001, 2026-001, (2026)人调字第12号, 12.
_NUMBER = re.compile(r"[0-9A-Za-z〔〕\[\]()（）【】\-–—_/.#№\s第号字年月人调信访矛纠村镇]{1,32}")

#: A phone or identity number typed into the wrong column is nobody's case number.
_PERSONAL = re.compile(r"1[3-9]\d{9}|\d{15,18}[Xx]?|\d{17}[Xx]")


def case_number(text: str) -> str:
    """Return *text* if it can only be a number, else "": people type names into every column."""
    bare = re.sub(r"[\s\-–—_/.]", "", text)
    if not _NUMBER.fullmatch(text) or not re.search(r"\d", text) or _PERSONAL.search(bare):
        return ""
    return text.strip()
