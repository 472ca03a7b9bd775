"""Every spelling of a date that must not be guessed, one a row."""

from tests.corpus.book import Book, Tab, Table

# Where docs/reading.md#dates names the refusal but not its code, every code that a clerk would accept stands.
BOOK = Book(
    "河口村矛盾纠纷台账.xlsx",
    [
        Tab(
            "台账",
            cells={
                "A1": "河口村2026年矛盾纠纷排查化解台账",
                "A2": "填报单位：河口村　填报时间：2026年4月1日",
            },
            merges="A1:G1 A2:G2",
            tables=[
                Table(
                    header_rows=[3],
                    head="NO.|发现日期|涉及人员|矛盾纠纷类型|处理状态|化解日期|限办日期",
                    roles="seq|registered_date|party|category|status|resolved_date|due_date",
                    top=4,
                    rows="""
1||赵甲|邻里|办理中||
    => - - open 邻里 !registered_date:date_missing
2|/|钱乙|邻里|办理中|/|/
    => - - open 邻里 !registered_date:date_missing|date_vague|date_unparseable
3|—|孙丙|邻里|办理中|—|—
    => - - open 邻里 !registered_date:date_missing|date_vague|date_unparseable
4|5/3/2026|李丁|邻里|已化解|9/3/2026|
    => - - resolved 邻里 !registered_date:date_ambiguous !resolved_date:date_ambiguous
5|#3.1|周戊|邻里|办理中||#3.2
    => - - open 邻里 !registered_date:date_ambiguous !due_date:date_ambiguous
6|#3.2|吴己|邻里|已化解|#3.3|
    => - - resolved 邻里 !registered_date:date_ambiguous !resolved_date:date_ambiguous
7|2026.3|郑庚|邻里|办理中||2026年5月
    => - - open 邻里 !registered_date:date_incomplete !due_date:date_incomplete
8|#2026.3|王辛|邻里|办理中||
    => - - open 邻里 !registered_date:date_incomplete
9|2026年3月|冯壬|邻里|办理中||
    => - - open 邻里 !registered_date:date_incomplete
10|3月|陈癸|邻里|办理中||
    => - - open 邻里 !registered_date:date_incomplete|date_vague
11|2026|褚甲|邻里|办理中||
    => - - open 邻里 !registered_date:date_incomplete|date_unparseable
12|3月中旬|卫乙|邻里|办理中||4月中旬
    => - - open 邻里 !registered_date:date_vague !due_date:date_vague
13|3月初|蒋丙|邻里|已化解|3月底|
    => - - resolved 邻里 !registered_date:date_vague !resolved_date:date_vague
14|月底|沈丁|邻里|办理中||
    => - - open 邻里 !registered_date:date_vague
15|待定|韩戊|邻里|办理中||待定
    => - - open 邻里 !registered_date:date_vague !due_date:date_vague
16|不详|杨己|邻里|办理中||
    => - - open 邻里 !registered_date:date_vague
17|农历正月十八|朱庚|邻里|办理中||
    => - - open 邻里 !registered_date:date_lunar
18|正月十八|秦辛|邻里|已化解|农历二月初二|
    => - - resolved 邻里 !registered_date:date_lunar !resolved_date:date_lunar
19|腊月廿三|尤壬|邻里|办理中||
    => - - open 邻里 !registered_date:date_lunar
20|三月初五|许癸|邻里|办理中||
    => - - open 邻里 !registered_date:date_lunar|date_vague
21|2026.2.30|何甲|邻里|已化解|2026.2.31|
    => - - resolved 邻里 !registered_date:date_impossible !resolved_date:date_impossible
22|2026.13.5|吕乙|邻里|办理中||2026.4.31
    => - - open 邻里 !registered_date:date_impossible !due_date:date_impossible
23|二月三十日|施丙|邻里|办理中||
    => - - open 邻里 !registered_date:date_impossible
24|2月29日|张丁|邻里|办理中||
    => - - open 邻里 !registered_date:date_impossible
25|20260230|孔戊|邻里|办理中||
    => - - open 邻里 !registered_date:date_impossible|date_unparseable
26|#20261305|曹己|邻里|办理中||
    => - - open 邻里 !registered_date:date_impossible|date_unparseable
27|260231|严庚|邻里|办理中||
    => - - open 邻里 !registered_date:date_impossible|date_unparseable
28|2062-03-23|华辛|邻里|办理中||
    => - - open 邻里 !registered_date:date_future|date_implausible
29|2027.3.5|金壬|邻里|已化解|2027.3.9|
    => - - resolved 邻里 !registered_date:date_future|date_implausible !resolved_date:*
30|2026.4.5|魏癸|邻里|办理中||
    => - - open 邻里 !registered_date:date_future
31|@2026-04-06|陶甲|邻里|办理中||
    => - - open 邻里 !registered_date:date_future
32|1826.3.5|姜乙|邻里|办理中||
    => - - open 邻里 !registered_date:date_implausible
33|0206.3.5|戚丙|邻里|办理中||
    => - - open 邻里 !registered_date:date_implausible|date_unparseable
34|春节前|谢丁|邻里|办理中||
    => - - open 邻里 !registered_date:date_vague|date_unparseable
35|见附件|邹戊|邻里|办理中||
    => - - open 邻里 !registered_date:date_unparseable|date_vague
36|5日|喻己|邻里|办理中||
    => - - open 邻里 !registered_date:date_incomplete|date_unparseable|date_vague
37|1970-01-01|柏庚|邻里|办理中|1900-01-00|
    => - - open 邻里 !registered_date:date_missing
38|#0|水辛|邻里|办理中|#0|
    => - - open 邻里 !registered_date:date_missing
39|#99999|窦壬|邻里|办理中||
    => - - open 邻里 !registered_date:date_unparseable|date_implausible|date_future
40|星期四|章癸|邻里|办理中||
    => - - open 邻里 !registered_date:date_unparseable|date_vague|date_incomplete
41|2026.3.10|云甲|邻里|已化解|2026.3.1|
    => 2026-03-10 2026-03-01 resolved 邻里 !resolved_date:resolved_before_registered
42|3月20日|苏乙|邻里|已化解|3月10日|
    => 2026-03-20 2026-03-10 resolved 邻里 !resolved_date:resolved_before_registered
43|2026.3.5|潘丙|邻里|已化解|2026.6.9|
    => 2026-03-05 - resolved 邻里 !resolved_date:date_future
44|2026.3.6|葛丁|邻里|已化解|近日|
    => 2026-03-06 - resolved 邻里 !resolved_date:date_vague|date_unparseable
45|2026.3.9|奚戊|邻里|办理中||15日
    => 2026-03-09 - open 邻里
46|2026.3.10|范己|邻里|办理中||15个工作日
    => 2026-03-10 - open 邻里
47|2026.3.11|彭庚|邻里|办理中||3月底前
    => 2026-03-11 - open 邻里 due=2026-03-31
48|2026.3.12|郎辛|邻里|办理中||农历三月十五
    => 2026-03-12 - open 邻里 !due_date:date_lunar
49|2026.3.13|鲁壬|邻里|办理中||2026年4月20日前
    => 2026-03-13 - open 邻里 due=2026-04-20
50|2026.3.16|韦癸|邻里|办理中||1826.5.1
    => 2026-03-16 - open 邻里 !due_date:date_implausible|date_future
""",
                )
            ],
        )
    ],
)
TRUTH = BOOK.truth()
