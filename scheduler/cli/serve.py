"""``duesheet serve``: the scheduler, until SIGTERM or Ctrl-C."""

import logging
from pathlib import Path

from config.errors import ConfigError
from config.messages import message
from config.settings import find_config, load_settings
from scheduler.cli.app import Common


def run_serve(common: Common, *, log_format: str, trust_clock: bool) -> int:
    """Run the service.

    Raises:
        ConfigError: the config is wrong, or an option does not fit a service.
    """
    if common.today is not None:
        raise ConfigError(message("status.serve_today"), code="usage")
    if log_format not in ("plain", "json"):
        raise ConfigError(message("status.log_format", text=log_format), code="usage")
    from scheduler.serve.log_format import log_to_stderr
    from scheduler.serve.process import Process

    zone = load_settings(find_config(common.config, Path.cwd())).zone
    log_to_stderr(zone, as_json=log_format == "json", level=_level(common))
    return Process(common.config, trust_clock=trust_clock).run()


def _level(common: Common) -> int:
    if common.quiet:
        return logging.WARNING
    return logging.DEBUG if common.verbose else logging.INFO
