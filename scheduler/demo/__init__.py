"""A sample township: twelve invented villages whose ledgers look like those of real village offices.

What happened (`courses`, `cases`) is kept apart from how a village writes it down (`facts`, `layouts`);
names, stories, headings and habits are data (``data/``). The same day always gives the same township.
"""

from datetime import date
from pathlib import Path

from config.errors import ConfigError
from config.messages import message
from config.os_reasons import reason_of
from scheduler.demo.sample_config import CONFIG_NAME, forget_state, is_sample, township_toml
from scheduler.demo.village import villages

_LEDGERS = "ledgers"


def make_township(directory: Path, today: date) -> list[Path]:
    """Write the sample township and return the paths of its ledgers, one for each village.

    Args:
        directory: made where it is missing; an earlier sample in it is written anew.
        today: the day around which the cases are dated.

    Raises:
        ConfigError: *directory* holds something that is no sample of ours, or cannot be written.
    """
    from scheduler.demo.ledger_file import write_ledger

    _refuse_strangers(directory)
    folder = directory / _LEDGERS
    try:
        folder.mkdir(parents=True, exist_ok=True)
        forget_state(directory)
        # First, so that a sample cut short half-way is known as ours the next time.
        (directory / CONFIG_NAME).write_text(township_toml(today, _LEDGERS), encoding="utf-8")
        return [write_ledger(folder / village.ledger, village, today) for village in villages()]
    except OSError as error:
        raise ConfigError(message("demo.not_written", folder=directory, reason=reason_of(error))) from error


def _refuse_strangers(directory: Path) -> None:
    if not directory.exists():
        return
    if directory.is_dir() and (not any(directory.iterdir()) or is_sample(directory)):
        return
    raise ConfigError(message("demo.not_empty", folder=directory))
