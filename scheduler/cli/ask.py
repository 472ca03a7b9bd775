"""Questions on the terminal, in the language of the command."""

import sys

from config.errors import ConfigError
from config.messages import Message, message
from scheduler.cli.app import Common

_YES = frozenset({"y", "yes", "是", "好", "对", "ｙ"})
_NO = frozenset({"n", "no", "否", "不", "ｎ"})


def agreed(common: Common, question: str, *, default: bool, option: str = "--yes") -> bool:
    """Ask a question that yes or no answers.

    Args:
        common: the options of the command.
        question: in the language of the command.
        default: what Enter alone means.
        option: what to say on the command line instead of answering.

    Raises:
        ConfigError: nobody answers.
    """
    shown = common.said(
        "ask.yes_or_no", question=question, default=common.said("ask.yes" if default else "ask.no")
    )
    while True:
        answer = _answer(shown, option).strip().lower()
        if not answer:
            return default
        if answer in _YES | _NO:
            return answer in _YES
        sys.stdout.write(common.said("ask.again") + "\n")


def asked(common: Common, question: str, *, default: str, option: str | Message) -> str:
    """Ask for a text; Enter alone takes *default*.

    Raises:
        ConfigError: nobody answers.
    """
    shown = common.said("ask.text", question=question, default=default)
    return _answer(shown, option).strip() or default


def is_terminal() -> bool:
    """Whether somebody sits there who could answer."""
    return sys.stdin is not None and sys.stdin.isatty()


def _answer(shown: str, option: str | Message) -> str:
    sys.stdout.write(shown)
    sys.stdout.flush()
    answer = sys.stdin.readline() if sys.stdin is not None else ""
    if not answer:
        sys.stdout.write("\n")
        raise ConfigError(message("ask.no_answer", option=option), code="no_answer")
    return answer
