"""The verbs and their options; what they say of themselves stands in the catalogue, area ``help``."""

from datetime import date
from pathlib import Path
from typing import Annotated

import typer

from scheduler.cli.app import Common, Verb, ending, read_day

OnlyOption = Annotated[
    list[str] | None,
    typer.Option("--only", metavar="VILLAGE …"),
]


@ending
def demo(
    common: Common,
    directory: Annotated[Path, typer.Argument(metavar="DIR")] = Path("duesheet-demo"),
) -> int:
    """Make a sample township, run one pass over it and compile the last half-month."""
    from scheduler.cli.demo import run_demo

    common.start()
    return run_demo(directory, common)


@ending
def init(
    common: Common,
    directory: Annotated[
        Path | None,
        typer.Argument(metavar="[DIR]"),
    ] = None,
    credentials: Annotated[
        list[Path] | None,
        typer.Option("--credentials", metavar="FILE"),
    ] = None,
    endpoint: Annotated[str | None, typer.Option("--endpoint", metavar="URL")] = None,
    name: Annotated[str | None, typer.Option("--name", metavar="NAME")] = None,
    yes: Annotated[bool, typer.Option("--yes")] = False,
) -> int:
    """Look at the ledgers, show what was understood of each, and write township.toml."""
    from scheduler.cli.init import InitPlace, run_init

    common.start()
    place = InitPlace(directory, credentials or [], endpoint)
    return run_init(place, common, name=name, yes=yes)


@ending
def setup(
    common: Common,
) -> int:
    """Look, ask, write the config and, when told so, the ledgers; for a double click."""
    from scheduler.cli.setup import run_setup

    common.start()
    return run_setup(common)


@ending
def inspect(
    common: Common,
    ledgers: Annotated[
        list[str] | None,
        typer.Argument(metavar="[LEDGER …]"),
    ] = None,
) -> int:
    """Say what was understood of each ledger; writes nothing. A file needs no config."""
    from scheduler.cli.inspect import run_inspect

    common.start()
    return run_inspect(ledgers or [], common)


@ending
def check(
    common: Common,
    only: OnlyOption = None,
    rules: Annotated[
        list[str] | None,
        typer.Option("--rules", metavar="PACK …"),
    ] = None,
    out: Annotated[Path | None, typer.Option("--out", metavar="FILE")] = None,
    calendar: Annotated[Path | None, typer.Option("--calendar", metavar="FILE")] = None,
) -> int:
    """Say what a run would write, cell by cell, and why; writes nothing."""
    from scheduler.cli.check import run_check

    common.start()
    return run_check(common, only or [], rules or [], out, calendar)


@ending
def run(
    common: Common,
    only: OnlyOption = None,
    release: Annotated[bool, typer.Option("--release")] = False,
    resume: Annotated[list[str] | None, typer.Option("--resume", metavar="[VILLAGE …]")] = None,
) -> int:
    """Read every ledger, decide, and write back what changed."""
    from scheduler.cli.run import run_run

    common.start()
    return run_run(common, only or [], resume or [], release=release)


@ending
def report(
    common: Common,
    period: Annotated[
        str | None,
        typer.Option("--period", metavar="PERIOD"),
    ] = None,
    kind: Annotated[str, typer.Option("--kind", metavar="KIND")] = "half-month",
    out: Annotated[Path | None, typer.Option("--out", metavar="DIR")] = None,
    form_names: Annotated[bool, typer.Option("--form-names")] = False,
    figures: Annotated[Path | None, typer.Option("--figures", metavar="FILE")] = None,
    unit: Annotated[str, typer.Option("--unit", metavar="UNIT")] = "",
) -> int:
    """Compile a summary from all ledgers and publish it; or a unit's, from its townships' summaries."""
    from scheduler.cli.report import run_form_names, run_report, run_unit_report

    common.start()
    if form_names:
        return run_form_names(common)
    if unit:
        return run_unit_report(common, unit, period, kind, out)
    return run_report(common, period, kind, out, figures)


@ending
def serve(
    common: Common,
    log_format: Annotated[str, typer.Option("--log-format", metavar="FORMAT")] = "plain",
    trust_clock: Annotated[
        bool,
        typer.Option("--trust-clock"),
    ] = False,
    cluster: Annotated[bool, typer.Option("--cluster")] = False,
) -> int:
    """Run by itself: passes, digests and summaries on schedule, until SIGTERM or Ctrl-C."""
    from scheduler.cli.serve import run_serve

    spoken = "json" if common.as_json else log_format
    return run_serve(common, log_format=spoken, trust_clock=trust_clock, cluster=cluster)


