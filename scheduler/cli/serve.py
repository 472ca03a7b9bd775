"""``duesheet serve``: the scheduler, until SIGTERM or Ctrl-C."""

import logging
from pathlib import Path

from config.cluster_settings import cluster_of, load_cluster
from config.errors import ConfigError
from config.loading.settings_file import find_config, load_settings
from config.messages import message
from scheduler.cli.app import Common


def run_serve(common: Common, *, log_format: str, trust_clock: bool, cluster: bool = False) -> int:
    """Run the service of one township, or plan for a whole cluster.

    Raises:
        ConfigError: the config is wrong, or an option does not fit a service.
    """
    if common.today is not None:
        raise ConfigError(message("status.serve_today"), code="usage")
    if log_format not in ("plain", "json"):
        raise ConfigError(message("status.log_format", text=log_format), code="usage")
    from scheduler.serve.log_format import log_to_stderr

    if cluster:
        return _plan(common, as_json=log_format == "json")
    from scheduler.serve.process import Process

    if cluster_of(find_config(common.config, Path.cwd())) is not None:
        raise ConfigError(message("cluster.is_member"), code="cluster_member")
    zone = load_settings(find_config(common.config, Path.cwd())).zone
    log_to_stderr(zone, as_json=log_format == "json", level=level(common))
    return Process(common.config, trust_clock=trust_clock).run()


def _plan(common: Common, *, as_json: bool) -> int:
    from scheduler.serve.log_format import log_to_stderr

    settings = load_cluster(common.config, Path.cwd())
    log_to_stderr(settings.zone, as_json=as_json, level=level(common))
    from scheduler.cluster.planning import PlanningProcess

    return PlanningProcess(common.config).run()


def level(common: Common) -> int:
    """Return what a service logs, by the options of the command."""
    if common.quiet:
        return logging.WARNING
    return logging.DEBUG if common.verbose else logging.INFO
