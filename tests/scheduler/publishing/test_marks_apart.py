"""What cannot be written is marked in a workbook, or a tab, of its own: as long as it cannot be written."""

import csv
from dataclasses import replace

import pytest
from openpyxl import load_workbook
from typer.testing import CliRunner

from config.vocabulary import MARK_HEADINGS, Mark, OutcomeKind
from scheduler.cli import app
from scheduler.passes.one_pass import run_pass
from scheduler.passes.pass_terms import PassOrder
from sync.folder.folder_store import FolderStore
from tests.google.bench import BOT, bench
from tests.scheduler.conftest import CONFIG
from tests.scheduler.publishing import test_google_tabs
from tests.sync.folder.producers.ledgers import HEADINGS, ROWS, TITLE, by_openpyxl

township_on_google = test_google_tabs.township
OURS = [MARK_HEADINGS["zh-CN"][mark] for mark in Mark]


def as_csv(path, rows=ROWS):
    path.parent.mkdir(exist_ok=True)
    with path.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows([[TITLE], HEADINGS, *rows])


def lines(path):
    """The rows below the headings, as texts by heading."""
    rows = [list(row) for row in load_workbook(path).worksheets[0].iter_rows(values_only=True)]
    top = next(at for at, row in enumerate(rows) if OURS[0] in row)
    headings = rows[top]
    return [dict(zip(headings, row, strict=True)) for row in rows[top + 1 :] if any(row)]


class TestFolder:
    @pytest.fixture
    def town(self, tmp_path, township):
        as_csv(tmp_path / "ledgers" / "青石村.csv")
        return township(FolderStore(tmp_path / "ledgers"))

    @pytest.fixture
    def apart(self, town):
        return town.settings.path("summaries") / "督办" / "青石村.xlsx"

    def test_the_same_words_as_a_ledger_that_can_be_written(self, town, apart, tmp_path):
        run_pass(town)
        shown = lines(apart)
        assert [(line["序号"], line["工作表"], line["行"]) for line in shown] == [
            (str(row[0]), "青石村", at) for at, row in enumerate(ROWS, 3)
        ]
        other = FolderStore(tmp_path / "other")
        by_openpyxl_in(tmp_path / "other")
        run_pass(replace(town, store=other, state=None))
        sheet = load_workbook(tmp_path / "other" / "青石村.xlsx")["台账"]
        headings = [cell.value for cell in sheet[2]]
        for line, row in zip(shown, sheet.iter_rows(min_row=3, values_only=True), strict=True):
            written = dict(zip(headings, row, strict=True))
            assert {name: line[name] or "" for name in OURS} == {name: written[name] or "" for name in OURS}

    def test_no_party_and_no_matter_stands_there(self, town, apart):
        run_pass(town)
        told = str(lines(apart))
        assert not any(str(row[column]) in told for row in ROWS[:5] for column in (2, 4))

    def test_it_is_replaced_only_when_something_changed(self, town, apart):
        run_pass(town)
        before = apart.stat().st_mtime_ns, apart.stat().st_ino
        run_pass(town)
        assert (apart.stat().st_mtime_ns, apart.stat().st_ino) == before
        as_csv(town.settings.path("ledgers") / "青石村.csv", ROWS[:4])
        run_pass(town)
        assert len(lines(apart)) == 4

    def test_it_goes_once_the_ledger_can_be_written(self, town, apart):
        run_pass(town)
        by_openpyxl(town.settings.path("ledgers") / "青石村.xlsx")
        (outcome,) = run_pass(town).outcomes
        assert outcome.kind is OutcomeKind.WRITTEN
        assert not apart.parent.exists()

    def test_it_goes_with_the_ledger(self, town, apart):
        run_pass(town)
        (town.settings.path("ledgers") / "青石村.csv").unlink()
        as_csv(town.settings.path("ledgers") / "柳林村.csv")
        run_pass(town)
        assert [path.name for path in apart.parent.iterdir()] == ["柳林村.xlsx"]

    def test_it_stays_while_the_file_cannot_be_read(self, town, apart):
        run_pass(town)
        (town.settings.path("ledgers") / "青石村.csv").write_bytes(b"\x00\x01\xff\xfe")
        run_pass(town)
        assert len(lines(apart)) == len(ROWS)

    def test_it_goes_when_the_ledger_is_detached(self, tmp_path):
        (tmp_path / "township.toml").write_text(CONFIG, "utf-8")
        as_csv(tmp_path / "ledgers" / "青石村.csv")
        said = ["-c", str(tmp_path / "township.toml"), "--today", "2026-04-03"]
        CliRunner().invoke(app, ["run", *said])
        assert (tmp_path / "summaries" / "督办" / "青石村.xlsx").exists()
        CliRunner().invoke(app, ["detach", "--yes", *said])
        assert not (tmp_path / "summaries" / "督办").exists()

    def test_a_dry_pass_makes_none(self, town, apart):
        run_pass(town, PassOrder(dry=True))
        assert not apart.exists()

    def test_two_ledgers_of_a_village_have_one_each(self, tmp_path, township):
        for name in ("信访.csv", "矛盾.csv"):
            as_csv(tmp_path / "ledgers" / name)
        config = CONFIG + '[[village]]\nname = "青石村"\nledger = ["信访.csv", "矛盾.csv"]\n'
        town = township(FolderStore(tmp_path / "ledgers"), config=config)
        run_pass(town)
        found = sorted(path.name for path in (town.settings.path("summaries") / "督办").iterdir())
        assert found == ["青石村.xlsx", "青石村（矛盾）.xlsx"]


