import os
import stat
from dataclasses import replace
from datetime import UTC, date, datetime

import pytest
from sqlalchemy import create_engine, text

from config.errors import ConfigError
from config.vocabulary import Mark
from reports.inputs import Published, PublishedCase
from scheduler.state import migrations, open_state
from scheduler.state.records import (
    CaseRecord,
    Filing,
    LedgerRecord,
    LedgerRows,
    VerdictRecord,
    WrittenCell,
)
from scheduler.state.written_cells import CellColumns

URL = "sqlite:///.duesheet/state.db"
TODAY = date(2026, 4, 3)


@pytest.fixture
def state(tmp_path):
    state = open_state(URL, tmp_path)
    yield state
    state.close()


@pytest.mark.skipif(os.name == "nt", reason="modes of POSIX")
def test_what_is_remembered_is_for_one_account_alone(tmp_path, state):
    assert stat.S_IMODE((tmp_path / ".duesheet/state.db").stat().st_mode) == 0o600


def write(row, new, mark=Mark.LIGHT, old=""):
    return WrittenCell("台账", row, mark, heading=False, old=old, new=new, row_key=f"k{row}")


def record(**changes):
    values = {
        "ledger": "甲.xlsx",
        "village": "甲村",
        "version": "v1",
        "judged_on": TODAY,
        "judged_by": "rules",
        "outcome": "written",
        "error": None,
        "counts": {"cases": 3},
        "run": "r1",
        "read_on": TODAY,
    }
    return LedgerRecord(**{**values, **changes})


def test_the_database_stands_beside_the_config_and_keeps_its_salt(tmp_path):
    first = open_state(URL, tmp_path)
    salt = first.salt
    first.close()
    again = open_state(URL, tmp_path)
    assert (tmp_path / ".duesheet" / "state.db").is_file()
    assert again.salt == salt
    again.close()


def test_a_check_makes_no_state(tmp_path):
    assert open_state(URL, tmp_path, create=False) is None
    assert not (tmp_path / ".duesheet").exists()


def test_our_texts_are_known_by_column_from_every_run(state):
    assert state.history.texts_written("甲.xlsx") is None
    state.history.record("r1", "甲.xlsx", CellColumns.of([write(4, "正常"), write(5, "临期")]))
    later = [write(4, "临期", old="正常"), write(4, "2026-04-03", Mark.DUE)]
    state.history.record("r2", "甲.xlsx", CellColumns.of(later))
    assert state.history.texts_written("甲.xlsx") == {Mark.LIGHT: {"正常", "临期"}, Mark.DUE: {"2026-04-03"}}
    assert state.history.texts_written("乙.xlsx") is None


def test_a_write_that_did_not_happen_is_forgotten_and_no_other(state):
    kept = [write(4, "正常")]
    undone = [write(5, "临期"), write(6, "中止")]
    state.history.record("r1", "甲.xlsx", CellColumns.of(kept))
    state.history.record("r1", "乙.xlsx", CellColumns.of(kept))
    note = state.history.record("r1", "甲.xlsx", CellColumns.of(undone))
    state.history.forget(note)
    assert state.history.texts_written("甲.xlsx") == {Mark.LIGHT: {"正常"}}
    assert state.history.texts_written("乙.xlsx") == {Mark.LIGHT: {"正常"}}


def test_a_ledger_is_remembered_as_it_last_came_out(state):
    state.looks.save(
        record(), LedgerRows([VerdictRecord("台账", 4, "2026-001", "SIMPLE_15D", TODAY, "overdue")])
    )
    state.looks.pause("甲.xlsx", "甲村", paused=True)
    failed = record(outcome="failed", error={"code": "x", "message": "m", "fix": "f"}, run="r2")
    state.looks.save(failed, None)
    found = state.looks.ledger("甲.xlsx")
    assert (found.outcome, found.error["fix"], found.run) == ("failed", "f", "r2")
    assert found.paused
    assert found.counts == {"cases": 3}
    assert [ledger.ledger for ledger in state.looks.ledgers()] == ["甲.xlsx"]
    assert state.looks.ledger("乙.xlsx") is None


def test_a_ledger_never_seen_can_be_paused(state):
    state.looks.pause("乙.xlsx", "乙村", paused=True)
    assert state.looks.ledger("乙.xlsx").paused


def test_the_summary_before_is_found_with_its_cases(state):
    cases = {"k": PublishedCase("甲村", "甲.xlsx", "台账", 4, TODAY, None, "open")}
    state.published.save("half-month", "2026-03H1", TODAY, {"totals": {"new": 1}}, cases)
    state.published.save("half-month", "2026-03H2", TODAY, {"totals": {"new": 2}}, {})
    state.published.save("half-month", "2026-03H1", TODAY, {"totals": {"new": 3}}, cases)
    last = state.published.last("half-month", "2026-03H2")
    assert last == Published("2026-03H1", TODAY, {"new": 3}, cases)
    assert state.published.last("half-month", "2026-03H1") is None
    assert state.published.last("risk-list", "2027-01") is None


def test_the_day_a_report_was_first_seen_stays_and_so_does_the_last_day_it_was_missed(state):
    key = ("HALF_MONTH_SCREEN", "甲村", "2026-03H2")
    assert state.filings.find(*key) is None
    for day in (1, 2):
        state.filings.note(*key, date(2026, 4, day), seen=False)
    for day in (3, 4):
        state.filings.note(*key, date(2026, 4, day), seen=True)
    state.filings.note(*key, date(2026, 4, 5), seen=False)
    assert state.filings.find(*key) == Filing(first_seen=date(2026, 4, 3), missed_on=date(2026, 4, 2))


