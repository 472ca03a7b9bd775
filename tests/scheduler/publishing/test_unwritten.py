"""A board that could not be written stands in every place where somebody looks."""

import json

import pytest
import xlsxwriter
from typer.testing import CliRunner

from config.errors import LedgerUnavailableError
from scheduler.cli import app
from scheduler.cli.run import status_of
from scheduler.cli.villages import run_lines
from scheduler.health.doctor import examine
from scheduler.health.standing import read_standing, standing_json
from scheduler.passes.one_pass import run_pass
from scheduler.publishing.writing import file_name
from tests.scheduler.conftest import CONFIG
from tests.scheduler.fake import HEADER, FakeStore, row

ROWS = [HEADER, row("1", "2026-03-02")]


class Viewed(FakeStore):
    """A store with a coordinator's spreadsheet that is shared to look at only."""

    refused = True

    def fill_tab(self, spreadsheet, tab):
        del spreadsheet, tab
        if self.refused:
            raise LedgerUnavailableError("总表: viewer only", fix="make us an Editor", code="read_only")
        return "https://…"

    def remove_tab(self, spreadsheet, key):
        raise AssertionError

    def tabs_obstacle(self, spreadsheet):
        del spreadsheet
        return LedgerUnavailableError("总表: viewer only", code="read_only") if self.refused else None


def areas(town):
    return [finding.area for finding in examine(town, lambda: None)]


def test_a_board_file_that_cannot_be_written_is_told_until_it_can(township):
    town = township(FakeStore({"甲村": ROWS}))
    board = town.settings.summary_folder / f"{file_name(town, 'board')}.xlsx"
    board.mkdir(parents=True)
    for _ in range(2):
        found = run_pass(town)
        assert [each.code for each in found.problems] == ["publish"]
        assert status_of(found) == 1
        assert any(str(board) in line for line in run_lines(found, town, "zh-CN", only_wrong=True))
        standing = read_standing(town)
        assert not standing.is_well
        (told,) = standing_json(standing)["problems"]
        assert told["code"] == "publish"
        assert told["fix"]
        assert "summaries" in areas(town)
    board.rmdir()
    found = run_pass(town)
    assert (found.problems, status_of(found)) == ([], 0)
    assert read_standing(town).unwritten == ()
    assert "summaries" not in areas(town)


def test_a_folder_that_may_not_be_written_is_told_by_doctor_before_any_pass(township, monkeypatch):
    town = township(FakeStore({"甲村": ROWS}))
    assert "summaries" not in areas(town)
    monkeypatch.setattr("os.access", lambda _place, _mode: False)
    assert "summaries" in areas(town)


def test_a_summary_spreadsheet_shared_to_look_at_only_is_told_and_doctor_looks_itself(township):
    store = Viewed({"甲村": ROWS})
    sheet = "1AbCdEfGhIjKlMnOpQrStUvWxYz0123456789_-abcd"
    config = f'{CONFIG}[ledgers]\nstore = "google"\n[summary]\nto = "{sheet}"\n'
    town = township(store, config=config)
    assert "summaries" in areas(town)  # before any pass
    found = run_pass(town)
    assert [each.code for each in found.problems] == ["read_only"]
    assert status_of(found) == 1
    store.refused = False
    assert run_pass(town).problems == []
    assert "summaries" not in areas(town)


def test_marks_that_stand_apart_and_cannot_be_written_are_told(township):
    class LookedAt(FakeStore):
        def read(self, ref):
            grid = super().read(ref)
            told = LedgerUnavailableError("viewer only", fix="share it", code="read_only")
            return grid.__class__(grid.title, grid.sheets, version=grid.version, read_only=told)

    town = township(LookedAt({"甲村": ROWS}))
    apart = town.settings.summary_folder / "督办"
    apart.parent.mkdir(parents=True)
    apart.write_text("in the way")
    found = run_pass(town)
    assert [each.code for each in found.problems] == ["publish"]
    apart.unlink()
    assert run_pass(town).problems == []


@pytest.mark.filterwarnings("ignore:'imghdr' is deprecated:DeprecationWarning")
def test_run_json_has_the_problems_and_ends_with_1(tmp_path):
    (tmp_path / "ledgers").mkdir()
    book = xlsxwriter.Workbook(str(tmp_path / "ledgers" / "甲村.xlsx"))
    sheet = book.add_worksheet("台账")
    for number, line in enumerate(ROWS):
        sheet.write_row(number, 0, line)
    book.close()
    (tmp_path / "township.toml").write_text('[township]\nname = "青石镇"\n', "utf-8")
    (tmp_path / "summaries").write_text("in the way")

    def run(*options, command="run"):
        config = str(tmp_path / "township.toml")
        chosen = ("-c", config, "--today", "2026-04-03", "--lang", "zh-CN")
        return CliRunner().invoke(app, [command, *options, *chosen])

    done = run("--json")
    (problem,) = json.loads(done.stdout)["problems"]
    assert (done.exit_code, problem["code"]) == (1, "publish")
    assert problem["message"]
    assert problem["fix"]
    for command in ("run", "status"):
        done = run(command=command)
        assert done.exit_code == 1
        assert f"总表未能写入：{problem['message']}" in done.output, command
    (tmp_path / "summaries").unlink()
    done = run("--json")
    assert (done.exit_code, json.loads(done.stdout)["problems"]) == (0, [])
