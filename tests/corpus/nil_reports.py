"""Nil reports as villages make them: a sentence, a row, a cell, a row of strokes; one village is silent."""

from tests.corpus.book import Book, Tab, Table

HEAD = "序号|上报时间|上报人|组|当事人|类别|争议要点|级别|状态|化解日期|备注"
ROLES = "seq|registered_date|reporter|group|party|category|summary|risk_level|status|resolved_date|remark"


def village(name: str, kind: str, rows: str, merges: str = "") -> Tab:
    """One village's tab; all have one header."""
    return Tab(
        name,
        kind=kind,
        cells={"A1": f"{name}矛盾纠纷排查上报表（2026年3月下半月）"},
        merges=f"A1:K1 {merges}",
        tables=[Table(header_rows=[2], head=HEAD, roles=ROLES, top=3, rows=rows)],
    )


BOOK = Book(
    "青石镇各村半月报2026.xlsx",
    [
        village("青石村", "nil_report", "本月无矛盾纠纷\n~> nil_report", merges="A3:K3"),
        Tab(
            "河口村",
            kind="nil_report",
            cells={
                "A1": "零报告",
                "A3": "镇综治办：",
                "A4": "经全面排查，我村3月16日至31日未发现矛盾纠纷，特此报告。",
                "A6": "河口村村民委员会",
                "A7": "2026年3月31日",
            },
        ),
        village("大坪村", "nil_report", "/|/|/|/|/|/|/|/|/|/|/\n~> nil_report"),
        village("龙潭村", "nil_report", "1||||||无||||\n~> nil_report"),
        village(
            "石桥村",
            "nil_report",
            """
1||||零报告|||||
    ~> nil_report
2||||||||||
    ~> prenumbered_blank
填表人：方某||||||审核人：俞某||||
    ~> footer
""",
        ),
        village("白云村", "empty_ledger", "||||||||||\n~> blank\n填表人：||||||审核人：||||\n~> footer"),
        village(
            "凤鸣村",
            "ledger",
            """
1|3月16日|方某|一组|赵甲|邻里|排水|绿|已化解|3月17日|
    => 2026-03-16 2026-03-17 resolved 邻里 level=green
2|3月17日|方某|一组|钱乙|土地|田界|黄|化解中||
    => 2026-03-17 - open 山林土地 level=yellow
3|3月18日|方某|二组|孙丙|邻里|无端争吵|绿|已化解|3月18日|
    => 2026-03-18 2026-03-18 resolved 邻里 level=green
4|3月19日|方某|二组|李丁|婚姻|分居|绿|已化解|3月23日|
    => 2026-03-19 2026-03-23 resolved 婚姻家庭 level=green
5|3月23日|方某|三组|周戊|欠薪|工钱|红|报镇||
    => 2026-03-23 - transferred 劳资欠薪 level=red to=township
6|3月25日|方某|三组|吴己|邻里|噪音|绿|已化解|3月26日|
    => 2026-03-25 2026-03-26 resolved 邻里 level=green
7|3月26日|方某|四组|郑庚|建房|屋檐|黄|化解中||
    => 2026-03-26 - open 房屋宅基地 level=yellow
8|3月27日|方某|四组|王辛|邻里|占道|绿|已化解|3月30日|
    => 2026-03-27 2026-03-30 resolved 邻里 level=green
9|3月30日|方某|四组|冯壬|林权|界线|黄|待处理||
    => 2026-03-30 - open 山林土地 level=yellow
10|3月31日|方某|一组|陈癸|邻里|通行|绿|待处理||
    => 2026-03-31 - open 邻里 level=green
""",
        ),
        village(
            "柳溪村",
            "ledger",
            """
1|3月20日|俞某|一组|褚甲|邻里|采光|绿|已化解|3月21日|
    => 2026-03-20 2026-03-21 resolved 邻里 level=green
2|3月24日|俞某|二组|卫乙|承包|租金|黄|化解中||
    => 2026-03-24 - open 山林土地 level=yellow
3|/|/|/|/|/|/|/|/|/|
    ~> nil_report|blank|prenumbered_blank
本月三组、四组无矛盾纠纷||||||||||
    ~> nil_report
""",
            merges="A6:K6",
        ),
    ],
)
TRUTH = BOOK.truth()
