"""``duesheet demo``: a sample township, one pass over it, and its last half-month."""

import os
import shlex
import shutil
import subprocess
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path
from zoneinfo import ZoneInfo

from config.loading.settings_file import CONFIG_NAME
from config.vocabulary import DEFAULT_ZONE
from scheduler import clock
from scheduler.cli.app import Common, say_json
from scheduler.cli.run import say_run
from scheduler.cli.show import say
from scheduler.demo import make_township
from scheduler.marking.outcome import pass_json
from scheduler.passes.one_pass import run_pass
from scheduler.passes.pass_terms import PassOrder
from scheduler.publishing.report_kinds import default_period
from scheduler.publishing.summaries import publish
from scheduler.township import open_township


def run_demo(directory: Path, common: Common) -> int:
    """Make the sample in *directory*, run over it, compile, and print where to look."""
    today = common.today or clock.today(ZoneInfo(DEFAULT_ZONE))
    ledgers = make_township(directory, today)
    township = open_township(directory / "township.toml", today)
    found = run_pass(township, PassOrder(keep_rows=common.as_json))
    published = publish(township, "half-month", default_period(township, "half-month"))
    if common.as_json:
        document = pass_json(found, today, township.language)
        say_json({**document, "files": [str(path) for path in published.files]})
    else:
        say_run(found, township, common)
        say()
        for line in _where(directory, len(ledgers), published.files, found.board, common):
            say(line)
    return 0 if found.went_well else 1


def _where(
    directory: Path,
    count: int,
    summaries: Sequence[Path | str],
    board: Sequence[Path | str],
    common: Common,
) -> Iterator[str]:
    """Yield where everything is, and commands that work as they stand in the shell that shows them."""
    yield common.said("status.demo_ledgers", folder=directory / "ledgers", count=count)
    for path in summaries:
        yield common.said("status.demo_summary", file=_from_here(path))
    for path in board:
        yield common.said("status.demo_board", file=_from_here(path))
    yield common.said("status.demo_config", file=directory / CONFIG_NAME)
    yield ""
    yield common.said("status.demo_next")
    for command in (("inspect", "青石村"), ("check",), ("agenda",), ("status",), ("report",)):
        yield f"  {shell_line(*command, '-c', directory)}"


def _from_here(path: Path | str) -> Path | str:
    here = Path.cwd()
    return path.relative_to(here) if isinstance(path, Path) and path.is_relative_to(here) else path


def shell_line(*words: str | Path) -> str:
    """Return a command line that runs us again as we were run, quoted for the shell of this system."""
    program = Path(sys.argv[0])
    if program.stem != "duesheet":
        ours: list[str] = [sys.executable, "-m", "duesheet"]
    elif shutil.which("duesheet") is not None:
        ours = ["duesheet"]
    else:
        ours = [str(program)]
    spelled = [*ours, *map(str, words)]
    return subprocess.list2cmdline(spelled) if os.name == "nt" else shlex.join(spelled)
