# ruff: noqa: E501
"""How a case stands, in a clerk's words: [time][who][deed and outcome][tail]; the truth follows from outcome and tail."""

import random
from collections.abc import Callable, Iterator

_TIME = ("", "", "", "", "3月12日", "2026年3月12日，", "3.12", "3月12日下午", "目前", "现")
_WHO = ("", "", "", "经村调委会调解，", "村委会出面，", "经镇综治中心协调，", "司法所介入后，", "经驻村干部多次上门，", "网格员上门后，", "在老支书主持下，", "经两级调解，", "镇村干部多次协调，", "经村组干部做工作，", "由网格长牵头，", "派出所与司法所联合，")  # fmt: skip
#: A thing, and the deeds that settle it.
_MATTERS: tuple[tuple[tuple[str, ...], tuple[str, ...]], ...] = (
    (("欠款", "工资", "赔偿款", "补偿款", "医药费", "押金", "工程款", "借款", "租金", "彩礼", "货款", "抚养费", "误工费"), ("付清", "结清", "还清", "支付到位", "兑现", "打到卡上", "赔付到位", "付完", "退还", "给付完毕", "一次性付清", "全额支付", "当场给付", "发放到位", "足额到账")),
    (("树木", "违建", "围墙", "杂物", "占道物品", "雨棚", "鸡舍", "栅栏", "石块", "路障", "广告牌"), ("拆除", "移走", "清理完毕", "搬走", "清除", "拆完", "挪开", "清走", "清理干净", "移除到位", "拆除完毕")),
    (("道路", "水沟", "水管", "路灯", "屋顶", "电线", "排污口", "桥面", "下水道", "水渠"), ("修好", "修复", "疏通", "恢复原状", "维修完毕", "整改到位", "接通", "疏通好", "修缮完毕", "恢复使用")),
    (("土地证", "低保", "户口", "养老金", "残疾证", "宅基地手续", "医保"), ("办好", "补办", "办妥", "落实到位", "办理完毕", "恢复发放", "补发到位")),
    (("地界", "界线", "坟界", "边界", "林界"), ("划清", "重新划定", "勘定", "栽桩确认", "丈量清楚并确认")),
)  # fmt: skip
#: Outcomes of talk; each a whole clause.
_PEACE = ("双方达成协议", "双方握手言和", "双方和好", "双方达成和解", "调解成功", "签订调解协议", "双方签字确认", "两家重归于好", "对方赔礼道歉并取得谅解", "双方互谅互让，不再争执", "双方达成一致意见", "化解成功", "双方自愿和解", "纠纷圆满解决", "矛盾得到化解", "双方无异议", "当场化解", "双方达成谅解", "信访人息诉罢访", "信访人表示满意", "案结事了", "书面答复信访人", "出具答复意见书并送达", "办结销号")  # fmt: skip
_ENDED_TAIL = ("", "", "", "", "，已归档", "，待归档", "，待回访", "，双方满意", "，已回访", "，继续跟踪回访", "，材料已归档", "，3月20日回访无反复", "，群众满意", "，无遗留问题", "，予以销号", "，结案", "（已回访）", "。")  # fmt: skip
_RELAPSE = ("，后又反悔", "，但未履行", "，后再次发生争执", "，次日又起争执", "，但对方不认账", "，但仍有一户未签字", "，后又来访", "，但余款未付", "，一方又反悔", "，现又上访", "，但拒不履行", "，对方至今未兑现", "，后对方翻脸不认", "，但未签字", "，现双方又闹起来", "，但尾款尚欠", "，后又复发")  # fmt: skip
#: What stands before a deed and says that it has not happened.
_NOT_YET = ("未", "尚未", "还没有", "没有", "待", "准备近期", "计划4月", "承诺4月10日前", "答应", "要求对方", "催促对方", "约定5月1日前", "拒绝", "不肯", "无力", "暂未", "迟迟不", "同意", "责令限期", "打算", "无法", "拟", "等秋后", "等对方回来后", "还需", "力争月底", "预计下周", "争取", "说好年底", "保证月内", "只等", "至今未", "一直未", "仍未", "难以", "已通知对方", "已要求对方限期", "已责令", "督促", "下一步", "若不", "将于4月初", "需镇里协调后", "暂时无法", "申请", "希望", "建议", "正筹钱", "已承诺", "已约定月底")  # fmt: skip
_IN_PART = (
    "部分{deed}",
    "{deed}一半",
    "只{deed}了一部分",
    "{deed}了3户，其余在谈",
    "已{deed}首期，余下分期",
    "大部分已{deed}，剩余待{deed}",
    "{deed}50%",
    "基本{deed}",
    "先{deed}一部分",
)
_SAID = (
    "据说已{deed}",
    "听说{deed}了",
    "对方称已{deed}",
    "对方说已经{deed}",
    "应该{deed}了",
    "可能已{deed}",
    "估计{deed}了",
    "据村民讲已{deed}",
    "好像{deed}了",
    "据反映已{deed}",
    "对方自称已{deed}",
    "大概{deed}了",
)
_WORK = ("正在调解", "约双方再谈", "已约谈双方", "双方分歧较大", "双方各执一词", "入户了解情况", "已上报镇里等回复", "正在核实", "调查取证中", "等待对方回复", "已安排专人负责", "组织现场勘查", "双方情绪激动", "调解未果", "未达成协议", "协商不成", "对方不露面", "一方拒绝到场", "已受理", "已登记", "待调解", "已派单", "正做思想工作", "协调有关部门", "拟召开协调会", "继续跟进", "已下发督办函", "对方态度强硬", "要价过高", "当事人外出未归", "双方互不相让", "调解一次未成功", "等项目资金", "材料不全待补", "专班正在化解", "谈了三次没谈拢", "对方手机关机", "已列入重点督办", "领导包案化解中", "方案已报，待批复", "正走审批程序", "仍有争议", "情况复杂，正研究", "暂无进展", "信访人不接受答复", "双方不愿见面", "已告知权利义务", "组织第二次调解")  # fmt: skip
_WITHDRAWN = (
    "申请人撤回申请",
    "信访人自愿撤诉",
    "当事人主动撤回信访事项",
    "信访人放弃诉求",
    "投诉人已撤诉",
    "申请人书面撤回调解申请",
    "自愿放弃调解",
    "信访人撤回投诉",
)
_SENT = (
    "移送县法院处理",
    "已移交县公安局",
    "已转县自然资源局办理",
    "引导当事人走诉讼程序",
    "当事人已向法院起诉",
    "移交派出所处理",
    "已转交县人社局",
    "转镇司法所处理",
    "已移送县信访局",
    "上报县级部门处理",
    "已提交劳动仲裁委",
    "不予受理，已告知",
    "法院已立案",
    "县局已接收",
    "移交镇综治中心",
)
_HELD = (
    "因当事人住院暂停调解",
    "因等待鉴定中止",
    "中止办理",
    "等待法院判决",
    "等待司法鉴定结果",
    "待土地确权后再处理，暂停办理",
    "挂起",
    "暂缓处理",
    "当事人服刑，中止调解",
    "听证期间中止",
    "因补充鉴定暂缓办理",
)

