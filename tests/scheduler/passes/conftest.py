"""What tests of whole passes over workbooks share."""

import pytest

from tests.sync.folder.producers.ledgers import by_xlsxwriter


@pytest.fixture
def ledgers(tmp_path):
    """A folder with one village's ledger."""
    folder = tmp_path / "ledgers"
    folder.mkdir()
    by_xlsxwriter(folder / "青石村.xlsx")
    return folder
