import threading
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from config.loading.settings_file import read_settings
from config.spoken.duty_names import DutyNames
from config.vocabulary import Post
from scheduler.remind.asked import Asked
from scheduler.remind.channels import Arrival
from scheduler.remind.message import DigestNews, body
from scheduler.remind.round import TRIES, DigestError, send_digests
from scheduler.remind.routing import channels, digests, service_of
from scheduler.remind.send import BrokenOffError
from scheduler.state.deliveries import Line
from scheduler.state.records import LedgerRecord, VerdictRecord
from tests.scheduler.conftest import CONFIG
from tests.scheduler.fake import FakeStore

TODAY, TOMORROW = date(2026, 4, 3), date(2026, 4, 7)
NAMES = DutyNames({}, {}, "zh-CN")
POSTS = """
[notify]
urls = ["json://desk"]

[[post]]
post = "lead_officer"
notify = ["json://leaders"]

[[post]]
post = "lead_officer"
village = "青石村"
notify = ["json://qingshi", "mailto://qingshi"]

[[post]]
post = "lead_officer"
org = "司法所"
notify = ["json://justice"]

[[post]]
post = "leader_in_charge"
name = "某"
"""


def verdict(row=4, *, post="handler", light="overdue", due=date(2026, 3, 20), number="2026-001", org=""):
    return VerdictRecord("台账", row, number, "SIMPLE_15D", due, light, post, org)


def asked(*verdicts, unread=()):
    return Asked({"青石村.xlsx": "青石村"}, {"青石村.xlsx": verdicts}, unread)


class Outbox:
    """Messages that went out; ``answers`` are worked off one by one."""

    def __init__(self, *answers):
        self.sent = []
        self.answers = list(answers)

    def __call__(self, url, title, lines):
        self.sent.append((url, title, list(lines)))
        return self.answers.pop(0) if self.answers else Arrival.SENT


@pytest.fixture
def town(township):
    def make(today=TODAY, config=CONFIG + POSTS, state=None):
        found = township(FakeStore({}), today=today, config=config, remember=state is None)
        return found if state is None else replace(found, state=state)

    return make


def send(town, asked, outbox, stop=None):
    return send_digests(town, town.state, asked, outbox, stop or threading.Event())


def settings():
    return read_settings(CONFIG + POSTS, Path("township.toml"))


@pytest.mark.parametrize(
    ("post", "village", "org", "found"),
    [
        pytest.param(Post.HANDLER, "青石村", "", ["json://desk"], id="no post: the township's channel"),
        pytest.param(Post.LEAD_OFFICER, "柳树村", "", ["json://leaders"], id="the post everywhere"),
        pytest.param(
            Post.LEAD_OFFICER,
            "青石村",
            "",
            ["json://qingshi", "mailto://qingshi"],
            id="the post of the village",
        ),
        pytest.param(Post.LEAD_OFFICER, "青石村", "司法所", ["json://justice"], id="the post of the unit"),
        pytest.param(Post.LEADER_IN_CHARGE, "青石村", "", ["json://desk"], id="a post without a channel"),
    ],
)
def test_the_narrowest_post_with_a_channel_is_taken(post, village, org, found):
    assert list(channels(settings(), post, village, org)) == found


def test_each_channel_gets_its_cases_once():
    found = digests(
        settings(),
        Asked(
            {"青石村.xlsx": "青石村", "柳树村.xlsx": "柳树村"},
            {
                "青石村.xlsx": [
                    verdict(4, post="first_officer"),
                    verdict(5, post="lead_officer"),
                    verdict(6, post=""),
                ],
                "柳树村.xlsx": [verdict(7, post="lead_officer")],
                "旧.xlsx": [verdict(8)],
            },
        ),
        b"salt",
    )
    rows = {digest.url: [line.row for line in digest.lines] for digest in found}
    assert rows == {
        "json://desk": [4],
        "json://qingshi": [5],
        "mailto://qingshi": [5],
        "json://leaders": [7],
    }
    assert found[0].posts == {Post.HANDLER, Post.FIRST_OFFICER}


def test_a_digest_says_number_ledger_row_duty_and_date(town):
    outbox = Outbox()
    send(town(), asked(verdict(), verdict(9, light="due_soon", due=TODAY, number="")), outbox)
    url, title, lines = outbox.sent[0]
    assert url == "json://desk"
    assert title == "【青石镇】督办提醒 2026-04-03：新增2件，在列共2件"
    assert lines == [
        "新增（2件）",
        "· 青石村《台账》第4行｜2026-001｜简单事项办结｜期限2026-03-20｜逾期14天｜督办层级：承办单位",
        "· 青石村《台账》第9行｜简单事项办结｜期限2026-04-03｜今日到期｜督办层级：承办单位",
        "详见各村台账〔督〕各列。期限均含当日。",
    ]


def test_the_english_words_are_there_too(town):
    outbox = Outbox()
    send(town(config=CONFIG + 'language = "en"\n' + POSTS), asked(verdict(due=date(2026, 4, 2))), outbox)
    assert "1 day overdue" in outbox.sent[0][2][1]


