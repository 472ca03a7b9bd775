"""``duesheet history``, ``duesheet undo`` and ``duesheet detach``."""

from typing import TYPE_CHECKING, Any

from config.errors import ConfigError
from config.messages import message
from config.vocabulary import MARK_HEADINGS, Mark
from scheduler.cli.app import Common, said_error, say_json
from scheduler.cli.ask import agreed, is_terminal
from scheduler.cli.show import say, say_table
from scheduler.township import open_township, state_of

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from scheduler.marking.detach import Detached, KeptCell
    from scheduler.marking.undo import LeftCell, TakenBack
    from scheduler.state.records import RunRecord, WrittenCell
    from scheduler.township import Township

#: How many runs are shown.
_RUNS = 20

#: How many cells are shown, unless all are asked for.
_CELLS = 40


def run_history(common: Common, ledger: str | None) -> int:
    """Say which run wrote what: all ledgers by run, one ledger cell by cell."""
    from scheduler.ledgers.entries import choose, find_entries

    township = open_township(common.config, common.today, remember=False)
    history = state_of(township).history
    if ledger is None:
        runs = history.runs(limit=_RUNS)
        if common.as_json:
            say_json({"runs": [_run_json(run) for run in runs]})
        else:
            _say_runs(runs, township, common)
        return 0
    entries = choose(find_entries(township.settings, township.store.list()), [ledger])
    found = [
        (run, cell)
        for entry in entries
        for run in history.runs(limit=_RUNS, ledger=entry.ref.ledger_id)
        for cell in history.writes(run.run, entry.ref.ledger_id)
    ]
    if common.as_json:
        titles = {entry.ref.ledger_id: entry.ref.title for entry in entries}
        say_json({"writes": [_cell_json(cell, titles, township.language) for _, cell in found]})
    else:
        _say_cells(found, township.language, common)
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


def _cell_json(cell: "WrittenCell", titles: "Mapping[str, str]", language: str) -> dict[str, Any]:
    return {
        "run": cell.run,
        "ledger": cell.ledger,
        "title": titles[cell.ledger],
        "sheet": cell.sheet,
        "row": cell.row,
        "header": MARK_HEADINGS[language][Mark(cell.mark)],
        "old": cell.old,
        "new": cell.new,
    }


def _say_runs(runs: "Sequence[RunRecord]", township: "Township", common: Common) -> None:
    if not runs:
        say(common.said("history.no_run"))
        return
    rows = [
        [
            run.run,
            common.said(f"history.kind_{run.kind}"),
            run.today.isoformat(),
            run.started_at[:19].replace("T", " "),
            common.said("history.done" if run.finished_at else "history.cut_off"),
            str(run.writes),
        ]
        for run in runs
    ]
    heads = ("run", "kind", "as_of", "started", "state", "cells")
    say_table([common.said(f"history.head_{head}") for head in heads], rows)
    if common.quiet:
        return
    villages = [village.name for village in township.settings.village]
    village = villages[0] if villages else common.said("help.meta_VILLAGE")
    say()
    say(common.said("history.hint", village=village, run=runs[0].run))


def _say_cells(found: "Sequence[tuple[RunRecord, WrittenCell]]", language: str, common: Common) -> None:
    """Print what was written, the latest first; our own headings are no news, a long list is cut."""
    cells = [(run, cell) for run, cell in found if not _is_heading(cell)]
    shown = ""
    for run, cell in cells if common.verbose else cells[:_CELLS]:
        if run.run != shown:
            shown = run.run
            kind = common.said(f"history.kind_{run.kind}")
            say(common.said("history.run", run=run.run, kind=kind, day=run.today))
        say(_cell_line(cell, language, common))
    if len(cells) > _CELLS and not common.verbose:
        say(common.said("history.more", count=len(cells) - _CELLS))
    if not cells:
        say(common.said("history.nothing"))


def _is_heading(cell: "WrittenCell") -> bool:
    mark = Mark(cell.mark)
    return cell.new in {headings[mark] for headings in MARK_HEADINGS.values()}


def _cell_line(cell: "WrittenCell", language: str, common: Common) -> str:
    blank = common.said("history.blank")
    return common.said(
        "history.cell",
        sheet=cell.sheet,
        row=cell.row,
        heading=MARK_HEADINGS[language][Mark(cell.mark)],
        old=cell.old or blank,
        new=cell.new or blank,
    )


