import pytest

from tests.sync.grids import sheet
from tests.sync.test_understand import codes, read

HEAD = "序号|登记日期|当事人|事由|风险等级|责任单位|责任人|包案领导|办理状态|办结日期\n"


def problems(row, head=HEAD):
    found = codes(read(sheet(head + row)))
    return [cell for cell, code in found if code == "key_field_missing"]


@pytest.mark.parametrize(
    ("row", "cells"),
    [
        ("#1|2026.3.2|甲|争水|红|||||", ["F2", "G2", "H2"]),
        ("#1|2026.3.2|甲|争水|红|司法所|张三|李四|在办|", []),
        ("#1|2026.3.2|甲|争水|红|司法所|张三||在办|", ["H2"]),
        ("#1|2026.3.2|甲|争水|黄|||||", []),
        ("#1|2026.3.2|甲|争水|红||||已办结|2026.3.9", []),
        ("#1|2026.3.2|甲|争水|红||||中止|", ["F2", "G2", "H2"]),
    ],
)
def test_an_open_red_case_names_who_answers_for_it(row, cells):
    assert problems(row + "\n") == cells


def test_a_column_that_is_not_there_is_not_asked_for():
    head = "序号|登记日期|当事人|事由|复杂程度|责任单位|办理状态\n"
    assert problems("#1|2026.3.2|甲|争水|疑难||在办\n", head) == ["F2"]
