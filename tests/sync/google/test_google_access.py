"""Keys, endpoint, listing: who asks, where, and for which spreadsheets."""

import json
import logging
from dataclasses import replace

import pytest
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat

from config.errors import ConfigError, LedgerUnavailableError
from sync.google.drive import id_of
from sync.google.google_store import GoogleStore, open_google
from sync.google.transport.courier import Wire
from sync.google.transport.credentials import key_warnings, load_accounts
from sync.google.transport.endpoint import Endpoint, checked_endpoint
from tests.google.bench import BOT, bench
from tests.google.faults import Fault, FaultKind
from tests.google.people import Person
from tests.google.simple import run_pass
from tests.google.tokens import DRIVE_SCOPE, SHEETS_SCOPE, new_account

KEY = new_account("key@example.iam", "p", "https://oauth2.googleapis.com/token").key_file


@pytest.fixture
def work(tmp_path):
    with bench(tmp_path) as made:
        yield made


def curve():
    """A key of another kind than Google signs with."""
    made = ec.generate_private_key(ec.SECP256R1())
    return made.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()).decode()


def write_key(path, **changes):
    path.write_text(json.dumps({**KEY, **changes}), "utf-8")
    path.chmod(0o600)
    return path


class TestKeys:
    def test_a_key_is_loaded_and_never_shown(self, tmp_path, caplog):
        caplog.set_level(logging.DEBUG)
        (account,) = load_accounts([write_key(tmp_path / "key.json")])
        assert (account.email, account.project) == ("key@example.iam", "p")
        assert "PRIVATE" not in repr(account) + caplog.text

    def test_the_environment_names_a_key_when_the_config_does_not(self, tmp_path):
        path = write_key(tmp_path / "key.json")
        (account,) = load_accounts([], {"GOOGLE_APPLICATION_CREDENTIALS": str(path)})
        assert account.email == "key@example.iam"

    def test_no_key_at_all(self):
        with pytest.raises(ConfigError) as caught:
            load_accounts([], {})
        assert "credentials" in caught.value.fix

    @pytest.mark.parametrize(
        "content",
        [
            *(
                "",
                "{",
                "[]",
                "{}",
                '{"type": "authorized_user"}',
                json.dumps({**KEY, "private_key": "broken"}),
            ),
            json.dumps({**KEY, "private_key": curve()}),
        ],
        ids=["empty", "cut off", "a list", "no fields", "another kind", "a broken key", "no RSA key"],
    )
    def test_what_is_no_key_is_refused_without_a_word_of_it(self, tmp_path, content):
        path = tmp_path / "key.json"
        path.write_text(content, "utf-8")
        path.chmod(0o600)
        with pytest.raises(ConfigError) as caught:
            load_accounts([path])
        assert "broken" not in caught.value.message
        assert caught.value.__cause__ is None

    def test_a_missing_key(self, tmp_path):
        with pytest.raises(ConfigError, match="does not exist"):
            load_accounts([tmp_path / "none.json"])

    def test_one_account_named_twice(self, tmp_path):
        paths = [write_key(tmp_path / "a.json"), write_key(tmp_path / "b.json")]
        with pytest.raises(ConfigError, match="twice"):
            load_accounts(paths)

    def test_a_key_that_others_can_read_is_a_warning_with_the_remedy(self, tmp_path, caplog):
        path = write_key(tmp_path / "key.json")
        assert key_warnings([path]) == []
        path.chmod(0o644)
        (warning,) = key_warnings([path])
        assert f"chmod 600 {path}" in warning
        load_accounts([path])
        assert warning in caplog.text

    def test_a_token_endpoint_in_the_clear_is_refused(self, tmp_path):
        path = write_key(tmp_path / "key.json", token_uri="http://tokens.example.org/token")
        with pytest.raises(ConfigError, match="without encryption"):
            load_accounts([path])


