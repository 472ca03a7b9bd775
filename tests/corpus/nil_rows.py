"""Nil entries between cases, in whatever column has room: they carry numbers, dates, villages, no case."""

from tests.corpus.book import Book, Tab, Table

BOOK = Book(
    "云雾村2026年台账.xlsx",
    [
        Tab(
            "排查台账",
            cells={"A1": "云雾村矛盾纠纷排查调解台账"},
            merges="A1:G1",
            tables=[
                Table(
                    header_rows=[2],
                    head="序号|登记日期|当事人|类型|情况说明|化解情况|化解时间",
                    roles="seq|registered_date|party|category|summary|progress/status|resolved_date",
                    top=3,
                    rows="""
1|2026-01-15|无|无|无|无|无
    ~> nil_report
2|2026-01-31|/|/|/|/|/
    ~> nil_report
3|2026-02-15|零报告||||
    ~> nil_report
4|2026-02-28|||本期无新增矛盾纠纷||
    ~> nil_report
5|2026-03-05|柳甲|邻里|共墙|化解中|
    => 2026-03-05 - open 邻里
6|2026-03-08|杨乙|邻里|无证建房引起|化解中|
    => 2026-03-08 - open 邻里
7|2026-03-09|吴无|邻里|无|化解中|
    => 2026-03-09 - open 邻里
8|2026-03-15||||未排查出矛盾纠纷|
    ~> nil_report
9|2026-03-31|—|—|—|—|—
    ~> nil_report
""",
                )
            ],
        ),
        Tab(
            "调解登记",
            cells={"A1": "云雾村人民调解登记簿"},
            merges="A1:I1",
            tables=[
                Table(
                    header_rows=[2],
                    head="序号|受理日期|当事人|纠纷类别|争议要点|调解员|调解结果|协议书编号|结案时间",
                    roles="seq|accepted_date|party|category|summary|owner|result/status/progress|agreement_no|resolved_date",
                    top=3,
                    rows="""
1|2026-01-15|||我村1月1日至15日未发现矛盾纠纷，特此报告||||
    ~> nil_report
2|2026-01-20|柳甲、杨乙|邻里|共墙|孟丙|达成口头协议||2026-01-25
    => - 2026-01-25 resolved 邻里
3|2026-02-15|||经全面排查，我村2月1日至15日未发现矛盾纠纷，特此报告。||||
    ~> nil_report
4|2026-03-20|柏丁、竹戊|邻里|排水|孟丙|正在调解||
    => - - open 邻里
""",
                )
            ],
        ),
        Tab(
            "各村",
            cells={"A1": "青石镇矛盾纠纷排查台账（2026年3月）"},
            merges="A1:G1 B3:B4",
            tables=[
                Table(
                    header_rows=[2],
                    head="序号|村（社区）|登记日期|当事人|类型|化解情况|备注",
                    roles="seq|village|registered_date|party|category|progress/status|remark",
                    top=3,
                    rows="""
1|云雾村|3月2日|柳甲|邻里|已化解|
    => 2026-03-02 - resolved 邻里
2||3月5日|杨乙|土地|化解中|
    => 2026-03-05 - open 山林土地
3|石桥村|无||||
    ~> nil_report
4|竹溪村|本月无矛盾纠纷||||
    ~> nil_report
5|兰溪村|/|/|/|/|
    ~> nil_report
""",
                )
            ],
        ),
    ],
)
TRUTH = BOOK.truth()
