import errno
import os
import shutil
import stat
from pathlib import Path

import pytest

import sync.folder.folder_store
import sync.folder.replacing
import sync.folder.workbook_files
from config.errors import (
    ConfigError,
    LedgerBusyError,
    LedgerChangedError,
    LedgerUnavailableError,
)
from config.vocabulary import Mark
from sync.folder.folder_store import FolderStore
from sync.folder.workbook import read_workbook
from sync.store import Edit, LedgerRef, Store
from tests.sync.folder.books import minimal
from tests.sync.folder.ours import edits, layout

REF = LedgerRef("青石村.xlsx", "青石村")
ROWS = '<row r="1"><c r="A1"><v>1</v></c></row><row r="2"><c r="A2"><v>2</v></c></row>'
LAYOUT = [layout("台账", 1, 2, 2)]


@pytest.fixture
def ledger(tmp_path):
    return minimal(tmp_path / "青石村.xlsx", ROWS)


@pytest.fixture
def store(tmp_path):
    found: Store = FolderStore(tmp_path, state_dir=tmp_path / "state")
    return found


def write(store, grid=None):
    store.write(REF, grid or store.read(REF), edits("台账", [2]), LAYOUT)


def leftovers(folder):
    return [file.name for file in folder.rglob(".duesheet-*")]


def test_workbooks_are_listed_by_name_and_nothing_else_is(tmp_path):
    names = [
        "乙村.xlsx",
        "甲村.XLSX",
        "旧.xls",
        "表.et",
        "~$乙村.xlsx",
        ".~lock.乙村.xlsx#",
        ".藏.xlsx",
        "a.docx",
    ]
    for name in [*names, "半月报.xlsx", ".duesheet-1-2.tmp"]:
        (tmp_path / name).write_bytes(b"")
    (tmp_path / "夹.xlsx").mkdir()
    store = FolderStore(tmp_path, skip={"半月报.xlsx"})
    assert [ref.ledger_id for ref in store.list()] == ["乙村.xlsx", "旧.xls", "甲村.XLSX", "表.et"]
    assert store.list()[0].title == "乙村"


def test_a_folder_that_is_not_there(tmp_path):
    with pytest.raises(ConfigError) as caught:
        FolderStore(tmp_path / "x").list()
    assert "folder" in caught.value.fix


def test_what_reading_and_writing_cost_is_counted(store, ledger):
    write(store)
    found = store.requests(REF)
    assert (found.read, found.write, found.drive) == (1, 1, 0)


@pytest.mark.parametrize("lock", ["~$青石村.xlsx", ".~青石村.xlsx", ".~lock.青石村.xlsx#"])
def test_an_open_workbook_is_read_and_not_written(tmp_path, store, ledger, lock):
    grid = store.read(REF)
    before = ledger.read_bytes()
    (tmp_path / lock).write_bytes(b"x")
    assert store.read(REF).version == grid.version
    with pytest.raises(LedgerBusyError):
        write(store, grid)
    with pytest.raises(LedgerBusyError):
        store.detach(REF, grid)
    assert ledger.read_bytes() == before


def test_a_lock_of_days_ago_comes_with_its_remedy(tmp_path, ledger):
    lock = tmp_path / "~$青石村.xlsx"
    lock.write_bytes(b"x")
    grid = FolderStore(tmp_path).read(REF)
    later = lock.stat().st_mtime + 5 * 86_400
    with pytest.raises(LedgerBusyError, match="5 days") as caught:
        write(FolderStore(tmp_path, now=lambda: later), grid)
    assert lock.name in caught.value.fix


def test_a_workbook_saved_since_it_was_read_is_left_alone(tmp_path, store, ledger):
    grid = store.read(REF)
    minimal(ledger, ROWS.replace("<v>2</v>", "<v>3</v>"))
    saved = ledger.read_bytes()
    with pytest.raises(LedgerChangedError):
        write(store, grid)
    assert ledger.read_bytes() == saved


