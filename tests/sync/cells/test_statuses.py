"""Every status word, and the traps."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from config.vocabulary import Destination, Status
from config.words import words
from sync.cells.status_words import status_words
from sync.cells.statuses import read_state, read_status
from sync.cells.told_ends import read_progress

OPEN = """
未办结 未化解 尚未 未结 未办 待办 待处理 待化解 在办 正在办理 办理中 处理中 化解中 调解中 正在调解
跟进 跟踪 受理 已受理 已登记 已收件 已交办 已交办撤回 已交办退回 已调解2次 多次调解未果 基本化解
未成功 调解失败 未达成协议 已上报未办结 拟办结 进行中 未销号 × 否 拟上报 不成功 待移交 等镇里意见
未能化解 尚未完全化解 没有办结 无法达成协议 正在协调移交事宜 准备移交法院 计划3月底前办结
要求3月12日前办结 力争月底化解 化解不了 调解不成 已化解，后又反悔 已化解，一方正在调解
达成协议，未履行 已恢复办理 中止已解除，正在办理 拟撤诉 初步达成协议 待办结 未办结，已上报镇
"""
RESOLVED = """
已办结 办结 办理完毕 结案 已结 已化解 化解 调解成功 达成协议 达成调解协议 和解 双方和好 当场化解
已答复 已回复 履行完毕 已销号 销号 已终结 完成 成功 3月12日办结 2026/3/5已办结 已于2026.3.5办结
已化解，未回访 已办结。 正在办理→已办结 移交派出所，已办结 已办结（不满意，启动复查）
经3次调解成功 村里已化解 中止后已办结 已受理，已办结
"""
SUSPENDED = (
    "中止 暂缓 暂停 挂起 待鉴定 待判决 待确权 听证中 等待鉴定结果 未办结，中止 中止（待鉴定） 暂缓办理"
)
WITHDRAWN = "撤回 撤诉 撤销 申请人撤回 自行撤回 放弃 终止 撤诉后和解"
TRANSFERRED = """
移交 移送 转送 转交 转办 上报 上报镇 上报县 上交 引导诉讼 转诉讼 走司法程序 转调解 已转 报镇
不予受理 不予受理（告知） 调解不成，引导诉讼 不予受理，已答复
"""


@pytest.mark.parametrize(
    ("word", "status"),
    [
        (word, status)
        for listed, status in (
            (OPEN, Status.OPEN),
            (RESOLVED, Status.RESOLVED),
            (SUSPENDED, Status.SUSPENDED),
            (WITHDRAWN, Status.WITHDRAWN),
            (TRANSFERRED, Status.TRANSFERRED),
        )
        for word in listed.split()
    ],
)
def test_every_status_word(word: str, status: Status) -> None:
    assert read_status(word, yes_no=False).status is status
    assert read_status(f" {word}\n", yes_no=True).status is status


@pytest.mark.parametrize(
    "text", ["", "/", "—", "是否化解", "是否办结", "情况属实", "张三丰", "是", "√", "3月12日", "12"]
)
def test_what_is_no_status_word(text: str) -> None:
    assert read_status(text, yes_no=False).status is None


@pytest.mark.parametrize(
    "text", ["是", "√", "✓", "✔", "☑", "是（3月12日）", "√ 2026.3.12", "TRUE", "已", "Y"]
)
def test_a_tick_under_a_question_is_done(text: str) -> None:
    assert read_status(text, yes_no=True).status is Status.RESOLVED


@pytest.mark.parametrize("text", ["否", "×", "✗", "未", "N", "FALSE", "否（待鉴定资料）", "☐"])
def test_a_cross_under_a_question_is_open(text: str) -> None:
    reading = read_status(text, yes_no=True)
    assert reading.status in (Status.OPEN, Status.SUSPENDED)


def test_words_in_full_width_and_with_spaces() -> None:
    assert read_status("已　办 结", yes_no=False).status is Status.RESOLVED
    assert read_status("上报（镇）", yes_no=False).destination is Destination.TOWNSHIP


@pytest.mark.parametrize(
    ("text", "destination"),
    [
        pytest.param("上报", "township", id="up the ladder"),
        pytest.param("已上报镇", "township", id="to the township"),
        pytest.param("上报（镇）", "township", id="in brackets"),
        pytest.param("报镇", "township", id="short"),
        pytest.param("上交镇政府", "township", id="handed up"),
        pytest.param("上报县信访局", "outside", id="to the county"),
        pytest.param("上报(县)", "outside", id="to the county, in brackets"),
        pytest.param("转办", "township", id="passed on for handling: never vanishes"),
        pytest.param("转办派出所", "township", id="a station of the township"),
        pytest.param("移交司法所", "township", id="the judicial office"),
        pytest.param("转交镇综治办", "township", id="an office of the township"),
        pytest.param("移交", "outside", id="to another organ"),
        pytest.param("移送公安机关", "outside", id="the police of the county"),
        pytest.param("移交县法院", "outside", id="the court"),
        pytest.param("由镇移交县信访局", "outside", id="the township is who does it"),
        pytest.param("镇司法所移送县人民法院", "outside", id="likewise"),
        pytest.param("引导诉讼", "outside", id="to court"),
        pytest.param("走司法程序", "outside", id="legal route"),
        pytest.param("申请仲裁", "outside", id="arbitration"),
        pytest.param("不予受理", "refused", id="not accepted"),
        pytest.param("转调解", "township", id="to the mediation committee"),
        pytest.param("已移交县自然资源局", "outside", id="a bureau"),
    ],
)
def test_where_a_case_was_passed_on_to(text: str, destination: str) -> None:
    reading = read_status(text, yes_no=False)
    assert (reading.status, reading.destination) == (Status.TRANSFERRED, destination)


def test_only_a_transferred_case_has_a_destination() -> None:
    assert read_status("移交派出所，已办结", yes_no=False).destination is Destination.NONE


@pytest.mark.parametrize(
    ("text", "agreed"),
    [
        *((word, True) for word in ("调解成功", "达成协议", "和解", "双方和好", "已化解", "化解")),
        *((word, False) for word in ("已办结", "已答复", "结案", "未达成协议", "化解中")),
    ],
)
def test_words_of_agreement(text: str, agreed: bool) -> None:
    assert read_status(text, yes_no=False).agreed is agreed


@pytest.mark.parametrize(
    "text",
    ["调解不成", "未达成协议", "多次调解未果", "调解失败", "未成功", "无法达成一致协议", "没有达成协议"],
)
def test_words_of_failure_leave_the_case_open(text: str) -> None:
    reading = read_status(text, yes_no=False)
    assert (reading.status, reading.failed) == (Status.OPEN, True)


def test_failure_and_a_new_route_is_passed_on() -> None:
    reading = read_status("调解不成，引导诉讼", yes_no=False)
    assert (reading.status, reading.failed) == (Status.TRANSFERRED, True)


@pytest.mark.parametrize(
    ("text", "review_open"),
    [
        ("已办结（不满意，启动复查）", True),
        ("复查中", True),
        ("已办结，复查终结", False),
        ("已办结，未申请复查", False),
        ("已办结", False),
    ],
)
def test_a_review_that_runs(text: str, review_open: bool) -> None:
    assert read_status(text, yes_no=False).review_open is review_open


def test_returned_and_counted_and_doubtful() -> None:
    assert read_status("已交办退回", yes_no=False).returned
    assert read_status("已调解2次", yes_no=False).times == 2
    assert read_status("已调解三次", yes_no=False).times == 3
    assert read_status("基本化解", yes_no=False).doubtful
    assert read_status("终止", yes_no=False).doubtful


@pytest.mark.parametrize(
    ("text", "status", "ended"),
    [
        pytest.param("3月12日调解成功", "resolved", "3月12日", id="the dated end phrase"),
        pytest.param(
            "经村干部上门，于2026年3月12日达成调解协议", "resolved", "2026年3月12日", id="inside a sentence"
        ),
        pytest.param("3月1日调解未果，3月12日调解成功", "resolved", "3月12日", id="the last counts"),
        pytest.param("3月12日达成协议，已履行完毕", "resolved", "3月12日", id="and performed"),
        pytest.param("三月十二日双方和好", "resolved", "3月12日", id="in numerals"),
        pytest.param("调解成功（3月12日）", "resolved", "3月12日", id="the date in brackets"),
        pytest.param("3.12申请人撤回", "withdrawn", "3.12", id="withdrawn"),
        pytest.param("已化解；双方签字", "resolved", None, id="a clear leading word"),
        pytest.param("已化解。3月20日回访，双方满意", "resolved", None, id="a visit after the end"),
        pytest.param("正在办理，等镇里意见", "open", None, id="a leading word of work"),
        pytest.param("未化解：双方分歧大", "open", None, id="a leading negative"),
        pytest.param("3月12日调解成功，后反悔", "open", None, id="went back on it"),
        pytest.param("中止：待鉴定", "suspended", None, id="an explicit stop word"),
        pytest.param("移交法院", "transferred", None, id="a leading word with its place"),
        pytest.param("赔偿3.5万元达成协议", "resolved", None, id="an end without its day"),
        pytest.param("村调委会调解，坟界已勘定，材料已归档", "resolved", None, id="a deed, then its papers"),
    ],
)
def test_progress_that_decides(text: str, status: str, ended: str | None) -> None:
    reading = read_progress(text)
    assert reading is not None
    assert (reading.status, reading.ended_on_text) == (status, ended)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "村委会上门化解矛盾",
        "计划3月12日前办结",
        "要求3月12日办结",
        "3月12日前化解",
        "已上报镇里研究",
        "3月5日登记，3月12日入户调查",
        "等镇里意见",
        "3月12日受理，3月15日上报镇",
        "双方争议较大，需进一步调解",
        "3月12日拟办结",
    ],
)
def test_a_story_decides_nothing(text: str) -> None:
    reading = read_progress(text)
    assert reading is None or reading.status is Status.OPEN


def test_no_word_stands_for_two_things() -> None:
    listed = [word for table in words("statuses")["kinds"].values() for word in table]
    assert len(listed) == len(set(listed)) == len(status_words().kinds)


PIECES = [
    *sorted(status_words().kinds),
    *("未", "拟", "正在", "是否", "，", "。", "（", "）", "3月12日", "县", "镇", "中", "前", "后", "不"),
]


@given(st.one_of(st.text(), st.lists(st.sampled_from(PIECES), max_size=8).map("".join)), st.booleans())
def test_no_text_is_ever_an_exception(text: str, yes_no: bool) -> None:
    reading = read_status(text, yes_no=yes_no)
    assert (reading.destination is not Destination.NONE) == (reading.status is Status.TRANSFERRED)
    assert not reading.agreed or reading.status is Status.RESOLVED
    read_progress(text)


@given(
    st.sampled_from(["未", "没有", "尚未", "未能", "无法", "拟", "待", "准备", "是否"]),
    st.sampled_from(PIECES),
)
def test_a_negated_planned_or_asked_word_never_ends_a_case(guard: str, word: str) -> None:
    kinds = {name for name, listed in words("statuses")["kinds"].items() if word in listed}
    is_end = kinds & {"agreed", "settled", "resolved", "withdrawn", "transferred"} and word[0] != "已"
    # 待归档 says that all is done but the filing.
    if is_end and not status_words().grammar.awaiting.match(guard + word):
        assert read_status(guard + word, yes_no=False).status in (None, Status.OPEN, Status.SUSPENDED)


#: The work, a plan, a way to it or a question: none of these has ended a case.
NO_ENDING = """
拟于近期化解 化解当中 完成50% 正努力化解 村委会负责化解 参与化解 组织双方化解 已安排化解 已介入化解
多次化解 已化解2次 待丈量后办结 等双方冷静后再化解 需镇里出面解决 有望月底化解 3月底办结 4月10日前办结
双方愿意和解 有和解意愿 不愿和解 基本达成协议 达成初步协议 已化解后反弹 已办结又反复 中止后恢复办理
办结待审核 已化解？ 引导双方协商解决 未签协议 拒绝调解 移交后退回
"""

#: Said in other words than the table's, and done all the same.
ENDING = """
协商解决
达成口头协议 已签协议 已于3月9日办结 已由村委会调解化解 经村委会调解化解 村干部上门调解后化解 双方自愿和解
当事人自行和解 问题已解决 问题解决 矛盾纠纷化解 3月9日办结 已按期办结 已向信访人答复 已电话答复
水利站3月9日答复 就地化解 得到有效化解 逾期办结 镇级已化解 已协调解决 网上办结 恢复办理，已办结 化解了
"""


@pytest.mark.parametrize("text", NO_ENDING.split())
def test_work_plans_and_questions_never_end_a_case(text: str) -> None:
    assert read_status(text, yes_no=False).status in (None, Status.OPEN)


@pytest.mark.parametrize("text", ENDING.split())
def test_an_ending_in_other_words_is_one(text: str) -> None:
    assert read_status(text, yes_no=False).status is Status.RESOLVED


@pytest.mark.parametrize("text", ["走诉讼", "诉讼中", "通过诉讼解决", "引导走法律途径"])
def test_litigation_is_outside_the_township(text: str) -> None:
    reading = read_status(text, yes_no=False)
    assert (reading.status, reading.destination) == (Status.TRANSFERRED, Destination.OUTSIDE)


@pytest.mark.parametrize(
    "text", ["事了人和", "人和事了", "案结事了人和", "事了", "办了", "都结了", "已经办好了"]
)
def test_ends_as_they_are_spoken(text: str) -> None:
    assert read_status(text, yes_no=True).status is Status.RESOLVED


@pytest.mark.parametrize("text", ["已转达对方", "已转交当事人", "已转告双方", "土地已转租"])
def test_what_is_handed_to_a_party_is_no_case(text: str) -> None:
    assert read_status(text, yes_no=False).status is None


@pytest.mark.parametrize("text", ["提级办理", "似乎", "可能", "据说"])
def test_a_guess_alone_says_nothing(text: str) -> None:
    assert read_status(text, yes_no=False).status is None


@pytest.mark.parametrize(
    ("text", "destination"),
    [
        pytest.param("转劳动监察", "outside", id="the county's labour inspectors"),
        pytest.param("转民政", "township", id="an office by its short name"),
        pytest.param("转民政局", "outside", id="the bureau of that name"),
        pytest.param("移交规建办", "township", id="an office"),
        pytest.param("移交妇联调解", "township", id="a body"),
        pytest.param("转物业", "township", id="who looks after the houses"),
        pytest.param("移交办理", "outside", id="handed over, to nobody named"),
    ],
)
def test_short_names_of_offices(text: str, destination: str) -> None:
    reading = read_status(text, yes_no=False)
    assert (reading.status, reading.destination) == (Status.TRANSFERRED, destination)


NOT_ENDED = """
未了结 尚未了结 没有了结 没了结 未了却 未平息 未销案 未闭环 未付清 未结清 未调处
已办结又重访 化解反复 办结反复 已化解又上访 已办结，又来访 已结案，再次上访
"""


@pytest.mark.parametrize("text", NOT_ENDED.split())
def test_a_negation_and_an_end_that_did_not_last_are_open(text: str) -> None:
    reading = read_status(text, yes_no=False)
    assert reading.status is Status.OPEN


@pytest.mark.parametrize(
    ("status", "listed"),
    [
        (
            Status.RESOLVED,
            "已调处 已息诉 息诉罢访 已销案 已闭环 已付清 已平息 已了却 协商解决 已注销 调处完毕 已清零",
        ),
        (Status.WITHDRAWN, "已撤件 已撤单 自愿放弃 主动撤回"),
        (Status.TRANSFERRED, "已引导走司法途径 法院已立案 法院已受理 已诉至法院 走法律途径 已申请劳动仲裁"),
    ],
)
def test_words_of_an_end_in_each_sense(status: Status, listed: str) -> None:
    assert {word: read_status(word, yes_no=False).status for word in listed.split()} == dict.fromkeys(
        listed.split(), status
    )


@pytest.mark.parametrize(
    "text",
    ["复查中", "复核中", "正在复查", "正在复核", "进入复查", "待复核", "申请复核", "启动复查", "已申请复查"],
)
def test_a_review_that_runs_is_known_and_open(text: str) -> None:
    reading = read_state(text, yes_no=False)
    assert (reading.status, reading.review_open) == (Status.OPEN, True)


@pytest.mark.parametrize(
    "text",
    [
        "县里在办",
        "县局处理中",
        "已由县征收办受理",
        "已呈县",
        "交县里办",
        "县上接手",
        "上级部门处理中",
        "报省局",
    ],
)
def test_a_row_in_the_countys_hands_has_left(text: str) -> None:
    reading = read_status(text, yes_no=False)
    assert (reading.status, reading.destination) == (Status.TRANSFERRED, Destination.OUTSIDE)


AS_SAID: dict[Status | None, str] = {
    Status.OPEN: """
