import json
from datetime import UTC, date, datetime, timedelta

import openpyxl
import pytest
from typer.testing import CliRunner

from config.errors import LedgerBusyError, LedgerUnavailableError
from scheduler.cli import app
from scheduler.demo import make_township
from scheduler.health import surroundings_check
from scheduler.health.doctor import examine
from scheduler.health.findings import Level
from scheduler.passes.one_pass import run_pass
from scheduler.state.slots import Claim
from scheduler.township import open_township
from tests.scheduler.conftest import CONFIG
from tests.scheduler.fake import HEADER, FakeStore, row

pytestmark = pytest.mark.filterwarnings("ignore:'imghdr' is deprecated:DeprecationWarning")

TITLE = ["青石村2026年矛盾纠纷排查化解台账"]
TOLD = CONFIG + '[notify]\nurls = ["json://127.0.0.1/x"]\n'
NOW = datetime(2026, 4, 3, 8, 0, tzinfo=UTC)


def store(*rows, header=HEADER):
    return FakeStore({"青石村": [TITLE, header, *(rows or [row("1", "2026-03-01"), row("2", "2026-03-23")])]})


def findings(town, at=None):
    return [(found.area, found.level, found.message) for found in examine(town, lambda: at)]


def only(found):
    assert len(found) == 1, found
    return found[0]


def test_a_township_in_order_has_no_finding(township):
    town = township(store(), config=TOLD)
    run_pass(town)
    assert findings(town, NOW) == []


@pytest.mark.parametrize(
    ("today", "level", "says"),
    [
        pytest.param(date(2026, 11, 1), Level.NOTICE, "2027", id="in November, next year's notice"),
        pytest.param(date(2027, 1, 4), Level.WRONG, "2027", id="a year without its notice"),
    ],
)
def test_the_calendar_runs_out(township, today, level, says):
    area, found, message = only(findings(township(store(), config=TOLD, today=today)))
    assert (area, found) == ("calendar", level)
    assert says in message


def test_open_cases_that_rest_on_a_provisional_year_are_counted(township):
    closed = row("3", "2026-12-18")
    closed[HEADER.index("办理状态")], closed[HEADER.index("办结日期")] = "已办结", "2026-12-20"
    # Due in January 2027, twice; due on 31 December; closed.
    rows = [row("1", "2026-12-18"), row("2", "2026-12-20"), row("4", "2026-12-01"), closed]
    found = findings(township(store(*rows), config=TOLD, today=date(2026, 12, 21)))
    told = [message for _, level, message in found if "rest on provisional" in message and level == "notice"]
    assert told == [
        "the dates of 2 open cases rest on provisional working days (of 2027) and may move with the notice"
    ]


def test_a_case_of_two_ledgers_is_one_provisional_case(township):
    head = [*HEADER, "申请人", "被申请人", "简要情况"]
    line = [*row("1", "2026-12-18"), "赵小甲", "钱小乙", "因宅基地界线发生纠纷，多次协商未果"]
    fake = FakeStore({"甲村": [TITLE, head, line], "乙村": [TITLE, head, line]})
    found = findings(township(fake, config=TOLD, today=date(2026, 12, 21)))
    assert any("the date of 1 open case rests on" in told for *_, told in found)


def test_where_no_date_is_provisional_nothing_is_said_of_it(township):
    found = findings(township(store(row("1", "2026-03-01")), config=TOLD))
    assert not any("provisional" in told for *_, told in found)


@pytest.mark.parametrize(
    ("config", "says"),
    [
        pytest.param(CONFIG, "nobody is told anything", id="no channel at all"),
        pytest.param(
            CONFIG + '[[post]]\npost = "handler"\nnotify = ["json://x"]\n', "no channel (anywhere)", id="gaps"
        ),
        pytest.param(
            TOLD + '[[village]]\nname = "青石村"\nledger = "青石村"\n'
            '[[post]]\npost = "handler"\nvillage = "青石"\nname = "某"\n',
            "there is no village 青石",
            id="a village misspelled",
        ),
        pytest.param(CONFIG + '[notify]\nurls = ["nonsense"]\n', "channel 1 (nonsense)", id="no address"),
    ],
)
def test_posts_without_a_channel_are_told(township, config, says):
    assert any(says in message for _, _, message in findings(township(store(), config=config)))


def test_no_address_is_shown(township):
    town = township(store(), config=CONFIG + '[notify]\nurls = ["wecombt://secret-key"]\n')
    found = examine(town, lambda: None)
    assert found
    assert "secret-key" not in str(found)


@pytest.mark.parametrize(("minutes", "says"), [(-30, "30 minutes later"), (30, "30 minutes earlier")])
def test_a_clock_that_is_off_is_told(township, minutes, says):
    area, _, message = only(findings(township(store(), config=TOLD), NOW + timedelta(minutes=minutes)))
    assert area == "clock"
    assert says in message


def test_a_clock_behind_the_last_run_is_told(township):
    town = township(store(), config=TOLD)
    later = NOW + timedelta(days=3)
    town.state.slots.note("sync", "x", later, later, "done")
    found = only(examine(town, lambda: None))
    assert "--trust-clock" in found.fix


