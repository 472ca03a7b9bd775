"""People read titles: no id of a shared spreadsheet stands in what a Google township prints or publishes."""

import json
import re
from datetime import UTC, date, datetime

import pytest
from python_calamine import CalamineWorkbook
from typer.testing import CliRunner

from scheduler.cli import app
from scheduler.serve.site.board_html import board_html
from scheduler.serve.site.board_view import board_view
from scheduler.township import open_township
from tests.google.bench import BOT, bench, cells
from tests.reports.read_back import document_text

TODAY = "2026-04-03"
IDS = {
    "青石村台账": "1aQk7vXyZ0Lr3mTgB5nWcD8eHfJpSuR2oK9iVtYxNqA",
    "柳树村台账": "1bZw2sEdRfTgYhUjIkOlPmNbVcXqAzWsXeDcRfVtGbY",
    "白岩村台账": "1cPlOkMjNhBgVfCdXsZaQwErTyUiOpLkJhGfDsAzXcV",
    "青石村台账的副本": "1dMnBvCxZlKjHgFdSaPoIuYtReWqQwErTyUiOpAsDfG",
}
HEADER = [
    "序号",
    "登记日期",
    "纠纷类型",
    "当事人",
    "简要情况",
    "复杂程度",
    "责任单位",
    "办理状态",
    "办结日期",
]
ROWS = {
    "青石村台账": [["1", "2026-03-02", "邻里", "赵大勇", "院墙滴水", "简单", "村委会", "办理中", ""]],
    "柳树村台账": [
        ["1", "2026-03-02", "邻里", "赵大勇", "院墙滴水", "简单", "村委会", "办理中", ""],
        ["2", "农历三月", "邻里", "钱二牛", "地界不清", "简单", "村委会", "办理中", ""],
    ],
    "白岩村台账": [
        ["1", "2026-03-20", "邻里", "孙富贵", "水沟堵塞", "简单", "村委会", "已办结", "2026-03-25"]
    ],
}
ROWS["青石村台账的副本"] = ROWS["青石村台账"]


@pytest.fixture
def town(tmp_path, monkeypatch):
    with bench(tmp_path) as work:
        work.server.quotas = False  # a dozen commands ask for more than a minute's grant
        for title, book_id in IDS.items():
            work.server.world.add_book(book_id, title, {BOT: "writer", "owner@example.org": "owner"})
            put = {
                "start": {"sheetId": 0},
                "rows": [cells(*line) for line in (HEADER, *ROWS[title])],
                "fields": "userEnteredValue",
            }
            work.server.people(book_id, [{"updateCells": put}])
        path = tmp_path / "town" / "township.toml"
        path.parent.mkdir()
        path.write_text(
            f'[township]\nname = "青石镇"\nadopted_on = 2025-01-01\n[ledgers]\nstore = "google"\n'
            f'credentials = "{work.key_path}"\nendpoint = "{work.server.url}"\n'
            f'[[village]]\nname = "青石村"\nledger = "{IDS["青石村台账"]}"\n'
            '[[village]]\nname = "黄岭村"\nledger = "黄岭村台账"\n',
            "utf-8",
        )
        monkeypatch.chdir(path.parent)
        path.with_name("more.toml").write_text(
            path.read_text("utf-8")
            + '[sittings]\nenabled = true\n[summary]\nformats = ["xlsx", "docx", "html"]\n'
            + '[notify]\nurls = ["json://desk"]\n[[post]]\npost = "handler"\nvillage = "青石村"\nnotify = ["json://q"]\n',
            "utf-8",
        )
        yield work


def invoked(*arguments):
    done = CliRunner().invoke(app, [*arguments, "--today", TODAY])
    assert done.exit_code in (0, 1), done.output
    assert "Traceback" not in done.output
    return done


def said(*arguments):
    return invoked(*arguments).output


def is_clean(text):
    return not any(book_id in text for book_id in IDS.values())


def test_no_id_is_shown(town, tmp_path):
    for command in (["check", "-v"], ["run", "-v"], ["run"], ["status"], ["inspect"], ["doctor"], ["agenda"]):
        shown = said(*command)
        assert is_clean(shown), (command, shown)
    fresh = tmp_path / "fresh" / "township.toml"
    fresh.parent.mkdir()
    place = ("--credentials", str(town.key_path), "--endpoint", town.server.url, "--config", str(fresh))
    assert is_clean(said("init", *place, "--yes"))
    town.server.world.books[IDS["白岩村台账"]].access.clear()
    for command in (["run"], ["status"], ["report", "--period", "2026-03H2"], ["history"]):
        shown = said(*command)
        assert is_clean(shown), (command, shown)
    run = re.search(r"\d{8}-\d{6}-[0-9a-f]{4}", said("history"))
    for command in (["undo", run[0], "--yes"], ["detach", "--yes"]):
        shown = said(*command)
        assert is_clean(shown), (command, shown)


