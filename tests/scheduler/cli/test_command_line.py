"""The command line as such: options anywhere, help and complaints in either language, pipes and encodings."""

import os
import re
import subprocess
import sys
from datetime import date
from pathlib import Path

import pytest
from typer.main import get_command
from typer.testing import CliRunner

from config.messages import area, entry_of
from scheduler.cli import app
from scheduler.cli.arguments import arranged
from scheduler.cli.help_page import cell_len, wrapped
from scheduler.cli.tongue import spoken
from scheduler.demo import make_township

ROOT = Path(__file__).parents[3]
COMMANDS = list(get_command(app).commands)
HAN = re.compile(r"[\u3400-\u9fff]")


def duesheet(*arguments, module="duesheet", **environment):
    return subprocess.run(
        [sys.executable, "-m", module, *map(str, arguments)],
        capture_output=True,
        cwd=environment.pop("cwd", ROOT),
        env={**os.environ, "COLUMNS": "80", **environment},
        timeout=60,
        check=False,
    )


@pytest.mark.parametrize(
    ("given", "meant"),
    [
        (["-c", "x.toml", "check"], ["check", "-c", "x.toml"]),
        (["-cx.toml", "-v", "check", "-q"], ["check", "-cx.toml", "-v", "-q"]),
        (["--today", "2026-01-01", "--json", "run"], ["run", "--today", "2026-01-01", "--json"]),
        (["--config=x.toml", "inspect", "甲"], ["inspect", "--config=x.toml", "甲"]),
        (["--lang", "en", "--help"], ["--help"]),
        (["--help", "--lang", "zh-CN"], ["--help"]),
        (["-h", "-q", "--lang=en"], ["-h"]),
        (["--bogus", "--lang", "en"], ["--bogus"]),
        (["--version"], ["--version"]),
        (["-q"], []),
        (["run", "--resume", "--today", "2026-01-01"], ["run", "--resume", "*", "--today", "2026-01-01"]),
        (["run", "--resume"], ["run", "--resume", "*"]),
        (["run", "--resume", "甲", "乙"], ["run", "--resume", "甲", "--resume", "乙"]),
    ],
)
def test_options_may_stand_before_or_after_the_command(given, meant):
    assert arranged(given) == meant


@pytest.mark.parametrize("language", ["zh-CN", "en"])
@pytest.mark.parametrize("command", [None, *COMMANDS])
def test_every_command_and_option_has_help_in_both_languages(command, language):
    given = ["--lang", language, *([command] if command else []), "--help"]
    done = CliRunner().invoke(app, given)
    assert done.exit_code == 0
    lines = done.output.splitlines()
    said = [line for line in lines if line and "duesheet" not in line]
    if language == "zh-CN":
        assert not re.search(r"Usage|Options|Show|Arguments", done.output)
        assert all(
            HAN.search(line) or re.fullmatch(r"\s*[\w.+（）()；，-]+[）。]?", line) for line in said
        ), said
    else:
        assert not any(HAN.search(line) for line in said)
    for line in lines:
        if re.match(r"  -", line):
            assert re.match(r"  -\S.*?\s{2,}\S", line) or lines[lines.index(line) + 1].startswith("    ")
    if command:
        assert entry_of(f"help.{command}")["example"] in done.output
        assert entry_of(f"help.{command}")["example"].startswith(f"duesheet {command}")


def test_no_line_of_help_is_wider_than_the_terminal(monkeypatch):
    for columns in (40, 60, 100):
        monkeypatch.setenv("COLUMNS", str(columns))
        for command in COMMANDS:
            for language in ("zh-CN", "en"):
                page = CliRunner().invoke(app, ["--lang", language, command, "--help"]).output
                wide = [line for line in page.splitlines() if cell_len(line) > columns]
                assert not [
                    line for line in wide if not line.startswith(("用法", "示例", "Usage", "Example"))
                ]


def test_nothing_is_lost_when_a_text_is_broken_into_lines():
    text = "写到这个文件夹，不写到配置中 [summary] to 所指的位置"
    assert "".join(wrapped(text, 20)).replace(" ", "") == text.replace(" ", "")
    assert all(cell_len(line) <= 22 for line in wrapped(text, 20))


def test_help_loads_nothing_heavy():
    code = (
        "import sys\nsys.argv = ['duesheet', '--lang', 'zh-CN', 'run', '--help']\n"
        "from scheduler.cli import main\n"
        "try:\n    main()\nexcept SystemExit:\n    pass\n"
        "print([n for n in ('pandas', 'gspread', 'sqlalchemy', 'apprise') if n in sys.modules])\n"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, cwd=ROOT)
    assert done.stdout.splitlines()[-1] == "[]"


