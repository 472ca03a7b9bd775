"""A heading that cannot be cut into known pieces is given up before any pattern is compiled for it."""

from random import Random

from config.words import words
from sync.tables.heading_words.heading_phrases import heading_phrases


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
        held = frozenset((*lists, "any"))
        if known.role_of(key) is not None:
            covered += 1
        elif 2 <= len(key) <= 16 and not key.isascii():
            given_up += 1
            assert not any(one.covers(key, held) for _, some in known.patterns for one in some), key
    assert covered > 20
    assert given_up > 20
