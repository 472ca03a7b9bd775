"""时间 and 形式 below group headings, beside lists to choose from and a sheet that explains the ledger."""

from tests.corpus.book import Book, Tab, Table, grid

BOOK = Book(
    "云雾村信访台账.xlsx",
    [
        Tab(
            "两级",
            cells={"A1": "云雾村信访事项登记台账"},
            merges="A1:L1 A2:A3 B2:C2 D2:F2 G2:G3 H2:I2 J2:K2 L2:L3",
            tables=[
                Table(
                    header_rows=[2, 3],
                    head="序号|受理情况||信访人|||信访内容|交办情况||办理情况||备注\n"
                    "|日期|形式|姓名|电话|住址||承办单位|时限|结果|时间|",
                    roles="seq|accepted_date/registered_date|source|party|ignored|ignored|summary|org|due_date"
                    "|result/progress/status|resolved_date|remark",
                    top=4,
                    rows="""
1|2026-03-05|来访|柳甲|13800000000|一组|排水|水利站|2026-04-04|办理中||
    => * - open - due=2026-04-04
2|2026-03-09|来信|杨乙|13800000000|二组|低保|民政办|2026-04-08|已办结|2026-03-20|
    => * 2026-03-20 resolved - due=2026-04-08
""",
                )
            ],
        ),
        Tab(
            "批示",
            cells={"A1": "云雾村信访事项登记台账（续）"},
            merges="A1:H1 A2:A3 B2:B3 C2:C3 D2:E2 F2:G2 H2:H3",
            tables=[
                Table(
                    header_rows=[2, 3],
                    head="序号|信访日期|信访人|领导批示||化解情况||备注\n|||内容|时间|结果|日期|",
                    roles="seq|registered_date|party|*|other|result/progress/status|resolved_date|remark",
                    top=4,
                    rows="""
1|2026-03-05|柳甲|请水利站办理|2026-03-06|已化解|2026-03-12|
    => 2026-03-05 2026-03-12 resolved -
2|2026-03-09|杨乙|请民政办办理|2026-03-10|化解中||
    => 2026-03-09 - open -
""",
                )
            ],
        ),
        Tab(
            "选择项",
            "not_ledger",
            grid("A1", "纠纷类型|办理情况|信访形式\n邻里|已办结|来访\n婚姻|办理中|来信\n土地|未办结|来电"),
        ),
        Tab(
            "要求",
            "not_ledger",
            grid(
                "A1",
                "矛盾纠纷台账填写要求\n字段|含义|示例\n登记日期|发现之日|2026-03-05\n办理情况|已办结/办理中|已办结\n"
                "办结日期|办结之日|2026-03-09\n当事人|姓名|张三丰",
            ),
        ),
    ],
)
TRUTH = BOOK.truth()
