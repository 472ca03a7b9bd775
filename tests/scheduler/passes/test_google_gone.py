"""A named spreadsheet that Drive lists no more and nobody may read is gone; one that is silent is not."""

from dataclasses import replace
from datetime import timedelta

import pytest

import sync.google.shares
from config.vocabulary import OutcomeKind
from scheduler.health.standing import read_standing, standing_json
from scheduler.passes.one_pass import run_pass
from scheduler.passes.pass_terms import PassOrder
from tests.google.bench import BOT, bench
from tests.google.faults import Fault, FaultKind
from tests.scheduler.conftest import TODAY
from tests.scheduler.passes import test_google_township as together
from tests.scheduler.passes.test_one_number import told

ref, township = together.ref, together.township
#: Open cases of 青石村, which the config names, and of 白岩村, which is only shared.
NAMED, OTHER = 20, 6


@pytest.fixture
def work(tmp_path):
    with bench(tmp_path, named=("qingshi",), titles={"qingshi": "青石村"}) as made:
        made.ledger("other", "白岩村")
        yield made


def to_the_bin(work):
    work.server.world.books["qingshi"].trashed = True


def unshared(work):
    work.server.world.books["qingshi"].access.pop(BOT)


def deleted(work):
    del work.server.world.books["qingshi"]


def back_again(work):
    work.server.world.books["qingshi"].trashed = False
    work.server.world.books["qingshi"].access[BOT] = "writer"


def passed(town, folder, **later):
    """Return a pass with the open cases that every place tells, which must be one number."""
    town = replace(town, today=TODAY + timedelta(**later))
    found = run_pass(town, PassOrder(release=True))
    (open_cases,) = {counts["open"] for counts in told(town, found, folder).values()}
    return found, open_cases


def of_named(found):
    return next(one for one in found.outcomes if one.ledger == "qingshi")


@pytest.mark.parametrize("act", [to_the_bin, unshared, deleted])
def test_a_named_one_leaves_every_number_at_once_and_fails_every_run(township, work, ref, tmp_path, act):
    assert passed(township, tmp_path)[1] == NAMED + OTHER
    act(work)
    for days in (1, 2, 20):
        found, counted = passed(township, tmp_path, days=days)
        assert counted == OTHER, days
        failed = of_named(found)
        assert (failed.kind, failed.village, failed.as_of) == (OutcomeKind.FAILED, "青石村", None)
        assert failed.error.code in ("gone", "not_shared")
        assert failed.error.fix
        assert [(one.title, one.since) for one in found.gone] == [("青石村", TODAY + timedelta(days=1))]
        assert not found.went_well
        standing = read_standing(township)
        assert not standing.is_well
        shown = {one["ledger"]: one["outcome"] for one in standing_json(standing)["ledgers"]}
        assert shown["qingshi"] == "failed"


@pytest.mark.parametrize("act", [to_the_bin, unshared])
def test_put_back_it_counts_again(township, work, ref, tmp_path, act):
    passed(township, tmp_path)
    act(work)
    passed(township, tmp_path, days=1)
    back_again(work)
    found, counted = passed(township, tmp_path, days=2)
    assert (counted, found.gone, found.went_well) == (NAMED + OTHER, [], True)


def test_made_anew_it_is_told_where_its_cases_stand_now(township, work, ref, tmp_path):
    passed(township, tmp_path)
    anew = work.ledger("anew", "青石村新表", rows=0)
    work.server.world.books["anew"].tabs = work.server.world.books["qingshi"].tabs
    to_the_bin(work)
    found = passed(township, tmp_path, days=1)[0]
    assert [one.likely for one in found.gone] == [anew.title]
    assert "“青石村新表”" in of_named(found).error.said("zh-CN")
    assert "qingshi" not in of_named(found).error.said("zh-CN")


def test_a_check_notes_nothing(township, work, ref, tmp_path):
    passed(township, tmp_path)
    to_the_bin(work)
    town = replace(township, today=TODAY + timedelta(days=1))
    failed = of_named(run_pass(town, PassOrder(dry=True)))
    assert (failed.kind, failed.counts["open"]) == (OutcomeKind.FAILED, 0)
    assert township.state.looks.gone() == []


def test_where_every_share_was_withdrawn_nothing_is_gone(township, work, ref, tmp_path):
    passed(township, tmp_path)
    for book in work.server.world.books.values():
        book.access.pop(BOT, None)
    found, counted = passed(township, tmp_path, days=1)
    assert (counted, found.gone) == (NAMED + OTHER, [])
    assert {one.as_of for one in found.outcomes} == {TODAY}


def test_while_drive_cannot_be_asked_nothing_is_gone(township, work, ref, tmp_path):
    passed(township, tmp_path)
    unshared(work)
    spent = Fault(FaultKind.STATUS, 429, times=-1, when=lambda call: call.kind == "drive")
    work.server.faults.append(spent)
    found, counted = passed(township, tmp_path, days=1)
    assert (counted, found.gone) == (NAMED + OTHER, [])
    assert of_named(found).as_of == TODAY


def test_one_that_is_shared_by_its_address_is_read_though_drive_lists_it_not(
    township, work, ref, tmp_path, monkeypatch
):
    listed = sync.google.shares.list_spreadsheets

    def without(*arguments):
        return [file for file in listed(*arguments) if file.file_id != "qingshi"]

    monkeypatch.setattr(sync.google.shares, "list_spreadsheets", without)
    for days in range(2):
        found, counted = passed(township, tmp_path, days=days)
        assert (counted, found.gone, of_named(found).error) == (NAMED + OTHER, [], None)
