from sync.google.transport.quota import Meter
from tests.google.clock import VirtualClock


def test_what_is_left_of_a_minute_is_told():
    clock = VirtualClock()
    meter = Meter(clock)
    assert meter.left("a@x.invalid", "p", "read") == 54
    for _ in range(10):
        meter.wait("a@x.invalid", "p", "read")
    assert meter.left("a@x.invalid", "p", "read") == 44
    assert meter.left("a@x.invalid", "p", "write") == 54
    for user in "bcdef":
        for _ in range(50):
            meter.wait(user, "p", "read")
    assert meter.left("g", "p", "read") == 10
    clock.sleep(61)
    assert meter.left("a@x.invalid", "p", "read") == 54
