"""People, faults and ends of the machine while the tab of 调解排期 is written: no cell of theirs changes."""

import random
import subprocess
import sys
import time

import pytest

from sync.google.tabs.cell_desk import CellDesk
from tests.google.bench import bench, cells
from tests.google.faults import Fault, FaultKind
from tests.scheduler.sittings.six_villages import ROWS, TODAY
from tests.scheduler.sittings.test_schedule_races import THEIRS, WORDS
from tests.scheduler.sittings.test_schedule_tab import IDS, Tabs, written

pytestmark = pytest.mark.no_cover


class Watched(Tabs):
    """The tab, with every client's write compared: what is people's before and after it."""

    def __init__(self, made, folder):
        super().__init__(made, folder)
        self.changed = []
        plain = made.server.watch

        def watch(before, after, call):
            plain(before, after, call)
            if call.book_id == "coordinator" and self.people_of(before) != self.people_of(after):
                self.changed.append(call.path)

        made.server.watch = watch

    def values(self, title="调解排期"):
        """Return what stands on a tab, from the server's own memory: a hook may ask while it answers."""
        tab = self.tab_called(title)
        return [
            [_shown(tab.cell(row, column)) for column in range(len(tab.columns))]
            for row in range(max(tab.used()[0], 1))
        ]

    def people_of(self, book):
        """Return every cell in a column of people's, by the row and the column, wherever these stand."""
        tab = next((tab for tab in book.tabs if tab.title == "调解排期"), None)
        if tab is None:
            return {}
        ours = {line.uid for line in tab.columns if line.metadata}
        if not ours:  # just made
            return {}
        cells_of = {
            key: cell.get("userEnteredValue") for key, cell in tab.cells.items() if key[1] not in ours
        }
        heads = {line.uid for line in tab.rows[:3]}
        return {key: value for key, value in cells_of.items() if value and key[0] not in heads}

    def scribble(self, rng):
        """Let a person write somewhere in the right part, or begin a line of their own."""
        rows = self.values()
        filled = [at for at, row in enumerate(rows) if any(row)]
        row = rng.randint(3, max(filled) + rng.choice([0, 0, 1]))
        for name in rng.sample(THEIRS, 2):
            text = rng.choice(WORDS[name])
            if name in rows[2]:
                place = written(self.tab.sheet_id, [cells(text)], row, rows[2].index(name))
                self.made.server.people("coordinator", [place])

    def sort(self):
        last = max(at for at, row in enumerate(self.values()) if any(row))
        span = {"sheetId": self.tab.sheet_id, "startRowIndex": 3, "endRowIndex": last + 1}
        by = {"dimensionIndex": 4, "sortOrder": "DESCENDING"}
        self.made.server.people("coordinator", [{"sortRange": {"range": span, "sortSpecs": [by]}}])

    def insert(self, dimension, at):
        span = {"sheetId": self.tab.sheet_id, "dimension": dimension, "startIndex": at, "endIndex": at + 1}
        self.made.server.people(
            "coordinator", [{"insertDimension": {"range": span, "inheritFromBefore": False}}]
        )

    def cell(self, village, row, column, text):
        """Let a person write into a ledger."""
        place = written(0, [cells(text)], row, column)
        self.made.server.people(IDS[village], [place])


def _shown(cell):
    value = cell.get("userEnteredValue", {})
    if "numberValue" in value:
        return str(int(value["numberValue"]))
    return value.get("stringValue", "")


@pytest.fixture
def tabs(tmp_path):
    with bench(tmp_path, exclude=["coordinator"]) as made:
        found = Watched(made, tmp_path)
        found.run()
        yield found
        found.close()
        assert found.changed == []


def settled(tabs):
    return any(tabs.run().schedule.edits == 0 for _ in range(3))


@pytest.mark.parametrize("seed", range(2))
def test_whatever_people_write_stays_and_a_second_pass_writes_nothing(tabs, seed):
    rng = random.Random(seed)
    for _ in range(3):
        for _ in range(rng.randint(1, 3)):
            tabs.scribble(rng)
        tabs.run()
        assert tabs.run().schedule.edits == 0


