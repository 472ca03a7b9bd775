"""Silence is the alarm: what villages filed, as a pass sees it."""

from datetime import date

import pytest

from config.errors import ConfigError, LedgerBusyError, LedgerUnavailableError
from config.loading.settings_file import load_settings
from scheduler.passes.one_pass import run_pass
from scheduler.passes.pass_terms import PassOrder
from sync.store import Requests
from tests.scheduler.conftest import CONFIG
from tests.scheduler.fake import HEADER, FakeStore, row

TITLE = ["青石村2026年矛盾纠纷排查化解台账"]
IN_MARCH = row("1", "2026-03-20")
NIL = ["", "2026-03-31", "", "3月16日至31日未发现矛盾纠纷，零报告", "", "", "", ""]
NAMED = (
    CONFIG + '[[village]]\nname = "甲村"\nledger = "甲村"\n[[village]]\nname = "无村"\nledger = "无村.xlsx"\n'
)


def screening(found):
    """Return how each village's report on the second half of March stands."""
    periods = ("HALF_MONTH_SCREEN", "2026-03H2")
    return {c["village"]: c["state"] for c in found.cadences if (c["duty"], c["period"]) == periods}


def store(*rows, name="甲村"):
    return FakeStore({name: [TITLE, HEADER, *rows]})


@pytest.mark.parametrize(
    ("rows", "day", "state"),
    [
        pytest.param([IN_MARCH], date(2026, 4, 3), "on_time", id="a row of the half-month"),
        pytest.param([row("1", "2026-03-10")], date(2026, 4, 3), "missing", id="a row of the half before"),
        pytest.param([row("1", "2026-03-10"), NIL], date(2026, 4, 3), "nil", id="an explicit nil report"),
        pytest.param([], date(2026, 4, 3), "missing", id="an empty ledger is silence"),
        pytest.param([], date(2026, 4, 1), "due_soon", id="on the due day there is still time"),
    ],
)
def test_what_counts_as_filed(township, rows, day, state):
    found = run_pass(township(store(*rows), today=day))
    assert screening(found) == {"甲村": state}
    half_month = next(c for c in found.cadences if c["duty"] == "HALF_MONTH_SCREEN")
    assert (half_month["period"], half_month["due"]) == ("2026-03H2", "2026-04-01")


def test_a_workbook_that_is_gone_is_silent_and_a_broken_one_keeps_its_word(township):
    fake = store(IN_MARCH)
    assert screening(run_pass(township(fake, config=NAMED))) == {"甲村": "on_time", "无村": "missing"}
    fake.errors["甲村"] = LedgerUnavailableError("甲村: broken", fix="mend it")
    assert screening(run_pass(township(fake, config=NAMED))) == {"甲村": "on_time", "无村": "missing"}


def test_of_a_ledger_that_is_open_elsewhere_nothing_is_said(township):
    fake = store(IN_MARCH)
    fake.errors["甲村"] = LedgerBusyError("甲村: open", fix="close it")
    assert screening(run_pass(township(fake))) == {}


def test_a_report_looked_for_in_vain_and_found_later_is_late(township):
    fake = store(row("1", "2026-03-10"))
    run_pass(township(fake, today=date(2026, 4, 2)))
    fake.edit("甲村", lambda rows: rows.append(IN_MARCH))
    assert screening(run_pass(township(fake, today=date(2026, 4, 3)))) == {"甲村": "late"}


def test_a_report_seen_by_the_due_day_stays_on_time(township):
    fake = store(IN_MARCH)
    run_pass(township(fake, today=date(2026, 4, 1)))
    assert screening(run_pass(township(fake, today=date(2026, 4, 9)))) == {"甲村": "on_time"}


def test_the_first_look_of_a_new_installation_calls_nobody_late(township):
    assert screening(run_pass(township(store(IN_MARCH), today=date(2026, 4, 14)))) == {"甲村": "on_time"}


def test_a_check_remembers_nothing(township):
    fake = store(row("1", "2026-03-10"))
    town = township(fake, today=date(2026, 4, 2))
    run_pass(town, PassOrder(dry=True))
    assert town.state.filings.find("HALF_MONTH_SCREEN", "甲村", "2026-03H2") is None


