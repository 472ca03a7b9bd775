"""The application object, the options every command takes, and how errors end a command."""

import contextlib
import functools
import inspect
import json
import logging
import os
import sys
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from pathlib import Path
from typing import Annotated, Any, Concatenate

import typer
from typer.core import TyperCommand, TyperGroup

from config.errors import ConfigError, DuesheetError, raised_at
from config.messages import Language, message, said
from scheduler.cli.arguments import arranged, told
from scheduler.cli.help_page import command_page, group_page
from scheduler.cli.tongue import spoken
from scheduler.cli.usage import no_such_command, usage_error

#: What a shell makes of a program that a closed pipe ended.
_PIPE_CLOSED = 141


class Verb(TyperCommand):
    """A command whose help comes from the catalogue."""

    def format_help(self, ctx: Any, formatter: Any) -> None:
        """Write the page of ``--help``."""
        formatter.write(command_page(self, ctx.command_path, ctx.find_root().obj))


class Verbs(TyperGroup):
    """The commands: common options before or after them, help and complaints from the catalogue."""

    def format_help(self, ctx: Any, formatter: Any) -> None:
        """Write the page of ``--help``."""
        formatter.write(group_page(self, ctx.command_path, ctx.find_root().obj))

    def resolve_command(self, ctx: Any, args: list[str]) -> Any:
        """Find the command that *args* name.

        Raises:
            ConfigError: there is none of that name.
        """
        if args and not args[0].startswith("-") and args[0] not in self.commands:
            raise no_such_command(args[0], list(self.commands))
        return super().resolve_command(ctx, args)

    def main(self, args: Sequence[str] | None = None, prog_name: str | None = None, **extra: Any) -> Any:  # type: ignore[override]
        """Run a command line; ends the process with its exit status."""
        given = sys.argv[1:] if args is None else args
        words = arranged(given) or ["--help"]
        config = told(given, "-c", "--config")
        language = spoken(told(given, "--lang"), Path(config) if config else None)
        _encodable()
        extra.pop("standalone_mode", None)
        with_json = "--json" in words
        try:
            status = super().main(
                words, prog_name or "duesheet", standalone_mode=False, obj=language, **extra
            )
            sys.stdout.flush()
        except DuesheetError as error:
            status = _ended(error, language, as_json=with_json)
        except BrokenPipeError:
            status = _pipe_closed()
        except SystemExit as ended:
            # The library ends so itself, with 1, when what it writes to is closed.
            status = _pipe_closed() if isinstance(ended.__context__, BrokenPipeError) else ended.code
        except typer.Abort:
            status = 130
        except Exception as error:
            wrong = usage_error(error)
            if wrong is None:
                raise
            status = _ended(wrong, language, as_json=with_json)
        sys.exit(status or 0)


app = typer.Typer(
    cls=Verbs,
    add_completion=True,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
)


def _show_version(wanted: bool) -> None:
    if wanted:
        from importlib.metadata import version

        typer.echo(f"duesheet {version('duesheet')}")
        raise typer.Exit


@app.callback()
def _group(  # pyright: ignore[reportUnusedFunction]
    _version: Annotated[bool, typer.Option("--version", is_eager=True, callback=_show_version)] = False,
) -> None:
    """Take what stands before every command."""


def read_day(text: str) -> date:
    """Read a day of the command line."""
    try:
        return date.fromisoformat(text)
    except ValueError as error:
        raise ConfigError(message("usage.date", text=text), code="usage") from error


def _language(text: str) -> str:
    if text not in ("zh-CN", "en"):
        raise ConfigError(message("usage.lang", text=text), code="usage")
    return text


ConfigOption = Annotated[Path | None, typer.Option("-c", "--config", metavar="FILE")]
TodayOption = Annotated[date | None, typer.Option("--today", metavar="DATE", parser=read_day)]
JsonOption = Annotated[bool, typer.Option("--json")]
LangOption = Annotated[str | None, typer.Option("--lang", metavar="zh-CN|en", parser=_language)]
QuietOption = Annotated[bool, typer.Option("-q", "--quiet")]
VerboseOption = Annotated[bool, typer.Option("-v", "--verbose")]


