"""A ledger from which no end can be seen has no lights, in either store, until a person says otherwise."""

from datetime import date, datetime
from zoneinfo import ZoneInfo

import pytest

from config.loading.settings_file import load_settings
from config.vocabulary import LedgerProblemCode, Light, Mark
from scheduler.passes.one_pass import run_pass
from scheduler.passes.pass_terms import PassOrder
from scheduler.state import open_state
from scheduler.township import make_township
from tests.google.bench import bench, cells
from tests.scheduler.conftest import CONFIG
from tests.scheduler.fake import OURS, FakeStore

HEADER = ["登记日期", "当事人", "简要情况", "经办人"]
ROWS = [[f"2026-02-{n:02}", f"赵{n}", f"第{n}户院墙滴水", "王五"] for n in range(1, 13)]
OPEN = '[[village]]\nname = "青石村"\nledger = "青石村"\n{}'
CODES = (LedgerProblemCode.NO_END_COLUMN, LedgerProblemCode.COLOUR_STATUS)


def dark(outcome):
    return [(p.code, p.count) for p in outcome.problems if p.code in CODES]


def cells_of(fake, row):
    head = fake.rows["青石村"][0]
    return {OURS[text]: fake.rows["青石村"][row - 1][at] for at, text in enumerate(head) if text in OURS}


def test_its_rows_are_untimed_and_say_why(township):
    fake = FakeStore({"青石村": [HEADER, *ROWS]})
    (outcome,) = run_pass(township(fake), PassOrder(keep_rows=True)).outcomes
    assert dark(outcome) == [(LedgerProblemCode.NO_END_COLUMN, 12)]
    assert outcome.problems[0].code is LedgerProblemCode.NO_END_COLUMN
    assert outcome.counts == {"cases": 12, "open": 12, "overdue": 0, "due_soon": 0}
    assert set(outcome.judged.verdicts["light"]) == {Light.UNTIMED}
    assert set(outcome.judged.verdicts["addressee"]) == {""}
    told = cells_of(fake, 2)
    assert told[Mark.LIGHT] == "无法计时"
    assert [told[mark] for mark in (Mark.DUE, Mark.ASKED, Mark.ADDRESSEE)] == [""] * 3
    assert "本表无法看出是否办结，暂不计时" in told[Mark.WHY]
    assert not run_pass(township(fake)).outcomes[0].edits


def test_a_person_may_say_to_time_them_all_the_same(township):
    fake = FakeStore({"青石村": [HEADER, *ROWS]})
    run_pass(township(fake))
    config = CONFIG + OPEN.format('ends = "open"\n')
    (outcome,) = run_pass(township(fake, config=config), PassOrder(release=True)).outcomes
    assert dark(outcome) == []
    assert outcome.counts["overdue"] == 12
    assert cells_of(fake, 2)[Mark.LIGHT].startswith("逾期")


@pytest.fixture
def work(tmp_path):
    with bench(tmp_path) as made:
        yield made


@pytest.mark.parametrize(
    ("ends", "told"), [("", [(LedgerProblemCode.COLOUR_STATUS, 7)]), ('ends = "open"', [])]
)
def test_colours_of_a_shared_spreadsheet_are_asked_for_once(work, tmp_path, ends, told):
    ref = work.ledger(rows=0)
    header = ["登记日期", "当事人", "简要情况", "处理情况", "经办人"]
    green = {"userEnteredFormat": {"backgroundColor": {"red": 0.57, "green": 0.81, "blue": 0.31}}}
    lines = [cells(*header)]
    for at, (day, name, matter, by) in enumerate(ROWS):
        line = cells(day, name, matter, "", by)
        lines.append({"values": [one | green for one in line["values"]]} if at < 7 else line)
    start = {"sheetId": 0, "rowIndex": 0, "columnIndex": 0}
    fields = "userEnteredValue,userEnteredFormat"
    work.server.people(ref.ledger_id, [{"updateCells": {"start": start, "rows": lines, "fields": fields}}])
    path = tmp_path / "township.toml"
    village = f'[[village]]\nname = "青石村"\nledger = "{ref.ledger_id}"\n{ends}\n'
    path.write_text(
        f'[township]\nname = "青石镇"\n[ledgers]\nstore = "google"\n[brake]\nrows = 99\n{village}', "utf-8"
    )
    settings = load_settings(path)
    now = datetime(2026, 4, 3, 9, tzinfo=ZoneInfo("Asia/Shanghai"))
    state = open_state(settings.state.url, settings.base)
    town = make_township(settings, work.store, state, today=date(2026, 4, 3), now=lambda: now)
    (outcome,) = run_pass(town).outcomes
    assert dark(outcome) == told
    assert outcome.counts["overdue"] == (0 if told else 12)
    assert outcome.requests.read == (3 if told else 2)
    state.close()
