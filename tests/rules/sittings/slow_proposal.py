"""The slow obvious twin of proposing: lists of half-days, every slot tried, then every single exchange."""

from dataclasses import dataclass, replace
from datetime import date, timedelta
from itertools import product

import numpy as np

from config.vocabulary import Half
from rules.sittings.half_days import HalfDay
from rules.sittings.mediators import Mediator, Place, SittingOffice


@dataclass(frozen=True)
class Put:
    need: object
    slot: HalfDay
    mediator: Mediator


class SlowPlan:
    def __init__(
        self, office: SittingOffice, taken, calendar, today: date, *, notice, horizon, rest_days=False
    ):
        self.office, self.taken, self.calendar, self.today = office, taken, calendar, today
        self.rest_days = rest_days
        first, last = (
            calendar.add_working_days(np.datetime64(today, "D"), n).item() for n in (notice, horizon)
        )
        days = [first + timedelta(days=n) for n in range((last - first).days + 1)]
        self.window = [HalfDay(day, half) for day in days if self.is_open(day) for half in Half]
        self.puts: dict[str, Put] = {}

    def is_open(self, day):
        if bool(self.calendar.is_working(np.datetime64(day, "D"))):
            return True
        return self.rest_days and day.isoweekday() > 5 and day not in self.calendar.holidays

    def is_free(self, slot: HalfDay, mediator: Mediator, place: Place) -> bool:
        if slot.day < self.today or not self.is_open(slot.day) or slot.half not in mediator.halves:
            return False
        if slot.day in mediator.off or (mediator.days and slot.day.isoweekday() not in mediator.days):
            return False
        with_mediator = [t.half_day for t in self.taken if any(m.key == mediator.key for m in t.mediators)]
        with_mediator += [p.slot for p in self.puts.values() if p.mediator.key == mediator.key]
        if slot in with_mediator or sum(s.day == slot.day for s in with_mediator) >= mediator.per_day:
            return False
        here = sum(
            t.half_day == slot and t.place is not None and t.place.key == place.key for t in self.taken
        )
        here += sum(p.slot == slot and self.place(p.need).key == place.key for p in self.puts.values())
        return here < place.rooms

    def place(self, need):
        return self.office.place_of(need.village)

    def serving(self, need):
        return self.office.serving(need.village, need.named)

    def in_time(self, need, slot):
        return need.last_day is None or slot.day <= need.last_day

    def wanted(self, need):
        return [slot for slot in self.window if need.registered is None or slot.day >= need.registered]

    def first_free(self, need, groups, slots):
        for group in groups:
            for slot, mediator in product(slots, group):
                if self.is_free(slot, mediator, self.place(need)):
                    return slot, mediator
        return None

    def free_in_time(self, need):
        slots = [slot for slot in self.wanted(need) if self.in_time(need, slot)]
        return self.first_free(need, self.serving(need), slots)

    def put(self, need, found):
        self.puts[need.case] = Put(need, *found)

    def is_late(self, put):
        return not self.in_time(put.need, put.slot)

    def exchanges(self, need, queue):
        """Yield the state after every single exchange that serves *need* in time, best first."""
        own, more = self.serving(need)
        may = {mediator.key for mediator in (*own, *more)}
        slots = [slot for slot in self.wanted(need) if self.in_time(need, slot)]
        for other in reversed(queue):
            put = self.puts.get(other.case)
            if put is None or other is need or other.locked or self.is_late(put):
                continue
            if put.slot not in slots or put.mediator.key not in may:
                continue
            before = dict(self.puts)
            del self.puts[other.case]
            if self.is_free(put.slot, put.mediator, self.place(need)):
                self.put(need, (put.slot, put.mediator))
                found = self.free_in_time(other)
                if found:
                    self.put(other, found)
                    after = dict(self.puts)
                    self.puts = before
                    yield other, after
                    continue
            self.puts = before

    def serve_in_time(self, need, queue, served):
        found = self.free_in_time(need)
        if found:
            self.put(need, found)
            return True
        before = dict(self.puts)
        for other, after in self.exchanges(need, queue):
            self.puts = dict(after)
            # A room that becomes free must help nobody who waits: one new case moves one other.
            if self.place(other).key == self.place(need).key or not self.helped(queue, served):
                return True
            self.puts = dict(before)
        return False

    def helped(self, queue, served):
        """Return the cases that wait and could be served better now."""
        found = set()
        for need in queue:
            put = self.puts.get(need.case)
            if need.locked or (put is None and need.case not in served):
                continue
            if put is not None and not self.is_late(put):
                continue
            before = dict(self.puts)
            self.puts.pop(need.case, None)
            slots = self.wanted(need)
            if put is not None:
                slots = [slot for slot in slots if self.in_time(need, slot)]
            groups = [[*self.serving(need)[0], *self.serving(need)[1]]]
            better = self.first_free(need, groups, slots) or next(self.exchanges(need, queue), None)
            self.puts = before
            if better:
                found.add(need.case)
        return found

    def run(self, needs):
        queue = sorted(needs, key=lambda one: one.rank)
        for need in queue:
            if need.before is None:
                continue
            own, more = self.serving(need)
            mediator = next((m for m in (*own, *more) if m.key == need.before.mediator), None)
            if mediator and self.is_free(need.before.half_day, mediator, self.place(need)):
                self.put(need, (need.before.half_day, mediator))
        while any(self.improve(need, queue) for need in queue):
            pass
        served = set()
        for need in queue:
            if need.case in self.puts or need.locked:
                continue
            if not self.serve_in_time(need, queue, served):
                own, more = self.serving(need)
                found = self.first_free_late(need, [*own, *more])
                if found:
                    self.put(need, found)
            served.add(need.case)
        return {case: (p.slot, p.mediator.key, not self.is_late(p)) for case, p in self.puts.items()}

    def first_free_late(self, need, mediators):
        for slot in self.wanted(need):
            for mediator in mediators:
                if self.is_free(slot, mediator, self.place(need)):
                    return slot, mediator
        return None

    def improve(self, need, queue):
        put = self.puts.get(need.case)
        if put is None or need.locked or not self.is_late(put):
            return False
        del self.puts[need.case]
        if self.serve_in_time(need, queue, set()):
            return True
        self.puts[need.case] = put
        return False


def slow(needs, taken, office, calendar, today, **look):
    return SlowPlan(office, taken, calendar, today, **look).run([replace(need) for need in needs])
