"""December runs into January: dates without a year, read on 2026-01-20."""

from datetime import date

from tests.corpus.book import Book, Tab, Table

HEAD = "序号|来访时间|信访人|问题类型|诉求内容|承办部门|处理状态|化解时间|备注"
ROLES = "seq|registered_date|party|category|summary|org|status|resolved_date|remark"

BOOK = Book(
    "白鹭镇接访台账.xlsx",
    [
        Tab(
            "四季度",
            cells={"A1": "白鹭镇2025年第四季度群众来访登记台账"},
            merges="A1:I1",
            tables=[
                Table(
                    header_rows=[2],
                    head=HEAD,
                    roles=ROLES,
                    top=3,
                    # Resolved before registered with a smaller month is the next year's.
                    rows="""
1|10月9日|赵某|土地|流转|农业中心|已办结|10月20日|
    => 2025-10-09 2025-10-20 resolved 山林土地
2|10.22|钱某|工资|拖欠|劳动所|已办结|11.3|
    => 2025-10-22 2025-11-03 resolved 劳资欠薪
3|11/5|孙某|邻里|排水|村委会|已办结|11/12|
    => 2025-11-05 2025-11-12 resolved 邻里
4|11月18日|李某|拆迁|补偿|自然资源所|已办结|1月8日|
    => 2025-11-18 2026-01-08 resolved 征地拆迁
5|12月3日|周某|医保|报销|医保办|已办结|12月15日|
    => 2025-12-03 2025-12-15 resolved 民生保障
6|12.11|吴某|建房|审批|规建办|办理中||
    => 2025-12-11 - open 房屋宅基地
7|12.24|郑某|噪音|施工|生态办|已办结|1.6|
    => 2025-12-24 2026-01-06 resolved 邻里
8|12月29日|王某|债务|借款|司法所|已办结|1月9日|
    => 2025-12-29 2026-01-09 resolved 合同债务
9|十二月卅一日|冯某|赡养|赡养费|妇联|已办结|一月十二日|
    => 2025-12-31 2026-01-12 resolved 婚姻家庭
""",
                )
            ],
        ),
        Tab(
            "跨年",
            cells={"A1": "白鹭镇群众来访登记台账（跨年）"},
            merges="A1:I1",
            tables=[
                Table(
                    header_rows=[2],
                    head=HEAD,
                    roles=ROLES,
                    top=3,
                    # No year in title, tab or file: the row above gives it.
                    rows="""
1|2025年11月20日|陈某|林权|界线|林业站|已办结|2025年12月1日|
    => 2025-11-20 2025-12-01 resolved 山林土地
2|11月25日|褚某|物业|水费|规建办|已办结|12月2日|
    => 2025-11-25 2025-12-02 resolved 物业
3|12月8日|卫某|消费|农资|市场所|待处理||
    => 2025-12-08 - open 消费
4|12月26日|蒋某|欠薪|工钱|劳动所|已办结|1月5日|
    => 2025-12-26 2026-01-05 resolved 劳资欠薪
5|2026年1月4日|沈某|低保|申请|民政办|已办结|1月14日|
    => 2026-01-04 2026-01-14 resolved 民生保障
6|1月7日|韩某|邻里|通行|村委会|已办结|1月13日|
    => 2026-01-07 2026-01-13 resolved 邻里
7|1月19日|杨某|占地|果树|自然资源所|办理中||
    => 2026-01-19 - open 征地拆迁
""",
                )
            ],
        ),
        Tab(
            "补录",
            tables=[
                Table(
                    header_rows=[1],
                    head=HEAD,
                    roles=ROLES,
                    top=2,
                    # No year anywhere: this year, unless that lies ahead; then the year before.
                    rows="""
1|12月18日|朱某|坟地|迁坟|民政办|已办结|1月4日|
    => 2025-12-18 2026-01-04 resolved 山林土地
2|12月25日|秦某|打架|医药费|派出所|办理中||
    => 2025-12-25 - open 损害赔偿
3|2026.1.8|尤某|离婚|财产|司法所|办理中||
    => 2026-01-08 - open 婚姻家庭
4|1月12日|许某|采光|新房|村委会|已办结|1月16日|
    => 2026-01-12 2026-01-16 resolved 邻里
""",
                )
            ],
        ),
    ],
    today=date(2026, 1, 20),
)
TRUTH = BOOK.truth()
