from dataclasses import replace
from datetime import date

from config.vocabulary import Mark
from scheduler.ledgers.case_keys import RowKeys
from scheduler.marking.journal import KnownKeys, written_columns
from sync.grid import Grid
from sync.store import Edit
from sync.understand import Given, understand
from tests.sync.grids import sheet

SALT = b"salt"
GRID = Grid(
    "青石村2026年台账",
    (
        sheet("""
            序号 | 登记日期 | 当事人 | 纠纷类型 | 简要情况 | 办理状态
            1 | 2026-03-02 | 赵大勇 | 邻里 | 院墙滴水 | 办理中
            2 | 2026-03-03 | 钱小军 | 邻里 | 地界不清 | 已办结
        """),
    ),
)
NAME = GRID.sheets[0].name
EDITS = [
    Edit(NAME, 1, Mark.LIGHT, "", "〔督〕督办", heading=True),
    *(Edit(NAME, row, mark, "", f"{row}{mark}") for row in (2, 3, 9) for mark in (Mark.LIGHT, Mark.WHY)),
]


def keys_of(ledger):
    return RowKeys(ledger, {one.name: one.rows for one in GRID.sheets}, SALT)


def test_keys_that_are_known_are_those_that_would_be_worked_out(monkeypatch):
    ledger = understand(GRID, Given(date(2026, 4, 3)))
    keys = keys_of(ledger)
    known = KnownKeys(ledger, keys.of_cases())
    plain = written_columns(EDITS, keys, {})
    asked = []
    monkeypatch.setattr(RowKeys, "key", lambda _, sheet, row: asked.append(row) or f"k{row}")
    noted = written_columns(EDITS, keys, known.of(ledger))
    assert asked == [1, 9]  # a heading and a row that is no case
    assert noted.row_key[1:5] == plain.row_key[1:5]
    assert len(set(plain.row_key[1:5])) == 2


def test_keys_of_another_ledger_are_not_taken():
    ledger = understand(GRID, Given(date(2026, 4, 3)))
    known = KnownKeys(ledger, keys_of(ledger).of_cases())
    assert len(known.of(ledger)) == 2
    assert known.of(replace(ledger)) == {}
    assert KnownKeys(ledger, ()).of(ledger) == {}
