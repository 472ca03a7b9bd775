"""What one heading plays, with its traps."""

import pytest

from config.vocabulary import MARK_HEADINGS, Role
from sync.mark_headings import mark_of
from sync.tables.heading_words.headings import Grade, heading_key, heading_words, resolve

WORDS = heading_words()


def role_of(*levels: str) -> str | None:
    match = resolve(WORDS, levels)
    return None if match is None else match.role.value


@pytest.mark.parametrize(
    ("heading", "role"),
    [
        pytest.param("应结办日期", "due_date", id="the day it should be closed"),
        pytest.param("应办结日期", "due_date", id="should have, closed"),
        pytest.param("办结日期", "resolved_date", id="the day it was closed"),
        pytest.param("实际办结日期", "resolved_date", id="was really closed"),
        pytest.param("拟办结日期", "due_date", id="is meant to be closed"),
        pytest.param("是否办结", "status", id="is it closed"),
        pytest.param("责任单位⏎责任人", "org", id="two things in one cell"),
        pytest.param("责任人", "owner", id="the officer"),
        pytest.param("登记人", "reporter", id="who registered"),
        pytest.param("登记日期", "registered_date", id="when it was registered"),
        pytest.param("办理期限", "due_date", id="limit"),
        pytest.param("办理情况", "progress", id="progress"),
        pytest.param("排查人", "reporter", id="who screened"),
        pytest.param("排查时间", "registered_date", id="when it was screened"),
        pytest.param("满意度", "satisfaction", id="satisfied"),
        pytest.param("不满意原因", "other", id="why not satisfied"),
        pytest.param("序 号", "seq", id="a blank inside"),
        pytest.param("登记⏎日期（必填）", "registered_date", id="line break and brackets"),
        pytest.param("＊当事人", "party", id="a star for what must be filled"),
        pytest.param("村（社区）", "village", id="village or community"),
        pytest.param("ＮＯ．", "seq", id="full width"),
        pytest.param("矛盾纠纷主要内容", "summary", id="longest name inside"),
        pytest.param("纠纷承办单位名称", "org", id="name in the middle"),
        pytest.param("包案领导及联系方式", "leader", id="an official with a number"),
        pytest.param("当事人联系电话", "ignored", id="telephone"),
        pytest.param("身份证号码", "ignored", id="identity number"),
        pytest.param("稳控责任人", "ignored", id="out of scope"),
        pytest.param("稳控措施", "ignored", id="out of scope, too"),
        pytest.param("是否进京", "ignored", id="never"),
        pytest.param("涉及金额", "amount", id="amount"),
        pytest.param("办结率", None, id="a rate"),
        pytest.param("化解件数", None, id="a count"),
        pytest.param("本月合计", None, id="a sum"),
        pytest.param("某某", None, id="nothing we know"),
        pytest.param("次序", "seq", id="the order on the page"),
        pytest.param("（ ）人调字号", "case_no", id="a number with its printed gap"),
        pytest.param("卷宗字第号", "case_no", id="a number with 第"),
        pytest.param("协议书字号", "agreement_no", id="the agreement's own number"),
        pytest.param("纠纷发生地（村）", "village", id="brackets say how wide a place"),
        pytest.param("所在地（村、组）", "village", id="the wider of two"),
        pytest.param("事发地点（组）", "group", id="a group"),
        pytest.param("纠纷发生地（详细）", None, id="brackets that name no area"),
        pytest.param("当事人（乙方）", "party_other", id="brackets say which party"),
        pytest.param("当事人（签字）", "other", id="brackets ask for a signature"),
        pytest.param("当事人签名", "other", id="a signature is no party"),
        pytest.param("当事人（甲方）", "party", id="the first party"),
        pytest.param("办结日期（年月日）", "resolved_date", id="brackets that narrow nothing"),
        pytest.param("包案责任人", "owner", id="责任人 is the head word, whoever leads"),
        pytest.param("涉及资金（万元）", "amount", id="money by another name"),
        pytest.param("履行金额", "amount", id="money paid"),
        pytest.param("协议金额大写", None, id="an amount in words"),
        pytest.param("合同金额", None, id="the money of another register"),
        pytest.param("异议退回日期", "returned_date", id="objected and handed back"),
        pytest.param("总编号", "seq", id="the number of all"),
        pytest.param("调字编号", "case_no", id="a number by its letters"),
        pytest.param("督办意见", "other", id="who urges decides nothing"),
        pytest.param("协办责任人", "other", id="who helps answers for nothing"),
        pytest.param("履行期限", "other", id="the limit of an agreement"),
        pytest.param("推送状态", "other", id="how it was handed over"),
        pytest.param("当事人情况⏎姓名", "party", id="two levels in one cell"),
        pytest.param("协议情况⏎编号", "agreement_no", id="two levels, the lower too short"),
        pytest.param("受理情况⏎受理日期", "accepted_date", id="two levels, the lower enough"),
        pytest.param("延办至", "extension", id="put off"),
        pytest.param("第几组", "group", id="a question"),
        pytest.param("分包领导", "leader", id="one more word for in charge"),
        pytest.param("口头或书面协议", "agreement_form", id="one or the other"),
        pytest.param("需说明事项", "remark", id="what should be said"),
        pytest.param("是否超期未办", "overdue_flag", id="late and not done"),
        pytest.param("卷宗档号", "case_no", id="the file's number"),
        pytest.param("接谈日期", "registered_date", id="received and heard"),
        pytest.param("依法受理时间", "accepted_date", id="by law"),
        pytest.param("最近走访当事人时间", "last_contact_date", id="last seen"),
        pytest.param("立卷日期", "archived_date", id="the file is bound"),
        pytest.param("来源类型", "source", id="a kind of source"),
        pytest.param("调委会名称", "org", id="the committee by its short name"),
        pytest.param("责任科（室）", "org", id="a section"),
        pytest.param("包案副镇长", "leader", id="a leader by office"),
        pytest.param("跟进人", "owner", id="who follows it"),
        pytest.param("化解进程", "progress", id="how it goes on"),
        pytest.param("是否履行完毕", "fulfilment", id="the agreement was kept"),
        pytest.param("办结归档日期", "resolved_date", id="ended and filed"),
        pytest.param("判决结果", None, id="the outcome of a trial"),
        pytest.param("复查结果", None, id="the outcome of a review"),
        pytest.param("是否按期办结？", "overdue_flag", id="a question mark"),
        pytest.param("领导批示⏎时间", "other", id="two lines of something else"),
        pytest.param("结案（日期）", "resolved_date", id="the head word in brackets"),
        pytest.param("须说明的情况", "remark", id="what has to be said"),
        pytest.param("补充说明", "remark", id="said besides"),
        pytest.param("前期工作情况", "progress", id="what was done before"),
        pytest.param("已化解/未化解", "status", id="two answers as a heading"),
        pytest.param("处置结果状态", "status", id="where the outcome stands"),
        pytest.param("涉及对方单位", "party_other", id="the other side's unit"),
        pytest.param("当事人数量", "people_count", id="how many parties"),
        pytest.param("参训人数", None, id="how many were taught"),
        pytest.param("邀请调解人员", None, id="who was asked to come"),
    ],
)
def test_one_heading(heading: str, role: str | None):
    assert role_of(heading.replace("⏎", "\n")) == role


