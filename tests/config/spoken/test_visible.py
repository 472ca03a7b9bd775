import pytest

from config.spoken.visible import visible


@pytest.mark.parametrize(
    ("name", "shown"),
    [
        pytest.param("青石村　台账 (1)", "青石村　台账 (1)", id="nothing to hide"),
        pytest.param("a\x1b[2Jb", r"a\x1b[2Jb", id="an escape sequence"),
        pytest.param("a\nb\tc", r"a\nb\tc", id="lines"),
        pytest.param("a\u202egpj.xlsx", r"a\u202egpj.xlsx", id="turned round"),
        pytest.param("a\udcffb", r"a\udcffb", id="not in any encoding"),
    ],
)
def test_names_are_shown_as_they_stand(name, shown):
    assert visible(name) == shown
