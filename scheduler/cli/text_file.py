"""Text files that commands write where a person said: the config, a list of all rows."""

from pathlib import Path

from config.errors import ConfigError
from config.messages import message
from config.os_reasons import reason_of


def save_text(path: Path, text: str) -> None:
    """Write *text* to *path*, as UTF-8.

    Raises:
        ConfigError: it cannot be written there.
    """
    try:
        path.write_text(text, "utf-8")
    except OSError as error:
        told = message("cli.not_written", file=path, reason=reason_of(error))
        raise ConfigError(told, code="not_written") from error
