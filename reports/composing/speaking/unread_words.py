"""What a report says of ledgers that could not be read: how they count all the same."""

from collections.abc import Iterator, Sequence

from reports.composing.speaking.wording import Wording
from reports.figures.halfmonth_figures import Unread


def unread_sentences(unread: Sequence[Unread], say: Wording) -> list[str]:
    """Return one sentence for each ledger that could not be read."""
    return [_said(one, "text", "unread", say) for one in unread]


def next_of_unread(unread: Sequence[Unread], say: Wording) -> list[str]:
    """Return what is asked for, so that the next report has them as they then are."""
    return [_said(one, "text", "next_unread", say) for one in unread]


def reason_told(one: Unread, say: Wording) -> str:
    """Return why a ledger could not be read, and of which day what is counted of it is."""
    return one.reason if one.as_of is None else _said(one, "text", "reason_as_of", say)


def unread_notes(unread: Sequence[Unread], say: Wording) -> Iterator[str]:
    """Yield what stands below a table of figures: who is not in it, and who is by an earlier reading."""
    left_out = [one.village for one in unread if one.as_of is None]
    if left_out:
        yield say("note.unread", village=say.list(list(dict.fromkeys(left_out))))
    for day in sorted({one.as_of for one in unread if one.as_of is not None}):
        villages = [one.village for one in unread if one.as_of == day]
        yield say(
            "note.unread_as_of", village=say.list(list(dict.fromkeys(villages))), day=say.short_day(day)
        )


def _said(one: Unread, table: str, key: str, say: Wording) -> str:
    reason = one.reason.rstrip("。.")
    if one.as_of is None:
        return say(f"{table}.{key}", village=one.village, reason=reason)
    name = key if key.endswith("_as_of") else f"{key}_as_of"
    return say(f"{table}.{name}", village=one.village, reason=reason, day=say.short_day(one.as_of))
