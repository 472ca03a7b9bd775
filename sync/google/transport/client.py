"""One attempt at one request: gspread's HTTP client, with our endpoint, token and time limits."""

import json
import time
from collections.abc import Mapping, MutableMapping
from dataclasses import dataclass
from typing import Any

import requests
from gspread.exceptions import APIError
from gspread.http_client import HTTPClient
from requests.adapters import HTTPAdapter
from requests.auth import AuthBase
from urllib3.exceptions import HTTPError

from sync.google.transport.credentials import Account
from sync.google.transport.endpoint import Endpoint
from sync.google.transport.timing import Patience

_JSON = {"Content-Type": "application/json; charset=UTF-8"}

#: More connections than ledgers are ever read at the same time.
_CONNECTIONS = 32


@dataclass(frozen=True, slots=True)
class Answer:
    """An answer to a read: the object in it, and the bytes it came as."""

    json: dict[str, Any]
    body: bytes


class UnreadableAnswerError(Exception):
    """Google said 200, and what came is no JSON: whether a write took effect is unknown."""


class _Bearer(AuthBase):
    """The token of one attempt. As an auth object it also keeps a ~/.netrc from replacing it."""

    def __init__(self, token: str) -> None:
        self.token = token

    def __call__(self, r: requests.PreparedRequest) -> requests.PreparedRequest:
        r.headers["Authorization"] = f"Bearer {self.token}"
        return r


class OneAttemptClient(HTTPClient):
    """gspread's client without retries of any kind; `sync.google.courier` decides what is tried again."""

    def __init__(self, account: Account, endpoint: Endpoint, patience: Patience) -> None:
        session = requests.Session()
        adapter = HTTPAdapter(pool_connections=4, pool_maxsize=_CONNECTIONS, max_retries=0)
        session.mount("https://", adapter)
        session.mount("http://", adapter)
        session.headers["Accept-Encoding"] = "gzip"
        # Google packs its answers only for a client that names gzip here too.
        session.headers["User-Agent"] = "duesheet (gzip)"
        # A proxy of the environment must not see what is meant for this very machine.
        session.trust_env = not endpoint.is_local
        super().__init__(auth=None, session=session)  # pyright: ignore[reportArgumentType]
        self.account = account
        self._http = session
        self._endpoint = endpoint
        self._patience = patience
        self.read_s = patience.read_s

    def request(
        self,
        method: str,
        endpoint: str,
        params: Any = None,
        data: bytes | None = None,
        json: Mapping[str, Any] | None = None,
        files: Any = None,
        headers: MutableMapping[str, str] | None = None,
    ) -> requests.Response:
        """Send one request, once.

        Raises:
            APIError: the answer is an error.
            TokenError: there is no token.
            requests.RequestException: the connection failed.
        """
        return self.attempt(method, endpoint, params=params, body=json, read_s=self.read_s)

    def attempt(
        self, method: str, url: str, *, params: Any = None, body: Any = None, read_s: float | None = None
    ) -> requests.Response:
        """Send one request, once, waiting at most *read_s* for its answer to go on; errors as `request`."""
        token = self.account.token(self._post)
        response = self._http.request(
            method,
            self._endpoint.url(url),
            params=params,
            data=_packed(body),
            headers=_JSON if body is not None else None,
            auth=_Bearer(token),
            timeout=(self._patience.connect_s, read_s or self._patience.read_s),
            allow_redirects=False,
            stream=True,
        )
        self._receive(response)
        if response.status_code == requests.codes.unauthorized:
            self.account.forget_token(token)
        if response.status_code != requests.codes.ok:
            raise APIError(response)
        return response

    def _receive(self, response: requests.Response) -> None:
        """Take in the whole answer; the library's own limit starts anew with every byte that comes."""
        deadline = time.monotonic() + self._patience.whole_s
        body = bytearray()
        with response:
            try:
                # Not iter_content: it comes back only with a whole chunk.
                while chunk := response.raw.read1(65536, decode_content=True):
                    body += chunk
                    if time.monotonic() > deadline:
                        raise requests.ReadTimeout("the answer was not complete in time")
            except HTTPError as error:
                raise requests.ConnectionError("the answer broke off") from error
        response._content = bytes(body)  # pyright: ignore[reportPrivateUsage]

    def close(self) -> None:
        """Close the connections."""
        self._http.close()

    def _post(self, url: str, body: bytes, headers: Mapping[str, str]) -> requests.Response:
        answer = self._http.post(
            url,
            data=body,
            headers=dict(headers),
            timeout=(self._patience.connect_s, self._patience.read_s),
            allow_redirects=False,
            stream=True,
        )
        self._receive(answer)
        return answer


def _packed(body: Any) -> bytes | None:
    # Chinese as it is: three bytes a character, where an escape takes six.
    return None if body is None else json.dumps(body, ensure_ascii=False, separators=(",", ":")).encode()


def answer_of(response: requests.Response) -> Answer:
    """Return the answer's object, decoded once.

    Raises:
        UnreadableAnswerError: it is something else.
    """
    body = response.content
    try:
        parsed = json.loads(body)
    except ValueError as error:
        raise UnreadableAnswerError("no JSON") from error
    if not isinstance(parsed, dict):
        raise UnreadableAnswerError("no JSON object")
    return Answer(parsed, body)  # pyright: ignore[reportUnknownArgumentType]
