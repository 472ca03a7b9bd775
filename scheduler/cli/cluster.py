"""``duesheet cluster``: how many townships on many machines stand."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from config.errors import ConfigError, DuesheetError
from config.messages import message
from scheduler.cli.app import Common, say_json
from scheduler.cli.show import say, say_table


@dataclass(frozen=True, slots=True)
class ClusterWanted:
    """What was typed behind ``duesheet cluster``.

    Attributes:
        unit: of ``move``; "" when it was not given.
        since: of ``move``; None: from this half-month on.
    """

    action: str
    names: Sequence[str]
    unit: str = ""
    since: date | None = None


def run_cluster(common: Common, wanted: ClusterWanted) -> int:
    """Do one of the group's actions; each has its own function.

    Raises:
        ConfigError: there is no such action, or it was given the wrong names.
    """
    actions = {
        "status": _status,
        "townships": _townships,
        "adopt": _adopt,
        "move": _move,
        "take": _take,
    }
    if wanted.action not in actions:
        told = message("cluster.no_action", name=wanted.action, known=", ".join(actions))
        raise ConfigError(told, code="usage")
    return actions[wanted.action](common, wanted)


def _status(common: Common, wanted: ClusterWanted) -> int:
    """1 when nobody works, or something lags behind."""
    from scheduler.cluster.cluster_standing import cluster_json, cluster_lines, read_cluster_standing
    from scheduler.cluster.open_cluster import open_cluster

    _takes(wanted, 0)
    cluster = open_cluster(common.config)
    standing = read_cluster_standing(cluster)
    cluster.close()
    if common.as_json:
        say_json(cluster_json(standing))
    else:
        for line in cluster_lines(standing, common.language):
            say(line)
    return 0 if standing.is_well else 1


def _townships(common: Common, wanted: ClusterWanted) -> int:
    from scheduler.cluster.open_cluster import open_cluster

    _takes(wanted, 0)
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


def _adopt(common: Common, wanted: ClusterWanted) -> int:
    """Copy a township's own state into the shared database; its old service does nothing from then on."""
    from config.cluster_settings import cluster_of
    from config.loading.settings_file import find_config, load_settings
    from scheduler.cluster.open_cluster import open_cluster
    from scheduler.state import open_state
    from scheduler.state.fleet.adopting import adopt, is_empty

    _takes(wanted, 1)
    config = find_config(Path(wanted.names[0]), Path.cwd())
    settings = load_settings(config)
    member = cluster_of(config)
    if member is None:
        raise ConfigError(message("cluster.not_member", file=config), code="no_township")
    source = open_state(settings.state.url, settings.base, create=False)
    if source is None:
        raise ConfigError(message("cluster.no_state", file=config), code="no_state")
    cluster = open_cluster(common.config or member[0].base / "cluster.toml")
    name, target = member[1], cluster.state.of(member[1])
    try:
        if not is_empty(target, name):
            raise ConfigError(message("cluster.adopted_before", name=name), code="adopted")
        copied = adopt(source, target, name)
        file = source.file()
        if file is not None:
            file.put_back()  # another file under the old name: a service that still runs stops by itself
            file.close()
    finally:
        source.close()
        cluster.close()
    if common.as_json:
        say_json({"township": name, "rows": copied})
    else:
        say(common.said("cluster.adopted", name=name, rows=sum(copied.values())))
    return 0


def _move(common: Common, wanted: ClusterWanted) -> int:
    """Put a township under another unit; earlier roll-ups stay."""
    from config.periods import HalfMonth
    from scheduler.cluster.open_cluster import open_cluster

    _takes(wanted, 1)
    cluster = open_cluster(common.config)
    try:
        name, units = wanted.names[0], cluster.settings.units
        known = {*cluster.configs(), *(sender.name for sender in cluster.settings.township)}
        if name not in known:
            raise ConfigError(message("cluster.no_township", name=name), code="no_township")
        if wanted.unit not in units:
            told = message("cluster.no_unit", name=wanted.unit, known=", ".join(units))
            raise ConfigError(told, code="no_unit")
        since = wanted.since or HalfMonth.of(cluster.now().date()).first
        cluster.state.fleet.move(name, wanted.unit, since)
    finally:
        cluster.close()
    if common.as_json:
        say_json({"township": name, "unit": wanted.unit, "since": since.isoformat()})
    else:
        say(common.said("cluster.moved", name=name, unit=wanted.unit, day=since))
    return 0


def _take(common: Common, wanted: ClusterWanted) -> int:
    """Take files of counts; 1 when one was refused, the others are taken all the same."""
    from scheduler.cluster.figures_taken import take_figures
    from scheduler.cluster.open_cluster import open_cluster

    if not wanted.names:
        _takes(wanted, 1)
    cluster = open_cluster(common.config)
    told: list[dict[str, object]] = []
    status = 0
    for file in wanted.names:
        try:
            taken = take_figures(cluster, Path(file))
        except DuesheetError as error:
            status = 1
            told.append({"file": file, "taken": False, "error": error.as_json(common.language)})
            if not common.as_json:
                say(
                    common.said(
                        "cli.error", what=error.said(common.language), fix=error.remedy(common.language)
                    )
                )
            continue
        told.append({"file": file, "taken": True, "news": taken.is_news, "township": taken.township})
        if not common.as_json:
            key = "cluster.taken" if taken.is_news else "cluster.known"
            say(common.said(key, name=taken.township, period=taken.period))
    cluster.close()
    if common.as_json:
        say_json(told)
    return status


def _takes(wanted: ClusterWanted, count: int) -> None:
    if len(wanted.names) != count:
        raise ConfigError(message("cluster.names", wanted=count, given=len(wanted.names)), code="usage")
