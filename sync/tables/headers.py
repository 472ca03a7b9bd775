"""Which column of a table plays which role.

Headings say most of it (`sync.headings`); what the cells below hold confirms or vetoes; where two
columns could play one role the better one is taken and the other reported.
"""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass

from config.frames import Problem
from config.vocabulary import DATE_ROLES, SITTING_ROLES, Channel, LedgerProblemCode, Played, Role
from sync.cells.categories import read_category
from sync.cells.levels import read_channel, read_complexity, read_risk
from sync.cells.printed_answers import printed_answer
from sync.cells.statuses import read_status
from sync.cells.text import tidy
from sync.columns import letters
from sync.tables.column_evidence import ColumnEvidence
from sync.tables.header_rows import Header
from sync.tables.heading_suggestions import looks_important, suggested_role
from sync.tables.heading_words.headings import Grade, HeadingWords, Match, heading_key, resolve
from sync.tables.ticks import tick_columns
from sync.tables.titles import listed

#: Roles that decide something; two columns for one of them are reported.
_DECIDING = frozenset(DATE_ROLES) | {
    Role.SEQ,
    Role.CASE_NO,
    Role.VILLAGE,
    Role.CATEGORY,
    Role.STATUS,
    Role.RISK_LEVEL,
    Role.COMPLEXITY,
    Role.SATISFACTION,
    Role.SOURCE,
}
#: Date roles whose cells may as well hold words: 15日, 延期, 已回访.
_WORDY = frozenset((Role.DUE_DATE, Role.EXTENSION, Role.FOLLOWUP_DATE, Role.LAST_CONTACT_DATE))


#: What no heading keeps when it is told: our sentences could not be known as ours.
_UNSAID = re.compile(r"[“”。；\s]+")
_LONGEST_HEADING = 20


@dataclass(frozen=True, slots=True)
class RoleMap:
    """The roles of a table's columns.

    Attributes:
        played: what every column with a heading plays, 0-based.
        chosen: the column that is read for each role; of two for one role the better.
        late: roles whose chosen column is only the next best (发生时间 for a registration).
        headings: each column's lowest heading as written.
        yes_no: columns whose heading asks a question that 是 or √ answers.
        first_time: the column that tells a first petition from a repeated one; it plays no role.
        problems: what is ambiguous, and what resembles a role.
    """

    played: Mapping[int, Played]
    chosen: Mapping[Role, int]
    late: frozenset[Role]
    headings: Mapping[int, str]
    yes_no: frozenset[int]
    first_time: int | None
    problems: tuple[Problem, ...]

    def heading(self, column: int) -> str:
        """Return what the village calls a column, on one line and without what sentences are made of."""
        return _UNSAID.sub("", tidy(self.headings.get(column, "")))[:_LONGEST_HEADING]


def map_headers(
    header: Header, evidence: Mapping[int, ColumnEvidence], words: HeadingWords, *, sheet: str
) -> RoleMap:
    """Return which column plays which role.

    A role that no heading plays is simply absent; which roles a duty needs, its pack says.
    """
    matches: dict[int, Match | None] = {
        column: _confirmed(resolve(words, texts), evidence[column]) for column, texts in header.levels.items()
    }
    ticks = tick_columns(header.levels, matches, evidence)
    matches = {column: match for column, match in matches.items() if column not in ticks}
    _settle_sittings(matches)
    _settle_numbers(matches, evidence)
    _settle_statuses(matches, evidence)
    played = {column: Played(match.role if match else Role.OTHER) for column, match in matches.items()}
    row = header.rows[-1] + 1
    chosen: dict[Role, int] = {}
    late: set[Role] = set()
    problems: list[Problem] = []
    for role in {match.role for match in matches.values() if match is not None}:
        ranked = sorted(
            (column for column, match in matches.items() if match is not None and match.role is role),
            key=lambda column: _rank(column, matches[column], evidence[column]),
        )
        chosen[role] = ranked[0]
        best = matches[ranked[0]]
        if best is not None and best.grade is Grade.LATE:
            late.add(role)
        if role in _DECIDING:
            problems += [
                Problem(
                    sheet,
                    row,
                    letters(column),
                    role,
                    LedgerProblemCode.AMBIGUOUS_COLUMN,
                    detail=letters(ranked[0]),
                )
                for column in ranked[1:]
            ]
    problems += _unknown_headings(header, matches, evidence, words, sheet)
    _let_result_speak(chosen, ticks, evidence)
    if Role.SITTING_OR_END in chosen and Role.RESOLVED_DATE not in chosen:
        # Where nothing better says when a case ended, the day of mediation does: of closed cases.
        chosen[Role.RESOLVED_DATE] = chosen[Role.SITTING_OR_END]
        late.add(Role.RESOLVED_DATE)
    if Role.MEDIATOR in chosen:
        chosen.setdefault(Role.OWNER, chosen[Role.MEDIATOR])
    yes_no = frozenset(
        column
        for column, texts in header.levels.items()
        if any(map(words.is_yes_no, texts)) or _is_answered(evidence[column])
    )
    return RoleMap(
        dict(sorted((played | ticks).items())),
        chosen,
        frozenset(late),
        {column: texts[-1] for column, texts in header.levels.items()},
        yes_no,
        next((c for c, texts in header.levels.items() if heading_key(texts[-1]) in words.first_time), None),
        tuple(sorted(problems, key=lambda problem: (len(problem.column), problem.column))),
    )


