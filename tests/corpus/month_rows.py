"""Months as rows: separators, 同上 and 〃, villages merged downwards, subtotals, a total, a footer, a note.

The year stands in the title alone. The unit row under it names the one who filled the form in, and when.
"""

from tests.corpus.book import Book, Tab, Table

BOOK = Book(
    "凤鸣片区台账.xlsx",
    [
        Tab(
            "Sheet1",
            cells={
                "A1": "2026年凤鸣片区矛盾纠纷摸排调处台账",
                "A2": "填报单位（盖章）：凤鸣片区        填报时间：2026年4月2日        填报人：方某",
                "A38": "填表人：方某　　审核人：俞某　　单位负责人（签字）：　　联系电话：13800000000",
                "A39": "注：1.本表每月25日前报镇综治办；2.风险等级按红、黄、绿填写。",
            },
            merges="A1:L1 A2:L2 A4:L4 A14:L14 A25:L25 B6:B8 B9:B11 B16:B19 B28:B30 C27:C29 A38:L38 A39:L39",
            tables=[
                Table(
                    header_rows=[3],
                    head="台账序号|所在村|摸排时间|当事人姓名|类别|事由|等次|责任部门|经办人|目前情况|办结时间|说明",
                    roles="seq|village|registered_date|party|category|summary|risk_level|org|owner|progress/status|resolved_date|remark",
                    top=4,
                    rows="""
一月份
    ~> section_row
例|凤鸣村|1月1日|某某|邻里纠纷|（此行为填写示例）|绿|村委会|某某|已化解|1月3日|
    ~> example_row
1|凤鸣村|1月5日|赵甲|邻里纠纷|滴水檐|绿|村委会|方某|已化解|1月7日|
    => 2026-01-05 2026-01-07 resolved 邻里 level=green
2||同上|钱乙|同上|菜地|绿|村委会|方某|已化解|1月9日|
    => 2026-01-05 2026-01-09 resolved 邻里 level=green
3||1月13日|孙丙|土地|界桩|黄|村委会|方某|已化解|1月20日|
    => 2026-01-13 2026-01-20 resolved 山林土地 level=yellow
4|龙潭村|1月16日|李丁|婚姻|分居|绿|村委会|俞某|已化解|1月18日|
    => 2026-01-16 2026-01-18 resolved 婚姻家庭 level=green
5||〃|周戊|〃|彩礼|黄|村委会|俞某|已化解|〃|
    => 2026-01-16 2026-01-18 resolved 婚姻家庭 level=yellow
6||1月22日|吴己|邻里|占道|绿|村委会|俞某|正在调解||
    => 2026-01-22 - open 邻里 level=green
|||||||||||
    ~> blank
小计|||6件||||||化解5件||
    ~> subtotal
二月份
    ~> section_row
7|白云村|2月3日|郑庚|劳务|工钱|红|劳动所|任某|已办结|2月10日|
    => 2026-02-03 2026-02-10 resolved 劳资欠薪 level=red
8|凤鸣村|2月4日|王辛|邻里|排水|绿|村委会|方某|办结|2月5日|
    => 2026-02-04 2026-02-05 resolved 邻里 level=green
9||2月6日|冯壬|林权|界线|黄|林业站|方某|听证中||
    => 2026-02-06 - suspended 山林土地 level=yellow
10||″|陈癸|″|砍竹|黄|林业站|方某|已办结|2月27日|
    => 2026-02-06 2026-02-27 resolved 山林土地 level=yellow
11||2月10日|褚甲|建房|后退|黄|规建办|方某|待处理||
    => 2026-02-10 - open 房屋宅基地 level=yellow
12|龙潭村|2月12日|卫乙|抚养|学费|绿|妇联|俞某|自行撤回|2月13日|
    => 2026-02-12 2026-02-13 withdrawn 婚姻家庭 level=green
13|龙潭村|同前|蒋丙|占地|果树|红|村委会|俞某|已上报未办结||
    => 2026-02-12 - open 征地拆迁 level=red
|||||||||||
    ~> blank
小 计|||7件||||||化解3件||
    ~> subtotal
|||||||||||
    ~> blank
三月份
    ~> section_row
14|白云村|同上|沈丁|邻里|噪音|绿|村委会|任某|已化解|3月9日|上面是月份行，同上无所指
    => - 2026-03-09 resolved 邻里 level=green !registered_date:date_missing|date_unparseable|date_vague
15|白云村|3月11日|韩戊|承包|水面|黄|村委会|任某|已化解|3月17日|三行合并同一天
    => 2026-03-11 2026-03-17 resolved 山林土地 level=yellow
16|凤鸣村||杨己|物业|水费|绿|村委会|方某|已化解|3月13日|
    => 2026-03-11 2026-03-13 resolved 物业 level=green
17|||朱庚|邻里|粪坑|绿|村委会|方某|已化解|3月31日|
    => 2026-03-11 2026-03-31 resolved 邻里 level=green
18||3月19日|秦辛|噪音|锯木|绿|村委会|方某|暂缓||
    => 2026-03-19 - suspended 邻里 level=green
19|龙潭村|3月24日|尤壬|坟地|迁坟|红|民政办|俞某|跟进||
    => 2026-03-24 - open 山林土地 level=red
20|龙潭村|3月30日|许癸|医疗|误诊|红|卫生院|俞某|已移送||
    => 2026-03-30 - transferred 医疗 level=red to=*
21|龙潭村||何甲|邻里|院墙|绿|村委会|俞某|化解中||未填日期
    => - - open 邻里 level=green !registered_date:date_missing
小计|||8件||||||化解4件||
    ~> subtotal
合计|||21件||||||化解12件||
    ~> total
累计|||21件||||||化解12件||
    ~> total
|||||||||||
    ~> blank
填表人
    ~> footer
注
    ~> note
""",
                )
            ],
        )
    ],
)
TRUTH = BOOK.truth()
