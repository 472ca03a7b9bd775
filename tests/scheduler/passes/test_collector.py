"""The garbage collector is left as it was found, however passes overlap and end."""

import gc

import pytest

from scheduler.passes.collector import THRESHOLDS, collect_all, rare_collections


def test_it_collects_rarely_within_and_as_before_after():
    usual, frozen = gc.get_threshold(), gc.get_freeze_count()
    with rare_collections():
        assert gc.get_threshold() == THRESHOLDS
        assert gc.get_freeze_count() > frozen
        with rare_collections():
            pass
        assert gc.get_threshold() == THRESHOLDS
    assert gc.get_threshold() == usual
    assert gc.get_freeze_count() == 0


def test_an_error_within_changes_nothing_of_that():
    usual = gc.get_threshold()
    with pytest.raises(ValueError, match="x"), rare_collections():
        raise ValueError("x")
    assert gc.get_threshold() == usual


def test_what_a_pass_leaves_in_circles_goes_at_the_next_collection():
    class Node:
        pass

    gone = []
    with rare_collections():
        node = Node()
        node.itself = node
        node.end = gone
        del node
    gc.collect()
    assert not [each for each in gc.get_objects() if type(each) is Node]


def test_all_can_be_collected_while_a_pass_goes_on():
    class Circle:
        pass

    with rare_collections():
        circle = Circle()
        circle.itself = circle
        del circle
        with rare_collections():  # another one begins, and leaves out what is there
            collect_all()
            assert not [each for each in gc.get_objects() if type(each) is Circle]
            assert gc.get_freeze_count() > 0
    assert gc.get_freeze_count() == 0
