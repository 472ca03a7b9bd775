import pytest

from config.errors import ConfigError
from config.loading.settings_file import find_config, load_settings
from tests.config.written import MINIMAL, read


def test_a_nul_is_refused_wherever_it_stands():
    text = '[township]\nname = "青石镇"\n[ledgers]\nfolder = "a\\u0000b"\n'
    with pytest.raises(ConfigError, match=r"4: ledgers\.folder: holds a NUL"):
        read(text)


def test_a_config_nested_without_end_is_refused():
    with pytest.raises(ConfigError, match="nested too deep"):
        read("a = " + "[" * 20_000)


def test_the_nearest_config_above_is_found(tmp_path):
    (tmp_path / "township.toml").write_text(MINIMAL, "utf-8")
    below = tmp_path / "ledgers" / "2026"
    below.mkdir(parents=True)
    assert find_config(None, below) == tmp_path / "township.toml"
    assert load_settings(find_config(tmp_path, below)).path("ledgers") == tmp_path / "ledgers"


def test_no_config_says_how_to_make_one(tmp_path):
    with pytest.raises(ConfigError, match="no such config file") as caught:
        find_config(tmp_path / "other.toml", tmp_path)
    assert "duesheet init" in caught.value.fix


def test_a_config_in_another_encoding_is_refused(tmp_path):
    path = tmp_path / "township.toml"
    path.write_bytes(MINIMAL.encode("gbk"))
    with pytest.raises(ConfigError, match="cannot be read") as caught:
        load_settings(path)
    assert "UTF-8" in caught.value.fix
