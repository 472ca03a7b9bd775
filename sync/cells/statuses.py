"""Where a case stands, as the words of a status cell or of 办理情况 say.

Negatives count before anything else, the longest word before the shorter ones inside it: 未办结 holds 办结,
不成功 holds 成功. When words contradict each other the case stays open, for a case that is closed by
mistake is a case nobody is asked about again. Source: docs/reading.md#statuses.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

from config.vocabulary import Destination, Status
from config.words import words
from sync.cells.numerals import arabic, with_arabic_days
from sync.cells.printed_answers import PrintedAnswer, printed_answer
from sync.cells.status_words import Said, WordKind, status_words
from sync.cells.text import tidy


@dataclass(frozen=True, slots=True)
class StatusReading:
    """What a cell says about the case.

    Attributes:
        status: None when the text is no status word.
        destination: where a transferred case went; "" otherwise.
        agreed: resolved with words of agreement (调解成功, 达成协议, 和解, 化解).
        failed: mediation came to nothing (调解不成, 未达成协议).
        review_open: a review (复查, 复核) was started and its end is not said.
        returned: handed back as wrongly sent (退回).
        ended_on_text: the date written with the words of ending, as text; None when none is.
        times: how often mediation was tried, where a number is given (已调解2次).
        doubtful: open to argument (基本化解, 终止) and worth a report.
    """

    status: Status | None
    destination: Destination = Destination.NONE
    agreed: bool = False
    failed: bool = False
    review_open: bool = False
    returned: bool = False
    ended_on_text: str | None = None
    times: int = 0
    doubtful: bool = False


_CLAUSES = re.compile(r"[,;。!?、()\[\]【】{}<>《》|:~…“”\"']+|(?<![0-9])[/.]+|[/.]+(?![0-9])")
_DATE = re.compile(
    "(?:(?<![0-9])(?:[0-9]{4}|[0-9]{2})[年./-])?(?<![0-9])(?:[0-9]{1,2}月[0-9]{1,2}[日号]?|[0-9]{1,2}[./-][0-9]{1,2}"
    "(?![0-9万元亩米千百%个户人])[日号]?)"
)
#: A tick with a remark in brackets is no printed answer: √（已回访）.
_REMARKED = re.compile(r"[√✓✔☑][(\[【][^()\[\]【】]{1,12}[)\]】]")
#: Who is content with an end that another clause tells of.
_CONTENT = ("满意", "认可", "信服", "服气", "谅解")
_NUMBER = re.compile("[0-9]{2,}")
_TIMES = re.compile("(?:调解|调处|化解|协商)(?:了|过)?([0-9]+|[一二三四五六七八九十两]+)次")
_ENDS = frozenset({WordKind.AGREED, WordKind.SETTLED, WordKind.RESOLVED})
_AT_WORK = frozenset(
    {
        WordKind.GOING_ON,
        WordKind.NOT_DONE,
        WordKind.FAILED,
        WordKind.NEARLY,
        WordKind.RETURNED,
    }
)


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
    if "?" in plain:
        return StatusReading(None)  # somebody asks; nobody says
    if (answered := _answered().match(plain)) is not None:
        # 化解（否）: the word is the form's; a no says that it is not so, and no more.
        return (
            read_status(answered["word"], yes_no=False) if answered["answer"] == "是" else StatusReading(None)
        )
    if (held := _in_county(plain)) is not None:
        return held
    if status_words().grammar.filed.search(plain):
        return StatusReading(Status.TRANSFERRED, Destination.OUTSIDE)
    clauses = _clauses(plain)
    found = _combined(plain, [said for clause in clauses for said in status_words().said(clause)])
    if found.status is None and not found.review_open and status_words().grammar.undone.match(plain):
        return StatusReading(Status.OPEN)
    if found.status is Status.RESOLVED and any(map(status_words().is_doubted, clauses)):
        return StatusReading(None)  # a word that no list knows may take it back
    return found


def read_progress(text: str) -> StatusReading | None:
    """Return what free text (办理情况, 备注) says, only where it says so beyond doubt.

    That is a clear leading status word (``已化解；…``), or a dated phrase of ending (``3月12日调解成功``)
    after which nothing says that the case goes on. 上报 within a story decides nothing: the village may
    still be responsible.
    """
    plain = tidy(with_arabic_days(text))
    if "?" in plain:
        return None
    clauses = _clauses(plain)
    told = [(clause, status_words().said(clause)) for clause in clauses]
    found = _dated_end(plain, told) or _leading(plain, told) or _plain_end(plain, told)
    if found is not None and found.status is Status.OPEN and _county().search(plain):
        return None  # whose case it is now is not sure
    if found is not None and found.status is Status.RESOLVED and _taken_back(told):
        return None
    return found


def _taken_back(told: Sequence[tuple[str, list[Said]]]) -> bool:
    """Whether in or behind the last clause of ending something stands that may take it back."""
    ended = [place for place, (_, said) in enumerate(told) if not _ENDS.isdisjoint(one.kind for one in said)]
    return any(status_words().is_doubted(clause) for clause, _ in told[ended[-1] if ended else 0 :])


def is_unsure(text: str) -> bool:
    """Whether free text speaks of an end or of passing on, but not beyond doubt."""
    plain = tidy(with_arabic_days(text))
    if "?" in plain:
        return False
    if read_progress(text) is not None:
        return False
    if _county().search(plain):
        return True
    clauses = [status_words().said(clause) for clause in _clauses(plain)]
    said = next(
        (found for found in reversed(clauses) if any(one.kind is not WordKind.STAGE for one in found)),
        [],
    )
    kinds = {one.kind for one in said}
    if WordKind.HEDGED in kinds:
        return not kinds & _AT_WORK
    return bool(kinds & {*_ENDS, WordKind.WITHDRAWN}) and not kinds & _AT_WORK


def _printed(printed: PrintedAnswer, *, yes_no: bool) -> StatusReading:
    """Return what the one ticked answer says; none ticked, or two that differ, say nothing."""
    asks = yes_no or set(printed.offered) <= status_words().yes | status_words().no
    read = [read_status(one, yes_no=asks) for one in printed.chosen]
    return read[0] if len({one.status for one in read}) == 1 else StatusReading(None)


@cache
def _answered() -> re.Pattern[str]:
    return re.compile(words("statuses")["boxes"]["answered"])


@cache
def _county() -> re.Pattern[str]:
    return re.compile(words("statuses")["destinations"]["county"])


def _in_county(plain: str) -> StatusReading | None:
    """Return that the county has the case where a short cell says no more; else its words are weighed."""
    hit = _county().search(plain)
    if hit is None or len(plain) > 20:
        return None
    said = [one.kind for clause in _clauses(plain) for one in status_words().said(clause)]
    if not {
        *_ENDS,
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


def _clauses(plain: str) -> list[str]:
    return [clause for clause in _CLAUSES.split(plain) if clause]


def _tick(plain: str, *, yes_no: bool) -> Status | None:
    lists = status_words()
    clauses = [clause for clause in _clauses(_DATE.sub("", plain)) if not _NUMBER.fullmatch(clause)]
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
    if clauses[0] in lists.no:
        return Status.OPEN
    kinds = {one.kind for clause in clauses[1:] for one in lists.said(clause)}
    is_clear = kinds <= {*_ENDS, WordKind.WATCHED} and not any(map(lists.is_doubted, clauses[1:]))
    return Status.RESOLVED if is_clear else None


def _combined(plain: str, said: Sequence[Said]) -> StatusReading:
    """Weigh the words of one cell against each other."""
    times = _times(plain)
    kinds = [one.kind for one in said]
    if not kinds:
        return StatusReading(Status.OPEN if times else None, times=times, review_open=_review_open(plain))
    destination = _destination(plain, said) if WordKind.TRANSFERRED in kinds else Destination.NONE
    status, decisive = _weighed(said, has_left=destination is Destination.OUTSIDE)
    if WordKind.HEDGED in kinds and status is not Status.OPEN:
        return StatusReading(None)  # somebody says so, or guesses
    if status is not Status.TRANSFERRED:
        destination = Destination.NONE
    elif WordKind.REFUSED in kinds:
        destination = Destination.REFUSED
    return StatusReading(
        status,
        destination,
        agreed=status is Status.RESOLVED and bool({WordKind.AGREED, WordKind.SETTLED}.intersection(kinds)),
        failed=WordKind.FAILED in kinds and status is not Status.RESOLVED,
        review_open=_review_open(plain),
        returned=WordKind.RETURNED in kinds and status is Status.OPEN,
        times=times,
        doubtful=decisive in (WordKind.NEARLY, WordKind.ENDED_DOUBTFUL),
    )


def _weighed(said: Sequence[Said], *, has_left: bool) -> tuple[Status, WordKind]:
    """Return the status that all words together mean, and the kind of word that decided it.

    A case that is not done has been passed on only where it *has_left* the township.
    """
    last = {one.kind: index for index, one in enumerate(said)}
    ended = max((last[kind] for kind in _ENDS if kind in last), default=-1)
    if WordKind.REFUSED in last:
        return Status.TRANSFERRED, WordKind.REFUSED
    held = last.get(WordKind.SUSPENDED, -1)
    is_held = held > max(ended, last.get(WordKind.RESUMED, -1))
    undone = last.get(WordKind.NOT_DONE, -1)
    passed = last.get(WordKind.TRANSFERRED, -1)
    is_passed = has_left and passed > undone
    if undone >= 0 and not is_passed and not (ended > undone and said[ended].again):
        return (Status.SUSPENDED, WordKind.SUSPENDED) if is_held else (Status.OPEN, WordKind.NOT_DONE)
    for kind in (WordKind.WITHDRAWN, WordKind.ENDED_DOUBTFUL):
        if (
            last.get(kind, -1) > passed
            and WordKind.RETURNED not in last
            and not _is_peace(said[last[kind]], ended)
        ):
            return Status.WITHDRAWN, kind
    if is_held:
        return Status.SUSPENDED, WordKind.SUSPENDED
    # 正在办理，已办结 has come to its end; 已化解，一方正在调解 has not.
    working = max((last[kind] for kind in _AT_WORK if kind in last), default=-1)
    if ended > working:
        return Status.RESOLVED, said[ended].kind
    back = max(last.get(WordKind.GOING_ON, -1), last.get(WordKind.RETURNED, -1))
    if passed > max(back, ended):
        return Status.TRANSFERRED, WordKind.TRANSFERRED
    return Status.OPEN, WordKind.NEARLY if WordKind.NEARLY in last else said[-1].kind


def _is_peace(withdrawn: Said, ended: int) -> bool:
    """不再追究 gives a claim up where it stands alone; beside 和解 it is a word of the settlement."""
    return withdrawn.word.startswith("不再") and ended >= 0


def _times(plain: str) -> int:
    hit = _TIMES.search(plain)
    if hit is None:
        return 0
    number = arabic(hit[1].replace("两", "二")) if not hit[1].isascii() else hit[1]
    return int(number) if number and len(number) <= 3 else 0


@cache
def _review() -> tuple[tuple[str, ...], tuple[str, ...]]:
    review = words("statuses")["review"]
    return tuple(review["open"]), tuple(review["decided"])


def _review_open(plain: str) -> bool:
    started, decided = _review()
    begun = max((plain.rfind(word) for word in started), default=-1)
    if begun < 0 or plain[:begun].endswith(("未", "不", "没有", "可", "可以", "如")):
        return False
    return not any(word in plain for word in decided)


@cache
def _places() -> tuple[re.Pattern[str], frozenset[str], frozenset[str]]:
    listed = words("statuses")["destinations"]
    every = sorted({*listed["outside"], *listed["township"]}, key=len, reverse=True)
    return (
        re.compile("|".join(map(re.escape, every))),
        frozenset(listed["outside"]),
        frozenset(listed["default_township"]),
    )


def _destination(plain: str, said: Sequence[Said]) -> Destination:
    """Return where the case went: the first place named by or after the words of passing on."""
    if any(one.kind is WordKind.REFUSED for one in said):
        return Destination.REFUSED
    pattern, outside, default_township = _places()
    moves = [one.word for one in said if one.kind is WordKind.TRANSFERRED]
    start = min((plain.find(word) for word in moves), default=0)
    rest = plain[max(start, 0) :]
    place = pattern.search(rest)
    if place is None:
        return Destination.TOWNSHIP if default_township.issuperset(moves) else Destination.OUTSIDE
    return Destination.OUTSIDE if place[0] in outside else Destination.TOWNSHIP


def _dated_end(plain: str, told: Sequence[tuple[str, list[Said]]]) -> StatusReading | None:
    """Return the ending that the last clause with a status word gives a date for, in it or before it."""
    clear = status_words().clear
    for place in range(len(told) - 1, -1, -1):
        clause, said = told[place]
        if all(one.kind in (WordKind.STAGE, WordKind.WATCHED) for one in said):
            continue
        last = said[-1]
        if last.kind is WordKind.RESOLVED and last.word.endswith(_CONTENT):
            continue  # 3月20日回访，双方满意: the day of the visit is no day of the end
        dates = [hit for hit in _DATE.finditer(clause) if hit.end() <= last.start]
        is_clear = last.word in clear or _is_gone(plain, last) or _is_done(clause, last)
        if not is_clear or WordKind.HEDGED in {one.kind for one in said}:
            return None
        if {one.kind for one in said} & _AT_WORK and not last.again:
            return None
        if dates and "前" in clause[dates[-1].end() : last.start]:
            return None
        ended_on = dates[-1][0] if dates else _date_before(told[:place])
        if not ended_on:
            if all(one.kind in _ENDS for one in said):
                continue  # 3月12日达成协议，已履行: the date stands before
            return None
        return _ended(plain, last, ended_on)
    return None


def _is_done(clause: str, last: Said) -> bool:
    """Whether a clause says that something *has* been done: 欠款已还清, 双方签字, 再次调解成功."""
    if last.kind is WordKind.WITHDRAWN:
        return last.is_phrase
    before = clause[: last.start]
    done = (len(last.word) > 2 and last.word[0] == "已") or before.endswith(("已", "已经"))
    return last.kind in _ENDS and (last.is_phrase or done or (last.again and last.kind is WordKind.AGREED))


def _is_gone(plain: str, last: Said) -> bool:
    """Whether a case was handed to another organ by name: 移交县信访局. Where it only went up is not sure."""
    return (
        last.kind is WordKind.TRANSFERRED
        and _destination(plain, [last]) is Destination.OUTSIDE
        and bool(_places()[0].search(plain, last.start))
    )


def _ended(plain: str, last: Said, ended_on: str) -> StatusReading | None:
    if last.kind is WordKind.TRANSFERRED:
        return StatusReading(Status.TRANSFERRED, Destination.OUTSIDE, ended_on_text=ended_on)
    if last.kind not in _ENDS and last.kind is not WordKind.WITHDRAWN:
        return None
    return StatusReading(
        Status.WITHDRAWN if last.kind is WordKind.WITHDRAWN else Status.RESOLVED,
        agreed=last.kind in (WordKind.AGREED, WordKind.SETTLED),
        review_open=_review_open(plain),
        ended_on_text=ended_on,
        times=_times(plain),
    )


def _date_before(told: Sequence[tuple[str, list[Said]]]) -> str:
    """Return the date of the nearest clause that has one, when nothing since says that the work goes on."""
    for clause, said in reversed(told):
        if {one.kind for one in said} & _AT_WORK or status_words().intended.search(clause):
            return ""
        dates = list(_DATE.finditer(clause))
        if dates:
            return "" if clause[dates[-1].end() :].startswith("前") else dates[-1][0]
    return ""


def _plain_end(plain: str, told: Sequence[tuple[str, list[Said]]]) -> StatusReading | None:
    """Return the ending that one whole clause says, the first that says more than a stage."""
    for place, (clause, said) in enumerate(told):
        if all(one.kind in (WordKind.STAGE, WordKind.WATCHED) for one in said):
            continue
        word = said[0].word
        if len(said) > 1 or clause.removesuffix("了") != word or said[0].kind not in _ENDS or word[0] != "已":
            return None
        return _combined(plain, [one for _, more in told[place:] for one in more])
    return None


def _leading(plain: str, told: Sequence[tuple[str, list[Said]]]) -> StatusReading | None:
    """Return what a leading clause says that is a status word and nothing else."""
    if not told:
        return None
    clause, said = told[0]
    if len(said) != 1 or said[0].kind is WordKind.STAGE:
        return None
    bare = _DATE.sub("", clause)
    word = said[0].word
    place = bare.removeprefix(word)
    named = said[0].kind is WordKind.TRANSFERRED and _places()[0].sub("", place) == "" and place != ""
    if bare != word and not (bare.startswith(word) and named):
        return None
    later = [one for _, more in told[1:] for one in more]
    reading = _combined(plain, [*said, *later])
    dates = _DATE.findall(clause) or [clause for clause, _ in told[1:2] if _DATE.fullmatch(clause)]
    ended = reading.status in (Status.RESOLVED, Status.WITHDRAWN)
    if not dates or not ended:
        return reading
    return StatusReading(
        reading.status,
        reading.destination,
        reading.agreed,
        reading.failed,
        reading.review_open,
        reading.returned,
        dates[-1],
        reading.times,
        reading.doubtful,
    )
