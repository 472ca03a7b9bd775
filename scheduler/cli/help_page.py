"""What ``--help`` prints: plain text from the catalogue, in one language, as wide as the terminal."""

import shutil
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from config.messages import area, entry_of, said

#: A page is at most this wide; longer lines read badly.
_WIDEST = 100

#: With less room than this beside what is typed, a text goes below it.
_NARROWEST = 24

#: The options every command takes, by their names in the catalogue, as the first page shows them.
SHARED = {
    "config": "-c, --config FILE",
    "today": "--today DATE",
    "as_json": "--json",
    "lang": "--lang zh-CN|en",
    "quiet": "-q, --quiet",
    "verbose": "-v, --verbose",
}

#: What may not begin a line of Chinese.
_CLOSING = "，。；：、）】》”？！"


@dataclass(frozen=True, slots=True)
class HelpLine:
    """One entry of a list: what to type, and what it does."""

    typed: str
    does: str


def command_page(command: Any, path: str, language: str) -> str:
    """Return the page of one command.

    Args:
        command: the library's command, with its name and parameters.
        path: how it was called, ``duesheet check``.
        language: ``zh-CN`` or ``en``.
    """
    name = _name(path)
    arguments = [one for one in command.params if one.param_type_name == "argument"]
    options = [one for one in command.params if one.param_type_name == "option"]
    shared = [one for one in options if one.name in SHARED]
    own = [one for one in options if one not in shared]
    typed = " ".join([path, *(_metavar(one, language) for one in arguments), said(language, "help.options")])
    lines = [said(language, "help.usage", line=typed), "", *wrapped(said(language, f"help.{name}"))]
    if example := entry_of(f"help.{name}").get("example"):
        lines += ["", said(language, "help.example", line=example)]
    for title, parameters in (
        ("arguments_title", arguments),
        ("own_title", own),
        ("shared_title", shared),
    ):
        if parameters:
            lines += ["", *wrapped(said(language, f"help.{title}"))]
            lines += _listed([_entry(one, name, language) for one in parameters])
    return "\n".join(lines) + "\n"


def group_page(group: Any, path: str, language: str) -> str:
    """Return the page that lists the commands of a group."""
    name = _name(path)
    commands = [
        HelpLine(command, said(language, f"help.{_name(f'{path} {command}')}_short"))
        for command in group.commands
        if not group.commands[command].hidden
    ]
    options = [HelpLine("-h, --help", said(language, "help.help"))]
    options += [_entry(one, name, language) for one in group.params]
    shared = [
        HelpLine(_translated(typed, language), said(language, f"help.{key}")) for key, typed in SHARED.items()
    ]
    usage = f"{path} {said(language, 'help.command')} {said(language, 'help.options')}"
    lines = [said(language, "help.usage", line=usage), "", *wrapped(said(language, f"help.{name}"))]
    for title, entries in (
        ("commands_title", commands),
        ("shared_title", shared),
        ("own_title", options),
    ):
        lines += ["", *wrapped(said(language, f"help.{title}")), *_listed(entries)]
    return "\n".join(lines) + "\n"


def _name(path: str) -> str:
    """Return a command's name in the catalogue: ``duesheet cluster status`` is ``cluster_status``."""
    return "_".join(path.split()[1:]) or "duesheet"


def _entry(parameter: Any, command: str, language: str) -> HelpLine:
    own = f"{command}_{parameter.name}"
    does = said(language, f"help.{own if own in area('help') else parameter.name}")
    if parameter.param_type_name == "argument":
        return HelpLine(_metavar(parameter, language), does)
    typed = ", ".join(sorted(parameter.opts, key=len))
    return HelpLine(f"{typed} {_metavar(parameter, language)}".rstrip(), does)


def _metavar(parameter: Any, language: str) -> str:
    return _translated(parameter.metavar or "", language)


def _translated(metavar: str, language: str) -> str:
    for key in area("help"):
        if key.startswith("meta_"):
            metavar = metavar.replace(key.removeprefix("meta_"), said(language, f"help.{key}"))
    return metavar


def _listed(entries: Sequence[HelpLine]) -> Iterator[str]:
    room = _width()
    column = min(max(cell_len(one.typed) for one in entries), room // 2) + 4
    column = column if room - column >= _NARROWEST else 6
    for one in entries:
        head = f"  {one.typed}"
        texts = wrapped(one.does, room - column) or [""]
        if cell_len(head) + 2 > column:
            yield head
            head = ""
        yield (head + " " * (column - cell_len(head)) + texts[0]).rstrip()
        yield from (" " * column + text for text in texts[1:])


def wrapped(text: str, width: int = 0) -> list[str]:
    """Break *text* into lines of *width* columns (default: the terminal's); Chinese breaks anywhere."""
    width = max(width or _width(), 20)
    lines = [""]
    for piece in _pieces(text):
        if piece == "\n":
            lines.append("")
            continue
        line = lines[-1]
        if line and cell_len(line + piece.rstrip()) > width and piece not in _CLOSING:
            lines[-1] = line.rstrip()
            lines.append(piece.lstrip())
        else:
            lines[-1] = line + piece
    return [line.rstrip() for line in lines]


def _pieces(text: str) -> Iterator[str]:
    """Split a text where a line may break: before a Chinese character, behind a space."""
    word = ""
    for character in text:
        if cell_len(character) > 1 or character == "\n":
            if word:
                yield word
            word = ""
            yield character
        else:
            word += character
            if character == " ":
                yield word
                word = ""
    if word:
        yield word


def cell_len(text: str) -> int:
    """Return how many columns of a terminal *text* takes; a Chinese character takes two."""
    return sum(2 if unicodedata.east_asian_width(character) in "WF" else 1 for character in text)


def _width() -> int:
    return min(shutil.get_terminal_size((80, 24)).columns - 1, _WIDEST)
