from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

from scheduler.state.deliveries import FAILED, SENDING, SENT, UNKNOWN, Line, Sending
from tests.scheduler.states import open_another, postgres_url, state_url

__all__ = ["open_another", "postgres_url", "state_url"]

NOW = datetime(2026, 4, 3, 0, 0, tzinfo=UTC)
DAY, NEXT = date(2026, 4, 3), date(2026, 4, 7)
LINE = Line("k", "青石村", "青石村.xlsx", "台账", 4, "2026-001", "SIMPLE_15D", "2026-03-20", "overdue")


def begin(deliveries, day=DAY, attempts=3, lines=(LINE,)):
    return deliveries.begin(Sending("channel", day, ["handler"], "mailto", lines), NOW, attempts=attempts)


def test_a_digest_is_noted_before_it_goes_out_and_never_twice(open_another):
    first, second = open_another().deliveries, open_another().deliveries
    assert begin(first)
    assert not begin(second)
    first.end("channel", DAY, SENT, NOW)
    assert not begin(second)
    assert begin(second, NEXT)


def test_one_that_failed_for_sure_is_tried_again_within_bounds(open_another):
    deliveries = open_another().deliveries
    for _ in range(3):
        assert begin(deliveries)
        deliveries.end("channel", DAY, FAILED, NOW)
    assert not begin(deliveries)
    assert deliveries.unsure(DAY)[0].attempts == 3


def test_one_that_was_cut_off_is_shown_and_not_repeated(open_another):
    deliveries = open_another().deliveries
    begin(deliveries)
    assert [found.state for found in deliveries.unsure(DAY)] == [SENDING]
    assert deliveries.doubt(NOW) == 1
    found = deliveries.unsure(DAY)[0]
    assert (found.state, found.lines, found.posts) == (UNKNOWN, (LINE,), ("handler",))
    assert not begin(deliveries)
    deliveries.end("channel", DAY, SENT, NOW)
    assert deliveries.of_day(DAY)[0].state == UNKNOWN


def test_what_the_last_digest_that_arrived_held_was_heard(open_another):
    deliveries = open_another().deliveries
    begin(deliveries)
    assert deliveries.heard("channel", NEXT) == set()
    deliveries.end("channel", DAY, SENT, NOW)
    assert deliveries.heard("channel", NEXT) == {LINE.key}
    assert deliveries.heard("channel", DAY) == set()


def test_of_one_that_broke_off_its_first_part_was_heard_too(open_another):
    deliveries = open_another().deliveries
    begin(deliveries)
    deliveries.end("channel", DAY, SENT, NOW)
    more = [LINE, replace(LINE, key="second"), replace(LINE, key="third")]
    assert deliveries.begin(Sending("channel", NEXT, ["handler"], "json", more), NOW, 3)
    deliveries.end("channel", NEXT, UNKNOWN, NOW, heard={"second"})
    assert deliveries.heard("channel", NEXT + timedelta(days=1)) == {LINE.key, "second"}
    assert [line.heard for line in deliveries.unsure(NEXT)[0].lines] == [False, True, False]
