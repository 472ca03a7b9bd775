"""What is wrong with a command line, said from the catalogue: the library's own words are English only."""

import difflib
from collections.abc import Sequence

from config.errors import ConfigError
from config.messages import Message, area, message


def usage_error(error: Exception) -> ConfigError | None:
    """Return the library's complaint about a command line as an error of ours; None for any other error."""
    kinds = {kind.__name__ for kind in type(error).__mro__}
    if "UsageError" not in kinds:
        return None
    option = str(getattr(error, "option_name", "") or "")
    if "NoSuchOption" in kinds:
        near = [str(name) for name in getattr(error, "possibilities", None) or ()]
        return _with_guess(message("usage.no_such_option", name=option), near)
    if "BadOptionUsage" in kinds:
        return ConfigError(message("usage.option_value", option=option), code="usage")
    parameter = getattr(error, "param", None)
    name = _spelled(parameter)
    if "MissingParameter" in kinds:
        return ConfigError(message("usage.missing", name=_called(name)), code="usage")
    if "BadParameter" in kinds and name:
        return ConfigError(message("usage.bad_value", name=_called(name)), code="usage")
    return ConfigError(message("usage.too_many"), code="usage")


def no_such_command(name: str, known: Sequence[str]) -> ConfigError:
    """Return the error of a command that does not exist."""
    return _with_guess(message("usage.no_such_command", name=name), difflib.get_close_matches(name, known, 1))


def _with_guess(wrong: Message, near: Sequence[str]) -> ConfigError:
    fix = message("usage.did_you_mean", name=near[0]) if near else None
    return ConfigError(wrong, fix=fix, code="usage") if fix else ConfigError(wrong, code="usage")


def _called(name: str) -> Message | str:
    """Return what an argument is called on the page of ``--help``: RUN is 运行编号."""
    return message(f"help.meta_{name}") if f"meta_{name}" in area("help") else name


def _spelled(parameter: object) -> str:
    names = getattr(parameter, "opts", None) or [""]
    metavar = getattr(parameter, "metavar", None)
    long = max((str(name) for name in names), key=len)
    return long if long.startswith("-") else str(metavar or long).strip("[].")
