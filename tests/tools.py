"""What the machine must have for some tests: asked for here and nowhere else, by ``pytest.mark.needs``."""

import os
import shutil
from importlib.util import find_spec
from pathlib import Path

import pytest

NPM_LIBRARIES = ("exceljs", "xlsx", "xlsx-populate", "excel4node")


def npm_folder() -> str:
    """Return the folder whose ``node_modules`` hold what `.ci/run` installs from npm; "" without one."""
    return os.environ.get("NPM_TOOLS", "")


def axe() -> Path:
    """Return the one file of axe-core; from npm, not from Python's index."""
    own = Path(__file__).parents[1] / "node_modules" / "axe-core" / "axe.min.js"
    return Path(os.environ.get("AXE_CORE", own))


def postgres_program(name: str) -> str | None:
    """Return where a program of PostgreSQL's server lies; None without it."""
    if os.environ.get("NO_POSTGRESQL"):
        return None
    for folder in sorted(Path("/usr/lib/postgresql").glob("*/bin"), reverse=True):
        if (folder / name).is_file():
            return str(folder / name)
    return shutil.which(name)


def _has_npm() -> bool:
    modules = Path(npm_folder()) / "node_modules"
    return bool(npm_folder()) and all((modules / name).is_dir() for name in NPM_LIBRARIES)


#: Tool → whether it is there, and what is missing when it is not.
TOOLS = {
    "soffice": (lambda: shutil.which("soffice") is not None, "LibreOffice (Debian: libreoffice-calc)"),
    "poppler": (lambda: shutil.which("pdftotext") is not None, "poppler-utils"),
    "chromium": (lambda: shutil.which("chromium") is not None, "Chromium"),
    "systemd": (lambda: shutil.which("systemd-analyze") is not None, "systemd"),
    "axe": (lambda: axe().is_file(), "axe-core: the file that AXE_CORE names, as .ci/run installs it"),
    "postgresql": (lambda: postgres_program("initdb") is not None, "PostgreSQL's server"),
    "procrastinate": (lambda: find_spec("procrastinate") is not None, "duesheet's extra cluster"),
    "npm": (_has_npm, "libraries from npm in the folder that NPM_TOOLS names, as .ci/run installs them"),
}


def skip_what_lacks_tools(item: pytest.Item) -> None:
    """Skip a test that is marked as needing a tool which this machine does not have; the reason names it."""
    for mark in item.iter_markers("needs"):
        for tool in mark.args:
            is_there, missing = TOOLS[tool]
            if not is_there():
                pytest.skip(f"needs {missing}")
