"""Cells known as a whole say what the grammar says of them: they are a shorter way, and no other rule."""

import pytest

from sync.cells.statuses import read_state, weighed_state, whole_states


@pytest.mark.parametrize("text", list(whole_states()))
def test_a_cell_known_as_a_whole_says_what_its_words_say(text):
    for yes_no in (False, True):
        assert read_state(text, yes_no=yes_no) == weighed_state(text, yes_no=yes_no)
