"""How a case stands: ticks, printed answers and sentences, the same in a whole ledger."""

import pytest

from tests.sync.grids import codes, read, sheet

HEAD = "序号|登记日期|当事人|纠纷类型|简要情况|"


def told(heading: str, *cells: str) -> tuple[list[str], list[tuple[str, str]]]:
    """Return the status of each row whose last cell is in *cells*, and the problems."""
    rows = [f"#{at}|2026.3.{at}|赵某|邻里|争水|{cell}" for at, cell in enumerate(cells, 1)]
    found = read(sheet("\n".join([HEAD + heading, *rows])))
    return list(found.cases["status"]), codes(found)


def test_two_columns_of_ticks():
    rows = [
        "#1|2026.3.1|赵某|邻里|争水|√|",
        "#2|2026.3.2|钱某|邻里|争路||√",
        "#3|2026.3.3|孙某|邻里|狗叫|√|√",
    ]
    found = read(sheet("\n".join([HEAD + "已调处|未调处", *rows])))
    assert list(found.cases["status"]) == ["resolved", "open", "open"]
    assert [code for _, code in codes(found)] == ["status_conflict"]


def test_a_group_of_ticks_for_the_risk_level():
    head = "序号|登记日期|当事人|纠纷类型|办理状态|风险等级||\n|||||红|黄|绿\n"
    rows = (
        "#1|2026.3.1|赵某|邻里|在办|||√\n#2|2026.3.2|钱某|邻里|在办|√||\n"
        "#3|2026.3.3|孙某|邻里|在办|√|√|\n#4|2026.3.4|李某|邻里|在办|||\n"
    )
    found = read(sheet(head + rows, merges=[(0, 5, 0, 7)]))
    assert list(found.cases["risk"]) == ["green", "red", "", ""]
    assert codes(found) == [("G5", "level_conflict")]


def test_a_tick_beside_dates_of_ending_means_done():
    rows = [
        "#1|2026.3.1|赵某|邻里|争水|√|2026.3.4",
        "#2|2026.3.2|钱某|邻里|争路|√|2026.3.9",
        "#3|2026.3.3|孙某|邻里|狗叫||",
    ]
    found = read(sheet("\n".join([HEAD + "办理状态|办结日期", *rows, "#4|2026.3.4|李某|邻里|采光|√|"])))
    assert list(found.cases["status"]) == ["resolved", "resolved", "open", "resolved"]
    assert ("F2", "status_unknown") not in codes(found)


def test_a_tick_without_dates_of_ending_is_said():
    status, problems = told("办理状态", "√", "在办", "已办结")
    assert status == ["open", "open", "resolved"]
    assert problems == [("F2", "status_unknown")]


def test_a_blank_status_is_said_beside_a_date_and_in_a_small_table():
    rows = [
        "#1|2026.3.1|赵某|邻里|争水|已办结|2026.3.4",
        "#2|2026.3.2|钱某|邻里|争路||2026.3.9",
        "#3|2026.3.3|孙某|邻里|狗叫||",
    ]
    found = read(sheet("\n".join([HEAD + "办理状态|办结日期", *rows])))
    assert list(found.cases["status"]) == ["resolved", "resolved", "open"]
    assert codes(found) == [("F3", "status_missing"), ("F4", "status_missing")]


def test_a_result_not_yet_written_is_no_missing_status():
    status, problems = told("调解结果", "调解成功", "", "达成协议")
    assert status == ["resolved", "open", "resolved"]
    assert problems == []


