"""Mediation sittings: who mediates and receives, where, and how far ahead days are proposed."""

from typing import Annotated, Literal, Self

from pydantic import Field, model_validator
from pydantic_core import PydanticCustomError

from config.tables.written_values import Day, Hours, TomlTable, Weekday, one_of
from config.vocabulary import Family


class SittingsPart(TomlTable):
    """``[sittings]``: mediation sittings; with this table 调解排期 is kept and days are proposed."""

    enabled: bool = True
    families: list[Annotated[Family, one_of(Family)]] = Field(default=[Family.MEDIATION], min_length=1)
    notice: int = Field(default=3, ge=1, le=60)
    horizon: int = Field(default=20, ge=1, le=250)
    rest_days: bool = False
    am: Hours = "09:00-11:30"
    pm: Hours = "14:30-17:00"

    @model_validator(mode="after")
    def _reaches_beyond_its_notice(self) -> Self:
        if self.horizon < self.notice:
            raise PydanticCustomError("horizon", "looks ahead less far than notice: horizon < notice")
        return self


class MediatorPart(TomlTable):
    """``[[mediator]]``: who mediates where and when; without villages the whole township's."""

    name: str = Field(min_length=1)
    villages: list[str] = Field(default=[])
    days: list[Weekday] = Field(default=[])
    halves: list[Literal["am", "pm"]] = Field(default=["am", "pm"], min_length=1)
    per_day: int = Field(default=2, ge=1)
    off: list[Day] = Field(default=[])
    notify: list[str] = Field(default=[])


class PlacePart(TomlTable):
    """``[[place]]``: where sittings are held; without a village the place of every village that has none."""

    name: str = Field(min_length=1)
    village: str | None = None
    rooms: int = Field(default=1, ge=1)


class LeaderPart(TomlTable):
    """``[[leader]]``: who receives visitors in turn, and visits which villages."""

    name: str = Field(min_length=1)
    villages: list[str] = Field(default=[])
    off: list[Day] = Field(default=[])