@dataclass(frozen=True)
class Common:
    """The options every command takes."""

    config: Path | None = None
    today: date | None = None
    as_json: bool = False
    lang: str | None = None
    quiet: bool = False
    verbose: bool = False

    @cached_property
    def language(self) -> Language:
        """The language to speak on the screen and in JSON."""
        return spoken(self.lang, self.config)

    def said(self, key: str, /, **values: object) -> str:
        """Return a text of the catalogue in the language of this command."""
        return said(self.language, key, **values)

    def start(self) -> None:
        """Set logging up: to stderr, counts and places only; told to be quiet, what went wrong alone."""
        level = logging.INFO if self.verbose and not self.quiet else logging.WARNING
        logging.basicConfig(level=level, stream=sys.stderr, format="%(asctime)s %(levelname)s %(message)s")


#: The options of `Common` as the command line shows them, behind a command's own.
_COMMON = (
    ("config", ConfigOption, None),
    ("today", TodayOption, None),
    ("as_json", JsonOption, False),
    ("lang", LangOption, None),
    ("quiet", QuietOption, False),
    ("verbose", VerboseOption, False),
)


def ending(command: Callable[Concatenate[Common, ...], int]) -> Callable[..., None]:
    """Give a command the common options, and turn its status and errors into an exit status.

    An error says what, where and the next action; a traceback never.
    """

    @functools.wraps(command)
    def run(**options: Any) -> None:
        common = Common(**{name: options.pop(name) for name, _, _ in _COMMON})
        try:
            status = command(common, **options)
        except DuesheetError as error:
            status = _ended(error, common.language, as_json=common.as_json)
        except (typer.Exit, typer.Abort, BrokenPipeError):
            raise
        except Exception as error:  # noqa: BLE001  an operator is told what to do, not shown a traceback
            status = _ended(_unexpected(error), common.language, as_json=common.as_json)
        except KeyboardInterrupt:
            typer.echo(common.said("cli.interrupted"), err=True)
            status = 130
        raise typer.Exit(status)

    # Typer reads a command's options off its signature.
    own = list(inspect.signature(command).parameters.values())[1:]
    kind = inspect.Parameter.KEYWORD_ONLY
    shared = [
        inspect.Parameter(name, kind, default=default, annotation=option) for name, option, default in _COMMON
    ]
    parameters = [*(parameter.replace(kind=kind) for parameter in own), *shared]
    run.__signature__ = inspect.Signature(parameters)  # pyright: ignore[reportAttributeAccessIssue]
    run.__annotations__ = {parameter.name: parameter.annotation for parameter in parameters}
    return run


def _unexpected(error: Exception) -> DuesheetError:
    """Say where a defect of ours arose, but not its text, which may quote a cell."""
    import traceback

    frames = traceback.extract_tb(error.__traceback__)
    logging.getLogger("duesheet").info("%s", "".join(traceback.format_list(frames)))
    kind, place = type(error).__name__, raised_at(error)
    if type(error).__module__.split(".")[0] == "sqlalchemy":
        return DuesheetError(message("cli.state_unusable", kind=kind), code="state")
    return DuesheetError(message("cli.defect", kind=kind, place=place), code="defect")


def _ended(error: DuesheetError, language: str, *, as_json: bool) -> int:
    """Say an error and return the exit status it ends a command with."""
    if as_json:
        say_json({"error": error.as_json(language)})
    typer.echo(said_error(error, language), err=True)
    return 2 if isinstance(error, ConfigError) else 1


def said_error(error: DuesheetError, language: str) -> str:
    """Return what an error says, with the remedy on a line of its own."""
    return said(language, "cli.error", what=error.said(language), fix=error.remedy(language))


def say_json(document: object) -> None:
    """Print the one JSON document of a command on stdout."""
    text = json.dumps(document, ensure_ascii=False, indent=2) + "\n"
    try:
        text.encode(sys.stdout.encoding or "utf-8")
    except (UnicodeEncodeError, LookupError):
        text = json.dumps(document, indent=2) + "\n"
    sys.stdout.write(text)


def _encodable() -> None:
    """See to it that a character the terminal or a redirect cannot take is shown as its code."""
    for stream in (sys.stdout, sys.stderr):
        if reconfigure := getattr(stream, "reconfigure", None):
            reconfigure(errors="backslashreplace")


def _pipe_closed() -> int:
    """Whoever read us has seen enough: end quietly."""
    # The interpreter flushes once more at its end, into a pipe that nobody holds.
    with contextlib.suppress(OSError, ValueError):
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    return _PIPE_CLOSED
