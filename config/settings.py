"""``township.toml``: what an operator may set, checked where it enters.

An unknown key, a wrong type or a missing file is a `ConfigError` that names the key, the line and the
remedy. Paths are relative to the file they stand in.
"""

import difflib
import re
import tomllib
from collections.abc import Iterable, Sequence
from datetime import date, tzinfo
from pathlib import Path
from typing import Annotated, Any, Literal, Self, cast
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from pydantic import (
    AfterValidator,
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    ValidationError,
    model_validator,
)
from pydantic_core import ErrorDetails, PydanticCustomError

from config.cron import read_cron
from config.errors import ConfigError
from config.messages import Message, message
from config.vocabulary import Family, Post, Role
from config.wrong_values import told_of, toml_error

CONFIG_NAME = "township.toml"

#: A spreadsheet in place of a folder: its browser address, or its bare id, which is longer than any name.
_SPREADSHEET = re.compile(r"(?:https?://\S*/spreadsheets/d/)([A-Za-z0-9_-]+)\S*|([A-Za-z0-9_-]{40,})")

#: Roles a township may give headings of its own for.
_HEADING_ROLES = frozenset(Role) - {Role.CATEGORY_TICK, Role.STATUS_TICK, Role.OTHER}


_NOT_IN_FILES = frozenset('/\\:*?"<>|\x7f')


class _Part(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid", strict=True)


def _known_zone(name: str) -> str:
    try:
        ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError) as error:
        raise PydanticCustomError("zone", "is no time zone; for China write Asia/Shanghai") from error
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


def _enum(kind: type[Family] | type[Post]) -> BeforeValidator:
    def read(value: object) -> object:
        if isinstance(value, str):
            try:
                return kind(value)
            except ValueError as error:
                known = ", ".join(kind)
                raise PydanticCustomError("choice", "must be one of: {known}", {"known": known}) from error
        return value

    return BeforeValidator(read)


FileName = Annotated[str, AfterValidator(_for_files)]


class TownshipPart(_Part):
    """``[township]``: whose ledgers these are, and which rules hold."""

    name: FileName = Field(min_length=1, max_length=60)
    timezone: Zone = "Asia/Shanghai"
    language: Literal["zh-CN", "en"] = "zh-CN"
    rules: list[str] = Field(default=["sichuan_2026", "statute", "mediation"], min_length=1)
    adopted_on: Day | None = None
    escalate_backlog: bool = False
    approvers: list[str] = Field(default=[])
    acknowledged_days: int = Field(default=3, ge=0)
    cadences: list[str] = Field(default=[])


class LedgersPart(_Part):
    """``[ledgers]``: where they live."""

    store: Literal["folder", "google"] = "folder"
    folder: str = "ledgers"
    office: str | None = None
    exclude: Names = Field(default=[])
    credentials: Names = Field(default=[])
    drive_folder: str | None = None
    endpoint: str | None = None


class VillagePart(_Part):
    """``[[village]]``: one village and its ledgers."""

    name: str = Field(min_length=1)
    ledger: Names = Field(min_length=1)
    family: Annotated[Family, _enum(Family)] | None = None
    ends: Literal["open"] | None = None


class CalendarPart(_Part):
    """``[calendar.2027]``: a notice, or local days, over the built-in tables."""

    off: list[Day] = Field(default=[])
    work: list[Day] = Field(default=[])


class RungPart(_Part):
    """``[[rung]]``: one step of the ladder; working days, negative before the due date, positive after it."""

    at: int
    ask: Annotated[Post, _enum(Post)]


class PostPart(_Part):
    """``[[post]]``: who holds a post, and where the post's digest goes."""

    post: Annotated[Post, _enum(Post)]
    village: str | None = None
    org: str | None = None
    name: str = ""
    deputy: str | None = None
    notify: list[str] = Field(default=[])


class WindowPart(_Part):
    """``[[window]]``: days on which every village owes a zero report; both ends belong to it."""

    name: str = Field(min_length=1)
    first: Day
    last: Day

    @model_validator(mode="after")
    def _in_order(self) -> Self:
        if self.last < self.first:
            raise PydanticCustomError("window", "ends before it begins")
        return self


class SittingsPart(_Part):
    """``[sittings]``: mediation sittings; with this table 调解排期 is kept and days are proposed."""

    enabled: bool = True
    families: list[Annotated[Family, _enum(Family)]] = Field(default=[Family.MEDIATION], min_length=1)
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


