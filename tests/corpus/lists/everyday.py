"""Everyday tables of a village office that are no ledgers of disputes: none may be taken for one.

Each is a title and columns ``heading:kind``; the rows are made here, twelve for each table, seeded. Kinds:
``n`` running number, ``d`` date, ``p`` a person, ``o`` an office, ``w`` a place, ``c`` a count, ``m`` money,
``s`` how it stands, ``y`` yes or no, ``r`` a remark, ``t`` a phrase about the matter.
"""

import random
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path

from config.vocabulary import SheetKind
from sync.grid import CellValue, Grid, Merge, Sheet

TABLES = """
公章使用登记表 | 序号:n 日期:d 用印事由:t 用印单位:o 份数:c 经办人:p 批准人:p 备注:r
村干部请假登记表 | 序号:n 姓名:p 请假事由:t 请假时间:d 天数:c 批准人:p 销假时间:d 备注:r
来访人员登记表 | 序号:n 日期:d 来访人姓名:p 来访事由:t 接待人:p 离开时间:d 备注:r
门卫车辆出入登记 | 日期:d 车牌号:c 驾驶人:p 事由:t 进入时间:d 离开时间:d 值班人:p
安全隐患排查台账 | 序号:n 排查时间:d 隐患地点:w 隐患内容:t 整改责任人:p 整改期限:d 整改情况:s 完成时间:d 备注:r
消防安全检查记录 | 序号:n 检查日期:d 检查单位:o 存在问题:t 整改措施:t 责任人:p 整改时限:d 是否整改:y
食品安全检查台账 | 序号:n 检查时间:d 经营户:p 检查内容:t 发现问题:t 处理意见:t 检查人:p 处理结果:s
道路交通安全劝导记录 | 日期:d 劝导地点:w 劝导员:p 发现问题:t 处理情况:s 备注:r
地质灾害隐患点巡查记录 | 序号:n 巡查日期:d 隐患点名称:w 巡查情况:s 巡查人员:p 处理措施:t 备注:r
防汛值班记录 | 日期:d 值班人:p 天气:s 情况记录:t 交班时间:d 带班领导:p
河长巡河记录表 | 序号:n 巡河时间:d 河段:w 巡河人:p 发现问题:t 处理情况:s 完成时间:d
护林员巡护日志 | 日期:d 巡护人:p 巡护路线:w 发现情况:t 处理结果:s
环境卫生检查评比表 | 序号:n 检查日期:d 村民小组:w 户主:p 得分:c 存在问题:t 整改情况:s
低保申请登记表 | 序号:n 申请日期:d 申请人:p 家庭人口:c 申请理由:t 民主评议结果:s 审批结果:s 备注:r
临时救助发放台账 | 序号:n 申请时间:d 申请人:p 救助原因:t 救助金额:m 发放时间:d 领取人:p 备注:r
残疾人走访慰问记录 | 序号:n 走访日期:d 残疾人姓名:p 残疾类别:t 家庭情况:t 走访人:p 解决问题:s 备注:r
孤寡老人探访登记 | 序号:n 探访时间:d 老人姓名:p 健康状况:s 探访人:p 需求:t 办理情况:s
慢病患者随访登记表 | 序号:n 姓名:p 病种:t 随访日期:d 随访方式:t 随访医生:p 血压:c 下次随访日期:d
新生儿访视记录 | 序号:n 产妇姓名:p 访视日期:d 访视内容:t 访视人:p 处理意见:t 下次访视时间:d
社区矫正对象名单 | 序号:n 姓名:p 罪名:t 矫正类别:t 矫正期限:d 报到日期:d 责任人:p 现状:s 备注:r
刑满释放人员帮教登记 | 序号:n 姓名:p 释放日期:d 帮教责任人:p 帮教情况:s 就业情况:s 备注:r
信访人员名单 | 序号:n 姓名:p 村民小组:w 信访诉求:t 包保责任人:p 联系电话:c 备注:r
戒毒康复人员台账 | 序号:n 姓名:p 登记日期:d 管控责任人:p 尿检日期:d 结果:s 备注:r
精神障碍患者台账 | 序号:n 姓名:p 诊断:t 风险等级:s 监护人:p 随访日期:d 服药情况:s
党员积分登记表 | 序号:n 姓名:p 事项:t 加分:c 登记日期:d 登记人:p 备注:r
三会一课记录 | 序号:n 日期:d 会议主题:t 主持人:p 记录人:p 应到人数:c 实到人数:c 备注:r
村民代表会议决议登记 | 序号:n 会议日期:d 议题:t 表决结果:s 执行情况:s 完成时间:d 责任人:p
工程项目进度表 | 序号:n 项目名称:t 责任单位:o 责任人:p 开工日期:d 计划完成时间:d 目前进展:s 存在问题:t 备注:r
重点工作任务清单 | 序号:n 工作任务:t 责任单位:o 责任人:p 完成时限:d 进展情况:s 备注:r
督查整改问题清单 | 序号:n 问题描述:t 整改措施:t 责任单位:o 责任人:p 整改时限:d 整改情况:s 是否销号:y
巡察反馈问题整改台账 | 序号:n 反馈问题:t 整改措施:t 牵头领导:p 责任单位:o 整改期限:d 完成情况:s 备注:r
环保督察问题整改台账 | 序号:n 问题类型:t 问题描述:t 责任单位:o 整改时限:d 整改进展:s 完成时间:d 是否完成:y
收文登记簿 | 序号:n 收文日期:d 来文单位:o 文号:t 文件标题:t 承办人:p 办理情况:s 备注:r
发文登记簿 | 序号:n 发文日期:d 文号:t 标题:t 主送单位:o 份数:c 拟稿人:p 备注:r
办公用品领用登记 | 序号:n 领用日期:d 物品名称:t 数量:c 领用人:p 经办人:p 备注:r
固定资产台账 | 序号:n 资产名称:t 购置日期:d 金额:m 存放地点:w 使用人:p 使用状态:s 备注:r
物资采购申请表 | 序号:n 申请日期:d 申请人:p 物资名称:t 数量:c 金额:m 审批人:p 采购结果:s
设备维修登记表 | 序号:n 报修日期:d 报修人:p 故障情况:t 维修人:p 完成时间:d 处理结果:s 备注:r
路灯报修台账 | 序号:n 报修时间:d 报修人:p 地点:w 故障描述:t 处理情况:s 完成日期:d 是否修复:y
自来水维修记录 | 日期:d 用户:p 问题:t 维修人员:p 处理结果:s 完成时间:d
农机具借用登记 | 序号:n 借用日期:d 借用人:p 名称:t 归还日期:d 经办人:p 备注:r
图书借阅登记 | 序号:n 日期:d 书名:t 借阅人:p 归还日期:d 备注:r
会议室使用登记 | 日期:d 使用单位:o 事由:t 开始时间:d 结束时间:d 登记人:p 备注:r
公务接待登记 | 序号:n 接待日期:d 来访单位:o 事由:t 人数:c 接待人:p 费用:m 备注:r
公车使用登记表 | 序号:n 用车日期:d 用车人:p 事由:t 目的地:w 批准人:p 返回时间:d 备注:r
值班安排表 | 日期:d 带班领导:p 值班人员:p 值班电话:c 备注:r
考勤登记表 | 序号:n 姓名:p 日期:d 签到时间:d 签退时间:d 备注:r
培训登记表 | 序号:n 培训日期:d 培训内容:t 主讲人:p 参加人数:c 地点:w 备注:r
法制宣传活动记录 | 序号:n 日期:d 活动主题:t 地点:w 参加人数:c 负责人:p 活动情况:t
网格巡查日志 | 日期:d 网格员:p 巡查路线:w 巡查内容:t 发现问题:t 处理情况:s
便民服务代办登记 | 序号:n 日期:d 申请人:p 代办事项:t 代办人:p 办理情况:s 办结时间:d 备注:r
村务公开登记 | 序号:n 公开日期:d 公开内容:t 公开方式:t 责任人:p 备注:r
种粮补贴核实表 | 序号:n 户主:p 村民小组:w 面积:c 金额:m 核实日期:d 核实人:p 结果:s
危房改造台账 | 序号:n 户主:p 房屋等级:s 申报日期:d 改造方式:t 开工时间:d 竣工时间:d 验收结果:s 补助金额:m
农村宅基地审批登记 | 序号:n 申请人:p 申请日期:d 宅基地位置:w 面积:c 审批结果:s 批准日期:d 备注:r
林木采伐申请登记 | 序号:n 申请人:p 申请日期:d 采伐地点:w 数量:c 审批人:p 批准日期:d 结果:s
疫苗接种预约登记 | 序号:n 姓名:p 预约日期:d 接种单位:o 接种情况:s 备注:r
学生缺勤追踪登记 | 序号:n 日期:d 学生姓名:p 缺勤原因:t 追踪情况:s 登记人:p 备注:r
合同管理台账 | 序号:n 合同编号:t 合同名称:t 甲方:o 乙方:o 金额:m 签订日期:d 到期日期:d 履行情况:s
集体资产出租台账 | 序号:n 资产名称:t 承租人:p 租金:m 起租日期:d 到期日期:d 收缴情况:s 备注:r
债权债务登记表 | 序号:n 债务人:p 金额:m 发生时间:d 到期时间:d 催收情况:s 责任人:p 备注:r
志愿服务记录 | 序号:n 服务日期:d 服务内容:t 志愿者:p 服务对象:p 时长:c 备注:r
红白理事会登记 | 序号:n 日期:d 户主:p 事由:t 理事人:p 规模:c 备注:r
外来人口登记表 | 序号:n 姓名:p 登记日期:d 来源地:w 居住地:w 事由:t 离开日期:d 登记人:p
快递代收登记 | 日期:d 收件人:p 件数:c 领取时间:d 领取人:p 备注:r
畜禽防疫登记 | 序号:n 日期:d 养殖户:p 种类:t 数量:c 防疫员:p 情况:s 备注:r
农药包装回收登记 | 序号:n 日期:d 交回人:p 数量:c 经办人:p 备注:r
村级工作周报 | 序号:n 工作内容:t 负责人:p 完成时间:d 完成情况:s 下周计划:t
意见建议征集表 | 序号:n 日期:d 姓名:p 意见建议内容:t 采纳情况:s 回复时间:d 备注:r
满意度调查登记 | 序号:n 调查日期:d 调查对象:p 满意度:s 建议:t 调查人:p
"""  # noqa: E501

