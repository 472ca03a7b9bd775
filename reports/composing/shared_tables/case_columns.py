"""The columns a list of cases may have: what each shows of a row. No word about a person of a case."""

from collections.abc import Callable, Mapping
from datetime import date
from typing import TYPE_CHECKING, Any

from config.language import phrases
from config.vocabulary import Light, Risk
from reports.composing.speaking.setting import Draft
from reports.composing.speaking.steps import next_step
from reports.content import Cell, ColumnKind, Tone
from reports.figures.books import dates

if TYPE_CHECKING:
    import pandas as pd

LIGHT_TONES: Mapping[str, Tone] = {
    Light.ON_TRACK: Tone.GOOD,
    Light.DUE_SOON: Tone.WARN,
    Light.OVERDUE: Tone.BAD,
    Light.SUSPENDED: Tone.MUTED,
    Light.CLOSED_LATE: Tone.LATE,
}
RISK_TONES: Mapping[str, Tone] = {Risk.RED: Tone.BAD, Risk.YELLOW: Tone.WARN, Risk.GREEN: Tone.GOOD}
#: Where a row stands in a ledger.
PLACES = frozenset({"ledger", "sheet", "row"})
_WEB = ("https://", "http://")


Maker = Callable[[Draft, "pd.DataFrame"], list[Any]]


def address(links: Mapping[str, str], sheet: str, row: int) -> str:
    """Return the address of a ledger's row: a web address or a relative path; "" when unknown."""
    template = links.get(sheet, "")
    path, _, _ = template.partition("#")
    if ":" in path and not template.startswith(_WEB):
        return ""  # some other scheme has no business in a page
    return template.replace("{row}", str(row))


def _text(name: str) -> Maker:
    return lambda _, rows: rows[name].map(str).tolist()


def _words(name: str, table: str) -> Maker:
    def make(draft: Draft, rows: "pd.DataFrame") -> list[str]:
        words = draft.say.table(table)
        return [words.get(value, str(value)) for value in rows[name].tolist()]

    return make


def _row(draft: Draft, rows: "pd.DataFrame") -> list[Cell | int]:
    places = zip(rows["source"].tolist(), rows["sheet"].tolist(), rows["row"].tolist(), strict=True)
    return [
        Cell(row, url=url) if (url := address(draft.links[source], sheet, row)) else row
        for source, sheet, row in places
    ]


def _case_no(draft: Draft, rows: "pd.DataFrame") -> list[str]:
    """The official number, else 序号, else its row: a printed list does without the columns of places."""
    numbers = rows["case_no"].where(rows["case_no"] != "", rows["seq"]).map(str).tolist()
    at_row = phrases(draft.say.language, "rules")["form"]["row"]
    return [
        number or at_row.format(n=row)
        for number, row in zip(_or_see_ledger(draft, rows, numbers), rows["row"].tolist(), strict=True)
    ]


def _org(draft: Draft, rows: "pd.DataFrame") -> list[str]:
    return _or_see_ledger(draft, rows, rows["org"].map(str).tolist())


def _or_see_ledger(draft: Draft, rows: "pd.DataFrame", texts: list[str]) -> list[str]:
    """Of a ledger that counts by an earlier reading nobody keeps texts: they stand in it alone."""
    earlier = [source.as_of is not None for source in draft.books.sources]
    unsaid = draft.say("last_reading.see_ledger")
    return [
        text or (unsaid if earlier[source] else "")
        for text, source in zip(texts, rows["source"].tolist(), strict=True)
    ]


def _ledger(draft: Draft, rows: "pd.DataFrame") -> list[str]:
    called = [source.called for source in draft.books.sources]
    return [called[source] for source in rows["source"].tolist()]


def _official(name: str) -> Maker:
    def make(draft: Draft, rows: "pd.DataFrame") -> list[str]:
        if draft.manner.officials:
            return rows[name].map(str).tolist()
        named, unnamed = draft.say("officials.named"), draft.say("officials.unnamed")
        return [named if person else unnamed for person in rows[name].tolist()]

    return make


def _step(draft: Draft, rows: "pd.DataFrame") -> list[str]:
    columns = (rows[name].tolist() for name in ("light", "org", "backlog"))
    facts = zip(*columns, dates(rows["due"]), strict=True)
    return [
        next_step(draft, light, str(org), due, backlog=backlog).rstrip("。.")
        for light, org, backlog, due in facts
    ]


def _due(draft: Draft, rows: "pd.DataFrame") -> list[str | date | None]:
    guessed = draft.say.raw("due.provisional")
    return [
        guessed.format(due=day.isoformat()) if day and provisional else day
        for day, provisional in zip(dates(rows["due"]), rows["provisional"].tolist(), strict=True)
    ]


def _light(draft: Draft, rows: "pd.DataFrame") -> list[Cell]:
    facts = zip(rows["light"].tolist(), rows["status"].tolist(), rows["days_overdue"].tolist(), strict=True)
    return [
        Cell(draft.say.light(light, status, days), LIGHT_TONES.get(light, Tone.PLAIN))
        for light, status, days in facts
    ]


def _risk(draft: Draft, rows: "pd.DataFrame") -> list[Cell]:
    words = draft.say.table("risk")
    return [Cell(words.get(risk, ""), RISK_TONES.get(risk, Tone.PLAIN)) for risk in rows["risk"].tolist()]


def _days(draft: Draft, rows: "pd.DataFrame") -> list[int | None]:
    return [None if day is None else (draft.as_of - day).days for day in dates(rows["entered"])]


#: Each column's width, kind and maker.
CASE_COLUMNS: Mapping[str, tuple[float, ColumnKind, Maker]] = {
    "village": (12, ColumnKind.TEXT, _text("village")),
    "ledger": (16, ColumnKind.TEXT, _ledger),
    "sheet": (12, ColumnKind.TEXT, _text("sheet")),
    "row": (6, ColumnKind.NUMBER, _row),
    "case_no": (16, ColumnKind.TEXT, _case_no),
    "category": (12, ColumnKind.SHORT, _words("category", "category")),
    "registered": (12, ColumnKind.DATE, lambda _, rows: dates(rows["entered"])),
    "ended": (12, ColumnKind.DATE, lambda _, rows: dates(rows["ended_on"].where(~rows["end_undated"]))),
    "status": (8, ColumnKind.SHORT, _words("status", "status")),
    "org": (16, ColumnKind.TEXT, _org),
    "owner": (8, ColumnKind.SHORT, _official("owner")),
    "leader": (9, ColumnKind.SHORT, _official("leader")),
    "addressee": (12, ColumnKind.SHORT, _words("addressee", "post")),
    "due": (12, ColumnKind.DATE, _due),
    "light": (12, ColumnKind.SHORT, _light),
    "duty": (24, ColumnKind.TEXT, _words("duty", "duty")),
    "risk": (6, ColumnKind.SHORT, _risk),
    "days": (9, ColumnKind.NUMBER, _days),
    "step": (30, ColumnKind.TEXT, _step),
}
