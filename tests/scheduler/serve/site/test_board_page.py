"""The coordinator's page in a browser: readable by everybody, on a phone and a desk, and asking nobody."""

from datetime import UTC, date, datetime

import pytest

from scheduler.demo import make_township
from scheduler.passes.one_pass import run_pass
from scheduler.passes.pass_terms import PassOrder
from scheduler.serve.site.board_html import board_html
from scheduler.serve.site.board_view import board_view
from scheduler.township import open_township
from tests.browser import asked, violations

pytestmark = [pytest.mark.rendering, pytest.mark.needs("chromium"), pytest.mark.no_cover]

TODAY = date(2026, 4, 3)
NEXT = [datetime(2026, 4, 7, 0, 0, tzinfo=UTC)]
PHONE, DESK = (390, 844), (1280, 900)


@pytest.fixture(scope="module")
def views(tmp_path_factory):
    """The page before the first pass and after one, in each language; one ledger is broken."""
    found = {}
    for language in ("zh-CN", "en"):
        folder = tmp_path_factory.mktemp(language)
        make_township(folder, TODAY)
        config = folder / "township.toml"
        told = config.read_text("utf-8").replace('language = "zh-CN"', f'language = "{language}"')
        config.write_text(told, "utf-8")
        (folder / "ledgers" / "坏.xlsx").write_bytes(b"no workbook")
        town = open_township(folder, TODAY)
        found["empty", language] = board_html(board_view(town, town.state, NEXT))
        run_pass(town, PassOrder(release=True))
        found["full", language] = board_html(board_view(town, town.state, NEXT))
        town.state.close()
    return found


@pytest.mark.needs("axe")
@pytest.mark.parametrize("size", [PHONE, DESK], ids=["phone", "desk"])
@pytest.mark.parametrize("dark", [False, True], ids=["light", "dark"])
@pytest.mark.parametrize("view", [("full", "zh-CN"), ("full", "en"), ("empty", "zh-CN")])
def test_nothing_stands_against_anybody_s_reading(views, tmp_path, view, size, dark):
    assert violations(tmp_path, views[view], size=size, dark=dark) == []


def test_no_other_machine_is_asked_for_anything(views, tmp_path):
    page = tmp_path / "page.html"
    page.write_text(views["full", "zh-CN"], "utf-8")
    assert not {url for url in asked(tmp_path, page) if not url.startswith("file:")}


def test_much_was_there_to_see(views):
    assert all(word in views["full", "zh-CN"] for word in ("青石村", "坏.xlsx"))
