"""What several programs and several townships do in one database, and how an older database is taken over."""

import gc
import os
import threading
import weakref
from datetime import UTC, date, datetime

import pytest
from sqlalchemy import create_engine, text

from reports.inputs import PublishedCase
from scheduler.state import open_state
from scheduler.state.records import CaseRecord, LedgerRecord, LedgerRows, VerdictRecord
from scheduler.state.slots import Claim
from scheduler.state.written_cells import CellColumns
from tests.scheduler.states import open_another, postgres_url, state_url

__all__ = ["open_another", "postgres_url", "state_url"]

TODAY = date(2026, 4, 3)
NOW = datetime(2026, 4, 3, 8, tzinfo=UTC)

#: The first released schema, as a database of its time has it.
SCHEMA_1 = """
CREATE TABLE meta (key VARCHAR(32) NOT NULL, value TEXT NOT NULL, PRIMARY KEY (key));
CREATE TABLE runs (run VARCHAR(32) NOT NULL, started_at VARCHAR(32) NOT NULL, finished_at VARCHAR(32),
  today DATE NOT NULL, kind VARCHAR(16) NOT NULL, totals TEXT, PRIMARY KEY (run));
CREATE TABLE writes (number {serial}, run VARCHAR(32) NOT NULL, ledger TEXT NOT NULL, sheet TEXT NOT NULL,
  row INTEGER NOT NULL, mark VARCHAR(16) NOT NULL, heading BOOLEAN NOT NULL, old TEXT NOT NULL,
  new TEXT NOT NULL, row_key VARCHAR(32) NOT NULL, PRIMARY KEY (number));
CREATE INDEX writes_by_ledger ON writes (ledger, mark);
CREATE INDEX writes_by_run ON writes (run);
CREATE TABLE ledgers (ledger TEXT NOT NULL, village TEXT NOT NULL, version TEXT NOT NULL, judged_on DATE,
  judged_by TEXT NOT NULL, outcome VARCHAR(16) NOT NULL, error TEXT, counts TEXT NOT NULL,
  paused BOOLEAN NOT NULL, run VARCHAR(32) NOT NULL, roles TEXT, listed TEXT NOT NULL, filed TEXT,
  PRIMARY KEY (ledger));
CREATE TABLE verdicts (ledger TEXT NOT NULL, sheet TEXT NOT NULL, row INTEGER NOT NULL, case_no TEXT NOT NULL,
  duty VARCHAR(64) NOT NULL, due DATE, light VARCHAR(16) NOT NULL, addressee VARCHAR(32) NOT NULL,
  org TEXT NOT NULL, registered DATE, category VARCHAR(16) NOT NULL, status VARCHAR(16) NOT NULL,
  backlog BOOLEAN NOT NULL, live BOOLEAN NOT NULL, survey_owed BOOLEAN NOT NULL,
  PRIMARY KEY (ledger, sheet, row));
CREATE TABLE summaries (kind VARCHAR(32) NOT NULL, period VARCHAR(16) NOT NULL, compiled_on DATE NOT NULL,
  figures TEXT NOT NULL, PRIMARY KEY (kind, period));
CREATE TABLE summary_cases (kind VARCHAR(32) NOT NULL, period VARCHAR(16) NOT NULL, village TEXT NOT NULL,
  ledger TEXT NOT NULL, sheet TEXT NOT NULL, row INTEGER NOT NULL, case_key VARCHAR(32) NOT NULL,
  registered DATE, ended DATE, status VARCHAR(16) NOT NULL, PRIMARY KEY (kind, period, village, case_key));
CREATE TABLE filings (duty VARCHAR(64) NOT NULL, village TEXT NOT NULL, period VARCHAR(16) NOT NULL,
  first_seen DATE, missed_on DATE, PRIMARY KEY (duty, village, period));
CREATE TABLE slots (job VARCHAR(32) NOT NULL, slot VARCHAR(32) NOT NULL, due_at VARCHAR(32) NOT NULL,
  owner VARCHAR(64) NOT NULL, beat INTEGER NOT NULL, attempts INTEGER NOT NULL, retry_at VARCHAR(32) NOT NULL,
  claimed_at VARCHAR(32) NOT NULL, done_at VARCHAR(32), outcome VARCHAR(16) NOT NULL, error TEXT,
  PRIMARY KEY (job, slot));
CREATE INDEX slots_by_due ON slots (job, due_at);
CREATE TABLE deliveries (channel VARCHAR(32) NOT NULL, day DATE NOT NULL, posts TEXT NOT NULL,
  service VARCHAR(32) NOT NULL, state VARCHAR(16) NOT NULL, attempts INTEGER NOT NULL,
  changed_at VARCHAR(32) NOT NULL, lines TEXT NOT NULL, PRIMARY KEY (channel, day));
INSERT INTO meta VALUES ('schema', '1');
INSERT INTO meta VALUES ('salt', '00112233445566778899aabbccddeeff');
INSERT INTO runs VALUES ('r1', '2026-04-02T08:00:00+00:00', NULL, '2026-04-02', 'run', NULL);
INSERT INTO writes (run, ledger, sheet, row, mark, heading, old, new, row_key)
  VALUES ('r1', '甲.xlsx', '台账', 4, 'light', {false}, '', '正常', 'k');
INSERT INTO ledgers VALUES ('甲.xlsx', '甲村', 'v', '2026-04-02', 'rules', 'written', NULL, '{{"open": 3}}',
  {true}, 'r1', NULL, 'v', NULL);
INSERT INTO verdicts VALUES ('甲.xlsx', '台账', 4, '2026-001', 'SIMPLE_15D', '2026-04-01', 'overdue',
  'handler', '', '2026-03-17', '邻里', 'open', {false}, {true}, {false});
INSERT INTO filings VALUES ('HALF_MONTH_SCREEN', '甲村', '2026-03H2', '2026-04-01', NULL);
INSERT INTO slots VALUES ('sync', 'a', '2026-04-03T08:00:00+00:00', '', 0, 0, '', '2026-04-03T08:00:00+00:00',
  '2026-04-03T08:00:00+00:00', 'done', NULL);
"""


