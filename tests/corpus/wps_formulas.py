"""As WPS saves it: inline strings, formulas with their last values, Chinese date formats, padded numbers."""

from tests.corpus.book import Book, Tab, Table

BOOK = Book(
    "事件台账 - 副表.xlsx",
    [
        Tab(
            "事件台账",
            cells={"A1": "柳溪村网格事件台账（2026年）"},
            tables=[
                Table(
                    header_rows=[2],
                    head="序号|事件编号|录入时间|事发地|网格名称|姓名|涉及户数|事件类别|事件描述|三色|难易程度|牵头单位|网格员|到期日"
                    "|是否逾期|进度|完成时间|其他",
                    roles="seq|case_no|registered_date|village|grid|party|people_count|category|summary|risk_level|complexity|org"
                    "|owner|due_date|overdue_flag|status/progress|resolved_date|remark",
                    top=3,
                    # 是否逾期 is a person's own flag and says nothing about the status.
                    rows="""
=ROW()-2 -> #1|#1;0000|@2026-01-06;yyyy"年"m"月"d"日"|柳溪村|第一网格|赵甲|#2|邻里|排水|绿|简单|村委会|任某|=C3+15 -> @2026-01-21|=IF(1,"否","是") -> 否|办结|@2026-01-12;yyyy"年"m"月"d"日"|
    => 2026-01-06 2026-01-12 resolved 邻里 due=2026-01-21 level=green complexity=simple
=ROW()-2 -> #2|#2;0000|@2026-01-13;yyyy"年"m"月"d"日"|柳溪村|第一网格|钱乙|#3|土地|田埂|黄|一般|村委会|任某|=C4+15 -> @2026-01-28|=IF(1,"是","否") -> 是|办结|@2026-02-02;yyyy"年"m"月"d"日"|
    => 2026-01-13 2026-02-02 resolved 山林土地 due=2026-01-28 level=yellow complexity=normal
=ROW()-2 -> #3|#3;0000|@2026-01-20;m"月"d"日"|柳溪村|第二网格|孙丙|#1|建房|占道|黄|复杂|规建办|袁某|=C5+30 -> @2026-02-19|=IF(1,"是","否") -> 是|在办||
    => 2026-01-20 - open 房屋宅基地 due=2026-02-19 level=yellow complexity=complex
=ROW()-2 -> #4|#4;0000|@2026-01-27;[$-804]yyyy"年"m"月"d"日"|柳溪村|第二网格|李丁|#2|婚姻|分居|绿|简单|妇联|袁某|=C6+15 -> @2026-02-11|=IF(1,"否","是") -> 否|办结|@2026-02-03;[$-804]yyyy"年"m"月"d"日"|
    => 2026-01-27 2026-02-03 resolved 婚姻家庭 due=2026-02-11 level=green complexity=simple
=ROW()-2 -> #5|#5;0000|@2026-02-05;[DBNum1][$-804]yyyy"年"m"月"d"日"|柳溪村|第三网格|周戊|#5|欠薪|工钱|红|疑难|劳动所|任某|=C7+30 -> @2026-03-07|=IF(1,"否","是") -> 否|办结|@2026-03-05;[DBNum1][$-804]yyyy"年"m"月"d"日"|
    => 2026-02-05 2026-03-05 resolved 劳资欠薪 due=2026-03-07 level=red complexity=complex
=ROW()-2 -> #6|#6;0000|@2026-02-11;yyyy/mm/dd|柳溪村|第三网格|吴己|#2|邻里|噪音|绿|简单|村委会|任某|=C8+15 -> @2026-02-26|=IF(1,"否","是") -> 否|办结|@2026-02-12;yyyy/mm/dd|
    => 2026-02-11 2026-02-12 resolved 邻里 due=2026-02-26 level=green complexity=simple
=ROW()-2 -> #7|#7;0000|@2026-02-26;yy-m-d|柳溪村|第一网格|郑庚|#4|林权|界线|黄|复杂|林业站|袁某|=C9+30 -> @2026-03-28|=IF(1,"是","否") -> 是|进行中||
    => 2026-02-26 - open 山林土地 due=2026-03-28 level=yellow complexity=complex
=ROW()-2 -> #8|#8;0000|@2026-03-04;m/d|柳溪村|第一网格|王辛|#2|邻里|采光|绿|一般|村委会|任某|=C10+15 -> @2026-03-19|=IF(1,"否","是") -> 否|办结|@2026-03-17;m/d|
    => 2026-03-04 2026-03-17 resolved 邻里 due=2026-03-19 level=green complexity=normal
=ROW()-2 -> #9|#9;0000|@2026-03-11 09:30;yyyy/m/d h:mm;@|柳溪村|第二网格|冯壬|#1|医保|报销|绿|简单|医保办|袁某|=C11+15 -> @2026-03-26|=IF(1,"否","是") -> 否|办结|@2026-03-20 16:05;yyyy/m/d h:mm;@|
    => 2026-03-11 2026-03-20 resolved 民生保障 due=2026-03-26 level=green complexity=simple
=ROW()-2 -> #10|#10;0000|@2026-03-18|柳溪村|第二网格|陈癸|#6|占地|果树|红|重点|自然资源所|袁某|=C12+30 -> @2026-04-17|=IF(1,"否","是") -> 否|在办||
    => 2026-03-18 - open 征地拆迁 due=2026-04-17 level=red complexity=complex
=ROW()-2 -> #11|#11;0000|@2026-03-25|柳溪村|第三网格|褚甲|#2|邻里|通行|绿|简单|村委会|任某|=C13+15 -> @2026-04-09|=IF(1,"否","是") -> 否|待办||
    => 2026-03-25 - open 邻里 due=2026-04-09 level=green complexity=simple
=ROW()-2 -> #12|#12;0000|@2026-04-02|柳溪村|第三网格|卫乙|#2|消费|农资|绿|简单|市场所|任某|=C14+15 -> @2026-04-17|=IF(1,"否","是") -> 否|待办||
    => 2026-04-02 - open 消费 due=2026-04-17 level=green complexity=simple
=ROW()-2 -> #13
    ~> prenumbered_blank
=ROW()-2 -> #14
    ~> prenumbered_blank
""",  # noqa: E501 - formulas with their formats
                )
            ],
        )
    ],
    options={"constant_memory": True},
)
TRUTH = BOOK.truth()
