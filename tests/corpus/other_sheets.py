"""A village's whole binder: logs, minutes and rosters beside three ledgers of unusual build.

The logs are how an office shows that it kept its duties (docs/rules.md); no row of theirs is a case.
"""

from tests.corpus.book import Book, Tab, Table, grid

BOOK = Book(
    "河口村综治工作簿2026.xlsx",
    [
        Tab(
            "会议记录",
            kind="not_ledger",
            cells=grid(
                "A1",
                """
河口村信访工作例会记录
序号|会议日期|主持人|参会人数|会议内容|备注
#1|2026-01-09|方某|#8|传达文件|
#2|2026-02-10|方某|#9|研究春节前排查|
#3|2026-03-10|方某|#8|通报上月情况|
""",
            ),
            merges="A1:F1",
        ),
        Tab(
            "网格巡查日志",
            kind="not_ledger",
            cells=grid(
                "A1",
                """
河口村网格巡查日志
日期|网格|巡查人|是否填报
2026-03-30|第一网格|俞某|是
2026-03-31|第一网格|俞某|是
2026-04-01|第一网格|俞某|是
2026-04-02|第一网格|俞某|否
""",
            ),
            merges="A1:D1",
        ),
        Tab(
            "签字报",
            kind="not_ledger",
            cells=grid(
                "A1",
                """
三日一次签字报
日期|签字人|备注
2026-03-28|方某|无事
2026-03-31|方某|无事
2026-04-03|方某|
""",
            ),
        ),
        Tab(
            "调解员名册",
            kind="not_ledger",
            cells=grid(
                "A1",
                """
河口村人民调解员名册
序号|姓名|性别|职务|聘任日期|联系电话|备注
#1|方某|男|主任|2024-05-01|13800000000|
#2|俞某|女|委员|2024-05-01|13800000000|
#3|任某|男|委员|2024-05-01|13800000000|
""",
            ),
            merges="A1:G1",
        ),
        Tab(
            "三栏账",
            cells={"A1": "河口村纠纷登记"},
            tables=[
                Table(
                    header_rows=[2],
                    head="日期|反映问题|处理结果",
                    roles="registered_date|summary|result/status",
                    top=3,
                    rows="""
2026.1.7|两户争水|已化解
    => 2026-01-07 - resolved -
2026.1.20|树枝压瓦|已化解
    => 2026-01-20 - resolved -
2026.2.6|田埂被挖|正在调解
    => 2026-02-06 - open -
2026.3.4|路面堆石|已化解
    => 2026-03-04 - resolved -
2026.3.25|院墙开裂|
    => 2026-03-25 - open -
""",
                )
            ],
        ),
        Tab(
            "三级表头",
            cells={
                "A1": "河口村矛盾纠纷排查化解总台账",
                "A2": "要求：一案一行，逐项填写，不得空项。",
                "A4": "单位：河口村　　2026年4月1日",
            },
            merges="A1:J1 A2:J2 A4:J4 A12:A14 B12:D12 B13:B14 C13:D13 E12:E14 F12:J12 F13:G13 H13:J13",
            tables=[
                Table(
                    header_rows=[12, 13, 14],
                    head="""
序号|排查登记|||纠纷类别|处置||||
|排查时间|当事双方|||责任||结果||
||申请人|被申请人||责任单位|责任人|办理期限|是否化解|化解时间
""",
                    roles="seq|registered_date|party|party_other|category|org|owner|due_date|status|resolved_date",
                    top=15,
                    rows="""
1|2026/1/6|赵甲|钱乙|邻里|村委会|方某|2026/1/21|是|2026/1/9
    => 2026-01-06 2026-01-09 resolved 邻里 due=2026-01-21
2|2026/1/27|孙丙|李丁|土地|村委会|方某|2026/2/11|否|
    => 2026-01-27 - open 山林土地 due=2026-02-11
3|2026/2/10|周戊|吴己|建房|规建办|俞某|2026/3/12|是|2026/3/11
    => 2026-02-10 2026-03-11 resolved 房屋宅基地 due=2026-03-12
4|2026/3/3|郑庚|王辛|债务|司法所|俞某|2026/4/2|否|
    => 2026-03-03 - open 合同债务 due=2026-04-02
5|2026/3/31|冯壬|陈癸|邻里|村委会|方某|2026/4/15|否|
    => 2026-03-31 - open 邻里 due=2026-04-15
""",
                )
            ],
        ),
        Tab(
            "无序号",
            cells={"A1": "河口村信访事项台账"},
            merges="A1:H1 D3:D4 G3:G4",
            tables=[
                Table(
                    header_rows=[2],
                    head="登记日期|信访人|信访形式|问题类别|主要诉求|承办单位|办理状态|办结日期",
                    roles="registered_date|party|source|category|summary|org|status|resolved_date",
                    top=3,
                    # 问题类别 and 办理状态 are merged over two cases; both have their own day and person.
                    rows="""
2026-01-08|褚甲|来访|低保|复核|民政办|已办结|2026-01-16
    => 2026-01-08 2026-01-16 resolved 民生保障
2026-01-09|卫乙|来信||补发|民政办||2026-01-19
    => 2026-01-09 2026-01-19 resolved 民生保障
2026-02-04|蒋丙|来电|物业|停水|规建办|已办结|2026-02-06
    => 2026-02-04 2026-02-06 resolved 物业
2026-03-05|沈丁|来访|征地|补偿|自然资源所|办理中|
    => 2026-03-05 - open 征地拆迁
2026-04-01|韩戊|来访|欠薪|工钱|劳动所|待办|
    => 2026-04-01 - open 劳资欠薪
""",
                )
            ],
        ),
    ],
)
TRUTH = BOOK.truth()
