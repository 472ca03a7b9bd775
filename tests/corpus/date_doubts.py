"""More dates than docs/reading.md spells out, by its rule: what is not read for sure is not read at all.

Numbers, file marks and telephone numbers strayed into the date column, words of doubt stand beside a date,
ordinary spellings are combined. A code is asked for only where docs/reading.md#dates has a word for it.
"""

from tests.corpus.book import Book, Tab, Table

BOOK = Book(
    "凤鸣村矛盾纠纷台账.xlsx",
    [
        Tab(
            "台账",
            cells={"A1": "凤鸣村2026年矛盾纠纷排查化解台账"},
            merges="A1:E1",
            tables=[
                Table(
                    header_rows=[2],
                    head="序号|登记日期|当事人|办理状态|化解日期",
                    roles="seq|registered_date|party|status|resolved_date",
                    top=3,
                    rows="""
1|2026年3月5-8日|赵甲|已化解|2026年3月9-11日
    => 2026-03-05 2026-03-11 resolved -
2|2026.3.5—2026.3.8|钱乙|已化解|2026.3.9—2026.3.12
    => 2026-03-05 2026-03-12 resolved -
3|3月28日至4月1日|孙丙|办理中|
    => 2026-03-28 - open -
4|2026年3月5日14时30分|李丁|已化解|2026-03-09上午9点
    => 2026-03-05 2026-03-09 resolved -
5|2026-03-05 09:15:00.000|周戊|已化解|2026-03-09T10:00:00
    => 2026-03-05 2026-03-09 resolved -
6|３月５日|吴己|已化解|3 月 9 日
    => 2026-03-05 2026-03-09 resolved -
7|2026年三月5日|郑庚|已化解|二零二六年3月9日
    => 2026-03-05 2026-03-09 resolved -
8|3月5日（星期四）|王辛|已化解|3月9日周一
    => 2026-03-05 2026-03-09 resolved -
9|2026年3月5|冯壬|办理中|
    => 2026-03-05 - open -
10|2024.2.29|陈癸|办理中|
    => 2024-02-29 - open -
11|2025年12月31日|褚甲|已化解|1月5日
    => 2025-12-31 2026-01-05 resolved -
12|5.3.2026|卫乙|已化解|9.3.2026
    => - - resolved - !registered_date:* !resolved_date:date_ambiguous|date_unparseable
13|03/05/2026|蒋丙|办理中|
    => - - open - !registered_date:date_ambiguous
14|3-5-2026|沈丁|办理中|
    => - - open - !registered_date:*
15|#3.1;0.0|韩戊|已化解|#3.2;#.#
    => - - resolved - !registered_date:date_ambiguous !resolved_date:date_ambiguous
16|2026-3|杨己|办理中|
    => - - open - !registered_date:date_incomplete
17|2026/03|朱庚|办理中|
    => - - open - !registered_date:date_incomplete
18|三月|秦辛|办理中|
    => - - open - !registered_date:date_incomplete|date_vague
19|202603|尤壬|办理中|
    => - - open - !registered_date:*
20|#202603|许癸|办理中|
    => - - open - !registered_date:*
21|2026315|何甲|办理中|
    => - - open - !registered_date:*
22|#2026315|吕乙|办理中|
    => - - open - !registered_date:*
23|13.5|施丙|办理中|
    => - - open - !registered_date:*
24|#13.5|张丁|办理中|
    => - - open - !registered_date:*
25|4.31|孔戊|办理中|
    => - - open - !registered_date:date_impossible
26|#4.31|曹己|办理中|
    => - - open - !registered_date:*
27|3.32|严庚|办理中|
    => - - open - !registered_date:*
28|3.0|华辛|办理中|
    => - - open - !registered_date:*
29|#3|金壬|办理中|#9
    => - - open - !registered_date:* !resolved_date:*
30|#365|魏癸|办理中|
    => - - open - !registered_date:*
31|#36525|陶甲|办理中|
    => - - open - !registered_date:*
32|#54790|姜乙|办理中|
    => - - open - !registered_date:*
33|13800000000|戚丙|办理中|
    => - - open - !registered_date:*
34|510000190001010000|谢丁|办理中|
    => - - open - !registered_date:*
35|〔2026〕第3号|邹戊|办理中|
    => - - open - !registered_date:*
36|2026-001|喻己|办理中|
    => - - open - !registered_date:*
37|XF20260305|柏庚|办理中|
    => - - open - !registered_date:*
38|14:30|水辛|办理中|
    => - - open - !registered_date:*
39|#0.5;h:mm|窦壬|办理中|
    => - - open - !registered_date:*
40|3月5日左右|章癸|办理中|
    => - - open - !registered_date:*
41|3月5日或6日|云甲|办理中|
    => - - open - !registered_date:*
42|约3月5日|苏乙|办理中|
    => - - open - !registered_date:*
43|上周五|潘丙|已化解|昨天
    => - - resolved - !registered_date:* !resolved_date:*
44|2026年第一季度|葛丁|办理中|
    => - - open - !registered_date:*
45|三月底|奚戊|办理中|
    => - - open - !registered_date:date_vague
46|阴历二月十八|范己|办理中|
    => - - open - !registered_date:date_lunar
47|2026年正月初八|彭庚|已化解|冬月十五
    => - - resolved - !registered_date:date_lunar !resolved_date:date_lunar
48|农历2月18|郎辛|办理中|
    => - - open - !registered_date:date_lunar
49|二月初二|鲁壬|办理中|
    => - - open - !registered_date:date_lunar|date_vague
50|2026.2.29|韦癸|已化解|二〇二六年二月三十日
    => - - resolved - !registered_date:date_impossible !resolved_date:date_impossible
51|2026年|昌甲|办理中|
    => - - open - !registered_date:*
52|详见档案|马乙|已化解|3月20日后
    => - * resolved - !registered_date:* !resolved_date:*
53|1月|苗丙|已化解|三月内
    => - - resolved - !registered_date:* !resolved_date:*
54|2026.3.5.|方丁|已化解|2026.3.9日
    => 2026-03-05 2026-03-09 resolved -
""",
                )
            ],
        )
    ],
)
TRUTH = BOOK.truth()
