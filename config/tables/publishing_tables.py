"""What is shown of the ledgers: our columns, official documents, the county's forms, summaries."""

from typing import Literal

from pydantic import Field

from config.tables.written_values import TomlTable


class MarksPart(TomlTable):
    """``[marks]``: how our columns are coloured, and whether they are printed with a workbook."""

    highlight: Literal["marks", "row"] = "marks"
    print: Literal["keep", "without"] = "keep"


class OfficePart(TomlTable):
    """``[office]``: the words of an official document; 乡, 镇 and 街道 follow from the township's name."""

    organ: str = ""
    recipients: str = ""
    signature: str = ""
    contact: str = ""
    phone: str = ""
    first_issue: int = Field(default=1, ge=1)


class FormPart(TomlTable):
    """``[[form]]``: a form of the county's own, filled with each half-month's counts."""

    template: str = Field(min_length=1)
    to: str = "summaries"


class SummaryPart(TomlTable):
    """``[summary]``: where summaries go and what they may show."""

    to: str = "summaries"
    formats: list[Literal["xlsx", "docx", "html"]] = Field(default=["xlsx", "docx", "html"])
    officials: bool = False
    figures_key: str = ""