class MediatorPart(_Part):
    """``[[mediator]]``: who mediates where and when; without villages the whole township's."""

    name: str = Field(min_length=1)
    villages: list[str] = Field(default=[])
    days: list[Weekday] = Field(default=[])
    halves: list[Literal["am", "pm"]] = Field(default=["am", "pm"], min_length=1)
    per_day: int = Field(default=2, ge=1)
    off: list[Day] = Field(default=[])
    notify: list[str] = Field(default=[])


class PlacePart(_Part):
    """``[[place]]``: where sittings are held; without a village the place of every village that has none."""

    name: str = Field(min_length=1)
    village: str | None = None
    rooms: int = Field(default=1, ge=1)


class LeaderPart(_Part):
    """``[[leader]]``: who receives visitors in turn, and visits which villages."""

    name: str = Field(min_length=1)
    villages: list[str] = Field(default=[])
    off: list[Day] = Field(default=[])


class DepartmentPart(_Part):
    """``[[department]]``: a department that owes reports; it files by lines of the office's workbook."""

    name: str = Field(min_length=1)


class GridPart(_Part):
    """``[[grid]]``: a grid that keeps a daily log, and the village it lies in."""

    name: str = Field(min_length=1)
    village: str = ""


class MarksPart(_Part):
    """``[marks]``: how our columns are coloured, and whether they are printed with a workbook."""

    highlight: Literal["marks", "row"] = "marks"
    print: Literal["keep", "without"] = "keep"


class OfficePart(_Part):
    """``[office]``: the words of an official document; 乡, 镇 and 街道 follow from the township's name."""

    organ: str = ""
    recipients: str = ""
    signature: str = ""
    contact: str = ""
    phone: str = ""
    first_issue: int = Field(default=1, ge=1)


class FormPart(_Part):
    """``[[form]]``: a form of the county's own, filled with each half-month's counts."""

    template: str = Field(min_length=1)
    to: str = "summaries"


class SummaryPart(_Part):
    """``[summary]``: where summaries go and what they may show."""

    to: str = "summaries"
    formats: list[Literal["xlsx", "docx", "html"]] = Field(default=["xlsx", "docx", "html"])
    officials: bool = False
    figures_key: str = ""


class SchedulePart(_Part):
    """``[schedule]``: cron lines in village time."""

    workdays: bool = True
    sync: Cron = "*/30 8-18 * * *"
    remind: Cron = "0 8 * * *"
    sweep: Cron = "0 3 * * *"
    report: Cron = "0 8 * * *"
    risk_list: Cron = "0 8 25 * *"
    lead_officers: Cron = "0 8 * * *"


class BrakePart(_Part):
    """``[brake]``: how many rows a run may newly mark overdue in one ledger before it holds."""

    rows: int = Field(default=20, ge=0)
    share: Annotated[float, Field(ge=0, le=1)] = 0.2


class NotifyPart(_Part):
    """``[notify]``: where digests go; none: nothing is sent."""

    urls: list[str] = Field(default=[])


class ServePart(_Part):
    """``[serve]``: what the service shows of itself; port 0: nothing.

    Attributes:
        host: whom it listens to; any but this machine wants a token.
        token: the file that holds it, or ``$VARIABLE``.
    """

    host: str = Field(default="127.0.0.1", min_length=1)
    token: str = ""
    port: int = Field(default=0, ge=0, le=65535)
    heartbeat_url: str = Field(default="", pattern=r"^(https?://\S+)?$")


class StatePart(_Part):
    """``[state]``: the database."""

    url: str = "sqlite:///.duesheet/state.db"


