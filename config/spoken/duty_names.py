"""What people call a duty, and how they say of one of an office that it is done, late or still to be done."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from config.language import phrases
from config.packs.cadence_model import Act
from config.spoken.period_names import period_name
from config.vocabulary import CadenceState

#: Which of an act's words tells a state; a state without any is told by nobody.
_WORD = {
    CadenceState.MISSING: "overdue",
    CadenceState.DUE_SOON: "pending",
    CadenceState.NOT_DUE: "pending",
    CadenceState.LATE: "late",
}


@dataclass(frozen=True, slots=True)
class DutyNames:
    """Names of duties in one language.

    Attributes:
        titles: by a duty's id.
        acts: of duties of offices, by id; one that is not there counts as a report.
        language: ``zh-CN`` or ``en``.
        windows: of a duty that is owed in windows alone: each day's label, and what its window is called.
    """

    titles: Mapping[str, str]
    acts: Mapping[str, Act]
    language: str
    windows: Mapping[str, Mapping[str, str]] = field(default_factory=dict[str, Mapping[str, str]])

    def title(self, duty: str) -> str:
        """Return what people call *duty*: 信访工作例会."""
        return self.titles.get(duty, duty)

    def window(self, duty: str, period: str) -> str:
        """Return what the township calls the window that a *period*'s day lies in; "" for none."""
        return self.windows.get(duty, {}).get(period, "")

    def period(self, duty: str, period: str) -> str:
        """Return the period with a label as people call it: 2026年3月上半月, 国庆期间2026-10-01."""
        return period_name(period, self.language, self.window(duty, period))

    def kind(self, duty: str) -> str:
        """Return what an agenda calls its kind: 会议, 报送."""
        return self._words(duty)["kind"]

    def to_do(self, duty: str) -> str:
        """Return what is to be done, with its name: 召开信访工作例会."""
        return self._words(duty)["to_do"].format(title=self.title(duty))

    def state(self, duty: str, state: str) -> str:
        """Return how one that is owed or late stands: 逾期未召开, 尚未召开, 逾期召开."""
        return self._words(duty)[_WORD[CadenceState(state)]]

    def _words(self, duty: str) -> Any:
        return phrases(self.language, "duties")[self.acts.get(duty, Act.REPORT).value]
