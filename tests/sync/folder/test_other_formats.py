"""Spreadsheets that are read and counted, and never written; folders within the folder."""

import csv
import subprocess
import zipfile
from pathlib import Path

import pytest

from config.errors import LedgerUnavailableError
from config.vocabulary import OutcomeKind
from scheduler.marking.detach import detach
from scheduler.passes.one_pass import run_pass
from scheduler.publishing.summaries import publish
from sync.folder.folder_store import FolderStore
from sync.folder.other_formats import read_only_sheets
from sync.folder.workbook import read_workbook
from tests.scheduler.conftest import CONFIG, township  # noqa: F401 - a fixture
from tests.sync.folder.producers.ledgers import HEADINGS, ROWS, TITLE, by_openpyxl

OLE = bytes.fromhex("D0CF11E0A1B11AE1")


def _saved_as(folder: Path, ending: str) -> Path:
    """Let LibreOffice save the ledger in another format."""
    source = folder / "in" / "青石村.xlsx"
    source.parent.mkdir()
    by_openpyxl(source)
    profile = f"-env:UserInstallation={(folder / 'profile').as_uri()}"
    out = folder / "ledgers"
    command = ["soffice", profile, "--headless", "--convert-to", ending, "--outdir", str(out), str(source)]
    subprocess.run(command, check=True, capture_output=True, timeout=240)
    return out / f"青石村.{ending}"


def _as_csv(folder: Path, encoding: str, delimiter: str) -> Path:
    path = folder / "ledgers" / "青石村.csv"
    path.parent.mkdir()
    with path.open("w", encoding=encoding, newline="") as file:
        csv.writer(file, delimiter=delimiter).writerows([[TITLE], HEADINGS, *ROWS])
    return path


WAYS = {
    "csv UTF-8": lambda folder: _as_csv(folder, "utf-8", ","),
    "csv with a mark": lambda folder: _as_csv(folder, "utf-8-sig", ","),
    "csv GB18030": lambda folder: _as_csv(folder, "gb18030", ","),
    "csv UTF-16 with tabs": lambda folder: _as_csv(folder, "utf-16", "\t"),
}
SAVED = {ending: lambda folder, ending=ending: _saved_as(folder, ending) for ending in ("xls", "ods")}
PARAMETERS = [
    *(pytest.param(make, id=name) for name, make in WAYS.items()),
    *(pytest.param(make, id=name, marks=pytest.mark.needs("soffice")) for name, make in SAVED.items()),
]


def standing(town, ledger):
    """Return what the state knows of a ledger's open cases."""
    records = town.state.looks.standing_verdicts(ledger)[ledger]
    return [(one.row, one.light, str(one.due), one.duty, one.addressee) for one in records]


@pytest.mark.parametrize("make", PARAMETERS)
def test_the_same_verdicts_and_no_byte_changed(tmp_path, township, make):  # noqa: F811
    path = make(tmp_path)
    before = path.read_bytes()
    town = township(FolderStore(path.parent))
    outcome = run_pass(town).outcomes[0]
    assert outcome.kind is OutcomeKind.SKIPPED
    assert (outcome.error.code, outcome.village) == ("read_only", "青石村")
    assert "另存为 .xlsx" in outcome.error.remedy("zh-CN")
    detach(town, [])
    assert path.read_bytes() == before
    same = tmp_path / "same" / "青石村.xlsx"
    same.parent.mkdir()
    by_openpyxl(same)
    other = township(FolderStore(same.parent))
    written = run_pass(other).outcomes[0]
    assert outcome.counts == written.counts
    assert outcome.counts["cases"] == len(ROWS)
    found = standing(town, path.name)
    assert found == standing(other, same.name)
    assert len(found) == outcome.counts["open"]
    totals, same_totals = (publish(each, "half-month", "2026-03H2").totals for each in (town, other))
    assert totals == same_totals
    assert (totals["new"], totals["closing"]) == (3, 4)
    assert path.read_bytes() == before


