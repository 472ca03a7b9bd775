"""A folder that is not there today takes no village away: its ledgers count as they were read last."""

from datetime import timedelta

import pytest

from config.errors import ConfigError, LedgerUnavailableError
from config.vocabulary import OutcomeKind
from scheduler.cli.run import status_of
from scheduler.health.standing import read_standing
from scheduler.marking.outcome import totals
from scheduler.passes.one_pass import run_pass
from scheduler.publishing.sources import read_sources
from sync.folder.folder_store import FolderStore
from tests.scheduler.conftest import CONFIG, TODAY
from tests.scheduler.fake import HEADER, FakeStore, row

LEDGERS = {
    "甲村": [HEADER, row("1", "2026-03-02"), row("2", "2026-03-30", status="已办结", resolved="2026-04-01")],
    "乙村": [HEADER, row("1", "2026-03-04")],
}
NAMED = CONFIG + '[[village]]\nname = "甲村"\nledger = "甲村"\n'
ERRORS = [ConfigError("the folder is not there", fix="mount it"), LedgerUnavailableError("no answer")]


class Unmounted(FakeStore):
    error = None
    folders_unread = False

    def list(self):
        if self.error is not None:
            raise self.error
        return super().list()

    def is_listed_in_full(self):
        return not self.folders_unread


@pytest.mark.parametrize("config", [CONFIG, NAMED], ids=["by title", "named"])
@pytest.mark.parametrize("error", ERRORS, ids=["folder", "listing"])
def test_a_place_that_cannot_be_listed_makes_every_ledger_unreadable_and_none_gone(
    township, tmp_path, config, error
):
    store = Unmounted(LEDGERS)
    before = totals(run_pass(township(store, config=config)).outcomes)
    store.error = error
    town = township(store, config=config, today=TODAY + timedelta(days=1))
    found = run_pass(town)
    now = totals(found.outcomes)
    assert {name: now[name] for name in ("cases", "open")} == {"cases": 3, "open": 2}
    assert now["overdue"] == before["overdue"]
    assert {(one.kind, one.as_of, one.error.code) for one in found.outcomes} == {
        (OutcomeKind.FAILED, TODAY, "unlisted")
    }
    assert (status_of(found), found.gone) == (1, [])
    assert sum(record.counts["cases"] for record in read_standing(town).ledgers) == 3
    assert [len(part.cases) for part in read_sources(town, TODAY, tmp_path).villages] in ([2, 1], [1, 2])
    store.error = None
    assert status_of(run_pass(town)) == 0


def test_a_place_that_was_never_read_is_a_mistake_of_the_config(township):
    store = Unmounted(LEDGERS)
    store.error = ERRORS[0]
    with pytest.raises(ConfigError):
        run_pass(township(store))


def test_a_folder_that_is_not_there_any_more(township, tmp_path):
    store = FakeStore(LEDGERS)
    run_pass(township(store))
    town = township(FolderStore(tmp_path / "nowhere"), today=TODAY + timedelta(days=1))
    found = run_pass(town)
    assert totals(found.outcomes)["open"] == 2
    assert status_of(found) == 1
    assert "nowhere" in found.outcomes[0].error.message


def test_an_empty_folder_or_half_a_listing_keeps_what_it_does_not_show(township):
    store = Unmounted(LEDGERS)
    run_pass(township(store))
    town = township(store, today=TODAY + timedelta(days=1))
    store.hidden = {"乙村"}
    store.folders_unread = True
    found = run_pass(town)
    assert totals(found.outcomes)["open"] == 2
    assert [(one.ledger, one.as_of) for one in found.outcomes if one.error] == [("乙村", TODAY)]
    store.hidden, store.folders_unread = {"甲村", "乙村"}, False
    assert totals(run_pass(town).outcomes)["open"] == 2
    assert run_pass(town).gone == []