def by_openpyxl_in(folder):
    folder.mkdir()
    by_openpyxl(folder / "青石村.xlsx")


class TestGoogle:
    @pytest.fixture
    def work(self, tmp_path):
        with bench(tmp_path, exclude=["coordinator"]) as made:
            access = {BOT: "writer", "owner@example.org": "owner"}
            made.server.world.add_book("coordinator", "青石镇综治", access)
            ref = made.ledger()
            made.book(ref).access[BOT] = "reader"
            yield made

    @pytest.fixture
    def township(self, work, tmp_path):
        yield from township_on_google.__wrapped__(work, tmp_path)

    def test_a_share_to_look_at_is_read_counted_and_marked_in_a_tab(self, township, work):
        before = work.dump(ref := work.store.list()[0])
        (outcome,) = run_pass(township()).outcomes
        assert (outcome.kind, outcome.error.code) == (OutcomeKind.SKIPPED, "read_only")
        assert (outcome.counts["cases"], outcome.counts["open"]) == (6, 6)
        assert BOT in outcome.error.remedy("zh-CN")
        assert work.dump(ref) == before
        shown = tab_lines(work)
        assert [line[:4] for line in shown] == [[f"0{n:03d}", "", "台账", n + 2] for n in range(1, 7)]
        assert {line[4] for line in shown} == {"临期"}

    def test_the_tab_is_written_once_and_goes_when_we_may_write(self, township, work):
        run_pass(township())
        writes = work.spent("write")
        run_pass(township())
        assert work.spent("write") == writes
        work.book(work.store.list()[0]).access[BOT] = "writer"
        (outcome,) = run_pass(township(), PassOrder(release=True)).outcomes
        assert outcome.kind is OutcomeKind.WRITTEN
        assert not [tab for tab in coordinator(work).tabs if tab.title.startswith("督办 ")]

    def test_what_people_wrote_beside_it_stays(self, township, work):
        run_pass(township())
        tab = next(tab for tab in coordinator(work).tabs if tab.title == "督办 青石村")
        more = {"sheetId": tab.sheet_id, "dimension": "COLUMNS", "length": 1}
        start = {"sheetId": tab.sheet_id, "rowIndex": 4, "columnIndex": 9}
        note = test_google_tabs.cells("已电话催过")
        request = {"updateCells": {"start": start, "rows": [note], "fields": "userEnteredValue"}}
        work.server.people("coordinator", [{"appendDimension": more}, request])
        work.book(work.store.list()[0]).access[BOT] = "writer"
        run_pass(township(), PassOrder(release=True))
        left = [value for value in values_of(work, "督办 青石村") if any(value)]
        assert left == [[""] * 9 + ["已电话催过"]]


def coordinator(work):
    return work.server.world.books["coordinator"]


def values_of(work, title):
    tab = next(tab for tab in coordinator(work).tabs if tab.title == title)
    told = test_google_tabs.texts(tab)
    rows, columns = tab.used()
    return [[told.get((r, c), "") for c in range(columns)] for r in range(rows)]


def tab_lines(work):
    rows = values_of(work, "督办 青石村")
    top = next(at for at, row in enumerate(rows) if OURS[0] in row)
    return [row for row in rows[top + 1 :] if any(row[:4])]
