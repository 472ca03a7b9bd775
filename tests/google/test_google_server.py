"""The test server behaves as Google's documentation and recorded answers say."""

import gspread
import pytest
import requests
from google.auth.exceptions import RefreshError
from google.auth.transport.requests import Request
from google.oauth2.service_account import Credentials

from sync.google.transport.credentials import SCOPES
from tests.google import masks
from tests.google.bench import BOT
from tests.google.faults import Fault, FaultKind
from tests.google.model import ApiError
from tests.google.ranges import parse_a1
from tests.google.server import GoogleServer
from tests.google.tokens import new_account


def signed_in(server: GoogleServer) -> requests.Session:
    """Return a session with a token. google-auth's own session would also look up a boundary at Google."""
    credentials = Credentials.from_service_account_info(server.office.accounts[BOT].key_file, scopes=SCOPES)
    credentials.refresh(Request())
    session = requests.Session()
    session.headers["Authorization"] = f"Bearer {credentials.token}"
    return session


class Redirected(gspread.HTTPClient):
    base = ""

    def request(self, method, endpoint, **kwargs):
        for host in ("https://sheets.googleapis.com", "https://www.googleapis.com"):
            endpoint = endpoint.replace(host, self.base)
        return super().request(method, endpoint, **kwargs)


@pytest.fixture
def server():
    with GoogleServer() as running:
        running.add_account(BOT)
        running.world.add_book("abc", "青石村", {BOT: "writer", "owner@example.org": "owner"})
        yield running


@pytest.fixture
def client(server):
    class Here(Redirected):
        base = server.url

    return gspread.Client(auth=None, session=signed_in(server), http_client=Here)


@pytest.fixture
def sheet(client):
    return client.open_by_key("abc").sheet1


def ask(client, path, method="get", **kwargs):
    url = f"https://sheets.googleapis.com/v4/spreadsheets/abc{path}"
    return client.http_client.request(method, url, **kwargs).json()


def batch(client, *items, **body):
    return ask(client, ":batchUpdate", "post", json={"requests": list(items), **body})


def span(dimension, start, end):
    return {"sheetId": 0, "dimension": dimension, "startIndex": start, "endIndex": end}


class TestValues:
    def test_raw_keeps_what_user_entered_parses(self, sheet):
        sheet.update([["0042", "=1+1", "2,000,000.01"]], "A1", value_input_option="RAW")
        assert sheet.get("A1:C1") == [["0042", "=1+1", "2,000,000.01"]]
        sheet.update([["0042", "2,000,000.01"]], "A2", value_input_option="USER_ENTERED")
        assert sheet.get("A2:B2", value_render_option="UNFORMATTED_VALUE") == [[42, 2000000.01]]

    def test_null_skips_and_an_empty_text_clears(self, sheet):
        sheet.update([["a", "b", "c"]], "A1")
        sheet.update([[None, "", "d"]], "A1")
        assert sheet.get("A1:C1") == [["a", "", "d"]]

    def test_trailing_blanks_are_cut_and_nothing_has_no_values(self, client, sheet):
        assert "values" not in ask(client, "/values/A1:C9")
        sheet.update([["a", "", ""], ["", "", ""], ["b"]], "A1")
        assert ask(client, "/values/A1:C9")["values"] == [["a"], [], ["b"]]

    def test_append_splits_tables_at_a_blank_cell(self, sheet):
        sheet.update([["x", "", "z"]], "A1")
        sheet.append_row(["new", "row", "here"])
        assert sheet.get_all_values()[1] == ["", "", "new", "row", "here"]

    def test_a_write_beyond_its_range_or_the_grid_is_refused(self, client):
        with pytest.raises(gspread.exceptions.APIError, match="tried writing to column"):
            ask(
                client,
                "/values/A1:B1",
                "put",
                params={"valueInputOption": "RAW"},
                json={"values": [["a", "b", "c"]]},
            )
        with pytest.raises(gspread.exceptions.APIError, match="exceeds grid limits"):
            ask(client, "/values/A1001")

    def test_a_title_that_looks_like_a_cell_is_a_cell(self, server):
        server.people("abc", [{"addSheet": {"properties": {"title": "D3"}}}])
        book = server.world.books["abc"]
        assert parse_a1(book, "D3")[0].title == "工作表1"
        assert parse_a1(book, "'D3'!A1")[0].title == "D3"

    def test_records_and_rows_through_the_high_level_client(self, sheet):
        sheet.update([["编号", "状态"], ["1", "在办"]], "A1")
        sheet.insert_row(["0", "办结"], 2)
        sheet.delete_rows(3)
        assert sheet.get_all_records() == [{"编号": 0, "状态": "办结"}]