等测绘结果 重新调解 有异议 积案 历史遗留 已派员 发回重办 难化解 结转下月 结转 转入下月 跨月 挂账 新增
处理到一半 有进展 延期 跟办 不如实履行
""",
    Status.RESOLVED: """
协商一致 已协商一致 双方意见一致 风波平息 已赔 已拆 已救助 已回告 已无诉求 已回访满意 立即解决
如期办结 履约完毕 村内化解 组内化解 完毕 OK DONE 100% 已完成100% 办结（延期）
""",
    Status.SUSPENDED: """
暂缓中 评估中 待勘界结果 诉讼中止 仲裁暂停
""",
    Status.WITHDRAWN: """
双方同意撤销调解申请 来访人要求撤回信访件 已撤 主动撤 申请撤销 不要求调解了
""",
    Status.TRANSFERRED: """
超出受理范围 不属本村 镇里在办 司法程序中 法院已判 已判决 报警处理 走法院 诉前调解 转律师
转其他村 诉讼 仲裁 行政复议 转复议 转外地 转行政调解
""",
    None: """
建议起诉 建议走法律途径 见会议记录 详见卷宗 见附表
""",
}


@pytest.mark.parametrize(
    ("status", "text"), [(status, text) for status, listed in AS_SAID.items() for text in listed.split()]
)
def test_states_in_other_words(status: Status | None, text: str) -> None:
    assert read_state(text, yes_no=False).status is status


STEPS = """
登记完成 已完成受理 交办完毕 签收完成 调查已完成 核查完毕 取证已完成 第一次调解已结束 前期工作已完成
责任已落实 措施已到位 人员已到位 化解责任已落实 已反馈承办单位 已回复村委会 提请销号 申请办结 拟销号
"""


@pytest.mark.parametrize("text", STEPS.split())
def test_a_step_that_is_over_ends_no_case(text: str) -> None:
    assert read_state(text, yes_no=False).status in (None, Status.OPEN)
    told = read_progress(text)
    assert told is None or told.status is Status.OPEN


@pytest.mark.parametrize(
    "text", ["已和解，登记完成", "调查处理完毕", "过户登记已完成，双方签字", "整改措施已落实到位，已办结"]
)
def test_an_end_beside_a_step_is_one(text: str) -> None:
    assert read_state(text, yes_no=False).status is Status.RESOLVED


@pytest.mark.parametrize("text", ["办结否", "马上办结", "化解有望", "三户中两户已签协议"])
def test_what_is_asked_hoped_or_half_is_no_end(text: str) -> None:
    assert read_state(text, yes_no=False).status in (None, Status.OPEN)


@pytest.mark.parametrize("text", ["是/否", "否/是", "是、否", "有/无"])
def test_both_answers_and_no_choice_say_nothing(text: str) -> None:
    assert read_status(text, yes_no=True).status is None


@pytest.mark.parametrize(
    "text", ["化解受阻", "调解工作进展缓慢", "多次反复", "不同意撤销调解申请", "已报分管领导", "约4月6日见面"]
)
def test_what_goes_on_in_other_words(text: str) -> None:
    assert read_state(text, yes_no=False).status is Status.OPEN
