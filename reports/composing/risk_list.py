"""月度矛盾风险清单 of the 25th: every open case by red, yellow and green, with who and by when.

Source: docs/rules.md, RISK_LIST_25. The colour is of the matter, as people graded it, never of a person.
"""

from collections.abc import Sequence
from datetime import date

import pandas as pd

from config.periods import Day, Month
from config.vocabulary import Light, Risk
from reports.composing.shared_tables.lists import CaseLists
from reports.composing.speaking.parts import PartMaker, fixed_words
from reports.composing.speaking.setting import Draft, Manner, lay_out
from reports.composing.speaking.wording import NAMES
from reports.content import Column, ColumnKind, Paragraph, Part, Report, Row, Section, Table
from reports.figures.books import soonest_first
from reports.inputs import VillageCases

_COLUMNS = (
    *("village", "case_no", "category", "registered", "days", "org", "owner", "leader"),
    *("due", "light", "step", "ledger", "sheet", "row"),
)


def compose_risk_list(month: Month, as_of: date, sources: Sequence[VillageCases], manner: Manner) -> Report:
    """Compose the risk list.

    Args:
        month: the month it is of.
        as_of: the day the verdicts in *sources* are of.
        sources: one per ledger.
        manner: language, officials, titles of duties.
    """
    made = lay_out(Day(as_of), sources, manner)
    say = made.say
    day, compiled = say.day(as_of), say.day(manner.compiled_on)
    title = say(
        "risk_list.title", township=manner.township, year=month.year, month=say(f"month.{month.month}")
    )
    return Report(
        kind="risk-list",
        language=manner.language,
        period=month.label,
        title=tuple(title.split("\n")),
        subtitle=say("risk_list.subtitle", day=day, compiled_on=compiled),
        compiled_on=manner.compiled_on,
        parts=tuple(_parts(made)),
        sections=(Section("overview", "", tuple(Paragraph(text) for text in _overview(made, day))),),
        signature=made.signature,
        contact=made.contact,
        words=fixed_words(say),
    )


def _parts(made: Draft) -> list[Part]:
    """By field, then one part per colour; the ungraded only where there are any."""
    lists, part = CaseLists(made), PartMaker(made.say)
    rows = soonest_first(made.rows[made.rows["standing"]])
    parts = [part(risk.value, lists.table(risk.value, rows[rows["risk"] == risk], _COLUMNS)) for risk in Risk]
    ungraded = rows[rows["risk"] == ""]
    if len(ungraded):
        parts.append(part("ungraded", lists.table("ungraded", ungraded, _COLUMNS)))
    return [part("risk_fields", _field_table(rows, made)), *parts]


def _field_table(rows: pd.DataFrame, made: Draft) -> Table:
    """How many open cases there are in each field, by colour; where most are red stands first."""
    say = made.say
    names = ("standing", *(f"risk_{risk.value}" for risk in Risk), "risk_none", "overdue")
    columns = (
        Column(say("column.category"), 24),
        *(Column(say(f"measure.{name}"), 12, ColumnKind.NUMBER) for name in names),
    )
    counted = pd.DataFrame(
        {
            "standing": True,
            **{f"risk_{risk.value}": rows["risk"] == risk for risk in Risk},
            "risk_none": rows["risk"] == "",
            "overdue": rows["light"] == Light.OVERDUE,
        },
        index=rows.index,
    )
    found = counted.groupby(rows["category"], sort=False).sum().astype("int64")
    order = [f"risk_{risk.value}" for risk in Risk]
    found = found.sort_values([*order, "standing"], ascending=False, kind="stable")
    body: list[Row] = [
        (say.named("category", str(field)), *numbers)
        for field, numbers in zip(found.index, found[list(names)].to_numpy().tolist(), strict=True)
    ]
    total = (say("column.total"), *found[list(names)].sum().tolist()) if body else None
    title = say("table.risk_fields")
    return Table("risk_fields", title, columns, body, total, nothing=say("nothing.open"), is_whole=True)


def _overview(made: Draft, day: str) -> list[str]:
    say = made.say
    rows = made.rows[made.rows["standing"]]
    graded = {risk.value: int((rows["risk"] == risk).sum()) for risk in Risk}
    none = len(rows) - sum(graded.values())
    # Equal to 期末在办 of the half-month report of that day; the others are named beside it in both.
    undated = int(rows["undated_open"].sum())
    beside = say("risk_list.undated", count=undated, all=len(rows)) if undated else ""
    closing = len(rows) - undated
    told = [say("risk_list.opening", day=day, closing=closing, undated=beside, none=none, **graded)]
    if none:
        villages = list(dict.fromkeys(rows["village"][rows["risk"] == ""].map(str)))
        answer = say.short_day(made.manner.answer_by)
        told.append(
            say(
                "risk_list.ungraded",
                village=say.list(villages, NAMES, "more_villages"),
                count=none,
                answer=answer,
            )
        )
    if untimed := int(rows["due"].isna().sum()):
        told.append(say("risk_list.untimed", count=untimed))
    told += made.unread_told
    return told
