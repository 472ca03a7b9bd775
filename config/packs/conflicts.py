"""What makes a pack, or a stack of packs, impossible to follow."""

from collections.abc import Iterator, Sequence
from datetime import date
from itertools import product

from config.packs.model import Condition, Duty, DutyKind, Extending, Pack, Scope
from config.vocabulary import Category, Channel, Complexity, Unit

#: A key, what is wrong with it, and the remedy.
Fault = tuple[str, str, str]

_TIMED = (DutyKind.CLOSING, DutyKind.STEP, DutyKind.AFTER, DutyKind.MONTHLY, DutyKind.REMARK)
_LONGEST = {Unit.WORKING_DAYS: 750, Unit.CALENDAR_DAYS: 1100, Unit.MONTHS: 36}


def check_duty(duty: Duty) -> Iterator[Fault]:
    """Yield what is wrong with one duty by itself."""
    if not duty.source.quote.strip() or not duty.source.work.strip():
        yield "source", "names no source", "quote the clause, and say where it stands"
    if duty.kind not in _TIMED:
        return
    if not duty.counts_from:
        yield "counts_from", "is missing", "name the dates that start the clock, the best one first"
    both = set(duty.counts_from) & set(duty.done_by)
    if both:
        yield (
            "done_by",
            f"circular: {', '.join(sorted(both))} would both start and end it",
            "let another date end it",
        )
    if duty.kind is not DutyKind.CLOSING and duty.kind is not DutyKind.REMARK and not duty.done_by:
        yield "done_by", "is missing", "name what shows that it was done; only a closing duty has no need"
    yield from _check_length(duty)
    if duty.extension is Extending.CAPPED and duty.extension_days <= 0:
        yield "extension_days", "is missing", "say how many calendar days an extension may add"
    if duty.id in duty.replaces:
        yield "replaces", "circular: it replaces itself", "leave it out"


def _check_length(duty: Duty) -> Iterator[Fault]:
    if duty.written:
        if duty.kind is not DutyKind.CLOSING or duty.length is not None:
            yield "written", "only a closing duty without a length can stand in the row", "leave one out"
    elif duty.length is None or duty.unit is None:
        yield "length", "has no length and unit", "write both, for example length = 15, unit = calendar_days"
    elif not 0 <= duty.length <= _LONGEST[duty.unit]:
        yield "length", f"{duty.length} {duty.unit} is no length", f"at most {_LONGEST[duty.unit]}"
    elif duty.kind is DutyKind.MONTHLY and (duty.length, duty.unit) != (1, Unit.MONTHS):
        yield "unit", "a monthly duty is owed once a month", "write length = 1, unit = months"


def check_stack(packs: Sequence[Pack]) -> Iterator[tuple[tuple[int, int], str, str]]:
    """Yield ((pack, duty), what, fix) for duties that cannot hold together."""
    places = [
        ((p, d), duty) for p, pack in enumerate(packs) for d, duty in enumerate(pack.duty) if duty.enabled
    ]
    yield from _check_replaced(places)
    for number, (place, duty) in enumerate(places):
        for _, other in places[:number]:
            if not _meet(duty, other):
                continue
            if duty.id == other.id:
                yield (
                    place,
                    f"contradictory: {other.pack} has a duty {duty.id} for the same days and ledgers",
                    "rename one, or give the two packs valid_from and valid_to that do not overlap",
                )
            elif _both_close(duty, other):
                yield (
                    place,
                    f"contradictory: {other.pack} {other.id} sets another limit for the same rows",
                    f"choose one pack, or write replaces = [{other.id}] here",
                )


def _check_replaced(
    places: Sequence[tuple[tuple[int, int], Duty]],
) -> Iterator[tuple[tuple[int, int], str, str]]:
    by_id = {duty.id: duty for _, duty in places}
    for place, duty in places:
        seen: set[str] = set()
        todo = list(duty.replaces)
        while todo:
            name = todo.pop()
            if name not in by_id:
                yield place, f"replaces {name}, which no pack has", "name a duty of these packs"
                return
            if name == duty.id:
                yield place, f"circular: {duty.id} replaces itself through others", "break the circle"
                return
            if name not in seen:
                seen.add(name)
                todo.extend(by_id[name].replaces)


def _meet(a: Duty, b: Duty) -> bool:
    """Whether two duties can bind the same ledger on the same day."""
    starts = max(a.valid_from or date.min, b.valid_from or date.min)
    ends = min(a.valid_to or date.max, b.valid_to or date.max)
    return bool(a.families & b.families) and starts <= ends


def _both_close(a: Duty, b: Duty) -> bool:
    """Whether two closing limits of the township's own can bind one row."""
    for duty in (a, b):
        if duty.kind is not DutyKind.CLOSING or duty.scope is not Scope.TOWNSHIP or duty.written:
            return False
    if a.id in b.replaces or b.id in a.replaces:
        return False
    said = product(("", *Complexity), ("", *Channel), ("", *Category))
    return any(_met(a, row) and _met(b, row) for row in said)


def _met(duty: Duty, row: tuple[str, str, str]) -> bool:
    return not duty.when or any(_meets(part, row) for part in duty.when)


def _meets(condition: Condition, row: tuple[str, str, str]) -> bool:
    complexity, channel, category = row
    return (
        (condition.complexity is None or complexity in condition.complexity)
        and (condition.channel is None or channel in condition.channel)
        and (condition.channel_not is None or channel not in condition.channel_not)
        and (condition.category is None or category in condition.category)
    )
