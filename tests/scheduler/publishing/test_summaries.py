"""Summaries of whole townships: which period, what is said when, and what is published again."""

import hashlib
import hmac
import json
from dataclasses import replace
from datetime import UTC, date, datetime

import pytest
from sqlalchemy import select

from config.errors import ConfigError
from scheduler.publishing.figures_file import canonical
from scheduler.publishing.report_kinds import default_period
from scheduler.publishing.summaries import Terms, publish
from scheduler.state.schema import figures, figures_meta
from tests.reports.read_back import document_text
from tests.scheduler.fake import FakeStore

HEADER = ["序号", "登记日期", "纠纷类型", "风险等级", "责任单位", "办理状态", "办结日期"]
CONFIG = """
[township]
name = "盐乡"
rules = ["sichuan_2026"]
[summary]
formats = ["docx"]
"""


def ledger(*rows):
    return [["石桥村矛盾纠纷排查台账（2026年）"], HEADER, *map(list, rows)]


ROWS = [
    ("1", "2026-03-02", "邻里", "红", "司法所", "办理中", ""),
    ("2", "2026-03-20", "医疗", "黄", "司法所", "办理中", ""),
]


@pytest.fixture
def town(township):
    def make(today, rows=ROWS, hour=8, name="石桥村.xlsx"):
        store = FakeStore({name: ledger(*rows)})
        made = township(store, today=today, config=CONFIG)
        moment = datetime(today.year, today.month, today.day, hour, 0, tzinfo=UTC)
        return replace(made, now=lambda: moment)

    return make


def text_of(found):
    return document_text(found.files[0].read_bytes())


@pytest.mark.parametrize(
    ("today", "period"),
    [
        pytest.param(date(2026, 11, 24), "2026-10", id="the day before the 25th"),
        pytest.param(date(2026, 11, 25), "2026-11", id="the 25th itself"),
        pytest.param(date(2026, 11, 30), "2026-11", id="after it"),
        pytest.param(date(2026, 10, 22), "2026-09", id="the 25th is a Sunday, before the Friday"),
        pytest.param(date(2026, 10, 23), "2026-10", id="the Friday before a Sunday"),
        pytest.param(date(2026, 1, 1), "2025-12", id="the new year has no list yet"),
    ],
)
def test_the_risk_list_is_of_the_month_whose_25th_has_come(town, today, period):
    assert default_period(town(today), "risk-list") == period


def test_a_report_on_its_own_day_is_not_late(town):
    text = text_of(publish(town(date(2026, 4, 1)), "half-month", "2026-03H2"))
    assert "补编" not in text


def test_a_report_compiled_late_says_so(town):
    text = text_of(publish(town(date(2026, 4, 20)), "half-month", "2026-03H2"))
    assert "本期报告应于4月1日编制，现于4月20日补编" in text


def test_on_the_villages_own_due_day_nobody_is_blamed(town):
    text = text_of(publish(town(date(2026, 4, 1), rows=ROWS[:1]), "half-month", "2026-03H2"))
    assert "截至4月1日8时，石桥村尚未报送。" in text
    assert "未报送，也未作零报告" not in text


def test_the_next_day_nothing_is_published_where_nothing_changed(town):
    publish(town(date(2026, 4, 1)), "half-month", "2026-03H2")
    again = publish(town(date(2026, 4, 2)), "half-month", "2026-03H2", terms=Terms(only_news=True))
    assert again.files == ()


def test_the_next_day_what_changed_is_named(town):
    publish(town(date(2026, 4, 1), rows=ROWS[:1]), "half-month", "2026-03H2")
    again = publish(town(date(2026, 4, 2)), "half-month", "2026-03H2", terms=Terms(only_news=True))
    text = text_of(again)
    assert "自4月1日编制以来有下列变化：石桥村由尚未报送改为" in text
    assert "本期新排查由0件改为1件" in text


def test_a_name_that_changed_is_news(town):
    publish(town(date(2026, 4, 1)), "half-month", "2026-03H2")
    renamed = [ROWS[0], (*ROWS[1][:4], "派出所", "办理中", "")]
    again = publish(
        town(date(2026, 4, 2), rows=renamed), "half-month", "2026-03H2", terms=Terms(only_news=True)
    )
    assert "事项清单有1处更新" in text_of(again)


def test_the_counts_of_a_half_month_are_signed_and_hold_no_name(town, tmp_path):
    (tmp_path / "key.txt").write_text("secret\n")
    made = town(date(2026, 4, 1))
    settings = made.settings.model_copy(
        update={"summary": made.settings.summary.model_copy(update={"figures_key": "key.txt"})}
    )
    target = tmp_path / "counts.json"
    publish(replace(made, settings=settings), "half-month", "2026-03H2", terms=Terms(figures=target))
    document = json.loads(target.read_text("utf-8"))
    expected = hmac.new(b"secret", canonical(document), hashlib.sha256).hexdigest()
    assert document["signature"] == expected
    village = document["figures"][0][0]
    assert [village, "new", "医疗", "yellow", 1] in document["figures"]
    assert "某甲" not in target.read_text("utf-8")


def test_counts_without_a_key_are_refused_before_anything_is_written(town, tmp_path):
    made = town(date(2026, 4, 1))
    with pytest.raises(ConfigError):
        publish(made, "half-month", "2026-03H2", terms=Terms(figures=tmp_path / "counts.json"))
    assert not (tmp_path / "summaries").exists()


def test_the_state_keeps_the_counts_and_how_they_came(town):
    made = town(date(2026, 4, 20))
    publish(made, "half-month", "2026-03H2")
    publish(made, "half-month", "2026-03H2")
    with made.state._engine.connect() as connection:
        kept = connection.execute(select(figures).where(figures.c.measure == "new")).all()
        meta = connection.execute(select(figures_meta)).all()
    assert [(row.category, row.level, row.value) for row in kept] == [("医疗", "yellow", 1)]
    assert [(row.period, row.state, row.unread) for row in meta] == [("2026-03H2", "late", 0)]


NIL = ("", "2026-03-31", "3月16日至31日未发现矛盾纠纷，零报告", "", "", "", "")


@pytest.mark.parametrize(
    ("rows", "state"),
    [
        pytest.param([ROWS[0], NIL], "nil", id="nothing new, and the village says so"),
        pytest.param([ROWS[0]], "on_time", id="nothing new and not a word: silence is not nil"),
        pytest.param([*ROWS, NIL], "on_time", id="something new"),
    ],
)
def test_a_township_is_nil_only_where_its_villages_say_so(town, rows, state):
    made = town(date(2026, 4, 1), rows=rows)
    publish(made, "half-month", "2026-03H2")
    with made.state._engine.connect() as connection:
        assert [row.state for row in connection.execute(select(figures_meta))] == [state]


def test_the_service_too_is_told_that_no_form_is_named(township):
    config = CONFIG.replace('["docx"]', "[]")
    made = township(FakeStore({"石桥村.xlsx": ledger(*ROWS)}), today=date(2026, 4, 1), config=config)
    with pytest.raises(ConfigError, match="formats") as caught:
        publish(made, "half-month", "2026-03H2")
    assert caught.value.code == "no_formats"
