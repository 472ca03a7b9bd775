"""A ledger with our five columns reads as it did without them; what we left behind is still ours to clear."""

import json
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from config.vocabulary import MARK_HEADINGS, Mark, RowReason
from sync.folder.workbook import read_workbook
from sync.understand import Given, understand
from tests.corpus import books
from tests.corpus.book import AS_OF
from tests.sync.inspected import inspect_workbook

TEXTS = (
    {
        Mark.LIGHT: "逾期14天",
        Mark.DUE: "2026-03-20",
        Mark.ASKED: "【催办】应于2026年3月20日办结，已逾期14天（工作日10天），请承办单位报办理情况。",
        Mark.ADDRESSEE: "分管领导",
        Mark.WHY: "3：按交办日期2026-03-05起15日计",
    },
    {Mark.LIGHT: "已办结", Mark.WHY: "2：已办结"},
    {Mark.LIGHT: "无法计时", Mark.WHY: "1：登记日期无法认定，未标复杂程度"},
)


def said(path: Path, today: Any) -> Any:
    """Return what `inspect` prints, without the sentences."""
    found = json.loads(json.dumps(inspect_workbook(path, today)))
    for sheet in found["sheets"].values():
        for table in sheet["tables"]:
            for row in table["rows"]:
                for issue in row.get("issues", []):
                    del issue["message"]
    return found


def mark_up(path: Path, found: Any, language: str) -> None:
    """Write our columns into every ledger of a workbook, as a run would."""
    workbook = openpyxl.load_workbook(path, data_only=True)
    for name, sheet in found["sheets"].items():
        worksheet = workbook[name]
        right = worksheet.max_column
        for table in sheet["tables"] if sheet["kind"] == "ledger" else ():
            for place, mark in enumerate(Mark, right + 1):
                worksheet.cell(table["header_rows"][-1], place, MARK_HEADINGS[language][mark])
                cases = [row["row"] for row in table["rows"] if row["kind"] == "case"]
                for number, row in enumerate(cases):
                    worksheet.cell(row, place, TEXTS[number % len(TEXTS)].get(mark))
    workbook.save(path)


@pytest.mark.parametrize("language", ["zh-CN", "en"])
@pytest.mark.parametrize("name", books())
def test_our_columns_change_nothing_that_is_understood(name: str, language: str, tmp_path: Path) -> None:
    book = books()[name]
    path = book.build(tmp_path / book.file)
    before = said(path, book.today)
    mark_up(path, before, language)
    after = said(path, book.today)
    # A ledger that had our columns before has them twice now, and that is told.
    after["problems"] = [one for one in after["problems"] if one["code"] != "mark_column_doubled"]
    assert after == before


def test_a_row_that_holds_only_our_words_lies_within_the_table(tmp_path: Path) -> None:
    workbook = openpyxl.Workbook()
    sheet = workbook.active
    assert sheet is not None
    ours = [TEXTS[0].get(mark) for mark in Mark]
    sheet.append(["序号", "登记日期", "当事人", "类型", "化解情况", *MARK_HEADINGS["zh-CN"].values()])
    sheet.append([1, "2026-03-05", "柳甲", "邻里", "化解中", *ours])
    sheet.append([None] * 5 + ours)
    sheet.append([3, "2026-03-07", "杨乙", "邻里", "化解中", *ours])
    sheet.append([None] * 5 + ours)
    path = tmp_path / "云雾村.xlsx"
    workbook.save(path)
    table = understand(read_workbook(path), Given(AS_OF)).sheets[0].tables[0]
    assert table.left_out == {3: RowReason.BLANK, 5: RowReason.BLANK}
    assert (table.info.first_row, table.info.last_row) == (2, 5)
    assert sorted(table.mark_texts[Mark.LIGHT]) == [2, 3, 4, 5]
