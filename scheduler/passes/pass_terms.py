"""How a pass goes about its ledgers."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class PassTerms:
    """How a pass goes about its ledgers.

    Attributes:
        run: its name.
        dry: it writes nothing at all.
        release: it lets through what the brake holds.
        look_at_all: it recalls no ledger.
        keep_rows: the verdicts of recalled ledgers are wanted too.
    """

    run: str
    dry: bool = False
    release: bool = False
    look_at_all: bool = False
    keep_rows: bool = False
