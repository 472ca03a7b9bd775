"""Where a case stands, as the words, ticks or printed answers of a status cell say.

Negatives count before anything else, the longest word before the shorter ones inside it: 未办结 holds 办结,
不成功 holds 成功. Source: docs/reading.md#statuses.
"""

import re
from collections.abc import Mapping, Sequence
from functools import cache

from config.vocabulary import Destination, Status
from config.words import words
from sync.cells.clause_senses import clause_senses
from sync.cells.destinations import county
from sync.cells.printed_answers import PrintedAnswer, printed_answer
from sync.cells.status_reading import DATE, StatusReading, clauses_of
from sync.cells.status_words import WordKind, status_words
from sync.cells.text import tidy
from sync.cells.weighed_words import ENDS, ON_THE_WAY, combined

#: A tick with a remark in brackets is no printed answer: √（已回访）.
_REMARKED = re.compile(r"[√✓✔☑][(\[【][^()\[\]【】]{1,12}[)\]】]")
_NUMBER = re.compile("[0-9]{2,}")


def read_status(text: str, *, yes_no: bool) -> StatusReading:
    """Return what a status cell says.

    Args:
        text: the cell as shown.
        yes_no: the heading asks a yes/no question (是否办结) or the column is ticked: only there do
            是 and √ mean that it is done. ``×`` and 否 mean open anywhere.

    Returns:
        A reading whose status is None when no word of the cell is a status word; blank cells too.
    """
    printed = None if yes_no and _REMARKED.fullmatch(tidy(text)) else printed_answer(text)
    if printed is not None:
        return _printed(printed, yes_no=yes_no)
    plain = tidy(text)
    ticked = _tick(plain, yes_no=yes_no)
    if ticked is not None:
        return StatusReading(ticked)
    if "?" in plain or status_words().grammar.unsaid.match("".join(clauses_of(plain))):
        return StatusReading(None)  # somebody asks or shrugs; nobody says
    if status_words().grammar.awaiting.match(plain):
        return StatusReading(Status.RESOLVED)
    if (answered := _answered().match(plain)) is not None:
        # 化解（否）: the word is the form's; a no says that it is not so, and no more.
        return (
            read_status(answered["word"], yes_no=False) if answered["answer"] == "是" else StatusReading(None)
        )
    if (held := _in_county(plain)) is not None:
        return held
    if status_words().grammar.filed.search(plain):
        return StatusReading(Status.TRANSFERRED, Destination.OUTSIDE)
    clauses = clauses_of(plain)
    found = combined(plain, [said for clause in clauses for said in status_words().said(clause)])
    if found.status is None and not found.review_open and status_words().grammar.undone.match(plain):
        return StatusReading(Status.OPEN)
    if found.status is Status.RESOLVED and any(map(status_words().is_doubted, clauses)):
        return StatusReading(None)  # a word that no list knows may take it back
    return found


def read_state(text: str, *, yes_no: bool) -> StatusReading:
    """Return what a cell of a status column says."""
    # To put the grammar together takes as long as to read two ledgers, and most cells need none of it.
    return whole_states().get(tidy(text)) or weighed_state(text, yes_no=yes_no)


@cache
def whole_states() -> Mapping[str, StatusReading]:
    """Return what cells that hold nothing but the commonest words say, by their tidied text."""
    table = words("whole_states")
    return {
        text: StatusReading(Status(status), agreed=said == "agreed", failed=said == "failed")
        for status, listed in table.items()
        for said, texts in listed.items()
        for text in texts
    }


