from pathlib import Path

import pytest

from config.errors import ConfigError
from config.loading.settings_file import read_settings
from scheduler.ledgers.entries import choose, find_entries, gone
from sync.store import LedgerRef

CONFIG = """
[township]
name = "青石镇"
[[village]]
name = "青石村"
ledger = ["青石村.xlsx", "青石村信访.xlsx"]
[[village]]
name = "河口村"
ledger = "https://docs.google.com/spreadsheets/d/1AbC_d-E/edit#gid=0"
[[village]]
name = "大坪村"
ledger = "大坪村.xlsx"
"""

REFS = [
    LedgerRef("青石村.xlsx", "青石村"),
    LedgerRef("青石村信访.xlsx", "青石村信访"),
    LedgerRef("青石村(1).xlsx", "青石村(1)"),
    LedgerRef("1AbC_d-E", "河口台账"),
    LedgerRef("柳树村.xlsx", "柳树村"),
]


@pytest.fixture
def entries():
    return find_entries(read_settings(CONFIG, Path("township.toml")), REFS)


def test_villages_come_in_the_order_of_the_config_and_the_rest_after_them(entries):
    assert [entry.label for entry in entries] == [
        "青石村",
        "青石村",
        "河口村",
        "大坪村",
        "柳树村",
        "青石村(1)",
    ]
    assert [entry.missing for entry in entries] == [False, False, False, True, False, False]


def test_a_file_named_as_a_copy_points_to_its_original(entries):
    assert [entry.copy_of and entry.copy_of.title for entry in entries] == [None] * 5 + ["青石村"]


@pytest.mark.parametrize(
    "title", ["青石村 - 副本", "青石村-副本", "青石村_副本(2)", "青石村 (1)", "副本 青石村", "Copy of 青石村"]
)
def test_how_copies_are_named(title):
    refs = [LedgerRef("青石村.xlsx", "青石村"), LedgerRef(f"{title}.xlsx", title)]
    found = find_entries(read_settings('[township]\nname = "青石镇"\n', Path("t.toml")), refs)
    assert found[1].copy_of == refs[0]


def test_a_file_saved_under_another_ending_is_a_copy_and_the_config_says_of_which():
    refs = [LedgerRef(name, "青石村") for name in ("青石村.xlsm", "青石村.xlsx")]
    bare = read_settings('[township]\nname = "青石镇"\n', Path("t.toml"))
    assert [entry.copy_of for entry in find_entries(bare, refs)] == [None, refs[0]]
    named = '[township]\nname = "青石镇"\n[[village]]\nname = "青石村"\nledger = "{}"\n'
    for at, ledger in ((0, "青石村.xlsm"), (1, "青石村.xlsx")):
        found = find_entries(read_settings(named.format(ledger), Path("t.toml")), refs)
        assert [entry.ref.ledger_id for entry in found] == [refs[at].ledger_id, refs[1 - at].ledger_id]
        assert [entry.copy_of for entry in found] == [None, refs[at]]


def test_of_copies_without_their_original_the_first_stands_for_it():
    refs = [LedgerRef(f"{title}.xlsx", title) for title in ("青石村 - 副本", "青石村(1)", "青石村(2)")]
    bare = read_settings('[township]\nname = "青石镇"\n', Path("t.toml"))
    assert [entry.copy_of for entry in find_entries(bare, refs)] == [None, refs[0], refs[0]]
    named = '[township]\nname = "青石镇"\n[[village]]\nname = "青石村"\nledger = "青石村(2).xlsx"\n'
    found = find_entries(read_settings(named, Path("t.toml")), refs)
    assert [(entry.ref, entry.copy_of) for entry in found] == [
        (refs[2], None),
        *((r, refs[2]) for r in refs[:2]),
    ]


def test_one_village_can_be_chosen_by_its_name_or_its_ledgers(entries):
    assert [entry.ref.title for entry in choose(entries, ["青石村"])] == ["青石村", "青石村信访"]
    assert [entry.label for entry in choose(entries, ["柳树村.xlsx", "河口台账"])] == ["柳树村", "河口村"]
    assert choose(entries, []) == entries


