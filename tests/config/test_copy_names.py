import pytest

from config.copy_names import original_names

#: What file managers, cloud drives, office programs and people make of 青石村.
COPIES = """
青石村 - 副本
青石村-副本
青石村副本
青石村 - 副本 (2)
青石村（副本）
青石村的副本
“青石村”的副本
“青石村”的副本 2
青石村 的副本
青石村拷贝
青石村 拷贝2
青石村备份
青石村备份20260330
青石村 (version 1)
[已修复]青石村
已恢复_青石村
Recovered 青石村
青石村_备份
青石村20260330备份
青石村 备份 2026-03-30
青石村_bak
青石村 - Copy
青石村 - Copy (2)
Copy of 青石村
青石村 copy
Backup of 青石村
副本青石村
副本 青石村
复件 青石村
青石村(1)
青石村 (2)
青石村（1）
青石村[1]
青石村旧
青石村(旧)
旧青石村
青石村_old
青石村 - 旧版
青石村 (陈某的冲突副本 2026-03-30)
青石村 (Chen's conflicted copy 2026-03-30)
青石村 (conflicted)
青石村_conflict-20260330-101112
青石村.sync-conflict-20260330-101112-ABCDEFG
青石村_冲突文件_陈某_20260330
青石村(冲突_陈某_2026-03-30 10-11-12)
青石村 (SFConflict chen 2026-03-30-10-11-12)
青石村_PC_Mar-30-2026_Conflict
青石村-DESKTOP-AB12CD3
青石村-LAPTOP-7
青石村(自动恢复)
青石村 [已修复]
青石村(Autosaved)
青石村_20260330
青石村 2026-03-30
青石村 (1) - 副本
青石村 [Recovered]
青石村（修复的）
Copy of 青石村 1
Copy of 青石村.xlsx
青石村.xlsx的副本
青石村.xlsx
青石村_2
青石村 2
副本：青石村
青石村·副本
青石村复制件
青石村存档
青石村(归档)
青石村 (另存为副本)
青石村-另存为
青石村原件
青石村20260330
青石村3月30日备份
青石村(3月30日备份)
青石村备份0330
青石村备份3.30
青石村(已自动恢复)
青石村_autosave
青石村 [只读]
青石村 (兼容模式)
青石村-陈某的电脑
青石村的冲突文件
青石村 (Old version)
青石村的複本
「青石村」的複本
青石村 - 複製
青石村備份
青石村备份文件
青石村~1
青石村 (Restored)
青石村 (未保存)
青石村_temp
青石村-陈某的iPhone
青石村-ADMIN-PC
青石村-Administrator
青石村 (# Name clash 2026-03-30 abc #)
青石村 (来自陈某的电脑)
青石村 (陈某的版本)
青石村 2026年3月30日
青石村（2026年3月30日备份）
青石村(2026-03-30 10_11_12)
作废青石村
青石村（打印版）
青石村 打印用
青石村打印
""".strip().split("\n")


@pytest.mark.parametrize("name", COPIES)
def test_a_copy_names_its_original(name):
    assert "青石村" in original_names(name)


@pytest.mark.parametrize(
    "name",
    [
        "青石村",
        "青石村2026",
        "青石村台账",
        "2026年3月",
        "3月",
        "台账",
        "青石村2025年",
        "新桥村",
        "第2村",
        "青石村3",
        "老街村",
        "原庄村",
    ],
)
def test_other_names_name_no_copy(name):
    assert original_names(name) == []


@pytest.mark.parametrize("name", ["原台账", "老台账", "旧台账", "台账 - 打印版", "台账的副本 2"])
def test_a_copied_tab_names_its_original(name):
    assert "台账" in original_names(name)


def test_the_nearest_original_comes_first():
    assert original_names("青石村 (2) - 副本")[0] == "青石村 (2)"
