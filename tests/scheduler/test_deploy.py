"""What lies in deploy/ is what docs/service.md says it is."""

import os
import re
import shutil
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

from config.tables.service_tables import SchedulePart
from scheduler.serve.process import PATIENCE_S
from scheduler.serve.timetable import JobName

pytestmark = pytest.mark.no_cover

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


def test_the_unit_names_a_page_that_comes_with_the_program():
    unit = (ROOT / "deploy" / "duesheet.service").read_text("utf-8")
    (place,) = re.findall(r"^Documentation=file:(\S+)$", unit, re.MULTILINE)
    shared = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["tool"]["hatch"]["build"]["targets"]
    for source, inside in shared["wheel"]["shared-data"].items():
        assert (ROOT / source).exists()
        if source == "docs/service.md":
            assert place.endswith(f"/venvs/duesheet/{inside}")
    assert "PIPX_HOME=/opt/pipx " in PAGE
    assert place.startswith("/opt/pipx/")


@pytest.mark.needs("systemd")
def test_systemd_has_nothing_against_the_unit(tmp_path):
    unit = (ROOT / "deploy" / "duesheet.service").read_text("utf-8")
    # A program must be there to be started; which one does not matter here.
    copy = tmp_path / "duesheet.service"
    copy.write_text(unit.replace("/usr/local/bin/duesheet", sys.executable), "utf-8")
    command = ["systemd-analyze", "verify", "--man=no", str(copy)]
    done = subprocess.run(command, capture_output=True, text=True, timeout=60, check=False)
    assert [line for line in done.stderr.splitlines() if "duesheet.service" in line] == []


@pytest.mark.soak
def test_the_steps_of_the_dockerfile_work_in_an_empty_folder(tmp_path):
    """The build's COPY and RUN lines as plain commands, then the entry point from what is copied on."""
    build, run = (ROOT / "deploy" / "Dockerfile").read_text("utf-8").split("FROM ")[1:]
    source, target = tmp_path / "src", tmp_path / "opt" / "duesheet"
    source.mkdir()
    for line in re.findall(r"^COPY (.+)$", build, re.MULTILINE):
        *names, to = line.split()
        for name in names:
            place = source / to / (Path(name).name if to == "./" else "")
            place.parent.mkdir(parents=True, exist_ok=True)
            copy = shutil.copytree if (ROOT / name).is_dir() else shutil.copy
            copy(ROOT / name, place)
    (step,) = re.findall(r"^RUN (.+(?:\n {4}.+)*)", build, re.MULTILINE)
    step = step.replace("\\\n", " ").replace("/opt/duesheet", str(target))
    environment = os.environ | {"PATH": f"{Path(sys.executable).parent}:{os.environ['PATH']}"}
    subprocess.run(["bash", "-ec", step], cwd=source, check=True, timeout=560, env=environment)
    assert "COPY --from=build /opt/duesheet /opt/duesheet" in run
    shutil.rmtree(source)
    (tmp_path / "data").mkdir()
    bare = {"PATH": f"{target / 'bin'}:/usr/bin:/bin", "LC_ALL": "C.UTF-8", "HOME": str(tmp_path)}
    for words, status in (
        (["--version"], 0),
        (["demo", "."], 0),
        (["status", "-q"], None),
        (["doctor"], None),
    ):
        done = subprocess.run(
            ["duesheet", *words],
            cwd=tmp_path / "data",
            env=bare,
            capture_output=True,
            timeout=120,
            check=False,
        )
        assert done.returncode in ((status,) if status is not None else (0, 1)), done.stderr
    assert (target / "share" / "doc" / "duesheet" / "service.md").is_file()
    assert (target / "share" / "duesheet" / "deploy" / "duesheet.service").is_file()
