"""What the pages say must be true of the code."""

import ast
import re
import tomllib
from pathlib import Path

import pytest
from typer.main import get_command

from config import vocabulary
from config.loading.settings_file import read_settings
from config.settings import Settings
from config.tables.sitting_tables import SittingsPart
from scheduler.cli import app
from tests.house import ROOT, citations, files

DOCS = Path(__file__).parents[1] / "docs"

WORDS = [
    (kind.__name__, member.value)
    for kind in (
        vocabulary.Role,
        vocabulary.Status,
        vocabulary.Risk,
        vocabulary.Complexity,
        vocabulary.Category,
        vocabulary.Family,
        vocabulary.SheetKind,
        vocabulary.RowReason,
        vocabulary.ProblemCode,
        vocabulary.LedgerProblemCode,
        vocabulary.Light,
        vocabulary.Post,
        vocabulary.Unit,
        vocabulary.CadenceState,
        vocabulary.OutcomeKind,
    )
    for member in kind
]


@pytest.mark.parametrize(("kind", "word"), WORDS)
def test_every_identifier_stands_in_the_glossary(kind, word):
    text = (DOCS / "glossary.md").read_text("utf-8")
    assert f"`{word}`" in text or (kind == "Category" and word in text)


def test_the_config_page_is_a_config_and_shows_the_defaults():
    text = re.search(r"```toml\n(.*?)```", (DOCS / "config.md").read_text("utf-8"), re.DOTALL)[1]
    shown = read_settings(text, Path("township.toml"))
    default = Settings.model_validate({"township": tomllib.loads(text)["township"]})
    for section in (
        "township",
        "ledgers",
        "marks",
        "summary",
        "schedule",
        "brake",
        "notify",
        "serve",
        "state",
    ):
        assert getattr(shown, section) == getattr(default, section), section
    assert shown.sittings == SittingsPart()
    assert set(Settings.model_fields) - {"base"} <= set(tomllib.loads(text))


def anchors(page: Path) -> set[str]:
    """The places of a page, as its headings name them."""
    headings = re.findall(r"^#+ (.+)$", page.read_text("utf-8"), re.MULTILINE)
    return {re.sub(r"[^\w\- ]", "", heading.lower()).strip().replace(" ", "-") for heading in headings}


def cited() -> list[tuple[str, str, str]]:
    """Every page and place that code, data or another page cites: where, the page, the anchor or ""."""
    root = DOCS.parent
    found = []
    for folder in ("config", "rules", "sync", "reports", "scheduler", "tests", "benchmarks", "docs"):
        for path in (root / folder).rglob("*"):
            if path.suffix not in {".py", ".toml", ".md"}:
                continue
            text = path.read_text("utf-8")
            inside = re.findall(r"docs/([\w.-]+\.md)(?:#([\w-]+))?", text)
            if folder == "docs":
                inside += re.findall(r"\]\(([\w.-]+\.md)(?:#([^)]+))?\)", text)
            found += [(path.relative_to(root).as_posix(), page, anchor) for page, anchor in inside]
    return found


def test_every_page_that_is_cited_exists_and_has_the_place():
    places = {page.name: anchors(page) for page in DOCS.glob("*.md")}
    lost = [
        (where, page, anchor)
        for where, page, anchor in cited()
        if page not in places or (anchor and anchor not in places[page])
    ]
    assert lost == []


def test_nothing_cites_a_page_that_is_not_in_the_project():
    assert citations() == []


def test_every_folder_has_a_face_that_names_what_is_in_it():
    faces = [path for path in files() if path.name == "__init__.py"]
    said = {path: ast.get_docstring(ast.parse(path.read_text("utf-8"))) for path in faces}
    assert [str(path.relative_to(ROOT)) for path, text in said.items() if not text] == []
    lost = [
        (str(path.relative_to(ROOT)), name)
        for path, text in said.items()
        for name in re.findall(r"[Rr]ead `+([\w/]+)`+", text)
        if not (path.parent / f"{name}.py").is_file() and not (path.parent / name).is_dir()
    ]
    assert lost == []


def test_every_file_that_the_page_of_the_house_names_is_there():
    page = (DOCS / "architecture.md").read_text("utf-8")
    named = re.findall(r"`((?:config|rules|sync|reports|scheduler|tests|docs)/[\w./-]*)`", page)
    assert len(named) > 20
    assert [name for name in named if not (ROOT / name).exists()] == []


#: Installing by name: there is no package of that name, and one day it may be somebody else's.
_BY_NAME = re.compile(r"\b(?:pipx? install|uv tool install|pip3 install)\b[^\n]*?[ '\"]duesheet\b")


def test_nothing_installs_a_package_that_is_not_published():
    root = DOCS.parent
    texts = [root / "README.md", root / "README.zh-CN.md", root / "CONTRIBUTING.md", *DOCS.glob("*.md")]
    texts += [*(root / "deploy").iterdir(), *(root / "config" / "language").rglob("*.toml")]
    found = {path.name: _BY_NAME.findall(path.read_text("utf-8")) for path in texts}
    assert {name: lines for name, lines in found.items() if lines} == {}
    assert _BY_NAME.search("pip install 'duesheet[notify]'")


#: Our command in a line, behind whatever begins it; a user or a group of that name is none.
_OURS = re.compile(
    r"^(?!.*(?:useradd|install -d|journalctl|systemctl|docker|schtasks)).*\bduesheet ((?:--?[a-z]|[a-z]).*)"
)


def typed() -> list[tuple[str, str]]:
    """Every command line of ours on a page: the page, and what is typed."""
    root = DOCS.parent
    found: list[tuple[str, str]] = []
    for page in (root / "README.md", root / "README.zh-CN.md", *sorted(DOCS.glob("*.md"))):
        text = page.read_text("utf-8")
        blocks = re.findall(r"```console\n(.*?)```", text, re.DOTALL)
        lines = [*"\n".join(blocks).splitlines(), *re.findall(r"`([^`\n]+)`", text)]
        ours = (re.search(_OURS, line) for line in lines)
        found += [(page.name, match[1].split("#")[0].strip()) for match in ours if match]
    return found


@pytest.mark.parametrize(("page", "line"), typed())
def test_every_command_on_a_page_exists_with_its_options(page, line):
    commands = get_command(app).commands
    words = [word.strip("[]|,;。；，").partition("=")[0] for word in re.split(r"[\s|]+", line)]
    name = next((word for word in words if not word.startswith("-")), "")
    options = {word for word in words if re.fullmatch(r"--?[a-z][a-z-]*", word)}
    known = {"--version", "--help", "-h", "--install-completion", "--show-completion"}
    if name in commands:
        known |= {spelled for one in commands[name].params for spelled in one.opts}
    else:
        assert not name, line
    assert options <= known, line
