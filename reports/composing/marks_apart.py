"""Our columns where a ledger has none: one line for each case of a ledger that cannot be written."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from config.vocabulary import MARK_HEADINGS, Mark
from reports.composing.shared_tables.case_columns import LIGHT_TONES, address
from reports.composing.speaking.parts import PartMaker, fixed_words
from reports.composing.speaking.wording import Wording
from reports.content import Cell, Column, ColumnKind, Report, Row, Table, Tone, Value

KIND = "marks_apart"
#: A day of no meaning: the workbook is the same while its lines are.
_NO_DAY = date(2000, 1, 1)
_WIDTHS = {Mark.LIGHT: 12, Mark.DUE: 12, Mark.ASKED: 46, Mark.ADDRESSEE: 12, Mark.WHY: 46}


@dataclass(frozen=True, slots=True)
class MarkedCase:
    """A case and what our columns would say of it; nothing of parties and matter.

    Attributes:
        seq: 序号, as a number fit to leave the ledger.
        case_no: 编号, likewise.
        light: of `config.vocabulary.Light`.
        texts: by column.
    """

    seq: str
    case_no: str
    sheet: str
    row: int
    light: str
    texts: Mapping[Mark, str]


@dataclass(frozen=True, slots=True)
class MarkedLedger:
    """A ledger that cannot be written.

    Attributes:
        ledger: its id in the store.
        title: what people call it.
        cases: in the order of the ledger.
        links: worksheet to the address of one of its rows, with ``{row}``.
    """

    village: str
    ledger: str
    title: str
    cases: Sequence[MarkedCase]
    links: Mapping[str, str]


def compose_marks_apart(ledger: MarkedLedger, language: str) -> Report:
    """Compose what stands in for our columns; equal while the lines are."""
    say = Wording(language)
    texts = tuple(
        Column(MARK_HEADINGS[language][mark], width, _kind(mark)) for mark, width in _WIDTHS.items()
    )
    columns = (
        *(Column(say("column.seq"), 8, ColumnKind.SHORT), Column(say("column.number_of_case"), 16)),
        *(Column(say("column.sheet"), 14), Column(say("column.row"), 6, ColumnKind.NUMBER)),
        *texts,
    )
    rows = [_row(case, ledger.links) for case in ledger.cases]
    nothing = say("nothing.marks_apart")
    table = Table("marks_apart", say("table.marks_apart"), columns, rows, nothing=nothing)
    return Report(
        kind=KIND,
        language=language,
        period=ledger.ledger,
        title=(say("apart.title", village=ledger.village),),
        subtitle=say("apart.subtitle", ledger=ledger.title),
        compiled_on=_NO_DAY,
        parts=(PartMaker(say)("marks_apart", table),),
        words=fixed_words(say),
    )


def _kind(mark: Mark) -> ColumnKind:
    return ColumnKind.TEXT if mark in (Mark.ASKED, Mark.WHY) else ColumnKind.SHORT


def _row(case: MarkedCase, links: Mapping[str, str]) -> Row:
    url = address(links, case.sheet, case.row)
    texts: list[Value] = [case.texts[mark] for mark in _WIDTHS]
    texts[0] = Cell(case.texts[Mark.LIGHT], LIGHT_TONES.get(case.light, Tone.PLAIN))
    return case.seq, case.case_no, case.sheet, Cell(case.row, url=url) if url else case.row, *texts
