from datetime import date
from pathlib import Path

import pytest

from config.errors import ConfigError
from config.settings import find_config, line_of, load_settings, read_settings
from config.vocabulary import Family, Post

MINIMAL = '[township]\nname = "青石镇"\n'

FULL = """
[township]
name = "青石镇"
timezone = "Asia/Shanghai"
language = "zh-CN"            # or "en"
rules = ["sichuan_2026", "statute", "mediation"]
adopted_on = 2026-01-01
escalate_backlog = false

[ledgers]
store = "folder"
folder = "ledgers"

[[village]]
name = "青石村"
ledger = "青石村.xlsx"
family = "dispute"

[[village]]
name = "河口村"
ledger = ["河口村.xlsx", "河口村信访.xlsx"]

[headers]
due_date = ["限办日"]

[calendar.2027]
off = ["2027-01-01"]
work = []

[[rung]]
at = -3
ask = "handler"

[[post]]
post = "lead_officer"
village = "青石村"
name = "某某"
notify = ["wecombot://token"]

[marks]
highlight = "row"

[summary]
to = "summaries"
formats = ["xlsx"]

[schedule]
workdays = true
sync = "*/30 8-18 * * *"

[brake]
rows = 20
share = 0.2

[notify]
urls = []

[state]
url = "sqlite:///.duesheet/state.db"
"""


def read(text):
    return read_settings(text, Path("township.toml"))


def test_everything_the_contract_shows_is_understood():
    settings = read(FULL)
    assert settings.township.adopted_on == date(2026, 1, 1)
    assert settings.village[0].family is Family.DISPUTE
    assert settings.village[1].ledger == ["河口村.xlsx", "河口村信访.xlsx"]
    assert settings.headers == {"due_date": ["限办日"]}
    assert settings.calendar["2027"].off == [date(2027, 1, 1)]
    assert settings.rung[0].ask is Post.HANDLER
    assert settings.post[0].post is Post.LEAD_OFFICER
    assert settings.marks.highlight == "row"


def test_a_name_is_all_a_township_must_give():
    settings = read(MINIMAL)
    assert settings.township.rules == ["sichuan_2026", "statute", "mediation"]
    assert settings.ledgers.folder == "ledgers"
    assert settings.brake.rows == 20
    assert settings.township.adopted_on is None


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
        read_settings(f'[township]\nname = "{name}"\n', Path("township.toml"))


def test_a_nul_is_refused_wherever_it_stands():
    text = '[township]\nname = "青石镇"\n[ledgers]\nfolder = "a\\u0000b"\n'
    with pytest.raises(ConfigError, match=r"4: ledgers\.folder: holds a NUL"):
        read_settings(text, Path("township.toml"))


def test_a_config_nested_without_end_is_refused():
    with pytest.raises(ConfigError, match="nested too deep"):
        read_settings("a = " + "[" * 20_000, Path("township.toml"))


def test_the_nearest_config_above_is_found(tmp_path):
    (tmp_path / "township.toml").write_text(MINIMAL, "utf-8")
    below = tmp_path / "ledgers" / "2026"
    below.mkdir(parents=True)
    assert find_config(None, below) == tmp_path / "township.toml"
    assert load_settings(find_config(tmp_path, below)).path("ledgers") == tmp_path / "ledgers"


def test_no_config_says_how_to_make_one(tmp_path):
    with pytest.raises(ConfigError, match="no such config file") as caught:
        find_config(tmp_path / "other.toml", tmp_path)
    assert "duesheet init" in caught.value.fix


def test_a_config_in_another_encoding_is_refused(tmp_path):
    path = tmp_path / "township.toml"
    path.write_bytes(MINIMAL.encode("gbk"))
    with pytest.raises(ConfigError, match="cannot be read") as caught:
        load_settings(path)
    assert "UTF-8" in caught.value.fix


def test_a_line_is_found_in_nested_sections():
    assert line_of(FULL, ("calendar", "2027", "off")) == FULL.splitlines().index('off = ["2027-01-01"]') + 1


def test_sittings_are_off_without_their_table_and_have_defaults_with_it():
    assert read(MINIMAL).sittings is None
    sittings = read(MINIMAL + "[sittings]\n").sittings
    assert (sittings.enabled, sittings.families) == (True, [Family.MEDIATION])
    assert (sittings.notice, sittings.horizon, sittings.rest_days) == (3, 20, False)


def test_mediators_places_and_leaders_are_read():
    settings = read(
        MINIMAL
        + '[[mediator]]\nname = "张某"\nvillages = ["青石村"]\ndays = [2, 4]\noff = [2026-12-07]\n'
        + '[[mediator]]\nname = "李某"\nhalves = ["am"]\nper_day = 1\n'
        + '[[place]]\nname = "镇调解室"\nrooms = 2\n'
        + '[[leader]]\nname = "王某"\noff = ["2026-12-02"]\n'
    )
    first, second = settings.mediator
    assert (first.days, first.off, first.per_day, first.halves) == (
        [2, 4],
        [date(2026, 12, 7)],
        2,
        ["am", "pm"],
    )
    assert (second.villages, second.days, second.halves, second.per_day) == ([], [], ["am"], 1)
    assert (settings.place[0].village, settings.place[0].rooms) == (None, 2)
    assert settings.leader[0].off == [date(2026, 12, 2)]


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
        read_settings(f"[township]\n{line}\n", Path("township.toml"))
    assert f"{caught.value.said('zh-CN')}；{caught.value.remedy('zh-CN')}" == said