_PEOPLE = (
    "赵某某",
    "钱某某",
    "孙某某",
    "李某",
    "周甲",
    "吴乙",
    "郑丙",
    "王丁",
    "冯戊",
    "陈己",
    "褚庚",
    "卫辛",
)
_OFFICES = ("村委会", "镇农业服务中心", "村小学", "镇民政办", "村卫生室", "合作社", "镇便民服务中心")
_PLACES = ("一组晒场", "村口", "二组水塘边", "村部", "三组路段", "小学门口", "蓄水池")
_STATES = ("已完成", "正常", "正在办理", "已处理", "未完成", "良好", "合格", "已整改", "进行中", "已办结")
_REMARKS = ("", "", "", "无", "已归还", "见附件", "")
_MATTERS = (
    "开具证明",
    "外出学习",
    "购买水泥",
    "送材料",
    "线路老化",
    "灭火器过期",
    "路面破损",
    "领取补贴",
    "办理养老认证",
    "学习文件",
    "水管漏水",
    "修剪行道树",
    "打印资料",
    "清理垃圾",
    "安装路灯",
    "发放宣传单",
    "参加培训",
    "走亲戚",
    "看望病人",
    "检修电机",
)


@dataclass(frozen=True, slots=True)
class Everyday:
    """One table that is no ledger."""

    title: str
    columns: tuple[tuple[str, str], ...]

    def rows(self) -> list[list[CellValue]]:
        """Return the header and twelve rows."""
        chance = random.Random(self.title)
        day = date(2026, 1, 4)
        found: list[list[CellValue]] = [[heading for heading, _ in self.columns]]
        for number in range(1, 13):
            day += timedelta(days=chance.randrange(1, 8))
            found.append([_cell(kind, number, day, chance) for _, kind in self.columns])
        return found


