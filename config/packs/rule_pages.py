"""Make ``docs/rules.md`` and ``docs/pack.schema.json`` from the packs.

``python -m config.packs.rule_pages docs``; a test checks that both are current.
"""

import json
import sys
from collections.abc import Iterator
from dataclasses import fields
from pathlib import Path
from typing import Any

from config.packs.cadence_model import Cadence, CadencePeriod, Owner, Proof
from config.packs.cadence_states import states_of
from config.packs.model import Condition, Duty, DutyKind, Extending, Pack, SittingAsk
from config.packs.pack_files import built_in_packs, shape
from config.packs.pack_parts import Roll
from config.vocabulary import CadenceState, Unit

HEAD = """\
# The rules

What duesheet times, from the rule packs in `config/packs/duties/`. This page is made from them by
`python -m config.packs.rule_pages docs`; a test keeps it current. The form of a pack is
[pack.schema.json](pack.schema.json); a township writes packs of its own and names them by path in
`township.toml`, under `rules`.

A pack is chosen by name; `common` is always there. Day 1 of a limit is the day after the event; a last day
that is a rest day becomes the next working day where "rolls" says so (Civil Code art. 201 to 203). Sources
S0 to S4 are the work plans the project started from.

## What duesheet does not do

duesheet watches offices' duties: to register, hand over, reply, report, evaluate. It has no list of persons
and follows nobody: no whereabouts or movements, no control, persuading back or fetching back of petitioners,
no ledger of "unstable" or "key" people, no daily reports about persons, and no key figure that asks for fewer
people to come or to come again. Clauses of that kind are in no pack, and a duty that stands beside one is
quoted without it. A column of that kind in a ledger is neither read nor copied. The reason is plain: a flag
that an office is late helps the people of a case; a flag on the people of a case does not.
"""

_UNITS = {
    Unit.WORKING_DAYS: ("working day", "working days"),
    Unit.CALENDAR_DAYS: ("calendar day", "calendar days"),
    Unit.MONTHS: ("month", "months"),
}
_ROLLS = {
    Roll.NEXT: "rolls to the next working day",
    Roll.PREVIOUS: "rolls to the working day before",
    Roll.NONE: "does not roll",
}


#: How a duty of an office may stand.
STATES = """## How a duty of an office stands

| state | when |
| --- | --- |
| `not_due` | nothing filed yet, more than three working days before its due day |
| `due_soon` | nothing filed yet, from three working days before its due day to the day itself |
| `on_time` | filed by the due day |
| `late` | filed after it |
| `nil` | an explicit 零报告, where the duty lets one answer it |
| `missing` | the due day is past and nothing is filed; until it is filed, or the period after it is over |

`due_soon` and `missing` stand in `check` and `run`, in `status`, on the board, in the agenda and in
the digest of the post that owes the duty. A line of a log counts from the period's first day on:
for the period it names (所属期), else, of a report due after its period's end, for the oldest period
still open, else for its own; one line answers for one period. A printed date whose other cells are
empty is no evidence. A duty of leaders falls to the office, and a visit to each village, where the
config names no `[[leader]]`; one of grids falls to the villages where it names no `[[grid]]`.
"""


def rules_page() -> str:
    """Return ``docs/rules.md``."""
    parts = [HEAD, STATES, *(part for pack in built_in_packs() for part in _pack(pack))]
    return "\n".join(parts).rstrip() + "\n"


def schema() -> str:
    """Return ``docs/pack.schema.json``."""
    made: dict[str, Any] = shape().json_schema()
    made = {"$schema": "https://json-schema.org/draft/2020-12/schema", **made, "title": "duesheet rule pack"}
    for name in ("Duty", "Cadence"):
        # Filled in from the pack, never written.
        for key in ("pack", "scope"):
            made["$defs"][name]["properties"].pop(key, None)
    return json.dumps(made, ensure_ascii=False, indent=2) + "\n"


def _pack(pack: Pack) -> Iterator[str]:
    yield f"## {pack.id}: {pack.title.zh}, {pack.title.en}\n"
    yield f"Binds: {', '.join(sorted(pack.families))}. {_validity(pack)}\n"
    if pack.duty:
        yield "### Duties on a case\n"
    for duty in pack.duty:
        yield from _duty(duty, pack)
    if pack.cadence:
        yield "### Duties of an office\n"
    for cadence in pack.cadence:
        yield from _cadence(cadence)
    if pack.sitting:
        yield "### Asked about sittings\n"
        yield (
            "Soft: one sentence at the end of the reminder, never a light. The 5 and 2 working days are "
            "working practice, not law; a township changes them in a pack of its own.\n"
        )
    for ask in pack.sitting:
        yield from _sitting(ask)
    if pack.not_automated:
        yield "### Not automated\n"
        yield "| id | source | why |"
        yield "| --- | --- | --- |"
        for left in pack.not_automated:
            source = f"{left.source.work}{left.source.article}：「{left.source.quote}」"
            yield f"| {left.id} | {source} | {left.why.zh}. {_capital(left.why.en)}. |"
        yield ""


def _validity(pack: Pack) -> str:
    if pack.valid_from and pack.valid_to:
        return f"Valid from {pack.valid_from} to {pack.valid_to}."
    if pack.valid_from:
        return f"Valid from {pack.valid_from}."
    return f"Valid to {pack.valid_to}." if pack.valid_to else "Valid without limit of time."


def _duty(duty: Duty, pack: Pack) -> Iterator[str]:
    yield f"**{duty.id}** {duty.title.zh}, {duty.title.en}: {_limit(duty)}\n"
    facts = list(_facts(duty, pack))
    if facts:
        yield f"{'; '.join(facts)}.\n"
    yield f"> {duty.source.work}{duty.source.article}：「{duty.source.quote}」\n"