class Settings(_Part):
    """The whole of ``township.toml``.

    Attributes:
        base: the folder the file stands in; relative paths start there.
    """

    township: TownshipPart
    ledgers: LedgersPart = LedgersPart()
    village: list[VillagePart] = Field(default=[])
    headers: dict[str, Names] = Field(default={})
    calendar: dict[str, CalendarPart] = Field(default={})
    rung: list[RungPart] = Field(default=[])
    post: list[PostPart] = Field(default=[])
    window: list[WindowPart] = Field(default=[])
    sittings: SittingsPart | None = None
    mediator: list[MediatorPart] = Field(default=[])
    place: list[PlacePart] = Field(default=[])
    leader: list[LeaderPart] = Field(default=[])
    department: list[DepartmentPart] = Field(default=[])
    grid: list[GridPart] = Field(default=[])
    marks: MarksPart = MarksPart()
    office: OfficePart = OfficePart()
    form: list[FormPart] = Field(default=[])
    summary: SummaryPart = SummaryPart()
    schedule: SchedulePart = SchedulePart()
    brake: BrakePart = BrakePart()
    notify: NotifyPart = NotifyPart()
    serve: ServePart = ServePart()
    state: StatePart = StatePart()
    base: Path = Path()

    @property
    def zone(self) -> tzinfo:
        """The township's time zone."""
        return ZoneInfo(self.township.timezone)

    @property
    def summary_spreadsheet(self) -> str:
        """Return the id of the spreadsheet whose tabs summaries fill; "" when they go to a folder."""
        found = _SPREADSHEET.fullmatch(self.summary.to.strip()) if self.ledgers.store == "google" else None
        return (found[1] or found[2]) if found else ""

    @property
    def summary_folder(self) -> Path:
        """Return where summaries go that are files; beside the config when the others are tabs."""
        default = SummaryPart.model_fields["to"].default
        return self.path(default if self.summary_spreadsheet else self.summary.to)

    @property
    def ledger_folder(self) -> Path | None:
        """Return the folder of the ledgers; None where they are no files."""
        return self.path(self.ledgers.folder) if self.ledgers.store == "folder" else None

    @property
    def office_workbook(self) -> Path | None:
        """Return the office's own workbook, where it is a file: beside the config, else among the ledgers."""
        name = self.ledgers.office
        if name is None or self.ledger_folder is None:
            return None
        among = self.ledger_folder / name
        return among if among.exists() and not self.path(name).exists() else self.path(name)

    def path(self, name: str) -> Path:
        """Return a path of the config, taken from the folder the config stands in."""
        return (self.base / Path(name).expanduser()).resolve()


def find_config(given: Path | None, start: Path) -> Path:
    """Return the config file: *given*, or the nearest ``township.toml`` in *start* or above it.

    Raises:
        ConfigError: there is none.
    """
    if given is not None:
        if given.is_dir():
            given = given / CONFIG_NAME
        if given.is_file():
            return given
        raise ConfigError(message("settings.no_such_config", file=given), code="config_missing")
    for folder in (start, *start.parents):
        if (folder / CONFIG_NAME).is_file():
            return folder / CONFIG_NAME
    raise ConfigError(message("settings.no_config", name=CONFIG_NAME, folder=start), code="config_missing")


