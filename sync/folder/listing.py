"""Which spreadsheets lie in a folder of ledgers."""

import os
from collections.abc import Collection, Iterator
from pathlib import Path, PurePosixPath

from config.words import is_set_aside
from sync.folder.other_formats import READ_ONLY
from sync.folder.workbook import OTHER_SPREADSHEETS, READABLE

#: So many folders deep ledgers are looked for: 台账/石桥村/2026.
DEPTH = 3
LISTED = READABLE | READ_ONLY | OTHER_SPREADSHEETS


def spreadsheets_in(folder: Path, skip: Collection[str], unread: list[str]) -> list[str]:
    """Return the ledgers in *folder* by name, as paths from it on; those we cannot read fail when read.

    Args:
        folder: where the ledgers lie.
        skip: files and folders in it that are no ledgers.
        unread: gets the folders within that cannot be looked into today.

    Raises:
        OSError: the folder is not there, or may not be read.
    """
    names = sorted(_files(folder, folder, (skip, unread), DEPTH))
    found = [name for name in names if PurePosixPath(name).suffix.lower() in LISTED]
    saved_anew = {str(PurePosixPath(name).with_suffix("")) for name in found if _is_ours(name)}
    # A file in another format beside the .xlsx that it was saved as is that ledger no more.
    left = [n for n in found if _is_ours(n) or str(PurePosixPath(n).with_suffix("")) not in saved_anew]
    # What a link here leads to goes by the link's name, and stands here once.
    led_to = {path.resolve() for name in left if (path := folder / name).is_symlink()}
    return [n for n in left if (path := folder / n).is_symlink() or path.resolve() not in led_to]


def _files(top: Path, folder: Path, how: tuple[Collection[str], list[str]], depth: int) -> Iterator[str]:
    skip, unread = how
    for entry in os.scandir(folder):
        name = Path(entry.path).relative_to(top).as_posix()
        if entry.name.startswith((".", "~$")) or name in skip:
            continue
        if entry.is_file():
            yield name
        elif depth and entry.is_dir(follow_symlinks=False) and not is_set_aside(entry.name):
            try:
                yield from _files(top, Path(entry.path), how, depth - 1)
            except OSError:
                unread.append(name)  # its ledgers are not gone, they only cannot be seen today


def _is_ours(name: str) -> bool:
    """Whether a file is one that can be written too."""
    return PurePosixPath(name).suffix.lower() in READABLE
