"""A township ready for work: its settings, rules, store and state, joined once per command."""

import hashlib
import json
import secrets
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from functools import cached_property
from pathlib import Path
from typing import Any

from config.calendar import WorkCalendar
from config.calendars import CalendarYear
from config.cluster_settings import cluster_of
from config.errors import ConfigError
from config.loading.settings_file import CONFIG_NAME, find_config, load_settings
from config.messages import message
from config.packs import load_packs
from config.packs.cadence_model import CadencePeriod
from config.settings import Settings
from config.spoken.duty_names import DutyNames
from config.spoken.office import organ_kind
from config.tables.duty_tables import CalendarPart
from rules.ruleset import Rules, Rung, Window
from scheduler import clock
from scheduler.state import State, open_state
from sync.known_stores import open_store
from sync.store import Store

#: Where the state notes the duties of offices that somebody still owes, as a pass's JSON has them.
OWED_NOTE = "office_duties"
#: Where it notes what could not be written of board and marks apart, each as an error in JSON.
UNWRITTEN_NOTE = "unwritten"


def owed_duties(state: State) -> list[Mapping[str, Any]]:
    """Return the duties of offices that somebody still owed when a pass last looked."""
    return json.loads(state.noted(OWED_NOTE) or "[]")


@dataclass(frozen=True)
class Township:
    """Everything a pass or a report needs.

    Attributes:
        today: the date in the township; the only date the rules ever see.
        now: reads the clock, in the township's zone; for run times only.
        state: None when nothing may be remembered and nothing is there yet (`check`).
    """

    settings: Settings
    today: date
    now: Callable[[], datetime]
    rules: Rules
    store: Store
    state: State | None

    @property
    def language(self) -> str:
        """The language of the words we write."""
        return self.settings.township.language

    @cached_property
    def villages(self) -> frozenset[str]:
        """The villages that the config names."""
        return frozenset(village.name for village in self.settings.village)

    @cached_property
    def judged_by(self) -> str:
        """A hash of all that a ledger's marks depend on besides its rows and the day."""
        return _digest(self.settings, self.rules)

    def duty_names(self, language: str = "") -> DutyNames:
        """Return what the duties of its packs are called, in *language*; default: the township's."""
        said, packs = language or self.language, self.rules.packs
        titles = {one.id: one.title.said(said) for pack in packs for one in (*pack.duty, *pack.cadence)}
        cadences = [one for pack in packs for one in pack.cadence]
        named = self.rules.window_names()
        windows = {one.id: named for one in cadences if one.period is CadencePeriod.WINDOW}
        return DutyNames(titles, {one.id: one.act for one in cadences}, said, windows)

    def owner_of(self, cadence: Mapping[str, object]) -> str:
        """Return who owes one of a pass's cadences, as a person is called: 青石村, 司法所, 王某→青石村."""
        owner, village = cadence.get("owner", ""), str(cadence.get("village") or "")
        leaders = self.settings.leader
        if isinstance(owner, int) and 0 < owner <= len(leaders):
            name = leaders[owner - 1].name
            return f"{name}→{village}" if village else name
        return str(owner) or village or self.settings.township.name

    def with_calendar(self, years: Mapping[str, CalendarPart]) -> "Township":
        """Return the same township under other working days for *years*."""
        overlay = _overlay({**self.settings.calendar, **years})
        return replace(self, rules=replace(self.rules, calendar=WorkCalendar.build(overlay)))

    def with_packs(self, packs: Sequence[str]) -> "Township":
        """Return the same township under other rule packs."""
        chosen = load_packs(packs, self.settings.base)
        return replace(self, rules=replace(self.rules, packs=chosen))


def open_township(
    config: Path | None,
    today: date | None = None,
    *,
    remember: bool = True,
    state: State | None = None,
) -> Township:
    """Read the config and join what it names.

    Args:
        config: the file, or None for the nearest township.toml.
        today: the date to work as of; None asks the clock.
        remember: False for a command that writes nothing, not even its own state.
        state: one that is open already, instead of the config's.

    Raises:
        ConfigError: the config, a pack, the store's place or the state is wrong.
    """
    settings = load_settings(find_config(config, Path.cwd()))
    zone = settings.zone
    return make_township(
        settings,
        open_store(settings),
        state or _state(settings, create=remember),
        today=today or clock.today(zone),
        now=lambda: clock.now(zone),
    )


def _state(settings: Settings, *, create: bool) -> State | None:
    """Open the township's own state, or its part of the one that its cluster's workers share."""
    member = cluster_of(settings.base / CONFIG_NAME)
    if member is None:
        return open_state(settings.state.url, settings.base, create=create)
    cluster, name = member
    return open_state(cluster.address, cluster.base, township=name)


def make_township(
    settings: Settings, store: Store, state: State | None, *, today: date, now: Callable[[], datetime]
) -> Township:
    """Join settings, a store and a state that are already at hand.

    Raises:
        ConfigError: a rule pack is unknown or wrong.
    """
    return Township(settings, today, now, _rules(settings), store, state)


def _overlay(years: Mapping[str, CalendarPart]) -> dict[int, CalendarYear]:
    return {int(year): CalendarYear(off=part.off, work=part.work) for year, part in years.items()}


def _rules(settings: Settings) -> Rules:
    ladder = tuple(Rung(at=rung.at, ask=rung.ask) for rung in settings.rung)
    rules = Rules(
        packs=load_packs(settings.township.rules, settings.base),
        calendar=WorkCalendar.build(_overlay(settings.calendar)),
        adopted_on=settings.township.adopted_on,
        escalate_backlog=settings.township.escalate_backlog,
        approvers=frozenset(settings.township.approvers),
        acknowledged_days=settings.township.acknowledged_days,
        cadences_on=frozenset(settings.township.cadences),
        windows=tuple(Window(part.name, part.first, part.last) for part in settings.window),
        organ=organ_kind(settings.township.name),
    )
    _check_cadences(settings.township.cadences, rules)
    return replace(rules, ladder=ladder) if ladder else rules


def _check_cadences(wanted: Sequence[str], rules: Rules) -> None:
    known = [cadence.id for pack in rules.packs for cadence in pack.cadence]
    for name in wanted:
        if name not in known:
            raise ConfigError(message("settings.cadence", name=name, known=", ".join(known)))


def _digest(settings: Settings, rules: Rules) -> str:
    parts = {"township", "headers", "village", "marks", "sittings", "leader", "department", "grid"}
    spoken = settings.model_dump_json(include=parts)
    return hashlib.sha256(f"{rules.fingerprint}\n{spoken}".encode()).hexdigest()[:32]


def new_run(township: Township) -> str:
    """Return a name for a run: when it began, and a few letters so that two never meet."""
    return f"{township.now():%Y%m%d-%H%M%S}-{secrets.token_hex(2)}"


def state_of(township: Township) -> State:
    """Return the township's state.

    Raises:
        ConfigError: there is none.
    """
    if township.state is None:
        raise ConfigError(message("entry.nothing_yet"))
    return township.state
