"""A statistic straight below the cases, remarks that say how a case stands, headings in English."""

from tests.corpus.book import Book, Tab, Table, grid

BOOK = Book(
    "松林村台账2026.xlsx",
    [
        Tab(
            "台账",
            cells={"A1": "松林村矛盾纠纷台账"}
            | grid("A6", "类型|件数|已化解|化解率\n邻里|#2|#1|50%\n婚姻|#1|#1|100%\n合计|#3|#2|66.7%"),
            merges="A1:F1",
            tables=[
                Table(
                    header_rows=[2],
                    head="序号|登记日期|当事人|类型|化解情况|化解时间",
                    roles="seq|registered_date|party|category|progress/status|resolved_date",
                    top=3,
                    rows="""
1|2026-03-05|柳甲|邻里|已化解|2026-03-09
    => 2026-03-05 2026-03-09 resolved 邻里
2|2026-03-06|杨乙|邻里|化解中|
    => 2026-03-06 - open 邻里
3|2026-03-07|桂丙|婚姻|已化解|2026-03-09
    => 2026-03-07 2026-03-09 resolved 婚姻家庭
""",
                )
            ],
        ),
        Tab(
            "备注",
            tables=[
                Table(
                    header_rows=[1],
                    head="序号|登记日期|当事人|类型|简要情况|调解员|备注",
                    roles="seq|registered_date|party|category|summary|owner|remark/status/progress",
                    top=2,
                    rows="""
1|2026-03-05|柳甲|邻里|共墙|孟丙|已化解
    => 2026-03-05 - resolved 邻里
2|2026-03-06|杨乙|邻里|共墙|孟丙|未化解
    => 2026-03-06 - open 邻里
3|2026-03-09|桂丙|土地|界线|孟丙|已化解
    => 2026-03-09 - resolved 山林土地
""",
                )
            ],
        ),
        Tab(
            "字眼",
            cells={"A1": "松林村矛盾纠纷台账"},
            tables=[
                Table(
                    header_rows=[2],
                    head="序号|登记日期|当事人|类型|简要情况|化解情况|备注",
                    roles="seq|registered_date|party|category|summary|progress/status|remark",
                    top=3,
                    # Words of totals, notes and footers inside cases; numbers in every guise.
                    rows="""
1.|3月2日|例某|邻里|合计欠款三千元|化解中|
    => 2026-03-02 - open 邻里
2、|3月3日|总计生|邻里|备注：双方系叔侄|化解中|第1页
    => 2026-03-03 - open 邻里
③|3月4日|无名氏|邻里|未发现矛盾纠纷前的旧事|化解中|
    => 2026-03-04 - open 邻里
4|3月5日|审核人甲|邻里|填表人错填|化解中|
    => 2026-03-05 - open 邻里
1|2|3|4|5|6|7
    ~> column_number_row
（5）|3月6日|三月|邻里|续表|化解中|无
    => 2026-03-06 - open 邻里
""",
                )
            ],
        ),
        Tab(
            "English",
            tables=[
                Table(
                    header_rows=[1],
                    head="No.|Date|Village|Party|Type|Description|Status|Closed on",
                    roles="seq|registered_date|village|party|category|summary|status/progress|resolved_date",
                    top=2,
                    rows="""
1|Mar 5, 2026|云雾村|Liu|邻里|drain|已办结|9-Mar-26
    => 2026-03-05 2026-03-09 resolved 邻里
2|2026-03-10|云雾村|Yang|婚姻|old age|办理中|
    => 2026-03-10 - open 婚姻家庭
""",
                )
            ],
        ),
    ],
)
TRUTH = BOOK.truth()
