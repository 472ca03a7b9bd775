"""docs/config.md and the settings hold the same keys, and each key has a test that shows what it does."""

import re
import tomllib
import typing
from dataclasses import replace
from datetime import datetime
from pathlib import Path

import pytest
from docx import Document
from pydantic import BaseModel

from config.errors import ConfigError
from config.loading.settings_file import read_settings
from config.periods import HalfMonth
from config.settings import Settings
from config.spoken.office import Office
from reports.composing.half_month.halfmonth_report import compose
from reports.figures.halfmonth_figures import summarise
from reports.forms.word.document import write_document
from tests.reports.township import busy_township, manner
from tests.scheduler.keys.test_every_key import KEYS

ROOT = Path(__file__).parents[2]


def models(annotation):
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        yield annotation
    for inside in typing.get_args(annotation):
        yield from models(inside)


def accepted():
    """Every key that township.toml may have, as section.key; a section whose keys are free by its name."""
    for section, field in Settings.model_fields.items():
        parts = list(models(field.annotation))
        for part in parts:
            yield from (f"{section}.{name}" for name in part.model_fields)
        if not parts and section != "base":
            yield section


def documented():
    page = re.search(r"```toml\n(.*?)```", (ROOT / "docs" / "config.md").read_text("utf-8"), re.DOTALL)[1]
    section = ""
    for line in page.splitlines():
        if found := re.match(r"\[+([\w]+)[\w.]*\]+", line):
            section = found[1]
            if section == "headers":
                yield section
        elif (found := re.match(r"(?:# )?(\w+) = ", line)) and section != "headers":
            yield f"{section}.{found[1]}"


def test_the_page_has_every_key_and_no_other():
    assert sorted(set(documented())) == sorted(accepted())


#: Key → the test that shows its effect, of those that are not in the table of what people see.
SHOWN = tomllib.loads((Path(__file__).parent / "shown_by.toml").read_text("utf-8"))


@pytest.mark.parametrize("key", sorted(SHOWN))
def test_every_key_named_has_the_test_that_it_names(key):
    place, _, name = SHOWN[key].partition("::")
    text = (ROOT / "tests" / place).read_text("utf-8")
    assert re.search(rf"def {name}\b", text), f"{key}: {place} has no {name}"


def test_each_key_is_shown_once():
    assert sorted([*SHOWN, *KEYS]) == sorted(accepted())


def test_the_zone_is_the_township_s():
    config = '[township]\nname = "青石镇"\ntimezone = "{}"\n'
    zones = ("Asia/Shanghai", "Asia/Urumqi")
    offsets = {
        datetime(
            2026, 4, 3, tzinfo=read_settings(config.format(zone), Path("township.toml")).zone
        ).utcoffset()
        for zone in zones
    }
    assert len(offsets) == 2


def test_the_office_s_own_words_stand_in_the_document(tmp_path):
    office = Office("青石镇", recipients="县委政法委", contact="张某", phone="028-1234567")
    report = compose(
        summarise(HalfMonth.parse("2026-03H2"), busy_township(rows=2)),
        replace(manner("zh-CN"), office=office),
    )
    write_document(report, tmp_path / "report.docx")
    text = "".join(paragraph.text for paragraph in Document(str(tmp_path / "report.docx")).paragraphs)
    assert all(word in text for word in ("县委政法委", "张某", "028-1234567"))


def test_a_summary_wants_a_form():
    config = '[township]\nname = "青石镇"\n[summary]\nformats = {}\n'
    assert read_settings(config.format('["docx"]'), Path("township.toml")).summary.formats == ["docx"]
    with pytest.raises(ConfigError, match=r"summary\.formats"):
        read_settings(config.format('["pdf"]'), Path("township.toml"))
