"""One thing that doctor finds wrong: where, how bad, and the remedy."""

from dataclasses import dataclass
from enum import StrEnum

from config.errors import ConfigError, DuesheetError
from config.messages import Message


class Level(StrEnum):
    """How bad it is; notices alone leave the exit status at 0."""

    WRONG = "wrong"
    NOTICE = "notice"


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that is wrong, where, and what to do."""

    area: str
    error: DuesheetError
    level: Level = Level.WRONG

    @property
    def message(self) -> str:
        """What is wrong, in English."""
        return self.error.message

    @property
    def fix(self) -> str:
        """The next action, in English."""
        return self.error.fix


def config_finding(error: ConfigError) -> Finding:
    """Return the finding of a config that cannot be read at all."""
    return Finding("config", error)


def of_error(area: str, error: DuesheetError) -> Finding:
    """Return the finding of something that failed when it was looked at."""
    return Finding(area, error)


def finding(area: str, told: Message, level: Level = Level.WRONG) -> Finding:
    """Return the finding that *told* says, with its remedy."""
    return Finding(area, DuesheetError(told), level)


def finding_json(one: Finding, language: str) -> dict[str, str]:
    """Return a finding as ``doctor --json`` shows it."""
    return {
        "area": one.area,
        "level": one.level.value,
        "message": one.error.said(language),
        "fix": one.error.remedy(language),
    }