class TestEndpoint:
    @pytest.mark.parametrize(
        "text",
        ["http://127.0.0.1:8765", "http://localhost:1", "http://[::1]:9", "https://proxy.example.org/"],
    )
    def test_allowed(self, text):
        endpoint = checked_endpoint(text)
        assert endpoint.url("https://sheets.googleapis.com/v4/x") == text.rstrip("/") + "/v4/x"
        assert (
            endpoint.url("https://www.googleapis.com/drive/v3/files") == text.rstrip("/") + "/drive/v3/files"
        )

    @pytest.mark.parametrize(
        "text",
        ["http://10.0.0.5:80", "http://proxy.example.org", "ftp://127.0.0.1", "127.0.0.1:80", "https://"],
    )
    def test_refused(self, text):
        with pytest.raises(ConfigError) as caught:
            checked_endpoint(text)
        assert caught.value.fix

    def test_without_one_google_itself_is_asked(self):
        assert checked_endpoint(None) == Endpoint()
        assert Endpoint().url("https://sheets.googleapis.com/v4/x") == "https://sheets.googleapis.com/v4/x"

    def test_a_netrc_and_a_proxy_of_the_environment_do_not_reach_a_local_endpoint(
        self, work, tmp_path, monkeypatch
    ):
        netrc = tmp_path / "netrc"
        netrc.write_text("machine 127.0.0.1 login a password b\n")
        netrc.chmod(0o600)
        monkeypatch.setenv("NETRC", str(netrc))
        monkeypatch.setenv("HTTP_PROXY", "http://127.0.0.1:9")
        monkeypatch.setenv("http_proxy", "http://127.0.0.1:9")
        ref = work.ledger()
        store = open_google([work.key_path], endpoint=work.server.url)
        assert store.read(ref).title == "青石村"


class TestListing:
    def test_every_spreadsheet_shared_with_the_account_by_title(self, work):
        work.ledger("b", "白岩村")
        work.ledger("a", "青石村")
        work.server.world.add_book("c", "别人的表", {"owner@example.org": "owner"})
        assert [(ref.ledger_id, ref.title) for ref in work.store.list()] == [("b", "白岩村"), ("a", "青石村")]
        assert work.spent("drive") == 1
        assert work.spent("read") == 0

    def test_a_thousand_at_a_time(self, work):
        for i in range(1001):
            work.server.world.add_book(f"s{i:04d}", f"村{i:04d}", {BOT: "writer"})
        assert len(work.store.list()) == 1001
        assert work.spent("drive") == 2

    def test_what_is_in_the_bin_is_no_ledger(self, work):
        work.book(work.ledger()).trashed = True
        assert work.store.list() == []

    def test_only_those_in_the_folder_and_those_named(self, tmp_path):
        named = ["https://docs.google.com/spreadsheets/d/far/edit#gid=0", "missing"]
        folder = "https://drive.google.com/drive/folders/f1?usp=sharing"
        with bench(tmp_path, drive_folder=folder, named=named) as work:
            work.book(work.ledger("in", "青石村")).parents = ("f1",)
            work.ledger("far", "白岩村")
            work.ledger("out", "别处")
            refs = work.store.list()
            assert [ref.ledger_id for ref in refs] == ["far", "in", "missing"]
            assert refs[0].version
            assert refs[2].version == ""

    def test_a_ledger_named_by_its_title_is_not_listed_twice(self, tmp_path):
        with bench(tmp_path, named=["青石村", "../drive/v3/files"]) as work:
            work.ledger("a", "青石村")
            refs = work.store.list()
            assert [ref.ledger_id for ref in refs] == ["a", "../drive/v3/files"]
            with pytest.raises(LedgerUnavailableError) as caught:
                work.store.read(refs[1])
            assert caught.value.code == "gone"

    def test_the_coordinators_own_spreadsheet_is_never_a_ledger(self, tmp_path):
        with bench(tmp_path, exclude=["https://docs.google.com/spreadsheets/d/board/edit"]) as work:
            work.ledger("board", "督办总表")
            work.ledger("a", "青石村")
            assert [ref.ledger_id for ref in work.store.list()] == ["a"]

    def test_a_version_changes_with_every_edit_and_only_then(self, work):
        ref = work.ledger()
        (first,) = work.store.list()
        (second,) = work.store.list()
        assert first.version == second.version != ""
        Person(work, ref).act("retype_number", 0, 0)
        (third,) = work.store.list()
        assert third.version != second.version
        run_pass(work.store, ref)
        (fourth,) = work.store.list()
        assert fourth.version != third.version
        run_pass(work.store, ref)
        (fifth,) = work.store.list()
        assert fifth.version == fourth.version

    def test_drives_own_quota_answer_is_waited_out(self, work):
        work.ledger()
        work.server.faults.append(
            Fault(FaultKind.STATUS, 503, times=2, when=lambda call: call.kind == "drive")
        )
        assert len(work.store.list()) == 1
        assert work.clock.slept > 0


