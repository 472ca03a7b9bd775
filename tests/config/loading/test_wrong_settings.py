import pytest

from config.errors import ConfigError
from tests.config.written import MINIMAL, read


@pytest.mark.parametrize(
    ("text", "says", "fix"),
    [
        pytest.param(
            MINIMAL + "nam = 1\n", "township.toml:3: township.nam: unknown key", "name", id="a typo"
        ),
        pytest.param(
            MINIMAL + "[ledger]\nx = 1\n", ":3: ledger: unknown key", "ledgers", id="a section's typo"
        ),
        pytest.param("", "township: is missing", "add township", id="nothing at all"),
        pytest.param(
            "[township]\nname = 3\n", ":2: township.name: must be a valid string", "mend", id="a number"
        ),
        pytest.param(
            MINIMAL + 'timezone = "Asia/Chengdu"\n', ":3: township.timezone", "mend", id="no such zone"
        ),
        pytest.param(
            MINIMAL + "adopted_on = '1.1'\n", ":3: township.adopted_on: is no date", "mend", id="no date"
        ),
        pytest.param(
            MINIMAL + '[[village]]\nname = "甲"\nledger = "a"\n[[village]]\nname = "乙"\nledgr = "b"\n',
            ":8: village[2].ledgr: unknown key",
            "ledger",
            id="in the second village",
        ),
        pytest.param(
            MINIMAL + '[[rung]]\nat = 1\nask = "boss"\n',
            ":5: rung[1].ask: must be one of",
            "mend",
            id="no post",
        ),
        pytest.param(
            MINIMAL + '[headers]\ndue = ["限办日"]\n',
            ":4: headers.due: is no column role",
            "due_date",
            id="no role",
        ),
        pytest.param(
            MINIMAL + "[calendar.next]\noff = []\n", ":3: calendar.next: is no year", "2027", id="no year"
        ),
        pytest.param(
            MINIMAL + '[schedule]\nsync = "8:00"\n',
            ":4: schedule.sync: needs five fields",
            "mend",
            id="no cron",
        ),
        pytest.param(
            MINIMAL + "[brake]\nshare = 20\n",
            ":4: brake.share: must be less",
            "mend",
            id="a share in percent",
        ),
        pytest.param(
            MINIMAL + '[sittings]\nam = "9点"\n', ":4: sittings.am: is no part of a day", "mend", id="hours"
        ),
        pytest.param(
            MINIMAL + "[sittings]\nnotice = 9\nhorizon = 4\n",
            ":3: sittings: looks ahead less far",
            "mend",
            id="a horizon before the notice",
        ),
        pytest.param(
            MINIMAL + '[[mediator]]\nname = "张某"\ndays = [8]\n',
            ":5: mediator[1].days[1]: must be less",
            "mend",
            id="no weekday",
        ),
        pytest.param(
            MINIMAL + '[[mediator]]\nname = "张某"\nvillage = "青石村"\n',
            ":5: mediator[1].village: unknown key",
            "villages",
            id="a mediator's typo",
        ),
        pytest.param("[township\n", "not valid TOML", "mend", id="broken TOML"),
        pytest.param(MINIMAL + "", "", "", id="right"),
        pytest.param('base = "x"\n' + MINIMAL, ":1: base: unknown key", "", id="our own field is no key"),
    ],
)
def test_an_error_names_key_line_and_remedy(text, says, fix):
    if not says:
        read(text)
        return
    with pytest.raises(ConfigError) as caught:
        read(text)
    assert says in caught.value.message
    assert fix in caught.value.fix


@pytest.mark.parametrize(
    "name", ["../../x/y", "a/b", "青石\\u0000镇", "青石\\n镇", " 青石镇", ".青石镇", "镇" * 61, "a:b"]
)
def test_a_township_is_called_as_a_file_may_be(name):
    with pytest.raises(ConfigError, match=r"township\.name"):
        read(f'[township]\nname = "{name}"\n')


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ('[ledgers]\nfolder = "台\\u0000账"', ":4: ledgers.folder"),
        ('[summary]\nto = "\\u0000"', ":4: summary.to"),
        ('[[village]]\nname = "甲村"\nledger = ["a.xlsx", "b\\u0000.xlsx"]', ":5: village[1].ledger[2]"),
    ],
)
def test_a_nul_is_named_by_key_and_line(text, place):
    with pytest.raises(ConfigError) as caught:
        read(MINIMAL + text + "\n")
    assert place in caught.value.message
    assert "NUL" in caught.value.message
    assert caught.value.fix


@pytest.mark.parametrize("opening", ["[", "{a="])
def test_nesting_without_end_is_wrong_and_no_defect(opening):
    with pytest.raises(ConfigError) as caught:
        read(MINIMAL + "x = " + opening * 20_000 + "\n")
    assert "township.toml" in caught.value.message
    assert caught.value.fix


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("name = “青石镇”", 'township.toml 第2行：有中文标点““”；请改成英文标点 "'),
        ('name ＝ "青石镇"', "township.toml 第2行：有中文标点“＝”；请改成英文标点 ="),
        (
            'name = "C:\\台账"',
            "township.toml 第2行：双引号中的反斜杠有特殊含义；Windows 路径请改用正斜杠，或放在英文单引号中",
        ),
        (
            "name = ",
            "township.toml：不是正确的 TOML：第2行写法有误；请改正所指的那一行；文字要放在英文双引号中",
        ),
        (
            "name = 3",
            (
                "township.toml:2: township.name：应为文字，放在英文双引号中；"
                "请改正该行；各项写法见 docs/config.md"
            ),
        ),
        ('naem = "x"', "township.toml:2: township.naem：没有这个配置项；是否想写 name？"),
    ],
)
def test_what_is_wrong_is_told_in_chinese_as_well(line, said):
    with pytest.raises(ConfigError) as caught:
        read(f"[township]\n{line}\n")
    assert f"{caught.value.said('zh-CN')}；{caught.value.remedy('zh-CN')}" == said