@pytest.mark.parametrize(
    ("name", "data", "words"),
    [
        pytest.param("a.et", b"PK\x03\x04", "no workbook of the old format", id="et of the new kind"),
        pytest.param("a.xls", b"<html>", "no workbook of the old format", id="a web page called xls"),
        pytest.param(
            "a.xls", bytes.fromhex("D0CF11E0A1B11AE1") + bytes(600), "unknown way", id="a broken xls"
        ),
        pytest.param("a.ods", b"PK\x03\x04", "unknown way", id="a broken ods"),
        pytest.param("a.csv", b"\x00\x01\xff\xfe", "no table in text", id="no text"),
        pytest.param("a.csv", b"", "0 bytes", id="empty"),
    ],
)
def test_what_cannot_be_read_is_said(tmp_path, name, data, words):
    (tmp_path / name).write_bytes(data)
    with pytest.raises(LedgerUnavailableError, match=words) as caught:
        read_workbook(tmp_path / name)
    assert caught.value.fix


def test_an_ods_that_unfolds_to_everything_dies_alone(tmp_path):
    office = "urn:oasis:names:tc:opendocument:xmlns:office:1.0"
    table = "urn:oasis:names:tc:opendocument:xmlns:table:1.0"
    repeated = 'office:value-type="float" office:value="1" table:number-columns-repeated="16000"'
    row = f'<table:table-row table:number-rows-repeated="1000000"><table:table-cell {repeated}/>'
    xml = (
        f'<office:document-content xmlns:office="{office}" xmlns:table="{table}"><office:body>'
        '<office:spreadsheet><table:table table:name="a">'
        f"{row}</table:table-row>"
        "</table:table></office:spreadsheet></office:body></office:document-content>"
    )
    with zipfile.ZipFile(tmp_path / "a.ods", "w") as book:
        book.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
        book.writestr("content.xml", xml)
        book.writestr("META-INF/manifest.xml", "<manifest/>")
    with pytest.raises(LedgerUnavailableError):
        read_only_sheets((tmp_path / "a.ods").read_bytes(), ".ods", "a.ods", "a")


def test_the_old_file_beside_the_one_it_was_saved_as_is_no_second_ledger(tmp_path):
    for name in ("青石村.xlsx", "青石村.xls", "柳林村.xls", "名册.xlsb"):
        (tmp_path / name).write_bytes(b"x")
    assert [ref.ledger_id for ref in FolderStore(tmp_path).list()] == [
        "名册.xlsb",
        "柳林村.xls",
        "青石村.xlsx",
    ]


def test_a_village_may_have_a_folder_of_its_own(tmp_path, township):  # noqa: F811
    ledgers = tmp_path / "ledgers"
    for name in (
        "石桥村/2026.xlsx",
        "青石村.xlsx",
        "柳林村/2026年/台账.xlsx",
        "2025归档/青石村.xlsx",
        ".x/a.xlsx",
    ):
        (ledgers / name).parent.mkdir(parents=True, exist_ok=True)
        by_openpyxl(ledgers / name)
    store = FolderStore(ledgers, state_dir=tmp_path / ".duesheet")
    listed = {ref.ledger_id: ref.title for ref in store.list()}
    assert listed == {
        "石桥村/2026.xlsx": "石桥村 2026",
        "青石村.xlsx": "青石村",
        "柳林村/2026年/台账.xlsx": "柳林村 2026年 台账",
    }
    config = CONFIG + '[[village]]\nname = "石桥村"\nledger = "石桥村/2026.xlsx"\n'
    found = run_pass(township(store, config=config)).outcomes
    assert {outcome.ledger: outcome.kind for outcome in found} == dict.fromkeys(listed, OutcomeKind.WRITTEN)
    assert found[0].village == "石桥村"
    assert (tmp_path / ".duesheet" / "backup" / "石桥村" / "2026.xlsx").exists()


def test_what_the_config_leaves_out_is_no_ledger(tmp_path, township):  # noqa: F811
    for name in ("青石村.xlsx", "干部名册.xlsx", "石桥村/低保名册.xlsx"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        by_openpyxl(tmp_path / name)
    config = CONFIG + '[ledgers]\nexclude = ["*名册*"]\n'
    found = run_pass(township(FolderStore(tmp_path), config=config)).outcomes
    assert [outcome.ledger for outcome in found] == ["青石村.xlsx"]
