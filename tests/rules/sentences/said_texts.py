"""The texts of one case's five cells, for tests that read them."""

from datetime import date

from config.vocabulary import Mark
from rules.judge import judge
from rules.sentences.mark_texts import marks
from tests.rules.rows import cases, rules, table

SIMPLE = {"complexity": "simple", "registered_date": "2026-03-04"}  # due Thursday 2026-03-19


def said(today, family="dispute", *, language="zh-CN", under=None, problems=(), only=None, without=(), **row):
    """Return the texts of one case's five cells."""
    tables = [table(family, only=only, without=without)]
    frame, on, by = cases(row), date.fromisoformat(today), under or rules()
    texts = marks(judge(frame, tables, on, by), language, problems)
    return {mark: text[0] for mark, text in texts.items()}


def why(today, family="dispute", **row):
    return said(today, family, **row)[Mark.WHY]
