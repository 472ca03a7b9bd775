"""The small server of the service: /healthz, /metrics, the coordinator's page and the reports.

All but /healthz want the token, where there is one; on this machine alone there need not be.
"""

import base64
import binascii
import hmac
import os
import threading
import time
from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass
from http import HTTPStatus
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from ipaddress import ip_address
from pathlib import Path
from typing import Any, ClassVar, Protocol
from urllib.parse import unquote, urlsplit

from config.errors import ConfigError
from config.messages import message, said
from config.os_reasons import reason_of
from config.tables.service_tables import ServePart

#: 128 bits, written in 64 different characters.
_SHORTEST = 22

#: A page is made at most this often, however many ask.
FRESH_S = 5.0

_TYPES: Mapping[str, str] = {
    ".xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    ".docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    ".html": "text/html; charset=utf-8",
    ".ics": "text/calendar; charset=utf-8",
}

#: Nothing of a page may be fetched from anywhere, run, framed or kept.
_HEADERS: Mapping[str, str] = {
    "Content-Security-Policy": "default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'none'; "
    "base-uri 'none'; form-action 'none'",
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "Cache-Control": "no-store",
}


@dataclass(frozen=True, slots=True)
class Site:
    """What the server shows; each is asked anew.

    Attributes:
        page: the coordinator's page as HTML.
        reports: the names of the files that may be fetched.
        folder: where they lie.
        calendars: where the calendar files lie; None: none are shown.
    """

    healthy: Callable[[], bool]
    metrics: Callable[[], str]
    page: Callable[[], str]
    reports: Callable[[], list[str]]
    folder: Path
    language: str
    calendars: Path | None = None


class Serving(Protocol):
    """A config that says who may see what is shown."""

    @property
    def serve(self) -> ServePart:
        """Its ``[serve]``."""
        ...

    def path(self, name: str) -> Path:
        """Return where a file it names lies."""
        ...


def read_token(settings: Serving) -> str:
    """Return the token of ``[serve]``: out of the file or the environment variable it names; "" without one.

    Raises:
        ConfigError: it cannot be had, is too short, or is missing where the host wants one.
    """
    part = settings.serve
    if not part.token:
        if not is_loopback(part.host):
            raise ConfigError(message("page.token_needed"))
        return ""
    if part.token.startswith("$"):
        token = os.environ.get(part.token[1:], "")
    else:
        try:
            token = settings.path(part.token).read_text("utf-8")
        except (OSError, UnicodeDecodeError):
            token = ""
    token = token.strip()
    if len(token) < _SHORTEST or len(set(token)) < 8:
        raise ConfigError(message("page.token_short"))
    return token


def is_loopback(host: str) -> bool:
    """Tell whether only this machine can reach *host*."""
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"


class _Server(ThreadingHTTPServer):
    """Answers so many at a time; whoever comes meanwhile waits in the queue of the socket."""

    daemon_threads = True
    request_queue_size = 1024
    allow_reuse_address = os.name != "nt"
    _free = threading.BoundedSemaphore(24)

    def process_request(self, request: Any, client_address: Any) -> None:
        self._free.acquire()
        try:
            super().process_request(request, client_address)
        except RuntimeError:  # no thread is to be had
            self._free.release()
            self.shutdown_request(request)

    def process_request_thread(self, request: Any, client_address: Any) -> None:
        try:
            super().process_request_thread(request, client_address)
        finally:
            self._free.release()

    def handle_error(self, request: Any, client_address: Any) -> None:
        """Whoever hangs up is no news."""


class WebServer:
    """Serves a `Site` in threads of its own until it is closed."""

    def __init__(self, host: str, port: int, token: str, site: Site) -> None:
        """Begin to serve.

        Raises:
            ConfigError: the port cannot be had.
        """
        handler = _handler(site, token, open_metrics=is_loopback(host))
        try:
            self._server = _Server((host, port), handler)
        except OSError as error:
            raise ConfigError(message("serve.port", host=host, port=port, reason=reason_of(error))) from error
        self._closing = False
        self.port = self._server.server_port
        threading.Thread(target=self._serve, name="web", daemon=True).start()

    def _serve(self) -> None:
        # Not serve_forever, which wakes up twice a second for nothing.
        while not self._closing:
            self._server.handle_request()

    def close(self) -> None:
        """Take no more requests; the threads end with the process."""
        self._closing = True
        self._server.server_close()


def _handler(site: Site, token: str, *, open_metrics: bool) -> type[BaseHTTPRequestHandler]:
    given = {"site": site, "token": token, "open_metrics": open_metrics, "fresh": _Fresh(site.page)}
    return type("BoundHandler", (_Handler,), given)