def ledger(name="甲.xlsx", **changes):
    values = {
        "ledger": name,
        "village": "甲村",
        "version": "v1",
        "judged_on": TODAY,
        "judged_by": "rules",
        "outcome": "written",
        "error": None,
        "counts": {"cases": 1},
        "run": "r1",
        "read_on": TODAY,
    }
    return LedgerRecord(**{**values, **changes})


def case(row, key="k"):
    return CaseRecord("台账", row, f"{key}{row}", [], None, TODAY, None, "open")


def verdict(row):
    return VerdictRecord("台账", row, "", "SIMPLE_15D", TODAY, "overdue")


def test_the_first_schema_is_taken_over_with_all_it_remembers(state_url, open_another):
    engine = create_engine(state_url)
    is_sqlite = engine.dialect.name == "sqlite"
    words = {"true": "1", "false": "0"} if is_sqlite else {"true": "true", "false": "false"}
    script = SCHEMA_1.format(serial="INTEGER" if is_sqlite else "SERIAL", **words)
    with engine.begin() as connection:
        for statement in script.split(";\n"):
            if statement.strip():
                connection.execute(text(statement.replace(":", r"\:")))
    engine.dispose()
    state = open_another()
    assert state.salt.hex() == "00112233445566778899aabbccddeeff"
    assert [run.run for run in state.history.runs()] == ["r1"]
    assert [cell.new for cell in state.history.writes("r1")] == ["正常"]
    found = state.looks.ledger("甲.xlsx")
    assert (found.counts, found.paused, found.read_on) == ({"open": 3}, True, date(2026, 4, 2))
    assert found.judged_by == ""
    assert [each.case_no for each in state.looks.live_verdicts()["甲.xlsx"]] == ["2026-001"]
    assert state.filings.find("HALF_MONTH_SCREEN", "甲村", "2026-03H2").first_seen == date(2026, 4, 1)
    assert state.slots.newest("sync").slot == "a"
    state.history.record("r1", "甲.xlsx", CellColumns.of([]))
    state.looks.save(ledger(), LedgerRows([verdict(4)], [case(4)]))
    again = open_another()
    assert again.looks.cases() == {"甲.xlsx": [case(4)]}


def test_townships_in_one_database_see_nothing_of_each_other(state_url, tmp_path):
    states = [open_state(state_url, tmp_path, township=name) for name in ("a", "b")]
    try:
        for number, state in enumerate(states):
            state.history.begin("r1", "run", TODAY, NOW)
            state.looks.save(ledger(counts={"cases": number}), LedgerRows([verdict(4 + number)], [case(4)]))
            state.note("board", str(number))
            state.filings.note("D", "甲村", "2026-03H2", date(2026, 4, 1 + number), seen=True)
            assert state.slots.claim(Claim("sync", "s", "me"), NOW, NOW)
            state.published.save("half-month", "2026-03H1", TODAY, {"totals": {"new": number}}, {})
        first, second = states
        assert first.salt != second.salt
        for number, state in enumerate(states):
            assert state.looks.ledger("甲.xlsx").counts == {"cases": number}
            assert state.noted("board") == str(number)
            assert [v.row for v in state.looks.live_verdicts()["甲.xlsx"]] == [4 + number]
            assert state.published.last("half-month", "2026-04H1").totals == {"new": number}
            assert len(state.history.runs()) == 1
        first.looks.forget("甲.xlsx")
        assert second.looks.cases() == {"甲.xlsx": [case(4)]}
    finally:
        for state in states:
            state.close()


