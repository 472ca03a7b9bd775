"""Every text of `config/language/<language>/` and every table of `config/words/` is asked for by something.

A key counts as asked for when the product names it: as a text, as a field of a dataclass that a file is read
into, as a member of an enumeration, as a pattern of an f-string, or inside another entry of the same file.
"""

import ast
import re
import tomllib
from collections.abc import Iterator
from functools import cache

import pytest

from tests.house import ROOT, files, tree

pytestmark = pytest.mark.no_cover

LANGUAGE = ROOT / "config" / "language"
PAGES = [
    *LANGUAGE.glob("*-*/*.toml"),
    *LANGUAGE.glob("en/*.toml"),
    *(ROOT / "config" / "words").glob("*.toml"),
]

#: Tables that are handed on whole, to whatever a person writes: each entry is data, not a text of its own.
DATA = {
    *("dates.months", "dates.parts", "status_grammar.parts", "status_grammar.phrases", "statuses.kinds"),
    *(f"clause_senses.{each}" for each in ("pending", "parts", "done", "neutral")),
    *("rules.before", "periods.name"),
}


@cache
def named() -> tuple[frozenset[str], tuple[re.Pattern[str], ...]]:
    """What the product names, and the patterns of what it puts together."""
    texts: set[str] = set()
    patterns: set[str] = set()
    for path in files():
        for node in ast.walk(tree(path)):
            if isinstance(node, ast.Constant) and isinstance(node.value, str):
                texts |= {node.value, *(one.strip(".-") for one in re.findall(r"[\w.-]+", node.value))}
            elif isinstance(node, ast.AnnAssign) and isinstance(node.target, ast.Name):
                texts.add(node.target.id)
            elif isinstance(node, ast.ClassDef) and any("Enum" in ast.unparse(base) for base in node.bases):
                named_there = [one.targets[0] for one in node.body if isinstance(one, ast.Assign)]
                texts |= {target.id.lower() for target in named_there if isinstance(target, ast.Name)}
            elif isinstance(node, ast.JoinedStr):
                literal = [part.value if isinstance(part, ast.Constant) else None for part in node.values]
                told = "".join(part or "" for part in literal)
                # What begins with a table's name that is handed in counts too: ``{table}.rate_{name}``.
                begins = literal[0] or (len(literal) > 1 and (literal[1] or "").startswith("."))
                if begins and re.fullmatch(r"[\w.-]*[a-z]{2}[\w.-]*", told):
                    patterns.add("".join(".*" if part is None else re.escape(part) for part in literal))
    for page in (ROOT / "reports").rglob("*.html"):
        texts |= set(re.findall(r"[\w.]+", page.read_text("utf-8")))
    return frozenset(texts), tuple(re.compile(pattern) for pattern in patterns)


def entries(table: dict, path: tuple[str, ...] = ()) -> Iterator[tuple[str, ...]]:
    for key, value in table.items():
        inner = [one for one in (value if isinstance(value, list) else [value]) if isinstance(one, dict)]
        for one in inner:
            yield from entries(one, (*path, key))
        if not inner:
            yield (*path, key)


def is_asked_for(path: tuple[str, ...]) -> bool:
    texts, patterns = named()
    spelled = {path[-1], ".".join(path[-2:]), ".".join(path)}
    parts = path[-1].split("_")
    halves = ({"_".join(parts[:at]), "_".join(parts[at:])} for at in range(1, len(parts)))
    put_together = any(pattern.fullmatch(one) for pattern in patterns for one in spelled)
    return bool(spelled & texts) or put_together or any(half <= texts for half in halves)


@pytest.mark.parametrize("page", PAGES, ids=lambda page: f"{page.parent.name}-{page.stem}")
def test_nothing_stands_there_unused(page):
    text = page.read_text("utf-8")
    unused = [
        ".".join(path)
        for path in entries(tomllib.loads(text))
        if not any(f"{page.stem}.{'.'.join(path)}".startswith(data) for data in DATA)
        and not is_asked_for(path)
        and not re.search(rf"[({{<]{re.escape(path[-1])}[)}}>]", text)
    ]
    assert unused == []


def test_a_word_that_nobody_asks_for_is_found():
    assert is_asked_for(("light", "overdue"))
    assert is_asked_for(("problem", "copy_of_ledger_original"))
    assert not is_asked_for(("places", "branch_office"))
