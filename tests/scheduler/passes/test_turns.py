"""Threads of a pass take long turns, and usual ones after it, however passes overlap and end."""

import sys

import pytest

from scheduler.passes.turns import TURN_S, long_turns


def test_threads_take_long_turns_within_and_usual_ones_after():
    usual = sys.getswitchinterval()
    with long_turns():
        assert sys.getswitchinterval() == pytest.approx(TURN_S)
        with pytest.raises(ValueError, match="x"), long_turns():
            raise ValueError("x")
        assert sys.getswitchinterval() == pytest.approx(TURN_S)
    assert sys.getswitchinterval() == usual
