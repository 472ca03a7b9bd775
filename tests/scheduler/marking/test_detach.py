"""`detach` leaves ledgers as they were found, and a person's words where they are."""

import zipfile

import pytest

from config.errors import ConfigError, LedgerBusyError
from config.vocabulary import MARK_HEADINGS, Mark, OutcomeKind
from scheduler.demo import make_township
from scheduler.marking.detach import detach
from scheduler.passes.one_pass import run_pass
from scheduler.passes.pass_terms import PassOrder
from scheduler.township import open_township
from tests.scheduler.conftest import TODAY
from tests.scheduler.fake import HEADER, FakeStore, row

NAME = "青石村"
TITLE = ["青石村2026年矛盾纠纷排查化解台账"]


def store():
    return FakeStore({NAME: [TITLE, HEADER, row("1", "2026-03-01"), row("2", "2026-03-23")]})


def test_nothing_of_ours_stays(township):
    fake = store()
    before = [list(line) for line in fake.rows[NAME]]
    town = township(fake)
    run_pass(town)
    found = detach(town, [])
    assert [line[: len(old)] for line, old in zip(fake.rows[NAME], before, strict=True)] == before
    assert not any(text in words.values() for words in MARK_HEADINGS.values() for text in fake.rows[NAME][1])
    assert (found[0].columns, found[0].kept) == (5, [])
    assert run_pass(town).outcomes[0].kind is OutcomeKind.PAUSED
    assert run_pass(town, PassOrder(resume=[NAME])).outcomes[0].kind is OutcomeKind.WRITTEN


@pytest.mark.parametrize("words", ["已电话联系", "正常"])
def test_a_column_with_a_persons_words_stays_with_them_alone(township, words):
    fake = store()
    town = township(fake)
    run_pass(town)
    light = fake.rows[NAME][1].index(MARK_HEADINGS["zh-CN"][Mark.LIGHT])
    fake.edit(NAME, lambda rows: rows[2].__setitem__(light, words))
    found = detach(town, [NAME])[0]
    assert [(cell.row, cell.mark) for cell in found.kept] == [(3, Mark.LIGHT)]
    assert found.columns == 4
    assert fake.rows[NAME][1][len(HEADER) :] == [MARK_HEADINGS["zh-CN"][Mark.LIGHT]]
    assert [line[len(HEADER)] for line in fake.rows[NAME][2:]] == [words, ""]


def test_only_the_villages_named_are_detached(township):
    fake = FakeStore({name: [TITLE, HEADER, row("1", "2026-03-01")] for name in ("甲村", "乙村")})
    town = township(fake)
    run_pass(town)
    detach(town, ["乙村"])
    assert len(fake.rows["甲村"][1]) > len(HEADER)
    assert len(fake.rows["乙村"][1]) == len(HEADER)
    with pytest.raises(ConfigError, match="丙村"):
        detach(town, ["丙村"])


def test_a_person_who_saves_meanwhile_keeps_everything(township):
    fake = store()
    town = township(fake)
    run_pass(town)

    def save_once(_name):
        fake.before_write = lambda _name: None
        fake.edit(NAME, lambda rows: rows[2].__setitem__(4, "复杂"))

    fake.before_write = save_once
    assert detach(town, [])[0].error is None
    assert fake.rows[NAME][2][4] == "复杂"
    assert len(fake.rows[NAME][1]) == len(HEADER)


def test_a_ledger_that_is_open_is_told_with_its_remedy(township):
    fake = store()
    town = township(fake)
    run_pass(town)
    fake.errors[NAME] = LedgerBusyError("青石村: open in WPS", fix="close it")
    found = detach(town, [])[0]
    assert found.error.fix == "close it"
    assert town.state.looks.ledger(NAME).paused


def parts(folder):
    found = {}
    for path in sorted(folder.glob("*.xlsx")):
        with zipfile.ZipFile(path) as package:
            found |= {(path.name, name): package.read(name) for name in package.namelist()}
    return found


def test_twelve_workbooks_are_as_they_were_found(tmp_path):
    folder = tmp_path / "town"
    make_township(folder, TODAY)
    before = parts(folder / "ledgers")
    town = open_township(folder, TODAY)
    assert all(outcome.kind is not OutcomeKind.FAILED for outcome in run_pass(town).outcomes)
    assert parts(folder / "ledgers") != before
    found = detach(town, [])
    town.state.close()
    assert [one.error for one in found] == [None] * 12
    after = parts(folder / "ledgers")
    assert after.keys() == before.keys()
    differing = {place for place, data in after.items() if data != before[place]}
    assert differing == set()
