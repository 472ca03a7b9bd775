"""What all tests share: golden files, refreshed by ``pytest --update-golden`` and reviewed as prose."""

import os
from collections.abc import Callable, Generator

import hypothesis
import pytest

from tests.tools import skip_what_lacks_tools

# A busy machine is no defect; how long things take is measured in benchmarks/.  `make test` draws new
# examples each time, each find a defect to mend; `.ci/run` judges a change: there they stay the same
hypothesis.settings.register_profile("any machine", deadline=None, derandomize=bool(os.environ.get("CI")))
hypothesis.settings.load_profile("any machine")


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    # A property goes the same branches some hundred times; where branches are counted, plain tests are.
    for item in items:
        if getattr(getattr(item, "obj", None), "is_hypothesis_test", False):
            item.add_marker(pytest.mark.no_cover)


@pytest.hookimpl(wrapper=True)
def pytest_runtest_call(item: pytest.Item) -> Generator[None, object, object]:
    """Count no process either that an uncounted test starts."""
    with pytest.MonkeyPatch.context() as patched:
        if item.get_closest_marker("no_cover") is not None:
            patched.delenv("COVERAGE_PROCESS_CONFIG", raising=False)
        return (yield)


def pytest_runtest_setup(item: pytest.Item) -> None:
    skip_what_lacks_tools(item)


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption(
        "--update-golden", action="store_true", help="write golden files anew from what is produced"
    )


@pytest.fixture
def golden(request: pytest.FixtureRequest) -> Callable[[str, str], None]:
    """Compare a text with ``golden/<name>`` beside the test; with --update-golden, write it there."""
    folder = request.path.parent / "golden"

    def compare(name: str, text: str) -> None:
        path = folder / name
        if request.config.getoption("--update-golden"):
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text, "utf-8", newline="\n")
        assert path.is_file(), f"{path} is missing: run pytest --update-golden, then read it"
        assert text == path.read_text("utf-8")

    return compare
