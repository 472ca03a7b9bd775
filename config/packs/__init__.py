"""Rule packs: what an office owes on a case, by when, and where that is written.

A pack is a TOML file a clerk can read, in ``duties/`` or anywhere a township keeps it; its form is
`config.packs.model`, published as ``docs/pack.schema.json``. ``common.toml`` is always stacked first.
"""

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from config.packs.model import Pack

#: The packs that come with duesheet, by the names township.toml uses.
BUILT_IN = ("sichuan_2026", "visit_scheme", "statute", "mediation")


def load_packs(names_or_paths: Sequence[str], base: Path) -> "tuple[Pack, ...]":
    """Read and check packs: built-in ones by name, others by path from *base*; ``common`` comes first.

    Raises:
        ConfigError: a pack is missing, malformed, or contradicts another; names file, line and remedy.
    """
    # pydantic is heavy, and `--help` needs no pack.
    from config.packs.pack_files import read_stack

    return read_stack(names_or_paths, base)
