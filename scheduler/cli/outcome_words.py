"""How a ledger came out, in words; loads nothing, for `status` says it without a pass."""

from datetime import date

from config.messages import said
from config.vocabulary import SkipReason


def outcome_said(kind: str, reason: str | None, as_of: date | None, language: str) -> str:
    """Return how a ledger came out, in words, and by which reading it counts where that is an older one."""
    told = said(language, "pass.read_only" if reason == SkipReason.READ_ONLY else f"pass.{kind}")
    return told if as_of is None else told + said(language, "pass.as_of", day=as_of)