class TestAnotherKey:
    def test_a_new_key_of_the_account_takes_over_and_nobody_shares_anew(self, work):
        """As docs/service.md has it: the file is written over, the service restarted, the old key deleted."""
        ref = work.ledger()
        run_pass(work.store, ref)
        old = work.server.office.accounts[BOT]
        made = new_account("new-key@example.iam", old.project, old.key_file["token_uri"])
        key = {**old.key_file, "private_key_id": "new", "private_key": made.key_file["private_key"]}
        work.server.office.accounts[BOT] = replace(old, key_file=key, public_key=made.public_key)
        work.server.office.expire_all()
        # A program that goes on with the deleted key is refused, and told what to do.
        with pytest.raises(LedgerUnavailableError) as caught:
            work.store.read(ref)
        assert caught.value.code == "credentials"
        work.key_path.write_text(json.dumps(key), "utf-8")
        restarted = GoogleStore(
            load_accounts([work.key_path]), wire=Wire(checked_endpoint(work.server.url), clock=work.clock)
        )
        assert [one.ledger_id for one in restarted.list()] == [ref.ledger_id]
        assert run_pass(restarted, ref) == 0
        restarted.close()


class TestAccounts:
    def test_each_account_is_used_for_what_it_may_see(self, tmp_path):
        with bench(tmp_path, accounts=("a@example.iam", "b@example.iam")) as work:
            for name, email in (("one", "a@example.iam"), ("two", "b@example.iam")):
                ref = work.ledger(name, name)
                work.book(ref).access = {email: "writer"}
            refs = work.store.list()
            assert {ref.ledger_id for ref in refs} == {"one", "two"}
            for ref in refs:
                run_pass(work.store, ref)
            asked = {(call.book_id, call.email) for call in work.server.calls if call.book_id}
            assert asked == {("one", "a@example.iam"), ("two", "b@example.iam")}

    def test_an_account_that_may_only_read_leaves_the_write_to_the_other(self, tmp_path):
        with bench(tmp_path, accounts=("a@example.iam", "b@example.iam")) as work:
            ref = work.ledger()
            work.book(ref).access = {"a@example.iam": "reader", "b@example.iam": "writer"}
            run_pass(work.store, ref)
            assert work.store.read(ref).sheets[0].marks

    def test_an_account_that_fails_leaves_the_list_to_the_other(self, tmp_path):
        with bench(tmp_path, accounts=("a@example.iam", "b@example.iam")) as work:
            ref = work.ledger()
            work.book(ref).access = {"b@example.iam": "writer"}
            del work.server.office.accounts["a@example.iam"]
            assert [found.ledger_id for found in work.store.list()] == ["qingshi"]

    def test_nothing_but_two_scopes_is_asked_for(self, work):
        run_pass(work.store, work.ledger())
        assert {token.scopes for token in work.server.office.tokens.values()} == {
            frozenset({SHEETS_SCOPE, DRIVE_SCOPE})
        }


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("1AbC-d_E", "1AbC-d_E"),
        ("https://docs.google.com/spreadsheets/d/1AbC-d_E/edit?gid=7#gid=7", "1AbC-d_E"),
        ("https://drive.google.com/drive/u/0/folders/1F", "1F"),
        ("https://drive.google.com/open?id=1Q", "1Q"),
    ],
)
def test_an_address_or_an_id(text, expected):
    assert id_of(text) == expected