def test_programs_that_write_the_same_rows_at_once_all_get_through(open_another):
    states = [open_another() for _ in range(4)]
    wrong = []

    def work(number, state):
        try:
            for turn in range(12):
                rows = LedgerRows(
                    [verdict(row) for row in range(20)], [case(row, f"{number}.") for row in range(20)]
                )
                state.looks.save(ledger(f"{turn % 2}.xlsx", run=f"r{number}"), rows)
                state.looks.pause(f"{turn}.xlsx", "甲村", paused=False)
                state.note("board", f"{number}.{turn}")
                state.filings.note("D", "甲村", str(turn), TODAY, seen=bool(turn % 2))
                published = {"k": PublishedCase("甲村", "甲.xlsx", "台账", 4, TODAY, None, "open")}
                state.published.save("half-month", "2026-03H1", TODAY, {}, published)
        except Exception as error:  # noqa: BLE001  told by the assertion below
            wrong.append(error)

    threads = [threading.Thread(target=work, args=each) for each in enumerate(states)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert wrong == []
    for rows in states[0].looks.cases().values():
        # One program's rows whole, never a mixture.
        assert len({each.case_key.partition(".")[0] for each in rows}) == 1
        assert len(rows) == 20


@pytest.mark.parametrize("ledgers", [("甲.xlsx",), ("甲.xlsx", "乙.xlsx")])
def test_one_hand_at_a_time_on_a_ledger(open_another, ledgers):
    first, second = open_another(), open_another()
    for name in ledgers:
        assert first.locks.take(name)
        assert not first.locks.take(name)
        assert not second.locks.take(name)
    first.locks.give_back(ledgers[0])
    with second.locks.hold(ledgers[0]) as mine:
        assert mine
        assert not first.locks.take(ledgers[0])
    assert first.locks.take(ledgers[0])


def test_of_a_state_that_was_closed_nothing_stays_in_memory(state_url, tmp_path):
    def opened_and_closed():
        state = open_state(state_url, tmp_path)
        dialect = weakref.ref(state._engine.dialect)
        state.close()
        return dialect

    dialects = [opened_and_closed() for _ in range(3)]
    gc.collect()
    assert [dialect() for dialect in dialects] == [None] * 3


def test_what_a_closed_program_held_is_free(open_another):
    first, second = open_another(), open_another()
    assert first.locks.take("甲.xlsx")
    first.close()
    assert second.locks.take("甲.xlsx")


def test_a_lease_of_a_program_that_was_killed_here_ends_at_once(tmp_path, monkeypatch):
    url = f"sqlite:///{tmp_path}/state.db"
    first, second = open_state(url, tmp_path), open_state(url, tmp_path)
    assert first.locks.take("甲.xlsx")
    assert not second.locks.take("甲.xlsx")
    engine = create_engine(url)
    with engine.begin() as connection:
        # A process number that no process of this machine can have.
        connection.execute(
            text("UPDATE ledger_locks SET owner = replace(owner, :ours, ':99999999:')"),
            {"ours": f":{os.getpid()}:"},
        )
    assert second.locks.take("甲.xlsx")
    with engine.begin() as connection:
        connection.execute(text("UPDATE ledger_locks SET owner = 'elsewhere:1:1'"))
    third = open_state(url, tmp_path)
    assert not third.locks.take("甲.xlsx")
    with engine.begin() as connection:
        connection.execute(text("UPDATE ledger_locks SET until = '2026-01-01T00:00:00+00:00'"))
    assert third.locks.take("甲.xlsx")
    engine.dispose()
    for state in (first, second, third):
        state.close()


@pytest.mark.needs("postgresql")
def test_connections_that_broke_while_they_lay_unused_are_noticed(postgres_url, tmp_path, monkeypatch):
    monkeypatch.setattr("scheduler.state.database._RESTED_S", 0)
    state = open_state(postgres_url, tmp_path, township="rested")
    state.note("key", "value")
    engine = create_engine(postgres_url, isolation_level="AUTOCOMMIT")
    with engine.connect() as connection:
        connection.execute(
            text(
                "SELECT pg_terminate_backend(pid, 10000) FROM pg_stat_activity WHERE pid <> pg_backend_pid()"
            )
        )
    engine.dispose()
    assert state.noted("key") == "value"
    state.close()
