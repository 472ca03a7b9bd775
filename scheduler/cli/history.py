"""``duesheet history``, ``duesheet undo`` and ``duesheet detach``."""

from typing import TYPE_CHECKING, Any

from config.vocabulary import MARK_HEADINGS, Mark
from scheduler.cli.app import Common, say_json
from scheduler.cli.show import say, say_table
from scheduler.marking.outcome import error_json
from scheduler.township import open_township

if TYPE_CHECKING:
    from collections.abc import Sequence

    from scheduler.marking.detach import Detached
    from scheduler.marking.undo import TakenBack
    from scheduler.state.records import RunRecord, WrittenCell
    from scheduler.township import Township

#: How many runs are shown.
_RUNS = 20


def run_history(common: Common, ledger: str | None) -> int:
    """Say which run wrote what: all ledgers by run, one ledger cell by cell."""
    from scheduler.ledgers.entries import choose, find_entries
    from scheduler.ledgers.looking import state_of

    township = open_township(common.config, common.today, remember=False)
    history = state_of(township).history
    if ledger is None:
        runs = history.runs(limit=_RUNS)
        if common.as_json:
            say_json({"runs": [_run_json(run) for run in runs]})
        else:
            _say_runs(runs)
        return 0
    entries = choose(find_entries(township.settings, township.store.list()), [ledger])
    found = [
        (run, cell)
        for entry in entries
        for run in history.runs(limit=_RUNS, ledger=entry.ref.ledger_id)
        for cell in history.writes(run.run, entry.ref.ledger_id)
    ]
    if common.as_json:
        say_json({"writes": [_cell_json(cell, township.language) for _, cell in found]})
    else:
        _say_cells(found, township.language)
    return 0


def _run_json(run: "RunRecord") -> dict[str, Any]:
    return {
        "run": run.run,
        "kind": run.kind,
        "today": run.today.isoformat(),
        "started_at": run.started_at,
        "finished_at": run.finished_at,
        "writes": run.writes,
        "totals": dict(run.totals),
    }


def _cell_json(cell: "WrittenCell", language: str) -> dict[str, Any]:
    return {
        "run": cell.run,
        "ledger": cell.ledger,
        "sheet": cell.sheet,
        "row": cell.row,
        "header": MARK_HEADINGS[language][Mark(cell.mark)],
        "old": cell.old,
        "new": cell.new,
    }


def _say_runs(runs: "Sequence[RunRecord]") -> None:
    if not runs:
        say("no run yet")
        return
    rows = [
        [
            run.run,
            run.kind,
            run.today.isoformat(),
            run.started_at[:19].replace("T", " "),
            "" if run.finished_at else "cut off",
            str(run.writes),
        ]
        for run in runs
    ]
    say_table(("run", "kind", "as of", "started", "", "cells written"), rows)
    say("\nsee one ledger's cells: duesheet history 青石村; take a run back: duesheet undo RUN")


def _say_cells(found: "Sequence[tuple[RunRecord, WrittenCell]]", language: str) -> None:
    shown = ""
    for run, cell in found:
        if run.run != shown:
            shown = run.run
            say(f"{run.run}  {run.kind}  as of {run.today.isoformat()}")
        heading = MARK_HEADINGS[language][Mark(cell.mark)]
        say(f"  {cell.sheet} row {cell.row}  {heading}  {cell.old or '(blank)'} → {cell.new or '(blank)'}")
    if not found:
        say("nothing was written there")


def run_undo(common: Common, run: str) -> int:
    """Take a run's writes back, and say where not."""
    from scheduler.marking.undo import undo

    township = open_township(common.config, common.today)
    found = undo(township, run)
    if common.as_json:
        say_json({"run": run, "ledgers": [_taken_json(one, township.language) for one in found]})
    else:
        _say_taken(found, township, common)
    return 1 if any(one.error for one in found) else 0


def _taken_json(one: "TakenBack", language: str) -> dict[str, Any]:
    headings = MARK_HEADINGS[language]
    return {
        "village": one.village,
        "ledger": one.ledger,
        "cells": one.taken,
        "columns": [{"sheet": sheet, "header": headings[mark]} for sheet, mark in one.columns],
        "left": [
            {"sheet": cell.sheet, "row": cell.row, "header": headings[cell.mark], "why": cell.why.value}
            for cell in one.left
        ],
        "error": error_json(one.error),
    }


def _say_taken(found: "Sequence[TakenBack]", township: "Township", common: Common) -> None:
    reasons = {"row_gone": "the case is not there any more", "changed": "it was changed since"}
    for one in found:
        if one.error is not None:
            say(f"{one.village}: {one.error.message}\n  fix: {one.error.fix}")
            continue
        if not common.quiet:
            columns = f", {len(one.columns)} columns removed" if one.columns else ""
            say(f"{one.village}: {one.taken} cells as before{columns}, {len(one.left)} left as they are")
        for cell in one.left:
            heading = MARK_HEADINGS[township.language][cell.mark]
            say(f"  {cell.sheet} row {cell.row} {heading}: {reasons[cell.why]}")
    _say_paused([one.village for one in found], common)


def run_detach(common: Common, villages: "Sequence[str]") -> int:
    """Take everything of ours out of ledgers, and say what stayed."""
    from scheduler.marking.detach import detach

    township = open_township(common.config, common.today)
    found = detach(township, villages)
    if common.as_json:
        say_json({"ledgers": [_detached_json(one, township.language) for one in found]})
    else:
        _say_detached(found, township, common)
    return 1 if any(one.error for one in found) else 0


def _detached_json(one: "Detached", language: str) -> dict[str, Any]:
    return {
        "village": one.village,
        "ledger": one.ledger,
        "columns": one.columns,
        "kept": [
            {"sheet": cell.sheet, "row": cell.row, "header": MARK_HEADINGS[language][cell.mark]}
            for cell in one.kept
        ],
        "error": error_json(one.error),
    }


def _say_detached(found: "Sequence[Detached]", township: "Township", common: Common) -> None:
    for one in found:
        if one.error is not None:
            say(f"{one.village}: {one.error.message}\n  fix: {one.error.fix}")
            continue
        if not common.quiet:
            say(f"{one.village}: {one.columns} columns removed")
        for cell in one.kept:
            heading = MARK_HEADINGS[township.language][cell.mark]
            say(f"  {cell.sheet} row {cell.row} {heading}: a person's words; the column stays")
    _say_paused([one.village for one in found], common)


def _say_paused(villages: "Sequence[str]", common: Common) -> None:
    if villages and not common.quiet:
        say(f"paused; to take up again: duesheet run --resume {' '.join(dict.fromkeys(villages))}")
