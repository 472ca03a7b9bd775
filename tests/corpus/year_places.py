"""Where the year of a yearless date may stand: the tab, a month row, the row above; never a file mark."""

from tests.corpus.book import Book, Tab, Table

HEAD = "序号|排查日期|当事人|类别|处理状态|化解日期"
ROLES = "seq|registered_date|party|category|status|resolved_date"


def tab(name: str, title: str, rows: str, merges: str = "") -> Tab:
    """One tab; all have one header."""
    return Tab(
        name,
        cells={"A1": title},
        merges=f"A1:F1 {merges}",
        tables=[Table(header_rows=[2], head=HEAD, roles=ROLES, top=3, rows=rows)],
    )


BOOK = Book(
    "各村矛盾纠纷月报台账.xlsx",
    [
        # The tab's year; a resolved month smaller than the registered one is the next year's.
        tab(
            "2025年12月",
            "矛盾纠纷排查台账",
            """
1|12月3日|赵甲|邻里|已化解|12月5日
    => 2025-12-03 2025-12-05 resolved 邻里
2|12.11|钱乙|土地|已化解|1.6
    => 2025-12-11 2026-01-06 resolved 山林土地
3|12月30日|孙丙|邻里|办理中|
    => 2025-12-30 - open 邻里
""",
        ),
        tab(
            "2026年1月",
            "矛盾纠纷排查台账",
            """
1|1月5日|李丁|邻里|已化解|1月7日
    => 2026-01-05 2026-01-07 resolved 邻里
2|1.19|周戊|欠薪|已化解|2.3
    => 2026-01-19 2026-02-03 resolved 劳资欠薪
""",
        ),
        # Nothing but the month rows names a year; the row above a date is looked at next.
        tab(
            "分月",
            "矛盾纠纷排查台账",
            """
2025年12月
    ~> section_row
1|12月8日|吴己|邻里|已化解|12月9日
    => 2025-12-08 2025-12-09 resolved 邻里
2|12月29日|郑庚|建房|已化解|1月8日
    => 2025-12-29 2026-01-08 resolved 房屋宅基地
2026年1月
    ~> section_row
3|1月6日|王辛|邻里|已化解|1月7日
    => 2026-01-06 2026-01-07 resolved 邻里
4|1月22日|冯壬|土地|办理中|
    => 2026-01-22 - open 山林土地
2026年2月
    ~> section_row
5|2月5日|陈癸|邻里|已化解|2月6日
    => 2026-02-05 2026-02-06 resolved 邻里
""",
            merges="A3:F3 A6:F6 A9:F9",
        ),
        # Two years in a title are none: the row above decides.
        tab(
            "两年",
            "2025—2026年度矛盾纠纷排查台账",
            """
1|2025年11月3日|褚甲|邻里|已化解|2025年11月5日
    => 2025-11-03 2025-11-05 resolved 邻里
2|11月20日|卫乙|婚姻|已化解|11月27日
    => 2025-11-20 2025-11-27 resolved 婚姻家庭
3|2026年1月6日|蒋丙|邻里|已化解|2026年1月9日
    => 2026-01-06 2026-01-09 resolved 邻里
4|1月13日|沈丁|林权|已化解|1月30日
    => 2026-01-13 2026-01-30 resolved 山林土地
5|3月2日|韩戊|邻里|办理中|
    => 2026-03-02 - open 邻里
""",
        ),
        # The year of a file mark is no year of the ledger.
        tab(
            "文号",
            "2026年矛盾纠纷排查台账（青综治〔2025〕12号表样）",
            """
1|3月3日|杨己|邻里|已化解|3月5日
    => 2026-03-03 2026-03-05 resolved 邻里
2|3月9日|朱庚|物业|办理中|
    => 2026-03-09 - open 物业
""",
        ),
    ],
)
TRUTH = BOOK.truth()
