"""How the service runs: when, what holds it, where digests go, what it shows and remembers."""

from typing import Annotated

from pydantic import Field

from config.tables.written_values import Cron, TomlTable


class SchedulePart(TomlTable):
    """``[schedule]``: cron lines in village time."""

    workdays: bool = True
    sync: Cron = "*/30 8-18 * * *"
    remind: Cron = "0 8 * * *"
    sweep: Cron = "0 3 * * *"
    report: Cron = "0 8 * * *"
    risk_list: Cron = "0 8 25 * *"
    lead_officers: Cron = "0 8 * * *"


class BrakePart(TomlTable):
    """``[brake]``: how many rows a run may newly mark overdue in one ledger before it holds."""

    rows: int = Field(default=20, ge=0)
    share: Annotated[float, Field(ge=0, le=1)] = 0.2


class NotifyPart(TomlTable):
    """``[notify]``: where digests go; none: nothing is sent."""

    urls: list[str] = Field(default=[])


class ServePart(TomlTable):
    """``[serve]``: what the service shows of itself; port 0: nothing.

    Attributes:
        host: whom it listens to; any but this machine wants a token.
        token: the file that holds it, or ``$VARIABLE``.
    """

    host: str = Field(default="127.0.0.1", min_length=1)
    token: str = ""
    port: int = Field(default=0, ge=0, le=65535)
    heartbeat_url: str = Field(default="", pattern=r"^(https?://\S+)?$")


class StatePart(TomlTable):
    """``[state]``: the database."""

    url: str = "sqlite:///.duesheet/state.db"
