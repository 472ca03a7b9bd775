"""Right after our own write: the version is asked before the look, so that no edit is ever missed."""

import subprocess
import sys

import pytest

from config.vocabulary import OutcomeKind
from scheduler.passes.one_pass import run_pass
from tests.scheduler.passes import test_google_township as together
from tests.scheduler.passes.test_google_township import flags, people, status

work, ref, township = together.work, together.ref, together.township


def after_calls(work, kind, number, act):
    """Let people *act* right after the answer to the *number*-th call of a *kind*."""
    answered, seen = work.server.answer, []

    def answer(call, headers, body):
        shown = answered(call, headers, body)
        seen.append(call.kind)
        if call.kind == kind and seen.count(kind) == number:
            act()
        return shown

    work.server.answer = answer


@pytest.mark.parametrize(
    ("kind", "number"),
    [
        pytest.param("write", 1, id="between our write and the version"),
        pytest.param("drive", 2, id="between the version and the look"),
        pytest.param("read", 2, id="right after the look"),
    ],
)
def test_an_edit_at_any_moment_after_our_write_is_seen(township, work, ref, kind, number):
    after_calls(work, kind, number, lambda: people(work, status(3, "已办结")))
    run_pass(township)
    for _ in range(2):
        assert run_pass(township).outcomes[0].error is None
    assert flags(work, ref)[0][1] == "已办结"
    assert run_pass(township).outcomes[0].requests.read == 0


@pytest.mark.parametrize("kind", ["write", "drive", "read"])
def test_a_worksheet_hidden_at_any_moment_after_our_write_is_seen(township, work, ref, kind):
    more = {"properties": {"title": "二月"}}
    people(work, {"addSheet": more})
    hidden = {"properties": {"sheetId": 0, "hidden": True}, "fields": "hidden"}
    after_calls(
        work, kind, 2 if kind != "write" else 1, lambda: people(work, {"updateSheetProperties": hidden})
    )
    run_pass(township)
    (seen,) = run_pass(township).outcomes
    # All cases are gone from sight: held with the last counts where they were counted before.
    assert seen.kind is OutcomeKind.HELD or seen.counts["cases"] == 0


def test_a_drive_that_lags_costs_one_more_look(township, work, ref):
    answered, old = work.server._drive, []

    def lagging(call, token):
        shown = answered(call, token)
        if "files" in shown:
            old[:] = [{key: shown["files"][0][key] for key in ("version", "modifiedTime")}]
            return shown
        return old[0]

    work.server._drive = lagging
    (first,) = run_pass(township).outcomes
    assert first.kind is OutcomeKind.WRITTEN, first.error
    looks = [run_pass(township).outcomes[0].requests.read for _ in range(2)]
    assert looks == [1, 0]
    people(work, status(3, "已办结"))
    run_pass(township)
    assert flags(work, ref)[0][1] == "已办结"


def test_a_drive_that_tells_no_version_costs_one_more_look(township, work, ref):
    answered = work.server._drive
    from tests.google.model import ApiError

    def refusing(call, token):
        if call.path != "/drive/v3/files":
            raise ApiError(404, "File not found.", "NOT_FOUND")
        return answered(call, token)

    work.server._drive = refusing
    assert run_pass(township).outcomes[0].kind is OutcomeKind.WRITTEN
    assert [run_pass(township).outcomes[0].requests.read for _ in range(2)] == [1, 0]


def test_a_pass_without_news_loads_neither_pandas_nor_what_reports_are_written_with(township, work, tmp_path):
    """What it loads, it loads in the second or two that somebody waits for it, twice an hour."""
    run_pass(township)
    config = township.settings.base / "township.toml"
    ledgers = f'credentials = ["{work.key_path.name}"]\nendpoint = "{work.server.url}"\n'
    config.write_text(config.read_text("utf-8").replace('store = "google"\n', f'store = "google"\n{ledgers}'))
    code = (
        "import sys; from scheduler.cli import main\n"
        f"sys.argv = ['duesheet', 'run', '-q', '-c', {str(config)!r}, '--today', '2026-04-03']\n"
        "try:\n    main()\nexcept SystemExit as end:\n    assert not end.code, end.code\n"
        "print([name for name in ('pandas', 'xlsxwriter', 'docx', 'rich.progress') if name in sys.modules])\n"
    )
    before = work.spent("read")
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert (done.stdout.strip(), work.spent("read") - before) == ("[]", 0)
