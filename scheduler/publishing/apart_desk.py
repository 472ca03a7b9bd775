"""督办/<village>.xlsx, or a tab of its own: our columns of a ledger that is read and cannot be written.

Each is there as long as its ledger cannot be written: it goes once the ledger can, is detached, or is gone.
"""

import json
import logging
import re
from collections.abc import Callable, Collection
from contextlib import suppress
from itertools import chain, count
from typing import TYPE_CHECKING

from config.case_numbers import case_number
from config.errors import DuesheetError, LedgerError
from config.language import phrases
from config.messages import message
from config.os_reasons import reason_of
from config.vocabulary import Mark, OutcomeKind
from reports.forms.files import PublishError, put
from scheduler.marking.outcome import Judged, Outcome
from scheduler.publishing.sheet_ids import sheet_ids
from scheduler.township import Township

if TYPE_CHECKING:
    from reports.content import Report

log = logging.getLogger("duesheet")

#: Where the state notes which ledgers have one: ledger to its name and the digest of what was written.
_NOTE = "marks_apart"
_WRITABLE = frozenset({OutcomeKind.WRITTEN, OutcomeKind.UNCHANGED, OutcomeKind.HELD, OutcomeKind.PAUSED})
#: The code of the error of a ledger that is read and cannot be written.
_READ_ONLY = "read_only"
#: What no system wants in a file's name.
_FORBIDDEN = re.compile(r'[\\/:*?"<>|\x00-\x1f]')


class ApartDesk:
    """Gathers the marks of ledgers that cannot be written, and keeps what stands in for our columns.

    Attributes:
        problems: why some of it could not be written.
    """

    def __init__(self, township: Township) -> None:
        self._township = township
        words = phrases(township.language, "scheduler")["file"]
        self._folder = township.settings.summary_folder / words["marks_apart"]
        self._tab_title = words["marks_apart_of"]
        noted = township.state.noted(_NOTE) if township.state is not None else ""
        self._known: dict[str, tuple[str, str]] = {
            ledger: (name, digest) for ledger, (name, digest) in json.loads(noted or "{}").items()
        }
        self._made: dict[str, tuple[Outcome, Report]] = {}
        self._gone: set[str] = set()
        self.problems: list[DuesheetError] = []

    def add(self, outcome: Outcome) -> None:
        """Take one ledger's marks, or that it needs nothing apart."""
        if outcome.kind in _WRITABLE:
            self._gone.add(outcome.ledger)
        elif outcome.judged is not None and outcome.error is not None and outcome.error.code == _READ_ONLY:
            self._made[outcome.ledger] = outcome, self._composed(outcome, outcome.judged)

    def drop(self, ledgers: Collection[str]) -> None:
        """Take away what stands in for our columns of *ledgers*."""
        self._gone.update(ledgers)
        self.publish({*self._known})

    def publish(self, there: Collection[str]) -> None:
        """Write what changed, take away what nobody needs; what fails now, the next pass tries again.

        Args:
            there: every ledger of the township.
        """
        before, self.problems = dict(self._known), []
        for ledger in before:
            if ledger in self._gone or ledger not in there:
                self._tried(self._removed, ledger)
        for ledger in self._made:
            self._tried(self._written, ledger)
        for error in self.problems:
            log.warning("%s; fix: %s", error.message, error.fix)
        if self._township.state is not None and self._known != before:
            self._township.state.note(_NOTE, json.dumps(self._known, ensure_ascii=False))

    def _composed(self, outcome: Outcome, judged: Judged) -> "Report":
        from reports.composing.marks_apart import MarkedCase, MarkedLedger, compose_marks_apart

        cases = judged.cases
        columns = (
            *(cases[name].tolist() for name in ("seq", "case_no", "sheet", "row")),
            judged.verdicts["light"].tolist(),
            *(judged.texts[mark] for mark in Mark),
        )
        marked = [
            MarkedCase(
                case_number(str(seq)),
                case_number(str(case_no)),
                *(str(sheet), int(row), str(light)),
                dict(zip(Mark, texts, strict=True)),
            )
            for seq, case_no, sheet, row, light, *texts in zip(*columns, strict=True)
        ]
        places = self._township.store.row_links(outcome.ledger, sheet_ids(judged.ledger), self._folder)
        title = outcome.title or outcome.ledger
        ledger = MarkedLedger(outcome.village, outcome.ledger, title, marked, places)
        return compose_marks_apart(ledger, self._township.language)

    def _tried(self, act: Callable[[str], None], ledger: str) -> None:
        try:
            act(ledger)
        except (PublishError, LedgerError) as error:
            self.problems.append(error)
        except OSError as error:
            told = message("report.not_written", file=ledger, reason=reason_of(error))
            self.problems.append(PublishError(told))

    def _written(self, ledger: str) -> None:
        from reports.forms.excel.xlsx import workbook_bytes
        from reports.forms.tab import tab_of
        from scheduler.publishing.writing import fill_tab

        outcome, report = self._made[ledger]
        name, digest = self._known.get(ledger) or (self._free_name(outcome), "")
        if spreadsheet := self._township.settings.summary_spreadsheet:
            title = self._tab_title.format(name=name)
            before, digest = digest, tab_of(report, title).digest
            if digest != before:
                fill_tab(self._township, report, title, spreadsheet)
        else:
            path = self._folder / f"{name}.xlsx"
            content = workbook_bytes(report)
            if not path.exists() or path.read_bytes() != content:
                put(path, content)
        self._known[ledger] = name, digest

    def _free_name(self, outcome: Outcome) -> str:
        """Return the village's name, or, where another ledger of it has that, the ledger's beside it."""
        taken = {name for name, _ in self._known.values()}
        village, title = (
            _FORBIDDEN.sub(" ", text)[:60].strip(" .") for text in (outcome.village, outcome.title)
        )
        several = (f"{village}（{title}）{'' if number < 2 else number}" for number in count(1))
        return next(name for name in chain([village], several) if name and name not in taken)

    def _removed(self, ledger: str) -> None:
        name, _ = self._known[ledger]
        if spreadsheet := self._township.settings.summary_spreadsheet:
            from reports.composing.marks_apart import KIND
            from scheduler.publishing.writing import remove_tab

            remove_tab(self._township, f"{KIND} {ledger}", spreadsheet)
        else:
            (self._folder / f"{name}.xlsx").unlink(missing_ok=True)
            with suppress(OSError):
                self._folder.rmdir()
        del self._known[ledger]
