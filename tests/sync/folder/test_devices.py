import pytest

from config.errors import LedgerUnavailableError
from sync.folder.folder_store import FolderStore
from sync.folder.workbook import read_workbook
from sync.store import LedgerRef

REF_A = LedgerRef("a.xlsx", "a")


@pytest.mark.parametrize("device", ["/dev/null", "/dev/zero", "/dev/full"])
def test_a_device_is_refused_at_once(tmp_path, device):
    link = tmp_path / "a.xlsx"
    link.symlink_to(device)
    with pytest.raises(LedgerUnavailableError, match="no regular file"):
        read_workbook(link)
    store = FolderStore(tmp_path)
    assert store.version(REF_A) == ""
    with pytest.raises(LedgerUnavailableError):
        store.read(REF_A)
