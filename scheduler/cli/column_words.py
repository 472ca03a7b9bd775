"""A column as a village would say it: our field's name beside the village's own heading."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from config.language import phrases
from config.messages import Listed, said
from config.vocabulary import Role

#: Columns that nothing is read from.
_NOT_USED = frozenset({"other", "ignored"})


def role_word(role: str, language: str) -> str:
    """Return a role in words: 纠纷类别“邻里” for ``category_tick:邻里``, 办理状态“在办” for an open tick."""
    name, _, value = role.partition(":")
    if name == Role.STATUS_TICK:
        value = phrases(language, "reports")["status"].get(value, value)
    word = phrases(language, "problems")["role"].get(name, name)
    return f"{word}“{value}”" if value and language == "zh-CN" else f"{word} {value}".rstrip()


def column_lines(table: Mapping[str, Any], language: str) -> Iterator[str]:
    """Yield a line for each column that is read, and one for those that are not."""
    headings: Mapping[str, str] = table.get("headings", {})
    columns: Mapping[str, str] = table["columns"]
    for column, role in columns.items():
        if role in _NOT_USED:
            continue
        key = "inspect.column" if headings.get(column) else "inspect.column_bare"
        word = role_word(role, language)
        yield said(language, key, column=column, role=word, heading=headings.get(column, ""))
    unused = [
        said(language, "inspect.not_used_column", column=column, heading=headings[column])
        for column, role in columns.items()
        if role in _NOT_USED and headings.get(column)
    ]
    if unused:
        yield said(language, "inspect.not_used", columns=Listed(unused))
    for one in table.get("suggestions", ()):
        yield said(
            language,
            "inspect.suggestion",
            column=one["column"],
            role=role_word(one["role"], language),
            line=one["line"],
        )


def columns_in_short(columns: Mapping[str, str], headings: Mapping[str, str], language: str) -> str:
    """Return the columns that are read, in one line."""
    shown = [
        said(
            language,
            "inspect.column_short",
            column=column,
            role=role_word(role, language),
            heading=headings.get(column, ""),
        )
        for column, role in columns.items()
        if role not in _NOT_USED
    ]
    return Listed(shown).said(language)


def ranges(numbers: Sequence[int]) -> str:
    """Return row numbers as ``3–7, 9``."""
    parts: list[str] = []
    start = previous = numbers[0]
    for number in (*numbers[1:], None):
        if number is not None and number == previous + 1:
            previous = number
            continue
        parts.append(str(start) if start == previous else f"{start}–{previous}")
        if number is not None:
            start = previous = number
    return ", ".join(parts)
