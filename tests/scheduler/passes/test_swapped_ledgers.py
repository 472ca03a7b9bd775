"""Two ledgers that changed places: each village keeps its own cases, and somebody is asked."""

import pytest

from config.vocabulary import LedgerProblemCode, OutcomeKind
from scheduler.health.doctor import examine
from scheduler.passes.one_pass import run_pass
from scheduler.passes.pass_terms import PassOrder
from scheduler.publishing.sources import read_sources
from tests.scheduler.conftest import CONFIG, TODAY
from tests.scheduler.fake import HEADER, FakeStore

CODE = LedgerProblemCode.VILLAGE_MISMATCH
NAMED = CONFIG + "".join(
    f'[[village]]\nname = "{name}"\nledger = "{ledger}"\n'
    for name, ledger in (("青石村", "a.xlsx"), ("柳树村", "b.xlsx"))
)
CROSSED = NAMED.replace("a.xlsx", "?").replace("b.xlsx", "a.xlsx").replace("?", "b.xlsx")
OTHERS = NAMED.replace('"柳树村"', '"白岩村"')


def rows(village, *parties):
    lines = [
        [str(n), f"2026-03-{n + 9:02}", "邻里", party, "简单", "村委会", "办理中", ""]
        for n, party in enumerate(parties, 1)
    ]
    return [[f"{village}矛盾纠纷台账（2026年）"], HEADER, *lines]


def store(first="青石村", second="柳树村"):
    ledgers = {
        "青石村": rows("青石村", "赵大勇", "钱二牛", "孙富贵"),
        "柳树村": rows("柳树村", "吴大妹", "郑石头"),
    }
    fake = FakeStore({"a.xlsx": ledgers[first], "b.xlsx": ledgers[second]})
    fake.tells_versions = True
    return fake


def swap(fake):
    fake.rows["a.xlsx"], fake.rows["b.xlsx"] = fake.rows["b.xlsx"], fake.rows["a.xlsx"]
    for name in fake.versions:
        fake.versions[name] += 1


def by_village(found):
    return {o.village: (o.kind, o.counts["cases"]) for o in found.outcomes}


def told(found):
    return [p.detail for o in found.outcomes for p in o.problems if p.code is CODE]


HELD = {"青石村": (OutcomeKind.HELD, 3), "柳树村": (OutcomeKind.HELD, 2)}


@pytest.mark.parametrize("config", [NAMED, CROSSED], ids=["the files", "the config"])
def test_what_was_right_before_is_held_until_it_is_put_right_or_released(township, config):
    fake = store()
    run_pass(township(fake, config=NAMED), PassOrder(release=True))
    if config is NAMED:
        swap(fake)
    written = len(fake.written)
    for dry in (False, True, False):
        found = run_pass(township(fake, config=config), PassOrder(dry=dry))
        assert by_village(found) == HELD
        assert sorted(told(found)) == ["柳树村", "青石村"]
        assert not found.went_well
    assert len(fake.written) == written
    run_pass(township(fake, config=config), PassOrder(release=True))
    released = run_pass(township(fake, config=config))
    assert {kind for kind, _ in by_village(released).values()} == {OutcomeKind.UNCHANGED}
    assert len(told(released)) == 2


@pytest.mark.parametrize("config", [NAMED, CROSSED], ids=["the files", "the config"])
def test_put_right_it_goes_on_as_before(township, config):
    fake = store()
    run_pass(township(fake, config=NAMED), PassOrder(release=True))
    if config is NAMED:
        swap(fake)
    run_pass(township(fake, config=config))
    if config is NAMED:
        swap(fake)
    back = run_pass(township(fake, config=NAMED))
    assert by_village(back) == {"青石村": (OutcomeKind.UNCHANGED, 3), "柳树村": (OutcomeKind.UNCHANGED, 2)}
    assert told(back) == []


def test_swapped_from_the_first_day_it_is_said_and_worked_on(township):
    fake = store("柳树村", "青石村")
    for _ in range(2):
        found = run_pass(township(fake, config=NAMED))
        assert {kind for kind, _ in by_village(found).values()} <= {
            OutcomeKind.WRITTEN,
            OutcomeKind.UNCHANGED,
        }
        assert told(found) == ["柳树村", "青石村"]


def test_a_village_called_otherwise_by_the_config_is_said_and_not_held(township):
    fake = store()
    run_pass(township(fake, config=NAMED), PassOrder(release=True))
    found = run_pass(township(fake, config=OTHERS))
    assert by_village(found) == {"青石村": (OutcomeKind.UNCHANGED, 3), "白岩村": (OutcomeKind.UNCHANGED, 2)}
    assert told(found) == ["柳树村"]


def test_a_copy_in_the_place_of_another_village_is_held(township):
    fake = store()
    run_pass(township(fake, config=NAMED), PassOrder(release=True))
    fake.rows["b.xlsx"] = [list(line) for line in fake.rows["a.xlsx"]]
    fake.versions["b.xlsx"] += 1
    found = run_pass(township(fake, config=NAMED))
    assert by_village(found) == {"青石村": (OutcomeKind.UNCHANGED, 3), "柳树村": (OutcomeKind.HELD, 2)}


def test_report_and_doctor_say_it(township, tmp_path):
    fake = store("柳树村", "青石村")
    town = township(fake, config=NAMED)
    named = [p.problem.detail for part in read_sources(town, TODAY, tmp_path).villages for p in part.problems]
    assert {"柳树村", "青石村"} <= set(named)
    said = [finding.message for finding in examine(town, lambda: None) if finding.area == "ledgers"]
    assert any("柳树村" in text and "青石村" in text for text in said)


def test_a_report_counts_held_ledgers_by_their_last_reading_and_says_so(township, tmp_path):
    fake = store()
    run_pass(township(fake, config=NAMED), PassOrder(release=True))
    swap(fake)
    town = township(fake, config=NAMED)
    for _ in range(2):  # before a pass has met them, and after one that holds them
        parts = {part.village: part for part in read_sources(town, TODAY, tmp_path).villages}
        assert {village: len(part.cases) for village, part in parts.items()} == {"青石村": 3, "柳树村": 2}
        assert {part.as_of for part in parts.values()} == {TODAY}
        assert all(part.error for part in parts.values())
        run_pass(town)
    run_pass(town, PassOrder(release=True))
    parts = read_sources(town, TODAY, tmp_path).villages
    assert [(part.village, len(part.cases), part.error) for part in parts] == [
        ("青石村", 2, None),
        ("柳树村", 3, None),
    ]
