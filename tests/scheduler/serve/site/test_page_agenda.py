"""The coordinator's page tells what lies ahead: agreed sittings, wherever written, and what is owed."""

from datetime import date

from scheduler.passes.one_pass import run_pass
from scheduler.serve.site.board_html import board_html
from scheduler.serve.site.board_view import board_view
from scheduler.township import open_township
from tests.scheduler.conftest import CONFIG
from tests.scheduler.fake import HEADER, FakeStore, row
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


def test_cases_of_one_day_stand_as_the_config_and_the_ledgers_have_them(township):
    villages = ["第10村", "第2村"]
    named = "".join(f'[[village]]\nname = "{name}"\nledger = "{name}"\n' for name in villages)
    rows = [row(str(number), "2026-03-02") for number in range(1, 11)]
    town = township(FakeStore({name: [HEADER, *rows] for name in villages}), config=CONFIG + named)
    run_pass(town)
    found = board_view(town, town.state, []).coming
    assert [line.village for line in found] == [villages[0]] * 10 + [villages[1]] * 10
    assert [line.place for line in found[:10]] == [f"“台账”第{at}行（{at - 1}）" for at in range(2, 12)]
