"""Which columns tell of sittings: over forty registers, and the rules between neighbours."""

import pytest

from config.vocabulary import SITTING_ROLES, Role
from tests.corpus.sitting_registers import ROLES, registers
from tests.sync.grids import sheet, table

TELLING = {"sitting_date", "sitting_held", "sitting_or_end", "sitting_count", "sitting_place", "mediator"}

#: What stands below a heading, so that nothing is decided by blank columns.
CELLS = {
    "sitting_date": ("4月8日上午", "4月9日下午", "待定"),
    "sitting_held": ("3月12日", "3月20日未果", ""),
    "sitting_or_end": ("2026-03-20", "2026-03-21", "2026-03-22"),
    "sitting_count": ("1", "第2次", ""),
    "resolved_date": ("", "2026-03-25", ""),
}


def roles_of(headings, truths):
    columns = []
    for heading, truth in zip(headings, truths, strict=True):
        role = ROLES.get(truth, "")
        is_date = role == "" and any(word in heading for word in ("日期", "时间", "egistered"))
        cells = CELLS.get(role, ("2026-03-05", "2026-03-06", "2026-03-09") if is_date else ("甲", "乙", "丙"))
        if heading.replace(" ", "") in ("序号", "编号", "No."):
            cells = ("#1", "#2", "#3")
        columns.append((heading, *cells))
    rows = ["|".join(row) for row in zip(*columns, strict=True)]
    return list(table(sheet("人民调解登记簿\n" + "\n".join(rows)))["columns"].values())


def test_the_roles_of_forty_registers():
    right = wrong = missed = 0
    for headings, truths in registers():
        for heading, truth, role in zip(headings, truths, roles_of(headings, truths), strict=True):
            wanted = ROLES.get(truth, "")
            if role in TELLING:
                right += role == wanted
                wrong += role != wanted
            missed += wanted in TELLING and role != wanted
            assert truth != "I" or role == "ignored", heading
    print(right, wrong, missed)
    assert len(registers()) >= 40
    assert right / (right + wrong) >= 0.98
    assert right / (right + missed) >= 0.95


def test_an_end_of_its_own_leaves_the_day_of_mediation_a_sitting():
    found = table(
        sheet(
            "编号|受理日期|申请人|被申请人|纠纷类型|调解日期|调解结果|结案日期\n#1|2026.3.2|甲|乙|邻里|2026.3.9|调解成功|2026.3.10"
        )
    )
    assert found["columns"]["F"] == "sitting_or_end"
    assert found["columns"]["H"] == "resolved_date"
    assert found["rows"][0]["resolved"] == "2026-03-10"


def test_the_head_of_a_meeting_is_no_mediator():
    found = table(sheet("序号|登记日期|当事人|纠纷类型|主持人|办理状态\n#1|2026.3.2|甲|邻里|乙|在办"))
    assert "mediator" not in found["columns"].values()


def test_a_mediator_is_the_owner_where_nobody_else_is():
    alone = sheet("序号|登记日期|当事人|纠纷类型|调解员|办理状态\n#1|2026.3.2|甲|邻里|乙|在办")
    assert table(alone)["columns"]["E"] == "mediator"


@pytest.mark.parametrize("role", [*SITTING_ROLES, Role.SITTING_COUNT, Role.SITTING_PLACE, Role.MEDIATOR])
def test_a_township_may_have_headings_of_its_own(role):
    text = "序号|登记日期|当事人|纠纷类型|开会日|办理状态\n#1|2026.3.2|甲|邻里|4月8日|在办"
    found = table(sheet(text), headings={role.value: ["开会日"]})
    assert found["columns"]["E"] == role
