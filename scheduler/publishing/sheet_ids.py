"""The stores' own names of worksheets, which links to a row need."""

import json
from collections.abc import Mapping

from scheduler.state import State
from sync.ledger import Ledger

#: Where the state notes the ids of every spreadsheet's worksheets.
_NOTE = "board_sheets"


def sheet_ids(ledger: Ledger) -> dict[str, str]:
    """Return the store's own name of every worksheet; "" where it has none but the worksheet's."""
    return {sheet.name: sheet.sheet_id for sheet in ledger.sheets}


def noted_sheets(state: State) -> Mapping[str, Mapping[str, str]]:
    """Return the ids of every ledger's worksheets, as passes have seen them; {} where they have none."""
    noted = state.noted(_NOTE)
    return json.loads(noted) if noted else {}


def note_sheets(state: State, seen: Mapping[str, Mapping[str, str]]) -> Mapping[str, Mapping[str, str]]:
    """Remember the ids that a pass has seen, by ledger, and return all that are known."""
    noted = noted_sheets(state)
    known = {**noted, **{ledger: ids for ledger, ids in seen.items() if any(ids.values())}}
    if known != noted:
        state.note(_NOTE, json.dumps(known, ensure_ascii=False, sort_keys=True))
    return known
