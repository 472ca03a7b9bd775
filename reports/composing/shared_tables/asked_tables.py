"""The tables of what county forms ask besides, and of the time that each stage took."""

from config.vocabulary import Role
from reports.composing.speaking.wording import Wording
from reports.content import Column, ColumnKind, Row, Table
from reports.figures.asked_by_forms import AskedFigure, asked_figures
from reports.figures.halfmonth_counts import CHANNELS
from reports.figures.halfmonth_figures import Summary
from reports.figures.stages import STAGES, stages_of

_GROUPS = (Role.SOURCE, Role.AGREEMENT_FORM, Role.FULFILMENT, Role.TIER)


def asked_table(summary: Summary, say: Wording) -> Table:
    """One row per figure: now, in this year, a year ago; 未登记 once where no ledger has the column."""
    columns = (
        Column(say("column.indicator"), 28),
        Column(say("column.of_period"), 14, ColumnKind.NUMBER),
        Column(say("column.of_year"), 14, ColumnKind.NUMBER),
        Column(say("column.year_ago"), 14, ColumnKind.NUMBER),
        Column(say("column.on_year"), 36),
    )
    rows: list[Row] = []
    missing: list[str] = []
    for figure in asked_figures(summary):
        if figure.counts is None:
            name = say(f"asked_group.{_group(figure.name)}")
            missing += [] if name in missing else [name]
        elif figure.name != "resolved_channel_other" or figure.counts[1]:
            rows.append((say(f"asked.{figure.name}"), *_told(figure, say)))
    rows += [(name, say("asked_group.none"), "", "", "") for name in missing]
    return Table("asked", say("table.asked"), columns, rows, is_whole=True)


def _group(name: str) -> str:
    return next((role.value for role in _GROUPS if name.startswith(f"{role}_")), _BY_NAME.get(name, name))


_BY_NAME = {f"resolved_{name}": Role.SOURCE.value for name in CHANNELS}


def _told(figure: AskedFigure, say: Wording) -> tuple[int | str | None, ...]:
    if figure.counts is None:
        return ()
    now, year, ago = figure.counts
    if figure.name in ("people", "amount"):
        return now, year, ago, ""
    return now, year, ago, say.change_of_year(now, ago)


def stages_table(summary: Summary, say: Wording) -> Table:
    """各环节用时: of what was resolved in the half-month, mean days by stage and office, never by person."""
    found, unordered = stages_of(summary)
    columns = (
        Column(say("column.org"), 20),
        *(Column(say(f"stage.{stage}"), 12, ColumnKind.SHORT) for stage in list(STAGES)[:-1]),
    )
    body: list[Row] = []
    for office in dict.fromkeys(one.office for one in found):
        of_stage = {one.stage: one for one in found if one.office == office}
        cells = (
            say("stage.mean", days=f"{of_stage[s].days / of_stage[s].cases:.1f}", count=of_stage[s].cases)
            if s in of_stage
            else say("rate.none")
            for s in list(STAGES)[:-1]
        )
        body.append((office or say("text.org_none"), *cells))
    notes = (say("stage.note"), *([say("stage.unordered", count=unordered)] if unordered else []))
    return Table("stages", say("table.stages"), columns, body, notes=notes, nothing=say("nothing.stages"))
