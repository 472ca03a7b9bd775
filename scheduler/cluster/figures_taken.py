"""A township's signed counts, taken into the county's database: the same rows one of ours would write."""

import hmac
import json
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from config.errors import DuesheetError
from config.messages import message
from config.vocabulary import CadenceState
from scheduler.cluster.open_cluster import OpenCluster
from scheduler.cluster.rollup_job import KINDS, parse_period
from scheduler.publishing.figures_file import SCHEMA, RolledUp, read_key, signature_of
from scheduler.state.fleet.fleet_records import FleetTownship


class RefusedFiguresError(DuesheetError):
    """A file of counts that is not taken."""

    code = "figures_refused"


@dataclass(frozen=True, slots=True)
class TakenFigures:
    """What was taken.

    Attributes:
        is_news: False when the same was there before.
    """

    township: str
    kind: str
    period: str
    is_news: bool


def take_figures(cluster: OpenCluster, file: Path) -> TakenFigures:
    """Take a file of ``report --figures``; the same file twice changes nothing.

    Raises:
        RefusedFiguresError: signature, township, kind, period or schema does not fit, or it is no such file.
    """
    try:
        document: dict[str, Any] = json.loads(file.read_text("utf-8"))
        name, kind = str(document["township"]), str(document["kind"])
        signature = str(document["signature"])
        schema = document["schema"]
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise RefusedFiguresError(message("cluster.no_figures", file=file.name)) from error
    sender = next((each for each in cluster.settings.township if each.name == name), None)
    if sender is None:
        raise RefusedFiguresError(message("cluster.unknown_sender", file=file.name, name=name))
    # Signature first: nothing of an unsigned file is believed.
    key = read_key(cluster.settings.path(sender.figures_key))
    if not hmac.compare_digest(signature_of(document, key), signature):
        raise RefusedFiguresError(message("cluster.bad_signature", file=file.name, name=name))
    if schema != SCHEMA or kind not in KINDS:
        raise RefusedFiguresError(message("cluster.other_schema", file=file.name, found=schema, known=SCHEMA))
    try:
        period = parse_period(kind, str(document["period"]))
        compiled_on = date.fromisoformat(str(document["compiled_on"]))
        counts = _counts(document)
    except (DuesheetError, ValueError, KeyError, TypeError) as error:
        raise RefusedFiguresError(message("cluster.no_figures", file=file.name)) from error
    if compiled_on < period.first:
        raise RefusedFiguresError(message("cluster.no_figures", file=file.name))
    known = cluster.state.rollups.filed(kind, period.label).get(name)
    if known is not None and known.compiled_on > compiled_on:
        raise RefusedFiguresError(message("cluster.older", file=file.name, day=known.compiled_on.isoformat()))
    cluster.state.fleet.note(FleetTownship(name, name, sender.of, True, None, None))
    before = _held(cluster, name, kind, period.label)
    cluster.state.of(name).published.save_counts(kind, period.label, compiled_on, counts)
    return TakenFigures(name, kind, period.label, before != _held(cluster, name, kind, period.label))


def _held(cluster: OpenCluster, name: str, kind: str, period: str) -> tuple[object, ...]:
    records = cluster.state.rollups
    return records.filed(kind, period).get(name), tuple(records.cells(kind, period, [name]))


def _counts(document: dict[str, Any]) -> RolledUp:
    cells: list[tuple[str, str, str, str, int]] = []
    for village, measure, category, level, number in document["figures"]:
        if not isinstance(number, int) or isinstance(number, bool) or number < 0:
            raise ValueError("counts")
        cells.append((str(village), str(measure)[:64], str(category)[:16], str(level)[:16], number))
    state, unread = CadenceState(document["state"]), int(document["unread"])
    return RolledUp(
        tuple(cells), state, unread, str(document["rules_hash"])[:64], str(document["program"])[:32]
    )