def test_a_name_that_fits_nothing_lists_what_there_is(entries):
    with pytest.raises(ConfigError, match="no such village") as caught:
        choose(entries, ["清石村"])
    assert "青石村" in caught.value.fix


@pytest.mark.parametrize(
    ("name", "near"), [("青石", "青石村"), ("清石村", "青石村"), ("大平村", "大坪村"), ("柳树弯村", "柳树村")]
)
def test_a_name_with_a_slip_in_it_is_answered_by_the_likeliest(entries, name, near):
    with pytest.raises(ConfigError) as raised:
        choose(entries, [name])
    assert raised.value.remedy("zh-CN").startswith("是否想写 ")
    assert near in raised.value.remedy("zh-CN")
    assert raised.value.remedy("en").startswith("did you mean ")


def test_of_two_hundred_villages_a_dozen_are_named():
    many = [LedgerRef(f"{number}号村.xlsx", f"{number}号村") for number in range(1, 201)]
    with pytest.raises(ConfigError) as raised:
        choose(find_entries(read_settings(CONFIG.split("[[")[0], Path("township.toml")), many), ["龙泉"])
    assert raised.value.remedy("zh-CN").endswith("、12号村等200个；全部：duesheet inspect -q")


def test_a_ledger_that_is_gone_says_what_to_do(entries):
    error = gone(entries[3])
    assert "大坪村" in error.message
    assert "township.toml" in error.fix


@pytest.mark.parametrize(
    ("first", "second"),
    [
        pytest.param("青石村.xlsx", "青石村", id="one file, with and without its ending"),
        pytest.param("1AbC_d-E", "https://docs.google.com/spreadsheets/d/1AbC_d-E/edit#gid=0", id="one id"),
        pytest.param("没有.xlsx", "没有.xlsx", id="a file that is not there"),
    ],
)
def test_a_ledger_under_two_entries_is_an_error_that_names_both(first, second):
    config = f'''
[township]
name = "青石镇"
[[village]]
name = "甲村"
ledger = "{first}"
[[village]]
name = "乙村"
ledger = "{second}"
'''
    with pytest.raises(ConfigError) as caught:
        find_entries(read_settings(config, Path("township.toml")), REFS)
    assert "甲村" in caught.value.message
    assert "乙村" in caught.value.message


@pytest.mark.parametrize(
    "names",
    [
        ["青石村", "青石村2026年", "青石村2025年12月", "青石村2025年3月"],
        ["青石村下半年", "青石村上半年"],
        ["青石村第四季度", "青石村3季度", "青石村第二季度", "青石村第1季度"],
        ["青石村二月份", "青石村一月份"],
    ],
)
def test_of_files_that_differ_in_their_time_alone_the_newest_comes_first(names):
    refs = [LedgerRef(f"{name}.xlsx", name) for name in names]
    bare = read_settings('[township]\nname = "青石镇"\n', Path("t.toml"))
    assert [entry.ref for entry in find_entries(bare, refs[::-1])] == refs
    told = ", ".join(f'"{name}.xlsx"' for name in names[::-1])
    named = f'[township]\nname = "青石镇"\n[[village]]\nname = "青石村"\nledger = [{told}]\n'
    assert [entry.ref for entry in find_entries(read_settings(named, Path("t.toml")), refs)] == refs


def test_numbered_villages_come_as_people_count():
    names = ["10月", "9月", "安乐村", "第10村", "第1村", "第2村", "第三村", "第十二村"]
    config = read_settings('[township]\nname = "青石镇"\n', Path("township.toml"))
    found = find_entries(config, [LedgerRef(f"{name}.xlsx", name) for name in names])
    assert [entry.label for entry in found] == [
        *("10月", "9月", "安乐村"),  # of month files the newest comes first, where a case goes on
        *("第1村", "第2村", "第三村", "第10村", "第十二村"),
    ]
