"""Tabs of ours in a spreadsheet of people's: each made once, found again by its tag, replaced as a whole.

A tab is known by developer metadata on its worksheet, so people may rename, move, hide or widen it. Cells to
the right of our columns and every other worksheet are theirs and stay.
"""

import logging
from collections.abc import Sequence
from typing import Any

from config.our_tabs.tabs import Tab
from sync.google.tabs.tab_plan import plan_removal_of_tab, plan_tab, tab_address, tagged
from sync.google.transport.courier import Courier, Errand, GaveUpError, UnknownOutcomeError
from sync.google.transport.endpoint import spreadsheet_url

log = logging.getLogger(__name__)


_MASK = (
    "sheets(properties(sheetId,title,gridProperties(rowCount,columnCount)),"
    "developerMetadata(metadataId,metadataKey,metadataValue),charts(chartId))"
)
_VALUES_MASK = "sheets(properties(sheetId),data(rowData(values(userEnteredValue))))"
#: How often we look again because people changed the spreadsheet meanwhile, or an outcome is unknown.
_ROUNDS = 3


class TabDesk:
    """Fills tabs through a `Courier`."""

    def __init__(self, courier: Courier) -> None:
        self._courier = courier

    def fill(self, spreadsheet: str, errand: Errand, tab: Tab) -> str:
        """Make *tab* what it should be, in one request or none, and return its address.

        Raises:
            GaveUpError: it cannot be done.
            UnknownOutcomeError: it may have been done.
            StoppedError: the program is stopping.
        """
        rounds_left = _ROUNDS
        while True:
            rounds_left -= 1
            plan = plan_tab(spreadsheet, self._sheets(spreadsheet, errand), tab)
            address = tab_address(spreadsheet, plan.sheet_id)
            if plan.is_current and self._holds(spreadsheet, errand, plan.title, plan.values, plan.sheet_id):
                return address
            try:
                self._send(spreadsheet, errand, plan.requests)
            except UnknownOutcomeError as unknown:
                log.warning("%s: outcome of a write unknown (%s)", tab.key, unknown.trouble.said)
                if not rounds_left:
                    raise
                self._courier.wait_after_unknown(errand, unknown.trouble)
            except GaveUpError as error:
                # A worksheet or a chart that was there when we looked is gone, or somebody was quicker.
                if error.trouble.status != 400 or not rounds_left:
                    raise
            else:
                return address

    def remove(self, spreadsheet: str, errand: Errand, key: str) -> None:
        """Take the tab of *key* away; where people wrote to the right of our columns, only ours are emptied.

        Raises:
            As `fill`.
        """
        sheets = self._sheets(spreadsheet, errand)
        for sheet, tag in tagged(sheets, key):
            title = sheet["properties"].get("title", "")
            sheet_id = sheet["properties"].get("sheetId", 0)
            rows = self._values(spreadsheet, errand, title, sheet_id)
            theirs = any(cell for row in rows for cell in row[tag.columns :])
            self._send(
                spreadsheet, errand, plan_removal_of_tab(sheet_id, tag, keep=theirs or len(sheets) == 1)
            )

    def _sheets(self, spreadsheet: str, errand: Errand) -> list[dict[str, Any]]:
        return self._get(spreadsheet, errand, {"fields": _MASK})

    def _get(self, spreadsheet: str, errand: Errand, params: dict[str, Any]) -> list[dict[str, Any]]:
        tries = errand.tries
        params = {**params, "prettyPrint": "false"}
        answer = self._courier.get(errand, "read", spreadsheet_url(spreadsheet), params)
        errand.tries = tries
        return answer.json.get("sheets", [])

    def _holds(
        self, spreadsheet: str, errand: Errand, title: str, values: Sequence[Sequence[Any]], sheet_id: int
    ) -> bool:
        """Whether the tab still shows what we wrote; people may have written over it."""
        try:
            rows = self._values(spreadsheet, errand, title, sheet_id)
        except GaveUpError as error:
            if error.trouble.status != 400:
                raise
            return False  # renamed in this very moment
        width = max(map(len, values), default=0)
        return _trimmed([row[:width] for row in rows]) == _trimmed(values)

    def _values(self, spreadsheet: str, errand: Errand, title: str, sheet_id: int) -> list[list[Any]]:
        name = title.replace("'", "''")
        sheets = self._get(spreadsheet, errand, {"ranges": f"'{name}'", "fields": _VALUES_MASK})
        found = next((s for s in sheets if s["properties"].get("sheetId", 0) == sheet_id), {})
        block = (found.get("data") or [{}])[0]
        return [
            [cell.get("userEnteredValue") for cell in row.get("values", [])]
            for row in block.get("rowData", [])
        ]

    def _send(self, spreadsheet: str, errand: Errand, requests: Sequence[dict[str, Any]]) -> None:
        url = f"{spreadsheet_url(spreadsheet)}:batchUpdate"
        self._courier.post(errand, url, {"fields": "spreadsheetId"}, {"requests": requests})


def _trimmed(rows: Sequence[Sequence[Any]]) -> list[list[Any]]:
    """Leave out blank cells at the end of rows, and blank rows at the end."""
    found: list[list[Any]] = []
    for row in rows:
        cells = [cell or None for cell in row]
        while cells and cells[-1] is None:
            cells.pop()
        found.append(cells)
    while found and not found[-1]:
        found.pop()
    return found
