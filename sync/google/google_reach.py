"""What a store of spreadsheets rests on: accounts, the line to Google, and what it has cost."""

import threading
from collections.abc import Mapping, Sequence
from datetime import datetime
from pathlib import Path

from sync.google.shares import Shares, WhichLedgers
from sync.google.tabs.tab_plan import tab_address
from sync.google.transport.courier import Courier, Wire
from sync.google.transport.credentials import Account
from sync.google.transport.endpoint import server_time
from sync.store import LedgerRef, Requests


class GoogleReach:
    """The accounts and the line of one store."""

    is_near = False
    at_once = 8  # spreadsheets cost waiting, which threads share

    def __init__(
        self, accounts: Sequence[Account], which: WhichLedgers | None = None, wire: Wire | None = None
    ) -> None:
        """Begin; nothing is sent before it is used.

        Args:
            accounts: who asks; several share the load.
            which: of all spreadsheets are ledgers; None: whatever is shared.
            wire: how requests go out.
        """
        self._stop = threading.Event()
        self._wire = wire or Wire()
        self._courier = Courier(accounts, self._wire, self._stop)
        self._shares = Shares(self._courier, which or WhichLedgers())

    def is_listed_in_full(self) -> bool:
        """Return whether every account could list its spreadsheets the last time."""
        return self._shares.is_in_full

    def requests(self, ref: LedgerRef) -> Requests:
        """Return what *ref* has cost so far in this process, failed tries included."""
        return self._shares.requests(ref.ledger_id)

    def quota_left(self) -> dict[str, float]:
        """Return how many requests of this minute are left, by account's place in the config and kind."""
        meter = self._courier.meter
        return {
            f"{number} {kind}": meter.left(account.email, account.project, kind)
            for number, account in enumerate(self._courier.accounts, 1)
            for kind in ("read", "write")
        }

    def server_time(self) -> datetime | None:
        """Return what time Google's server says it is, in UTC; None without an answer."""
        return server_time(self._wire.endpoint)

    def row_links(self, ledger: str, sheets: Mapping[str, str], folder: Path) -> dict[str, str]:
        """Return an address of a row of each worksheet that has an id, wherever the links stand."""
        return {sheet: tab_address(ledger, number, "A{row}") for sheet, number in sheets.items() if number}

    def stop(self) -> None:
        """Let no further request go out; waits end at once, what is under way is finished."""
        self._stop.set()

    def go_on(self) -> None:
        """Let requests go out again after `stop`."""
        self._stop.clear()

    def close(self) -> None:
        """Close the connections; the store is not used any more."""
        self._courier.close()
