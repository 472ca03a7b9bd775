"""Which spreadsheets are shared with which service account, and who asks for which of them."""

import logging
import threading
from collections import defaultdict
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TypeVar

from config.errors import ConfigError, DuesheetError
from config.messages import message
from sync.google.drive import id_of, is_trashed, list_spreadsheets
from sync.google.transport.courier import Courier, Errand, GaveUpError
from sync.google.transport.credentials import Account
from sync.google.transport.timing import Budget
from sync.google.transport.trouble import error_for, listing_error
from sync.store import LedgerRef, Requests

log = logging.getLogger(__name__)
T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class WhichLedgers:
    """Which spreadsheets are ledgers, each by id or address.

    Attributes:
        drive_folder: only its spreadsheets are listed, and the named ones; None: all that are shared.
        named: ledgers that the config names.
        titles: what people call them, where Drive does not list them.
        exclude: those that are no ledgers: the coordinator's own spreadsheet.
    """

    drive_folder: str | None = None
    named: Sequence[str] = ()
    titles: Mapping[str, str] = field(default_factory=dict[str, str])
    exclude: Collection[str] = ()


@dataclass(frozen=True, slots=True)
class _Listed:
    """What the last listing told, by spreadsheet.

    Attributes:
        seen_by: who can see it; ``editors``, by address, who may write.
        versions: as Drive tells them.
        unlisted: named ones that Drive did not list.
    """

    seen_by: Mapping[str, Sequence[Account]] = field(default_factory=dict[str, Sequence[Account]])
    editors: Mapping[str, Collection[str]] = field(default_factory=dict[str, Collection[str]])
    versions: Mapping[str, str] = field(default_factory=dict[str, str])
    unlisted: Collection[str] = frozenset()


class Shares:
    """Lists spreadsheets, and acts on each as the account that may and has most quota left.

    Any thread may ask.
    """

    def __init__(self, courier: Courier, which: WhichLedgers) -> None:
        self._courier = courier
        self._folder = which.drive_folder
        self._named = tuple(dict.fromkeys(id_of(name) for name in which.named))
        self._titles = {id_of(name): title for name, title in which.titles.items()}
        self._exclude = frozenset(id_of(name) for name in which.exclude)
        self._lock = threading.Lock()
        self._listed = _Listed()
        self._using: dict[str, Account] = {}
        self._budgets: dict[str, Budget] = {}
        self._requests: defaultdict[str, Requests] = defaultdict(Requests)
        self.is_in_full = True

    def list(self) -> "Sequence[LedgerRef]":
        """Return every ledger there is, by title; one Drive request per account and thousand spreadsheets.

        A named spreadsheet that Drive does not list comes last, without a version: reading it says why. While
        Drive's quota is spent, or Drive does not answer, that is all of them.

        Raises:
            ConfigError: no account can list anything; carries the remedy.
            LedgerUnavailableError: Drive does not answer, and no ledger is named.
        """
        found: dict[str, LedgerRef] = {}
        versions: dict[str, str] = {}
        seen_by: dict[str, list[Account]] = defaultdict(list)
        editors: dict[str, set[str]] = defaultdict(set)
        failures: list[DuesheetError] = []
        for account in self._courier.accounts:
            errand = Errand(account, Budget(self._courier.patience), Requests())
            try:
                files = list_spreadsheets(self._courier, errand, None)
                inside = {f.file_id for f in files}
                if self._folder:
                    # Named ledgers may lie elsewhere; the whole list says whether they changed.
                    inside = {f.file_id for f in list_spreadsheets(self._courier, errand, self._folder)}
            except GaveUpError as error:
                failure = listing_error(error.trouble, account.email)
                log.warning("%s: %s", account.email, failure.message)
                failures.append(failure)
                continue
            for file in files:
                seen_by[file.file_id].append(account)
                versions[file.file_id] = file.version
                if file.can_edit:
                    editors[file.file_id].add(account.email)
                if file.file_id in inside or file.file_id in self._named:
                    found[file.file_id] = LedgerRef(file.file_id, file.name, file.version)
        has_failed = len(failures) == len(self._courier.accounts)
        if has_failed and (not self._named or any(isinstance(each, ConfigError) for each in failures)):
            raise failures[0]
        with self._lock:
            unlisted = frozenset[str]() if has_failed else frozenset(self._named) - seen_by.keys()
            self._listed = _Listed(dict(seen_by), dict(editors), versions, unlisted)
            self._using.clear()
            self._budgets.clear()
        self.is_in_full = not failures
        listed = sorted(found.values(), key=lambda ref: (ref.title, ref.ledger_id))
        known = {*found, *(ref.title for ref in found.values())}
        unlisted = [
            LedgerRef(name, self._titles.get(name, name), listed=False)
            for name in self._named
            if name not in known
        ]
        return [ref for ref in (*listed, *unlisted) if ref.ledger_id not in self._exclude]

    def viewer_only(self, ledger: str) -> str | None:
        """Return the address of an account that may only look, where no other may write; else None."""
        listed = self._listed
        seen = listed.seen_by.get(ledger, ())
        return seen[0].email if seen and not listed.editors.get(ledger) else None

    def version_of(self, ledger: str) -> str:
        """Return what the last listing told of a spreadsheet's version; "" for nothing."""
        return self._listed.versions.get(ledger, "")

    def is_trashed(self, ref: LedgerRef) -> bool:
        """Return whether a named spreadsheet that Drive does not list lies in its bin."""
        if ref.ledger_id not in self._listed.unlisted:
            return False
        try:
            return is_trashed(self._courier, self.errand(ref, self.candidates(ref)[0]), ref.ledger_id)
        except GaveUpError:
            return False  # not shared, or gone for good: reading it says so

    def requests(self, ledger: str) -> Requests:
        """Return what a ledger has cost so far in this process, failed tries included."""
        counted = self._requests[ledger]
        return Requests(counted.read, counted.write, counted.drive)

    def as_any_account(self, ref: LedgerRef, act: Callable[[Errand], T]) -> T:
        """Act as the account that has the most quota left, and as the next one where it has no right to."""
        candidates = self.candidates(ref)
        for i, account in enumerate(candidates):
            try:
                result = act(self.errand(ref, account))
            except GaveUpError as error:
                if error.trouble.status not in (403, 404) or i + 1 == len(candidates):
                    raise
            else:
                with self._lock:
                    self._using[ref.ledger_id] = account
                return result
        raise ConfigError(message("google_errors.no_account"))

    def candidates(self, ref: LedgerRef) -> Sequence[Account]:
        """Return the accounts to try in turn; a ledger stays with the one that served it."""
        with self._lock:
            using = self._using.get(ref.ledger_id)
            seen = self._listed.seen_by.get(ref.ledger_id) or self._courier.accounts
            editors = self._listed.editors.get(ref.ledger_id, ())
        # One that may only look would be refused when it comes to writing.
        by_load = sorted(
            seen,
            key=lambda account: (
                account.email not in editors,
                self._courier.meter.load(account.email, "read"),
            ),
        )
        return [using, *(account for account in by_load if account is not using)] if using else by_load

    def errand(self, ref: LedgerRef, account: Account) -> Errand:
        """Return what all requests of one account for one ledger share."""
        with self._lock:
            budget = self._budgets.setdefault(ref.ledger_id, Budget(self._courier.patience))
            return Errand(account, budget, self._requests[ref.ledger_id])

    def error(self, ref: LedgerRef, error: GaveUpError) -> Exception:
        """Return what a request that failed for good means to the operator."""
        account = self.candidates(ref)[0]
        return error_for(error.trouble, ref.title, account.email)
