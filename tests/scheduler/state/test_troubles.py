"""What is wrong with the state, each with its own remedy: a locked one is not to be moved away."""

import os
import sqlite3
from datetime import UTC, datetime

import pytest
from sqlalchemy.exc import OperationalError

from config.errors import ConfigError
from scheduler.state import open_state

URL = "sqlite:///state.db"
NOW = datetime(2026, 4, 3, 8, tzinfo=UTC)


@pytest.fixture
def file(tmp_path):
    open_state(URL, tmp_path).close()
    return tmp_path / "state.db"


def refused(tmp_path, url=URL):
    with pytest.raises(ConfigError) as caught:
        open_state(url, tmp_path)
    error = caught.value
    assert error.code == "state"
    assert "\n" not in error.message
    return error


def test_a_locked_state_is_not_to_be_moved_away(file, tmp_path, monkeypatch):
    monkeypatch.setattr("scheduler.state.database._BUSY_S", 0.05)
    os.truncate(file, 0)
    with sqlite3.connect(file) as other:
        other.execute("PRAGMA locking_mode=EXCLUSIVE")
        other.execute("BEGIN EXCLUSIVE")
        error = refused(tmp_path)
    assert "another program has it open" in error.message
    assert "moved away" not in error.fix
    assert "切勿移走" in error.remedy("zh-CN")


def test_a_broken_state_may_be_moved_away(file, tmp_path):
    file.write_bytes(b"no database at all " * 500)
    error = refused(tmp_path)
    assert "is broken" in error.message
    assert "backup" in error.fix


def test_a_database_server_that_is_down_is_told_in_one_line(tmp_path):
    error = refused(tmp_path, "postgresql://nobody:secret@127.0.0.1:9/x?connect_timeout=2")
    assert "cannot be reached" in error.message
    assert "secret" not in error.message


def test_a_database_that_is_not_supported_names_those_that_are(tmp_path):
    assert "postgresql" in refused(tmp_path, "mysql://x").fix


def test_a_deputy_without_write_rights_may_look(file, tmp_path, monkeypatch):
    state = open_state(URL, tmp_path)
    state.slots.note("report", "2026-03H2", NOW, NOW, "done")
    state.close()

    def refuse(_engine):
        # What SQLite says to a user who may read the file and not write it.
        raise OperationalError(
            "BEGIN", None, sqlite3.OperationalError("attempt to write a readonly database")
        )

    monkeypatch.setattr("scheduler.state.database.upgrade", refuse)
    assert "may not be written" in refused(tmp_path).message
    looked = open_state(URL, tmp_path, create=False)
    assert looked.slots.known("report", ["2026-03H2"]) == {"2026-03H2"}
    with pytest.raises(OperationalError, match="readonly"):
        looked.slots.note("report", "2026-04H1", NOW, NOW, "done")
    looked.close()
