"""Sheets v4, Drive v3 and a token endpoint over real HTTP on loopback.

Built from Google's documented behaviour, not from what our client sends: unknown fields,
masks and parameters are refused, quotas are counted per user and project, a batch applies whole or not.
Tests script what people do between a read and the next write (`before_write`), order faults at any request
(`faults`) and read the journal of who touched which cell.
"""

import gzip
import json
import socket
import struct
import threading
import time
from collections import Counter, defaultdict
from collections.abc import Callable
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qsl, unquote, urlsplit

from tests.google import drive, masks, values
from tests.google.batch import apply_requests
from tests.google.clock import VirtualClock
from tests.google.faults import Call, Fault, FaultKind
from tests.google.model import ApiError, Book, Json, World, invalid
from tests.google.ranges import parse_a1
from tests.google.render import render_book, values_of
from tests.google.session import Session
from tests.google.tokens import DRIVE_SCOPE, SHEETS_SCOPE, Account, Token, TokenOffice, new_account

_LIMITS = {"user": 60, "project": 300}
_NAMES = {"read": "Read", "write": "Write"}


class GoogleServer:
    """The server; use it as a context manager.

    Attributes:
        world: the spreadsheets; change them only as a scripted person or before the client starts.
        calls: every request that came in.
        faults: ordered faults, the first that matches strikes.
        before_write: what people do just before the next write (each is used once, in order).
        quotas: False lets everything through.
        latency_s: how long each API answer takes, in real seconds.
        refused: requests over the quota.
        always_packs: answers are packed for clients too whose User-Agent does not ask for it.
        traffic: bytes of bodies: ``sent`` as they went out, ``plain`` before they were packed, ``received``.
        watch: called around every write of a client with the book before and after.
    """

    def __init__(self, clock: VirtualClock | None = None, wall: Callable[[], float] = time.time) -> None:
        self.clock = clock or VirtualClock()
        self.world = World(self.clock.now)
        self.office = TokenOffice(self.clock.now, wall)
        self.calls: list[Call] = []
        self.faults: list[Fault] = []
        self.before_write: list[Callable[[World, str], None]] = []
        self.watch: Callable[[Book, Book, Call], None] | None = None
        self.quotas = True
        self.latency_s = 0.0
        self.virtual_latency_s = 0.0
        self.let_go = threading.Event()
        self.lock = threading.RLock()
        self.refused = 0
        self.always_packs = False
        self.traffic: Counter[str] = Counter()
        self._minutes: dict[tuple[str, str, str], list[float]] = defaultdict(lambda: [0.0, 0.0])
        self._http = _Http(("127.0.0.1", 0), _Handler)
        self._http.google = self
        self._thread = threading.Thread(target=self._http.serve_forever, args=(0.05,), daemon=True)

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self._http.server_address[1]}"

    @property
    def token_uri(self) -> str:
        return f"{self.url}/token"

    def __enter__(self) -> "GoogleServer":
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self.let_go.set()
        self._http.shutdown()
        self._http.server_close()
        self._thread.join(5)

    def add_account(self, email: str, project: str = "duesheet-test") -> Account:
        account = new_account(email, project, self.token_uri)
        self.office.accounts[email] = account
        return account

    def count(self, kind: str) -> int:
        return sum(call.kind == kind for call in self.calls)

    def forget(self) -> None:
        """Drop the journal, the calls and the spreadsheets so far, which grow for ever."""
        with self.lock:
            self.world.books.clear()
            self.calls.clear()
            self.world.journal.clear()

    def people(self, book_id: str, requests: list[Json], who: str = "people") -> list[Json]:
        """Apply what a person does in the browser; they are the owner, and no quota binds them."""
        with self.lock:
            return apply_requests(self.world, book_id, requests, who, "owner@example.org")

    # -- one request -------------------------------------------------------------------------------------

    def answer(self, call: Call, headers: dict[str, str], body: bytes) -> Json:
        """Return the JSON answer.

        Raises:
            ApiError: the answer is an error.
        """
        if call.kind == "token":
            return self.office.grant(dict(parse_qsl(body.decode())))
        scope = DRIVE_SCOPE if call.kind == "drive" else SHEETS_SCOPE
        token = self.office.holder(headers.get("authorization", ""), scope)
        if call.kind == "drive":
            return self._drive(call, token)
        self._meter(call, token)
        book = self._book(call, token)
        parsed = json.loads(body) if body else {}
        if call.kind == "read":
            return self._read(call, book, token)
        while self.before_write:
            self.before_write.pop(0)(self.world, call.book_id)
        before = self.world.books[call.book_id]
        reply = self._write(call, before, token, parsed)
        if self.watch:
            self.watch(before, self.world.books[call.book_id], call)
        return reply

    def _meter(self, call: Call, token: Token) -> None:
        if not self.quotas:
            return
        minute = self.clock.now() // 60
        spent = []
        for whose, name in (("user", token.email), ("project", token.project)):
            count = self._minutes[(whose, name, call.kind)]
            if count[0] != minute:
                count[:] = [minute, 0.0]
            if count[1] >= _LIMITS[whose]:
                self.refused += 1
                noun = _NAMES[call.kind]
                limit = f"{noun} requests per minute" + (" per user" if whose == "user" else "")
                raise ApiError(
                    429,
                    f"Quota exceeded for quota metric '{noun} requests' and limit '{limit}' of service "
                    f"'sheets.googleapis.com' for consumer 'project_number:1'.",
                    "RESOURCE_EXHAUSTED",
                    details=[{"reason": "RATE_LIMIT_EXCEEDED"}],
                )
            spent.append(count)
        for count in spent:
            count[1] += 1

    def _book(self, call: Call, token: Token) -> Book:
        book = self.world.books.get(call.book_id)
        if book is None or book.trashed == "gone":
            raise ApiError(404, "Requested entity was not found.", "NOT_FOUND")
        access = book.access.get(token.email)
        if access is None or (call.kind == "write" and access == "reader"):
            raise ApiError(403, "The caller does not have permission", "PERMISSION_DENIED")
        return book

    def _drive(self, call: Call, token: Token) -> Json:
        if call.path == "/drive/v3/files":
            return drive.list_files(self.world, call.query, token.email)
        return drive.get_file(self.world, call.path.rpartition("/")[2], call.query, token.email)

    def _read(self, call: Call, book: Book, token: Token) -> Json:
        rest = call.path.removeprefix(f"/v4/spreadsheets/{call.book_id}")
        query = call.query
        if rest == "/values:batchGet":
            return self._batch_get(book, query)
        if rest.startswith("/values"):
            how = query.get("valueRenderOption", "FORMATTED_VALUE")
            dates = query.get("dateTimeRenderOption", "SERIAL_NUMBER")
            tab, box = parse_a1(book, unquote(rest.removeprefix("/values/")))
            return values_of(tab, box, how, dates, query.get("majorDimension", "ROWS"))
        known = {"fields", "ranges", "includeGridData", "prettyPrint", "alt"}
        if unknown := set(query) - known:
            raise invalid(f'Unknown name "{unknown.pop()}": Cannot bind query parameter.')
        mask = masks.parse(query["fields"], masks.SPREADSHEET) if "fields" in query else {}
        boxes: dict[int, list[Any]] | None = None
        if "ranges" in query:
            boxes = defaultdict(list)
            for name in query["ranges"].split("\n"):
                tab, box = parse_a1(book, name)
                boxes[tab.sheet_id].append(box)
        grid = bool(mask) or query.get("includeGridData") == "true"
        bounded = self.world.switches.bounded_rules
        return render_book(book, mask, boxes, token.email, bounded=bounded, grid=grid)

    def _batch_get(self, book: Book, query: dict[str, str]) -> Json:
        known = {
            "ranges",
            "majorDimension",
            "valueRenderOption",
            "dateTimeRenderOption",
            "fields",
            "prettyPrint",
        }
        if unknown := set(query) - known:
            raise invalid(f'Unknown name "{unknown.pop()}": Cannot bind query parameter.')
        how = query.get("valueRenderOption", "FORMATTED_VALUE")
        dates = query.get("dateTimeRenderOption", "SERIAL_NUMBER")
        spots = [parse_a1(book, name) for name in query["ranges"].split("\n")]
        found = [values_of(tab, box, how, dates, query.get("majorDimension", "ROWS")) for tab, box in spots]
        shown: Json = {"spreadsheetId": book.book_id, "valueRanges": found}
        mask = masks.parse(query["fields"], masks.VALUES) if "fields" in query else {}
        return masks.apply(shown, mask)

    def _write(self, call: Call, book: Book, token: Token, body: Json) -> Json:
        rest = call.path.removeprefix(f"/v4/spreadsheets/{call.book_id}")
        actor, email = f"client:{token.email}", token.email
        if rest == ":batchUpdate":
            return self._batch(call, body, actor, email)
        if rest == "/values:batchUpdateByDataFilter":
            return values.batch_update_by_filter(self.world, call.book_id, body, actor, email)
        if rest == "/values:batchUpdate":
            return values.batch_update(self.world, call.book_id, body, actor, email)
        if rest.endswith(":append"):
            name = unquote(rest.removeprefix("/values/").removesuffix(":append"))
            return values.append(self.world, call.book_id, name, call.query, body, actor, email)
        if call.method == "PUT":
            session = Session(self.world, book.copy(), actor, email)
            tab, box = parse_a1(session.book, unquote(rest.removeprefix("/values/")))
            how, major = call.query.get("valueInputOption", ""), body.get("majorDimension", "ROWS")
            reply = values.write(session, tab, box, body.get("values", []), how, major)
            session.commit()
            return {"spreadsheetId": call.book_id, **reply}
        raise ApiError(404, "Requested entity was not found.", "NOT_FOUND")

    def _batch(self, call: Call, body: Json, actor: str, email: str) -> Json:
        known = {"requests", "includeSpreadsheetInResponse", "responseRanges", "responseIncludeGridData"}
        if unknown := set(body) - known:
            raise invalid(
                f'Invalid JSON payload received. Unknown name "{unknown.pop()}": Cannot find field.'
            )
        if not body.get("requests"):
            raise invalid("Must specify at least one request.")
        replies = apply_requests(self.world, call.book_id, body["requests"], actor, email)
        reply: Json = {"spreadsheetId": call.book_id, "replies": replies}
        schema = {"spreadsheetId": {}, "replies": {}, "updatedSpreadsheet": masks.SPREADSHEET}
        mask = masks.parse(call.query["fields"], schema) if "fields" in call.query else {}
        if body.get("includeSpreadsheetInResponse"):
            grid = bool(mask) or body.get("responseIncludeGridData", False)
            bounded = self.world.switches.bounded_rules
            book = self.world.books[call.book_id]
            below = masks.at(mask, "updatedSpreadsheet")
            reply["updatedSpreadsheet"] = render_book(book, below, None, email, bounded=bounded, grid=grid)
        return masks.apply(reply, mask)

    def fault_for(self, call: Call) -> Fault | None:
        for fault in self.faults:
            if fault.times and fault.when(call):
                fault.times -= 1
                return fault
        return None

    def register(self, method: str, target: str, headers: dict[str, str], body: bytes) -> Call:
        parts = urlsplit(target)
        query: dict[str, str] = {}
        for name, value in parse_qsl(parts.query):
            query[name] = f"{query[name]}\n{value}" if name == "ranges" and name in query else value
        path = parts.path
        book_id = ""
        if path == "/token":
            kind = "token"
        elif path.startswith("/drive/v3/files"):
            kind = "drive"
        elif path.startswith("/v4/spreadsheets/"):
            book_id = path.removeprefix("/v4/spreadsheets/").split("/")[0].split(":")[0]
            kind = "read" if method == "GET" else "write"
        else:
            raise ApiError(404, "Not found.", "NOT_FOUND")
        token = self.office.tokens.get(headers.get("authorization", "").removeprefix("Bearer "))
        with self.lock:
            parsed = json.loads(body) if body and kind == "write" else None
            number = len(self.calls)
            call = Call(number, kind, method, path, query, token.email if token else "", book_id, parsed)
            self.calls.append(call)
        return call


