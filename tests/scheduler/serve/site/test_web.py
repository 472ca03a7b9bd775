"""The coordinator's page and what guards it: tokens, paths, many at once, nothing of a person."""

import base64
import http.client
import re
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, date, datetime

import openpyxl
import pytest

from config.errors import ConfigError
from config.loading.settings_file import read_settings
from scheduler.passes.one_pass import run_pass
from scheduler.serve.site.board_html import board_html
from scheduler.serve.site.board_view import board_view, report_names
from scheduler.serve.site.web import Site, WebServer, is_loopback, read_token
from scheduler.township import open_township

TOKEN = "k3Jq9ZxV7bN2mT5wR8yL4c"
TODAY = date(2026, 11, 27)


@pytest.fixture(scope="module")
def town(tmp_path_factory):
    folder = tmp_path_factory.mktemp("town")
    (folder / "ledgers").mkdir()
    for village, day in (("甲村", "2026-10-12"), ("<b>乙</b>村", "2026-11-16")):
        book = openpyxl.Workbook()
        book.active.title = "台账"
        book.active.append(("序号", "登记日期", "纠纷类别", "当事人", "简要情况", "办理状态"))
        book.active.append((1, day, "邻里", "某甲", "因地界争执", "在办"))
        book.save(folder / "ledgers" / f"{village.strip('<b>/')[0]}村.xlsx")
    config = folder / "township.toml"
    config.write_text(
        '[township]\nname = "青石&镇"\n[ledgers]\nfolder = "ledgers"\n'
        '[[village]]\nname = "甲村"\nledger = "甲村.xlsx"\n'
        '[[village]]\nname = "<b>乙</b>村"\nledger = "乙村.xlsx"\n',
        "utf-8",
    )
    township = open_township(config, TODAY)
    run_pass(township)
    (folder / "summaries" / ".hidden.xlsx").write_bytes(b"x")
    (folder / "summaries" / "secret.txt").write_bytes(b"x")
    return township


def page(township):
    return board_html(board_view(township, township.state, [datetime(2026, 11, 30, 8, 0, tzinfo=UTC)]))


@pytest.fixture(params=["", TOKEN])
def served(town, request):
    folder = town.settings.summary_folder
    site = Site(
        lambda: True,
        lambda: "figures 1\n",
        lambda: page(town),
        lambda: report_names(folder),
        folder,
        "zh-CN",
        folder / "calendars",
    )
    server = WebServer("127.0.0.1", 0, request.param, site)
    yield server, request.param
    server.close()


def ask(server, path, token="", method="GET"):
    connection = http.client.HTTPConnection("127.0.0.1", server.port, timeout=30)
    headers = {"Authorization": "Basic " + base64.b64encode(f"x:{token}".encode()).decode()} if token else {}
    connection.request(method, path, headers=headers)
    answer = connection.getresponse()
    body = answer.read()
    connection.close()
    return answer.status, body, dict(answer.getheaders())


def test_the_page_says_what_is_owed_where_and_by_whom_and_names_nobody(town):
    text = page(town)
    assert "青石&amp;镇督办看板" in text
    assert "&lt;b&gt;乙&lt;/b&gt;村" in text
    assert "“台账”第2行（1）" in text
    assert "逾期" in text
    assert "11-30 08:00" in text
    for private in ("某甲", "地界"):
        assert private not in text
    assert not re.search(r"<script|https?:|src=|@import|url[(]", text)


def test_a_token_guards_all_but_health(served):
    server, token = served
    assert ask(server, "/healthz")[0] == 200
    assert ask(server, "/metrics")[0] == 200  # this machine only
    for path in ("/", "/reports/%E7%9D%A3.xlsx", "/none"):
        wrong = [ask(server, path, bad)[0] for bad in ("", TOKEN[:-1], TOKEN + "x", TOKEN.lower())]
        assert set(wrong) == {401} if token else 401 not in wrong
    assert ask(server, "/", token)[0] == 200
    headers = ask(server, "/", token)[2]
    assert "default-src 'none'" in headers["Content-Security-Policy"]


@pytest.mark.parametrize(
    "path",
    [
        "/reports/../township.toml",
        "/reports/..%2ftownship.toml",
        "/reports/%2e%2e/township.toml",
        "/reports//etc/passwd",
        "/reports/.hidden.xlsx",
        "/reports/secret.txt",
        "/reports/",
        "/reports/..%5ctownship.toml",
        "/../township.toml",
        "//reports/x",
        "/reports/%00",
        "/calendars/",
    ],
)
def test_no_path_leads_out(served, path):
    server, token = served
    assert ask(server, path, token)[0] == 404