@pytest.mark.parametrize(
    ("text", "status"),
    [
        pytest.param(
            "3月8日村委会组织双方调解，当场达成协议，赔偿500元。", "resolved", id="a clause between"
        ),
        pytest.param("3月12日第二次调解，双方签字，已化解", "resolved", id="two clauses between"),
        pytest.param("2026年3月12日，经村调委会调解，双方和解。", "resolved", id="a comma behind the day"),
        pytest.param("3月12日将工资付清，已办结", "resolved", id="将 that plans nothing"),
        pytest.param("3月20日移交县信访局", "transferred", id="handed to the county"),
        pytest.param("1.已约谈双方。2.已化解。3.3月20日回访，双方满意", "resolved", id="numbered steps"),
        pytest.param("材料已移交镇司法所", "transferred", id="the papers of the case"),
        pytest.param("调解无果，3月12日此案移交县信访局", "transferred", id="the case, behind what failed"),
        pytest.param("3月12日受理，3月15日上报镇", "open", id="only reported up"),
        pytest.param("劝其到法院起诉，已立案", "transferred", id="a court has taken it on"),
        pytest.param("劝其到法院起诉，已立案，后和解撤诉", "withdrawn", id="taken on, and what came after"),
        pytest.param("调解不成，已引导走仲裁", "transferred", id="shown the way"),
        pytest.param("材料已转派出所，由其立案处理", "transferred", id="what the other does with it"),
        pytest.param("超出村级权限，于3月20日上报镇综治中心", "transferred", id="beyond the village"),
        pytest.param("工头于3月25日将拖欠的6800元打入工人账户", "resolved", id="paid in"),
        pytest.param("通过以工抵债方式结清欠款", "resolved", id="by which way"),
        pytest.param("施工队于3月18日将被损水管更换完毕", "resolved", id="who does it, and when"),
        pytest.param("用人单位3月22日足额发放工资", "resolved", id="paid in full"),
        pytest.param("已向镇综治中心移交", "transferred", id="to whom, before the word"),
        pytest.param("双方均同意由法院判决，已起诉", "transferred", id="the way out at last"),
        pytest.param("来访人主动要求撤回", "withdrawn", id="asked for by who came"),
        pytest.param("双方同意暂停调解", "suspended", id="held by consent"),
        pytest.param("同意一次性支付5000元", "open", id="agreed to, not paid"),
        pytest.param("未经诉讼，双方在村里和解", "resolved", id="without a court"),
        pytest.param("案件已移送公安机关", "transferred", id="the police by their full name"),
        pytest.param("3月10日双方在调解协议上签字", "resolved", id="signed below the agreement"),
        pytest.param("所欠工资已全部发放到位", "resolved", id="what was owed"),
        pytest.param("已为其办理低保", "resolved", id="what was asked for is granted"),
        pytest.param("已将围栏移至界内", "resolved", id="moved back"),
        pytest.param("3月6日现场划界，两家签字", "resolved", id="both signed"),
        pytest.param("工头拟于3月15日将所欠的6800元打入工人账户", "open", id="to be paid on a day"),
        pytest.param("经多次协调，施工方已支付全部工资", "resolved", id="a party by its trade"),
        pytest.param("3月21日现场办公，问题当场解决", "resolved", id="settled on the spot"),
        pytest.param("因一方外出，双方同意中止调解", "suspended", id="both want it held"),
        pytest.param("不属本村管辖，已移交邻村处理", "transferred", id="another village's"),
        pytest.param("准备移交镇司法所", "open", id="still to be handed over"),
        pytest.param("已移交镇司法所，等待答复", "open", id="somebody waits"),
        pytest.param("预计3月底前化解", "open", id="a plan"),
        pytest.param("如3月25日前不能化解，上报镇", "open", id="a condition"),
        pytest.param("3月8日调解，拟于3月20日签字化解", "open", id="a plan behind a day"),
        pytest.param("3月12日达成协议，3月20日又反悔", "open", id="an end that did not last"),
        pytest.param("3月8日要求双方3月20日前付清", "open", id="a demand"),
    ],
)
def test_sentences(text: str, status: str):
    found, _ = told("化解情况", "约双方到村部协商，没有结果", text, "正在与对方沟通，等对方答复")
    assert found[1] == status


@pytest.mark.parametrize(
    "text", ["材料已报县，等县里答复", "钥匙已移交镇司法所", "镇村两级多次上门，问题已解决大半，双方已谈妥"]
)
def test_an_end_that_is_not_sure_is_said(text: str):
    found, problems = told("化解情况", "约双方到村部协商，没有结果", text, "正在与对方沟通，等对方答复")
    assert found[1] != "open" or ("F3", "status_unknown") in problems


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("3月20日移交县信访局", "2026-03-20"),
        ("调解无果，3月12日此案移交县信访局", "2026-03-12"),
        ("此案移交县信访局", "NaT"),
        ("3月20日转镇综治中心", "NaT"),  # stays live within the township
    ],
)
def test_the_day_a_case_left_is_told_with_it(text: str, day: str):
    found = read(sheet(f"{HEAD}化解情况\n#1|2026.3.1|赵某|邻里|争水|{text}\n"))
    assert list(found.cases["status"]) == ["transferred"]
    assert str(found.cases["resolved_date"].to_numpy().astype("datetime64[D]")[0]) == day
