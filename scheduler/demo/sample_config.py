"""The sample's township.toml."""

from datetime import date
from pathlib import Path

from config.vocabulary import DEFAULT_ZONE
from scheduler.demo.days import adopted_on
from scheduler.demo.village import villages

CONFIG_NAME = "township.toml"
_MARK = "# duesheet demo"
_STATE = ".duesheet/state.db"

_HEAD = """\
{mark}：示例乡镇，全部虚构；再次运行 duesheet demo 会重写这个文件夹。

[township]
name = "青石镇"
timezone = "{zone}"
language = "zh-CN"
rules = ["sichuan_2026", "statute", "mediation"]
adopted_on = {adopted_on}

[ledgers]
store = "folder"
folder = "{folder}"
"""
_VILLAGE = """
[[village]]
name = "{name}"
ledger = "{ledger}"
family = "{family}"
"""
_TAIL = """
[office]                     # 公文用语：发文单位、主送、落款、联系人
organ = "青石镇综治中心"
recipients = "镇党委、镇政府"
signature = "青石镇综治中心"
contact = "钱某"
phone = "0000-5550123"

[sittings]                   # 调解排期和日历；今后的安排：duesheet agenda

[[mediator]]                 # 姓名照登记簿的写法；days：1为星期一，7为星期日
name = "赵六"
villages = ["云峰村"]
days = [1, 3, 5]

[[mediator]]
name = "孙七"
villages = ["云峰村"]
days = [2, 4]

[[mediator]]
name = "镇调解员"
days = [1, 3, 5]

[[leader]]                   # 轮流接访：与调解排期同一文件的“接访排班”
name = "王某"
villages = ["青石村", "云峰村"]

[[leader]]
name = "李某"

[[leader]]
name = "张某"

[summary]
to = "summaries"
formats = ["xlsx", "docx", "html"]

[state]
url = "sqlite:///{state}"
"""


def township_toml(today: date, folder: str) -> str:
    """Return the config of the sample township, its ledgers in *folder*."""
    head = _HEAD.format(mark=_MARK, zone=DEFAULT_ZONE, adopted_on=adopted_on(today), folder=folder)
    listed = (
        _VILLAGE.format(name=village.name, ledger=village.ledger, family=village.family)
        for village in villages()
    )
    return head + "".join(listed) + _TAIL.format(state=_STATE)


def is_sample(directory: Path) -> bool:
    """Say whether *directory* holds a sample township that we wrote."""
    config = directory / CONFIG_NAME
    try:
        return config.read_text(encoding="utf-8").startswith(_MARK)
    except (OSError, UnicodeDecodeError):
        return False


def forget_state(directory: Path) -> None:
    """Remove an earlier sample's state: its history is of ledgers that are about to be replaced."""
    for suffix in ("", "-wal", "-shm"):
        (directory / f"{_STATE}{suffix}").unlink(missing_ok=True)
