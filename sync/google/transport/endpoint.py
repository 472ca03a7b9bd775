"""Where requests go: Google's hosts, or one address in their place with the paths unchanged."""

import ipaddress
from dataclasses import dataclass
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from urllib.parse import quote, urlsplit

from config.errors import ConfigError
from config.messages import message

SHEETS_HOST = "https://sheets.googleapis.com"
DRIVE_HOST = "https://www.googleapis.com"
_HOSTS = (SHEETS_HOST, DRIVE_HOST)


@dataclass(frozen=True, slots=True)
class Endpoint:
    """Google's hosts (``base`` empty) or what stands in their place."""

    base: str = ""

    def url(self, url: str) -> str:
        """Return *url* with Google's host replaced."""
        for host in _HOSTS if self.base else ():
            if url.startswith(f"{host}/"):
                return self.base + url.removeprefix(host)
        return url

    @property
    def is_local(self) -> bool:
        """Tell whether requests stay on this machine, where no proxy may see them."""
        return bool(self.base) and _is_loopback(urlsplit(self.base).hostname or "")


def _is_loopback(host: str) -> bool:
    if host == "localhost":
        return True
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False


def checked_endpoint(text: str | None, *, key: str = "[ledgers] endpoint") -> Endpoint:
    """Return the endpoint that the config names.

    Raises:
        ConfigError: it is no address, or it would carry tokens in the clear beyond this machine.
    """
    if not text:
        return Endpoint()
    check_safe(text, key)
    return Endpoint(text.rstrip("/"))


def check_safe(url: str, key: str) -> None:
    """Refuse an address that would carry a token in the clear over a network.

    Raises:
        ConfigError: with the remedy.
    """
    parts = urlsplit(url)
    if parts.scheme not in ("http", "https") or not parts.hostname:
        raise ConfigError(message("google_errors.no_address", key=key))
    if parts.scheme == "http" and not _is_loopback(parts.hostname):
        raise ConfigError(message("google_errors.no_encryption", key=key, host=parts.hostname))


def spreadsheet_url(spreadsheet: str) -> str:
    """Return the address of a spreadsheet in the Sheets API.

    What the config names as an id may be anything; it must not become another path.
    """
    return f"{SHEETS_HOST}/v4/spreadsheets/{quote(spreadsheet, safe='')}"


def server_time(endpoint: Endpoint) -> datetime | None:
    """Return the time by the clock of the server at *endpoint*, in UTC; None without an answer."""
    import requests

    try:
        told = requests.head(endpoint.url(f"{SHEETS_HOST}/"), timeout=10).headers.get("Date", "")
        return parsedate_to_datetime(told).astimezone(UTC)
    except (requests.RequestException, ValueError):
        return None
