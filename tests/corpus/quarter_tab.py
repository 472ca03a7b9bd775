"""A quarter's tab of a community: year in the tab's title, villages as section rows, totals in odd places."""

from tests.corpus.book import Book, Tab, Table

# The village stands in a row of its own above its cases, and 累计 stands above the first of them.
BOOK = Book(
    "各村矛盾纠纷排查表.xlsx",
    [
        Tab(
            "一季度",
            cells={
                "A1": "青石镇各村2026年一季度矛盾纠纷排查汇总台账",
                "A2": "填报单位（盖章）：青石镇综治办",
                "F2": "填报时间：2026年4月1日",
                **{f"{letters}3": f"#{number}" for number, letters in enumerate("ABCDEFGHIJ", 1)},
            },
            merges="A1:J1 A2:E2 F2:J2 A4:A5 B4:C4 D4:D5 E4:E5 F4:G4 H4:J4 A7:J7 A15:J15 A22:J22",
            tables=[
                Table(
                    # A row of column numbers stands above a header of two levels.
                    header_rows=[4, 5],
                    head="""
序号|登记||纠纷类型|简要情况|责任||办理||
|排查日期|排查人|||责任单位|责任人|化解时限|是否化解|化解日期
""",
                    roles="seq|registered_date|reporter|category|summary|org|owner|due_date|status|resolved_date",
                    top=6,
                    rows="""
累计|||17件|||||化解10件|
    ~> total
青石村
    ~> section_row
1|1.5|方某|邻里|排水|村委会|任某|1.20|是|1.9
    => 2026-01-05 2026-01-09 resolved 邻里 due=2026-01-20
2|1.12|方某|土地|田界|村委会|任某|1.27|是|1.30
    => 2026-01-12 2026-01-30 resolved 山林土地 due=2026-01-27
3|2.4|方某|婚姻|分家|妇联|任某|2.24|是|2.10
    => 2026-02-04 2026-02-10 resolved 婚姻家庭 due=2026-02-24
4|2.26|方某|征地|青苗|自然资源所|任某|3.28|否|
    => 2026-02-26 - open 征地拆迁 due=2026-03-28
5|3.16|方某|邻里|占道|村委会|任某|3.31|是|3.17
    => 2026-03-16 2026-03-17 resolved 邻里 due=2026-03-31
6|3.30|方某|建房|滴水|规建办|任某|4.14|否|
    => 2026-03-30 - open 房屋宅基地 due=2026-04-14
小计|||6件|||||化解4件|
    ~> subtotal
河口村
    ~> section_row
1|1.8|俞某|欠薪|工钱|劳动所|袁某|2.7|是|2.5
    => 2026-01-08 2026-02-05 resolved 劳资欠薪 due=2026-02-07
2|1.21|俞某|邻里|噪音|村委会|袁某|2.5|是|1.22
    => 2026-01-21 2026-01-22 resolved 邻里 due=2026-02-05
3|2.9|俞某|林权|砍伐|林业站|袁某|3.11|否|
    => 2026-02-09 - open 山林土地 due=2026-03-11
4|3.10|俞某|合同|货款|司法所|袁某|4.9|否|
    => 2026-03-10 - open 合同债务 due=2026-04-09
5|3.24|俞某|邻里|采光|村委会|袁某|4.8|是|3.27
    => 2026-03-24 2026-03-27 resolved 邻里 due=2026-04-08
小计|||5件|||||化解3件|
    ~> subtotal
大坪村
    ~> section_row
1|1.15|任某|邻里|树枝|村委会|方某|1.30|是|1.16
    => 2026-01-15 2026-01-16 resolved 邻里 due=2026-01-30
2|2.12|任某|医疗|收费|卫生院|方某|2.27|是|2.26
    => 2026-02-12 2026-02-26 resolved 医疗 due=2026-02-27
3|3.3|任某|物业|水费|村委会|方某|3.18|否|
    => 2026-03-03 - open 物业 due=2026-03-18
4|3.12|任某|消费|种子|市场所|方某|3.27|是|3.25
    => 2026-03-12 2026-03-25 resolved 消费 due=2026-03-27
5|3.19|任某|环境|气味|生态办|方某|4.18|否|
    => 2026-03-19 - open 环境污染 due=2026-04-18
6|3.31|任某|邻里|通行|村委会|方某|4.15|否|
    => 2026-03-31 - open 邻里 due=2026-04-15
小计|||6件|||||化解3件|
    ~> subtotal
填表人：方某|||审核人：俞某||||||
    ~> footer
""",
                )
            ],
        )
    ],
)
TRUTH = BOOK.truth()
