"""The county's own forms of ``[[form]]``: filled with the half-month's counts; templates stay as they are."""

from collections.abc import Iterator, Mapping
from pathlib import Path

from config.errors import ConfigError
from config.messages import message
from config.tables.publishing_tables import FormPart
from reports.composing.speaking.setting import Manner, wording
from reports.composing.speaking.wording import Wording
from reports.figures.asked_by_forms import ASKED
from reports.figures.halfmonth_figures import Summary
from reports.figures.named_counts import BY, FORM_COUNTS, Counts
from reports.forms.county_form import FormSheet, FormWords, fill
from scheduler.township import Township
from sync.folder.form_copy import filled_copy
from sync.folder.workbook import read_workbook
from sync.grid import CellValue


def filled_forms(township: Township, summary: Summary, manner: Manner) -> Iterator[tuple[Path, bytes]]:
    """Yield each filled form's path and bytes.

    Raises:
        ConfigError: a template is missing, or asks for something that there is not.
        LedgerError: a template cannot be read or filled.
    """
    words = _words(summary, manner)
    for part in township.settings.form:
        template = township.settings.path(part.template)
        if not template.is_file():
            raise ConfigError(message("report.form_missing", file=part.template), code="form_missing")
        values = {sheet.name: fill(sheet, words) for sheet in _sheets(template)}
        yield _target(township, part, template, summary.period.label), filled_copy(template, values)


def form_names(language: str) -> Mapping[str, str]:
    """Return every name a form may use, with what it counts or says."""
    say = Wording(language)
    named = {name: _title(name, say) for name in FORM_COUNTS}
    return named | {name: say(f"form.{name}") for name in (*_TEXTS, *BY)}


_TEXTS = ("township", "organ", "period", "first_day", "last_day", "compiled_on")


def _title(name: str, say: Wording) -> str:
    bare = name.removesuffix("_of_year")
    table = "asked" if bare in ASKED else "measure"
    title = say.raw(f"{table}.{bare}").format(level="", whole="", up="").strip()
    return title if bare == name else say("form.of_year", name=title)


def _words(summary: Summary, manner: Manner) -> FormWords:
    say, counts = wording(manner), Counts(summary)
    texts = (
        *(manner.township, manner.office.signed_by, say.half_month(summary.period)),
        *(say.day(day) for day in (summary.period.first, summary.period.last, manner.compiled_on)),
    )
    return FormWords(
        frozenset(FORM_COUNTS),
        dict(zip(_TEXTS, texts, strict=True)),
        {by: counts.members(by) for by in BY},
        {by: say(f"form.{by}") for by in BY},
        counts.of,
    )


def _sheets(template: Path) -> Iterator[FormSheet]:
    for sheet in read_workbook(template).sheets:
        rows = [[_text(value) for value in row] for row in sheet.rows]
        yield FormSheet(sheet.name, rows, sheet.merges)


def _text(value: CellValue) -> str:
    return value if isinstance(value, str) else "" if value is None else str(value)


def _target(township: Township, part: FormPart, template: Path, period: str) -> Path:
    """Where the filled copy goes: ``to`` itself, or a file of that folder named by template and period."""
    to = township.settings.path(part.to.replace("{period}", period))
    target = to if to.suffix.lower() == ".xlsx" else to / f"{template.stem} {period}{template.suffix}"
    if target == template:
        raise ConfigError(message("report.form_itself", file=part.template), code="form_itself")
    return target
