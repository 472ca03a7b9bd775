"""When and whom duties ask: rest days, steps of the ladder, posts, days of zero reports."""

from typing import Annotated, Self

from pydantic import Field, model_validator
from pydantic_core import PydanticCustomError

from config.tables.written_values import Day, TomlTable, one_of
from config.vocabulary import Post


class CalendarPart(TomlTable):
    """``[calendar.2027]``: a notice, or local days, over the built-in tables."""

    off: list[Day] = Field(default=[])
    work: list[Day] = Field(default=[])


class RungPart(TomlTable):
    """``[[rung]]``: one step of the ladder; working days, negative before the due date, positive after it."""

    at: int
    ask: Annotated[Post, one_of(Post)]


class PostPart(TomlTable):
    """``[[post]]``: who holds a post, and where the post's digest goes."""

    post: Annotated[Post, one_of(Post)]
    village: str | None = None
    org: str | None = None
    name: str = ""
    deputy: str | None = None
    notify: list[str] = Field(default=[])


class WindowPart(TomlTable):
    """``[[window]]``: days on which every village owes a zero report; both ends belong to it."""

    name: str = Field(min_length=1)
    first: Day
    last: Day

    @model_validator(mode="after")
    def _in_order(self) -> Self:
        if self.last < self.first:
            raise PydanticCustomError("window", "ends before it begins")
        return self
