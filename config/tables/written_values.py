"""How a value is written in a config: names, days, hours, cron lines, words of the vocabulary."""

import re
from datetime import date
from typing import Annotated
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, Field
from pydantic_core import PydanticCustomError

from config.cron import read_cron
from config.vocabulary import DEFAULT_ZONE, Family, Post

_NOT_IN_FILES = frozenset('/\\:*?"<>|\x7f')


class TomlTable(BaseModel):
    """A table of a config, whose keys are all known, and which never changes."""

    model_config = ConfigDict(frozen=True, extra="forbid", strict=True)


def _known_zone(name: str) -> str:
    try:
        ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError) as error:
        raise PydanticCustomError("zone", f"is no time zone; for China write {DEFAULT_ZONE}") from error
    return name


def _for_files(name: str) -> str:
    """A name that summaries' files are called by."""
    if name.strip() != name or name.startswith(".") or any(c in _NOT_IN_FILES or c < " " for c in name):
        raise PydanticCustomError("file_name", "must be a name that a file may have")
    return name


def _as_list(value: object) -> object:
    return [value] if isinstance(value, str) else value


def _as_date(value: object) -> object:
    """Let a date be written with quotes or without."""
    if isinstance(value, str):
        try:
            return date.fromisoformat(value)
        except ValueError as error:
            raise PydanticCustomError("date", "is no date; write it as 2026-01-31") from error
    return value


def _cron_line(line: str) -> str:
    try:
        read_cron(line)
    except ValueError as error:
        raise PydanticCustomError("cron", "{reason}", {"reason": str(error)}) from error
    return line


def _hours(text: str) -> str:
    hit = re.fullmatch(r"([01]\d|2[0-3]):([0-5]\d)-([01]\d|2[0-3]):([0-5]\d)", text)
    if hit is None or (hit[1], hit[2]) >= (hit[3], hit[4]):
        raise PydanticCustomError("hours", "is no part of a day; write it as 09:00-11:30")
    return text


Hours = Annotated[str, AfterValidator(_hours)]
Weekday = Annotated[int, Field(ge=1, le=7)]
Names = Annotated[list[str], BeforeValidator(_as_list)]
Day = Annotated[date, BeforeValidator(_as_date)]
Cron = Annotated[str, AfterValidator(_cron_line)]
Zone = Annotated[str, AfterValidator(_known_zone)]
FileName = Annotated[str, AfterValidator(_for_files)]


def one_of(kind: type[Family] | type[Post]) -> BeforeValidator:
    """Let a word of the vocabulary be written as the file spells it."""

    def read(value: object) -> object:
        if isinstance(value, str):
            try:
                return kind(value)
            except ValueError as error:
                known = ", ".join(kind)
                raise PydanticCustomError("choice", "must be one of: {known}", {"known": known}) from error
        return value

    return BeforeValidator(read)
