"""What lies in deploy/ is what docs/service.md says it is."""

import re
import shutil
import subprocess
from pathlib import Path

import pytest

from config.settings import SchedulePart
from scheduler.serve.process import PATIENCE_S
from scheduler.serve.timetable import JobName

ROOT = Path(__file__).parents[2]
PAGE = (ROOT / "docs" / "service.md").read_text("utf-8")


#: The next day's second look has no line of its own.
OWN_LINE = [job for job in JobName if job is not JobName.REPORT_AGAIN]


@pytest.mark.parametrize("job", OWN_LINE)
def test_every_job_stands_on_the_page_with_its_line(job):
    assert f"| `{job}` | `{getattr(SchedulePart(), job)}`" in PAGE


@pytest.mark.parametrize("name", [path.name for path in (ROOT / "deploy").iterdir()])
def test_every_file_stands_on_the_page(name):
    assert f"deploy/{name}" in PAGE


def test_a_stop_is_given_more_time_than_it_takes():
    unit = (ROOT / "deploy" / "duesheet.service").read_text("utf-8")
    assert int(re.search(r"TimeoutStopSec=(\d+)", unit)[1]) > PATIENCE_S
    assert "--stop-timeout 40" in (ROOT / "deploy" / "Dockerfile").read_text("utf-8")


@pytest.mark.needs("systemd")
def test_the_unit_is_tight(tmp_path):
    unit = tmp_path / "duesheet.service"
    shutil.copy(ROOT / "deploy" / "duesheet.service", unit)
    command = ["systemd-analyze", "security", "--offline=yes", "--no-pager", str(unit)]
    done = subprocess.run(command, capture_output=True, text=True, timeout=60, check=False)
    exposure = re.search(r"exposure level for duesheet.service: ([\d.]+)", done.stdout)
    assert exposure, done.stdout + done.stderr
    assert float(exposure[1]) < 2.5


def test_the_container_is_nobody_in_particular_and_never_root():
    text = (ROOT / "deploy" / "Dockerfile").read_text("utf-8")
    assert "USER 10001:10001" in text
    assert "--read-only" in text
