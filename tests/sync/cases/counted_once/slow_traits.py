"""The traits of one row after the other, as anybody would write it down: slow, and easily read."""

from config.vocabulary import Role, Status
from sync.cases.counted_once.party_words import party_words
from sync.cases.counted_once.traits import (
    Traits,
    bare_count,
    is_telling,
    names_somebody,
    own_number,
    plain,
    without_carried,
)
from sync.cells.text import as_text, tidy
from sync.columns import column_number


def slow_traits(ledger, grid):
    """Return the traits of every case of a ledger, in the order of its frame."""
    rows = {sheet.name: sheet.rows for sheet in grid.sheets}
    tables = {table.info.table: table for sheet in ledger.sheets for table in sheet.tables}
    return [
        _traits(case, tables[case.table], rows[case.sheet][case.row - 1])
        for case in ledger.cases.itertuples(index=False)
    ]


def _traits(case, table, cells):
    def text(letters):
        column = column_number(letters)
        return as_text(cells[column]) if column < len(cells) else ""

    def said(role):
        return "\n".join(text(at) for at, played in table.columns.items() if played.role is role).strip()

    own = [at for at in table.columns if column_number(at) not in table.marks.values()]
    remarks = [at for at in own if table.columns[at].role not in NO_REMARKS]
    number = own_number(case.case_no) or own_number(case.seq)
    party, other, matter = said(Role.PARTY), said(Role.PARTY_OTHER), said(Role.SUMMARY)
    return Traits(
        number=number,
        count="" if number else bare_count(case.seq or case.case_no),
        day=_day(case, table),
        party=plain(party),
        other=plain(other),
        first=plain(party)[:1] + plain(other)[:1],
        matter=plain(without_carried(matter)),
        whole="\x1f".join(tidy(text(at)) for at in own),
        village=case.village,
        is_named=names_somebody(party) or names_somebody(other),
        is_telling=is_telling(matter),
        is_carried=any(party_words().carried.search(text(at)) for at in remarks),
        is_ended=case.status in ENDED and case.destination != "township",
    )


NO_REMARKS = (Role.PARTY, Role.PARTY_OTHER, Role.REGISTERED_DATE, Role.SEQ, Role.CASE_NO)
ENDED = (Status.RESOLVED, Status.WITHDRAWN, Status.TRANSFERRED)


def _day(case, table):
    days = [case.registered_date]
    if Role.REGISTERED_DATE not in table.info.roles:
        days = [case.accepted_date, case.assigned_date]
    return next((day.date().isoformat() for day in days if day == day and day is not None), "")