class TestReads:
    def test_a_mask_limits_what_comes_and_an_unknown_path_is_refused(self, client, sheet):
        sheet.update([["a"]], "A1")
        fields = "sheets(properties.title,data/rowData/values/formattedValue)"
        got = ask(client, "", params={"fields": fields})
        assert got == {
            "sheets": [
                {
                    "properties": {"title": "工作表1"},
                    "data": [{"rowData": [{"values": [{"formattedValue": "a"}]}]}],
                }
            ]
        }
        with pytest.raises(
            gspread.exceptions.APIError, match=r"Cannot find matching fields for path 'sheets\.cells'"
        ):
            ask(client, "", params={"fields": "sheets(cells)"})

    def test_without_a_mask_there_is_no_grid_data(self, client):
        assert "data" not in ask(client, "")["sheets"][0]

    def test_zeros_are_left_out_of_ranges_and_kept_in_properties(self, client):
        batch(
            client,
            {
                "mergeCells": {
                    "range": {"sheetId": 0, "endRowIndex": 1, "endColumnIndex": 3},
                    "mergeType": "MERGE_ALL",
                }
            },
        )
        got = ask(client, "", params={"fields": "sheets(properties(sheetId,index),merges)"})["sheets"][0]
        assert got == {
            "properties": {"sheetId": 0, "index": 0},
            "merges": [{"endRowIndex": 1, "endColumnIndex": 3}],
        }

    @pytest.mark.parametrize("text", ["a.b", "a(b,c)", "a/b", "a(b(c,d),e.f)"])
    def test_masks_are_trees(self, text):
        assert masks.parse(text, {})


class TestBatches:
    def test_all_or_nothing(self, client, server):
        good = {"insertDimension": {"range": span("ROWS", 0, 1), "inheritFromBefore": False}}
        bad = {"deleteDimension": {"range": span("ROWS", 500, 501)}}
        with pytest.raises(gspread.exceptions.APIError, match=r"requests\[1\]"):
            batch(client, good, bad)
        assert len(server.world.books["abc"].tabs[0].rows) == 100
        assert not list(server.world.touched_by("client"))

    def test_unknown_requests_and_fields_are_refused(self, client):
        with pytest.raises(gspread.exceptions.APIError, match="Unknown name"):
            batch(client, {"paintCells": {}})
        with pytest.raises(gspread.exceptions.APIError, match="Unknown name"):
            batch(client, {"insertDimension": {"range": span("ROWS", 0, 1), "inheritBefore": True}})

    def test_an_insert_at_the_edge_must_inherit_from_before(self, client):
        with pytest.raises(gspread.exceptions.APIError, match="inheritFromBefore is false"):
            batch(client, {"insertDimension": {"range": span("COLUMNS", 26, 27), "inheritFromBefore": False}})

    def test_cells_that_rows_do_not_cover_are_cleared_by_a_range_and_kept_by_a_start(self, client, sheet):
        sheet.update([["a", "b"]], "A1")
        rows = [{"values": [{"userEnteredValue": {"stringValue": "x"}}]}]
        start = {"sheetId": 0, "rowIndex": 0, "columnIndex": 0}
        batch(client, {"updateCells": {"start": start, "rows": rows, "fields": "userEnteredValue"}})
        assert sheet.get("A1:B1") == [["x", "b"]]
        box = {"sheetId": 0, "endRowIndex": 1, "endColumnIndex": 2}
        batch(client, {"updateCells": {"range": box, "rows": rows, "fields": "userEnteredValue"}})
        assert sheet.get("A1:B1") == [["x"]]

    def test_the_answer_may_show_the_state_right_after(self, client):
        got = ask(
            client,
            ":batchUpdate",
            "post",
            params={"fields": "updatedSpreadsheet.sheets.properties.gridProperties.rowCount"},
            json={
                "requests": [{"appendDimension": {"sheetId": 0, "dimension": "ROWS", "length": 5}}],
                "includeSpreadsheetInResponse": True,
            },
        )
        assert got["updatedSpreadsheet"]["sheets"][0]["properties"]["gridProperties"]["rowCount"] == 105

    def test_rules_are_a_list_whose_indexes_shift(self, client, server):
        def rule(n):
            condition = {"type": "CUSTOM_FORMULA", "values": [{"userEnteredValue": f"=$A1={n}"}]}
            look = {"backgroundColor": {"red": 0.5}}
            return {
                "ranges": [{"sheetId": 0, "endColumnIndex": 1}],
                "booleanRule": {"condition": condition, "format": look},
            }

        for n in (1, 2):
            batch(client, {"addConditionalFormatRule": {"rule": rule(n), "index": 0}})
        got = batch(client, {"deleteConditionalFormatRule": {"sheetId": 0, "index": 1}})
        deleted = got["replies"][0]["deleteConditionalFormatRule"]["rule"]
        assert "=$A1=1" in str(deleted)
        assert deleted["booleanRule"]["format"]["backgroundColor"] == {"red": 0.49803922}
        with pytest.raises(gspread.exceptions.APIError, match="No conditional format"):
            batch(client, {"deleteConditionalFormatRule": {"sheetId": 0, "index": 1}})

    def test_groups_follow_the_documented_examples(self, client, server):
        batch(client, {"addDimensionGroup": {"range": span("COLUMNS", 1, 4)}})
        batch(client, {"addDimensionGroup": {"range": span("COLUMNS", 2, 5)}})
        tab = server.world.books["abc"].tabs[0]
        shown = [(group.start, group.end, group.depth) for group in tab.groups(tab.columns)]
        assert shown == [(1, 5, 1), (2, 4, 2)], "[B:D] + [C:E] is B:E at depth 1 and C:D at depth 2"
        batch(client, {"deleteDimensionGroup": {"range": span("COLUMNS", 3, 5)}})
        tab = server.world.books["abc"].tabs[0]
        shown = [(group.start, group.end, group.depth) for group in tab.groups(tab.columns)]
        assert shown == [(1, 4, 1), (2, 3, 2)], "and without D:E it is B:D and C:C"
        group = {"range": span("COLUMNS", 1, 3), "depth": 1}
        with pytest.raises(gspread.exceptions.APIError, match="does not exist"):
            batch(client, {"updateDimensionGroup": {"dimensionGroup": group, "fields": "collapsed"}})


