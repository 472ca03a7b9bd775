"""A heading that lacks what a pattern asks for is given up before that pattern is compiled for it."""

from random import Random

from config.words import words
from sync.tables.heading_words.heading_phrases import heading_phrases


def first_covered(known, key):
    return next((role for role, some in known.patterns if any(one.covers(key) for one in some)), None)


def test_what_is_given_up_is_covered_by_no_pattern():
    known = heading_phrases()
    lists = words("phrases")["words"]
    listed = sorted({word for some in lists.values() for word in some})
    pieces = sorted(known.pieces)
    letters = sorted({letter for piece in pieces for letter in piece})
    random = Random(15)
    given_up = covered = 0
    for _ in range(3_000):
        pool = random.choice((listed, pieces, letters))
        key = "".join(random.choice(pool) for _ in range(random.randint(1, 4)))
        role = known.role_of(key)
        if 2 <= len(key) <= 16 and not key.isascii():
            assert role == first_covered(known, key), key
            covered += role is not None
            given_up += role is None
    assert covered > 20
    assert given_up > 20
