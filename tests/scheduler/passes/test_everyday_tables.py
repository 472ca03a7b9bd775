"""The other tables of a village office lie in the same folder: a pass reads them and writes nothing there."""

from datetime import date
from pathlib import Path

import xlsxwriter

from config.vocabulary import OutcomeKind
from scheduler.passes.one_pass import run_pass
from sync.folder.folder_store import FolderStore
from sync.grid import Sheet
from tests.corpus.lists.everyday import everyday_tables, in_workbooks
from tests.sync.folder.producers.ledgers import by_xlsxwriter


def write(path: Path, sheets: tuple[Sheet, ...]) -> Path:
    with xlsxwriter.Workbook(str(path)) as book:
        day = book.add_format({"num_format": "yyyy-mm-dd"})
        for sheet in sheets:
            tab = book.add_worksheet(sheet.name)
            for merge in sheet.merges:
                tab.merge_range(merge.top, merge.left, merge.bottom, merge.right, "")
            for row, cells in enumerate(sheet.rows):
                for column, value in enumerate(cells):
                    if isinstance(value, date):
                        tab.write_datetime(row, column, value, day)
                    elif value != "":
                        tab.write(row, column, value)
    return path


def test_nothing_is_written_into_them_and_nothing_of_them_is_counted(tmp_path, township):
    folder = tmp_path / "ledgers"
    folder.mkdir()
    for number, table in enumerate(everyday_tables()[::3]):
        ways = list(in_workbooks(table))
        _, grid = ways[number % len(ways)]
        write(folder / f"{number:02} {grid.title}.xlsx", grid.sheets)
    before = {path.name: path.read_bytes() for path in folder.iterdir()}
    assert len(before) >= 20
    by_xlsxwriter(folder / "大坪村.xlsx")
    found = {outcome.ledger: outcome for outcome in run_pass(township(FolderStore(folder))).outcomes}
    assert found.pop("大坪村.xlsx").kind is OutcomeKind.WRITTEN
    assert found.keys() == before.keys()
    for name, outcome in found.items():
        assert outcome.kind is OutcomeKind.UNCHANGED, name
        assert not any(outcome.counts.values()), name
        assert outcome.problems, name
        assert (folder / name).read_bytes() == before[name], name
