"""What a rule pack says of a duty that hangs on an office: owed once in every period, whatever happens."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Any, ClassVar

from config.packs.pack_parts import STRICT, InLanguages, Roll, Source
from config.vocabulary import Post, Unit


class CadencePeriod(StrEnum):
    """How often an office owes something."""

    HALF_MONTH = "half_month"
    MONTH = "month"
    QUARTER = "quarter"
    YEAR = "year"
    WEEK = "week"
    DAY = "day"
    WORKING_DAY = "working_day"
    DAYS = "days"  # every *every* days, from *anchor* on
    WINDOW = "window"  # each day of the windows in township.toml


class Evidence(StrEnum):
    """Where it shows that a cadence was kept."""

    ROWS = "rows"  # rows registered in the period, or an explicit nil report
    SHEET = "sheet"  # a dated line of a worksheet
    OWN = "own"  # our own record that the list was published


class Owner(StrEnum):
    """Who can owe a cadence."""

    VILLAGE = "village"
    OFFICE = "office"  # the township's own
    DEPARTMENT = "department"  # [[department]]
    GRID = "grid"  # [[grid]]; the villages, where the config names none
    LEADER = "leader"  # [[leader]]; the office, where the config names none


class Proof(StrEnum):
    """What a line of a log must hold besides its date."""

    LINE = "line"  # anything at all
    SIGNED = "signed"  # a signer
    LEADER = "leader"  # a leader's name
    VISIT = "visit"  # a leader and the village he is linked to


class Act(StrEnum):
    """What an office does when it keeps a cadence; sentences about it take their verb from here."""

    REPORT = "report"  # 报送
    LIST = "list"  # 编制
    MEETING = "meeting"  # 召开
    RECEPTION = "reception"  # 接访
    VISIT = "visit"  # 下访
    ACTIVITY = "activity"  # 开展: training, study, screening, self-check
    SIGNING = "signing"  # 签订
    LOG = "log"  # 填写


@dataclass(frozen=True, slots=True, kw_only=True)
class Cadence:
    """One thing an office owes once in every period, whatever happens."""

    __pydantic_config__: ClassVar[Any] = STRICT

    id: str
    title: InLanguages
    source: Source
    period: CadencePeriod
    evidence: Evidence
    act: Act = Act.REPORT
    """What is done: a report is filed, a meeting held, a training carried out."""
    every: int = 1
    """For "days": the length of a period."""
    anchor: date | None = None
    """For "days": the first day of the first period."""
    due_day: int | None = None
    """The day of the period's month it is due; left out: counted from the period's end."""
    due_after: int = 0
    """How many days after the period's last day."""
    due_unit: Unit = Unit.WORKING_DAYS
    roll: Roll = Roll.NEXT
    """When the due day is a rest day."""
    sheets: tuple[str, ...] = ()
    """For "sheet": names of worksheets that hold the dated lines."""
    nil_counts: bool = True
    """An explicit 零报告 answers it."""
    proof: Proof = Proof.LINE
    """For "sheet": what a line must hold besides its date."""
    each_village: bool = True
    """Owed by every village; else once, by the township's office."""
    owners: tuple[Owner, ...] = ()
    """Who owes it, where that is more or others than each_village says."""
    owes: Post = Post.HANDLER
    enabled: bool = False
    """Off unless the township turns it on: an empty worksheet nobody keeps would be noise."""
    pack: str = ""
    valid_from: date | None = None
    valid_to: date | None = None

    @property
    def owed_by(self) -> tuple[Owner, ...]:
        """Who owes it."""
        return self.owners or ((Owner.VILLAGE,) if self.each_village else (Owner.OFFICE,))
