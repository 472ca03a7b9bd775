"""Only today's ledgers count: one that is gone is told, then forgotten; one that is unreadable counts on."""

from datetime import timedelta

import pytest

from config.errors import LedgerBusyError, LedgerUnavailableError
from config.vocabulary import OutcomeKind, SkipReason
from scheduler.cli.villages import run_lines
from scheduler.health.standing import read_standing, standing_json
from scheduler.marking.outcome import pass_json, totals
from scheduler.passes.one_pass import run_pass
from scheduler.passes.pass_terms import PassOrder
from scheduler.serve.jobs import _asked
from scheduler.serve.monitor import read_metrics
from sync.folder.folder_store import FolderStore
from tests.scheduler.conftest import CONFIG, TODAY
from tests.scheduler.fake import HEADER, FakeStore, row
from tests.scheduler.publishing.test_board_desk import board
from tests.sync.folder.books import minimal

TITLE = ["2026年矛盾纠纷排查化解台账"]
NAMED = (
    CONFIG
    + '[[village]]\nname = "甲村"\nledger = "甲村.xlsx"\n[[village]]\nname = "乙村"\nledger = "乙村.xlsx"\n'
)


def case(number, party, matter):
    found = row(number, "2026-03-01")
    found[3] = party
    return [*found, matter]


def ledgers(*names):
    header = [*HEADER, "简要情况"]
    return {
        name: [
            TITLE,
            header,
            *(case(f"{name}{n}", f"{name}王小{n}", f"{name}第{n}组水渠堵塞无法排水") for n in (1, 2)),
        ]
        for name in names
    }


@pytest.fixture
def fake():
    return FakeStore(ledgers("甲村.xlsx", "乙村.xlsx"))


def everywhere(town, found):
    """Return the open cases that run, status, metrics, board and digest tell."""
    metrics = read_metrics(town.state)
    asked = _asked(found, town.state, town)
    live = [one for ledger in asked.ledgers for one in asked.verdicts.get(ledger, ())]
    return (
        totals(found.outcomes)["open"],
        sum(record.counts.get("open", 0) for record in read_standing(town).ledgers),
        int(metrics.partition('duesheet_cases{state="open"} ')[2].split("\n")[0]),
        len([line for line in board(town) if "|逾期1" in line]),
        len(live),
    )


def test_a_ledger_that_was_renamed_counts_once_and_is_told_with_its_new_name(township, fake):
    run_pass(township(fake))
    fake.rows["丙村.xlsx"] = fake.rows.pop("甲村.xlsx")
    fake.versions["丙村.xlsx"] = 0
    fake.cost["丙村.xlsx"] = fake.cost["甲村.xlsx"]
    town = township(fake)
    found = run_pass(town)
    assert everywhere(town, found) == (4,) * 5
    (gone,) = found.gone
    assert (gone.ledger, gone.since, gone.likely) == ("甲村.xlsx", TODAY, "丙村.xlsx")
    assert found.went_well
    told = "\n".join(run_lines(found, town, "zh-CN"))
    assert "台账“甲村.xlsx”" in told
    assert "2026-04-03起已不在，不再计入。其内容现在在“丙村.xlsx”中。" in told


@pytest.mark.parametrize(("kept", "likely"), [(3, "丙村.xlsx"), (2, ""), (1, "")])
def test_only_a_ledger_with_most_of_its_cases_is_named_as_the_likely_one(township, fake, kept, likely):
    fake.rows["甲村.xlsx"] += [case(f"甲{n}", f"甲王小{n}", f"甲第{n}组水渠堵塞无法排水") for n in (3, 4)]
    run_pass(township(fake))
    rows = fake.rows.pop("甲村.xlsx")
    others = [case(f"丙{n}", f"丙李小{n}", f"丙第{n}组山林界址不清") for n in range(4)]
    fake.rows["丙村.xlsx"] = [*rows[: 2 + kept], *others]
    fake.versions["丙村.xlsx"] = 0
    fake.cost["丙村.xlsx"] = fake.cost["甲村.xlsx"]
    (gone,) = run_pass(township(fake)).gone
    assert gone.likely == likely


def test_a_ledger_that_was_deleted_leaves_every_number_and_is_told_for_seven_days(township, fake):
    run_pass(township(fake))
    fake.hidden.add("甲村.xlsx")
    town = township(fake)
    found = run_pass(town)
    assert everywhere(town, found) == (2,) * 5
    for day, told in ((1, 1), (7, 1), (8, 0), (9, 0)):
        found = run_pass(township(fake, today=TODAY + timedelta(days=day)))
        assert [gone.since for gone in found.gone] == [TODAY] * told, f"day {day}"
    town = township(fake, today=TODAY + timedelta(days=9))
    assert town.state.looks.ledger("甲村.xlsx") is None, "forgotten"
    assert town.state.history.runs(ledger="甲村.xlsx"), "its history stays"