def test_two_ledgers_of_one_village_file_together(township):
    config = CONFIG + '[[village]]\nname = "甲村"\nledger = ["甲村", "甲村信访"]\n'
    fake = FakeStore({"甲村": [TITLE, HEADER, row("1", "2026-03-10")], "甲村信访": [TITLE, HEADER, IN_MARCH]})
    assert screening(run_pass(township(fake, config=config))) == {"甲村": "on_time"}


def test_a_mediation_register_goes_by_its_acceptance_dates(township):
    header = [{"登记日期": "受理日期"}.get(text, text) for text in HEADER]
    fake = FakeStore({"甲村": [["甲村人民调解登记簿（2026年）"], header, IN_MARCH]})
    assert screening(run_pass(township(fake))) == {"甲村": "on_time"}


LOG = [["青石村三日签字报"], ["序号", "日期", "签字人"], ["1", "2026-03-30", "某甲"]]
SIGNED = CONFIG + 'cadences = ["THREE_DAY_SIGNED"]\n'


def signed(found):
    """Return how the run of days that ended on 31 March stands."""
    return [
        c["state"] for c in found.cadences if (c["duty"], c["period"]) == ("THREE_DAY_SIGNED", "2026-03-29")
    ]


def test_a_duty_the_township_turns_on_is_proved_by_a_log_sheet(township):
    fake = store(IN_MARCH)
    assert signed(run_pass(township(fake))) == []
    assert signed(run_pass(township(fake, config=SIGNED))) == ["missing"]
    fake.more["甲村"] = {"三日签字报": LOG}
    assert signed(run_pass(township(fake, config=SIGNED))) == ["on_time"]


def test_a_duty_no_pack_knows_is_refused_with_those_there_are(township):
    with pytest.raises(ConfigError, match="THREE_DAYS") as caught:
        township(store(), config=CONFIG + 'cadences = ["THREE_DAYS"]\n')
    assert "THREE_DAY_SIGNED" in caught.value.fix


def test_a_zero_report_is_owed_on_the_days_of_a_window(township):
    window = '[[window]]\nname = "清明"\nfirst = 2026-04-02\nlast = 2026-04-06\n'
    found = run_pass(township(store(IN_MARCH), config=CONFIG + window))
    zero = [(c["period"], c["state"]) for c in found.cadences if c["duty"] == "ZERO_REPORT"]
    assert zero == [("2026-04-02", "missing"), ("2026-04-03", "due_soon")]


def test_the_offices_own_workbook_shows_what_the_office_filed(township):
    config = CONFIG + 'cadences = ["MONTHLY_MEETING"]\n[ledgers]\noffice = "镇台账"\n'
    fake = store(IN_MARCH)
    fake.rows["镇台账"] = []
    fake.hidden.add("镇台账")
    fake.versions["镇台账"] = 0
    fake.cost["镇台账"] = Requests()
    fake.more["镇台账"] = {"信访工作会": [["日期", "主持"], ["2026-03-12", "某乙"]]}
    meeting = [
        c["state"] for c in run_pass(township(fake, config=config)).cadences if c["duty"] == "MONTHLY_MEETING"
    ]
    assert meeting == ["on_time"]


def test_the_offices_workbook_stands_beside_the_config_and_its_absence_is_an_error(tmp_path):
    (tmp_path / "ledgers").mkdir()
    config = tmp_path / "township.toml"
    text = CONFIG + '[ledgers]\noffice = "镇台账.xlsx"\n'
    config.write_text(text, "utf-8")
    with pytest.raises(ConfigError, match=r"ledgers\.office") as caught:
        load_settings(config)
    line = 1 + text.split("\n").index('office = "镇台账.xlsx"')
    assert f"township.toml:{line}:" in caught.value.message
    (tmp_path / "ledgers" / "镇台账.xlsx").write_bytes(b"")
    assert load_settings(config).office_workbook == tmp_path / "ledgers" / "镇台账.xlsx"
    (tmp_path / "镇台账.xlsx").write_bytes(b"")
    assert load_settings(config).office_workbook == tmp_path / "镇台账.xlsx"
