"""What went wrong with an attempt, what that means for trying again, and what to tell people."""

from dataclasses import dataclass
from enum import Enum
from typing import Any

import requests
from gspread.exceptions import APIError
from urllib3.exceptions import NewConnectionError

from config.errors import ConfigError, DuesheetError, LedgerChangedError, LedgerError, LedgerUnavailableError
from config.messages import message
from sync.google.transport.client import UnreadableAnswerError
from sync.google.transport.credentials import TokenError

#: How much of Google's own sentence an error quotes.
_QUOTED = 200


class Effect(Enum):
    """What a failed attempt has left behind."""

    NONE = "none"  # it was refused or never sent; it may be sent again
    UNKNOWN = "unknown"  # a write may have taken effect: look before writing again
    FINAL = "final"  # sending it again changes nothing


@dataclass(frozen=True, slots=True)
class Trouble:
    """One failed attempt.

    Attributes:
        status: HTTP status, 0 when there was no answer.
        said: Google's sentence, cut; our own when there was none.
        retry_after: seconds Google asked for, 0 when it did not.
        quota: the quota is spent.
    """

    effect: Effect
    status: int
    said: str
    retry_after: float = 0.0
    quota: bool = False
    reason: str = ""


def trouble_of(error: Exception) -> Trouble:
    """Return what *error*, raised by an attempt, means."""
    if isinstance(error, APIError):
        return _of_answer(error.response, error)
    if isinstance(error, TokenError):
        effect = Effect.NONE if error.retryable else Effect.FINAL
        return Trouble(effect, error.status, str(error)[:_QUOTED], reason="token")
    if isinstance(error, UnreadableAnswerError):
        return Trouble(Effect.UNKNOWN, 200, "an answer that could not be read")
    if isinstance(error, requests.ConnectTimeout) or _never_sent(error):
        return Trouble(Effect.NONE, 0, "Google could not be reached")
    if isinstance(error, requests.Timeout):
        return Trouble(Effect.UNKNOWN, 0, "no answer in time")
    return Trouble(Effect.UNKNOWN, 0, "the connection broke")


def _never_sent(error: Exception) -> bool:
    cause = error.args[0] if error.args else None
    return isinstance(getattr(cause, "reason", None), NewConnectionError)


def _of_answer(response: requests.Response, error: APIError) -> Trouble:
    status = response.status_code
    said = str(error.error.get("message", ""))[:_QUOTED]
    if response.headers.get("Content-Type", "").startswith("text/html"):
        said = f"an answer {status} in HTML"
    after = _seconds(response.headers.get("Retry-After", ""))
    reasons = _reasons(error.error)
    # Drive says 403 for its quota; a Sheets 403 is a matter of rights and stays one.
    quota = status == 429 or (status == 403 and any("imit" in reason for reason in reasons))
    if quota:
        return Trouble(Effect.NONE, status, said, after, quota=True)
    if status in (401, 408):
        return Trouble(Effect.NONE, status, said, after)
    if status >= 500:
        return Trouble(Effect.UNKNOWN, status, said, after)
    disabled = any(reason in ("accessNotConfigured", "SERVICE_DISABLED") for reason in reasons)
    return Trouble(Effect.FINAL, status, said, reason="disabled" if disabled else "")


def _reasons(error: Any) -> list[str]:
    entries = [*error.get("errors", []), *error.get("details", [])]
    return [str(entry.get("reason", "")) for entry in entries if isinstance(entry, dict)]


def _seconds(text: str) -> float:
    try:
        return min(max(float(text), 0.0), 3600.0)
    except ValueError:
        return 0.0


def error_for(trouble: Trouble, title: str, email: str) -> LedgerError:
    """Return what to tell people of a ledger that could not be read or written.

    Args:
        trouble: the last attempt's.
        title: the ledger, as people call it.
        email: the account that asked, whom the village may have to share with.
    """
    said = trouble.said
    if trouble.reason == "token":
        return _token_error(trouble, title)
    if trouble.reason == "disabled":
        return LedgerUnavailableError(message("google_errors.api_disabled", title=title), code="api_disabled")
    # The quota first: Drive says 403 for its own.
    if trouble.quota:
        return LedgerUnavailableError(message("google_errors.quota", title=title), code="quota")
    if trouble.status == 403:
        return LedgerUnavailableError(
            message("google_errors.not_shared", title=title, email=email), code="not_shared"
        )
    if trouble.status == 404:
        return LedgerUnavailableError(message("google_errors.gone", title=title), code="gone")
    if trouble.status == 400:
        return _refused(said, title)
    return LedgerUnavailableError(
        message("google_errors.no_answer", title=title, said=said or trouble.status), code="no_answer"
    )


def _refused(said: str, title: str) -> LedgerError:
    if "protected" in said:
        return protected_error(title)
    if "number of cells" in said:
        return LedgerUnavailableError(message("google_errors.full", title=title), code="too_many_cells")
    return LedgerChangedError(message("google_errors.refused", title=title, said=said))


def refused_error(trouble: Trouble, title: str) -> LedgerUnavailableError:
    """Return the error of a change that Google will not make however often it is asked."""
    told = message("google_errors.refused_for_good", title=title, said=trouble.said)
    return LedgerUnavailableError(told, code="refused")


def trashed_error(title: str) -> LedgerUnavailableError:
    """Return the error of a spreadsheet in Drive's bin, from where it could still be read."""
    return LedgerUnavailableError(message("google_errors.trashed", title=title), code="gone")


def protected_error(where: str) -> LedgerUnavailableError:
    """Return the error of a worksheet that is protected against us."""
    return LedgerUnavailableError(message("google_errors.protected", where=where), code="protected")


def _token_error(trouble: Trouble, title: str) -> LedgerError:
    said = trouble.said
    if "reasonable timeframe" in said or "iat" in said:
        return LedgerUnavailableError(message("google_errors.clock", title=title), code="clock")
    if trouble.effect is Effect.FINAL:
        return LedgerUnavailableError(
            message("google_errors.key_refused", title=title, said=said), code="credentials"
        )
    return LedgerUnavailableError(message("google_errors.sign_in", title=title, said=said), code="no_answer")


def listing_error(trouble: Trouble, email: str) -> DuesheetError:
    """Return what to tell people when not even the list of spreadsheets can be had."""
    error = error_for(trouble, "Google Drive", email)
    if trouble.reason == "disabled":
        return ConfigError(message("google_errors.drive_disabled"), code=error.code)
    if trouble.status == 404:
        return ConfigError(message("google_errors.no_folder", email=email), code="gone")
    if trouble.quota or trouble.effect is not Effect.FINAL:
        return error  # nothing is wrong with the config: the next pass tries again
    return ConfigError(error.told, fix=error.fix_told, code=error.code)
