"""The coordinator's page tells what lies ahead: agreed sittings, wherever written, and what is owed."""

from datetime import date

from scheduler.serve.site.board_html import board_html
from scheduler.serve.site.board_view import board_view
from scheduler.township import open_township
from tests.scheduler.sittings.six_villages import ROWS, TODAY, Villages


def page(villages, today=TODAY):
    town = open_township(villages.config, today)
    return board_view(town, town.state, [])


def test_sittings_of_the_next_ten_working_days_stand_in_the_order_of_time(tmp_path):
    villages = Villages(tmp_path)
    villages.run()
    assert page(villages).sittings == []
    villages.put("Q9", "约定调解时间", "12月18日上午")
    villages.put("Q3", "约定调解时间", "12月4日 9:30")
    villages.fill("B2", 约定日期="同意")
    villages.run()
    found = page(villages)
    assert found.sittings == [
        "2026-12-03上午　白云村“台账”第3行（B2）　第1次调解　白云村调解室",
        "2026-12-04上午09:30　青石村“台账”第4行（Q3）　第1次调解　青石村调解室",
    ]
    assert all(line in board_html(found) for line in found.sittings)
    # The day comes, and with it the farther one; what is over is no more ahead.
    assert [line[:10] for line in page(villages, date(2026, 12, 4)).sittings] == ["2026-12-04", "2026-12-18"]


def test_what_offices_owe_stands_there_and_nobody_s_name(tmp_path):
    villages = Villages(tmp_path)
    villages.put("Q3", "约定调解时间", "12月4日上午")
    villages.run(date(2026, 12, 1))
    found = page(villages, date(2026, 12, 1))
    assert any("半月" in line and "白云村" in line and "青石村" not in line for line in found.owed)
    text = board_html(found)
    assert all(line in text for line in found.owed)
    assert not [name for rows in ROWS.values() for row in rows for name in row[2:4] if name in text]
