"""The half-monthly summary as a workbook, in one call."""

from pathlib import Path

from reports.figures import Summary
from reports.halfmonth import compose
from reports.workbook import write_workbook as write


def write_workbook(summary: Summary, path: Path, language: str, *, officials: bool = False) -> None:
    """Write the half-monthly summary to *path* as .xlsx; the same summary gives the same bytes.

    Raises:
        PublishError: the file cannot be written.
    """
    write(compose(summary, language, officials=officials), path)