def test_runs_are_noted(state):
    state.history.begin("r1", "run", TODAY, datetime(2026, 4, 3, 8, tzinfo=UTC))
    state.history.finish("r1", datetime(2026, 4, 3, 9, tzinfo=UTC), {"ledgers": 12})


@pytest.mark.parametrize(
    ("url", "says"),
    [("nonsense", "no database address"), ("sqlite:////proc/none/state.db", "may not be written")],
)
def test_a_wrong_address_says_so(tmp_path, url, says):
    with pytest.raises(ConfigError, match=says):
        open_state(url, tmp_path)


def test_a_file_that_is_no_database_says_what_to_do(tmp_path):
    (tmp_path / ".duesheet").mkdir()
    (tmp_path / ".duesheet" / "state.db").write_bytes(b"this is not a database at all" * 100)
    with pytest.raises(ConfigError, match="the file is broken") as caught:
        open_state(URL, tmp_path)
    assert "history is lost" in caught.value.fix


def test_a_newer_schema_is_refused(tmp_path):
    open_state(URL, tmp_path).close()
    engine = create_engine(f"sqlite:///{tmp_path}/.duesheet/state.db")
    with engine.begin() as connection:
        connection.execute(text("UPDATE meta SET value = '99' WHERE key = 'schema'"))
    engine.dispose()
    with pytest.raises(ConfigError, match="schema 99"):
        open_state(URL, tmp_path)


def test_the_schema_upgrades_itself_step_by_step(tmp_path, monkeypatch):
    open_state(URL, tmp_path).close()
    done = []

    def widen(connection):
        connection.execute(text("ALTER TABLE runs ADD COLUMN note TEXT"))
        done.append(1)

    def fill(connection):
        connection.execute(text("UPDATE runs SET note = 'x'"))
        done.append(2)

    monkeypatch.setattr(migrations, "SCHEMA", migrations.SCHEMA + 2)
    monkeypatch.setattr(migrations, "STEPS", {migrations.SCHEMA - 2: widen, migrations.SCHEMA - 1: fill})
    for _ in range(2):
        open_state(URL, tmp_path).close()
    assert done == [1, 2]


def test_a_step_that_fails_leaves_the_state_as_it_was(tmp_path, monkeypatch):
    open_state(URL, tmp_path).close()

    def half(connection):
        connection.execute(text("ALTER TABLE runs ADD COLUMN note TEXT"))
        connection.execute(text("UPDATE nowhere SET note = 'x'"))

    monkeypatch.setattr(migrations, "SCHEMA", migrations.SCHEMA + 1)
    monkeypatch.setattr(migrations, "STEPS", {migrations.SCHEMA - 1: half})
    with pytest.raises(ConfigError):
        open_state(URL, tmp_path)
    monkeypatch.undo()
    state = open_state(URL, tmp_path)
    state.history.begin("r1", "run", TODAY, datetime(2026, 4, 3, 8, tzinfo=UTC))
    state.close()


def test_every_released_schema_has_its_step():
    assert sorted(migrations.STEPS) == list(range(1, migrations.SCHEMA))


def test_what_could_not_be_read_keeps_its_last_verdicts(state):
    verdict = VerdictRecord("台账", 4, "2026-001", "SIMPLE_15D", TODAY, "overdue", "handler", "司法所")
    state.looks.save(record(), LedgerRows([verdict]))
    state.looks.save(record(outcome="skipped", read_on=None, counts={}), None)
    assert state.looks.ledger("甲.xlsx").counts == {"cases": 3}
    assert state.looks.live_verdicts() == {"甲.xlsx": [verdict]}
    state.looks.save(record(), LedgerRows())
    assert state.looks.live_verdicts() == {}


def test_a_case_is_remembered_with_where_it_counts(state):
    here = CaseRecord("2月", 4, "k1", ["n", "d"], None, TODAY, None, "open", facts={"due_date": "2026-03-20"})
    there = CaseRecord(
        "3月", 9, "k2", ["n", "e"], {"sheet": "2月", "row": 4}, TODAY, TODAY, "resolved", people=3
    )
    state.looks.save(record(), LedgerRows((), [here, there]))
    assert state.looks.cases() == {"甲.xlsx": [here, there]}
    state.looks.save(record(), LedgerRows((), [here, there]))
    assert state.looks.cases() == {"甲.xlsx": [here, there]}
    ended = replace(here, ended=TODAY, agreed=True)
    state.looks.save(record(), LedgerRows((), [ended, there]))
    assert state.looks.cases() == {"甲.xlsx": [ended, there]}
    state.looks.save(record(), LedgerRows((), [here, there]))
    state.looks.save(record(problems=[{"code": "date_lunar"}]), None)
    assert state.looks.cases("甲.xlsx") == {"甲.xlsx": [here, there]}
    state.looks.forget("甲.xlsx")
    assert state.looks.cases() == {}
    assert state.looks.ledger("甲.xlsx") is None


def test_the_first_day_a_ledger_was_missed_stays(state):
    state.looks.save(record(), LedgerRows())
    assert state.looks.note_listed({"乙.xlsx"}, date(2026, 4, 4))
    assert not state.looks.note_listed({"乙.xlsx"}, date(2026, 4, 5))
    assert state.looks.ledger("甲.xlsx").gone_on == date(2026, 4, 4)
    assert state.looks.ledgers() == []
    assert [gone.ledger for gone in state.looks.gone()] == ["甲.xlsx"]
    state.looks.save(record(), None)
    assert state.looks.ledgers() == [], "only a listing brings it back"
    assert state.looks.note_listed({"甲.xlsx"}, date(2026, 4, 5))
    assert state.looks.ledger("甲.xlsx").gone_on is None
