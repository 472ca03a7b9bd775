"""The digest's block of sittings: for the posts of the villages, and for each mediator their own."""

import logging
import threading
from datetime import date
from pathlib import Path

import pytest

from scheduler.passes.one_pass import run_pass
from scheduler.passes.pass_terms import PassOrder
from scheduler.remind.asked import Asked
from scheduler.remind.channels import Arrival
from scheduler.remind.round import send_digests
from scheduler.remind.sitting_notices import sitting_notices
from scheduler.township import open_township
from tests.scheduler.sittings.six_villages import CONFIG, ROWS, TODAY, Villages

POSTS = (
    CONFIG.replace('name = "乙"', 'name = "乙"\nnotify = ["json://yi"]').replace(
        'name = "甲"', 'name = "甲"\nnotify = ["json://jia"]'
    )
    + """
[notify]
urls = ["json://desk"]
[[post]]
post = "handler"
village = "白云村"
notify = ["json://baiyun"]
"""
)
NAMES = [name for rows in ROWS.values() for row in rows for name in row[2:4]]


@pytest.fixture
def villages(tmp_path):
    return Villages(tmp_path, POSTS)


def blocks(villages, today=TODAY):
    """Return each channel's subject and lines, as a reminder's pass sends them; no case but sittings."""
    township = open_township(villages.config, today)
    found = run_pass(township, PassOrder(kind="remind"))
    sent = {}

    def send(url, title, lines):
        sent[url] = [title, *lines]
        return Arrival.SENT

    asked = Asked({}, {}, (), (), sitting_notices(township, found.desk))
    assert send_digests(township, township.state, asked, send, threading.Event())
    township.state.close()
    return sent


def test_today_and_the_next_working_day_are_told_to_the_villages_post(villages):
    villages.put("Q5", "约定调解时间", "11月30日下午3点")
    villages.put("Q3", "约定调解时间", "12月1日")
    villages.put("Q9", "约定调解时间", "12月2日上午")
    assert blocks(villages)["json://desk"] == [
        "【青石镇】调解提醒 2026-11-30：近日调解2场，待填结果0件，冲突0处",
        "调解安排（2场）",
        "· 今日下午15:00｜青石村《台账》第3行｜Q5｜第1次｜青石村调解室",
        "· 12月1日（时间待定）｜青石村《台账》第4行｜Q3｜第1次｜青石村调解室",
        "详见各村台账〔督〕各列。期限均含当日。",
    ]


def test_a_mediator_hears_of_their_own_sittings_only(villages):
    villages.put("Q5", "约定调解时间", "12月1日上午")
    villages.put("B2", "约定调解时间", "12月1日上午")
    villages.put("H1", "约定调解时间", "12月1日上午")
    told = blocks(villages)
    assert set(told) == {"json://desk", "json://baiyun", "json://jia", "json://yi"}
    rows = {
        url: [line.split("｜")[1] for line in lines if line.startswith("·")] for url, lines in told.items()
    }
    assert rows["json://jia"] == ["青石村《台账》第3行"]
    assert rows["json://yi"] == rows["json://baiyun"] == ["白云村《台账》第3行"]
    assert rows["json://desk"] == ["河口村《台账》第3行", "青石村《台账》第3行"]
    assert told["json://jia"][1] == "甲："


def test_outcomes_that_are_owed_are_told(villages):
    villages.put("B2", "约定调解时间", "2026-11-27")
    villages.put("Q5", "约定调解时间", "2026-11-24")
    told = blocks(villages)
    assert "· 白云村《台账》第3行｜B2｜11月27日已调解，请于12月1日前（含当日）填写结果" in told["json://yi"]
    assert "· 青石村《台账》第3行｜Q5｜11月24日已调解，请尽快填写结果" in told["json://jia"]
    assert "待填调解结果（1件）" in told["json://desk"]


def test_a_clash_is_told_to_both_villages_and_its_mediator(villages):
    villages.put("Q3", "约定调解时间", "12月10日上午")
    villages.put("B2", "约定调解时间", "12月10日上午")
    villages.put("Q3", "调解员", "甲")
    villages.put("B2", "调解员", "甲")
    told = blocks(villages)
    line = "· 12月10日上午｜白云村第3行与青石村第4行｜同一调解员，请改期"
    assert {url for url, lines in told.items() if line in lines} == {
        "json://desk",
        "json://baiyun",
        "json://jia",
    }


def test_what_was_agreed_on_the_sheet_is_told_too(villages):
    villages.run()
    villages.fill("B4", 约定日期="同意")
    assert any("白云村《台账》第4行" in line for line in blocks(villages, date(2026, 12, 2))["json://yi"])


def test_case_28_a_sunday_is_told_on_the_friday_before_and_nothing_on_the_day_itself(villages):
    villages.put("Q9", "约定调解时间", "2026-12-06上午")
    told = blocks(villages, date(2026, 12, 4))["json://jia"]
    assert "· 12月6日上午（休息日）｜青石村《台账》第5行｜Q9｜第1次｜青石村调解室" in told
    assert blocks(villages, date(2026, 12, 6)) == {}


def test_a_suggestion_is_nobodys_sitting(villages):
    assert blocks(villages) == {}
    assert blocks(villages, date(2026, 12, 2)) == {}


def test_the_english_words_are_there_too(tmp_path):
    villages = Villages(tmp_path, POSTS.replace('name = "青石镇"', 'name = "青石镇"\nlanguage = "en"'))
    villages.put("Q5", "约定调解时间", "11月30日下午")
    assert blocks(villages)["json://desk"][1:3] == [
        "Sittings (1)",
        "- today, afternoon | 青石村, 台账, row 3 | Q5 | sitting 1 | Mediation room of 青石村",
    ]


def test_case_33_no_party_and_no_mediator_of_a_ledger_is_in_a_digest_or_a_log(villages, caplog):
    caplog.set_level(logging.DEBUG)
    for number in ("Q5", "B2", "H1"):
        villages.put(number, "约定调解时间", "12月1日上午")
    villages.put("Q5", "调解员", "欧阳某")
    villages.put("Q3", "约定调解时间", "2026-11-26")
    told = str(blocks(villages)) + caplog.text
    assert not [name for name in [*NAMES, "欧阳某"] if name in told]


def test_many_are_counted_not_listed(villages):
    rows = [
        [f"M{n}", "2026-11-20", "赵某甲", "钱某乙", "邻里", "12月1日上午", "", "", "", ""] for n in range(60)
    ]
    villages.write("河口村", rows)
    text = blocks(villages)["json://desk"]
    assert sum(len(line.encode()) for line in text) < 4000
    assert "另有50场，见各村台账" in text


def test_the_preview_shows_the_block(villages):
    villages.put("Q5", "约定调解时间", "12月1日上午")
    told = villages.json("remind", "--preview")
    mine = [one for one in told["digests"] if one["posts"] == ["mediator"]]
    assert [line for line in mine[0]["lines"] if "第3行" in line] == [
        "· 12月1日上午｜青石村《台账》第3行｜Q5｜第1次｜青石村调解室"
    ]


def test_a_reminder_knows_the_sheet_although_nothing_changed(villages):
    villages.run()
    villages.fill("B4", 约定日期="12月1日", 约定时段="上午")
    villages.run()
    assert "json://yi" in blocks(villages)
    assert Path(villages.sheet).exists()
