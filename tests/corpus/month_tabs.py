"""A tab for each month, dates without a year, and the year only in the file's name.

Among the months lie a silent one (header only), one never begun, a roster and a statistics sheet.
"""

from tests.corpus.book import Book, Tab, Table, grid

HEAD = "序 号|排查时间|社|双方当事人|矛盾类型|主要内容|级别|承办人|化解情况|化解时间|备注"
ROLES = (
    "seq|registered_date|group|party|category|summary|risk_level|owner|status/progress|resolved_date|remark"
)


def month(name: str, rows: str, kind: str = "ledger") -> Tab:
    """One month's tab; all are laid out alike."""
    title = {"A1": f"石桥村矛盾纠纷排查化解台账（{name}）"}
    return Tab(
        name,
        kind=kind,
        cells=title,
        merges="A1:K1",
        tables=[Table(header_rows=[2], head=HEAD, roles=ROLES, top=3, rows=rows)],
    )


BOOK = Book(
    "石桥村2026年矛盾纠纷台账.xlsx",
    [
        month(
            "1月",
            """
1|1月4日|一社|赵甲、钱乙|邻里|排水|绿|孙丙|已化解|1月6日|
    => 2026-01-04 2026-01-06 resolved 邻里 level=green
2|1.8|一社|李丁、周戊|土地|地界|黄|孙丙|已化解|1.15|
    => 2026-01-08 2026-01-15 resolved 山林土地 level=yellow
3|1/12|二社|吴己、郑庚|经济纠纷|借款|黄|孙丙|已化解|2/3|
    => 2026-01-12 2026-02-03 resolved 合同债务 level=yellow
4|1月19|二社|王辛、冯壬|家庭暴力|夫妻吵架|红|孙丙|已化解|1月20|
    => 2026-01-19 2026-01-20 resolved 婚姻家庭 level=red
5|一月廿三日|三社|陈癸、褚甲|邻里|采光|绿|卫乙|调解中||
    => 2026-01-23 - open 邻里 level=green
6|1月28日|三社|蒋丙、沈丁|山林|林木被砍|黄|卫乙|已化解|3月2日|拖得久
    => 2026-01-28 2026-03-02 resolved 山林土地 level=yellow
7|1.30|四社|韩戊、杨己|邻里|通行|绿|卫乙|化解|1.31|
    => 2026-01-30 2026-01-31 resolved 邻里 level=green
""",
        ),
        month(
            "2月",
            """
1|2月3日|一社|朱庚、秦辛|欠薪|工钱|红|孙丙|已上报镇司法所||
    => 2026-02-03 - transferred 劳资欠薪 level=red to=township
2|2.6|一社|尤壬、许癸|邻里|噪音|绿|孙丙|已化解|2.6|
    => 2026-02-06 2026-02-06 resolved 邻里 level=green
3|2月10日|二社|何甲、吕乙|宅基地|滴水|黄|孙丙|已化解|2月12日|
    => 2026-02-10 2026-02-12 resolved 房屋宅基地 level=yellow
4|二月十三日|二社|施丙、张丁|邻里|鸡吃菜|绿|孙丙|已化解|二月十四日|
    => 2026-02-13 2026-02-14 resolved 邻里 level=green
5|2/25|三社|孔戊、曹己|赡养|轮流赡养|绿|卫乙|未化解||
    => 2026-02-25 - open 婚姻家庭 level=green
6|2月27日|四社|严庚、华辛|流转|租金|黄|卫乙|已化解|3月18日|
    => 2026-02-27 2026-03-18 resolved 山林土地 level=yellow
""",
        ),
        month(
            "3月",
            """
1|3月2日|一社|金壬、魏癸|邻里|排水|绿|孙丙|已化解|3月4日|
    => 2026-03-02 2026-03-04 resolved 邻里 level=green
2|3.5|一社|陶甲、姜乙|打架|酒后|红|孙丙|移交派出所|3.5|
    => 2026-03-05 2026-03-05 transferred 损害赔偿 level=red to=*
3|3.10|二社|戚丙、谢丁|邻里|树枝|绿|孙丙|已化解|3.11|文本，零还在
    => 2026-03-10 2026-03-11 resolved 邻里 level=green
4|3/16|二社|邹戊、喻己|承包|合同到期|黄|孙丙|化解中||
    => 2026-03-16 - open 山林土地 level=yellow
5|3月20|三社|柏庚、水辛|补偿|青苗|黄|卫乙|待鉴定||
    => 2026-03-20 - suspended 征地拆迁 level=yellow
6|三月二十六日|三社|窦壬、章癸|邻里|占道|绿|卫乙|已化解|三月三十日|
    => 2026-03-26 2026-03-30 resolved 邻里 level=green
7|3.31|四社|云甲、苏乙|建房|屋檐|绿|卫乙|待化解||
    => 2026-03-31 - open 房屋宅基地 level=green
""",
        ),
        month(
            "4月",
            """
1
    ~> prenumbered_blank
2
    ~> prenumbered_blank
3
    ~> prenumbered_blank
""",
            kind="empty_ledger",
        ),
        Tab("5月", kind="empty"),
        Tab(
            "通讯录",
            kind="not_ledger",
            cells=grid(
                "A1",
                """
石桥村调委会成员通讯录
序号|姓名|职务|联系电话
#1|孙丙|主任|13800000000
#2|卫乙|委员|13800000000
#3|方丙|委员|13800000000
#4|俞丁|委员|13800000000
""",
            ),
            merges="A1:D1",
        ),
        Tab(
            "统计",
            kind="not_ledger",
            cells=grid(
                "A1",
                """
石桥村矛盾纠纷排查化解基本情况统计表
月份|排查数|化解数|未化解数|化解率
1月|#7|#6|#1|85.7%
2月|#6|#4|#2|66.7%
3月|#7|#3|#4|42.9%
合计|#20|#13|#7|65.0%
""",
            ),
            merges="A1:E1",
        ),
    ],
)
TRUTH = BOOK.truth()
