"""``duesheet status``: how things stand, readable in five seconds."""

from collections.abc import Iterator

from rich.console import Console

from config.vocabulary import OutcomeKind
from scheduler.cli.app import Common, say_json
from scheduler.cli.show import say, say_table
from scheduler.health.standing import Standing, read_standing, standing_json
from scheduler.state.records import LedgerRecord
from scheduler.township import open_township

_COLOURS = {"failed": "red", "held": "red", "skipped": "yellow", "paused": "yellow"}


def run_status(common: Common) -> int:
    """Say how the township stands; 1 when a ledger or a job failed."""
    township = open_township(common.config, common.today, remember=False)
    standing = read_standing(township)
    if common.as_json:
        say_json(standing_json(standing))
    else:
        say(f"{township.settings.township.name} · {standing.today.isoformat()} · {_headline(standing)}")
        if not common.quiet:
            _say_ledgers(standing)
            _say_next(standing)
        for line in _wrong(standing):
            _say_red(line)
    return 0 if standing.is_well else 1


def _headline(standing: Standing) -> str:
    run = standing.last_run
    if run is None:
        return "no run yet: duesheet run"
    counts = [record.counts for record in standing.ledgers]
    overdue, soon, live = (sum(c.get(name, 0) for c in counts) for name in ("overdue", "due_soon", "open"))
    last = run.started_at[:16].replace("T", " ")
    cut = "" if run.finished_at else " (cut off; the next run finishes it)"
    return f"{live} open, {overdue} overdue, {soon} due soon · last run {last}{cut}"


def _say_ledgers(standing: Standing) -> None:
    rows: list[list[str]] = []
    colours: list[str] = []
    for record in standing.ledgers:
        outcome = OutcomeKind.PAUSED.value if record.paused else record.outcome
        numbers = [str(record.counts.get(name, "")) for name in ("open", "overdue", "due_soon")]
        judged = record.judged_on.isoformat() if record.judged_on else ""
        rows.append([record.village, record.ledger, outcome, judged, *numbers])
        colours.append(_COLOURS.get(outcome, "red" if record.counts.get("overdue") else "default"))
    if rows:
        say_table(
            ("village", "ledger", "last outcome", "as of", "open", "overdue", "due soon"), rows, colours
        )


def _say_next(standing: Standing) -> None:
    told = [f"{job} {due:%m-%d %H:%M}" for job, due in sorted(standing.next_due.items(), key=lambda i: i[1])]
    say("next, while duesheet serve runs: " + ", ".join(told))
    for slot in standing.under_way:
        if slot.owner:
            say(f"under way: {slot.job} {slot.slot}")


def _wrong(standing: Standing) -> Iterator[str]:
    for record in standing.ledgers:
        yield from _of_ledger(record)
    for slot in standing.failed:
        error = slot.error or {"message": "failed", "fix": ""}
        again = ""
        if slot.retry_at and not slot.outcome:
            again = f"; tried again at {slot.retry_at.astimezone(standing.zone):%m-%d %H:%M}"
        yield f"{slot.job} {slot.slot}: {error['message']}{again}\n  fix: {error['fix']}"
    for found in standing.deliveries:
        state = {
            "failed": "did not arrive",
            "unknown": "may not have arrived; it is not sent again, its cases stand in the next one",
            "sending": "is going out, or was cut off",
        }[found.state]
        posts = ", ".join(found.posts)
        yield f"digest of {found.day} to {posts} by {found.service}: {state}; {len(found.lines)} cases"


def _of_ledger(record: LedgerRecord) -> Iterator[str]:
    if record.paused:
        yield f"{record.village}: paused\n  fix: take it up again: duesheet run --resume {record.village}"
    elif record.error is not None:
        yield f"{record.village}: {record.error['message']}\n  fix: {record.error['fix']}"


def _say_red(line: str) -> None:
    console = Console()
    if console.is_terminal:
        console.print(line, style="red", markup=False, highlight=False)
    else:
        say(line)