class _Http(ThreadingHTTPServer):
    daemon_threads = True
    allow_reuse_address = True
    request_queue_size = 64
    google: GoogleServer

    def handle_error(self, request: Any, client_address: Any) -> None:
        """Say nothing of connections that faults or killed clients broke."""


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    disable_nagle_algorithm = True
    wbufsize = -1
    server: _Http

    def log_message(self, format: str, *args: Any) -> None:  # noqa: A002
        pass

    def _serve(self) -> None:
        google = self.server.google
        length = int(self.headers.get("Content-Length") or 0)
        google.traffic["received"] += length
        body = self.rfile.read(length) if length else b""
        headers = {name.lower(): value for name, value in self.headers.items()}
        try:
            call = google.register(self.command, self.path, headers, body)
        except ApiError as error:
            self._send(error.code, error.body)
            return
        with google.lock:
            fault = google.fault_for(call)
        if fault is not None and self._strike(google, fault, call, headers, body):
            return
        if google.latency_s and call.kind != "token":
            time.sleep(google.latency_s)
        if google.virtual_latency_s:
            google.clock.sleep(google.virtual_latency_s)
        self._send(*self._answer(google, call, headers, body))

    def _answer(
        self, google: GoogleServer, call: Call, headers: dict[str, str], body: bytes
    ) -> tuple[int, Json]:
        try:
            with google.lock:
                return 200, google.answer(call, headers, body)
        except ApiError as error:
            return error.code, error.body

    def _strike(
        self, google: GoogleServer, fault: Fault, call: Call, headers: dict[str, str], body: bytes
    ) -> bool:
        """Do what the fault says; return False when the request goes on as usual."""
        if fault.kind is FaultKind.EXPIRED:
            google.office.expire_all()
            return False
        answer: tuple[int, Json] = (200, {})
        if fault.applied or fault.kind is FaultKind.TRUNCATED:
            answer = self._answer(google, call, headers, body)
        if fault.kind is FaultKind.STATUS:
            status = {429: "RESOURCE_EXHAUSTED", 503: "UNAVAILABLE"}.get(fault.status, "INTERNAL")
            message = "The service is currently unavailable."
            told = {"errors": [{"domain": "usageLimits", "reason": fault.reason}]} if fault.reason else {}
            shown = {"error": {"code": fault.status, "message": message, "status": status, **told}}
            extra = {} if fault.retry_after is None else {"Retry-After": str(fault.retry_after)}
            self._send(fault.status, shown, extra)
        elif fault.kind is FaultKind.RESET:
            linger = struct.pack("ii", 1, 0)
            self.connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, linger)
            self._drop()
        elif fault.kind is FaultKind.TRUNCATED:
            self._send(answer[0], answer[1], cut=True)
            self._drop()
        elif fault.kind is FaultKind.TRICKLE:
            self.send_response(200)
            self.send_header("Content-Length", "1000000")
            self.end_headers()
            while not google.let_go.wait(0.02):
                try:
                    self.wfile.write(b" ")
                    self.wfile.flush()
                except OSError:
                    break
            self.close_connection = True
        elif fault.kind is FaultKind.GARBAGE:
            self._send(200, None)
        else:
            google.let_go.wait(30)
            self._drop()
        return True

    def _drop(self) -> None:
        self.close_connection = True
        self.wfile.flush()
        # The handler's makefile objects keep the descriptor open until they are closed as well.
        self.rfile.close()
        self.wfile.close()
        self.connection.close()

    def _send(
        self, code: int, shown: Json | None, extra: dict[str, str] | None = None, *, cut: bool = False
    ) -> None:
        data = (
            b"<html>maintenance</html>" if shown is None else json.dumps(shown, ensure_ascii=False).encode()
        )
        self.send_response(code)
        self.send_header("Content-Type", "text/html" if shown is None else "application/json; charset=UTF-8")
        plain = len(data)
        if self._takes_gzip() and len(data) > 1000 and not cut:
            data = gzip.compress(data, 6)
            self.send_header("Content-Encoding", "gzip")
        for name, value in (extra or {}).items():
            self.send_header(name, value)
        self.server.google.traffic.update(sent=len(data), plain=plain)
        self.send_header("Content-Length", str(len(data)))
        self.end_headers()
        self.wfile.write(data[: len(data) // 2] if cut else data)
        self.wfile.flush()

    def _takes_gzip(self) -> bool:
        # Google packs an answer only for a client that says so twice.
        asked = "gzip" in self.headers.get("Accept-Encoding", "")
        return asked and (self.server.google.always_packs or "gzip" in self.headers.get("User-Agent", ""))

    do_GET = do_POST = do_PUT = do_DELETE = _serve  # noqa: N815
