"""The stores there are, by the word for each in ``[ledgers] store``. A third store is a row here."""

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING

from config.settings import Settings
from sync.store import Store

if TYPE_CHECKING:
    from sync.google.transport.quota import Quota


def open_store(settings: Settings, *, quota: "Quota | None" = None) -> Store:
    """Return the place where the township's ledgers live.

    Args:
        settings: of the township.
        quota: what grants requests, where several machines share it; None: this process alone.

    Raises:
        ConfigError: a credential or an address is wrong.
    """
    return _OPENERS[settings.ledgers.store](settings, quota)


def _folder(settings: Settings, quota: "Quota | None") -> Store:
    del quota  # a folder has none
    from sync.folder.folder_store import FolderStore

    part = settings.ledgers
    own = [Path(part.office).name] if part.office else []
    folder, summaries = settings.path(part.folder), settings.summary_folder
    if summaries != folder and summaries.is_relative_to(folder):
        own.append(summaries.relative_to(folder).as_posix())
    store = FolderStore(folder, state_dir=settings.base / ".duesheet", skip=own)
    store.printed = settings.marks.print == "keep"
    return store


def _google(settings: Settings, quota: "Quota | None") -> Store:
    from sync.google.google_store import open_google
    from sync.google.shares import WhichLedgers

    part = settings.ledgers
    which = WhichLedgers(
        drive_folder=part.drive_folder,
        named=[ledger for village in settings.village for ledger in village.ledger],
        titles={name: village.name for village in settings.village for name in village.ledger},
        exclude=[settings.summary.to, *([part.office] if part.office else [])],
    )
    keys = [settings.path(name) for name in part.credentials]
    return open_google(keys, which, endpoint=part.endpoint, meter=quota)


_OPENERS: Mapping[str, "Callable[[Settings, Quota | None], Store]"] = {"folder": _folder, "google": _google}
