"""``duesheet demo``: a sample township, one pass over it, and its last half-month."""

from pathlib import Path
from zoneinfo import ZoneInfo

from scheduler import clock
from scheduler.cli.app import Common, say_json
from scheduler.cli.run import say_run
from scheduler.cli.show import say
from scheduler.demo import make_township
from scheduler.marking.outcome import pass_json
from scheduler.passes.one_pass import run_pass
from scheduler.publishing.summaries import last_finished, publish
from scheduler.township import open_township


def run_demo(directory: Path, common: Common) -> int:
    """Make the sample in *directory*, run over it, compile, and print where to look."""
    today = common.today or clock.today(ZoneInfo("Asia/Shanghai"))
    ledgers = make_township(directory, today)
    township = open_township(directory / "township.toml", today)
    found = run_pass(township, keep_rows=common.as_json)
    published = publish(township, "half-month", last_finished("half-month", today))
    if common.as_json:
        document = pass_json(found.run, today, found.outcomes, found.cadences, township.language)
        say_json({**document, "files": [str(path) for path in published.files]})
    else:
        say_run(found, township, common)
        say()
        where = directory / "ledgers"
        say(f"ledgers   {where}  ({len(ledgers)} workbooks; five new columns at the right of each)")
        for path in published.files:
            say(f"summary   {path}")
        for path in found.board:
            say(f"board     {path}")
        say(f"config    {directory / 'township.toml'}")
        say()
        say(f"next:  cd {directory}; duesheet inspect 青石村; duesheet check; duesheet report")
    return 0 if found.went_well else 1
