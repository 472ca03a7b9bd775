"""Collector and threads are left as they were found, however passes overlap and end."""

import gc
import sys

import pytest

from scheduler.passes.at_once.under_load import THRESHOLDS, TURN_S, collect_all, under_load


def test_it_collects_rarely_within_and_as_before_after():
    usual, frozen = gc.get_threshold(), gc.get_freeze_count()
    with under_load():
        assert gc.get_threshold() == THRESHOLDS
        assert gc.get_freeze_count() > frozen
        with under_load():
            pass
        assert gc.get_threshold() == THRESHOLDS
    assert gc.get_threshold() == usual
    assert gc.get_freeze_count() == 0


def test_an_error_within_changes_nothing_of_that():
    usual = gc.get_threshold()
    with pytest.raises(ValueError, match="x"), under_load():
        raise ValueError("x")
    assert gc.get_threshold() == usual


def test_what_a_pass_leaves_in_circles_goes_at_the_next_collection():
    class Node:
        pass

    gone = []
    with under_load():
        node = Node()
        node.itself = node
        node.end = gone
        del node
    gc.collect()
    assert not [each for each in gc.get_objects() if type(each) is Node]


def test_all_can_be_collected_while_a_pass_goes_on():
    class Circle:
        pass

    with under_load():
        circle = Circle()
        circle.itself = circle
        del circle
        with under_load():  # another one begins, and leaves out what is there
            collect_all()
            assert not [each for each in gc.get_objects() if type(each) is Circle]
            assert gc.get_freeze_count() > 0
    assert gc.get_freeze_count() == 0


def test_threads_take_under_load_within_and_usual_ones_after():
    usual = sys.getswitchinterval()
    with under_load():
        assert sys.getswitchinterval() == pytest.approx(TURN_S)
        with pytest.raises(ValueError, match="x"), under_load():
            raise ValueError("x")
        assert sys.getswitchinterval() == pytest.approx(TURN_S)
    assert sys.getswitchinterval() == usual
