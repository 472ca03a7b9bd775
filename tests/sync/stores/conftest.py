import pytest

from tests.sync.stores.known_places import ONLY_READ, PLACES, WRITTEN


@pytest.fixture(params=PLACES)
def place(request, tmp_path):
    """Every store there is."""
    with PLACES[request.param](tmp_path) as opened:
        yield opened


@pytest.fixture(params=WRITTEN)
def written(request, tmp_path):
    """Every store whose ledger may be written."""
    with WRITTEN[request.param](tmp_path) as opened:
        assert opened.may_write
        yield opened


@pytest.fixture(params=ONLY_READ)
def only_read(request, tmp_path):
    """Every store whose ledger may only be read."""
    with ONLY_READ[request.param](tmp_path) as opened:
        assert not opened.may_write
        yield opened
