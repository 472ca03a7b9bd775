"""Which language a command speaks: what ``--lang`` says, else the config, else the locale."""

import re
import tomllib
from pathlib import Path

from config.messages import Language, language_of_locale

#: The name of the config; `config.loading` reads it, but help must not wait for that.
_NAME = "township.toml"

#: A language where the rest of the file cannot be read.
_LINE = re.compile(r"""^\s*language\s*=\s*["'](zh-CN|en)["']""", re.MULTILINE)


def spoken(lang: str | None, config: Path | None, here: Path | None = None) -> Language:
    """Return the language to speak.

    Args:
        lang: what ``--lang`` says; anything but a language we speak is left to the command to refuse.
        config: what ``-c`` says; None looks here and above.
        here: the folder to look in; default: the current one.
    """
    if lang in ("zh-CN", "en"):
        return "zh-CN" if lang == "zh-CN" else "en"
    for path in _places(config, here or Path.cwd()):
        try:
            text = path.read_text("utf-8-sig")
        except (OSError, UnicodeDecodeError):
            continue
        return _of_config(text)
    return language_of_locale()


def _places(config: Path | None, here: Path) -> list[Path]:
    if config is not None:
        return [config / _NAME if config.is_dir() else config]
    return [folder / _NAME for folder in (here, *here.parents) if (folder / _NAME).is_file()][:1]


def _of_config(text: str) -> Language:
    """Return the language of a config's text; a config that names none is Chinese."""
    try:
        township = tomllib.loads(text).get("township")
        named = township.get("language") if isinstance(township, dict) else None
    except tomllib.TOMLDecodeError:
        found = _LINE.search(text)
        named = found.group(1) if found else None
    return "en" if named == "en" else "zh-CN"