@pytest.mark.parametrize("seed", range(3))
def test_people_write_and_sort_and_insert_in_the_very_moment(tabs, seed):
    rng = random.Random(seed)
    acts = [
        lambda: tabs.scribble(rng),
        tabs.sort,
        lambda: tabs.insert("ROWS", rng.randint(3, 8)),
        lambda: tabs.insert("COLUMNS", rng.randint(1, 18)),
    ]
    for number in range(3):
        # A day agreed in a ledger makes 状态 say so: a write into a row that is there.
        tabs.cell("河口村", 1, 5, f"12月{number + 2}日上午")
        hooks = tabs.made.server.before_write
        hooks.append(lambda _world, book: None if book != "coordinator" else rng.choice(acts)())
        hooks.append(lambda _world, _book: rng.choice(acts)())
        tabs.run()
        hooks.clear()
    assert settled(tabs)


def test_new_lines_come_in_above_what_people_type_in_that_moment(tabs, monkeypatch):
    rows = [cells(f"N{n}", "2026-11-26", "赵某甲", "钱某乙", "邻里", "", "", "", "", "") for n in range(3)]
    tabs.made.server.people(IDS["河口村"], [written(0, rows, 1 + len(ROWS["河口村"]))])
    own = cells("12月3日", "上午", "丙", "", "", "培训")
    plain = CellDesk._send

    def send_after_them(desk, *request):
        values = tabs.values()
        end = max(at for at, row in enumerate(values) if any(row)) + 1
        place = written(tabs.tab.sheet_id, [own], end, values[2].index("约定日期"))
        tabs.made.server.people("coordinator", [place])
        plain(desk, *request)

    monkeypatch.setattr(CellDesk, "_send", send_after_them)
    tabs.run()
    monkeypatch.undo()
    values = tabs.values()
    lines = [dict(zip(values[2], row, strict=False)) for row in values[3:] if any(row)]
    assert {line["编号"] for line in lines} >= {"N0", "N1", "N2"}
    (theirs,) = [line for line in lines if line["备注"] == "培训"]
    assert (theirs["键"], theirs["编号"], theirs["约定日期"]) == ("", "", "12月3日")
    assert settled(tabs)


@pytest.mark.parametrize("applied", [False, True])
@pytest.mark.parametrize("kind", [FaultKind.RESET, FaultKind.STATUS, FaultKind.TRUNCATED])
def test_a_write_that_breaks_off_is_made_good(tabs, kind, applied):
    tabs.fill("Q5", "约定日期", "同意")
    tabs.fill("Q5", "备注", "记")
    fault = Fault(
        kind, applied=applied, when=lambda call: call.kind == "write" and call.book_id == "coordinator"
    )
    tabs.made.server.faults.append(fault)
    tabs.run()
    tabs.made.server.faults.clear()
    assert settled(tabs)
    rows = tabs.values()
    line = next(dict(zip(rows[2], row, strict=False)) for row in rows if row[5] == "Q5")
    assert (line["约定日期"], line["备注"], line["状态"]) == ("同意", "记", "已约定")


def test_killed_at_any_moment_the_tab_is_whole(tabs):
    path = tabs.folder / "township.toml"
    served = f'store = "google"\nendpoint = "{tabs.made.server.url}"\ncredentials = "{tabs.made.key_path}"'
    path.write_text(path.read_text("utf-8").replace('store = "google"', served), "utf-8")
    tabs.fill("Q5", "约定日期", "同意")
    tabs.fill("Q5", "备注", "记")
    rng = random.Random(5)
    for number in range(3):
        tabs.cell("河口村", 1, 5, f"12月{number + 2}日上午")
        line = [sys.executable, "-m", "scheduler.cli", "run", "-c", str(path)]
        child = subprocess.Popen(
            [*line, "--today", TODAY.isoformat()], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
        )
        time.sleep(rng.uniform(0.8, 3))
        child.kill()
        child.wait()
    assert settled(tabs)
    rows = tabs.values()
    line = next(dict(zip(rows[2], row, strict=False)) for row in rows if row[5] == "Q5")
    assert (line["约定日期"], line["备注"], line["状态"]) == ("同意", "记", "已约定")