def test_no_id_is_published(town, tmp_path):
    said("run")
    said("report", "--period", "2026-03H2")
    folder = tmp_path / "town" / "summaries"
    books = list(folder.glob("*.xlsx"))
    assert len(books) >= 2
    for path in books:
        book = CalamineWorkbook.from_path(path)
        for name in book.sheet_names:
            assert is_clean(str(book.get_sheet_by_name(name).to_python())), (path.name, name)
    for page in folder.glob("*.html"):
        text = re.sub(r'href="[^"]*"', "", page.read_text("utf-8"))
        assert is_clean(text), page.name
    for paper in folder.glob("*.docx"):
        assert is_clean(document_text(paper.read_bytes())), paper.name


def board_text(folder):
    (path,) = folder.glob("*总表*.xlsx")
    book = CalamineWorkbook.from_path(path)
    return "".join(str(book.get_sheet_by_name(name).to_python()) for name in book.sheet_names)


def test_where_a_village_has_two_ledgers_the_board_tells_them_by_title(town, tmp_path):
    two = ("青石村台账", "柳树村台账")
    config = tmp_path / "town" / "two.toml"
    names = json.dumps([IDS[title] for title in two])
    text = (tmp_path / "town" / "township.toml").read_text("utf-8")
    text = text.replace(f'ledger = "{IDS[two[0]]}"', f"ledger = {names}")
    config.write_text(text, "utf-8")
    folder = tmp_path / "town" / "summaries"
    unseen = IDS["白岩村台账"]
    for step in ("read", "recalled", "not shared any more", "never read"):
        if step == "not shared any more":
            town.server.world.books[IDS[two[1]]].access.clear()
        if step == "never read":
            config.write_text(text.replace(IDS[two[0]], unseen), "utf-8")
            town.server.world.books[unseen].access.clear()
        said("run", "--config", str(config))
        shown = board_text(folder)
        assert is_clean(shown), step
        if step in ("read", "recalled"):
            assert all(title in shown for title in two), step


@pytest.mark.parametrize("is_read", [True, False])
def test_no_id_is_in_a_digest_an_agenda_a_list_or_on_the_page(town, tmp_path, is_read):
    """With all switched on, and also where a ledger cannot be read and counts by its last reading."""
    config = tmp_path / "town" / "more.toml"
    chosen = ("--config", str(config))
    said("run", *chosen)
    if not is_read:
        for book_id in IDS.values():
            town.server.world.books[book_id].access.clear()
        said("run", *chosen)
    commands = (
        ["remind", "--preview"],
        ["agenda", "--ics", str(tmp_path / "ics")],
        ["agenda", "--village", "青石村"],
        ["report", "--kind", "risk-list", "--period", "2026-03"],
        ["report", "--kind", "lead-officers", "--period", "2026Q1"],
        ["report", "--kind", "assessment", "--period", "2026Q1"],
        ["status"],
    )
    for command in commands:
        shown = said(*command, *chosen)
        assert is_clean(shown), (command, shown)
    texts = {path: path.read_text("utf-8") for path in (tmp_path / "ics").rglob("*.ics")}
    papers = (tmp_path / "town" / "summaries").glob("*.docx")
    texts |= {path: document_text(path.read_bytes()) for path in papers}
    assert len(texts) > 4
    township = open_township(config, date.fromisoformat(TODAY))
    try:
        page = board_html(board_view(township, township.state, [datetime(2026, 4, 7, tzinfo=UTC)]))
    finally:
        township.state.close()
    assert "青石村台账" in page or "青石村" in page
    texts[config] = re.sub(r'href="[^"]*"', "", page)
    assert not [path.name for path, text in texts.items() if not is_clean(text)]


def objects(document):
    """Yield every object within a document."""
    if isinstance(document, dict):
        yield document
    within = document.values() if isinstance(document, dict) else document
    for part in within if isinstance(document, dict | list) else ():
        yield from objects(part)


def test_in_json_a_title_stands_beside_every_id(town, tmp_path):
    titles = {book_id: title for title, book_id in IDS.items()}
    chosen = ("--config", str(tmp_path / "town" / "more.toml"))
    place = ("--credentials", str(town.key_path), "--endpoint", town.server.url)
    named = set()

    def asked(*command):
        document = json.loads(invoked(*command, "--json").stdout)
        for found in objects(document):
            for key in found.keys() & {"ledger", "workbook"}:
                if found[key] in titles:
                    # One that no listing shows any more goes by its village.
                    known = {titles[found[key]], *(["青石村"] if command[0] == "report" else [])}
                    assert found.get("title") in known, (command, found)
                    named.add(command[0])
        return document

    run = asked("run", *chosen)["run"]
    asked("check", "--rules", "statute", *chosen)
    asked("agenda", *chosen)
    for command in ("check", "status", "inspect"):
        asked(command, *chosen)
    asked("history", IDS["青石村台账"], *chosen)
    asked("init", *place, "--config", str(tmp_path / "fresh.toml"))
    asked("undo", run, "--yes", *chosen)
    asked("run", "--resume", "*", *chosen)
    asked("detach", "--yes", *chosen)
    town.server.world.books[IDS["青石村台账"]].access.clear()
    asked("report", "--period", "2026-03H2", *chosen)
    assert named == {"run", "check", "status", "inspect", "history", "init", "undo", "detach", "report"}
