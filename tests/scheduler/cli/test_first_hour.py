"""What a newcomer meets first, by real processes: printed steps, odd configs, narrow windows, encodings."""

import os
import shlex
import subprocess
import sys
from pathlib import Path

import pytest

pytestmark = pytest.mark.no_cover

ROOT = Path(__file__).parents[3]


def duesheet(*arguments, cwd=ROOT, **environment):
    return subprocess.run(
        [sys.executable, "-m", "duesheet", *map(str, arguments)],
        capture_output=True,
        cwd=cwd,
        env={**os.environ, "PYTHONPATH": str(ROOT), **environment},
        timeout=120,
        check=False,
    )


@pytest.fixture(scope="module")
def shown(tmp_path_factory):
    """The sample in a folder whose name has a space and Chinese in it, and what was printed."""
    folder = tmp_path_factory.mktemp("a place") / "示例 乡镇"
    done = duesheet("demo", folder, "--lang", "en", "--today", "2026-04-03")
    assert done.returncode == 0, done.stderr
    return folder, done.stdout.decode()


def steps(text):
    """The words behind our name of every command that was printed, as a shell would take them apart."""
    lines = [shlex.split(line) for line in text.splitlines() if " -c " in line]
    return [words[words.index("duesheet") + 1 :] for words in lines]


def test_the_steps_that_the_sample_prints_work_where_they_are_printed(shown):
    told = steps(shown[1])
    assert len(told) >= 5, shown[1]
    for words in told:
        done = duesheet(*words, "--today", "2026-04-03")
        assert done.returncode in (0, 1), done.stderr
        assert b"Traceback" not in done.stderr


TOWNSHIP = '[township]\nname = "青石镇"\nlanguage = "zh-CN"\n'


@pytest.mark.parametrize(
    "data",
    [
        pytest.param(TOWNSHIP.encode("utf-8-sig"), id="a mark at the beginning"),
        pytest.param(TOWNSHIP.replace("\n", "\r\n").encode(), id="ends of line as on Windows"),
        pytest.param(TOWNSHIP.replace("\n", "\r\n").encode("utf-8-sig"), id="both"),
    ],
)
def test_a_config_saved_by_an_editor_on_windows_is_read(tmp_path, data):
    (tmp_path / "township.toml").write_bytes(data)
    (tmp_path / "ledgers").mkdir()
    done = duesheet("check", "-c", tmp_path)
    assert done.returncode == 0, done.stderr.decode()
    assert "青石镇" in done.stdout.decode()


@pytest.mark.parametrize(
    ("line", "sign"),
    [("name = “青石镇”", "“"), ('name ＝ "青石镇"', "＝"), ("name = ‘青石镇’", "‘")],
    ids=["full-width quotes", "full-width equals", "single ones"],
)
def test_a_full_width_sign_is_named(tmp_path, line, sign):
    (tmp_path / "township.toml").write_text(f"[township]\n{line}\n", "utf-8")
    done = duesheet("check", "-c", tmp_path, "--lang", "zh-CN")
    assert done.returncode == 2
    assert sign in done.stderr.decode()
    assert "第2行" in done.stderr.decode()


@pytest.mark.parametrize("words", [["check"], ["status"]])
def test_a_narrow_window_loses_no_word(shown, words):
    given = [*words, "-c", shown[0], "--today", "2026-04-03"]
    wide, narrow = duesheet(*given, COLUMNS="200"), duesheet(*given, COLUMNS="20")
    assert narrow.returncode == wide.returncode
    assert narrow.stdout.decode().split() == wide.stdout.decode().split()


@pytest.mark.skipif(os.name == "nt", reason="names of files are Unicode there")
def test_a_plain_locale_has_chinese_names_all_the_same(shown):
    given = ["check", "-c", shown[0], "--today", "2026-04-03"]
    plain = duesheet(*given, LC_ALL="C", PYTHONUTF8="0")
    assert plain.returncode == 0, plain.stderr
    assert plain.stdout == duesheet(*given, LC_ALL="C.UTF-8").stdout


def test_quiet_and_verbose_at_once_is_quiet_on_stderr(shown):
    given = ["run", "-c", shown[0], "--today", "2026-04-03"]
    assert b" INFO " in duesheet(*given, "-v").stderr
    assert duesheet(*given, "-v", "-q").stderr == b""


def test_a_check_of_all_rows_says_of_no_ledger_that_it_was_written(shown):
    assert duesheet("check", "-v", "-c", shown[0], "--today", "2026-04-03").stderr == b""


@pytest.mark.parametrize(("encoding", "words"), [("ascii", ["status"]), ("cp437", ["check"])])
def test_what_cannot_be_shown_ends_no_command(shown, encoding, words):
    given = [*words, "-c", shown[0], "--today", "2026-04-03"]
    done = duesheet(*given, PYTHONIOENCODING=encoding, PYTHONUTF8="0")
    assert done.returncode in (0, 1)
    assert b"UnicodeEncodeError" not in done.stderr
    assert b"defect" not in done.stderr
