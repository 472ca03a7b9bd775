from datetime import date

import pytest

from scheduler.ledgers.copies.first_meeting import FirstMeeting
from scheduler.ledgers.entries import Entry
from scheduler.ledgers.reading import Seen
from sync.grid import Grid, Sheet
from sync.store import LedgerRef
from sync.understand import Given, understand

ROWS = [["序号", "登记日期", "当事人", "简要情况", "办理状态"], [1.0, "2026-03-05", "甲一某", "争水", "在办"]]


@pytest.mark.parametrize("place", [0, 3, 6])
def test_for_a_ledger_that_cannot_be_read_no_other_is_looked_at(place):
    names = [f"第{number}村" for number in range(1, 7)]  # one number or another: none is a copy of the next
    names.insert(place, "坏村")
    looks = []

    def looked(entry):
        looks.append(entry.ref.title)
        if entry.ref.title == "坏村":
            raise ValueError(entry.ref.title)
        grid = Grid(entry.ref.title, (Sheet("台账", ROWS),))
        return Seen(grid, understand(grid, Given(date(2026, 4, 3))))

    entries = [Entry(LedgerRef(f"{name}.xlsx", name), None) for name in names]
    meeting = FirstMeeting(looked, {})
    for at, entry in enumerate(entries):
        meeting.meet(entry, [], entries[:at])
    assert looks.count("坏村") == 1
    assert len(looks) <= 2
    assert meeting.found == {}