def _cell(kind: str, number: int, day: date, chance: random.Random) -> CellValue:
    listed = {"p": _PEOPLE, "o": _OFFICES, "w": _PLACES, "s": _STATES, "r": _REMARKS, "t": _MATTERS}
    if kind in listed:
        return chance.choice(listed[kind])
    if kind == "d":
        return day
    if kind == "y":
        return chance.choice(("是", "否"))
    return float({"n": number, "c": chance.randrange(1, 90), "m": 50 * chance.randrange(1, 90)}[kind])


def everyday_tables(file: str = "") -> list[Everyday]:
    """Return the tables of *file* beside this module, or those above, in the order they are written down."""
    listed = (Path(__file__).parent / file).read_text("utf-8") if file else TABLES
    found: list[Everyday] = []
    for line in listed.strip().splitlines():
        title, _, spelled = line.partition(" | ")
        columns = [(heading, kind) for heading, _, kind in (one.rpartition(":") for one in spelled.split())]
        found.append(Everyday(title, tuple(columns)))
    return found


def in_workbooks(table: Everyday) -> Iterator[tuple[str, Grid]]:
    """Yield *table* as offices keep it: titled, bare, as a tab of its name, as a file of its name."""
    rows = table.rows()
    wide: list[CellValue] = [""] * (len(table.columns) - 1)
    titled = [[f"青石村2026年{table.title}", *wide], *rows]
    merge = (Merge(0, 0, 0, len(wide)),)
    yield "titled", Grid("青石村", (Sheet("Sheet1", titled, merges=merge),))
    yield "no title", Grid("青石村", (Sheet("Sheet1", rows),))
    yield "tab of its name", Grid("青石村2026年工作台账", (Sheet(table.title[:8], rows),))
    yield "file of its name", Grid(f"青石村{table.title}", (Sheet("Sheet1", rows),))


def taken(kind: SheetKind) -> bool:
    """Whether a worksheet of this kind would be counted, written into, or be evidence of a nil report."""
    return kind in (SheetKind.LEDGER, SheetKind.NIL_REPORT, SheetKind.EMPTY_LEDGER)
