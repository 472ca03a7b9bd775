"""The outside of duesheet, as docs/outside.md promises it: commands, exit status, JSON."""

import json
import subprocess
import sys

import pytest
from typer.testing import CliRunner

from config.vocabulary import MARK_HEADINGS, Light, OutcomeKind, Role, SheetKind
from scheduler.cli import app
from scheduler.cli.arguments import spread

TODAY = "2026-04-03"
HEAVY = (
    "pandas",
    "numpy",
    "gspread",
    "apscheduler",
    "docx",
    "sqlalchemy",
    "pydantic",
    "python_calamine",
    "xlsxwriter",
    "icalendar",
)


def duesheet(*arguments):
    """Run a command in this process; stdout and stderr apart."""
    return CliRunner().invoke(app, ["--lang", "en", *(str(argument) for argument in arguments)])


@pytest.fixture(scope="module")
def town(tmp_path_factory):
    """Return a sample township, made once: its folder and what the command printed."""
    folder = tmp_path_factory.mktemp("demo") / "duesheet-demo"
    done = duesheet("demo", folder, "--today", TODAY, "--json")
    assert done.exit_code == 0, done.output
    return folder, json.loads(done.stdout)


def test_help_imports_nothing_heavy():
    code = (
        "import sys\nfrom typer.testing import CliRunner\nfrom scheduler.cli import app\n"
        "assert CliRunner().invoke(app, ['--help']).exit_code == 0\n"
        f"print([name for name in {HEAVY} if name in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


COMMANDS = ("demo", "init", "inspect", "check", "run", "report", "serve")
COMMANDS += ("status", "history", "undo", "detach", "doctor")


@pytest.mark.parametrize("command", COMMANDS)
def test_every_command_shows_an_example(command):
    done = duesheet(command, "--help")
    assert done.exit_code == 0
    assert f"Example: duesheet {command}" in done.output


@pytest.mark.parametrize(
    ("given", "meant"),
    [
        (["run", "--only", "甲", "乙", "--json"], ["run", "--only", "甲", "--only", "乙", "--json"]),
        (["check", "--rules", "a", "b"], ["check", "--rules", "a", "--rules", "b"]),
        (["inspect", "甲", "乙"], ["inspect", "甲", "乙"]),
        (["run", "-c", "x.toml", "--only", "甲"], ["run", "-c", "x.toml", "--only", "甲"]),
    ],
)
def test_an_option_takes_several_names_in_a_row(given, meant):
    assert spread(given) == meant


def test_the_demo_marks_twelve_ledgers_and_publishes_a_summary(town):
    folder, document = town
    assert document["totals"]["ledgers"] == 12
    assert document["totals"]["failed"] == 0
    assert document["totals"]["cases"] > 300
    assert document["today"] == TODAY
    assert any((folder / "summaries").iterdir())


def test_a_run_is_what_the_contract_shows(town):
    _, document = town
    assert set(document) >= {"run", "today", "ledgers", "cadences", "totals"}
    for ledger in document["ledgers"]:
        assert OutcomeKind(ledger["outcome"])
        assert set(ledger) >= {
            *("village", "ledger", "outcome", "cases", "open", "overdue", "due_soon", "edits", "problems"),
            *("requests", "error", "verdicts", "writes"),
        }
        assert len(ledger["verdicts"]) == ledger["cases"]
        assert ledger["edits"] == len(ledger["writes"])
        assert set(ledger["requests"]) == {"read", "write", "drive"}
        for verdict in ledger["verdicts"]:
            assert Light(verdict["light"])
            assert set(verdict) == {
                *("village", "sheet", "row", "light", "due", "duty", "days_overdue", "addressee"),
                *("reminder", "why"),
            }
            assert verdict["duty"] != ""
            assert verdict["addressee"] != ""
            assert (verdict["days_overdue"] > 0) >= (verdict["light"] == Light.OVERDUE)
        for write in ledger["writes"]:
            assert set(write) == {"sheet", "row", "header", "old", "new"}
            assert write["header"] in MARK_HEADINGS["zh-CN"].values()


def test_a_second_run_writes_nothing_and_a_check_agrees(town):
    folder, _ = town
    config = folder / "township.toml"
    before = {path.name: path.read_bytes() for path in (folder / "ledgers").iterdir()}
    for command in ("run", "check"):
        done = duesheet(command, "-c", config, "--today", TODAY, "--json")
        assert done.exit_code == 0, done.output
        assert json.loads(done.stdout)["totals"]["unchanged"] == 12
    assert {path.name: path.read_bytes() for path in (folder / "ledgers").iterdir()} == before


def test_inspect_shows_roles_rows_and_reasons(town):
    folder, _ = town
    done = duesheet("inspect", folder / "ledgers" / "青石村.xlsx", "--today", TODAY, "--json")
    assert done.exit_code == 0, done.output
    book = json.loads(done.stdout)
    assert book["workbook"] == "青石村.xlsx"
    sheets = [sheet for sheet in book["sheets"].values() if sheet["kind"] == SheetKind.LEDGER]
    table = sheets[0]["tables"][0]
    assert {role.split(":")[0] for role in table["columns"].values()} <= set(Role)
    assert table["first_data_row"] > table["header_rows"][-1]
    for row in table["rows"]:
        if row["kind"] == "case":
            assert set(row) >= {
                *("row", "kind", "registered", "resolved", "status", "category", "level", "complexity"),
                *("due", "issues"),
            }
        else:
            assert row["kind"] == "ignore"
            assert row["reason"]


def test_inspect_takes_villages_and_shows_a_list_when_several(town):
    folder, _ = town
    arguments = ("inspect", "青石村", "河口村", "-c", folder / "township.toml", "--today", TODAY, "--json")
    found = json.loads(duesheet(*arguments).stdout)
    assert [book["village"] for book in found] == ["青石村", "河口村"]


def test_inspect_of_a_broken_file_says_what_to_do(tmp_path):
    broken = tmp_path / "甲村.xlsx"
    broken.write_bytes(b"no zip at all")
    done = duesheet("inspect", broken, "--json")
    assert done.exit_code == 1
    assert json.loads(done.stdout)["error"]["fix"]


def test_inspect_of_a_file_that_is_not_there_says_so_without_a_config(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    for name in ("甲村.xlsx", str(tmp_path / "none" / "乙村.xls")):
        done = duesheet("inspect", name, "--json", "--today", TODAY)
        assert done.exit_code == 1, done.output
        assert json.loads(done.stdout)["error"]["fix"]


def test_inspect_of_a_file_reads_with_the_headings_of_the_config_at_hand(tmp_path):
    import openpyxl

    book = openpyxl.Workbook()
    book.active.append(["序号", "登记日期", "当事人", "限办之日", "办理状态", "纠纷类型"])
    book.active.append([1, "2026-03-05", "某甲", "2026-03-20", "办理中", "邻里"])
    book.save(tmp_path / "甲村.xlsx")
    config = tmp_path / "township.toml"
    config.write_text('[township]\nname = "青石镇"\n[headers]\ndue_date = ["限办之日"]\n', "utf-8")
    done = duesheet("inspect", tmp_path / "甲村.xlsx", "-c", config, "--json", "--today", TODAY)
    sheet = json.loads(done.stdout)["sheets"]["Sheet"]
    assert sheet["tables"][0]["columns"]["D"] == "due_date"


@pytest.mark.parametrize("command", ["inspect", "check", "run", "report"])
def test_plain_output_names_no_traceback_and_no_markup(town, command):
    folder, _ = town
    done = duesheet(command, "-c", folder / "township.toml", "--today", TODAY)
    assert done.exit_code == 0, done.output
    assert "Traceback" not in done.output
    assert "[/" not in done.output


def test_quiet_says_nothing_when_all_is_well(town):
    folder, _ = town
    done = duesheet("run", "-c", folder / "township.toml", "--today", TODAY, "-q")
    assert (done.exit_code, done.output) == (0, "")


def test_other_rules_show_which_rows_would_change(town):
    folder, _ = town
    arguments = (
        "check",
        "--rules",
        "visit_scheme",
        "-c",
        folder / "township.toml",
        "--today",
        TODAY,
        "--json",
    )
    document = json.loads(duesheet(*arguments).stdout)
    assert document["changes"]
    for change in document["changes"]:
        assert change["now"] != change["then"]


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        pytest.param(("run", "-c", "nowhere.toml"), "no such config file", id="no config"),
        pytest.param(("run", "--only", "清石村"), "no such village", id="no such village"),
        pytest.param(("report", "--period", "2026-13H1"), "is no period", id="no such period"),
        pytest.param(("report", "--kind", "weekly"), "no such kind", id="no such kind"),
        pytest.param(("check", "--rules", "nothing"), "nothing", id="no such pack"),
    ],
)
def test_what_the_operator_got_wrong_ends_with_2_and_a_remedy(town, arguments, says):
    folder, _ = town
    config = () if "-c" in arguments else ("-c", folder / "township.toml")
    done = duesheet(*arguments, *config, "--today", TODAY)
    assert done.exit_code == 2, done.output
    assert says in done.output
    assert "fix: " in done.output
    as_json = duesheet(*arguments, *config, "--today", TODAY, "--json")
    assert json.loads(as_json.stdout)["error"]["fix"]


