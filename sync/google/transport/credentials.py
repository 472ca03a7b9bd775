"""Service accounts: whose key it is, and a token for each request, never shown to anybody."""

import json
import logging
import os
import stat
import threading
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import requests
from cryptography.exceptions import UnsupportedAlgorithm
from cryptography.hazmat.primitives.serialization import load_pem_private_key
from google.auth import exceptions as auth_errors
from google.auth.crypt import RSASigner
from google.auth.transport import Response as AuthResponse
from google.oauth2.service_account import Credentials

from config.errors import ConfigError
from config.messages import message
from sync.google.transport.endpoint import check_safe

log = logging.getLogger(__name__)

#: What we may do, and nothing more: edit spreadsheets shared with us, list their names and versions.
SCOPES = (
    "https://www.googleapis.com/auth/spreadsheets",
    "https://www.googleapis.com/auth/drive.metadata.readonly",
)


class TokenError(Exception):
    """The token endpoint gave no token.

    Attributes:
        retryable: it may the next time.
        status: of its answer; 0 when there was none.
        seen_at: the endpoint's own Date header, "" when there was none.
    """

    def __init__(self, message: str, *, retryable: bool, status: int = 0, seen_at: str = "") -> None:
        super().__init__(message)
        self.retryable = retryable
        self.status = status
        self.seen_at = seen_at


@dataclass(frozen=True, slots=True)
class _Answer(AuthResponse):
    status: int  # pyright: ignore[reportIncompatibleMethodOverride]
    headers: Mapping[str, str]  # pyright: ignore[reportIncompatibleMethodOverride]
    data: bytes  # pyright: ignore[reportIncompatibleMethodOverride]


#: Posts a form to the token endpoint: (url, body, headers) to its answer.
Post = Callable[[str, bytes, Mapping[str, str]], requests.Response]


@dataclass(slots=True)
class Account:
    """One service account.

    Attributes:
        email: the address that villages share their spreadsheets with.
        project: whose quota it draws on.
    """

    email: str
    project: str
    _credentials: Any = field(repr=False)
    _lock: threading.Lock = field(default_factory=threading.Lock, repr=False)

    def token(self, post: Post) -> str:
        """Return a valid token, asking for a new one when there is none.

        Raises:
            TokenError: the endpoint gave none.
        """
        with self._lock:
            if not self._credentials.valid:
                self._refresh(post)
            return str(self._credentials.token)

    def forget_token(self, token: str) -> None:
        """Drop a token that Google called invalid, unless another thread has a new one already."""
        with self._lock:
            if self._credentials.token == token:
                self._credentials.token = None

    def _refresh(self, post: Post) -> None:
        last: list[requests.Response] = []

        def ask(url: str, method: str, body: bytes, headers: Mapping[str, str], **_: object) -> AuthResponse:
            # google-auth would retry by itself, asleep where nobody can stop it; an exception ends that.
            try:
                answer = post(url, body, headers)
            except requests.RequestException as error:
                raise TokenError("the token endpoint did not answer", retryable=True) from error
            if answer.status_code in (408, 429) or answer.status_code >= 500:
                raise TokenError(
                    f"the token endpoint answered {answer.status_code}",
                    retryable=True,
                    status=answer.status_code,
                )
            if answer.status_code == requests.codes.ok and not _is_object(answer):
                raise TokenError("the token endpoint's answer could not be read", retryable=True)
            last.append(answer)
            return _Answer(answer.status_code, answer.headers, answer.content)

        try:
            # By hand, since google-auth's session would besides ask yet another host, in the background, in
            # which regions the account may act.
            self._credentials.refresh(ask)
        except (auth_errors.GoogleAuthError, ValueError) as error:
            answer = last[-1] if last else None
            raise TokenError(
                str(error.args[0] if error.args else error),
                retryable=False,
                status=answer.status_code if answer is not None else 0,
                seen_at=answer.headers.get("Date", "") if answer is not None else "",
            ) from error


def _is_object(answer: requests.Response) -> bool:
    try:
        return isinstance(answer.json(), dict)
    except ValueError:
        return False


def load_accounts(paths: Sequence[Path], environ: Mapping[str, str] | None = None) -> tuple[Account, ...]:
    """Return the accounts of the key files, or of GOOGLE_APPLICATION_CREDENTIALS when none is named.

    Raises:
        ConfigError: a key is missing, unreadable or no service-account key.
    """
    found = list(paths)
    if not found:
        named = (os.environ if environ is None else environ).get("GOOGLE_APPLICATION_CREDENTIALS")
        if not named:
            raise ConfigError(message("google_errors.key_needed"))
        found = [Path(named)]
    for warning in key_warnings(found):
        log.warning("%s", warning)
    accounts = tuple(_load(path) for path in found)
    emails = [account.email for account in accounts]
    if len(set(emails)) < len(emails):
        raise ConfigError(message("google_errors.account_twice"))
    return accounts


def key_warnings(paths: Sequence[Path]) -> list[str]:
    """Return a warning, with its remedy, for each key that others on this machine can read."""
    warnings: list[str] = []
    for path in paths if os.name == "posix" else ():
        try:
            mode = path.stat().st_mode
        except OSError:
            continue  # loading it says what is wrong
        if mode & (stat.S_IRGRP | stat.S_IROTH):
            warnings.append(f"{path.name} can be read by other users of this machine; run: chmod 600 {path}")
    return warnings


def _load(path: Path) -> Account:
    try:
        text = path.read_text("utf-8-sig")  # Notepad puts a mark before it
    except FileNotFoundError:
        raise ConfigError(message("google_errors.key_gone", file=path)) from None
    except (OSError, UnicodeDecodeError):
        raise ConfigError(message("google_errors.key_unreadable", file=path)) from None
    # What is wrong with a key is said without a word of it: it must not reach a log through an error.
    try:
        info: dict[str, Any] = dict(json.loads(text))
        check_safe(str(info["token_uri"]), f"token_uri in {path.name}")
        credentials = _credentials(info)
    except ConfigError:
        raise
    except (ValueError, KeyError, TypeError, UnsupportedAlgorithm, auth_errors.GoogleAuthError):
        raise ConfigError(message("google_errors.no_key", file=path)) from None
    return Account(str(info["client_email"]), str(info.get("project_id", "")), credentials)


def _credentials(info: Mapping[str, Any]) -> Credentials:
    """Return the credentials of a key file, as google-auth makes them of it.

    But for one check: whether the key's factors are prime, a twentieth of what a quiet pass takes in all. It
    guards against keys of strangers; for a wrong one of the operator's own Google gives no token.

    Raises:
        ValueError, KeyError, TypeError, UnsupportedAlgorithm: it is no such key file.
    """
    pem = str(info["private_key"]).encode()
    key = load_pem_private_key(pem, None, unsafe_skip_rsa_key_validation=True)
    return Credentials(
        RSASigner(key, info.get("private_key_id")),
        service_account_email=info["client_email"],
        token_uri=info["token_uri"],
        scopes=SCOPES,
        project_id=info.get("project_id"),
    )
