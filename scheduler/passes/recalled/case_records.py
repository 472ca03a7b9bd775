"""What the state keeps of a ledger's cases: keys, dates and kinds, no text."""

from collections.abc import Mapping
from dataclasses import asdict

from config.vocabulary import Role
from scheduler.ledgers.case_keys import identity_of
from scheduler.ledgers.doubles import CountsAt
from scheduler.ledgers.kept_facts import KnownWords, kept_facts, people_and_amounts
from scheduler.marking.outcome import Judged
from scheduler.state.records import CaseRecord


def case_records(
    judged: Judged, elsewhere: Mapping[tuple[str, int], CountsAt], words: KnownWords
) -> list[CaseRecord]:
    """Return one record for each case of a ledger, in the order of its rows.

    Args:
        judged: its rows.
        elsewhere: which of them count in another ledger.
        words: that the state may know.
    """
    frame = judged.cases
    names = (Role.REGISTERED_DATE.value, Role.RESOLVED_DATE.value)
    begun, ended = (frame[name].to_numpy().astype("datetime64[D]").tolist() for name in names)
    kinds = (
        map(str, frame[name].tolist()) for name in ("status", "category", "risk", "channel", "complexity")
    )
    agreed = frame["agreed"].tolist()
    facts = kept_facts(frame, judged.ledger.village, words)
    columns = (judged.prints, judged.keys, begun, ended, *kinds, agreed, *people_and_amounts(frame), facts)
    found: list[CaseRecord] = []
    for case, key, *told in zip(*columns, strict=True):
        place = elsewhere.get((case.sheet, case.row))
        counts_at = asdict(place) if place is not None else None
        found.append(CaseRecord(case.sheet, case.row, key, identity_of(case.traits), counts_at, *told))
    return found
