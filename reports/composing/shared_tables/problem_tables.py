"""台账问题: what is wrong in the ledgers themselves, and what to do; never what a cell holds."""

from collections import Counter
from collections.abc import Sequence

from config.spoken.problems import problem_message
from reports.composing.shared_tables.case_columns import address
from reports.composing.speaking.wording import NAMES, Wording
from reports.content import Cell, Column, ColumnKind, Row, Table
from reports.inputs import LedgerProblem, VillageCases


def problems_table(sources: Sequence[VillageCases], say: Wording) -> Table:
    """Every single problem, with a link to its row; those of a copy stand with its original's."""
    columns = (
        Column(say("column.number"), 5, ColumnKind.NUMBER),
        Column(say("column.village"), 14),
        Column(say("column.ledger"), 20, is_place=True),
        Column(say("column.sheet"), 14, is_place=True),
        Column(say("column.cell"), 9, ColumnKind.SHORT, is_place=True),
        Column(say("column.problem"), 60),
    )
    rows: list[Row] = []
    for source in sources:
        for found in source.problems:
            problem = found.problem
            is_its_own = problem.row and found.ledger == source.ledger
            url = address(source.links, problem.sheet, problem.row) if is_its_own else ""
            called = found.called or source.called
            place = called, problem.sheet, Cell(problem.cell, url=url)
            rows.append((len(rows) + 1, source.village, *place, problem_message(problem, say.language)))
    nothing, on_paper = say("nothing.problems"), _by_kind(sources, say)
    return Table("problems", say("table.problems"), columns, rows, nothing=nothing, on_paper=on_paper)


def _by_kind(sources: Sequence[VillageCases], say: Wording) -> Table:
    """How many problems there are of each kind, and whose: whoever signs has no ledger at hand."""
    found: dict[str, Counter[str]] = {}
    for source in sources:
        for each in source.problems:
            kind = say.named("problem", each.problem.code.value)
            found.setdefault(kind, Counter())[source.village] += 1
    columns = (
        Column(say("column.number"), 5, ColumnKind.NUMBER),
        Column(say("column.problem"), 36),
        Column(say("column.problems_found"), 8, ColumnKind.NUMBER),
        Column(say("column.villages_of"), 72),
    )
    rows: list[Row] = [
        (at, kind, villages.total(), _villages(villages, say))
        for at, (kind, villages) in enumerate(sorted(found.items(), key=_most_first), start=1)
    ]
    nothing = say("nothing.problems")
    return Table("problems", say("table.problems"), columns, rows, nothing=nothing, is_whole=True)


def _most_first(found: tuple[str, Counter[str]]) -> int:
    return -found[1].total()


def _villages(counts: Counter[str], say: Wording) -> str:
    told = [say("text.defect_item", name=name, count=count) for name, count in counts.items()]
    return say.list(told, NAMES, "more_villages")


def standing_problems(problems: Sequence[LedgerProblem], say: Wording) -> Table:
    """What is wrong with whole ledgers and worksheets; of single rows how many, for each says it itself."""
    columns = (
        Column(say("column.village"), 16),
        Column(say("column.ledger"), 24),
        Column(say("column.sheet"), 14),
        Column(say("column.problem"), 60),
    )
    rows: list[Row] = [
        (each.village, each.called, each.problem.sheet, problem_message(each.problem, say.language))
        for each in problems
        if not each.problem.row
    ]
    single = Counter(each.village for each in problems if each.problem.row)
    if single:
        by_village = (
            say("board.row_problems_of", village=name, count=count) for name, count in single.items()
        )
        told = say("board.row_problems", count=single.total(), villages=say.raw("board.and").join(by_village))
        rows.insert(0, (say("board.every_village"), "", "", told))  # printed, however long the list is
    return Table("standing_problems", say("table.standing_problems"), columns, rows)
