"""How a case ended or stands, as free text (办理情况, 备注) tells beyond doubt."""

from collections.abc import Sequence

from config.vocabulary import Destination, Status
from sync.cells.clause_senses import clause_senses
from sync.cells.destinations import county, destination_of, places
from sync.cells.numerals import with_arabic_days
from sync.cells.status_reading import DATE, StatusReading, clauses_of, review_open, times_tried
from sync.cells.status_words import Said, WordKind, status_words
from sync.cells.text import tidy
from sync.cells.weighed_words import AT_WORK, ENDS, ON_THE_WAY, combined

#: What whoever a case was handed to is to do, or does.
_DEALT_WITH = ("处理", "办理", "调处", "化解", "解决", "受理", "立案", "审理", "裁决", "侦查", "查处")

#: Who is content with an end that another clause tells of.
_CONTENT = ("满意", "认可", "信服", "服气", "谅解")


def read_progress(text: str) -> StatusReading | None:
    """Return what free text (办理情况, 备注) says, only where it says so beyond doubt.

    That is a clear leading status word (``已化解；…``), or a dated phrase of ending (``3月12日调解成功``)
    after which nothing says that the case goes on. 上报 within a story decides nothing: the village may
    still be responsible.
    """
    plain = tidy(with_arabic_days(text))
    if "?" in plain:
        return None
    clauses = clauses_of(plain)
    told = [(clause, status_words().said(clause)) for clause in clauses]
    found = (
        _dated_end(plain, told) or _leading(plain, told) or _plain_end(plain, told) or _last_end(plain, told)
    )
    filed = status_words().grammar.filed.search(plain) if found is None else None
    if filed is not None and filed.end() == len(plain.rstrip("。;")):
        return StatusReading(Status.TRANSFERRED, Destination.OUTSIDE)
    if found is not None and found.status is Status.OPEN and county().search(plain):
        return None  # whose case it is now is not sure
    if found is not None and found.status is Status.RESOLVED and _taken_back(told):
        return None
    return found


def _taken_back(told: Sequence[tuple[str, list[Said]]]) -> bool:
    """Whether in or behind the last clause of ending something stands that may take it back."""
    ended = [place for place, (_, said) in enumerate(told) if not ENDS.isdisjoint(one.kind for one in said)]
    return any(status_words().is_doubted(clause) for clause, _ in told[ended[-1] if ended else 0 :])


def is_unsure(text: str) -> bool:
    """Whether free text speaks of an end or of passing on, but not beyond doubt."""
    plain = tidy(with_arabic_days(text))
    if "?" in plain:
        return False
    if read_progress(text) is not None:
        return False
    if county().search(plain):
        return True
    clauses, senses = clauses_of(plain), clause_senses()
    told = [(clause, status_words().said(clause)) for clause in clauses]
    telling = [(clause, said) for clause, said in told if not senses.is_neutral(clause)]
    if telling and senses.names_deed(telling[-1][0]) and not telling[-1][1]:
        return True
    if not telling and any(map(senses.is_content, clauses)):
        return True
    clause, said = next(
        (
            (clause, said)
            for clause, said in reversed(told)
            if any(one.kind not in ON_THE_WAY for one in said)
        ),
        ("", []),
    )
    kinds = {one.kind for one in said}
    if WordKind.HEDGED in kinds:
        return not kinds & AT_WORK
    is_handed = bool(said) and _handed_at(plain, clause, said[-1]) is not None
    return (is_handed or bool(kinds & {*ENDS, WordKind.WITHDRAWN})) and not kinds & AT_WORK


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
        dates = [hit for hit in DATE.finditer(clause) if hit.end() <= last.start]
        is_clear = last.word in clear or _is_gone(plain, last) or _is_done(clause, last)
        if not is_clear or WordKind.HEDGED in {one.kind for one in said}:
            return None
        if {one.kind for one in said} & AT_WORK and not last.again:
            return None
        if dates and "前" in clause[dates[-1].end() : last.start]:
            return None
        ended_on = dates[-1][0] if dates else _date_before(told[:place])
        if not ended_on:
            if all(one.kind in ENDS for one in said):
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
    return last.kind in ENDS and (last.is_phrase or done or (last.again and last.kind is WordKind.AGREED))


def _is_gone(plain: str, last: Said) -> bool:
    """Whether a case was handed to another organ by name: 移交县信访局. Where it only went up is not sure."""
    return (
        last.kind is WordKind.TRANSFERRED
        and destination_of(plain, [last]) is Destination.OUTSIDE
        and bool(places()[0].search(plain, last.start))
    )


def _ended(plain: str, last: Said, ended_on: str) -> StatusReading | None:
    if last.kind is WordKind.TRANSFERRED:
        return StatusReading(Status.TRANSFERRED, Destination.OUTSIDE, ended_on_text=ended_on)
    if last.kind not in ENDS and last.kind is not WordKind.WITHDRAWN:
        return None
    return StatusReading(
        Status.WITHDRAWN if last.kind is WordKind.WITHDRAWN else Status.RESOLVED,
        agreed=last.kind in (WordKind.AGREED, WordKind.SETTLED),
        review_open=review_open(plain),
        ended_on_text=ended_on,
        times=times_tried(plain),
    )


