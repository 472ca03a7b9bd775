"""调解排期 as a tab of the coordinator's spreadsheet: the same cells as the workbook."""

from datetime import datetime
from zoneinfo import ZoneInfo

import pytest

from config.loading.settings_file import load_settings
from scheduler.passes.one_pass import run_pass
from scheduler.passes.pass_terms import PassOrder
from scheduler.state import open_state
from scheduler.township import make_township
from sync.store import LedgerRef
from tests.google.bench import BOT, bench, cells
from tests.scheduler.sittings.six_villages import CONFIG, HEADINGS, ROWS, TODAY, Villages
from tests.scheduler.sittings.test_roster_sheet import LEADERS, THREE_LEADERS, suggested

ZONE = ZoneInfo("Asia/Shanghai")
IDS = {"青石村": "qingshi", "白云村": "baiyun", "河口村": "hekou"}


class Tabs:
    """The township of the acceptance cases on the test server."""

    def __init__(self, made, folder):
        self.made, self.folder, self._opened = made, folder, []
        access = {BOT: "writer", "owner@example.org": "owner"}
        made.server.world.add_book("coordinator", "青石镇综治", access)
        text = CONFIG
        for village, number in IDS.items():
            text = text.replace(f'ledger = "{village}.xlsx"', f'ledger = "{number}"')
            made.server.world.add_book(number, f"{village}人民调解登记簿（2026年）", access)
            rows = [cells(*HEADINGS), *(cells(*row) for row in ROWS[village])]
            made.server.people(number, [written(0, rows)])
        text += '\n[ledgers]\nstore = "google"\n[summary]\nto = "https://docs.google.com/spreadsheets/d/coordinator/edit"\n'
        (folder / "township.toml").write_text(text, "utf-8")

    def run(self, today=TODAY, **more):
        settings = load_settings(self.folder / "township.toml")
        state = open_state(settings.state.url, settings.base)
        self._opened.append(state)
        now = datetime(today.year, today.month, today.day, 9, tzinfo=ZONE)
        township = make_township(settings, self.made.store, state, today=today, now=lambda: now)
        return run_pass(township, PassOrder(**more))

    def close(self):
        for state in self._opened:
            state.close()

    def add_to_config(self, text):
        path = self.folder / "township.toml"
        path.write_text(path.read_text("utf-8") + text, "utf-8")

    @property
    def tab(self):
        return self.tab_called("调解排期")

    def tab_called(self, title):
        return next(tab for tab in self.made.server.world.books["coordinator"].tabs if tab.title == title)

    def values(self, title="调解排期"):
        sheets = self.made.store.read_cells("coordinator").sheets
        rows = next(sheet.rows for sheet in sheets if sheet.name == title)
        return [[_shown(cell) for cell in row] for row in rows]

    def suggested(self):
        rows = self.values()
        headings = rows[2]
        halves = {"上午": "am", "下午": "pm"}
        found = {}
        for row in rows[3:]:
            line = dict(zip(headings, row, strict=False))
            if line.get("建议日期"):
                half, who = halves[line["建议时段"]], line["建议调解员"]
                found[line["编号"]] = f"{line['建议日期'][5:]} {half} {who}"
        return found

    def fill(self, number, heading, text):
        rows = self.values()
        column = rows[2].index(heading)
        row = next(at for at, line in enumerate(rows) if line[rows[2].index("编号")] == number)
        self.made.server.people("coordinator", [written(self.tab.sheet_id, [cells(text)], row, column)])


def _shown(cell):
    return str(int(cell)) if isinstance(cell, float) and cell.is_integer() else str(cell)


def written(sheet, lines, row=0, column=0):
    start = {"sheetId": sheet, "rowIndex": row, "columnIndex": column}
    return {"updateCells": {"start": start, "rows": lines, "fields": "userEnteredValue"}}


@pytest.fixture
def tabs(tmp_path):
    with bench(tmp_path, exclude=["coordinator"]) as made:
        found = Tabs(made, tmp_path)
        yield found
        found.close()


def test_case_38_both_stores_give_the_same_cells(tabs, tmp_path):
    folder = Villages(tmp_path / "folder")
    folder.run()
    assert tabs.run().schedule.kind == "written"
    assert tabs.suggested() == folder.suggested()
    assert tabs.run().schedule.as_json() == {"outcome": "unchanged", "rows": 6, "edits": 0}


