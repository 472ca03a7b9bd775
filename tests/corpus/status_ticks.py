"""The tick-column design: 已化解, 化解中, 未化解, 上报, each with its √; a second tab ticks the category."""

from tests.corpus.book import Book, Tab, Table

BOOK = Book(
    "白云村矛盾纠纷台账（2026年）.xlsx",
    [
        Tab(
            "化解情况打勾",
            cells={
                "A1": "白云村矛盾纠纷排查化解台账",
                "A2": "单位（盖章）：白云村委会",
                "H2": "2026年4月1日",
            },
            merges="A1:K1 A2:D2 H2:K2 A3:A4 B3:B4 C3:C4 D3:D4 E3:E4 F3:I3 J3:J4 K3:K4",
            tables=[
                Table(
                    header_rows=[3, 4],
                    head="序号|摸排时间|当事人|纠纷类型|包片干部|化解情况||||化解时间|备注\n|||||已化解|化解中|未化解|上报||",
                    # 包片干部 is on no list: an owner, an officer in charge, or nothing we know.
                    roles="seq|registered_date|party|category|other/owner/leader|status_tick:resolved|status_tick:open"
                    "|status_tick:open|status_tick:transferred|resolved_date|remark",
                    top=5,
                    # A bare 上报 goes to the township by custom; the word alone leaves it open.
                    rows="""
1|1月6日|赵甲|邻里|方某|√||||1月8日|
    => 2026-01-06 2026-01-08 resolved 邻里
2|1月9日|钱乙|邻里|方某|√||||1月9日|
    => 2026-01-09 2026-01-09 resolved 邻里
3|1月14日|孙丙|土地|方某||√||||
    => 2026-01-14 - open 山林土地
4|1月20日|李丁|婚姻|方某|√||||1月27日|
    => 2026-01-20 2026-01-27 resolved 婚姻家庭
5|1月26日|周戊|建房|方某|||√|||
    => 2026-01-26 - open 房屋宅基地
6|2月3日|吴己|欠薪|俞某||||√||报劳动所
    => 2026-02-03 - transferred 劳资欠薪 to=*
7|2月6日|郑庚|邻里|俞某|✓||||2月9日|
    => 2026-02-06 2026-02-09 resolved 邻里
8|2月10日|王辛|山林|俞某||✓||||
    => 2026-02-10 - open 山林土地
9|2月25日|冯壬|债务|俞某|√||||3月3日|
    => 2026-02-25 2026-03-03 resolved 合同债务
10|2月27日|陈癸|邻里|俞某|√||||3月2日|
    => 2026-02-27 2026-03-02 resolved 邻里
11|3月4日|褚甲|流转|方某||√||||
    => 2026-03-04 - open 山林土地
12|3月10日|卫乙|打架|方某|√||||3月12日|
    => 2026-03-10 2026-03-12 resolved 损害赔偿
13|3月16日|蒋丙|邻里|方某||||||都没打勾
    => 2026-03-16 - open 邻里
14|3月23日|沈丁|征地|方某|||√|||
    => 2026-03-23 - open 征地拆迁
15|3月31日|韩戊|邻里|方某||√||||
    => 2026-03-31 - open 邻里
合计|||||#7|#4|#2|#1||
    ~> total
""",
                )
            ],
        ),
        Tab(
            "类型打勾",
            tables=[
                Table(
                    header_rows=[1],
                    head="序号|登记时间|纠纷方名称|婚姻家庭|邻里|山林土地|征地拆迁|劳资欠薪|其他类型|办理情况",
                    roles="seq|registered_date|party|category_tick:婚姻家庭|category_tick:邻里|category_tick:山林土地"
                    "|category_tick:征地拆迁|category_tick:劳资欠薪|category_tick:其他/other|progress/status",
                    top=2,
                    rows="""
1|2026.1.7|杨己|√||||||已化解
    => 2026-01-07 - resolved 婚姻家庭
2|2026.1.15|朱庚||√|||||已化解
    => 2026-01-15 - resolved 邻里
3|2026.1.22|秦辛|||√||||未化解
    => 2026-01-22 - open 山林土地
4|2026.2.4|尤壬||||√|||化解中
    => 2026-02-04 - open 征地拆迁
5|2026.2.11|许癸|||||√||已化解
    => 2026-02-11 - resolved 劳资欠薪
6|2026.2.26|何甲||√|||||已化解
    => 2026-02-26 - resolved 邻里
7|2026.3.5|吕乙||√|||||已化解
    => 2026-03-05 - resolved 邻里
8|2026.3.12|施丙|√||||||化解中
    => 2026-03-12 - open 婚姻家庭
9|2026.3.19|张丁|||√||||已化解
    => 2026-03-19 - resolved 山林土地
10|2026.3.26|孔戊||||√|||未化解
    => 2026-03-26 - open 征地拆迁
""",
                )
            ],
        ),
    ],
)
TRUTH = BOOK.truth()
