"""What every report is put together with."""

from reports.composing.speaking.setting import Manner
from reports.composing.speaking.wording import Wording
from reports.content import Chart, Part, Table


def fixed_words(say: Wording) -> dict[str, str]:
    """The few words that writers need themselves."""
    return {
        "evidence": say.raw("part.evidence"),
        "evidence_title": say.raw("table.evidence"),
        "measure": say.raw("column.measure"),
        "joint": say.raw("title.joint"),
        "annex_one": say.raw("annex.one"),
        "annex_next": say.raw("annex.next"),
        "annex_heading": say.raw("annex.heading"),
        "note_joint": say.raw("note.joint"),
        "more_rows": say.raw("note.more_rows"),
        "printed_rows": say.raw("note.printed_rows"),
        "evidence_note": say.raw("note.evidence"),
        "whole": say.raw("column.total"),
        **{name: say.raw(f"board.{name}") for name in ("last_run", "stale", "fresh")},
        **{f"page_{name}": text for name, text in say.table("page").items()},
    }


def addressee(manner: Manner, say: Wording) -> str:
    """Return 主送机关 with its colon: whom the config names, else the place's own leaders."""
    return say("text.addressee", recipients=manner.office.recipients.rstrip(":：") or say("text.leaders"))


class PartMaker:
    """Makes parts by their key; tables and charts with nothing in them and nothing to say are left out."""

    def __init__(self, say: Wording) -> None:
        self._say = say

    def __call__(self, key: str, *tables: Table, charts: tuple[Chart, ...] = ()) -> Part:
        """Return the part named *key*."""
        kept = tuple(table for table in tables if table.rows or table.nothing)
        drawn = tuple(chart for chart in charts if not chart.empty)
        sheet = self._say.table("sheet").get(key, "")
        return Part(key, self._say(f"part.{key}"), kept, drawn, self._say.table("annex").get(key, ""), sheet)
