"""Townships whose registers mask names: no genuine case is taken for another one."""

import random

import pytest

from scheduler.ledgers.doubles import Doubles, PlacedCase
from sync.cases.counted_once.same_case import Box, CaseLine, repeated
from sync.cases.counted_once.traits import Traits, is_telling, names_somebody, plain

SURNAMES = "赵钱孙李周吴郑王冯陈"
MASKS = ["{}某", "{}某某", "{}×", "{}**", "{}女士", "{}老汉"]
MATTERS = ["邻里纠纷", "土地纠纷", "婚姻家庭矛盾", "院墙滴水", "地界不清", "排水沟堵塞", "树枝伸过院墙"]


def case(chance, month, village, count):
    party = chance.choice(MASKS).format(chance.choice(SURNAMES))
    matter = chance.choice(MATTERS)
    return Traits(
        count=str(count),
        day=f"2026-{month:02}-{chance.randint(1, 28):02}",
        party=plain(party),
        first=plain(party)[:1],
        matter=plain(matter),
        whole=f"{count}\x1f{party}\x1f{matter}",
        village=village,
        is_named=names_somebody(party),
        is_telling=is_telling(matter),
        is_ended=chance.random() < 0.5,
    )


def dropped(seed):
    """Return how many cases of a random township are counted elsewhere, and how many there are."""
    chance = random.Random(seed)
    doubles, lost, total = Doubles(), 0, 0
    for number in range(chance.randint(2, 12)):
        village = f"第{number}村"
        lines = []
        for month in range(1, chance.randint(2, 5)):
            box = Box(str(month), "", f"2026-{month:02}-01", month)
            size = chance.randint(2, 12)
            lines += [CaseLine(box, row, case(chance, month, village, row)) for row in range(1, size + 1)]
        lost += len(repeated(lines))
        placed = [PlacedCase("台账", at, line.traits) for at, line in enumerate(lines)]
        lost += sum(place is not None for place in doubles.repeated(village, village, placed))
        total += len(lines)
    return lost, total


@pytest.mark.parametrize("seed", range(60))
def test_no_genuine_case_is_dropped(seed):
    lost, total = dropped(seed)
    assert total > 0
    assert lost == 0
