"""What a rule pack says: duties that hang on a case, cadences that hang on an office.

These frozen dataclasses are both what the rules read and the form of the TOML file: pydantic checks a
file against them (`config.packs.reading`), and ``docs/pack.schema.json`` is made from them.
"""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Any, ClassVar

from config.packs.cadence_model import Cadence
from config.packs.pack_parts import STRICT, InLanguages, Roll, Source
from config.vocabulary import Category, Channel, Complexity, Family, Post, Role, Satisfaction, Unit


class DutyKind(StrEnum):
    """How a duty's clock runs."""

    CLOSING = "closing"  # ends when the case is closed
    STEP = "step"  # ends on an event of its own while the case is open
    AFTER = "after"  # begins with the closing, or with a request after it
    MONTHLY = "monthly"  # once in each calendar month while the case is open
    FLAG = "flag"  # has no length: named, and the light stays as it was
    COMMITTEE = "committee"  # changes who is asked, once overdue at a quarter's end
    REMARK = "remark"  # a date worth knowing, never a light


class Scope(StrEnum):
    """Whose rule it is; it decides which of the two flags lateness raises."""

    COMMON = "common"  # every township: counts as the township's own
    TOWNSHIP = "township"  # 逾镇定期限
    STATUTE = "statute"  # 逾法定期限
    MEDIATION = "mediation"


class Extending(StrEnum):
    """What an approved extension does to a limit."""

    NONE = "none"
    REPLACES = "replaces"  # 延期至 takes its place
    CAPPED = "capped"  # the earlier of 延期至 and the limit + extension_days


@dataclass(frozen=True, slots=True, kw_only=True)
class Condition:
    """A row meets it when every part that is given holds."""

    __pydantic_config__: ClassVar[Any] = STRICT

    complexity: frozenset[Complexity | str] | None = None
    """One of these; "" is a row that says nothing."""
    channel: frozenset[Channel | str] | None = None
    """One of these."""
    channel_not: frozenset[Channel | str] | None = None
    """None of these."""
    category: frozenset[Category | str] | None = None
    """One of these."""
    satisfaction: frozenset[Satisfaction] | None = None
    """One of these."""
    leader: bool | None = None
    """A 包案领导 is named in the row, or is not."""
    returned: bool | None = None
    """The row says it was wrongly sent, or does not."""
    agreed: bool | None = None
    """It ended in an agreement, or did not."""
    second_round: bool | None = None
    """It was asked for after an earlier decision, or was not."""
    review_open: bool | None = None
    """A review runs or was asked for, or not."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Duty:
    """One thing an office owes on a case, and by when."""

    __pydantic_config__: ClassVar[Any] = STRICT

    id: str
    """Stands in JSON and state; capitals, digits and _."""
    title: InLanguages
    """Its name in a sentence."""
    deed: InLanguages
    """What is to be done, after the date: 应于3月20日〈办结〉."""
    kind: DutyKind
    source: Source
    counts_from: tuple[Role, ...] = ()
    """The first of these dates that is readable starts the clock; the day after it is day 1."""
    done_by: tuple[Role, ...] = ()
    """Any of these, filled, ends it; a closing duty ends with the case."""
    written: bool = False
    """The row itself says the limit (办理期限), as a date or as a length."""
    length: int | None = None
    """How long; left out when the row says it."""
    unit: Unit | None = None
    roll: Roll = Roll.NEXT
    """When the last day is a rest day."""
    families: frozenset[Family] = frozenset()
    """Ledgers it binds; left out: the pack's."""
    when: tuple[Condition, ...] = ()
    """Rows it binds: those that meet any of these; left out: all."""
    exempt_words: tuple[str, ...] = ()
    """A row whose category text holds one of these is not bound."""
    needs: frozenset[Role] = frozenset()
    """A ledger with none of these columns is not timed; left out: *done_by*."""
    routing_only: bool = False
    """Only where the ledger has a 转办 column of its own."""
    optional: bool = False
    """A ledger without its column is not told so."""
    soft: bool = False
    """Past due it stays amber and asks only the handler."""
    ceiling: Post | None = None
    """The highest post that is asked."""
    owes: Post = Post.HANDLER
    """Who owes it."""
    gives_way: bool = False
    """A limit written in the row takes its place."""
    extension: Extending = Extending.NONE
    extension_days: int = 0
    """For "capped": how many calendar days an extension may add."""
    replaces: tuple[str, ...] = ()
    """Duties it takes the place of on the rows it binds."""
    enabled: bool = True
    """Off: listed, never applied."""
    pack: str = ""
    scope: Scope = Scope.COMMON
    valid_from: date | None = None
    valid_to: date | None = None


class SittingAsked(StrEnum):
    """What a case lacks that is asked for."""

    NOTHING_AGREED = "nothing_agreed"  # no sitting held, none booked
    FAILED = "failed"  # the last one failed, none booked
    NO_OUTCOME = "no_outcome"  # the last one's outcome is not written down


@dataclass(frozen=True, slots=True, kw_only=True)
class SittingAsk:
    """Something softly asked about the sittings of a live case; it is never a light."""

    __pydantic_config__: ClassVar[Any] = STRICT

    id: str
    when: SittingAsked
    source: Source
    length: int
    unit: Unit = Unit.WORKING_DAYS
    counts_from: tuple[Role, ...] = ()
    """The first of these dates that is readable; left out: the day of the last sitting."""
    exempt_words: tuple[str, ...] = ()
    """A row whose category text holds one of these is not asked."""
    enabled: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class LeftOut:
    """A duty of the sources that is not automated, and why."""

    __pydantic_config__: ClassVar[Any] = STRICT

    id: str
    why: InLanguages
    source: Source


@dataclass(frozen=True, slots=True, kw_only=True)
class Pack:
    """One rule pack."""

    __pydantic_config__: ClassVar[Any] = STRICT

    id: str
    title: InLanguages
    scope: Scope
    families: frozenset[Family]
    """Ledgers its duties bind."""
    valid_from: date | None = None
    """The first day it is valid; a closed case is judged by what was valid when it was closed."""
    valid_to: date | None = None
    """The last day it is valid."""
    duty: tuple[Duty, ...] = ()
    cadence: tuple[Cadence, ...] = ()
    sitting: tuple[SittingAsk, ...] = ()
    not_automated: tuple[LeftOut, ...] = ()