def _date_before(told: Sequence[tuple[str, list[Said]]]) -> str:
    """Return the date of the nearest clause that has one, when nothing since says that the work goes on."""
    for clause, said in reversed(told):
        if {one.kind for one in said} & AT_WORK or status_words().intended.search(clause):
            return ""
        dates = list(DATE.finditer(clause))
        if dates:
            return "" if clause[dates[-1].end() :].startswith("前") else dates[-1][0]
    return ""


#: What an end may have had before it in the same cell.
_BEFORE_AN_END = frozenset({*ON_THE_WAY, WordKind.GOING_ON, WordKind.FAILED, *ENDS})


def _last_end(plain: str, told: Sequence[tuple[str, list[Said]]]) -> StatusReading | None:
    """Return the ending that the last clause says which says anything of the matter, by words or by deeds."""
    senses = clause_senses()
    if any(one.kind not in _BEFORE_AN_END | _LEFT | {WordKind.REFUSED} for _, said in told for one in said):
        return None
    has_failed = any(one.kind is WordKind.FAILED for _, said in told for one in said)
    for place in range(len(told) - 1, -1, -1):
        clause, said = told[place]
        is_beside = senses.is_neutral(clause) or status_words().is_step(clause)
        if is_beside or (senses.says(clause) is None and not said and place):
            continue
        kinds = {one.kind for one in said} - ON_THE_WAY
        if len(kinds) == 1 and kinds <= _LEFT and (left := _left(plain, clause, said)) is not None:
            return left
        is_end = _is_said_done(clause, said) if kinds else senses.says(clause) is True and not has_failed
        if not is_end or kinds - ENDS:
            return None
        dates = DATE.findall(clause)
        return StatusReading(
            Status.RESOLVED,
            agreed=bool(kinds & {WordKind.AGREED, WordKind.SETTLED}),
            ended_on_text=(dates[-1] if dates else _date_before(told[:place])) or None,
            times=times_tried(plain),
        )
    return None


#: How a case may leave an office's hands besides by its end.
_LEFT = frozenset({WordKind.SUSPENDED, WordKind.WITHDRAWN, WordKind.TRANSFERRED})


def _left(plain: str, clause: str, said: Sequence[Said]) -> StatusReading | None:
    """Return that the last clause holds the case, takes it back, or hands it to who is to deal with it."""
    kind = said[-1].kind
    if kind is WordKind.SUSPENDED:
        return StatusReading(Status.SUSPENDED)
    if kind is WordKind.WITHDRAWN:
        return StatusReading(Status.WITHDRAWN)
    at = _handed_at(plain, clause, said[-1])
    # 材料已移交镇司法所: the case; 钥匙已移交镇司法所: who knows.
    is_case = at is not None and status_words().grammar.handed.search(clause[:at])
    if not clause.endswith(_DEALT_WITH) and not is_case:
        return None
    destination = destination_of(plain, said)
    dates = DATE.findall(clause) if destination is Destination.OUTSIDE else []
    return StatusReading(Status.TRANSFERRED, destination, ended_on_text=dates[-1] if dates else None)


def _handed_at(plain: str, clause: str, last: Said) -> int | None:
    """Return where the words begin that say, and end a clause, to whom something was handed over."""
    if last.kind is not WordKind.TRANSFERRED:
        return None
    grammar = status_words().grammar
    hit = grammar.recipient.search(clause)
    if hit is not None:
        is_report = grammar.upward.match(hit[0]) is not None and grammar.beyond.search(plain) is None
        return None if is_report else hit.start()
    # 引导走仲裁, 已起诉: the way out of the township is named as a whole.
    is_whole = last.end == len(clause) and (last.is_phrase or last.start == 0)
    return last.start if is_whole and _is_gone(clause, last) else None


def _is_said_done(clause: str, said: Sequence[Said]) -> bool:
    last = [one for one in said if one.kind in ENDS][-1:]
    return any(one.word in status_words().clear or one.is_phrase or _is_done(clause, one) for one in last)


def _plain_end(plain: str, told: Sequence[tuple[str, list[Said]]]) -> StatusReading | None:
    """Return the ending that one whole clause says, the first that says more than a stage."""
    for place, (clause, said) in enumerate(told):
        if all(one.kind in (WordKind.STAGE, WordKind.WATCHED) for one in said):
            continue
        word = said[0].word
        if len(said) > 1 or clause.removesuffix("了") != word or said[0].kind not in ENDS or word[0] != "已":
            return None
        return combined(plain, [one for _, more in told[place:] for one in more])
    return None


def _leading(plain: str, told: Sequence[tuple[str, list[Said]]]) -> StatusReading | None:
    """Return what a leading clause says that is a status word and nothing else."""
    if not told:
        return None
    clause, said = told[0]
    if len(said) != 1 or said[0].kind is WordKind.STAGE:
        return None
    bare = DATE.sub("", clause)
    word = said[0].word
    place = bare.removeprefix(word)
    named = said[0].kind is WordKind.TRANSFERRED and places()[0].sub("", place) == "" and place != ""
    if bare != word and not (bare.startswith(word) and named):
        return None
    later = [one for _, more in told[1:] for one in more]
    reading = combined(plain, [*said, *later])
    dates = DATE.findall(clause) or [clause for clause, _ in told[1:2] if DATE.fullmatch(clause)]
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
