"""``duesheet setup``: for somebody who never opens a terminal; looks, asks, and does what was agreed to."""

from pathlib import Path

from config.loading.settings_file import CONFIG_NAME
from config.messages import message
from scheduler.cli.app import Common
from scheduler.cli.ask import agreed, asked
from scheduler.cli.check import run_check
from scheduler.cli.init import InitPlace, run_init
from scheduler.cli.run import run_run
from scheduler.cli.show import say

#: What a path may stand in when it was pasted.
_QUOTES = "\"'“”‘’ "


def run_setup(common: Common) -> int:
    """Make a config where there is none, show what a run would write, and run when told so.

    Raises:
        ConfigError: nobody answers, or no ledger is found.
    """
    say(common.said("setup.welcome"))
    if not (Path.cwd() / CONFIG_NAME).is_file():
        folder = _folder(common)
        say()
        status = run_init(InitPlace(folder), common, name=None, yes=False)
        if status:
            return status
    say()
    status = run_check(common, (), ())
    if status:
        return status
    say()
    if not agreed(common, common.said("setup.write"), default=False):
        say(common.said("setup.nothing_written"))
        return 0
    return run_run(common, (), (), release=False)


def _folder(common: Common) -> Path:
    """Ask for the folder of the ledgers until there is one.

    A path pasted or dropped comes in quotes, and may be that of one of the workbooks.
    """
    while True:
        text = asked(common, common.said("setup.folder"), default=".", option=message("setup.instead"))
        place = Path(text.strip(_QUOTES)).expanduser()
        if place.is_file():
            place = place.parent
        if place.is_dir():
            return place
        say(common.said("setup.no_folder", folder=text))
