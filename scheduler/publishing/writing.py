"""How a report speaks, and putting it into each form the config asks for."""

from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

from config.errors import LedgerError
from config.language import phrases
from config.messages import message
from config.spoken.office import Office
from reports.forms.files import PublishError
from scheduler.township import Township
from sync.store import Tabs

if TYPE_CHECKING:
    from reports.composing.speaking.setting import Manner
    from reports.content import Report

T = TypeVar("T")


def manner(township: Township) -> "Manner":
    """Return how the township's reports speak."""
    from reports.composing.speaking.setting import Manner

    settings, today = township.settings, township.today
    titles = {each.id: each.title.said(township.language) for each in township.rules.duties}
    office = Office(settings.township.name, **settings.office.model_dump())
    answer_by = township.rules.answer_by(today)
    return Manner(office, township.language, today, answer_by, settings.summary.officials, titles)


def file_name(township: Township, kind: str, period: str = "") -> str:
    """Return what a report's files are called, without their ending."""
    pattern = phrases(township.language, "scheduler")["file"][kind]
    return pattern.format(township=township.settings.township.name, period=period)


def write_report(
    township: Township, report: "Report", folder: Path, forms: Sequence[str], *, spreadsheet: str = ""
) -> Iterator[Path | str]:
    """Write *report* into *folder*, once in each of *forms* (xlsx, docx, html).

    Args:
        township: whose report it is.
        report: what to write.
        folder: where files go.
        forms: which; with *spreadsheet* a tab of that one stands for the workbook.
        spreadsheet: its id; "" for none.

    Returns:
        Paths of files, and the tab's address.

    Raises:
        PublishError: a file cannot be written, or the tab cannot be filled.
    """
    if spreadsheet:
        yield fill_tab(township, report, file_name(township, report.kind, report.period), spreadsheet)
    for form in forms:
        if spreadsheet and form == "xlsx":
            continue
        path = folder / f"{file_name(township, report.kind, report.period)}.{form}"
        write_form(report, path, form)
        yield path


def fill_tab(township: Township, report: "Report", title: str, spreadsheet: str) -> str:
    """Fill the report's tab in the coordinator's spreadsheet and return its address.

    Args:
        township: whose report it is.
        report: what to show; the board and each period of each kind have one tab for ever.
        title: of a tab that is new.
        spreadsheet: its id.

    Raises:
        PublishError: it cannot be filled; carries the remedy.
    """
    from reports.forms.tab import tab_of

    return _on_tabs(township, lambda store: store.fill_tab(spreadsheet, tab_of(report, title)))


def remove_tab(township: Township, key: str, spreadsheet: str) -> None:
    """Take a tab of ours away from the coordinator's spreadsheet; what people wrote beside it stays.

    Raises:
        PublishError: it cannot be taken away; carries the remedy.
    """
    _on_tabs(township, lambda store: store.remove_tab(spreadsheet, key))


def _on_tabs(township: Township, act: "Callable[[Tabs], T]") -> T:

    if not isinstance(township.store, Tabs):
        raise PublishError(message("report.elsewhere"))
    try:
        return act(township.store)
    except LedgerError as error:
        # The store's own remedy speaks of ledgers.
        fix = message("report.check_address") if error.code == "gone" else error.fix_told
        told = message("report.to", what=error.told)
        raise PublishError(told, fix=fix, code=error.code) from error


def write_form(report: "Report", path: Path, form: str) -> None:
    """Write *report* to *path* as xlsx, docx or html.

    Raises:
        PublishError: the file cannot be written.
    """
    # A pass that only refreshes the board need not wait for the libraries of the other forms.
    if form == "xlsx":
        from reports.forms.excel.xlsx import write_workbook

        write_workbook(report, path)
    elif form == "docx":
        from reports.forms.word.document import write_document

        write_document(report, path)
    else:
        from reports.forms.page import write_page

        write_page(report, path)