class _Handler(BaseHTTPRequestHandler):
    """Answers one request; what it shows is bound to a class made from it."""

    site: ClassVar[Site]
    token: ClassVar[str]
    open_metrics: ClassVar[bool]
    fresh: "ClassVar[_Fresh]"
    timeout = 20
    server_version = "duesheet"
    sys_version = ""

    def do_GET(self) -> None:  # the library's name
        path = unquote(urlsplit(self.path).path)
        if path == "/healthz":
            self._health()
        elif path == "/metrics" and (self.open_metrics or self._may()):
            kind = "text/plain; version=0.0.4; charset=utf-8"
            self._send(HTTPStatus.OK, kind, self.site.metrics().encode())
        elif path.startswith("/calendars/"):
            self._calendar(path.removeprefix("/calendars/"))
        elif not self._may():
            self._ask()
        elif path == "/":
            self._page()
        else:
            self._report(path)

    do_HEAD = do_GET  # noqa: N815  the library's name

    def _health(self) -> None:
        if self.site.healthy():
            self._text(HTTPStatus.OK, "ok\n")
        else:
            self._text(HTTPStatus.SERVICE_UNAVAILABLE, "not well: duesheet status\n")

    def _page(self) -> None:
        try:
            body = self.fresh.get().encode()
        except Exception:  # noqa: BLE001  a state that cannot be read ends no request in a traceback
            self._text(HTTPStatus.SERVICE_UNAVAILABLE, "not well: duesheet status\n")
            return
        self._send(HTTPStatus.OK, "text/html; charset=utf-8", body)

    def _report(self, path: str) -> None:
        # Only a name that stands in the listing is opened, whatever was asked for.
        name = path.removeprefix("/reports/")
        if path.startswith("/reports/") and name in self.site.reports():
            with suppress(OSError):
                content = (self.site.folder / name).read_bytes()
                self._send(HTTPStatus.OK, _TYPES[Path(name).suffix], content)
                return
        self._text(HTTPStatus.NOT_FOUND, said(self.site.language, "page.not_found") + "\n")

    def _calendar(self, path: str) -> None:
        """Send a calendar file. A calendar program sends no header, so the token may stand in the path."""
        given, slash, name = path.rpartition("/")
        if not (self._is_token(given) if slash and self.token else self._may()):
            self._ask()
            return
        folder = self.site.calendars
        # Only a name that stands in the listing is opened, whatever was asked for.
        if folder is not None and name in _calendar_names(folder) and given in ("", self.token):
            with suppress(OSError):
                self._send(HTTPStatus.OK, _TYPES[".ics"], (folder / name).read_bytes())
                return
        self._text(HTTPStatus.NOT_FOUND, said(self.site.language, "page.not_found") + "\n")

    def _is_token(self, given: str) -> bool:
        return hmac.compare_digest(given.encode(), self.token.encode())

    def _may(self) -> bool:
        return not self.token or self._is_token(self._given())

    def _given(self) -> str:
        kind, _, value = self.headers.get("Authorization", "").partition(" ")
        if kind.lower() == "bearer":
            return value.strip()
        try:
            return base64.b64decode(value.strip(), validate=True).decode().partition(":")[2]
        except (binascii.Error, UnicodeDecodeError):
            return ""

    def _ask(self) -> None:
        body = (said(self.site.language, "page.token_wanted") + "\n").encode()
        extra = {"WWW-Authenticate": 'Basic realm="duesheet", charset="UTF-8"'}
        self._send(HTTPStatus.UNAUTHORIZED, "text/plain; charset=utf-8", body, extra)

    def _text(self, status: HTTPStatus, text: str) -> None:
        self._send(status, "text/plain; charset=utf-8", text.encode())

    def _send(
        self, status: HTTPStatus, kind: str, body: bytes, extra: Mapping[str, str] | None = None
    ) -> None:
        self.send_response(status)
        for name, value in {**_HEADERS, "Content-Type": kind, **(extra or {})}.items():
            self.send_header(name, value)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(body)

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002  the library's name
        """Say nothing."""


def _calendar_names(folder: Path) -> list[str]:
    try:
        return [path.name for path in folder.iterdir() if path.suffix == ".ics" and path.is_file()]
    except OSError:
        return []


class _Fresh:
    """A page made at most once in `FRESH_S`; who asks meanwhile gets the last one."""

    def __init__(self, make: Callable[[], str]) -> None:
        self._make = make
        self._lock = threading.Lock()
        self._made_at = float("-inf")
        self._text = ""

    def get(self) -> str:
        with self._lock:
            if time.monotonic() - self._made_at >= FRESH_S:
                self._text = self._make()
                self._made_at = time.monotonic()
            return self._text
