"""督办总表: everything overdue or nearly due now, worst first, each with a link to its row."""

from collections.abc import Sequence
from datetime import date

from config.periods import Day
from reports.composing.shared_tables.lists import CaseLists
from reports.composing.shared_tables.problem_tables import standing_problems
from reports.composing.speaking.parts import PartMaker, fixed_words
from reports.composing.speaking.setting import Draft, Manner, lay_out
from reports.content import Column, ColumnKind, Report, Row, Table
from reports.figures.books import soonest_first, worst_first
from reports.inputs import LedgerProblem, VillageCases

_COLUMNS = (
    *("village", "case_no", "category", "registered", "org", "owner", "leader", "addressee"),
    *("due", "light", "duty", "ledger", "sheet", "row"),
)
_COUNTS = (
    *("standing", "overdue", "overdue_backlog", "due_soon", "due_soon_backlog"),
    *("suspended", "handed_up", "untimed", "survey"),
)


#: A duty of an office that is owed: what, for which period, by whom, by when, how it stands.
OwedDuty = tuple[str, str, str, str, str]


def compose_board(
    today: date,
    sources: Sequence[VillageCases],
    manner: Manner,
    duties: Sequence[OwedDuty] = (),
    problems: Sequence[LedgerProblem] = (),
) -> Report:
    """Compose the board.

    Args:
        today: the day the verdicts in *sources* are of.
        sources: one per ledger.
        manner: language, officials, titles of duties.
        duties: of offices, that somebody still owes; the earliest due first.
        problems: of ledgers, copies among them, each with its ledger's name and village; in their order.
    """
    made = lay_out(Day(today), sources, manner)
    say, rows, lists, part = made.say, made.rows, CaseLists(made), PartMaker(made.say)
    late = rows[rows["overdue"] & ~rows["backlog"]]
    soon = rows[rows["due_soon"] & ~rows["backlog"]]
    backlog = rows[rows["backlog"]]
    return Report(
        kind="board",
        language=manner.language,
        period=today.isoformat(),
        title=(say("board.title", township=manner.township),),
        subtitle=say("board.subtitle", day=say.day(today)),
        compiled_on=today,
        parts=(
            part(
                "board",
                lists.table("overdue", worst_first(late), _COLUMNS),
                lists.table("due_soon", soonest_first(soon), _COLUMNS),
                _duties(made, duties),
                lists.table("handed_up", soonest_first(rows[rows["handed_up"]]), _COLUMNS),
                lists.table("survey", soonest_first(rows[rows["survey"]]), _COLUMNS),
                lists.table("backlog", worst_first(backlog), _COLUMNS),
            ),
            part("board_villages", _villages(made), _unread(made), standing_problems(problems, say)),
        ),
        last_run=today,
        words=fixed_words(say),
    )


def _duties(made: Draft, duties: Sequence[OwedDuty]) -> Table:
    say = made.say
    widths = (("duty_of_office", 24), ("period", 19), ("owed_by", 40), ("due", 12), ("duty_state", 12))
    columns = tuple(Column(say(f"column.{name}"), width) for name, width in widths)
    rows: list[Row] = [tuple(duty) for duty in duties]
    return Table("office_duties", say("table.office_duties"), columns, rows)


def _villages(made: Draft) -> Table:
    """How many cases of each kind every village has."""
    say = made.say
    counts = made.rows[list(_COUNTS)].groupby(made.rows["village"]).sum()
    columns = (
        Column(say("column.village"), 16),
        *(Column(say(f"measure.{name}"), 10, ColumnKind.NUMBER) for name in _COUNTS),
    )
    found = {
        str(village): [int(number) for number in row]
        for village, row in zip(counts.index, counts.to_numpy(), strict=True)
    }
    rows: list[Row] = [(village, *found.get(village, [0] * len(_COUNTS))) for village in made.books.villages]
    total = (say("column.total"), *(int(made.rows[name].sum()) for name in _COUNTS))
    return Table(
        "board_villages", say("table.board_villages"), columns, rows, total, nothing=say("nothing.filed")
    )


def _unread(made: Draft) -> Table:
    say = made.say
    columns = (
        Column(say("column.village"), 16),
        Column(say("column.ledger"), 24),
        Column(say("column.reason"), 60),
    )
    rows: list[Row] = [(s.village, s.called, s.error) for s in made.books.sources if s.error is not None]
    return Table("unread", say("table.unread"), columns, rows)
