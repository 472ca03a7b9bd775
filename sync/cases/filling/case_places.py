"""Where each case stands, whose it is, and what it is called by."""

import numpy as np

from config.case_numbers import case_number
from config.vocabulary import Role
from sync.cases.body import read_each
from sync.cases.filling.filled import Filled
from sync.cells.offices import read_office
from sync.tables.titles import village_of_cell


def read_places(filled: Filled) -> None:
    """Fill sheet, row, village and the columns that only name."""
    body, setting = filled.body, filled.setting
    filled.columns["sheet"] = [setting.sheet] * len(filled.body)
    filled.columns["table"] = np.full(len(filled.body), setting.table, dtype=np.int32)
    filled.columns["row"] = body.at + 1
    filled.columns["village"] = _villages(filled)
    for role in (Role.GROUP, Role.GRID, Role.LEADER):
        filled.columns[role.value] = body.texts(body.column(role))
    for role in (Role.SEQ, Role.CASE_NO):
        # 说明 begins with it, and digests and summaries cite it: only what can be nothing but a number.
        filled.columns[role.value] = [case_number(text) for text in body.texts(body.column(role))]
    # A person's name in the cell of the unit goes where names go: not out of the ledger.
    offices = read_each(body.texts(body.column(Role.ORG)), read_office)
    owners = body.texts(body.column(Role.OWNER))
    filled.columns["org"] = [office.units for office in offices]
    filled.columns["owner"] = [owner or office.persons for owner, office in zip(owners, offices, strict=True)]
    for role in (Role.EXTENSION_REASON, Role.EXTENSION_APPROVER):
        filled.columns[role.value] = body.texts(body.column(role))


def _villages(filled: Filled) -> list[str]:
    column = filled.body.column(Role.VILLAGE)
    given = filled.setting.villages
    if column is None:
        return list(given)
    texts = filled.body.texts(column)
    own = read_each(texts, village_of_cell)
    if all(own) and len(set(given)) == 1:
        known = {text: _in_full(text, given[0]) for text in set(own)}
        return list(map(known.__getitem__, own))
    found: list[str] = []
    sections = filled.body.sections
    for index, text in enumerate(own):
        is_same_block = index and sections[index] == sections[index - 1]
        # A village written once stands for the rows below it.
        found.append(
            _in_full(text, given[index]) or (found[-1] if is_same_block and any(own[:1]) else given[index])
        )
    return found


def _in_full(text: str, given: str) -> str:
    """大坪 in the ledger of 大坪村 is 大坪村."""
    return given if text and text in (given[:-1], given[:-2]) else text
