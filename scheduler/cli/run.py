"""``duesheet check`` and ``duesheet run``."""

from collections.abc import Callable, Sequence

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn

from config.vocabulary import MARK_HEADINGS, Mark
from scheduler.cli.app import Common, say_json
from scheduler.cli.arguments import ALL
from scheduler.cli.show import say, say_outcomes
from scheduler.ledgers.entries import choose, find_entries
from scheduler.marking.outcome import Outcome, pass_json
from scheduler.passes.one_pass import Pass, run_pass
from scheduler.passes.whatif import changes_under
from scheduler.township import Township, open_township


def run_check(common: Common, only: Sequence[str], packs: Sequence[str]) -> int:
    """Say what a run would write, or what other packs would change."""
    township = open_township(common.config, common.today, remember=False)
    if packs:
        return _what_if(common, township, only, packs)
    found = _with_progress(
        township,
        common,
        only,
        lambda seen: run_pass(township, only=only, dry=True, keep_rows=common.as_json, seen=seen),
    )
    if common.as_json:
        say_json(pass_json(found.run, township.today, found.outcomes, found.cadences, township.language))
    else:
        for outcome in found.outcomes:
            _say_writes(outcome, township.language, common)
        say_outcomes(township, found, would=True, quiet=common.quiet)
    return _status(found)


def run_run(common: Common, only: Sequence[str], resume: Sequence[str], *, release: bool) -> int:
    """Run one pass and say how each ledger came out."""
    township = open_township(common.config, common.today)
    resume = _paused(township) if ALL in resume else resume
    found = _with_progress(
        township,
        common,
        only,
        lambda seen: run_pass(
            township, only=only, resume=resume, release=release, keep_rows=common.as_json, seen=seen
        ),
    )
    if common.as_json:
        say_json(pass_json(found.run, township.today, found.outcomes, found.cadences, township.language))
    else:
        say_outcomes(township, found, would=False, quiet=common.quiet)
    return _status(found)


def _paused(township: Township) -> list[str]:
    """Return the ledgers that ``--resume`` without a name means."""
    records = township.state.looks.ledgers() if township.state else []
    return [record.ledger for record in records if record.paused]


def _status(found: Pass) -> int:
    if found.interrupted:
        return 130
    return 0 if found.went_well else 1


def _with_progress(
    township: Township, common: Common, only: Sequence[str], work: Callable[[Callable[[Outcome], None]], Pass]
) -> Pass:
    console = Console(stderr=True)
    if common.quiet or not console.is_terminal:
        return work(lambda _outcome: None)
    columns = TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn()
    with Progress(*columns, console=console, transient=True) as progress:
        count = len(choose(find_entries(township.settings, township.store.list()), only))
        task = progress.add_task("reading ledgers", total=count)

        def seen(outcome: Outcome) -> None:
            progress.update(task, advance=1, description=outcome.village)

        return work(seen)


def _say_writes(outcome: Outcome, language: str, common: Common) -> None:
    """Print what a run would write, cell by cell; the verdict behind a row is its own 说明."""
    if common.quiet or not outcome.edits:
        return
    say(f"{outcome.village} · {outcome.ledger}")
    headings = MARK_HEADINGS[language]
    place = None
    for edit in sorted(
        outcome.edits, key=lambda e: (e.sheet, e.row, not e.heading, list(Mark).index(e.mark))
    ):
        if edit.heading:
            continue
        if (edit.sheet, edit.row) != place:
            place = (edit.sheet, edit.row)
            say(f"  {edit.sheet} row {edit.row}")
        old = f"{edit.old} → " if edit.old else ""
        say(f"    {headings[edit.mark]}  {old}{edit.new or '(blank)'}")


def _what_if(common: Common, township: Township, only: Sequence[str], packs: Sequence[str]) -> int:
    found, changes = changes_under(township, packs, only)
    if common.as_json:
        document = pass_json(found.run, township.today, found.outcomes, found.cadences, township.language)
        say_json({**document, "rules": list(packs), "changes": changes})
        return _status(found)
    for change in changes:
        before, after = change["now"], change["then"]
        say(
            f"{change['village']} {change['sheet']} row {change['row']}: "
            f"{before['light']} {before['due'] or '—'} {before['duty'] or '—'} → "
            f"{after['light']} {after['due'] or '—'} {after['duty'] or '—'}"
        )
    say(f"{len(changes)} rows would change under {', '.join(packs)}")
    return _status(found)
