"""The agenda and the calendar files: acceptance case 37, and what a second calendar program reads."""

import contextlib
import json
import sys
from datetime import date, datetime, timedelta
from unittest import mock
from zoneinfo import ZoneInfo

import pytest
import vobject

from scheduler.cli import main
from scheduler.sittings.ahead.agenda import next_25th, span_of
from tests.rules.sittings.six_cases import calendar
from tests.scheduler.sittings.six_villages import CONFIG, ROWS, TODAY, Villages

SHANGHAI = timedelta(hours=8)


@pytest.fixture
def villages(tmp_path):
    found = Villages(tmp_path)
    found.run()
    found.put("Q3", "约定调解时间", "12月3日 14:00")
    found.run()
    return found


def agenda(villages, capsys, *words):
    line = ["duesheet", "agenda", "-c", str(villages.config), "--today", TODAY.isoformat(), *words]
    with mock.patch.object(sys, "argv", line), contextlib.suppress(SystemExit):
        assert main() in (0, None)
    return capsys.readouterr().out


@pytest.mark.parametrize(
    ("today", "meeting"),
    [(date(2026, 11, 30), date(2026, 12, 25)), (date(2026, 10, 12), date(2026, 10, 23))],
)
def test_case_37_the_next_25th(today, meeting):
    assert next_25th(today, calendar()) == meeting


def test_ten_working_days_are_looked_ahead():
    assert span_of(calendar(), TODAY, 10).last == date(2026, 12, 11)


def test_a_person_reads_sittings_reports_and_the_meeting(villages, capsys):
    told = agenda(villages, capsys)
    assert "青石镇工作安排（2026-11-30 至 2026-12-11）" in told
    assert "12-03 四  下午  调解（已约）  青石村 第4行  山林土地  第1次  甲  青石村调解室  期限 12-08" in told
    assert "12-03 四  上午  调解（建议）  河口村 第3行  合同债务  第1次  丙" in told
    assert "12-25 五  会议  月度网格矛盾分析会（下一次）" in told
    assert "待约定5 · 已约定1 · 待填结果0 · 冲突0" in told


def test_one_mediator_or_village_sees_only_theirs(villages, capsys):
    mine = json.loads(agenda(villages, capsys, "--json", "--mediator", "乙"))
    assert {one["village"] for one in mine["sittings"]} == {"白云村"}
    other = json.loads(agenda(villages, capsys, "--json", "--village", "河口村"))
    assert [one["state"] for one in other["sittings"]] == ["proposed"]


def test_other_days_may_be_asked_for(villages, capsys):
    told = json.loads(agenda(villages, capsys, "--json", "--from", "2026-12-04", "--to", "2026-12-04"))
    assert {one["day"] for one in told["sittings"]} == {"2026-12-04"}


def files(villages):
    """Return every file but what the database keeps for its own readers."""
    every = (path for path in villages.folder.rglob("*") if path.is_file())
    return {path: path.read_bytes() for path in every if not path.name.endswith(("-shm", "-wal"))}


def test_the_agenda_writes_nothing(villages, capsys):
    before = files(villages)
    agenda(villages, capsys)
    assert files(villages) == before


def events(path):
    found = vobject.readOne(path.read_text("utf-8"))
    return {event.summary.value: event for event in getattr(found, "vevent_list", [])}


def test_a_second_calendar_program_reads_the_same_moments(villages):
    folder = villages.folder / "summaries" / "calendars"
    mine = events(folder / "mediator-1.ics")
    booked = mine["调解 青石村 第4行（山林土地）第1次"]
    assert booked.dtstart.value == datetime(2026, 12, 3, 14, 0, tzinfo=ZoneInfo("Asia/Shanghai"))
    assert booked.dtstart.value.utcoffset() == SHANGHAI
    assert booked.status.value == "CONFIRMED"
    assert booked.location.value == "青石村调解室"
    suggested = mine["调解 青石村 第3行（邻里）第1次"]
    assert suggested.status.value == "TENTATIVE"
    assert (suggested.dtstart.value.hour, suggested.dtend.value.hour) == (9, 11)
    assert suggested.dtstamp.value == datetime(2026, 11, 4, tzinfo=ZoneInfo("UTC"))
    assert "月度网格矛盾分析会" in events(folder / "township.ics")
    assert set(events(folder / "白云村.ics")) == {f"调解 白云村 第{n}行（邻里）第1次" for n in (3, 4)}


def test_a_calendar_is_written_only_when_it_changes(villages):
    folder = villages.folder / "summaries" / "calendars"
    before = {path: (path.stat().st_mtime_ns, path.read_bytes()) for path in folder.iterdir()}
    villages.run()
    assert {path: (path.stat().st_mtime_ns, path.read_bytes()) for path in folder.iterdir()} == before


def test_no_party_is_in_a_calendar(villages):
    names = [name for rows in ROWS.values() for row in rows for name in row[2:4]]
    for path in (villages.folder / "summaries" / "calendars").iterdir():
        text = path.read_text("utf-8")
        assert not any(name in text for name in names)
        assert "ATTENDEE" not in text
        assert "DESCRIPTION" not in text


def test_a_folder_of_ones_own(villages, capsys, tmp_path):
    folder = tmp_path / "mine"
    agenda(villages, capsys, "--ics", str(folder))
    assert {path.name for path in folder.iterdir()} == {
        *("township.ics", "mediator-1.ics", "mediator-2.ics", "mediator-3.ics"),
        *("青石村.ics", "白云村.ics", "河口村.ics"),
    }


def test_without_the_table_the_agenda_still_shows_what_is_booked(tmp_path, capsys):
    villages = Villages(tmp_path, CONFIG.replace("[sittings]\n", ""))
    villages.put("Q3", "约定调解时间", "12月3日上午")
    told = json.loads(agenda(villages, capsys, "--json"))
    assert [(one["day"], one["state"]) for one in told["sittings"]] == [("2026-12-03", "booked")]


def test_a_clash_is_named_to_those_it_concerns(tmp_path, capsys):
    villages = Villages(tmp_path)
    for case in ("Q3", "Q9"):
        villages.put(case, "约定调解时间", "12月3日上午")
    villages.run()

    def clashes(*words):
        told = json.loads(agenda(villages, capsys, "--json", *words))
        return sorted(one["code"] for one in told["conflicts"]), told["totals"]["conflicts"]

    both = ["sitting_mediator_double", "sitting_place_double"]
    assert clashes() == clashes("--village", "青石村") == clashes("--mediator", "甲") == (both, 2)
    assert clashes("--village", "河口村") == clashes("--mediator", "乙") == ([], 0)