def _limit(duty: Duty) -> str:
    start = ", else ".join(duty.counts_from)
    if duty.kind is DutyKind.FLAG:
        return "named, without a length; the light stays as it was."
    if duty.kind is DutyKind.COMMITTEE:
        return "overdue when a quarter ends: the standing committee is addressed until it is closed."
    if duty.kind is DutyKind.MONTHLY:
        return f"once in each calendar month after the one of {start}; due on the month's last day."
    if duty.written:
        return f"the date in the row, as written; a length counts from {start} and {_ROLLS[duty.roll]}."
    assert duty.unit is not None  # noqa: S101  the pack was checked
    one, many = _UNITS[duty.unit]
    length = "the same day" if duty.length == 0 else f"{duty.length} {one if duty.length == 1 else many}"
    roll = "" if duty.unit is Unit.WORKING_DAYS else f"; {_ROLLS[duty.roll]}"
    return f"{length} from {start}{roll}."


def _facts(duty: Duty, pack: Pack) -> Iterator[str]:
    if duty.families != pack.families:
        yield f"binds {', '.join(sorted(duty.families))} only"
    if duty.when:
        yield f"applies when {' or '.join(_condition(part) for part in duty.when)}"
    if duty.exempt_words:
        yield f"not when the category says {'、'.join(duty.exempt_words)}"
    if duty.done_by:
        yield f"done by {' or '.join(duty.done_by)}"
    if duty.routing_only:
        yield "only where the ledger has a 转办 column"
    yield from _manner(duty)


def _manner(duty: Duty) -> Iterator[str]:
    yield f"owed by {duty.owes}"
    if duty.ceiling:
        yield f"asks nobody above {duty.ceiling}"
    if duty.soft:
        yield "soft: amber, never red"
    if duty.gives_way:
        yield "a limit in the row takes its place"
    if duty.extension is Extending.REPLACES:
        yield "an approved extension takes its place"
    if duty.extension is Extending.CAPPED:
        yield f"an approved extension moves it by {duty.extension_days} calendar days at most"
    if duty.kind is DutyKind.REMARK:
        yield "named in the note only, never a light"
    if not duty.enabled:
        yield "off by default"


def _condition(condition: Condition) -> str:
    parts: list[str] = []
    for name in (field.name for field in fields(condition)):
        value = getattr(condition, name)
        if value is None:
            continue
        if isinstance(value, bool):
            parts.append(f"{name} = {'yes' if value else 'no'}")
        else:
            parts.append(f"{name} in ({', '.join(sorted(item or 'blank' for item in value))})")
    return " and ".join(parts)


_OWED_BY = {
    Owner.VILLAGE: "each village",
    Owner.OFFICE: "the township's office",
    Owner.DEPARTMENT: "each department",
    Owner.GRID: "each grid",
    Owner.LEADER: "each leader",
}

_PROOF = {
    Proof.LINE: "",
    Proof.SIGNED: " with its signer",
    Proof.LEADER: " with a leader's name",
    Proof.VISIT: " with the leader and each of his villages",
}


def _cadence(cadence: Cadence) -> Iterator[str]:
    every = (
        f"every {cadence.every} days"
        if cadence.period is CadencePeriod.DAYS
        else cadence.period.replace("_", " ")
    )
    whose = " and ".join(_OWED_BY[owner] for owner in cadence.owed_by)
    state = "on" if cadence.enabled else "off by default"
    yield (
        f"**{cadence.id}** {cadence.title.zh}, {cadence.title.en}: {every}, owed by {whose}; "
        f"due {_due(cadence)}; evidence: {_evidence(cadence)}{_PROOF[cadence.proof]}; {state}.\n"
    )
    yield f"States: {', '.join(f'`{one}`' for one in states_of(cadence))}.\n"
    yield f"> {cadence.source.work}{cadence.source.article}：「{cadence.source.quote}」\n"


def _sitting(ask: SittingAsk) -> Iterator[str]:
    start = ", else ".join(ask.counts_from) or "the last sitting"
    one, many = _UNITS[ask.unit]
    words = f"; not when the category says {'、'.join(ask.exempt_words)}" if ask.exempt_words else ""
    off = "" if ask.enabled else "; off by default"
    when = ask.when.replace("_", " ")
    length = f"{ask.length} {one if ask.length == 1 else many}"
    yield f"**{ask.id}** when {when}: {length} from {start}{words}{off}.\n"
    yield f"> {ask.source.work}{ask.source.article}：「{ask.source.quote}」\n"


def _due(cadence: Cadence) -> str:
    if cadence.due_day is not None:
        return f"on day {cadence.due_day} of the month ({_ROLLS[cadence.roll]})"
    if not cadence.due_after:
        return "on its last day"
    one, many = _UNITS[cadence.due_unit]
    return f"{cadence.due_after} {one if cadence.due_after == 1 else many} after its end"


def _evidence(cadence: Cadence) -> str:
    nil = ", or an explicit 零报告" if CadenceState.NIL in states_of(cadence) else ""
    return {
        "rows": f"rows registered in it{nil}",
        "sheet": f"dated lines in the worksheet {' / '.join(cadence.sheets)}{nil}",
        "own": "the list duesheet published",
    }[cadence.evidence]


def _capital(sentence: str) -> str:
    return sentence[:1].upper() + sentence[1:]


def write(folder: Path) -> None:
    """Write both files into *folder*."""
    (folder / "rules.md").write_text(rules_page(), "utf-8")
    (folder / "pack.schema.json").write_text(schema(), "utf-8")


if __name__ == "__main__":
    write(Path(sys.argv[1]))
