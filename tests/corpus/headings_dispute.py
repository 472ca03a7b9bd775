"""The less common headings of screening and mediation ledgers, a tab for each form."""

from tests.corpus.book import Book, Tab, Table

BOOK = Book(
    "2026年各村自制台账.xlsx",
    [
        Tab(
            "包案",
            cells={"A1": "领导包案化解矛盾纠纷台账"},
            merges="A1:S1",
            tables=[
                Table(
                    header_rows=[2],
                    head="件号|排查时间|排查人员|填报人|村（社区）|涉及人数|纠纷规模|矛盾纠纷类型|包抓领导|包保责任人|办理时限|是否延期"
                    "|批准人|批准日期|挂起日期|恢复办理日期|最近联系日期|消号情况|备注",
                    # 纠纷规模 holds 一般 and 疑难: how hard it is. 排查人员 and 填报人 both report.
                    roles="case_no/seq|registered_date|reporter|reporter/other|village|people_count|complexity|category|leader"
                    "|owner|due_date|extension|extension_approver|extension_approved_on|suspended_from|suspended_to"
                    "|last_contact_date|status/progress|remark",
                    top=3,
                    rows="""
J01|1月6日|方某|方某|青石村|4|疑难|征地拆迁|某领导|任某|3月31日|否||||||未消号|
    => 2026-01-06 - open 征地拆迁 due=2026-03-31 complexity=complex
J02|1月13日|方某|方某|青石村|2|一般|邻里纠纷|某领导|任某|1月28日|否||||||已销号|
    => 2026-01-13 - resolved 邻里 due=2026-01-28 complexity=normal
J03|1月21日|俞某|俞某|河口村|6|疑难|山林土地|某领导|袁某|2月20日|是|某主任|2月13日|||3月2日|未销号|
    => 2026-01-21 - open 山林土地 due=2026-02-20 complexity=complex
J04|2月4日|俞某|俞某|河口村|2|一般|婚姻家庭|某领导|袁某|2月24日|否||||||销号|
    => 2026-02-04 - resolved 婚姻家庭 due=2026-02-24 complexity=normal
J05|2月11日|方某|方某|大坪村|3|复杂|合同纠纷|某领导|任某|3月13日|否|||2月26日|3月12日|3月5日|未销号|
    => 2026-02-11 - open 合同债务 due=2026-03-13 complexity=complex
J06|3月3日|方某|方某|大坪村|2|一般|邻里纠纷|某领导|任某|3月18日|否||||||已销号|
    => 2026-03-03 - resolved 邻里 due=2026-03-18 complexity=normal
J07|3月17日|俞某|俞某|龙潭村|5|疑难|环境污染|某领导|袁某|4月16日|否|||||3月24日|未销号|
    => 2026-03-17 - open 环境污染 due=2026-04-16 complexity=complex
J08|3月31日|俞某|俞某|龙潭村|2|一般|邻里纠纷|某领导|袁某|4月15日|否||||||未销号|
    => 2026-03-31 - open 邻里 due=2026-04-15 complexity=normal
""",
                )
            ],
        ),
        Tab(
            "网格",
            tables=[
                Table(
                    header_rows=[1],
                    head="行号|受理号|时间|途径|属地|队|网格|当事人|另一方|案由|案件性质|等次|包案领导及联系方式|限时"
                    "|处理状态|销号时间|说明",
                    # 案件性质 holds 一般 and 疑难: the complexity, though 性质 alone is a category.
                    # 包案领导及联系方式 is the officer in charge, whatever else the cell holds.
                    roles="seq|case_no|registered_date|source|village|group|grid|party|party_other|category|complexity|risk_level"
                    "|leader|due_date|status|resolved_date|remark",
                    top=2,
                    rows="""
1|W-01|2026-01-08|网格上报|石桥村|一队|东一|赵甲|钱乙|排水|一般|绿|某领导 13800000000|15日|已化解|2026-01-12|
    => 2026-01-08 2026-01-12 resolved 邻里 level=green complexity=normal
2|W-02|2026-01-15|网格上报|石桥村|二队|东二|孙丙|李丁|林权|疑难|红|某领导 13800000000|30日|化解中||
    => 2026-01-15 - open 山林土地 level=red complexity=complex
3|W-03|2026-01-28|入户排查|石桥村|二队|东二|周戊|吴己|债务|一般|黄|某领导 13800000000|15日|已化解|2026-02-09|
    => 2026-01-28 2026-02-09 resolved 合同债务 level=yellow complexity=normal
4|W-04|2026-02-05|网格上报|石桥村|三队|西一|郑庚|王辛|通行|一般|绿|某领导 13800000000|15个工作日|已化解|2026-02-10|
    => 2026-02-05 2026-02-10 resolved 邻里 level=green complexity=normal
5|W-05|2026-02-27|网格上报|石桥村|三队|西一|冯壬|陈癸|赡养|一般|绿|某领导 13800000000|15日|已化解|2026-03-05|
    => 2026-02-27 2026-03-05 resolved 婚姻家庭 level=green complexity=normal
6|W-06|2026-03-10|入户排查|石桥村|四队|西二|褚甲|卫乙|占地|疑难|红|某领导 13800000000|30日|化解中||
    => 2026-03-10 - open 征地拆迁 level=red complexity=complex
7|W-07|2026-03-19|网格上报|石桥村|四队|西二|蒋丙|沈丁|采光|一般|绿|某领导 13800000000|15日|待化解||
    => 2026-03-19 - open 邻里 level=green complexity=normal
8|W-08|2026-03-30|网格上报|石桥村|一队|东一|韩戊|杨己|噪音|一般|绿|某领导 13800000000|15日|已登记||
    => 2026-03-30 - open 邻里 level=green complexity=normal
""",  # noqa: E501 - each row is one line
                )
            ],
        ),
        Tab(
            "调解",
            cells={"A1": "白云村人民调解登记表"},
            merges="A1:O1",
            tables=[
                Table(
                    header_rows=[2],
                    head="档案号|发生时间|登记日期|申请人|对方当事人|纠纷类别|争议金额（元）|调解员|调解结果|协议号|赔付金额|司法确认"
                    "|调解日期|结案日期|备注",
                    # Beside 登记日期, 发生时间 is no registration; beside 结案日期, 调解日期 closes nothing.
                    roles="case_no|other/registered_date|registered_date|party|party_other|category|other|owner|result/status"
                    "|agreement_no|other|judicial_confirmation|other/resolved_date|resolved_date|remark",
                    top=3,
                    rows="""
D-1|2025年12月20日|2026年1月9日|赵甲|钱乙|邻里|#500|任某|调解成功|云1号|#300|否|2026年1月14日|2026年1月16日|
    => 2026-01-09 2026-01-16 resolved 邻里
D-2|2026年1月10日|2026年1月20日|孙丙|李丁|损害赔偿|#8000|任某|达成协议|云2号|#6000|是|2026年1月27日|2026年2月10日|
    => 2026-01-20 2026-02-10 resolved 损害赔偿
D-3|2025年11月2日|2026年2月3日|周戊|吴己|合同|#20000|任某|调解失败||||2026年2月11日||
    => 2026-02-03 - open 合同债务
D-4|2026年2月8日|2026年2月10日|郑庚|王辛|道路交通|#3000|袁某|调解成功|云3号|#2500|否|2026年2月12日|2026年2月13日|
    => 2026-02-10 2026-02-13 resolved 道路交通
D-5|2026年2月15日|2026年2月26日|冯壬|陈癸|婚姻家庭||袁某|双方和好||||2026年3月3日|2026年3月3日|
    => 2026-02-26 2026-03-03 resolved 婚姻家庭
D-6|2026年3月1日|2026年3月11日|褚甲|卫乙|山林土地|#1000|袁某|调解中||||2026年3月18日||
    => 2026-03-11 - open 山林土地
D-7|2026年3月20日|2026年3月24日|蒋丙|沈丁|邻里||任某|和解||||2026年3月25日|2026年3月27日|
    => 2026-03-24 2026-03-27 resolved 邻里
D-8|2026年3月29日|2026年3月31日|韩戊|杨己|房屋宅基地|#4000|任某||||||||
    => 2026-03-31 - open 房屋宅基地
""",
                )
            ],
        ),
        Tab(
            "调处",
            cells={"B2": "红旗社区矛盾纠纷调处登记"},
            merges="B2:J2",
            tables=[
                Table(
                    header_rows=[4],
                    head="序号|排查日期|组|当事人|纠纷类别|简要情况|级别|处理人|调处情况|调结日期",
                    roles="seq|registered_date|group|party|category|summary|risk_level|owner|progress/status/result|resolved_date",
                    top=5,
                    left=1,
                    rows="""
1|2026-01-12|一组|赵甲|邻里|菜地|绿|方某|已调解成功|2026-01-13
    => 2026-01-12 2026-01-13 resolved 邻里 level=green
2|2026-01-26|一组|钱乙|土地|界石|黄|方某|正在调解|
    => 2026-01-26 - open 山林土地 level=yellow
3|2026-02-09|二组|孙丙|离婚|财产|黄|方某|引导诉讼|2026-02-12
    => 2026-02-09 2026-02-12 transferred 婚姻家庭 level=yellow to=outside
4|2026-02-27|二组|李丁|打架|药费|红|俞某|达成调解协议|2026-03-06
    => 2026-02-27 2026-03-06 resolved 损害赔偿 level=red
5|2026-03-09|三组|周戊|邻里|院墙|绿|俞某|当场化解|2026-03-09
    => 2026-03-09 2026-03-09 resolved 邻里 level=green
6|2026-03-23|三组|吴己|建房|地基|黄|俞某|已调解2次|
    => 2026-03-23 - open 房屋宅基地 level=yellow
7|2026-04-01|四组|郑庚|邻里|鸡舍|绿|俞某||
    => 2026-04-01 - open 邻里 level=green
""",
                )
            ],
        ),
    ],
)
TRUTH = BOOK.truth()
