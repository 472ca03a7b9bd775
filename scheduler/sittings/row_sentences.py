"""What is asked about sittings, put at the end of each row's reminder."""

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from config.language import phrases
from config.vocabulary import Mark, Post
from rules.sittings.case_sittings import CaseSittings

if TYPE_CHECKING:
    import pandas as pd


def add_sentences(
    texts: Mapping[Mark, list[str]],
    cases: "pd.DataFrame",
    sittings: Sequence[CaseSittings],
    told: Mapping[str, str],
    language: str,
) -> None:
    """Add to each row what is asked about its sitting, and address the handler where nobody is.

    Args:
        texts: per mark n texts, in the order of *cases*; changed in place.
        cases: frame of CASES.
        sittings: those of the ledger.
        told: by case, the sentence; "" for none.
        language: of the words.
    """
    asked = {(one.sheet, one.row): told[one.key] for one in sittings if told.get(one.key)}
    if not asked:
        return
    table = phrases(language, "rules")
    gap, handler = table["form"]["next"], table["post"][Post.HANDLER]
    reminders, posts = texts[Mark.ASKED], texts[Mark.ADDRESSEE]
    for at, place in enumerate(zip(cases["sheet"].tolist(), cases["row"].tolist(), strict=True)):
        if sentence := asked.get(place):
            reminders[at] = f"{reminders[at]}{gap}{sentence}" if reminders[at] else sentence
            posts[at] = posts[at] or handler