def test_a_full_disk_is_told(township, monkeypatch):
    monkeypatch.setattr(surroundings_check, "_ROOM_MB", 10**12)
    assert {area for area, _, _ in findings(township(store(), config=TOLD))} == {"disk"}


def test_ledgers_that_cannot_be_read_are_told_with_their_remedy(township):
    fake = FakeStore({name: [TITLE, HEADER, row("1", "2026-03-01")] for name in ("甲村", "乙村")})
    fake.errors["甲村"] = LedgerUnavailableError("甲村: not shared", fix="share it with the account")
    fake.errors["乙村"] = LedgerBusyError("乙村: open in WPS", fix="close it")
    found = examine(township(fake, config=TOLD), lambda: None)
    assert [(one.level, one.fix) for one in found] == [
        (Level.WRONG, "share it with the account"),
        (Level.NOTICE, "close it"),
    ]


@pytest.mark.parametrize(
    ("fake", "says"),
    [
        pytest.param(FakeStore({}), "no ledger at all", id="nothing there"),
        pytest.param(FakeStore({"名单": [["姓名", "电话"]]}), "no worksheet was understood", id="no ledger"),
        pytest.param(
            store(row("1", "3月中旬"), row("2", "待定")),
            "2 rows with problems among 2",
            id="poorly understood",
        ),
    ],
)
def test_what_is_not_understood_is_told(township, fake, says):
    assert any(says in message for _, _, message in findings(township(fake, config=TOLD)))


def test_a_heading_that_drifted_since_the_last_run_is_told(township):
    fake = store()
    town = township(fake, config=TOLD)
    run_pass(town)
    fake.edit("青石村", lambda rows: rows[1].__setitem__(7, "备用栏"))
    message = only(findings(town))[2]
    assert "date of resolution" in message
    assert "备用栏" not in message


def test_what_failed_and_what_is_paused_is_told(township):
    town = township(store(), config=TOLD)
    error = {"code": "x", "message": "no room", "fix": "make room"}
    town.state.slots.claim(Claim("report", "2026-03H2", "me"), NOW, NOW)
    town.state.slots.finish(Claim("report", "2026-03H2", "me"), NOW, "failed", error)
    town.state.looks.pause("青石村", "青石村", paused=True)
    found = examine(town, lambda: None)
    assert [(one.level, one.message) for one in found] == [
        (Level.WRONG, "report 2026-03H2: no room"),
        (Level.NOTICE, "青石村: is paused"),
    ]


def test_the_command_says_findings_and_ends_with_1_when_anything_is_wrong(tmp_path):
    folder = tmp_path / "town"
    make_township(folder, date(2026, 4, 3))
    arguments = ["--lang", "en", "doctor", "-c", str(folder), "--today", "2026-04-03"]
    done = CliRunner().invoke(app, arguments)
    assert done.exit_code == 0
    assert "notice: posts: nobody is told anything" in done.output
    (folder / "township.toml").write_text("[township]\nnaem = 1\n", "utf-8")
    done = CliRunner().invoke(app, [*arguments, "--json"])
    assert done.exit_code == 1
    found = json.loads(done.stdout)["findings"][0]
    assert (found["area"], found["level"]) == ("config", "wrong")


def test_what_the_store_foresees_against_a_write_is_told(township):
    fake = store()
    fake.obstacle = lambda *_: LedgerUnavailableError(
        "青石村: may only look", fix="share it", code="not_shared"
    )
    area, level, message = only(findings(township(fake, config=TOLD)))
    assert (area, level, message) == ("ledgers", Level.WRONG, "青石村: may only look")


def test_a_family_that_the_title_overrules_is_said(township):
    entry = '[[village]]\nname = "青石村"\nledger = "青石村"\nfamily = "petition"\n'
    area, level, told = only(findings(township(store(), config=TOLD + entry), NOW))
    assert (area, level) == ("ledgers", Level.NOTICE)
    assert "a ledger of disputes" in told
    assert "family in township.toml is not used" in told


@pytest.mark.parametrize("choice", ["keep", "without"])
def test_where_our_columns_add_pages_is_told_until_somebody_chooses(tmp_path, choice):
    (tmp_path / "ledgers").mkdir()
    book = openpyxl.Workbook()
    for line in (HEADER, row("1", "2026-03-01"), row("2", "2026-03-23")):
        book.active.append(line)
    book.save(tmp_path / "ledgers" / "青石村.xlsx")
    config = tmp_path / "township.toml"

    def told(more):
        config.write_text(f'{CONFIG}[ledgers]\nfolder = "ledgers"\n{more}', "utf-8")
        town = open_township(config, date(2026, 4, 3))
        found = examine(town, lambda: None)
        town.state.close()
        return [(each.level, each.area) for each in found if "print area" in each.message]

    assert told("") == [(Level.NOTICE, "ledgers")]
    assert told(f'[marks]\nprint = "{choice}"\n') == []
