"""One case on one card, a card on each tab, beside an ordinary ledger."""

from tests.corpus.book import Book, Tab, Table, grid


def card(name: str, text: str, truth: str) -> Tab:
    """One card: labels and answers side by side."""
    return Tab(name, kind="form", cells=grid("A1", text), merges="A1:D1 B5:D5 B9:D9", cards=[truth])


BOOK = Book(
    "凤鸣村调解卡片.xlsx",
    [
        Tab(
            "登记簿",
            cells={"A1": "凤鸣村人民调解登记簿"},
            merges="A1:I1",
            tables=[
                Table(
                    header_rows=[2],
                    head="序号|案号|受理日期|登记日期|当事人|纠纷类型|调解员|调解日期|调解结果",
                    roles="seq|case_no|accepted_date|registered_date|party|category|owner|resolved_date/other|result/status",
                    top=3,
                    # No date of closing has a column here, so the day of the talk stands in for it, but
                    # only where the case was closed: a failed talk closes nothing.
                    rows="""
1|凤调〔2026〕1号|2026.1.6|2026.1.6|赵甲、钱乙|邻里|任某|2026.1.8|调解成功
    => 2026-01-06 2026-01-08 resolved 邻里
2|凤调〔2026〕2号|2026.1.13|2026.1.12|孙丙、李丁|婚姻家庭|任某|2026.1.19|调解成功
    => 2026-01-12 2026-01-19 resolved 婚姻家庭
3|凤调〔2026〕3号|2026.1.21|2026.1.20|周戊、吴己|山林土地|任某||调解中
    => 2026-01-20 - open 山林土地
4|凤调〔2026〕4号|2026.2.4|2026.2.3|郑庚、王辛|损害赔偿|袁某|2026.2.10|达成协议
    => 2026-02-03 2026-02-10 resolved 损害赔偿
5|凤调〔2026〕5号|2026.2.10|2026.2.10|冯壬、陈癸|邻里|袁某|2026.2.11|双方和好
    => 2026-02-10 2026-02-11 resolved 邻里
6|凤调〔2026〕6号|2026.2.26|2026.2.25|褚甲、卫乙|合同债务|袁某||申请人撤回
    => 2026-02-25 - withdrawn 合同债务
7|凤调〔2026〕7号|2026.3.5|2026.3.4|蒋丙、沈丁|邻里|任某|2026.3.6|调解成功
    => 2026-03-04 2026-03-06 resolved 邻里
8|凤调〔2026〕8号|2026.3.18|2026.3.17|韩戊、杨己|房屋宅基地|任某||调解中
    => 2026-03-17 - open 房屋宅基地
""",
                )
            ],
        ),
        card(
            "卡1",
            """
人民调解案件登记卡
案号|凤调〔2026〕9号|登记日期|2026年3月20日
申请人|朱庚|被申请人|秦辛
纠纷类型|邻里|风险等级|绿
简要情况|院墙排水
承办单位|凤鸣村调委会|调解员|任某
办理期限|2026年4月7日|办理状态|已化解
办结日期|2026年3月24日|满意度|满意
备注
""",
            "=> 2026-03-20 2026-03-24 resolved 邻里 due=2026-04-07 level=green",
        ),
        card(
            "卡2",
            """
人民调解案件登记卡
案号|凤调〔2026〕10号|登记日期|2026年3月25日
申请人|尤壬|被申请人|许癸
纠纷类型|山林土地|风险等级|黄
简要情况|林木被砍
承办单位|凤鸣村调委会|调解员|袁某
办理期限|2026年4月9日|办理状态|化解中
办结日期||满意度|
备注
""",
            "=> 2026-03-25 - open 山林土地 due=2026-04-09 level=yellow",
        ),
        card(
            "卡3",
            """
人民调解案件登记卡
案号|凤调〔2026〕11号|登记日期|@2026-03-30
申请人|何甲|被申请人|吕乙
纠纷类型|婚姻家庭|风险等级|红
简要情况|家庭暴力
承办单位|凤鸣村调委会|调解员|任某
办理期限|@2026-04-14|办理状态|移交县法院
办结日期|@2026-04-01|满意度|
备注|已告知当事人
""",
            "=> 2026-03-30 2026-04-01 transferred 婚姻家庭 due=2026-04-14 level=red to=outside",
        ),
    ],
)
TRUTH = BOOK.truth()
