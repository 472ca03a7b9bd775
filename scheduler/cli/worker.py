"""``duesheet worker``: takes a cluster's jobs until SIGTERM or Ctrl-C."""

from config.cluster_settings import load_cluster
from config.errors import ConfigError
from config.messages import message
from scheduler.cli.app import Common
from scheduler.cli.serve import level


def run_worker(common: Common, queues: str, jobs: int) -> int:
    """Run a worker.

    Raises:
        ConfigError: the config is wrong, a queue is unknown, or the extra is not installed.
    """
    from pathlib import Path

    from scheduler.cluster.orders import QUEUES

    wanted = [name.strip() for name in queues.split(",") if name.strip()] or list(QUEUES)
    for name in wanted:
        if name not in QUEUES:
            raise ConfigError(message("cluster.no_queue", name=name, known=", ".join(QUEUES)), code="usage")
    from scheduler.serve.log_format import log_to_stderr

    settings = load_cluster(common.config, Path.cwd())
    log_to_stderr(settings.zone, as_json=common.as_json, level=level(common))
    from scheduler.cluster.worker import Worker

    return Worker(common.config, wanted, jobs).run()
