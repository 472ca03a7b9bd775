from datetime import date

from sync.grid import Grid, Sheet
from sync.log_sheets import dated_lines

TODAY = date(2026, 4, 3)
LOG = Sheet(
    "三日签字报",
    [
        ["青石村三日签字报", "", ""],
        ["序号", "日期", "签字人"],
        [1.0, date(2026, 3, 28), "某甲"],
        [2.0, "2026.3.31", "某甲"],
        [3.0, "三月底", "某甲"],
        [4.0, "2026年4月3日", ""],
    ],
)


def test_the_days_of_a_log_are_read_and_doubtful_ones_left_out():
    found = dated_lines(Grid("青石村", (LOG,)), ["签字报"], TODAY)
    assert found == {"三日签字报": [date(2026, 3, 28), date(2026, 3, 31), date(2026, 4, 3)]}


def test_only_the_named_and_visible_sheets_are_looked_at():
    hidden = Sheet("旧签字报", LOG.rows, visible=False)
    other = Sheet("台账", LOG.rows)
    assert dated_lines(Grid("青石村", (other, hidden)), ["签字报"], TODAY) == {}


def test_a_log_without_any_date_has_no_lines():
    empty = Sheet("签字报", [["日期", "签字人"]])
    assert dated_lines(Grid("青石村", (empty, Sheet("签字报2", []))), ["签字报"], TODAY) == {
        "签字报": [],
        "签字报2": [],
    }