@pytest.mark.parametrize("module", ["duesheet", "scheduler"])
def test_the_version_is_told(module):
    done = duesheet("--lang", "en", "--version", module=module)
    assert re.fullmatch(rb"duesheet \d+\.\d+\.\d+\S*\s*", done.stdout)


@pytest.mark.parametrize(
    ("given", "said"),
    [
        (["chek"], "没有“chek”这条命令\n  办法：是否想写 check？"),
        (["check", "--onl", "甲"], "没有 --onl 这个选项\n  办法：是否想写 --only？"),
        (["check", "--today"], "选项 --today 的写法不对"),
        (["undo"], "缺少运行编号"),
        (["undo", "a", "b"], "多写了内容"),
        (["check", "--today", "明天"], "--today 明天：不是日期"),
        (["check", "--lang", "fr"], "--lang fr：没有这种语言"),
    ],
)
def test_a_command_line_that_is_wrong_is_told_in_the_language_of_the_place(given, said):
    done = duesheet(*given, LANG="zh_CN.UTF-8", LC_ALL="", PYTHONUTF8="1")
    assert done.returncode == 2
    assert said in done.stderr.decode().replace("\r\n", "\n")
    assert "Traceback" not in done.stderr.decode()


def test_a_wrong_command_line_is_one_json_document_too():
    done = duesheet("check", "--nonsense", "--json", "--lang", "en")
    assert done.returncode == 2
    assert b'"code": "usage"' in done.stdout


def test_the_config_says_which_language_to_speak(tmp_path, monkeypatch):
    config = tmp_path / "township.toml"
    below = tmp_path / "ledgers"
    below.mkdir()
    monkeypatch.setenv("LC_ALL", "en_US.UTF-8")
    assert spoken(None, None, below) == "en"
    config.write_text('[township]\nname = "青石镇"\n', "utf-8")
    assert spoken(None, None, below) == "zh-CN"
    config.write_text('[township]\nname = "青石镇"\nlanguage = "en"\n', "utf-8-sig")
    assert spoken(None, None, below) == "en"
    assert spoken("zh-CN", None, below) == "zh-CN"
    monkeypatch.setenv("LC_ALL", "zh_CN.UTF-8")
    config.write_text('[township]\nname = 青石镇\nlanguage = "en"\n', "utf-8")  # broken, and still it is told
    assert spoken(None, config) == "en"
    assert spoken(None, tmp_path) == "en"


@pytest.fixture(scope="module")
def book(tmp_path_factory):
    folder = tmp_path_factory.mktemp("town")
    make_township(folder, date(2026, 4, 3))
    return folder / "ledgers" / "青石村.xlsx"


@pytest.mark.no_cover
@pytest.mark.parametrize("encoding", ["ascii", "cp1252", "gbk"])
@pytest.mark.parametrize("json", [[], ["--json"]])
def test_what_cannot_be_encoded_kills_no_command(book, encoding, json):
    done = duesheet("inspect", book, *json, PYTHONIOENCODING=encoding, PYTHONUTF8="0")
    assert done.returncode == 0, done.stderr
    assert b"Error" not in done.stderr


@pytest.mark.skipif(os.name == "nt", reason="needs a POSIX pipe")
@pytest.mark.no_cover
@pytest.mark.parametrize("read", [0, 1], ids=["nothing read", "something read"])
@pytest.mark.parametrize("given", [["inspect", "--json", *["BOOK"] * 8], ["inspect", "BOOK"], ["--help"]])
def test_a_closed_pipe_ends_a_command_quietly(book, given, read):
    command = [sys.executable, "-m", "duesheet", *(str(book) if word == "BOOK" else word for word in given)]
    with subprocess.Popen(
        command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, cwd=ROOT, start_new_session=True
    ) as process:
        assert process.stdout
        assert process.stderr
        process.stdout.read(read)
        process.stdout.close()
        assert process.stderr.read() == b""
        assert process.wait(60) in (0, 141)


def test_no_option_shows_a_type_of_python():
    for command in COMMANDS:
        page = CliRunner().invoke(app, ["--lang", "en", command, "--help"]).output
        assert "<" not in page
        assert "  to." not in page


def test_the_catalogue_tells_of_no_command_that_is_gone():
    told = {name.removesuffix("_short") for name in area("help") if name.endswith("_short")}
    assert told == set(COMMANDS)
