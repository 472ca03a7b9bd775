"""docs/outside.md names all that other programs hold on to: commands, options, status, codes, JSON keys."""

import ast
import json
import re
from pathlib import Path

import pytest
from typer.main import get_command
from typer.testing import CliRunner

from scheduler.cli import app

ROOT = Path(__file__).parents[1]
PAGE = (ROOT / "docs" / "outside.md").read_text("utf-8")
TODAY = "2026-04-03"
COMMANDS = get_command(app).commands

#: What is asked of the sample township.
ASKED = (
    *(["check"], ["run"], ["status"], ["history"], ["history", "青石村"], ["doctor"], ["report"]),
    *(["agenda"], ["inspect"], ["remind", "--preview"], ["detach", "--yes"]),
)


def marked(word):
    return re.search(rf"`[^`\n]*(?<![\w-]){re.escape(word)}(?![\w-])[^`\n]*`", PAGE)


@pytest.mark.parametrize("command", COMMANDS)
def test_every_command_stands_there_with_its_options(command):
    (line,) = re.findall(rf"^\| `{command}[ `].*$", PAGE, re.MULTILINE)
    common = PAGE.partition("| command |")[0]
    for parameter in COMMANDS[command].params:
        for spelled in parameter.opts:
            if spelled.startswith("-"):
                assert spelled in line or f"`{spelled}" in common or f"/`{spelled}" in common, spelled


def test_every_exit_status_stands_there():
    for status in (0, 1, 2, 130, 141):
        assert f"| {status} |" in PAGE


def codes():
    """Every code an error of ours may have."""
    found = set()
    for folder in ("config", "rules", "sync", "reports", "scheduler"):
        for path in (ROOT / folder).rglob("*.py"):
            for node in ast.walk(ast.parse(path.read_text("utf-8"))):
                value = None
                if isinstance(node, ast.keyword) and node.arg == "code":
                    value = node.value
                elif isinstance(node, ast.ClassDef) and node.name.endswith("Error"):
                    told = [each for each in node.body if isinstance(each, ast.Assign)]
                    value = next((t.value for t in told if getattr(t.targets[0], "id", "") == "code"), None)
                if isinstance(value, ast.Constant) and isinstance(value.value, str):
                    found.add(value.value)
    return sorted(found)


@pytest.mark.parametrize("code", codes())
def test_every_error_code_stands_there(code):
    assert f"`{code}`" in PAGE.partition("## Error codes")[2]


def keys_of(document):
    if isinstance(document, dict):
        for key, value in document.items():
            yield key
            yield from keys_of(value)
    elif isinstance(document, list):
        for value in document:
            yield from keys_of(value)


@pytest.fixture(scope="module")
def documents(tmp_path_factory):
    folder = tmp_path_factory.mktemp("town") / "demo"
    lines = [["demo", str(folder)], *([*words, "-c", str(folder)] for words in ASKED)]
    found = {}
    for words in lines:
        done = CliRunner().invoke(app, [*words, "--json", "--today", TODAY])
        assert done.exit_code in (0, 1), done.output
        found[words[0]] = json.loads(done.stdout)
        if words[0] == "demo":
            with (folder / "township.toml").open("a", encoding="utf-8") as config:
                config.write('[notify]\nurls = ["json://127.0.0.1:9"]\n')
    return found


def test_every_key_of_json_stands_there(documents):
    # Letters of columns, worksheets and duties are no keys of ours.
    keys = {key for found in documents.values() for key in keys_of(found) if re.fullmatch(r"[a-z_]+", key)}
    assert len(keys) > 100
    assert sorted(key for key in keys if not marked(key)) == []
