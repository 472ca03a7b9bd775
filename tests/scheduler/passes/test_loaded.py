"""What a pass loads: only what it needs, for half of a short pass is loading."""

import subprocess
import sys

import pytest

from tests.scheduler.fake import row
from tests.scheduler.passes.test_untouched_folder import HEADER, save

pytestmark = pytest.mark.no_cover

CONFIG = '[township]\nname = "青石镇"\n[ledgers]\nfolder = "ledgers"\n'
LISTED = """
import sys
from scheduler.cli import main
try:
    main()
finally:
    print("\\n".join(sys.modules), file=sys.stderr)
"""
#: Packages and parts of ours that cost most to load.
HEAVY = (
    *("pandas", "xlsxwriter", "openpyxl", "docx", "jinja2", "tomlkit", "apscheduler", "apprise"),
    *("gspread", "google.auth", "rich", "python_calamine"),
    *("sync.cases.sittings", "sync.tables.headers"),
    *("sync.understand", "rules.judge", "reports.composing", "reports.figures", "scheduler.serve.process"),
)


@pytest.fixture(scope="module")
def town(tmp_path_factory):
    place = tmp_path_factory.mktemp("town")
    (place / "township.toml").write_text(CONFIG, "utf-8")
    (place / "ledgers").mkdir()
    save(place / "ledgers" / "甲村.xlsx", [HEADER, row("1", "2026-03-01")])
    loaded(place, "run")
    return place


def loaded(place, *words):
    """Return what a command has loaded of HEAVY."""
    command = [sys.executable, "-c", LISTED, *words, "-q", "--today", "2026-04-03"]
    done = subprocess.run(command, capture_output=True, text=True, cwd=place, check=True)
    names = set(done.stderr.splitlines())
    return {name for name in HEAVY if name in names}


def test_a_pass_without_news_loads_nothing_that_reads_judges_or_composes(town):
    assert loaded(town, "run") == set()


def test_status_loads_no_more(town):
    assert loaded(town, "status") <= {"rich"}


def test_a_check_loads_what_reads_and_judges_and_no_reports(town):
    found = loaded(town, "check")
    assert {"pandas", "sync.understand", "rules.judge", "python_calamine"} <= found
    assert found.isdisjoint({"xlsxwriter", "docx", "jinja2", "gspread", "apscheduler", "reports.composing"})