def _unknown_headings(
    header: Header,
    matches: Mapping[int, Match | None],
    evidence: Mapping[int, ColumnEvidence],
    words: HeadingWords,
    sheet: str,
) -> list[Problem]:
    """Say which headings were not understood, and what one means where words and cells agree on it."""
    played = {match.role for match in matches.values() if match is not None}
    row = header.rows[-1] + 1
    found: list[Problem] = []
    for column, match in matches.items():
        if match is not None:
            continue
        heading, proof = header.levels[column][-1], evidence[column]
        role = suggested_role(heading, proof, played, words.exact)
        code = LedgerProblemCode.HEADING_SUGGESTED if role else LedgerProblemCode.HEADING_UNKNOWN
        if role or looks_important(proof):
            detail = " ".join(heading.split())
            found.append(Problem(sheet, row, letters(column), "", code, suggestion=role or "", detail=detail))
    return found


def _rank(column: int, match: Match | None, proof: ColumnEvidence) -> tuple[bool, int, int, int]:
    grade, rank = (match.grade, match.rank) if match is not None else (0, 0)
    return (proof.filled == 0, -grade, rank, column)


# -- what the cells say -------------------------------------------------------------------------------


def _confirmed(match: Match | None, proof: ColumnEvidence) -> Match | None:
    """Return *match* as the cells below confirm it: kept, changed to the role they show, or None."""
    if match is None or match.grade is Grade.TOWNSHIP or proof.filled < 3:
        return match
    is_dated = match.role in DATE_ROLES or match.role is Role.SITTING_OR_END
    if is_dated and match.role not in _WORDY:
        least = 0.5 if match.grade is Grade.GENERIC else 0.2
        if proof.filled < 5 or proof.dates >= least:
            return match
        ends = (Role.RESOLVED_DATE, Role.SITTING_OR_END)
        return match if match.role in ends and proof.share(_is_status) >= 0.2 else None
    for role, is_so, others in _RIVALS:
        if match.role is role and proof.share(is_so) < 0.3:
            for other, is_other in others:
                if proof.share(is_other) >= 0.6:
                    return Match(other, match.grade, match.rank)
    return match


def _is_status(text: str) -> bool:
    if printed_answer(text) is not None:
        return True
    return len(text) <= 10 and read_status(text, yes_no=False).status is not None


def _is_category(text: str) -> bool:
    found = read_category(text)
    return found.category is not None and found.known


def _is_risk(text: str) -> bool:
    return read_risk(text) is not None


def _is_complexity(text: str) -> bool:
    return read_complexity(text) is not None


def _is_channel(text: str) -> bool:
    return read_channel(text) not in (None, Channel.OTHER)


