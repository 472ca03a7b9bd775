"""Dates as their cells show them, and endings that are still to come; read on 2026-04-03.

Who types 2026年3月 gets March 1 from the program, shown as a month: the day is nobody's.
"""

from tests.corpus.book import Book, Tab, Table

HEAD = "序号|登记日期|当事人|类型|化解情况|化解时间"
ROLES = "seq|registered_date|party|category|progress/status|resolved_date"

BOOK = Book(
    "云雾村台账.xlsx",
    [
        Tab(
            "格式",
            cells={"A1": "云雾村矛盾纠纷台账"},
            merges="A1:F1",
            tables=[
                Table(
                    header_rows=[2],
                    head=HEAD,
                    roles=ROLES,
                    top=3,
                    rows="""
1|@2026-03-05|柳甲|邻里|化解中|
    => 2026-03-05 - open 邻里
2|@2026-03-01;yyyy"年"m"月"|柳甲|邻里|化解中|
    => - - open 邻里 !registered_date:date_incomplete
3|@2026-03-01;mmm-yy|柳甲|邻里|化解中|
    => - - open 邻里 !registered_date:date_incomplete
4|#46082;yyyy/m;@|柳甲|邻里|已化解|@2026-04-01;yyyy"年"m"月"
    => - - resolved 邻里 !registered_date:date_incomplete !resolved_date:date_incomplete
5|@2026-03-01;yyyy"年"m"月"d"日"|柳甲|邻里|已化解|@2026-04-01;[$-804]m"月"d"日";@
    => 2026-03-01 2026-04-01 resolved 邻里
6|@2026-03-13;[$-F800]dddd\\,\\ mmmm\\ dd\\,\\ yyyy|柳甲|邻里|化解中|
    => 2026-03-13 - open 邻里
7|@2026-03-01;yyyy"年"m"月"d"日" h:mm|柳甲|邻里|化解中|
    => 2026-03-01 - open 邻里
""",
                )
            ],
        ),
        Tab(
            "打算",
            cells={"A1": "云雾村2026年矛盾纠纷台账"},
            merges="A1:E1",
            tables=[
                Table(
                    header_rows=[2],
                    head="序号|登记日期|当事人|类型|处理情况",
                    roles="seq|registered_date|party|category|progress/status",
                    top=3,
                    rows="""
1|2026-03-05|柳甲|邻里|3月12日经村委会调解成功，双方签字
    => 2026-03-05 2026-03-12 resolved 邻里
2|2026-03-05|柳甲|邻里|3月12日上门走访，3月15日调解，双方分歧大，下步继续做工作
    => 2026-03-05 - open 邻里
3|2026-03-05|柳甲|邻里|4月20日化解，现正在做工作
    => 2026-03-05 - open 邻里
4|2026-03-05|柳甲|邻里|4月20日化解
    => 2026-03-05 - open 邻里 !resolved_date:date_future
5|2026-03-05|柳甲|邻里|3月9日双方达成协议；3月20日一方反悔
    => 2026-03-05 - open 邻里
6|2026-03-05|柳甲|邻里|已于三月十二日办结
    => 2026-03-05 2026-03-12 resolved 邻里
""",
                )
            ],
        ),
    ],
)
TRUTH = BOOK.truth()
