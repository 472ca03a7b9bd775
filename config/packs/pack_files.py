"""Reading rule packs, strictly: a bad one is refused with file, line and remedy."""

import difflib
import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, fields, replace
from functools import cache, lru_cache
from importlib.resources import files
from pathlib import Path
from typing import Any

from pydantic import TypeAdapter, ValidationError

from config.errors import ConfigError
from config.loading.toml_lines import line_of
from config.messages import Detail, message
from config.packs import BUILT_IN
from config.packs.cadence_model import Cadence
from config.packs.conflicts import check_duty, check_stack
from config.packs.model import Condition, Duty, LeftOut, Pack, SittingAsk
from config.packs.pack_parts import InLanguages, Source

_SHAPE = "see docs/pack.schema.json for every key, and a built-in pack for an example"
_PARTS: Mapping[str, type[Any]] = {
    "duty": Duty,
    "cadence": Cadence,
    "sitting": SittingAsk,
    "not_automated": LeftOut,
    "source": Source,
    "title": InLanguages,
    "deed": InLanguages,
    "why": InLanguages,
    "when": Condition,
}


@dataclass(frozen=True, slots=True)
class PackFile:
    """A pack's text and what to call it in an error."""

    name: str
    text: str

    def wrong(self, where: Sequence[str | int], what: str, fix: str) -> ConfigError:
        """Return the error for the key at *where*."""
        spelled = "".join(f"[{part + 1}]" if isinstance(part, int) else f".{part}" for part in where)
        line = line_of(self.text, where)
        place = f"{self.name}:{line}: {spelled.removeprefix('.')}"
        detail = Detail(what, message("packs.detail"))
        remedy = Detail(fix, message("packs.see"))
        return ConfigError(message("packs.wrong", place=place, what=detail, fix=remedy), code="pack")


@cache
def shape() -> TypeAdapter[Pack]:
    """Return what checks a pack's form, and makes its JSON Schema."""
    return TypeAdapter(Pack)


@cache
def built_in_packs() -> tuple[Pack, ...]:
    """Return every pack that comes with duesheet, each by itself; they need not go together."""
    return tuple(read_pack(_find(name, Path())) for name in ("common", *BUILT_IN))


def read_stack(names_or_paths: Sequence[str], base: Path) -> tuple[Pack, ...]:
    """Read packs in order, ``common`` first, and check them against each other.

    Raises:
        ConfigError: see `config.packs.load_packs`.
    """
    wanted = ["common", *(name for name in names_or_paths if name != "common")]
    found = [_find(name, base) for name in wanted]
    packs = tuple(read_pack(file) for file in found)
    for position, what, fix in check_stack(packs):
        raise found[position[0]].wrong(("duty", position[1]), what, fix)
    return packs


@lru_cache(maxsize=32)
def read_pack(file: PackFile) -> Pack:
    """Check one pack and fill in what its duties take from it; the same text is one pack to all townships.

    Raises:
        ConfigError: it is malformed.
    """
    try:
        pack = shape().validate_python(tomllib.loads(file.text))
    except tomllib.TOMLDecodeError as error:
        detail = Detail(str(error), message("packs.toml_line"))
        raise ConfigError(message("packs.toml", file=file.name, what=detail), code="pack") from error
    except ValidationError as error:
        raise _malformed(file, error) from error
    if pack.valid_from and pack.valid_to and pack.valid_to < pack.valid_from:
        raise file.wrong(("valid_to",), "lies before valid_from", "swap the two dates")
    for index, duty in enumerate(pack.duty):
        for key, what, fix in check_duty(duty):
            raise file.wrong(("duty", index, key), what, fix)
    duties = tuple(_filled(duty, pack) for duty in pack.duty)
    cadences = tuple(
        replace(
            cadence,
            pack=pack.id,
            valid_from=cadence.valid_from or pack.valid_from,
            valid_to=cadence.valid_to or pack.valid_to,
        )
        for cadence in pack.cadence
    )
    return replace(pack, duty=duties, cadence=cadences)


def _filled(duty: Duty, pack: Pack) -> Duty:
    return replace(
        duty,
        pack=pack.id,
        scope=pack.scope,
        families=duty.families or pack.families,
        needs=duty.needs or frozenset(duty.done_by),
        valid_from=duty.valid_from or pack.valid_from,
        valid_to=duty.valid_to or pack.valid_to,
    )


def _find(name: str, base: Path) -> PackFile:
    if name in (*BUILT_IN, "common"):
        text = (files("config.packs") / "duties" / f"{name}.toml").read_text("utf-8")
        return PackFile(f"{name}.toml", text)
    path = base / Path(name).expanduser()
    try:
        return PackFile(path.name, path.read_text("utf-8-sig"))
    except (OSError, UnicodeDecodeError) as error:
        close = difflib.get_close_matches(name, BUILT_IN, n=1)
        hint = message("settings.did_you_mean", name=close[0]) if close else ""
        raise ConfigError(
            message("packs.missing", name=name, hint=hint, known=", ".join(BUILT_IN)), code="pack_missing"
        ) from error


def _malformed(file: PackFile, error: ValidationError) -> ConfigError:
    # An unknown key explains a missing one, so it is told first.
    details = error.errors(include_url=False)
    first = min(details, key=lambda detail: detail["type"] != "unexpected_keyword_argument")
    where = tuple(part for part in first["loc"] if part not in ("frozenset", "tuple"))
    if first["type"] == "unexpected_keyword_argument":
        part = next((_PARTS[str(key)] for key in reversed(where[:-1]) if key in _PARTS), Pack)
        known = sorted(field.name for field in fields(part))
        close = difflib.get_close_matches(str(where[-1]), known, n=1)
        fix = f"did you mean {close[0]}?" if close else f"use one of: {', '.join(known)}"
        return file.wrong(where, "unknown key", fix)
    if first["type"] == "missing":
        return file.wrong(where, "is missing", f"add {where[-1]} = … there; {_SHAPE}")
    return file.wrong(where, first["msg"].replace("Input should be", "must be"), _SHAPE)