def test_what_a_person_agrees_to_is_read_back_and_stays(tabs):
    tabs.run()
    tabs.fill("Q3", "约定日期", "同意")
    before = tabs.values()
    tabs.run()
    after = tabs.values()
    column = before[2].index("约定日期")
    assert [row[column] for row in before] == [row[column] for row in after]
    assert "已约定" in {row[before[2].index("状态")] for row in after}


def test_leave_in_the_tab_of_mediators_counts(tabs):
    tabs.run()
    people = next(t for t in tabs.made.server.world.books["coordinator"].tabs if t.title == "调解员与场所")
    line = cells("甲", "", "", "", "", "2026-12-03", "")
    tabs.made.server.people("coordinator", [written(people.sheet_id, [line], 3, 0)])
    tabs.run()
    assert tabs.suggested()["Q5"] == "12-04 pm 甲"


def test_a_pass_in_which_nothing_changed_asks_nothing_of_the_sheet(tabs):
    while tabs.run().schedule.kind == "written":
        pass
    tabs.run()
    before = tabs.made.store.requests(LedgerRef("coordinator", ""))
    assert tabs.run().schedule.kind == "unchanged"
    assert tabs.made.store.requests(LedgerRef("coordinator", "")) == before
    tabs.fill("Q3", "约定日期", "同意")
    assert tabs.run().schedule.kind == "written"


def test_a_word_on_the_sheet_alone_takes_no_line_away(tabs):
    while tabs.run().schedule.kind == "written":
        pass
    before = tabs.suggested()
    tabs.fill("Q3", "备注", "来过电话")
    assert tabs.run().schedule.as_json() == {"outcome": "unchanged", "rows": 6, "edits": 0}
    assert tabs.suggested() == before


def test_the_roster_is_a_tab_like_the_workbooks_sheet(tabs, tmp_path):
    folder = Villages(tmp_path / "folder", LEADERS)
    folder.run()
    tabs.add_to_config(THREE_LEADERS)
    tabs.run()
    assert {line[0]: line[2] for line in tabs.values("接访排班")[3:] if line[0]} == suggested(folder)
    assert tabs.run().schedule.as_json()["edits"] == 0


def test_a_tab_of_the_roster_that_is_gone_is_made_anew(tabs):
    tabs.add_to_config(THREE_LEADERS)
    tabs.run()
    roster = tabs.tab_called("接访排班")
    tabs.made.server.people("coordinator", [{"deleteSheet": {"sheetId": roster.sheet_id}}])
    tabs.run()
    assert any("王某" in line for line in tabs.values("接访排班"))
    assert tabs.run().schedule.as_json()["edits"] == 0


def test_a_tab_without_its_headings_is_named_and_left_alone(tabs):
    tabs.run()
    tabs.made.server.people("coordinator", [written(tabs.tab.sheet_id, [cells("村里")], 2, 1)])
    before = tabs.values()
    found = tabs.run()
    assert (found.schedule.kind, found.schedule.error.code) == ("failed", "schedule_headings")
    assert tabs.values() == before


def test_filtered_frozen_and_sorted_by_a_person_lines_keep_their_keys(tabs):
    while tabs.run().schedule.kind == "written":
        pass
    assert (tabs.tab.frozen_rows, tabs.tab.basic_filter is not None) == (3, True)
    before = {row[20]: row for row in tabs.values()[3:] if any(row)}
    span = {"sheetId": tabs.tab.sheet_id, "startRowIndex": 3, "endRowIndex": 9}
    by = {"dimensionIndex": 9, "sortOrder": "DESCENDING"}
    tabs.made.server.people("coordinator", [{"sortRange": {"range": span, "sortSpecs": [by]}}])
    assert tabs.run().schedule.edits == 0
    assert {row[20]: row for row in tabs.values()[3:] if any(row)} == before
    tabs.fill("Q3", "约定日期", "同意")
    tabs.run()
    rows = tabs.values()
    line = next(dict(zip(rows[2], row, strict=False)) for row in rows if row[5] == "Q3")
    assert line["状态"] == "已约定"
    assert (tabs.tab.frozen_rows, tabs.tab.basic_filter is not None) == (3, True)
