"""A report is put in its place at once, and who may read it is for the umask to say."""

import os
import stat

import pytest

from reports.forms.files import put


@pytest.mark.skipif(os.name == "nt", reason="modes of POSIX")
@pytest.mark.parametrize(("umask", "mode"), [(0o077, 0o600), (0o027, 0o640), (0o022, 0o644)])
def test_the_umask_decides(tmp_path, umask, mode):
    before = os.umask(umask)
    try:
        put(tmp_path / "summaries" / "半月报.xlsx", b"x")
    finally:
        os.umask(before)
    assert stat.S_IMODE((tmp_path / "summaries" / "半月报.xlsx").stat().st_mode) == mode