def test_a_date_that_is_none_ends_with_2():
    assert duesheet("run", "--today", "heute").exit_code == 2


def test_a_ledger_that_is_gone_ends_with_1_and_the_others_are_done(town, tmp_path):
    folder, _ = town
    config = tmp_path / "township.toml"
    ledgers = (folder / "ledgers").as_posix()
    text = f'[township]\nname = "青石镇"\n[ledgers]\nfolder = "{ledgers}"\n'
    text += '[[village]]\nname = "无村"\nledger = "无.xlsx"\n'
    config.write_text(text, "utf-8")
    done = duesheet("check", "-c", config, "--today", TODAY, "--json")
    document = json.loads(done.stdout)
    assert done.exit_code == 1
    assert document["totals"]["failed"] == 1
    assert document["ledgers"][0]["error"]["code"] == "ledger_missing"
    assert not (tmp_path / ".duesheet").exists()


def test_an_unexpected_error_is_told_without_a_traceback_and_without_its_text(town, monkeypatch):
    folder, _ = town

    def fail(*_args, **_options):
        raise KeyError("某甲的电话")

    monkeypatch.setattr("scheduler.cli.run.run_pass", fail)
    done = duesheet("run", "-c", folder / "township.toml", "--today", TODAY)
    assert done.exit_code == 1
    assert "a defect of duesheet (KeyError at test_cli.py:" in done.output
    assert "某甲" not in done.output
    assert "Traceback" not in done.output
