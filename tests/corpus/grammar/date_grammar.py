# ruff: noqa: E501
"""Days as cells hold them: [word][day][time of day][word or bound][remark], for three roles."""

import random
from collections.abc import Callable, Iterator
from datetime import date, timedelta

#: role, cell, truth: an ISO date, "" for a cell that must be refused, "blank" for one that says nothing.
Asked = tuple[str, str, str]

_NUMERALS = "〇一二三四五六七八九"
_WEEKDAYS = "一二三四五六日"


def _spoken(number: int) -> str:
    tens, ones = divmod(number, 10)
    head = {0: "", 1: "十"}.get(tens, f"{_NUMERALS[tens]}十")
    return head + (_NUMERALS[ones] if ones or not tens else "")


def _digits(number: int) -> str:
    return "".join(_NUMERALS[int(digit)] for digit in str(number))


_DAYS: tuple[Callable[[date], str], ...] = (
    lambda day: f"{day.year}年{day.month}月{day.day}日",
    lambda day: f"{day.year}年{day.month:02}月{day.day:02}日",
    lambda day: f"{day.year}年{day.month}月{day.day}号",
    lambda day: f"{day.year}.{day.month}.{day.day}",
    lambda day: f"{day.year}.{day.month:02}.{day.day:02}",
    lambda day: f"{day.year}-{day.month:02}-{day.day:02}",
    lambda day: f"{day.year}/{day.month}/{day.day}",
    lambda day: f"{day.year} 年 {day.month} 月 {day.day} 日",
    lambda day: f"{day.year % 100}年{day.month}月{day.day}日",
    lambda day: f"{_digits(day.year)}年{_spoken(day.month)}月{_spoken(day.day)}日",
    lambda day: f"{day.month}月{day.day}日",
    lambda day: f"{day.month}月{day.day}号",
    lambda day: f"{day.month:02}月{day.day:02}日",
    lambda day: f"{day.month}月{day.day}",
    lambda day: f"{_spoken(day.month)}月{_spoken(day.day)}日",
    lambda day: f"{day.month}.{day.day}",
    lambda day: f"{day.month}/{day.day}",
)
_HOURS: tuple[Callable[[date], str], ...] = (
    *[lambda day: ""] * 6,
    lambda day: "上午",
    lambda day: "下午",
    lambda day: "下午3时",
    lambda day: "上午9点30分",
    lambda day: f"（星期{_WEEKDAYS[day.weekday()]}）",
    lambda day: f"（周{_WEEKDAYS[day.weekday()]}）",
    lambda day: f"星期{_WEEKDAYS[day.weekday()]}上午",
)
#: What may stand before and behind a day that it leaves the day of that role.
_BEFORE = {
    "registered_date": ("", "", "", "于", "登记日期：", "接访时间", "来访日期:", "收到日期 ", "接报时间：", "首次", "自", "村民于"),
    "resolved_date": ("", "", "", "于", "已于", "办结日期：", "结案时间:", "化解时间", "最终于", "双方于"),
    "due_date": ("", "", "", "截止", "截至", "至", "最迟", "最迟于", "不晚于", "应于", "须于", "限", "限期", "要求", "请于", "务必于", "争取", "在"),
}  # fmt: skip
_BEHIND = {
    "registered_date": (
        "", "", "", "登记", "收到", "收", "来访", "接访", "记录", "录入", "上报", "反映", "发现", "排查发现", "来电", "来信", "受理", "补录", "补登", "接报", "接待", "排查", "摸排", "走访发现", "入户排查", "登记在册", "群众来访", "到访", "首次来访", "报来", "建档", "立案", "报案", "投诉", "接件", "填写", "村民反映", "巡查发现", "网上投诉", "电话反映", "申请", "申请调解", "提出", "到村反映", "来镇上访", "初访", "收悉", "收文",
    ),
    "resolved_date": (
        "", "", "", "办结", "化解", "已办结", "已化解", "调解成功", "调处成功", "签订协议", "达成协议", "结案", "已结案", "销号", "答复", "书面答复", "当场化解", "双方和好", "付清", "已付清", "履行完毕", "达成调解协议", "终结", "调处完毕", "办理完毕", "和解", "双方和解", "已结", "闭环", "了结", "握手言和", "息诉", "完成", "处理完毕", "解决", "已解决", "协议签订", "签协议", "兑现", "归零", "送达答复", "出具答复意见", "结清", "销案", "调结",
    ),
    "due_date": (
        "", "", "前", "之前", "以前", "前（含）", "前（含当日）", "（含）前", "之前办结", "前办结", "前完成", "前答复", "前化解", "为止", "止", "截止", "到期", "下班前", "前办理完毕", "前反馈", "前回复", "以前化解", "前报结果", "前处理完毕", "前调处完毕", "前上报结果", "前解决", "前落实", "前销号", "前了结", "之前报送",
    ),
}  # fmt: skip
#: What makes a cell no day of that role, whichever words stand there.
_VAGUE = ("左右", "前后", "上下", "许", "或{next}", "、{next}之间", "前几天", "后", "以后", "之后")
_DOUBT = ("大概", "约", "大约", "可能", "好像", "估计", "大致", "差不多", "不确定，")
_NO_DAY = (
    "3月上旬", "3月中旬", "3月下旬", "3月初", "3月中", "3月某日", "3月份", "上月", "本月", "前几天", "近日", "日前", "春节前", "清明后", "去年", "今年初", "年前", "正月十五", "农历二月初二", "待定", "不详", "记不清", "3月几号", "2026年3月", "2026年", "周一", "上周五", "昨天", "第一季度", "上半年", "3月5、6日", "3月35日", "13月5日", "2026年2月30日", "国庆节后", "节后上班", "下周", "三月间", "月底", "月初几天", "同一天", "次日", "第二天",
)  # fmt: skip
_LENGTHS = (
    "15日", "15天", "十五日内", "15个工作日", "7个工作日内", "一个月", "一个月内", "2个月", "60日", "两周", "自受理之日起60日内", "交办后15日内", "5个工作日内办结", "即日", "当日", "立即", "当天", "即时", "马上", "立即办理", "当日办结", "即刻", "当即", "立刻", "马上办", "一周内", "十天", "三十日", "半个月", "半个月内", "15日内答复", "收到后15日内", "限15日", "限期15日内办结",
)  # fmt: skip