@pytest.mark.parametrize("how", ["in place", "by renaming"])
@pytest.mark.parametrize("moment", ["while patching", "at the last moment"])
def test_a_person_who_saves_in_the_middle_of_our_write_keeps_every_cell(
    tmp_path, ledger, monkeypatch, how, moment
):
    def save():
        target = ledger if how == "in place" else tmp_path / "theirs.tmp"
        minimal(target, ROWS.replace("<v>2</v>", "<v>77</v>"))
        target.replace(ledger)
        saved.append(ledger.read_bytes())

    saved = []
    if moment == "while patching":
        store = FolderStore(tmp_path)
        patched = sync.folder.folder_store.patched
        monkeypatch.setattr(
            sync.folder.folder_store, "patched", lambda *given, **more: (save(), patched(*given, **more))[1]
        )
    else:
        store = FolderStore(tmp_path, before_replace=save)
    with pytest.raises(LedgerChangedError):
        write(store)
    assert ledger.read_bytes() == saved[0]
    assert leftovers(tmp_path) == []
    assert read_workbook(ledger).sheets[0].rows[1] == [77.0]


def test_a_workbook_that_vanishes_at_the_last_moment_is_not_brought_back(tmp_path, ledger):
    store = FolderStore(tmp_path, before_replace=ledger.unlink)
    with pytest.raises(LedgerUnavailableError, match="gone"):
        write(store)
    assert list(tmp_path.iterdir()) == []


def test_where_names_cannot_be_swapped_the_file_is_replaced(tmp_path, store, ledger, monkeypatch):
    monkeypatch.setattr(sync.folder.workbook_files, "exchanged", lambda one, other: False)
    write(store)
    assert store.read(REF).sheets[0].rows[1][1] == "正常"
    assert leftovers(tmp_path) == []


def test_the_last_version_written_over_is_kept(tmp_path, store, ledger):
    first = ledger.read_bytes()
    write(store)
    second = ledger.read_bytes()
    assert (tmp_path / "state/backup/青石村.xlsx").read_bytes() == first
    store.write(REF, store.read(REF), [Edit("台账", 2, Mark.LIGHT, "正常", "临期")], LAYOUT)
    assert (tmp_path / "state/backup/青石村.xlsx").read_bytes() == second


def test_permissions_stay(store, ledger):
    ledger.chmod(0o640)
    write(store)
    assert stat.S_IMODE(ledger.stat().st_mode) == 0o640


def test_another_name_of_the_same_file_keeps_what_it_was_kept_for(tmp_path, store, ledger):
    kept = tmp_path / "snapshots"
    kept.mkdir()
    before = ledger.read_bytes()
    os.link(ledger, kept / ledger.name)
    write(store)
    assert (kept / ledger.name).read_bytes() == before != ledger.read_bytes()


def test_a_link_stays_a_link_and_gives_the_village_its_name(tmp_path, store, ledger):
    real = tmp_path / "real"
    real.mkdir()
    shutil.move(ledger, real / "x.xlsx")
    ledger.symlink_to(real / "x.xlsx")
    write(store)
    assert ledger.is_symlink()
    assert read_workbook(real / "x.xlsx").sheets[0].rows[1][1] == "正常"
    assert leftovers(tmp_path) == []
    assert [ref.title for ref in store.list()] == [ledger.stem]
    assert store.read(store.list()[0]).title == ledger.stem


def test_backups_go_by_the_links_names(tmp_path, ledger):
    for folder in ("real1", "real2"):
        (tmp_path / folder).mkdir()
        shutil.copy(ledger, tmp_path / folder / "x.xlsx")
    ledger.unlink()
    for number in (1, 2):
        (tmp_path / f"{number}村.xlsx").symlink_to(tmp_path / f"real{number}" / "x.xlsx")
    store = FolderStore(tmp_path, state_dir=tmp_path / ".duesheet")
    for ref in store.list():
        store.write(
            ref, store.read(ref), [Edit("台账", 2, Mark.LIGHT, "", "正常")], [layout("台账", 1, 2, 2)]
        )
    backups = sorted(path.name for path in (tmp_path / ".duesheet" / "backup").iterdir())
    assert backups == ["1村.xlsx", "2村.xlsx"]


