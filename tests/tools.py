"""What the machine must have for some tests: asked for here and nowhere else, by ``pytest.mark.needs``."""

import os
import shutil
from pathlib import Path

import pytest

NPM_LIBRARIES = ("exceljs", "xlsx", "xlsx-populate", "excel4node")


def npm_folder() -> str:
    """Return the folder whose ``node_modules`` hold what `.ci/run` installs from npm; "" without one."""
    return os.environ.get("NPM_TOOLS", "")


def _has_npm() -> bool:
    modules = Path(npm_folder()) / "node_modules"
    return bool(npm_folder()) and all((modules / name).is_dir() for name in NPM_LIBRARIES)


#: Tool → whether it is there, and what is missing when it is not.
TOOLS = {
    "soffice": (lambda: shutil.which("soffice") is not None, "LibreOffice (Debian: libreoffice-calc)"),
    "npm": (_has_npm, "libraries from npm in the folder that NPM_TOOLS names, as .ci/run installs them"),
}


def skip_what_lacks_tools(item: pytest.Item) -> None:
    """Skip a test that is marked as needing a tool which this machine does not have; the reason names it."""
    for mark in item.iter_markers("needs"):
        for tool in mark.args:
            is_there, missing = TOOLS[tool]
            if not is_there():
                pytest.skip(f"needs {missing}")