def weighed_state(text: str, *, yes_no: bool) -> StatusReading:
    """Return what a cell of a status column says: by its words, else by the sense of its clauses."""
    found = read_status(text, yes_no=yes_no)
    plain, senses = tidy(text), clause_senses()
    clauses = clauses_of(plain)
    if found.review_open or "?" in plain or _is_settled_by_words(text, clauses):
        return found
    if found.status not in (None, Status.OPEN):
        return found
    beyond_steps = [clause for clause in clauses if not status_words().is_step(clause)]
    ends = senses.ends(beyond_steps)
    last = next((clause for clause in reversed(beyond_steps) if not senses.is_neutral(clause)), "")
    if not ends and senses.names_deed(last):
        return StatusReading(None)  # 已上门，水渠疏通: whether it was done is not said
    if ends is None:
        return found
    if ends and any(map(status_words().is_doubted, clauses)):
        return StatusReading(None)
    return StatusReading(Status.RESOLVED if ends else Status.OPEN)


def _is_settled_by_words(text: str, clauses: Sequence[str]) -> bool:
    """Whether words of the lists decide: more is said than what every case meets on its way."""
    if printed_answer(text) is not None or status_words().grammar.unsaid.match("".join(clauses)):
        return True
    senses = clause_senses()
    telling = [clause for clause in clauses if not senses.is_neutral(clause)]
    # 经村干部做工作，已将围墙拆除: the work came to what was done at last.
    is_done = any(senses.says(clause) or senses.names_deed(clause) for clause in telling[-1:])
    way = ON_THE_WAY | {WordKind.GOING_ON} if is_done else ON_THE_WAY
    last = {one.kind for clause in telling[-1:] for one in status_words().said(clause)}
    kinds = {one.kind for clause in telling[:-1] for one in status_words().said(clause)}
    return not (last <= ON_THE_WAY and kinds <= way)


def _printed(printed: PrintedAnswer, *, yes_no: bool) -> StatusReading:
    """Return what the one ticked answer says; none ticked, or two that differ, say nothing."""
    asks = yes_no or set(printed.offered) <= status_words().yes | status_words().no
    read = [read_status(one, yes_no=asks) for one in printed.chosen]
    return read[0] if len({one.status for one in read}) == 1 else StatusReading(None)


@cache
def _answered() -> re.Pattern[str]:
    return re.compile(words("statuses")["boxes"]["answered"])


def _in_county(plain: str) -> StatusReading | None:
    """Return that the county has the case where a short cell says no more; else its words are weighed."""
    hit = county().search(plain)
    if hit is None or len(plain) > 20:
        return None
    said = [one.kind for clause in clauses_of(plain) for one in status_words().said(clause)]
    if not {
        *ENDS,
        WordKind.NOT_DONE,
        WordKind.RETURNED,
        WordKind.WITHDRAWN,
        WordKind.FAILED,
    }.isdisjoint(said):
        return None
    before = plain[: hit.start()]
    guards = status_words()
    if any(guard.search(before) for guard in (guards.planned, guards.negated, guards.asked, guards.intended)):
        return None
    return StatusReading(Status.TRANSFERRED, Destination.OUTSIDE)


def _tick(plain: str, *, yes_no: bool) -> Status | None:
    lists = status_words()
    clauses = [clause for clause in clauses_of(DATE.sub("", plain)) if not _NUMBER.fullmatch(clause)]
    head = clauses[0] if len(clauses) == 1 else plain
    if head in lists.no and (yes_no or head in lists.crosses):
        return Status.OPEN
    if not yes_no or head in lists.yes:
        return Status.RESOLVED if yes_no else None
    return _answer_with_remark(clauses)


def _answer_with_remark(clauses: Sequence[str]) -> Status | None:
    """Return what 是（补办） and 否（未签字） answer; None where the remark may take a yes back."""
    lists = status_words()
    if not clauses or clauses[0] not in lists.yes | lists.no:
        return None
    if not (lists.yes | lists.no).isdisjoint(clauses[1:]):
        return None  # 是/否: both are printed, and none is chosen
    if clauses[0] in lists.no:
        return Status.OPEN
    kinds = {one.kind for clause in clauses[1:] for one in lists.said(clause)}
    is_clear = kinds <= {*ENDS, WordKind.WATCHED} and not any(map(lists.is_doubted, clauses[1:]))
    return Status.RESOLVED if is_clear else None
