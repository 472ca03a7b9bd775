"""The application object, the options every command takes, and how errors end a command."""

import functools
import inspect
import json
import logging
import sys
import traceback
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Annotated, Any, Concatenate

import typer

from config.errors import ConfigError, DuesheetError

app = typer.Typer(
    no_args_is_help=True,
    add_completion=False,
    rich_markup_mode="rich",
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
    help="Reads village dispute ledgers, writes beside each case what the office owes on it and by when, "
    "and compiles the half-monthly summary.",
)


def _date(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError as error:
        raise typer.BadParameter("write a date as 2026-01-31") from error


ConfigOption = Annotated[
    Path | None,
    typer.Option(
        "-c", "--config", metavar="FILE", help="The township's config; default: township.toml here or above."
    ),
]
TodayOption = Annotated[
    date | None,
    typer.Option(
        "--today", metavar="DATE", parser=_date, help="Work as of this date; default: today in the township."
    ),
]
JsonOption = Annotated[bool, typer.Option("--json", help="One JSON document on stdout, nothing else there.")]
QuietOption = Annotated[bool, typer.Option("-q", "--quiet", help="Say only what went wrong.")]
VerboseOption = Annotated[bool, typer.Option("-v", "--verbose", help="Say more, on stderr.")]


@dataclass(frozen=True, slots=True)
class Common:
    """The options every command takes."""

    config: Path | None = None
    today: date | None = None
    as_json: bool = False
    quiet: bool = False
    verbose: bool = False

    def start(self) -> None:
        """Set logging up: to stderr, counts and places only."""
        level = logging.INFO if self.verbose else logging.WARNING
        logging.basicConfig(level=level, stream=sys.stderr, format="%(asctime)s %(levelname)s %(message)s")


#: The options of `Common` as the command line shows them, behind a command's own.
_COMMON = (
    ("config", ConfigOption, None),
    ("today", TodayOption, None),
    ("as_json", JsonOption, False),
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
        as_json = common.as_json
        try:
            status = command(common, **options)
        except DuesheetError as error:
            say_error(error, as_json=as_json)
            status = 2 if isinstance(error, ConfigError) else 1
        except (typer.Exit, typer.Abort, typer.BadParameter):
            raise
        except Exception as error:  # noqa: BLE001  an operator is told what to do, not shown a traceback
            say_error(_unexpected(error), as_json=as_json)
            status = 1
        except KeyboardInterrupt:
            typer.echo("interrupted; what was begun is finished, the rest is left for the next run", err=True)
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
    frames = traceback.extract_tb(error.__traceback__)
    logging.getLogger("duesheet").info("%s", "".join(traceback.format_list(frames)))
    place = f"{Path(frames[-1].filename).name}:{frames[-1].lineno}" if frames else "?"
    module = type(error).__module__.split(".")[0]
    if module == "sqlalchemy":
        return DuesheetError(
            f"the state cannot be used ({type(error).__name__})",
            fix="check the disk and the database of [state] url; moved away, only history is lost",
            code="state",
        )
    return DuesheetError(
        f"a defect of duesheet ({type(error).__name__} at {place})",
        fix="run again with -v, which says where, and please report it",
        code="defect",
    )


def say_error(error: DuesheetError, *, as_json: bool = False) -> None:
    """Print an error and its remedy on stderr, and with ``--json`` the document that stands for it."""
    if as_json:
        document = {"error": {"code": error.code, "message": error.message, "fix": error.fix}}
        say_json(document)
    typer.echo(f"error: {error.message}\n  fix: {error.fix}", err=True)


def say_json(document: object) -> None:
    """Print the one JSON document of a command on stdout."""
    sys.stdout.write(json.dumps(document, ensure_ascii=False, indent=2) + "\n")
