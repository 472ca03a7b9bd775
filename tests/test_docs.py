"""What the pages say must be true of the code."""

import re
import tomllib
from pathlib import Path

import pytest

from config import vocabulary
from config.settings import Settings, SittingsPart, read_settings

DOCS = Path(__file__).parents[1] / "docs"

WORDS = [
    (kind.__name__, member.value)
    for kind in (
        vocabulary.Role,
        vocabulary.Status,
        vocabulary.Risk,
        vocabulary.Complexity,
        vocabulary.Category,
        vocabulary.Family,
        vocabulary.SheetKind,
        vocabulary.RowReason,
        vocabulary.ProblemCode,
        vocabulary.LedgerProblemCode,
        vocabulary.Light,
        vocabulary.Post,
        vocabulary.Unit,
        vocabulary.CadenceState,
        vocabulary.OutcomeKind,
    )
    for member in kind
]


@pytest.mark.parametrize(("kind", "word"), WORDS)
def test_every_identifier_stands_in_the_glossary(kind, word):
    text = (DOCS / "glossary.md").read_text("utf-8")
    assert f"`{word}`" in text or (kind == "Category" and word in text)


def test_the_config_page_is_a_config_and_shows_the_defaults():
    text = re.search(r"```toml\n(.*?)```", (DOCS / "config.md").read_text("utf-8"), re.DOTALL)[1]
    shown = read_settings(text, Path("township.toml"))
    default = Settings.model_validate({"township": tomllib.loads(text)["township"]})
    for section in (
        "township",
        "ledgers",
        "marks",
        "summary",
        "schedule",
        "brake",
        "notify",
        "serve",
        "state",
    ):
        assert getattr(shown, section) == getattr(default, section), section
    assert shown.sittings == SittingsPart()
    assert set(Settings.model_fields) - {"base"} <= set(tomllib.loads(text))