#: A role, the words that prove it, and the roles its heading is also used for.
_RIVALS: tuple[tuple[Role, Callable[[str], bool], tuple[tuple[Role, Callable[[str], bool]], ...]], ...] = (
    (Role.CATEGORY, _is_category, ((Role.COMPLEXITY, _is_complexity), (Role.SOURCE, _is_channel))),
    (Role.SOURCE, _is_channel, ((Role.CATEGORY, _is_category),)),
    (Role.RISK_LEVEL, _is_risk, ((Role.COMPLEXITY, _is_complexity),)),
    (Role.COMPLEXITY, _is_complexity, ((Role.CATEGORY, _is_category), (Role.RISK_LEVEL, _is_risk))),
)


def _settle_sittings(matches: dict[int, Match | None]) -> None:
    """主持人 heads minutes of meetings as well: it mediates only beside another column of sittings."""
    told = {match.role for match in matches.values() if match is not None}
    if told & {*SITTING_ROLES, Role.SITTING_COUNT, Role.SITTING_PLACE}:
        return
    for column, match in matches.items():
        if match is not None and match.role is Role.MEDIATOR and match.grade is Grade.GENERIC:
            matches[column] = Match(Role.OTHER, match.grade, match.rank)


def _settle_numbers(matches: dict[int, Match | None], evidence: Mapping[int, ColumnEvidence]) -> None:
    """编号 is the running number, or the case's own: beside a 序号, or when it does not count up."""
    seqs = [column for column, match in matches.items() if match is not None and match.role is Role.SEQ]
    has_case_no = any(match is not None and match.role is Role.CASE_NO for match in matches.values())
    sure = [column for column in seqs if (matches[column] or Match(Role.SEQ, Grade.LATE)).grade >= Grade.NAME]
    for column in seqs:
        match, proof = matches[column], evidence[column]
        if match is None or match.grade is not Grade.GENERIC or has_case_no:
            continue
        is_text = proof.filled >= 2 and proof.share(str.isdecimal) < 0.5
        if (sure and column not in sure) or is_text:
            matches[column] = Match(Role.CASE_NO, match.grade, match.rank)
            has_case_no = True


def _is_answered(proof: ColumnEvidence) -> bool:
    """Whether a column without a question is answered all the same: mostly 是 and 否, and both."""
    known = listed("answers")["yes_no"]
    answers = {text for text in proof.texts if text in known}
    return len(answers) >= 2 and proof.share(known.__contains__) >= 0.3


def _let_result_speak(
    chosen: dict[Role, int], ticks: Mapping[int, Played], evidence: Mapping[int, ColumnEvidence]
) -> None:
    """调解结果 says how a case stands where no column is there for it; it stays the result, too.

    So does 备注 in a table that has nothing else to say it with.
    """
    if Role.STATUS in chosen or any(played.role is Role.STATUS_TICK for played in ticks.values()):
        return
    for role in (Role.RESULT, Role.REMARK):
        column = chosen.get(role)
        if column is None or (role is Role.REMARK and Role.PROGRESS in chosen):
            continue
        proof = evidence[column]
        said = proof.share(lambda text: read_status(text, yes_no=False).status is not None)
        if proof.filled and said >= 0.6:
            chosen[Role.STATUS] = column
            return


def _settle_statuses(matches: dict[int, Match | None], evidence: Mapping[int, ColumnEvidence]) -> None:
    """办理情况 holds the status where it says 已办结 or 否 and nothing longer; else it tells the progress."""
    has_status = any(match is not None and match.role is Role.STATUS for match in matches.values())
    for column, match in matches.items():
        if match is None or match.grade is Grade.TOWNSHIP:
            continue
        proof = evidence[column]
        if match.role is Role.PROGRESS and not has_status and proof.filled:
            said = proof.share(
                lambda text: len(text) <= 8 and (_is_status(text) or text in listed("answers")["yes_no"])
            )
            if said >= 0.6:
                matches[column] = Match(Role.STATUS, match.grade, match.rank)
                has_status = True
        elif (
            match.role is Role.STATUS
            and proof.filled >= 3
            and proof.length > 10
            and proof.share(_is_status) < 0.3
        ):
            matches[column] = Match(Role.PROGRESS, match.grade, match.rank)
