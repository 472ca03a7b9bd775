"""Which duties of offices a new township watches: named with their sources, and asked for."""

import re
from collections.abc import Sequence
from typing import Any

from config.packs.cadence_model import Cadence
from config.packs.model import Pack
from scheduler.cli.app import Common
from scheduler.cli.ask import asked
from scheduler.cli.show import say


def all_cadences(packs: Sequence[Pack]) -> list[Cadence]:
    """Return every duty of offices that the packs know, in their order."""
    return [cadence for pack in packs for cadence in pack.cadence]


def ask_for_cadences(packs: Sequence[Pack], common: Common) -> list[str]:
    """Name the duties, those that are on first, and return the ids of the others that are wanted.

    Raises:
        ConfigError: nobody answers.
    """
    known = all_cadences(packs)
    open_to_choice = [cadence for cadence in known if not cadence.enabled]
    say(common.said("inspect.cadences"))
    for cadence in known:
        if cadence.enabled:
            say(common.said("inspect.cadence_on", **_told(cadence, common)))
    for number, cadence in enumerate(open_to_choice, 1):
        say(common.said("inspect.cadence_choice", number=number, **_told(cadence, common)))
    question = common.said("inspect.ask_cadences")
    while True:
        answer = asked(common, question, default=common.said("inspect.no_cadence"), option="--yes")
        wanted = _chosen(answer, open_to_choice, common)
        if wanted is not None:
            return wanted
        say(common.said("inspect.cadence_unknown", count=len(open_to_choice)))


def cadences_json(packs: Sequence[Pack], language: str) -> list[dict[str, Any]]:
    """Return the ``cadences`` of ``init --json``."""
    return [
        {
            "duty": cadence.id,
            "title": cadence.title.said(language),
            "source": cadence.source.work,
            "quote": cadence.source.quote,
            "on": cadence.enabled,
        }
        for cadence in all_cadences(packs)
    ]


def _told(cadence: Cadence, common: Common) -> dict[str, str]:
    source = cadence.source
    title = cadence.title.said(common.language)
    return {"id": cadence.id, "title": title, "source": source.work, "quote": source.quote}


def _chosen(answer: str, choices: Sequence[Cadence], common: Common) -> list[str] | None:
    """Return the ids that an answer names, by number or id; None where it names something else."""
    if answer.strip() == common.said("inspect.no_cadence"):
        return []
    by_name = {str(number): cadence.id for number, cadence in enumerate(choices, 1)}
    by_name |= {cadence.id: cadence.id for cadence in choices}
    names = [name.upper() for name in re.split(r"[\s,，、;；]+", answer) if name]
    if not all(name in by_name for name in names):
        return None
    return list(dict.fromkeys(by_name[name] for name in names))
