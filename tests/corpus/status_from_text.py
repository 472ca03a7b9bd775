"""No status column: a date decides, or a dated end phrase in the progress text; then yes-or-no columns."""

from tests.corpus.book import Book, Tab, Table

BOOK = Book(
    "柳溪村台账.xlsx",
    [
        Tab(
            "办理情况",
            cells={"A1": "柳溪村2026年矛盾纠纷调处台账"},
            merges="A1:G1",
            tables=[
                Table(
                    header_rows=[2],
                    head="序号|日期|甲方|乙方|矛盾类型|办理情况|备注",
                    roles="seq|registered_date|party|party_other|category|progress/status|remark",
                    top=3,
                    # No status column, no resolved date: a dated end phrase closes the case on its date.
                    rows="""
1|3月2日|赵甲|钱乙|邻里|3月12日调解成功|
    => 2026-03-02 2026-03-12 resolved 邻里
2|3月3日|孙丙|李丁|邻里|村委会上门了解情况，正在调解|
    => 2026-03-03 - open 邻里
3|3月4日|周戊|吴己|土地|2026年3月18日双方达成协议|
    => 2026-03-04 2026-03-18 resolved 山林土地
4|3月5日|郑庚|王辛|土地|情况已上报，村委会继续跟进|
    => 2026-03-05 - open 山林土地
5|3月6日|冯壬|陈癸|宅基地|3月9日首次调解未达成协议，待再次调解|
    => 2026-03-06 - open 房屋宅基地
6|3月9日|褚甲|卫乙|邻里|3.10当场化解|
    => 2026-03-09 2026-03-10 resolved 邻里
7|3月10日|蒋丙|沈丁|婚姻|3月16日夫妻双方和好|
    => 2026-03-10 2026-03-16 resolved 婚姻家庭
8|3月11日|韩戊|杨己|借贷|3月13日调解，未成功|
    => 2026-03-11 - open 合同债务
9|3月12日|朱庚|秦辛|邻里||
    => 2026-03-12 - open 邻里
10|3月13日|尤壬|许癸|欠薪|等镇里意见|
    => 2026-03-13 - open 劳资欠薪
11|3月16日|何甲|吕乙|林权|已多次调解，尚未化解|
    => 2026-03-16 - open 山林土地
12|3月17日|施丙|张丁|邻里|3月20日履行完毕|
    => 2026-03-17 2026-03-20 resolved 邻里
""",
                )
            ],
        ),
        Tab(
            "是否办结",
            cells={"A1": "柳溪村2026年信访事项台账"},
            merges="A1:H1",
            tables=[
                Table(
                    header_rows=[2],
                    head="序号|登记日期|登记人|当事人|类型|是否办结|办结日期|是否满意",
                    roles="seq|registered_date|reporter|party|category|status|resolved_date|satisfaction",
                    top=3,
                    # A status that is filled stands against a date; the date wins only over a blank.
                    rows="""
1|2026-03-02|方某|赵甲|低保|是|2026-03-09|是
    => 2026-03-02 2026-03-09 resolved 民生保障
2|2026-03-03|方某|钱乙|医保|否||
    => 2026-03-03 - open 民生保障
3|2026-03-04|方某|孙丙|修路|√|2026-03-11|否
    => 2026-03-04 2026-03-11 resolved *
4|2026-03-05|方某|李丁|占地|×||
    => 2026-03-05 - open 征地拆迁
5|2026-03-06|俞某|周戊|欠薪|☑|2026-03-13|是
    => 2026-03-06 2026-03-13 resolved 劳资欠薪
6|2026-03-09|俞某|吴己|物业||2026-03-16|是
    => 2026-03-09 2026-03-16 resolved 物业
7|2026-03-10|俞某|郑庚|消费|否|2026-03-17|
    => 2026-03-10 2026-03-17 open 消费
8|2026-03-11|俞某|王辛|土地|是||是
    => 2026-03-11 - resolved 山林土地
9|2026-03-12|俞某|冯壬|环境|✔|2026-03-19|
    => 2026-03-12 2026-03-19 resolved 环境污染
10|2026-03-13|俞某|陈癸|医疗|||
    => 2026-03-13 - open 医疗
""",
                )
            ],
        ),
    ],
)
TRUTH = BOOK.truth()