class TestMetadata:
    @pytest.fixture
    def tagged(self, client):
        tag = {"metadataKey": "k", "metadataValue": "v", "visibility": "DOCUMENT"}
        location = {"dimensionRange": span("COLUMNS", 4, 5)}
        got = batch(client, {"createDeveloperMetadata": {"developerMetadata": {**tag, "location": location}}})
        return got["replies"][0]["createDeveloperMetadata"]["developerMetadata"]["metadataId"]

    def column_of(self, server, number):
        tab = server.world.books["abc"].tabs[0]
        return next(
            (i for i, line in enumerate(tab.columns) for e in line.metadata if e["metadataId"] == number),
            None,
        )

    def test_it_follows_inserts_moves_and_goes_with_its_column(self, client, server, tagged):
        batch(client, {"insertDimension": {"range": span("COLUMNS", 0, 2), "inheritFromBefore": False}})
        assert self.column_of(server, tagged) == 6
        batch(client, {"moveDimension": {"source": span("COLUMNS", 6, 7), "destinationIndex": 0}})
        assert self.column_of(server, tagged) == 0
        batch(client, {"deleteDimension": {"range": span("COLUMNS", 0, 1)}})
        assert self.column_of(server, tagged) is None

    def test_a_values_write_finds_its_column_when_it_is_applied(self, client, server, sheet, tagged):
        move = {"insertDimension": {"range": span("COLUMNS", 0, 1), "inheritFromBefore": False}}
        server.before_write.append(lambda _w, _b: server.people("abc", [move]))
        data = {
            "dataFilter": {"developerMetadataLookup": {"metadataId": tagged}},
            "majorDimension": "COLUMNS",
            "values": [[None, "=1", None, "x"]],
        }
        body = {"valueInputOption": "RAW", "data": [data]}
        got = ask(client, "/values:batchUpdateByDataFilter", "post", json=body)
        assert got["totalUpdatedCells"] == 2
        assert sheet.get("F2:F4") == [["=1"], [], ["x"]]

    @pytest.mark.parametrize("follows", [True, False])
    def test_what_sorting_does_to_row_metadata_is_a_switch(self, client, server, sheet, follows):
        server.world.switches.sort_moves_row_metadata = follows
        sheet.update([["b"], ["a"]], "A1")
        tag = {
            "metadataKey": "r",
            "visibility": "DOCUMENT",
            "location": {"dimensionRange": span("ROWS", 0, 1)},
        }
        batch(client, {"createDeveloperMetadata": {"developerMetadata": tag}})
        box = {"sheetId": 0, "endRowIndex": 2, "endColumnIndex": 26}
        batch(client, {"sortRange": {"range": box, "sortSpecs": [{"dimensionIndex": 0}]}})
        rows = server.world.books["abc"].tabs[0].rows
        assert [bool(line.metadata) for line in rows[:2]] == ([False, True] if follows else [True, False])

    def test_the_journal_says_who_touched_which_column_of_whose(self, client, server, sheet):
        batch(client, {"insertDimension": {"range": span("COLUMNS", 1, 2), "inheritFromBefore": True}})
        sheet.update([["a", "b"]], "A1", value_input_option="RAW")
        touched = [(t.column, t.owner) for t in server.world.touched_by("client") if t.what == "cell"]
        assert touched == [(0, "owner"), (1, f"client:{BOT}")]