def _day(role: str, chance: random.Random) -> date:
    first = {
        "registered_date": date(2026, 3, 1),
        "resolved_date": date(2026, 3, 6),
        "due_date": date(2026, 4, 4),
    }
    length = {"registered_date": 31, "resolved_date": 26, "due_date": 120}
    return first[role] + timedelta(days=chance.randrange(length[role]))


def one_day(chance: random.Random) -> Asked:
    """Return a cell that spells one day."""
    role = chance.choice(tuple(_BEFORE))
    day = _day(role, chance)
    spelled = chance.choice(_DAYS)(day) + chance.choice(_HOURS)(day)
    return role, f"{chance.choice(_BEFORE[role])}{spelled}{chance.choice(_BEHIND[role])}", day.isoformat()


def a_range(chance: random.Random) -> Asked:
    """Return a cell that spells a first day and a last one: a case comes in on the first and ends on the last."""
    role = chance.choice(("registered_date", "resolved_date"))
    first = _day(role, chance).replace(day=chance.randrange(6, 20))
    last = first + timedelta(days=chance.randrange(1, 9))
    spell = chance.choice([one for one in _DAYS if "-" not in one(first)])
    joint = chance.choice(("至", "到", "—", "～", "--", "-"))
    opened, closed = chance.choice((("", ""), ("", ""), ("从", ""), ("自", ""), ("自", "止"), ("", "止")))
    cell = f"{opened}{spell(first)}{joint}{spell(last)}{closed}"
    return role, cell, (first if role == "registered_date" else last).isoformat()


def another_day_behind(chance: random.Random) -> Asked:
    """Return a cell that tells of a case's coming, and of a later visit that is none of it."""
    first = _day("registered_date", chance).replace(day=chance.randrange(1, 20))
    last = first + timedelta(days=chance.randrange(1, 9))
    spell = chance.choice(_DAYS)
    front, behind = chance.choice(
        (("", "再次来访"), ("首次", "第二次"), ("第一次", "第二次"), ("", "再访"), ("初访", "重访"), ("", "第二次"), ("", "补充材料"), ("", "又来"), ("来访", "再来"), ("", "二次来访")),
    )  # fmt: skip
    joint = chance.choice(("，", "；", "、", ","))
    cell = chance.choice(
        (
            f"{front}{spell(first)}{joint}{behind}{spell(last)}",
            f"{front}{spell(first)}{joint}{spell(last)}{behind}",
        )
    )
    return "registered_date", cell, first.isoformat()


def no_day(chance: random.Random) -> Asked:
    """Return a cell from which nobody could say the day."""
    role = chance.choice(("registered_date", "resolved_date"))
    day = _day(role, chance)
    spelled = chance.choice(_DAYS)(day)
    vague = chance.choice(_VAGUE).format(next=f"{day.day + 1}日")
    return role, chance.choice((chance.choice(_NO_DAY), spelled + vague, chance.choice(_DOUBT) + spelled)), ""


def a_bound(chance: random.Random) -> Asked:
    """Return a limit where an event belongs: no day of it."""
    role = chance.choice(("registered_date", "resolved_date"))
    day = _day(role, chance)
    words = [word for word in _BEHIND["due_date"] if "前" in word and "含" not in word]
    return role, chance.choice(_DAYS)(day) + chance.choice(words), ""


def a_length(chance: random.Random) -> Asked:
    """Return a limit that is a length; it names no day."""
    return "due_date", chance.choice(_LENGTHS), "blank"


KINDS = (one_day, one_day, one_day, a_range, another_day_behind, no_day, a_bound, a_length)


def dates(count: int, seed: int) -> Iterator[Asked]:
    """Yield *count* cells with their truth."""
    chance = random.Random(seed)
    for _ in range(count):
        yield chance.choice(KINDS)(chance)
