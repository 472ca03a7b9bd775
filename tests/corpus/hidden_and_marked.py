"""Hidden worksheets, rows and columns, a filter left on, pre-numbered blanks, and our own five columns."""

from tests.corpus.book import Book, Tab, Table

# Hidden rows and columns count, hidden worksheets do not. Our own columns are no roles of the ledger: the
# due date beside them must not be read back as 办理期限.
BOOK = Book(
    "石桥村2026年信访台账.xlsx",
    [
        Tab(
            "台账",
            cells={"A1": "石桥村2026年信访事项台账"},
            merges="A1:K1",
            tables=[
                Table(
                    header_rows=[2],
                    head="序号|登记编号|登记时间|投诉人|证件号|纠纷类型|主要内容|责任单位|承办人|处理状态|办结时间"
                    "|〔督〕预警|〔督〕办理期限|〔督〕催办提醒|〔督〕督办层级|〔督〕说明",
                    roles="seq|case_no|registered_date|party|ignored|category|summary|org|owner|status|resolved_date"
                    "|other|other|other|other|other",
                    top=3,
                    rows="""
1|0001|2026-01-05|赵甲|某证|邻里|排水|村委会|方某|已办结|2026-01-09|已办结|2026-02-04|||1 按一般计
    => 2026-01-05 2026-01-09 resolved 邻里
2|0002|2026-01-12|钱乙|某证|土地|田界|村委会|方某|已办结|2026-01-20|已办结|2026-02-11|||2 按一般计
    => 2026-01-12 2026-01-20 resolved 山林土地
3|0003|2026-01-19|孙丙|某证|物业|水费|村委会|方某|办理中||逾期44天|2026-02-18|请尽快办理|领导|3 按一般计
    => 2026-01-19 - open 物业
4|0004|2026-01-27|李丁|某证|消费|种子|市场所|俞某|已办结|2026-02-06|已办结|2026-02-26|||4 按一般计
    => 2026-01-27 2026-02-06 resolved 消费
5|0005|2026-02-03|周戊|某证|邻里|占道|村委会|方某|已办结|2026-02-05|已办结|2026-03-05|||5 按一般计
    => 2026-02-03 2026-02-05 resolved 邻里
6|0006|2026-02-10|吴己|某证|征地|青苗|自然资源所|俞某|办理中||逾期22天|2026-03-12|请尽快办理|领导|6 按一般计
    => 2026-02-10 - open 征地拆迁
7|0007|2026-02-26|郑庚|某证|医保|报销|医保办|俞某|已办结|2026-03-05|已办结|2026-03-30|||7 按一般计
    => 2026-02-26 2026-03-05 resolved 民生保障
8|0008|2026-03-04|王辛|某证|邻里|树枝|村委会|方某|撤回|2026-03-06|已撤回||||8
    => 2026-03-04 2026-03-06 withdrawn 邻里
9|0009|2026-03-11|冯壬|某证|林权|界线|林业站|俞某|中止||中止|2026-04-10|||9 按一般计
    => 2026-03-11 - suspended 山林土地
10|0010|2026-03-18|陈癸|某证|建房|滴水|规建办|俞某|办理中||正常|2026-04-17|||10 按一般计
    => 2026-03-18 - open 房屋宅基地
11|0011|2026-03-25|褚甲|某证|环境|气味|生态办|俞某|待办||正常|2026-04-24|||11 按一般计
    => 2026-03-25 - open 环境污染
12|0012|2026-04-01|卫乙|某证|邻里|噪音|村委会|方某|待办||正常|2026-05-06|||12 按一般计
    => 2026-04-01 - open 邻里
13
    ~> prenumbered_blank
14
    ~> prenumbered_blank
15
    ~> prenumbered_blank
""",
                )
            ],
            hidden_rows=[5, 6, 10],
            hidden_columns=["D", "E"],
            filtered="A2:K17",
        ),
        Tab(
            "2025年旧账",
            kind="*",
            hidden=True,
            cells={"A1": "石桥村2025年信访事项台账"},
            tables=[
                Table(
                    header_rows=[2],
                    head="序号|登记编号|登记时间|投诉人|纠纷类型|处理状态|办结时间",
                    roles="seq|case_no|registered_date|party|category|status|resolved_date",
                    top=3,
                    rows="""
1|0091|2025-11-05|蒋丙|邻里|已办结|2025-11-10
    ~> *
2|0092|2025-12-15|沈丁|土地|办理中|
    ~> *
""",
                )
            ],
        ),
        Tab(
            "填表说明",
            kind="not_ledger",
            cells={
                "A1": "填表说明",
                "A2": "一、登记时间填收到之日。",
                "A3": "二、处理状态填：待办、办理中、已办结。",
                "A4": "三、每月25日前报镇信访办。",
            },
        ),
    ],
)
TRUTH = BOOK.truth()