def run_undo(common: Common, run: str, *, yes: bool) -> int:
    """Take a run's writes back, and say where not.

    Raises:
        ConfigError: nobody confirmed it, or there is no such run.
    """
    from scheduler.marking.undo import require_undoable, undo
    from scheduler.sittings.refresh import refresh_schedule

    township = open_township(common.config, common.today)
    require_undoable(state_of(township), run)
    if not yes:
        if not is_terminal():
            raise ConfigError(message("history.say_yes_undo"), code="no_answer")
        if not agreed(common, common.said("history.ask_undo", run=run), default=False):
            return 1
    found = undo(township, run)
    refresh_schedule(township)
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
        "title": one.title,
        "cells": one.taken,
        "columns": [{"sheet": sheet, "header": headings[mark]} for sheet, mark in one.columns],
        "left": [
            {"sheet": cell.sheet, "row": cell.row, "header": headings[cell.mark], "why": cell.why.value}
            for cell in one.left
        ],
        "error": one.error.as_json(language) if one.error else None,
    }


def _say_taken(found: "Sequence[TakenBack]", township: "Township", common: Common) -> None:
    for one in found:
        if one.error is not None:
            say(said_error(one.error, common.language))
            continue
        if not common.quiet:
            columns = common.said("history.taken_columns", count=len(one.columns)) if one.columns else ""
            left = common.said("history.taken_left", count=len(one.left)) if one.left else ""
            say(
                common.said("history.taken", village=one.village, count=one.taken, columns=columns, left=left)
            )
        for cell in one.left if common.verbose else one.left[:_CELLS]:
            _say_left(cell, cell.why.value, township, common)
        if len(one.left) > _CELLS and not common.verbose:
            say(common.said("history.more", count=len(one.left) - _CELLS))
    _say_paused([one.village for one in found], common)


def _say_left(cell: "LeftCell | KeptCell", why: str, township: "Township", common: Common) -> None:
    heading = MARK_HEADINGS[township.language][cell.mark]
    reason = common.said(f"history.left_{why}")
    say(common.said("history.left", sheet=cell.sheet, row=cell.row, heading=heading, why=reason))


def run_detach(common: Common, villages: "Sequence[str]", *, yes: bool, forget: bool = False) -> int:
    """Take everything of ours out of ledgers, and say what stayed; *forget*: copies and state go too.

    Raises:
        ConfigError: no village is named, and nobody confirmed that all are meant.
    """
    from scheduler.ledgers.entries import choose, find_entries
    from scheduler.marking import forgetting
    from scheduler.marking.detach import detach
    from scheduler.publishing.apart_desk import ApartDesk
    from scheduler.sittings.refresh import refresh_schedule

    township = open_township(common.config, common.today)
    if not yes and not (villages and not is_terminal()):
        count = len(choose(find_entries(township.settings, township.store.list()), villages))
        if not is_terminal() and count > 1:
            raise ConfigError(message("history.say_yes", count=count), code="no_answer")
        # Where a township has a single ledger, it can be meant no other way.
        question = common.said("history.ask_detach", count=count)
        if is_terminal() and not agreed(common, question, default=False):
            return 1
    found = detach(township, villages)
    ApartDesk(township).drop([one.ledger for one in found if one.error is None])
    refresh_schedule(township)
    if forget:
        forgetting.forget(township, found)
    copies = forgetting.backups(township, found)
    if common.as_json:
        say_json({"ledgers": [_detached_json(one, township.language) for one in found]})
    else:
        _say_detached(found, township, common)
        if copies and not common.quiet:
            folder = township.settings.base / ".duesheet" / "backup"
            say(common.said("history.copies", count=len(copies), folder=folder))
    return 1 if any(one.error for one in found) else 0


def _detached_json(one: "Detached", language: str) -> dict[str, Any]:
    return {
        "village": one.village,
        "ledger": one.ledger,
        "title": one.title,
        "columns": one.columns,
        "kept": [
            {"sheet": cell.sheet, "row": cell.row, "header": MARK_HEADINGS[language][cell.mark]}
            for cell in one.kept
        ],
        "error": one.error.as_json(language) if one.error else None,
    }


def _say_detached(found: "Sequence[Detached]", township: "Township", common: Common) -> None:
    for one in found:
        if one.error is not None:
            say(said_error(one.error, common.language))
            continue
        if not common.quiet:
            say(common.said("history.detached", village=one.village, count=one.columns))
        for cell in one.kept:
            _say_left(cell, "persons_words", township, common)
    _say_paused([one.village for one in found], common)


def _say_paused(villages: "Sequence[str]", common: Common) -> None:
    if villages and not common.quiet:
        say(common.said("history.paused", villages=" ".join(dict.fromkeys(villages))))