@pytest.mark.parametrize(
    ("levels", "role"),
    [
        pytest.param(["受理情况", "登记日期"], "registered_date", id="the lower one says it all"),
        pytest.param(["办结情况", "时间"], "resolved_date", id="the two together"),
        pytest.param(["受理", "日期"], "accepted_date", id="acceptance"),
        pytest.param(["被申请人", "姓名"], "party_other", id="whose name"),
        pytest.param(["责任人", "姓名"], "owner", id="an officer's name"),
        pytest.param(["当事人", "联系电话"], "ignored", id="a telephone below a party"),
        pytest.param(["基本情况", "当事人", "甲方"], "party", id="three levels"),
        pytest.param(["时间", "登记"], "registered_date", id="the head word above"),
        pytest.param(["时间", "办结"], "resolved_date", id="the head word above an end"),
        pytest.param(["单位", "责任"], "org", id="which unit"),
        pytest.param(["单位", "配合"], None, id="a unit that answers for nothing"),
        pytest.param(["备注"], "remark", id="one level"),
        pytest.param([], None, id="nothing"),
    ],
)
def test_levels(levels: list[str], role: str | None):
    assert role_of(*levels) == role


def test_the_township_speaks_first():
    words = heading_words({"due_date": ["交办日期", "限 办"]})
    match = words.match(heading_key("交办日期"))
    assert match is not None
    assert (match.role, match.grade) == (Role.DUE_DATE, Grade.TOWNSHIP)
    assert words.match(heading_key("限办（日）")) == words.match(heading_key("限办"))


def test_a_likeness_is_never_taken():
    assert WORDS.match(heading_key("登计日期")) is None
    assert WORDS.match(heading_key("约案日期")) is None


def test_our_headings_are_known_in_both_languages():
    for headings in MARK_HEADINGS.values():
        for mark, text in headings.items():
            assert mark_of(text) is mark
            assert mark_of(f" {text}\n") is mark
    assert mark_of("预警") is None


@pytest.mark.parametrize("heading", ["是否办结", "化解与否", "办理情况（是/否）", "调解是否成功"])
def test_questions(heading: str):
    assert WORDS.is_yes_no(heading)


def test_every_synonym_plays_its_own_role():
    for key, match in WORDS.exact.items():
        assert WORDS.match(key) == match


@pytest.mark.parametrize(
    ("heading", "role"),
    [
        ("应结日期", Role.DUE_DATE),
        ("实结日期", Role.RESOLVED_DATE),
        ("要求反馈时间", Role.DUE_DATE),
        ("投诉时间", Role.REGISTERED_DATE),
    ],
)
def test_a_transfer_list_says_when_it_is_due_and_when_it_ended(heading: str, role: Role):
    match = WORDS.match(heading_key(heading))
    assert match is not None
    assert match.role is role


@pytest.mark.parametrize("heading", ["会商时间", "矫正期限", "下次走访时间", "暂缓期间"])
def test_a_heading_with_an_unknown_part_is_not_read(heading: str):
    match = WORDS.match(heading_key(heading))
    assert match is None or match.role is Role.OTHER
