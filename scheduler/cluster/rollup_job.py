"""A unit's roll-up: gathered from what its townships published, composed, written, remembered."""

import logging
import os
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from config.errors import ConfigError, DuesheetError
from config.language import phrases
from config.messages import message
from config.periods import Day, HalfMonth, Month, Period, Year
from config.vocabulary import CadenceState
from reports.composing.rollup_report import RollupComposer
from reports.composing.rollup_split import rollup_json
from reports.content import Report
from reports.figures.rollup import FiledTownship, Rollup, RollupSources, roll_up
from scheduler.cluster.open_cluster import OpenCluster
from scheduler.cluster.unit_tree import UnitMembers, members_of
from scheduler.publishing.writing import file_name, write_form
from scheduler.state.fleet.rollup_records import FiledCounts, RollupRecord

log = logging.getLogger("duesheet")

#: Every kind of roll-up, and how its periods are spelled.
KINDS = ("half-month", "risk-list", "year", "board")


@dataclass(frozen=True, slots=True)
class CompiledRollup:
    """A roll-up with its report, and what it rests on."""

    members: UnitMembers
    rollup: Rollup
    report: Report
    filed: Mapping[str, FiledCounts]


def parse_period(kind: str, label: str) -> Period:
    """Read a period of a kind of roll-up.

    Raises:
        ConfigError: there is no such kind, or the label is none of its.
    """
    if kind not in KINDS:
        raise ConfigError(message("report.kind", kind=kind, kinds=", ".join(KINDS)), code="usage")
    if kind == "board":
        try:
            return Day(date.fromisoformat(label))
        except ValueError as error:
            raise ConfigError(message("usage.date", text=label), code="usage") from error
    return {"half-month": HalfMonth, "risk-list": Month, "year": Year}[kind].parse(label)


def last_period(kind: str, today: date) -> str:
    """Return the last finished period of a kind; the board's is *today*.

    Raises:
        ConfigError: there is no such kind.
    """
    if kind not in KINDS:
        raise ConfigError(message("report.kind", kind=kind, kinds=", ".join(KINDS)), code="usage")
    if kind == "board":
        return today.isoformat()
    return {"half-month": HalfMonth, "risk-list": Month, "year": Year}[kind].last_finished(today).label


def compile_rollup(cluster: OpenCluster, unit: str, kind: str, period: str) -> CompiledRollup:
    """Compile a unit's roll-up as of now.

    Raises:
        ConfigError: unit, kind or period is wrong.
        UnbalancedError: a township's figures do not add up; names it.
    """
    parsed = parse_period(kind, period)
    members = members_of(cluster, unit, parsed.first)
    records = cluster.state.rollups
    names = [each.township for each in members.members]
    filed = {name: found for name, found in records.filed(kind, parsed.label).items() if name in names}
    last = records.last(unit, kind, parsed.label)
    sources = RollupSources(
        members.parts,
        tuple(_filed(members, filed)),
        records.cells(kind, parsed.label, names),
        last.told.get("townships", {}) if last is not None else None,
        last.compiled_on if last is not None else None,
    )
    rollup = roll_up(unit, members.unit.level, kind, parsed.label, sources)
    language, today = cluster.settings.cluster.language, cluster.now().date()
    links = _links(cluster, members, kind, parsed.label)
    report = RollupComposer(rollup, language, today, links).report()
    return CompiledRollup(members, rollup, report, filed)


def publish_rollup(
    cluster: OpenCluster, compiled: CompiledRollup, out: Path | None = None
) -> tuple[Path, ...]:
    """Write a roll-up in every form its unit asks for, and remember it.

    Raises:
        PublishError: a file cannot be written.
    """
    unit, rollup = compiled.members.unit, compiled.rollup
    folder = out if out is not None else cluster.settings.path(unit.to)
    pattern = phrases(cluster.settings.cluster.language, "scheduler")["file"][f"rollup-{rollup.kind}"]
    name = pattern.format(township=unit.name, period=rollup.period)
    paths = tuple(folder / f"{name}.{form}" for form in unit.formats)
    for form, path in zip(unit.formats, paths, strict=True):
        write_form(compiled.report, path, form)
    told = {
        **rollup_json(rollup),
        "townships": _by_township(cluster, compiled),
        "used": used(compiled.filed),
    }
    record = RollupRecord(cluster.now().date(), told)
    cluster.state.rollups.save(unit.name, rollup.kind, rollup.period, record)
    return paths


def used(filed: Mapping[str, FiledCounts]) -> dict[str, str]:
    """Return which compilation of each township a roll-up rests on."""
    return {name: f"{found.compiled_on.isoformat()} {found.rules_hash}" for name, found in filed.items()}


def compile_and_publish(cluster: OpenCluster, args: Mapping[str, Any]) -> None:
    """Do a job of the queue; one that cannot be done waits for other counts, and says so in the log."""
    unit, kind, period = str(args["township"]), str(args["job"]).partition("/")[2], str(args["slot"])
    try:
        publish_rollup(cluster, compile_rollup(cluster, unit, kind, period))
    except DuesheetError as error:
        log.error("%s %s %s: %s; fix: %s", unit, kind, period, error.message, error.fix)  # noqa: TRY400
        parsed = parse_period(kind, period)
        names = {each.township for each in members_of(cluster, unit, parsed.first).members}
        filed = {n: f for n, f in cluster.state.rollups.filed(kind, period).items() if n in names}
        last = cluster.state.rollups.last(unit, kind, period)
        told = {**(last.told if last is not None else {}), "used": used(filed), "error": error.message}
        record = RollupRecord(last.compiled_on if last else cluster.now().date(), told)
        cluster.state.rollups.save(unit, kind, period, record)


def _filed(members: UnitMembers, filed: Mapping[str, FiledCounts]) -> Iterator[FiledTownship]:
    for each in members.members:
        found = filed.get(each.township)
        if found is None:
            yield FiledTownship(each.township, each.name, each.part, CadenceState.MISSING)
        else:
            yield FiledTownship(
                each.township,
                each.name,
                each.part,
                CadenceState(found.state),
                found.compiled_on,
                found.rules_hash,
                found.unread,
            )


def _by_township(cluster: OpenCluster, compiled: CompiledRollup) -> dict[str, dict[str, int]]:
    totals: dict[str, dict[str, int]] = {name: {} for name in compiled.filed}
    rollup = compiled.rollup
    for township, measure, _, _, number in cluster.state.rollups.cells(
        rollup.kind, rollup.period, list(totals)
    ):
        totals[township][measure] = totals[township].get(measure, 0) + number
    return totals


def _links(cluster: OpenCluster, members: UnitMembers, kind: str, period: str) -> dict[str, str]:
    """Return where the report of each part lies, as seen from the unit's folder; only what is there."""
    folder = cluster.settings.path(members.unit.to)
    found: dict[str, str] = {}
    today = cluster.now().date()
    for each in members.members:
        if each.part != each.name or each.township not in cluster.configs() or kind == "board":
            continue
        try:
            township = cluster.township(each.township, today)
        except DuesheetError:
            continue
        place = township.settings.summary_folder
        for form in ("html", "xlsx", "docx"):
            path = place / f"{file_name(township, kind, period)}.{form}"
            if path.is_file():
                found[each.part] = Path(os.path.relpath(path, folder)).as_posix()
                break
    return found
