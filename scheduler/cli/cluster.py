"""``duesheet cluster``: how many townships on many machines stand."""

from collections.abc import Sequence

from config.errors import ConfigError
from config.messages import message
from scheduler.cli.app import Common, say_json
from scheduler.cli.show import say, say_table


def run_cluster(common: Common, action: str, names: Sequence[str]) -> int:
    """Do one of the group's actions; each has its own function.

    Raises:
        ConfigError: there is no such action, or it was given the wrong names.
    """
    actions = {"status": _status, "townships": _townships}
    if action not in actions:
        told = message("cluster.no_action", name=action, known=", ".join(actions))
        raise ConfigError(told, code="usage")
    return actions[action](common, names)


def _status(common: Common, names: Sequence[str]) -> int:
    """1 when nobody works, or something lags behind."""
    from scheduler.cluster.cluster_standing import cluster_json, cluster_lines, read_cluster_standing
    from scheduler.cluster.open_cluster import open_cluster

    _takes(names, 0)
    cluster = open_cluster(common.config)
    standing = read_cluster_standing(cluster)
    cluster.close()
    if common.as_json:
        say_json(cluster_json(standing))
    else:
        for line in cluster_lines(standing, common.language):
            say(line)
    return 0 if standing.is_well else 1


def _townships(common: Common, names: Sequence[str]) -> int:
    from scheduler.cluster.open_cluster import open_cluster

    _takes(names, 0)
    cluster = open_cluster(common.config)
    known = {each.township: each for each in cluster.state.fleet.all()}
    moved = cluster.state.fleet.units_on(cluster.now().date())
    rows: list[tuple[str, str, str, str]] = []
    for name, path in cluster.configs().items():
        unit = moved.get(name) or cluster.settings.unit_of(name)
        found = known.get(name)
        rows.append((name, found.name if found else "", unit, str(path)))
    rows += [(s.name, s.name, moved.get(s.name) or s.of, "") for s in cluster.settings.township]
    cluster.close()
    if common.as_json:
        keys = ("township", "name", "unit", "config")
        say_json([dict(zip(keys, row, strict=True)) for row in rows])
    else:
        headings = [common.said(f"cluster.column_{key}") for key in ("township", "name", "unit", "config")]
        say_table(headings, rows)
    return 0


def _takes(names: Sequence[str], count: int) -> None:
    if len(names) != count:
        raise ConfigError(message("cluster.names", wanted=count, given=len(names)), code="usage")