def test_a_ledger_that_comes_back_counts_again(township, fake):
    run_pass(township(fake))
    fake.hidden.add("甲村.xlsx")
    run_pass(township(fake))
    fake.hidden.clear()
    town = township(fake)
    found = run_pass(town)
    assert everywhere(town, found) == (4,) * 5
    assert found.gone == []


def test_a_named_ledger_that_is_gone_fails_every_run_and_names_its_likely_file(township, fake):
    run_pass(township(fake, config=NAMED))
    fake.rows["甲村新.xlsx"] = fake.rows.pop("甲村.xlsx")
    fake.versions["甲村新.xlsx"] = 0
    fake.cost["甲村新.xlsx"] = fake.cost["甲村.xlsx"]
    for day in (0, 1, 20):
        town = township(fake, config=NAMED, today=TODAY + timedelta(days=day))
        found = run_pass(town)
        failed = found.outcomes[0]
        assert (failed.kind, failed.error.code) == (OutcomeKind.FAILED, "ledger_missing")
        assert failed.counts["open"] == 0
        assert "其内容现在在“甲村新.xlsx”中" in failed.error.said("zh-CN")
        assert not found.went_well
        assert everywhere(town, found)[:3] == (4, 4, 4)
        standing = read_standing(town)
        assert not standing.is_well
        assert [one["outcome"] for one in standing_json(standing)["ledgers"]].count("failed") == 1


@pytest.mark.parametrize("error", [LedgerUnavailableError, LedgerBusyError])
def test_a_ledger_that_cannot_be_read_counts_with_its_last_reading_everywhere(township, fake, error):
    run_pass(township(fake))
    fake.errors["甲村.xlsx"] = error("甲村: broken", fix="mend it")
    tomorrow = TODAY + timedelta(days=1)
    town = township(fake, today=tomorrow)
    found = run_pass(town)
    assert everywhere(town, found) == (4,) * 5
    outcome = next(one for one in found.outcomes if one.ledger == "甲村.xlsx")
    assert outcome.as_of == TODAY
    told = pass_json(found, tomorrow, "zh-CN")
    assert {one["ledger"]: one.get("as_of") for one in told["ledgers"]} == {
        "甲村.xlsx": "2026-04-03",
        "乙村.xlsx": None,
    }
    shown = {one["ledger"]: one.get("as_of") for one in standing_json(read_standing(town))["ledgers"]}
    assert shown == {"甲村.xlsx": "2026-04-03", "乙村.xlsx": None}
    assert "按2026-04-03读到的内容计" in "\n".join(run_lines(found, town, "zh-CN"))


def test_a_folder_that_is_empty_where_there_were_ledgers_is_unreadable_and_not_empty(township, fake):
    run_pass(township(fake, config=NAMED))
    fake.hidden |= {"甲村.xlsx", "乙村.xlsx"}
    town = township(fake, config=NAMED, today=TODAY + timedelta(days=1))
    found = run_pass(town)
    assert everywhere(town, found) == (4,) * 5
    assert found.gone == []
    assert [outcome.as_of for outcome in found.outcomes] == [TODAY, TODAY]
    assert not found.went_well


def test_what_a_listing_could_not_show_is_not_gone(township, fake):
    run_pass(township(fake))
    fake.hidden.add("甲村.xlsx")
    fake.is_listed_in_full = lambda: False
    town = township(fake)
    found = run_pass(town)
    assert found.gone == []
    assert everywhere(town, found)[1:4] == (4, 4, 4)


def test_a_folder_within_that_cannot_be_looked_into_makes_a_listing_less_than_full(tmp_path, monkeypatch):
    (tmp_path / "石桥村").mkdir()
    minimal(tmp_path / "石桥村" / "a.xlsx", '<row r="1"><c r="A1"><v>1</v></c></row>')
    store = FolderStore(tmp_path)
    assert len(store.list()) == 1
    assert store.is_listed_in_full()
    real = __import__("os").scandir

    def closed(folder):
        if str(folder).endswith("石桥村"):
            raise PermissionError(13, "denied")
        return real(folder)

    monkeypatch.setattr("os.scandir", closed)
    assert store.list() == []
    assert not store.is_listed_in_full()


def test_an_open_workbook_is_read_and_counted_and_only_writing_waits(township, tmp_path):
    from tests.scheduler.passes.test_two_first_passes import OnFolder

    folder = OnFolder(tmp_path).folder
    (folder / "~$青石村.xlsx").write_bytes(b"x")
    town = township(FolderStore(folder))
    before = (folder / "青石村.xlsx").read_bytes()
    (outcome,) = run_pass(town, PassOrder(release=True)).outcomes
    assert (outcome.kind, outcome.reason) == (OutcomeKind.SKIPPED, SkipReason.OPEN_ELSEWHERE)
    assert (outcome.counts["cases"], outcome.as_of, outcome.edits) == (6, None, ())
    assert (folder / "青石村.xlsx").read_bytes() == before
    assert town.state.looks.ledger("青石村.xlsx").counts["cases"] == 6
