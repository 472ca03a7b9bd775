"""A pass believes no clock of 1970: with it every overdue case would turn green, or lose its light."""

from datetime import timedelta

from config.errors import DuesheetError
from config.messages import message
from scheduler.clock import MADE_ON
from scheduler.township import Township

#: A clock may be set back this much without a word.
SLACK = timedelta(hours=1)


class ClockBehindError(DuesheetError):
    """The clock says an earlier time than the last run did, or than this program was made."""

    code = "clock_behind"


def require_sane_clock(township: Township) -> None:
    """Refuse to work by a clock that cannot be right.

    Raises:
        ClockBehindError: it cannot.
    """
    now = township.now()
    if now.date() < MADE_ON:
        raise ClockBehindError(message("serve.clock_old", now=f"{now:%Y-%m-%d %H:%M}"))
    if township.state is None:
        return
    for run in township.state.history.runs(limit=1):
        began = now.fromisoformat(run.started_at)
        if now < (began if began.tzinfo else began.replace(tzinfo=now.tzinfo)) - SLACK:
            said = {"now": f"{now:%Y-%m-%d %H:%M}", "last": f"{began:%Y-%m-%d %H:%M}"}
            raise ClockBehindError(message("serve.clock_behind", **said))