#: status column or text of progress, cell, truth in the notation of the lists.
Asked = tuple[str, str, str]


def _deed(chance: random.Random) -> tuple[str, str]:
    things, deeds = chance.choice(_MATTERS)
    return chance.choice(things), chance.choice(deeds)


def _front(chance: random.Random) -> str:
    return chance.choice(_TIME) + chance.choice(_WHO)


def ended(chance: random.Random) -> Asked:
    """Return a cell in which something that settles the case has been done."""
    thing, deed = _deed(chance)
    if chance.random() < 0.1:
        # A deed that is only named may have been done.
        return (
            _kind(chance),
            f"{_front(chance)}{thing}{deed}{chance.choice(_ENDED_TAIL)}",
            "resolved|reported",
        )
    end = chance.choice(
        (chance.choice(_PEACE), chance.choice(_PEACE), f"{thing}已{deed}", f"{thing}均已{deed}", f"已将{thing}{deed}", f"对方把{thing}{deed}了", f"{thing}已全部{deed}", f"{thing}现已{deed}", f"已帮其把{thing}{deed}", f"{thing}已由对方{deed}", f"{thing}于3月18日{deed}", f"已{deed}"),
    )  # fmt: skip
    return _kind(chance), f"{_front(chance)}{end}{chance.choice(_ENDED_TAIL)}", "resolved"


def to_come(chance: random.Random) -> Asked:
    """Return a cell in which the deed is still to come."""
    thing, deed = _deed(chance)
    hung = chance.choice(_NOT_YET)
    said = chance.choice(
        (f"{thing}{hung}{deed}", f"{hung}{deed}{thing}", f"{hung}{deed}", f"{thing}{hung}{deed}")
    )
    return _kind(chance), f"{_front(chance)}{said}", "open|reported"


def at_work(chance: random.Random) -> Asked:
    """Return a cell of work that goes on."""
    return _kind(chance), f"{_front(chance)}{chance.choice(_WORK)}", "open|reported"


def relapsed(chance: random.Random) -> Asked:
    """Return a cell in which an end did not last, or is one in part."""
    thing, deed = _deed(chance)
    part = chance.choice(_IN_PART).format(deed=deed)
    said = chance.choice((chance.choice(_PEACE) + chance.choice(_RELAPSE), thing + part))
    return _kind(chance), f"{_front(chance)}{said}", "open|reported"


def hearsay(chance: random.Random) -> Asked:
    """Return a cell that tells of an end by hearsay."""
    thing, deed = _deed(chance)
    said = chance.choice(_SAID).format(deed=chance.choice((deed, "解决", "和好", "办结", "私下和解")))
    return _kind(chance), f"{chance.choice(_TIME)}{chance.choice((thing, ''))}{said}", "open|reported"


def of(words: tuple[str, ...], truth: str) -> Callable[[random.Random], Asked]:
    """Return what yields cells of one of *words*, in a status column."""
    return lambda chance: (
        "status",
        chance.choice(_TIME) + chance.choice(("", "", "经研究，")) + chance.choice(words),
        truth,
    )


def _kind(chance: random.Random) -> str:
    return chance.choice(("status", "progress"))


KINDS = (ended, ended, ended, to_come, to_come, at_work, relapsed, hearsay, of(_WITHDRAWN, "withdrawn"), of(_SENT, "transferred"), of(_HELD, "suspended"))  # fmt: skip


def states(count: int, seed: int) -> Iterator[Asked]:
    """Yield *count* cells with their truth."""
    chance = random.Random(seed)
    for _ in range(count):
        yield chance.choice(KINDS)(chance)
