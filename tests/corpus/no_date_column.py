"""A list of prominent disputes without any date of registration, printed page by page.

Unit and person share a cell across a line break; each page repeats the header under a （续表） line.
"""

from tests.corpus.book import Book, Tab, Table

BOOK = Book(
    "突出矛盾纠纷台账.xlsx",
    [
        Tab(
            "突出矛盾纠纷",
            cells={"A1": "突出矛盾纠纷台账", "A2": "单位：青石镇综治办"},
            merges="A1:H1 A2:H2 A14:H14",
            tables=[
                Table(
                    header_rows=[3],
                    head="序号|单位|矛盾纠纷简要情况|责任单位⏎责任人|化解时限|化解情况|交办督办情况|销号情况",
                    roles="seq|village|summary|org|due_date|progress/status|progress/status/other|status/progress",
                    top=4,
                    # 销号情况 says whether the item is struck off the list, so it decides over 化解情况.
                    rows="""
1|青石村|水库淹地补偿|自然资源所⏎赵某|2026年3月31日|正在核算|已下交办单|未销号
    => - - open - due=2026-03-31
2|青石村|林界争议|林业站⏎钱某|2026年2月28日|双方签协议|已下交办单|已销号
    => - - resolved - due=2026-02-28
3|河口村|砂石车压坏路|规建办⏎孙某|2026.4.30|企业同意修复|已督办|未销号
    => - - open - due=2026-04-30
4|河口村|工程款拖欠|劳动所⏎李某|2026-3-20|已付七成|已督办2次|未销号
    => - - open - due=2026-03-20
5|大坪村|迁坟|民政办⏎周某|15个工作日|已迁|已下交办单|销号
    => - - resolved -
6|大坪村|水源分配|水利站⏎吴某|3月底前|分水协议起草|已下交办单|未销号
    => - - open - !due_date:date_vague
7|龙潭村|旧学校产权|自然资源所⏎郑某|2026/5/15|查找档案|已下交办单|未销号
    => - - open - due=2026-05-15
8|龙潭村|合作社分红|农业中心⏎王某|2026年4月10日|账目公示|已督办|未销号
    => - - open - due=2026-04-10
9|白云村|变压器选址|供电所⏎冯某|2026年3月15日|已改址|已下交办单|已销号
    => - - resolved - due=2026-03-15
10|白云村|采石噪音|生态办⏎陈某|30日|限时作业|已下交办单|未销号
    => - - open -
（续表）
    ~> note|section_row|footer|repeated_header
序号|单位|矛盾纠纷简要情况|责任单位⏎责任人|化解时限|化解情况|交办督办情况|销号情况
    ~> repeated_header
11|凤鸣村|饮水工程欠款|水利站⏎褚某|2026年4月15日|已报预算|已下交办单|未销号
    => - - open - due=2026-04-15
12|凤鸣村|村道拓宽占地|规建办⏎卫某|待定|协商中|已下交办单|未销号
    => - - open - !due_date:date_vague
13|石桥村|鱼塘死鱼|生态办⏎蒋某|2026年3月5日前|已赔付|已督办|已销号
    => - - resolved - due=2026-03-05
14|石桥村|宅基地重叠|规建办⏎沈某|2026年02月30日|已重测|已下交办单|未销号
    => - - open - !due_date:date_impossible
15|柳溪村|茶山承包到期|农业中心⏎韩某|2026年6月30日|起草合同|已下交办单|未销号
    => - - open - due=2026-06-30
填表人：杨某　　审核人：朱某　　2026年4月1日
    ~> footer
""",
                )
            ],
        )
    ],
)
TRUTH = BOOK.truth()
