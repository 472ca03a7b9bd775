"""A filled copy of a workbook that is a form; the workbook itself stays as it is."""

from collections.abc import Mapping
from pathlib import Path

from sync.folder.patch.container.archive import rewritten
from sync.folder.patch.fill_cells import Values, with_values
from sync.folder.workbook import open_package, read_bytes, understood


def filled_copy(path: Path, values: Mapping[str, Values]) -> bytes:
    """Return the workbook at *path* with *values* in the cells of the worksheets they are named for.

    Raises:
        LedgerUnavailableError: the file cannot be read.
        LayoutUnknownError: written in a way that we do not dare to patch.
    """
    data, _ = read_bytes(path)
    with understood(path.name):
        package = open_package(data, path.name)
        return rewritten(package, with_values(package, values))