def test_one_digest_a_day_and_what_is_new_stands_on_top(town):
    outbox, first = Outbox(), town()
    send(first, asked(verdict(4)), outbox)
    send(first, asked(verdict(4), verdict(5, number="2026-002")), outbox)
    assert len(outbox.sent) == 1
    second = town(TOMORROW, state=first.state)
    send(second, asked(verdict(4), verdict(5, number="2026-002")), outbox)
    lines = outbox.sent[1][2]
    assert [lines[0], lines[2]] == ["新增（1件）", "仍在列（1件）"]
    assert "2026-002" in lines[1]


@pytest.mark.parametrize(
    "changed",
    [
        pytest.param(verdict(due=date(2026, 4, 20), light="due_soon"), id="a new due date"),
        pytest.param(verdict(light="due_soon"), id="another light"),
    ],
)
def test_a_new_due_date_or_light_is_news(town, changed):
    outbox, first = Outbox(), town()
    send(first, asked(verdict()), outbox)
    send(town(TOMORROW, state=first.state), asked(changed), outbox)
    assert outbox.sent[1][2][0] == "新增（1件）"


def test_where_nobody_is_asked_nothing_goes_out(town):
    outbox = Outbox()
    assert send(town(), asked(verdict(post="")), outbox)
    assert send(town(config=CONFIG), asked(verdict()), outbox)
    assert outbox.sent == []


def test_ledgers_that_could_not_be_checked_are_named(town):
    outbox = Outbox()
    send(town(), asked(verdict(), unread={"河口村", "大坪村"}), outbox)
    assert "未能核对的台账：大坪村、河口村" in outbox.sent[0][2]


def test_a_ledger_that_cannot_be_read_is_told_with_the_day_it_was_read_last(town):
    outbox, here = Outbox(), town()
    known = LedgerRecord("b.xlsx", "大坪村", "", None, "", "failed", None, {}, "r", read_on=date(2026, 3, 27))
    here.state.looks.save(known, None)
    send(here, asked(verdict(), unread={"河口村", "大坪村"}), outbox)
    assert "未能核对的台账：大坪村（最近一次核对为3月27日）、河口村" in outbox.sent[0][2]


def test_one_that_failed_for_sure_is_tried_again_and_the_others_are_not(town):
    outbox = Outbox(Arrival.FAILED, Arrival.SENT)
    here = town()
    cases = asked(verdict(4), verdict(5, post="lead_officer", org="司法所"))
    with pytest.raises(DigestError):
        send(here, cases, outbox)
    assert send(here, cases, outbox)
    assert [url for url, _, _ in outbox.sent] == ["json://desk", "json://justice", "json://desk"]


def test_the_tries_are_bounded_and_the_next_day_begins_anew(town):
    outbox, here = Outbox(*[Arrival.FAILED] * 9), town()
    for _ in range(TRIES - 1):
        with pytest.raises(DigestError):
            send(here, asked(verdict()), outbox)
    assert send(here, asked(verdict()), outbox)
    assert send(here, asked(verdict()), outbox)
    assert len(outbox.sent) == TRIES
    assert here.state.deliveries.unsure(TODAY)[0].lines[0].row == 4
    with pytest.raises(DigestError):
        send(town(TOMORROW, state=here.state), asked(verdict()), outbox)


def test_one_whose_fate_is_unknown_is_not_repeated_and_its_lines_stand_in_the_next(town):
    outbox, here = Outbox(Arrival.UNKNOWN), town()
    assert send(here, asked(verdict()), outbox)
    assert send(here, asked(verdict()), outbox)
    assert len(outbox.sent) == 1
    assert [found.state for found in here.state.deliveries.unsure(TODAY)] == ["unknown"]
    send(town(TOMORROW, state=here.state), asked(verdict()), outbox)
    assert outbox.sent[1][2][0] == "新增（1件）"


def test_what_arrived_before_a_digest_broke_off_is_no_news_the_next_day(town):
    here, two = town(), asked(verdict(4), verdict(5, number="2026-002", due=date(2026, 3, 25)))

    def breaks_off(_url, _title, lines):
        raise BrokenOffError(["(1/2)", *lines[:2]])

    assert send(here, two, breaks_off)
    assert [found.state for found in here.state.deliveries.unsure(TODAY)] == ["unknown"]
    outbox = Outbox()
    send(town(TOMORROW, state=here.state), two, outbox)
    lines = outbox.sent[0][2]
    assert [lines[0], lines[2]] == ["新增（1件）", "仍在列（1件）"]
    assert ("2026-002" in lines[1], "2026-001" in lines[3]) == (True, True)


def test_a_crash_while_sending_leaves_a_digest_that_is_not_repeated(town):
    here = town()

    def crash(*_arguments):
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        send(here, asked(verdict()), crash)
    outbox = Outbox()
    assert send(here, asked(verdict()), outbox)
    assert outbox.sent == []
    assert [found.state for found in here.state.deliveries.unsure(TODAY)] == ["unknown"]