@ending
def worker(
    common: Common,
    queues: Annotated[str, typer.Option("--queues", metavar="QUEUE,…")] = "",
    jobs: Annotated[int, typer.Option("--jobs", metavar="N", min=1, max=64)] = 8,
) -> int:
    """Take a cluster's jobs until SIGTERM or Ctrl-C."""
    from scheduler.cli.worker import run_worker

    return run_worker(common, queues, jobs)


@ending
def cluster(
    common: Common,
    action: Annotated[str, typer.Argument(metavar="ACTION")] = "status",
    names: Annotated[list[str] | None, typer.Argument(metavar="[NAME …]")] = None,
    of: Annotated[str, typer.Option("--of", metavar="UNIT")] = "",
    since: Annotated[date | None, typer.Option("--since", metavar="DATE", parser=read_day)] = None,
) -> int:
    """Say how many townships on many machines stand, and see to them."""
    from scheduler.cli.cluster import ClusterWanted, run_cluster

    common.start()
    return run_cluster(common, ClusterWanted(action, names or [], of, since))


@ending
def status(
    common: Common,
) -> int:
    """Say how things stand: last runs, what is overdue, what comes next, what went wrong."""
    from scheduler.cli.status import run_status

    common.start()
    return run_status(common)


@ending
def history(
    common: Common,
    ledger: Annotated[str | None, typer.Argument(metavar="[LEDGER]")] = None,
) -> int:
    """Say which run wrote what."""
    from scheduler.cli.history import run_history

    common.start()
    return run_history(common, ledger)


@ending
def undo(
    common: Common,
    run: Annotated[str, typer.Argument(metavar="RUN")],
    yes: Annotated[bool, typer.Option("--yes")] = False,
) -> int:
    """Take a run's writes back where rows and cells are still the same; the ledgers are paused."""
    from scheduler.cli.history import run_undo

    common.start()
    return run_undo(common, run, yes=yes)


@ending
def detach(
    common: Common,
    villages: Annotated[list[str] | None, typer.Argument(metavar="[VILLAGE …]")] = None,
    yes: Annotated[bool, typer.Option("--yes")] = False,
    forget: Annotated[bool, typer.Option("--forget")] = False,
) -> int:
    """Take every column, rule and mark of ours out of ledgers; they are paused."""
    from scheduler.cli.history import run_detach

    common.start()
    return run_detach(common, villages or [], yes=yes, forget=forget)


@ending
def agenda(
    common: Common,
    days: Annotated[int, typer.Option("--days", metavar="N", min=1, max=250)] = 10,
    first: Annotated[date | None, typer.Option("--from", metavar="DATE", parser=read_day)] = None,
    last: Annotated[date | None, typer.Option("--to", metavar="DATE", parser=read_day)] = None,
    village: Annotated[str, typer.Option("--village", metavar="VILLAGE")] = "",
    mediator: Annotated[str, typer.Option("--mediator", metavar="NAME")] = "",
    folder: Annotated[Path | None, typer.Option("--ics", metavar="DIR")] = None,
) -> int:
    """Show what lies ahead: sittings, duties, visits, reports and meetings; writes nothing."""
    from scheduler.cli.agenda import AgendaWanted, run_agenda

    common.start()
    return run_agenda(common, AgendaWanted(days, first, last, village, mediator, folder))


@ending
def doctor(
    common: Common,
) -> int:
    """Find what is wrong with config, credentials, sharing, calendar, clock, disk, posts and ledgers."""
    from scheduler.cli.doctor import run_doctor

    common.start()
    return run_doctor(common)


@ending
def remind(
    common: Common,
    preview: Annotated[bool, typer.Option("--preview")] = False,
    test: Annotated[bool, typer.Option("--test")] = False,
) -> int:
    """Show today's digests as they would go out, or send one test line to each channel."""
    from scheduler.cli.remind import run_remind

    common.start()
    return run_remind(common, preview=preview, test=test)


_VERBS = (
    *(demo, setup, init, inspect, check, run, agenda, report, remind, serve, worker, cluster),
    *(status, history, undo, detach, doctor),
)


def register(app: typer.Typer) -> None:
    """Add every verb, in the order people meet them."""
    for command in _VERBS:
        app.command(cls=Verb)(command)