def load_settings(path: Path) -> Settings:
    """Read and check a config file.

    Raises:
        ConfigError: it cannot be read, or holds something we do not know; names key, line and remedy.
    """
    try:
        text = path.read_text("utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        raise ConfigError(message("settings.unreadable", file=path, reason=_reason(error))) from error
    settings = read_settings(text, path)
    office = settings.office_workbook
    if office is not None and not office.exists():
        place = f"{path}:{line_of(text, ('ledgers', 'office'))}: ledgers.office"
        raise ConfigError(
            message("settings.office_missing", place=place, office=office), code="office_missing"
        )
    return settings


def read_settings(text: str, path: Path) -> Settings:
    """Check the *text* of a config file that stands at *path*.

    Raises:
        ConfigError: as `load_settings`.
    """
    try:
        values = tomllib.loads(text)
    except RecursionError as error:
        raise ConfigError(message("settings.too_deep", file=path)) from error
    except tomllib.TOMLDecodeError as error:
        raise toml_error(path, text, error) from error
    if where := _with_nul(values):
        place = f"{path}:{line_of(text, where)}: {_spelled(where)}"
        raise ConfigError(message("settings.nul", place=place))
    if "base" in values:
        raise _unknown(path, text, ("base",), Settings)
    try:
        settings = Settings.model_validate({**values, "base": path.resolve().parent})
    except ValidationError as error:
        raise _wrong(path, text, error.errors(include_url=False)) from error
    _check_names(settings, path, text)
    return settings


def _with_nul(value: object) -> tuple[Any, ...]:
    """Return where the first text with a NUL stands, which no file or database takes; () where none does."""
    if isinstance(value, str):
        return ("",) if "\0" in value else ()
    inside: Iterable[tuple[Any, object]] = ()
    if isinstance(value, dict):
        inside = cast("dict[str, object]", value).items()
    elif isinstance(value, list):
        inside = enumerate(cast("list[object]", value))
    for key, one in inside:
        if found := _with_nul(one):
            return (key, *(part for part in found if part != ""))
    return ()


def _check_names(settings: Settings, path: Path, text: str) -> None:
    for role in settings.headers:
        if role not in _HEADING_ROLES:
            place = f"{path}:{line_of(text, ('headers', role))}"
            raise ConfigError(
                message("settings.no_role", place=place, role=role),
                fix=_did_you_mean(role, sorted(_HEADING_ROLES)),
            )
    if _SPREADSHEET.fullmatch(settings.summary.to.strip()) and not settings.summary_spreadsheet:
        raise ConfigError(message("settings.summary_to", file=path, line=line_of(text, ("summary", "to"))))
    for year in settings.calendar:
        if not re.fullmatch(r"(19|20)\d\d", year):
            raise ConfigError(
                message(
                    "settings.calendar_year", file=path, line=line_of(text, ("calendar", year)), year=year
                )
            )


def line_of(text: str, where: Sequence[str | int]) -> int:
    """Return the 1-based line of *text* that sets the key at *where*, or the nearest one above it."""
    section: list[str | int] = []
    counts: dict[str, int] = {}
    best, best_depth = 1, 0
    for number, line in enumerate(text.splitlines(), 1):
        if match := re.match(r"\s*(\[\[?)\s*([^\]]+?)\s*\]", line):
            name = match[2].strip()
            section = [part.strip("\"' ") for part in name.split(".")]
            if match[1] == "[[":
                section.append(counts.setdefault(name, 0))
                counts[name] += 1
            key = section
        elif match := re.match(r"\s*([A-Za-z0-9_\-\"'.\u4e00-\u9fff]+)\s*=", line):
            key = [*section, *(part.strip("\"' ") for part in match[1].split("."))]
        else:
            continue
        depth = _shared(key, where)
        if depth == len(key) and depth > best_depth:
            best, best_depth = number, depth
    return best


def _shared(key: Sequence[str | int], where: Sequence[str | int]) -> int:
    depth = 0
    for ours, theirs in zip(key, where, strict=False):
        if ours != theirs:
            break
        depth += 1
    return depth


def _wrong(path: Path, text: str, errors: Sequence[ErrorDetails]) -> ConfigError:
    # An unknown key explains a missing one, so it is told first.
    error = min(errors, key=lambda e: e["type"] != "extra_forbidden")
    where = tuple(error["loc"])
    if error["type"] == "extra_forbidden":
        return _unknown(path, text, where, _model_at(where[:-1]))
    name = _spelled(where)
    place = f"{path}:{line_of(text, where)}: {name}"
    if error["type"] == "missing":
        return ConfigError(message("settings.missing", place=place, key=where[-1]))
    return ConfigError(message("settings.wrong", place=place, what=told_of(error)))


def _unknown(path: Path, text: str, where: tuple[Any, ...], model: type[BaseModel] | None) -> ConfigError:
    known = sorted(set(model.model_fields) - {"base"}) if model else []
    place = f"{path}:{line_of(text, where)}: {_spelled(where)}"
    return ConfigError(
        message("settings.unknown_key", place=place),
        fix=_did_you_mean(str(where[-1]), known),
        code="config_unknown_key",
    )


def _model_at(where: Sequence[Any]) -> type[BaseModel] | None:
    parts: dict[str, type[BaseModel]] = {
        "township": TownshipPart,
        "ledgers": LedgersPart,
        "village": VillagePart,
        "calendar": CalendarPart,
        "rung": RungPart,
        "post": PostPart,
        "window": WindowPart,
        "sittings": SittingsPart,
        "mediator": MediatorPart,
        "place": PlacePart,
        "leader": LeaderPart,
        "department": DepartmentPart,
        "grid": GridPart,
        "marks": MarksPart,
        "office": OfficePart,
        "form": FormPart,
        "summary": SummaryPart,
        "schedule": SchedulePart,
        "brake": BrakePart,
        "notify": NotifyPart,
        "serve": ServePart,
        "state": StatePart,
    }
    return parts.get(str(where[0])) if where else Settings


def _spelled(where: Sequence[Any]) -> str:
    parts = [f"[{part + 1}]" if isinstance(part, int) else f".{part}" for part in where]
    return "".join(parts).removeprefix(".")


def _did_you_mean(word: str, known: Sequence[str]) -> Message:
    close = difflib.get_close_matches(word, known, n=1)
    if close:
        return message("settings.did_you_mean", name=close[0])
    return message("settings.use_one_of", known=", ".join(known))


def _reason(error: Exception) -> str:
    return getattr(error, "strerror", None) or error.__class__.__name__