class TestRights:
    def test_readers_strangers_and_missing_spreadsheets(self, client, server):
        server.world.books["abc"].access[BOT] = "reader"
        with pytest.raises(gspread.exceptions.APIError, match="403"):
            batch(client, {"appendDimension": {"sheetId": 0, "dimension": "ROWS", "length": 1}})
        server.world.books["abc"].access.clear()
        with pytest.raises(gspread.exceptions.APIError, match="403"):
            ask(client, "")
        with pytest.raises(gspread.exceptions.SpreadsheetNotFound):
            client.open_by_key("zzz")

    def test_a_request_without_a_good_token_is_401(self, server):
        answer = requests.get(
            f"{server.url}/v4/spreadsheets/abc", headers={"Authorization": "Bearer no"}, timeout=5
        )
        assert answer.status_code == 401

    @pytest.mark.parametrize(
        ("change", "error"),
        [
            ({"grant_type": "password"}, "unsupported_grant_type"),
            ({"assertion": "no.jwt.atall"}, "invalid_request"),
        ],
    )
    def test_a_bad_grant_is_refused(self, server, change, error):
        form = {"grant_type": "urn:ietf:params:oauth:grant-type:jwt-bearer", "assertion": "x", **change}
        answer = requests.post(server.token_uri, data=form, timeout=5)
        assert (answer.status_code, answer.json()["error"]) == (400, error)

    def test_a_signature_of_another_key_is_refused(self, server):
        other = new_account("other@example.iam", "p", server.token_uri).key_file
        forged = {**other, "client_email": BOT, "token_uri": server.token_uri}
        credentials = Credentials.from_service_account_info(forged, scopes=SCOPES)
        with pytest.raises(RefreshError, match="Signature"):
            credentials.refresh(Request())

    def test_quotas_are_per_minute_and_user(self, client, server):
        for _ in range(60):
            ask(client, "", params={"fields": "spreadsheetId"})
        with pytest.raises(gspread.exceptions.APIError, match="Read requests per minute per user"):
            ask(client, "")
        batch(client, {"appendDimension": {"sheetId": 0, "dimension": "ROWS", "length": 1}})
        server.clock.sleep(60)
        assert ask(client, "", params={"fields": "spreadsheetId"})

    def test_a_fault_strikes_before_or_after(self, client, server):
        grow = {"appendDimension": {"sheetId": 0, "dimension": "ROWS", "length": 1}}
        for applied, rows in ((False, 100), (True, 101)):
            server.faults.append(Fault(FaultKind.STATUS, 503, applied=applied))
            with pytest.raises(gspread.exceptions.APIError, match="503"):
                batch(client, grow)
            assert len(server.world.books["abc"].tabs[0].rows) == rows

    def test_protection_refuses_the_whole_batch(self, client, server):
        protect = {"range": {"sheetId": 0, "endColumnIndex": 1}, "editors": {"users": []}}
        server.people("abc", [{"addProtectedRange": {"protectedRange": protect}}])
        with pytest.raises(gspread.exceptions.APIError, match="protected"):
            ask(client, "/values/A1", "put", params={"valueInputOption": "RAW"}, json={"values": [["a"]]})

    def test_people_are_not_bound_by_quota(self, server):
        for _ in range(70):
            server.people("abc", [{"appendDimension": {"sheetId": 0, "dimension": "ROWS", "length": 1}}])
        with pytest.raises(ApiError):
            server.people("abc", [{"deleteSheet": {"sheetId": 0}}])
