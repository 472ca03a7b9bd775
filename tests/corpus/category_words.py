"""Every category word: statistics classes, the villages' short forms, petition classes."""

from tests.corpus.book import Book, Tab, Table

# `a|b` where two fit or none. 旅游, 涉法涉诉, 工程项目建设 are no canonical names: 其他.
BOOK = Book(
    "村务纠纷汇总台账.xlsx",
    [
        Tab(
            "台账",
            cells={"A1": "青石镇2026年矛盾纠纷调处台账（类别全）"},
            merges="A1:F1",
            tables=[
                Table(
                    header_rows=[2],
                    head="序号|时间|镇办|问题类型|红黄绿|化解是否成功",
                    roles="seq|registered_date|village|category|risk_level|status",
                    top=3,
                    rows="""
1|2026.3.2|青石镇|婚姻家庭|红|成功
    => 2026-03-02 - resolved 婚姻家庭 level=red
2|2026.3.2|青石镇|邻里纠纷|黄|成功
    => 2026-03-02 - resolved 邻里 level=yellow
3|2026.3.2|青石镇|房屋、宅基地|绿|不成功
    => 2026-03-02 - open 房屋宅基地 level=green
4|2026.3.2|青石镇|合同纠纷|绿|成功
    => 2026-03-02 - resolved 合同债务 level=green
5|2026.3.2|青石镇|生产经营|绿|成功
    => 2026-03-02 - resolved 生产经营 level=green
6|2026.3.3|青石镇|损害赔偿|绿|成功
    => 2026-03-03 - resolved 损害赔偿 level=green
7|2026.3.3|青石镇|山林土地|绿|成功
    => 2026-03-03 - resolved 山林土地 level=green
8|2026.3.3|青石镇|征地拆迁|红|不成功
    => 2026-03-03 - open 征地拆迁 level=red
9|2026.3.3|青石镇|环境污染|绿|成功
    => 2026-03-03 - resolved 环境污染 level=green
10|2026.3.3|青石镇|拖欠农民工工资|红色|成功
    => 2026-03-03 - resolved 劳资欠薪 level=red
11|2026.3.4|青石镇|其他劳动争议|黄色|成功
    => 2026-03-04 - resolved 劳资欠薪 level=yellow
12|2026.3.4|青石镇|医疗|绿色|成功
    => 2026-03-04 - resolved 医疗 level=green
13|2026.3.4|青石镇|道路交通事故|绿|成功
    => 2026-03-04 - resolved 道路交通 level=green
14|2026.3.4|青石镇|物业|绿|成功
    => 2026-03-04 - resolved 物业 level=green
15|2026.3.4|青石镇|消费|绿|成功
    => 2026-03-04 - resolved 消费 level=green
16|2026.3.5|青石镇|旅游|绿|成功
    => 2026-03-05 - resolved 其他 level=green
17|2026.3.5|青石镇|电子商务|绿|成功
    => 2026-03-05 - resolved 消费|其他 level=green
18|2026.3.5|青石镇|其他|绿|成功
    => 2026-03-05 - resolved 其他 level=green
19|2026.3.5|青石镇|土地|绿|成功
    => 2026-03-05 - resolved 山林土地 level=green
20|2026.3.5|青石镇|林权|绿|成功
    => 2026-03-05 - resolved 山林土地 level=green
21|2026.3.6|青石镇|承包|绿|成功
    => 2026-03-06 - resolved 山林土地 level=green
22|2026.3.6|青石镇|流转|绿|成功
    => 2026-03-06 - resolved 山林土地 level=green
23|2026.3.6|青石镇|坟地|绿|成功
    => 2026-03-06 - resolved 山林土地 level=green
24|2026.3.6|青石镇|宅基地|绿|成功
    => 2026-03-06 - resolved 房屋宅基地 level=green
25|2026.3.6|青石镇|建房|绿|成功
    => 2026-03-06 - resolved 房屋宅基地 level=green
26|2026.3.9|青石镇|滴水|绿|成功
    => 2026-03-09 - resolved 房屋宅基地 level=green
27|2026.3.9|青石镇|共墙|绿|成功
    => 2026-03-09 - resolved 房屋宅基地 level=green
28|2026.3.9|青石镇|拆迁|绿|成功
    => 2026-03-09 - resolved 征地拆迁 level=green
29|2026.3.9|青石镇|补偿|绿|成功
    => 2026-03-09 - resolved 征地拆迁 level=green
30|2026.3.9|青石镇|占地|绿|成功
    => 2026-03-09 - resolved 征地拆迁 level=green
31|2026.3.10|青石镇|欠薪|绿|成功
    => 2026-03-10 - resolved 劳资欠薪 level=green
32|2026.3.10|青石镇|劳资|绿|成功
    => 2026-03-10 - resolved 劳资欠薪 level=green
33|2026.3.10|青石镇|劳务|绿|成功
    => 2026-03-10 - resolved 劳资欠薪 level=green
34|2026.3.10|青石镇|借贷|绿|成功
    => 2026-03-10 - resolved 合同债务 level=green
35|2026.3.10|青石镇|债务|绿|成功
    => 2026-03-10 - resolved 合同债务 level=green
36|2026.3.11|青石镇|经济纠纷|绿|成功
    => 2026-03-11 - resolved 合同债务 level=green
37|2026.3.11|青石镇|赡养|绿|成功
    => 2026-03-11 - resolved 婚姻家庭 level=green
38|2026.3.11|青石镇|离婚|绿|成功
    => 2026-03-11 - resolved 婚姻家庭 level=green
39|2026.3.11|青石镇|分家|绿|成功
    => 2026-03-11 - resolved 婚姻家庭 level=green
40|2026.3.11|青石镇|家庭暴力|绿|成功
    => 2026-03-11 - resolved 婚姻家庭 level=green
41|2026.3.12|青石镇|打架|绿|成功
    => 2026-03-12 - resolved 损害赔偿 level=green
42|2026.3.12|青石镇|人身损害|绿|成功
    => 2026-03-12 - resolved 损害赔偿 level=green
43|2026.3.12|青石镇|相邻损坏|绿|成功
    => 2026-03-12 - resolved 损害赔偿 level=green
44|2026.3.12|青石镇|采光|绿|成功
    => 2026-03-12 - resolved 邻里 level=green
45|2026.3.12|青石镇|排水|绿|成功
    => 2026-03-12 - resolved 邻里 level=green
46|2026.3.13|青石镇|噪音|绿|成功
    => 2026-03-13 - resolved 邻里 level=green
47|2026.3.13|青石镇|通行|绿|成功
    => 2026-03-13 - resolved 邻里 level=green
48|2026.3.13|青石镇|相邻|绿|成功
    => 2026-03-13 - resolved 邻里 level=green
49|2026.3.13|青石镇|村务管理|绿|成功
    => 2026-03-13 - resolved 村务管理 level=green
50|2026.3.13|青石镇|低保|绿|成功
    => 2026-03-13 - resolved 民生保障 level=green
51|2026.3.16|青石镇|医保|绿|成功
    => 2026-03-16 - resolved 民生保障 level=green
52|2026.3.16|青石镇|养老|绿|成功
    => 2026-03-16 - resolved 民生保障 level=green
53|2026.3.16|青石镇|涉法涉诉|绿|成功
    => 2026-03-16 - resolved 其他 level=green
54|2026.3.16|青石镇|土地承包经营权|绿|成功
    => 2026-03-16 - resolved 山林土地 level=green
55|2026.3.16|青石镇|工程项目建设|绿|成功
    => 2026-03-16 - resolved 其他 level=green
56|2026.3.17|青石镇|劳动和社会保障|绿|成功
    => 2026-03-17 - resolved 劳资欠薪|民生保障 level=green
57|2026.3.17|青石镇|自然资源|绿|成功
    => 2026-03-17 - resolved 山林土地|其他 level=green
58|2026.3.17|青石镇|卫生健康|绿|成功
    => 2026-03-17 - resolved 医疗|其他 level=green
59|2026.3.17|青石镇||绿|成功
    => 2026-03-17 - resolved - level=green
""",
                )
            ],
        )
    ],
)
TRUTH = BOOK.truth()
