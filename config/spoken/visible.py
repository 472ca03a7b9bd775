"""Names of files, worksheets and villages as they may be shown: nothing in them moves the cursor."""

import unicodedata

#: Control and format characters, lone surrogates, and what ends a line.
_HIDDEN = frozenset({"Cc", "Cf", "Cs", "Zl", "Zp"})


def visible(name: str) -> str:
    r"""Return *name* with what a terminal or a log would not print as it stands escaped, as in ``\x1b``."""
    if name.isprintable():
        return name
    return "".join(_escaped(character) if _is_hidden(character) else character for character in name)


def _is_hidden(character: str) -> bool:
    return unicodedata.category(character) in _HIDDEN


def _escaped(character: str) -> str:
    return character.encode("unicode_escape", "surrogatepass").decode("ascii")