@pytest.fixture
def calendars(town):
    folder = town.settings.summary_folder / "calendars"
    folder.mkdir(exist_ok=True)
    (folder / "甲村.ics").write_bytes(b"BEGIN:VCALENDAR")
    (folder / "notes.txt").write_bytes(b"x")
    return "%E7%94%B2%E6%9D%91.ics"


def test_a_calendar_program_brings_the_token_in_the_path(served, calendars):
    server, token = served
    path = f"/calendars/{token}/{calendars}" if token else f"/calendars/{calendars}"
    status, body, headers = ask(server, path)
    assert (status, body) == (200, b"BEGIN:VCALENDAR")
    assert headers["Content-Type"].startswith("text/calendar")
    assert ask(server, f"/calendars/{calendars}", token)[0] == 200
    assert ask(server, path, method="HEAD")[:2] == (200, b"")


def test_a_wrong_token_in_the_path_opens_nothing_and_tells_no_names(served, calendars):
    server, token = served
    if not token:
        return
    for wrong in (TOKEN[:-1], TOKEN + "x", TOKEN.lower(), "%00", "..", "", TOKEN + "%2f"):
        for name in (calendars, "none.ics"):
            assert ask(server, f"/calendars/{wrong}/{name}")[0] == 401, wrong
    assert ask(server, f"/calendars/{calendars}")[0] == 401
    assert ask(server, f"/calendars/{calendars}", TOKEN.upper())[0] == 401


@pytest.mark.parametrize(
    "name",
    [
        *("", "..", "../township.toml", "..%2f..%2ftownship.toml", "%2e%2e/township.toml", "notes.txt"),
        *("..%5c..%5ctownship.toml", "%00", "x/%E7%94%B2%E6%9D%91.ics", "%E7%94%B2%E6%9D%91.ics%00"),
    ],
)
def test_no_path_of_a_calendar_leads_out(served, calendars, name):
    server, token = served
    before = f"/calendars/{token}/" if token else "/calendars/"
    assert ask(server, before + name)[0] in ((401, 404) if token else (404,))
    assert ask(server, "/calendars/" + name, token)[0] in ((401, 404) if token else (404,))


def test_a_report_can_be_fetched(served, town):
    server, token = served
    name = report_names(town.settings.summary_folder)[0]
    status, body, _ = ask(server, "/reports/" + "".join(f"%{byte:02X}" for byte in name.encode()), token)
    assert status == 200
    assert body == (town.settings.summary_folder / name).read_bytes()


def test_a_thousand_at_once_get_an_answer(served):
    server, token = served
    with ThreadPoolExecutor(100) as pool:
        found = list(pool.map(lambda _: ask(server, "/", token)[0], range(1000)))
    assert set(found) == {200}


def settings(tmp_path, serve):
    return read_settings(f'[township]\nname = "x"\n[serve]\n{serve}\n', tmp_path / "township.toml")


def test_a_token_comes_from_a_file_or_the_environment(tmp_path, monkeypatch):
    (tmp_path / "token").write_text(TOKEN + "\n", "utf-8")
    assert read_token(settings(tmp_path, 'token = "token"\nhost = "0.0.0.0"')) == TOKEN
    monkeypatch.setenv("BOARD", TOKEN)
    assert read_token(settings(tmp_path, 'token = "$BOARD"')) == TOKEN
    assert read_token(settings(tmp_path, "port = 9000")) == ""


@pytest.mark.parametrize(
    "serve", ['host = "0.0.0.0"', 'host = "192.168.1.5"', 'token = "nosuch"', 'token = "$NOSUCH_VARIABLE"']
)
def test_without_a_good_token_nobody_else_is_let_in(tmp_path, serve):
    with pytest.raises(ConfigError):
        read_token(settings(tmp_path, serve))
    (tmp_path / "short").write_text("a" * 40, "utf-8")
    with pytest.raises(ConfigError):
        read_token(settings(tmp_path, 'token = "short"'))


def test_what_only_this_machine_reaches():
    assert is_loopback("127.0.0.1")
    assert is_loopback("::1")
    assert is_loopback("localhost")
    assert not is_loopback("0.0.0.0")
    assert not is_loopback("example.org")
