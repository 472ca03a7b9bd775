"""Whether 调解排期 was found in order and nobody has changed it since: then a quiet pass need not read it."""

import hashlib
from collections.abc import Mapping

from scheduler.sittings.schedule_places import SchedulePlace
from scheduler.township import Township

#: Where the state notes the version of a sheet that was found in order, and the day.
_NOTE = "schedule"


class SheetOrder:
    """The note of the last pass that found the sheet in order, beside what would be noted now."""

    def __init__(self, township: Township, place: SchedulePlace | None, titles: Mapping[str, str]) -> None:
        """Look at the note, before anything is read.

        Args:
            township: whose it is.
            place: of the sheet; None while it is off.
            titles: ledger id to what people call it.
        """
        self._state = township.state
        version = place.version if place is not None else "off"
        spoken = township.settings.model_dump_json(include={"mediator", "place", "leader"})
        told = f"{township.judged_by}{spoken}{sorted(titles.items())}"
        rules = hashlib.sha256(told.encode()).hexdigest()[:32]
        self._mark = f"{version} {township.today} {rules}" if version else ""
        #: Whether nobody changed the sheet since it was found in order, nor has the day come.
        self.was_kept = (
            bool(self._mark) and self._state is not None and self._state.noted(_NOTE) == self._mark
        )

    @property
    def can_be_noted(self) -> bool:
        """Whether there is a state, and something that tells one version from another."""
        return bool(self._mark) and self._state is not None

    def note(self, *, in_order: bool) -> None:
        """Remember that the sheet says what it should, or that it does not."""
        if self._state is not None:
            self._state.note(_NOTE, self._mark if in_order else "")