def test_a_stop_ends_between_two_messages(town):
    stop, here = threading.Event(), town()
    outbox = Outbox()

    def send_and_stop(*arguments):
        stop.set()
        return outbox(*arguments)

    cases = asked(verdict(4), verdict(5, post="lead_officer", org="司法所"))
    assert not send(here, cases, send_and_stop, stop)
    assert len(outbox.sent) == 1
    assert send(here, cases, outbox)
    assert len(outbox.sent) == 2


def test_the_state_holds_no_address(town, tmp_path):
    here = town(config=CONFIG + '[notify]\nurls = ["json://desk/secret-token"]\n')
    send(here, asked(verdict()), Outbox())
    here.state.close()
    held = b"".join(path.read_bytes() for path in (tmp_path / ".duesheet").iterdir())
    assert b"secret-token" not in held
    assert b"2026-001" in held


@pytest.mark.parametrize(
    ("url", "name"), [("wecombot://key", "wecombot"), ("MAILTO://a:b@c", "mailto"), ("???", "?"), ("", "?")]
)
def test_of_an_address_only_its_kind_is_told(url, name):
    assert service_of(url) == name


def test_a_digest_of_hundreds_names_the_worst_and_counts_the_rest(town):
    outbox, here = Outbox(), town()
    many = [verdict(row, number="", due=date(2026, 3, 1 + row % 28)) for row in range(4, 604)]
    assert send(here, asked(*many), outbox)
    ((_, _, text),) = outbox.sent
    assert len([line for line in text if line.startswith("·")]) == 20
    assert "另有580件未列出：青石村580件（逾期580件）" in text
    assert sum(len(line.encode()) for line in text) < 4000
    send(town(TOMORROW, state=here.state), asked(*many), outbox)
    assert outbox.sent[1][2][0] == "仍在列（600件）", "all of them were heard of"


def test_cases_of_one_day_stand_in_the_order_of_the_config_s_villages(town):
    outbox, villages = Outbox(), ["第10村", "第2村", "第1村"]
    several = Asked(
        {f"{name}.xlsx": name for name in villages},
        {f"{name}.xlsx": [verdict(), verdict(9, due=date(2026, 3, 19))] for name in villages},
    )
    assert send(town(), several, outbox)
    ((_, _, text),) = outbox.sent
    named = [line.partition("《")[0].removeprefix("· ") for line in text if line.startswith("·")]
    assert named == villages * 2


HELD = """
[[post]]
post = "handler"
village = "青石村"
name = "陈某"
deputy = "林某"
notify = ["json://chen"]

[[post]]
post = "first_officer"
name = "林某"
notify = ["json://lin"]
"""


def test_a_digest_begins_with_the_holder_of_its_post(town):
    outbox = Outbox()
    assert send(town(config=CONFIG + HELD), asked(verdict()), outbox)
    assert outbox.sent[0][2][0] == "陈某（不在时由林某代办）："


def test_the_deputy_is_tried_when_the_first_channel_failed(town):
    outbox = Outbox(Arrival.FAILED, Arrival.SENT)
    here = town(config=CONFIG + HELD)
    assert send(here, asked(verdict()), outbox)
    assert [url for url, _, _ in outbox.sent] == ["json://chen", "json://lin"]
    assert [found.state for found in here.state.deliveries.of_day(TODAY)] == ["sent"]


def test_a_village_whose_ledger_cannot_be_read_is_told_without_any_case(town):
    outbox = Outbox()
    here = town()
    assert send(here, Asked({}, {}, {"青石村", "柳树村"}), outbox)
    ((url, subject, text),) = outbox.sent
    assert url == "json://desk"
    assert subject.endswith("2本台账未能核对")
    assert text[0] == "未能核对的台账：柳树村、青石村"
    assert send(here, Asked({}, {}, {"青石村", "柳树村"}), outbox)
    assert len(outbox.sent) == 1, "once a day"


@pytest.mark.parametrize(
    ("due", "state"),
    [("2026-04-02", "超过一般期限1天"), ("2026-04-03", "今日到期"), ("2026-04-07", "临期")],
)
def test_a_usual_limit_that_is_past_is_told_as_such(due, state):
    line = Line("key", "甲村", "甲村", "台账", 4, "7", "MEDIATION_USUAL", due, "due_soon")
    told = body(DigestNews([line]), duties=NAMES, today=date(2026, 4, 3), language="zh-CN")
    assert told[-1].text.endswith(f"｜{state}")


def test_what_a_closed_case_still_wants_is_not_about_to_fall_due():
    line = Line("key", "甲村", "甲村", "台账", 4, "7", "REVIEW", "2025-12-03", "closed_on_time")
    told = body(DigestNews([line]), duties=NAMES, today=date(2026, 4, 3), language="zh-CN")
    assert told[-1].text.endswith("｜超过一般期限121天")
