"""``duesheet status``: how things stand, readable in five seconds."""

from collections.abc import Iterator

from rich.console import Console

from config.messages import Listed
from scheduler.cli.app import Common, say_json
from scheduler.cli.outcome_words import outcome_said
from scheduler.cli.show import say
from scheduler.health.standing import TownshipStanding, read_standing, standing_json
from scheduler.passes.owed_lines import cadence_lines
from scheduler.remind.message import post_names
from scheduler.state.records import LedgerRecord
from scheduler.township import open_township


def run_status(common: Common) -> int:
    """Say how the township stands; 1 when a ledger or a job failed."""
    township = open_township(common.config, common.today, remember=False)
    standing = read_standing(township)
    if common.as_json:
        say_json(standing_json(standing))
    else:
        say(_headline(standing, township.settings.township.name, common))
        if not common.quiet:
            duties = cadence_lines(standing.owed, township, common.language)
            for line in (*_ledgers(standing, common), *duties, *_next(standing, common)):
                say(line)
        for line in _wrong(standing, common):
            _say_red(line)
    return 0 if standing.is_well else 1


def _headline(standing: TownshipStanding, township: str, common: Common) -> str:
    run = standing.last_run
    if run is None:
        return common.said("status.no_run", township=township, day=standing.today)
    counts = [record.counts for record in standing.ledgers]
    live, overdue, soon = (sum(c.get(name, 0) for c in counts) for name in ("open", "overdue", "due_soon"))
    return common.said(
        "status.headline",
        township=township,
        day=standing.today,
        open=live,
        overdue=overdue,
        due_soon=soon,
        last=run.started_at[:16].replace("T", " "),
        cut="" if run.finished_at else common.said("status.cut"),
    )


def _ledgers(standing: TownshipStanding, common: Common) -> Iterator[str]:
    """Yield a line for each ledger with something overdue, in the config's order; the others are summed."""
    quiet = [record for record in standing.ledgers if not record.counts.get("overdue")]
    for record in standing.ledgers:
        if record in quiet:
            continue
        stale = record.read_on is not None and record.read_on != standing.today
        yield common.said(
            "status.ledger",
            village=record.village,
            more=common.said("status.as_of", day=record.read_on) if stale else "",
            **{name: record.counts.get(name, 0) for name in ("open", "overdue", "due_soon")},
        )
    if quiet:
        live, soon = (sum(one.counts.get(name, 0) for one in quiet) for name in ("open", "due_soon"))
        yield common.said("status.others", count=len(quiet), open=live, due_soon=soon)


def _next(standing: TownshipStanding, common: Common) -> Iterator[str]:
    coming = sorted(standing.next_due.items(), key=lambda item: item[1])
    told = [common.said("status.job", job=_job(job, common), due=f"{due:%m-%d %H:%M}") for job, due in coming]
    yield common.said("status.next", jobs=Listed(told))
    for slot in standing.under_way:
        if slot.owner:
            yield common.said("status.under_way", job=_job(slot.job, common), slot=slot.slot)


def _job(name: str, common: Common) -> str:
    return common.said(f"status.job_{name}")


def _wrong(standing: TownshipStanding, common: Common) -> Iterator[str]:
    for record in standing.ledgers:
        yield from _of_ledger(record, common)
    for slot in standing.failed:
        error = slot.error or {
            "message": common.said("status.failed"),
            "fix": common.said("status.look_at_log"),
        }
        again = ""
        if slot.retry_at and not slot.outcome:
            again = common.said("status.again", due=f"{slot.retry_at.astimezone(standing.zone):%m-%d %H:%M}")
        yield common.said(
            "status.slot_failed",
            job=_job(slot.job, common),
            slot=slot.slot,
            what=error["message"],
            again=again,
            fix=error["fix"],
        )
    if standing.missed:
        first = standing.missed[0]
        yield common.said(
            "status.missed",
            count=len(standing.missed),
            job=_job(first.job, common),
            due=f"{first.due.astimezone(standing.zone):%m-%d %H:%M}",
        )
    for one in standing.unwritten:
        yield common.said("status.unwritten", what=one["message"], fix=one["fix"])
    posts = post_names(common.language)
    for found in standing.deliveries:
        yield common.said(
            "status.delivery",
            day=found.day,
            posts=Listed([posts.get(post, post) for post in found.posts]),
            service=found.service,
            state=common.said(f"status.delivery_{found.state}"),
            count=len(found.lines),
        )


def _of_ledger(record: LedgerRecord, common: Common) -> Iterator[str]:
    if record.paused:
        yield common.said("status.paused", village=record.village)
    elif record.error is not None:
        what, fix = record.error["message"], record.error["fix"]
        as_of = record.read_on if record.judged_on is None else None
        kind = outcome_said(record.outcome, record.reason, as_of, common.language)
        yield common.said("pass.village_error", village=record.village, outcome=kind, what=what, fix=fix)


def _say_red(line: str) -> None:
    console = Console()
    if console.is_terminal:
        console.print(line, style="red", markup=False, highlight=False)
    else:
        say(line)
