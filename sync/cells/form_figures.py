"""What county forms ask besides: money, the form of an agreement, whether it was kept, and the level."""

import re
from collections.abc import Callable
from decimal import ROUND_HALF_UP, Decimal
from functools import cache, lru_cache
from typing import cast

from config.vocabulary import AgreementForm, Fulfilment, Tier
from config.words import words
from sync.cells.printed_answers import printed_answer
from sync.cells.text import tidy

_AMOUNT = re.compile(
    r"(?:约|共|计|合计|人民币|[¥￥])*"
    r"([0-9]{1,3}(?:,[0-9]{3})+(?:\.[0-9]+)?|[0-9]+(?:\.[0-9]+)?)"
    r"(亿|万|千)?(元|块|块钱|圆)?(?:整|人民币)?"
)
#: More than a township's case is ever about; a telephone number in the wrong column is no amount.
_MOST_YUAN = 10_000_000_000


def amount_reader(heading: str) -> Callable[[str], int | None]:
    """Return what reads the amounts under *heading*: 涉及金额（万元） counts bare numbers in 万."""
    plain = tidy(heading)
    unit = next((unit for unit in ("亿", "万", "千") if f"{unit}元" in plain), "")
    return lambda text: read_amount(text, unit)


@lru_cache(maxsize=4096)
def read_amount(text: str, unit: str = "") -> int | None:
    """Return an amount in whole yuan: 3000, 3,000元, 1.5万; None when the cell gives no single amount.

    Args:
        text: of the cell.
        unit: what a bare number counts, as the heading says; "" for yuan.
    """
    found = _AMOUNT.fullmatch(tidy(text))
    if found is None:
        return None
    number, times, yuan = found.groups()
    factor = cast("dict[str, int]", words("form_figures")["yuan"]).get(times or ("" if yuan else unit), 1)
    exact = Decimal(number.replace(",", "")) * factor
    return int(exact.quantize(Decimal(1), ROUND_HALF_UP)) if exact <= _MOST_YUAN else None


def read_agreement_form(text: str) -> AgreementForm | None:
    """Return the form of the agreement; None when the cell names none, or two."""
    found = _meaning("agreement_form", text)
    return AgreementForm(found) if found else None


def read_fulfilment(text: str) -> Fulfilment | None:
    """Return how far the agreement was kept; 未履行 is never read as 履行."""
    found = _meaning("fulfilment", text)
    return Fulfilment(found) if found else None


def read_tier(text: str) -> Tier | None:
    """Return the level at which the case was settled."""
    found = _meaning("tier", text)
    return Tier(found) if found else None


def is_yes(text: str) -> bool:
    """Whether a cell says that there was one: 是, √, 1件, 已确认, or the number of a ruling."""
    printed = printed_answer(text)
    plain = tidy(text if printed is None else "".join(printed.chosen))
    if not plain.strip("0件起个"):
        return False
    return not plain.startswith(tuple(words("form_figures")["answers"]["no"]))


@cache
def _vocabulary(area: str) -> dict[str, str]:
    return {tidy(word): name for name, listed in words("form_figures")[area].items() for word in listed}


@lru_cache(maxsize=4096)
def _meaning(area: str, text: str) -> str:
    """The whole cell, or the one answer ticked in a printed choice; likeness decides nothing."""
    printed = printed_answer(text)
    chosen = [text] if printed is None else list(printed.chosen)
    found = {_vocabulary(area).get(tidy(one), "") for one in chosen}
    return found.pop() if len(found) == 1 else ""
