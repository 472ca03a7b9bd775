"""A workbook as ``inspect --json`` describes it, without a command line."""

from sync.folder.workbook import read_workbook
from sync.inspection import describe
from sync.understand import Given, understand


def inspect_workbook(path, today, *, headings=None, language="zh-CN"):
    """Read one workbook and return what is understood of it."""
    ledger = understand(read_workbook(path), Given(today, headings=headings))
    return describe(ledger, path.name, language)
