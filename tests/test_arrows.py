"""The folders import only what the architecture lets them."""

import ast
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
ALLOWED = {
    "config": {"config"},
    "rules": {"rules", "config"},
    "sync": {"sync", "config"},
    "reports": {"reports", "config"},
    "scheduler": {"scheduler", "config", "rules", "sync", "reports"},
}


def imported(path):
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.Import):
            yield from (name.name.split(".")[0] for name in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{path}: imports are absolute"
            yield node.module.split(".")[0]


@pytest.mark.parametrize("folder", ALLOWED)
def test_arrows(folder):
    files = list((ROOT / folder).rglob("*.py"))
    assert files
    for path in files:
        ours = set(imported(path)) & set(ALLOWED)
        assert ours <= ALLOWED[folder], f"{path.relative_to(ROOT)} imports {ours - ALLOWED[folder]}"


def test_the_clock_is_read_in_one_place():
    readers = set()
    for folder in ALLOWED:
        for path in (ROOT / folder).rglob("*.py"):
            for node in ast.walk(ast.parse(path.read_text("utf-8"))):
                if isinstance(node, ast.Attribute) and node.attr in {"now", "today", "utcnow"}:
                    value = node.value
                    if isinstance(value, ast.Name) and value.id in {"datetime", "date"}:
                        readers.add(path.relative_to(ROOT).as_posix())
    assert readers == {"scheduler/clock.py"}
