"""Every list by its name: what reads both of its halves."""

from collections.abc import Callable, Mapping
from functools import partial

from tests.corpus.lists.asked_dates import dates
from tests.corpus.lists.asked_headings import headings
from tests.corpus.lists.asked_ledgers import drawn_ledgers, everyday, later_ledgers, ledgers
from tests.corpus.lists.asked_states import states
from tests.corpus.lists.halves_read import Figures
from tests.corpus.small import FRESH, LAST, SEVENTH, SIXTH

PARTS: Mapping[str, Callable[[], tuple[Figures, Figures]]] = {
    "headings": headings,
    "states": states,
    "dates": dates,
    "everyday": everyday,
    "ledgers": ledgers,
    "later_headings": partial(headings, "later_headings"),
    "later_states": partial(states, "later_states"),
    "later_ledgers": later_ledgers,
    "fresh_headings": partial(headings, "fresh_headings"),
    "fresh_states": partial(states, "fresh_states"),
    "fresh_dates": partial(dates, "fresh_dates"),
    "fresh_ledgers": partial(drawn_ledgers, FRESH),
    "last_headings": partial(headings, "last_headings"),
    "last_states": partial(states, "last_states"),
    "last_dates": partial(dates, "last_dates"),
    "unseen_headings": partial(headings, "unseen:headings"),
    "unseen_states": partial(states, "unseen:states"),
    "last_ledgers": partial(drawn_ledgers, LAST),
    "sixth_headings": partial(headings, "sixth:headings"),
    "sixth_states": partial(states, "sixth:states"),
    "sixth_dates": partial(dates, "sixth:dates"),
    "sixth_everyday": partial(everyday, "sixth_everyday.txt"),
    "sixth_ledgers": partial(drawn_ledgers, SIXTH),
    "seventh_headings": partial(headings, "seventh:headings"),
    "seventh_states": partial(states, "seventh:states"),
    "seventh_dates": partial(dates, "seventh:dates"),
    "seventh_everyday": partial(everyday, "seventh_everyday.txt"),
    "seventh_real": partial(everyday, "seventh_real.txt", are_ledgers=True),
    "seventh_ledgers": partial(drawn_ledgers, SEVENTH),
    "eighth_headings": partial(headings, "eighth:headings"),
    "eighth_states": partial(states, "eighth:states"),
    "eighth_dates": partial(dates, "eighth:dates"),
}