@pytest.mark.parametrize("how", ["straight", "by two links"])
def test_a_link_out_of_the_folder_is_refused_and_nothing_there_is_touched(tmp_path, ledger, how):
    inside = tmp_path / "ledgers"
    inside.mkdir()
    before = ledger.read_bytes()
    target = ledger
    if how == "by two links":
        target = inside / ".aside"
        target.symlink_to(ledger)
    (inside / "丙村.xlsx").symlink_to(target)
    store = FolderStore(inside)
    assert [ref.ledger_id for ref in store.list()] == ["丙村.xlsx"]
    with pytest.raises(LedgerUnavailableError, match=r"丙村\.xlsx: a link that leads out"):
        store.read(store.list()[0])
    with pytest.raises(LedgerUnavailableError, match="leads out"):
        store.write(store.list()[0], read_workbook(ledger), [], [])
    assert ledger.read_bytes() == before


def test_a_pipe_or_a_folder_is_refused_at_once(tmp_path):
    os.mkfifo(tmp_path / "a.xlsx")
    (tmp_path / "b.xlsx").mkdir()
    for name in ("a.xlsx", "b.xlsx"):
        with pytest.raises(LedgerUnavailableError, match="no regular file"):
            read_workbook(tmp_path / name)


def test_backups_are_for_one_account_alone_whatever_the_umask(tmp_path, store, ledger):
    before = os.umask(0)
    write(store)
    os.umask(before)
    assert stat.S_IMODE((tmp_path / "state/backup/青石村.xlsx").stat().st_mode) == 0o600


def test_names_that_move_the_cursor_are_shown_escaped(tmp_path, ledger):
    name = "坏\x1b[2J\n村\u202e.xlsx"
    ledger.rename(tmp_path / name)
    (tmp_path / "空\n.xlsx").touch()
    store = FolderStore(tmp_path)
    bad, empty = store.list()
    assert (bad.ledger_id, bad.title) == (name, r"坏\x1b[2J\n村\u202e")
    assert store.read(bad).title == bad.title
    with pytest.raises(LedgerUnavailableError) as caught:
        store.read(empty)
    assert caught.value.message.startswith(r"空\n.xlsx: ")


def test_a_read_only_file_is_left_alone(tmp_path, store, ledger):
    ledger.chmod(0o444)
    before = ledger.read_bytes()
    with pytest.raises(LedgerUnavailableError) as caught:
        write(store)
    assert "read-only" in caught.value.fix
    assert ledger.read_bytes() == before
    assert leftovers(tmp_path) == []


@pytest.mark.parametrize(
    ("code", "words"),
    [
        pytest.param(errno.ENOSPC, "no room", id="disk full"),
        pytest.param(errno.EACCES, "may not write", id="folder not writable"),
        pytest.param(errno.EROFS, "may not write", id="read-only disk"),
        pytest.param(errno.EIO, "writing failed", id="disk broken"),
    ],
)
@pytest.mark.parametrize("place", ["fsync", "open"])
def test_a_failing_disk_leaves_the_ledger_as_it_was(tmp_path, store, ledger, monkeypatch, code, words, place):
    grid = store.read(REF)
    before = ledger.read_bytes()
    real = getattr(os, place)

    def fail(*given, **more):
        if place == "open" and ".duesheet-" not in str(given[0]):
            return real(*given, **more)
        raise OSError(code, os.strerror(code))

    monkeypatch.setattr(sync.folder.replacing.os, place, fail)
    with pytest.raises(LedgerUnavailableError, match=words) as caught:
        write(store, grid)
    assert caught.value.fix
    monkeypatch.undo()
    assert ledger.read_bytes() == before
    assert leftovers(tmp_path) == []


def test_what_a_killed_run_left_behind_is_swept_up(tmp_path, ledger):
    mine = sync.folder.replacing.temporary(tmp_path)
    dead = Path(str(mine).replace(f"-{os.getpid()}-", "-999999999-"))
    foreign = tmp_path / ".duesheet-ffffff-1-abc.tmp"
    for temp in (mine, dead, foreign):
        temp.write_bytes(b"x")
    FolderStore(tmp_path)
    assert sorted(leftovers(tmp_path)) == sorted([mine.name, foreign.name])
    FolderStore(tmp_path, now=lambda: foreign.stat().st_mtime + 7200)
    assert leftovers(tmp_path) == []
