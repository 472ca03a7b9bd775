"""What 说明 says in a row whose case counts in another row: where, and nothing else."""

import re

from config.language import phrases
from rules.sentences.grammar import LONGEST_NUMBER, NOT_IN_NUMBERS

_PUNCTUATION = re.compile(rf"[{NOT_IN_NUMBERS}\s]+")
#: Longer names of worksheets and ledgers are cut: the cell is narrow.
_LONGEST_NAME = 40


def where_it_counts(number: str, sheet: str, row: int, language: str, ledger: str = "") -> str:
    """Return the text of a row that does not count: 「3 转入4月第5行」.

    Args:
        number: of the row, as its table shows it.
        sheet: where the case counts; "" for the same worksheet.
        row: likewise, 1-based.
        language: ``zh-CN`` or ``en``.
        ledger: what people call the ledger it counts in; "" for the same one.
    """
    key = "ledger" if ledger else ("sheet" if sheet else "row")
    return phrases(language, "rules")["counts_at"][key].format(
        number=_PUNCTUATION.sub(" ", number).strip()[:LONGEST_NUMBER].strip(),
        sheet=_name(sheet),
        row=row,
        ledger=_name(ledger),
    )


def _name(text: str) -> str:
    return " ".join(text.split())[:_LONGEST_NAME]
