"""The words of a command line put in order before they are read.

Options that every command takes may stand before the command; an option may take several names in a row.
"""

from collections.abc import Sequence

#: Options that take several names in a row: ``--only 青石村 河口村``.
_MANY = frozenset({"--only", "--resume", "--rules"})

#: Those of them that mean all where no name follows.
_OR_ALL = frozenset({"--resume"})

#: What stands for all.
ALL = "*"

_WITH_VALUE = ("-c", "--config", "--today", "--lang")
_FLAGS = frozenset({"--json", "-q", "--quiet", "-v", "--verbose"})


def arranged(arguments: Sequence[str]) -> list[str]:
    """Put common options behind the command, and repeat an option before each of its names."""
    return spread(behind_command(arguments))


def behind_command(arguments: Sequence[str]) -> list[str]:
    """Move the common options that stand before the command behind it: ``-c X check`` is ``check -c X``."""
    count = 0
    while width := _width(arguments[count : count + 1]):
        count += width
    before, rest = arguments[:count], arguments[count:]
    if rest and not rest[0].startswith("-"):
        return [*rest[:1], *before, *rest[1:]]
    # Without a command only -h and --version count; the language was taken from the words as they came.
    left: list[str] = []
    at = 0
    while at < len(rest):
        width = _width(rest[at : at + 1])
        left += [] if width else [rest[at]]
        at += width or 1
    return left


def _width(word: Sequence[str]) -> int:
    """Return how many words an option that every command takes covers; 0 for any other word, or none."""
    if not word:
        return 0
    if word[0] in _WITH_VALUE:
        return 2
    is_whole = word[0].startswith(("--config=", "--today=", "--lang=")) or _joined(word[0])
    return int(word[0] in _FLAGS or is_whole)


def _joined(word: str) -> bool:
    return word.startswith("-c") and not word.startswith("--") and len(word) > 2


def spread(arguments: Sequence[str]) -> list[str]:
    """Repeat an option that takes several names before each of them; no command with one has arguments."""
    spelled: list[str] = []
    option, names = "", 0
    for argument in (*arguments, "-"):
        if argument.startswith("-"):
            if option in _OR_ALL and not names:
                spelled.append(ALL)
            option, names = (argument, 0) if argument in _MANY else ("", 0)
        elif option:
            if names:
                spelled.append(option)
            names += 1
        spelled.append(argument)
    return spelled[:-1]


def told(arguments: Sequence[str], *names: str) -> str | None:
    """Return the last value that the words give an option, without reading the rest of them."""
    found = None
    for word, following in zip(arguments, (*arguments[1:], ""), strict=True):
        for name in names:
            if word == name:
                found = following
            elif word.startswith(f"{name}=" if name.startswith("--") else name) and word != name:
                found = word.removeprefix(name).removeprefix("=")
    return found
