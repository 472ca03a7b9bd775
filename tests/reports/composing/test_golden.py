"""Whole reports, read and agreed to: refresh with ``pytest --update-golden`` and review as prose."""

from datetime import date

import pytest

from config.periods import HalfMonth
from config.vocabulary import CadenceState
from reports.composing.half_month.halfmonth_report import compose
from reports.figures.books import open_books
from reports.figures.corrections import snapshot
from reports.figures.halfmonth_figures import summarise
from reports.forms.excel.xlsx import workbook_bytes
from reports.forms.page import page_text
from reports.forms.word.document import document_bytes
from reports.inputs import Published
from tests.reports.read_back import document_text, page_text_of, workbook_text
from tests.reports.township import busy_township, case, closed, manner, on_track, village

H1, H2 = HalfMonth.parse("2026-03H1"), HalfMonth.parse("2026-03H2")
DUTIES = {"zh-CN": {"COMPLEX_30D": "复杂事项办结"}, "en": {"COMPLEX_30D": "closing a complex matter"}}


def nil_township():
    """Nobody found anything new; two cases are still open."""
    waiting = [
        case(
            4,
            "2026-02-20",
            case_no="2026-004",
            category="邻里",
            risk="red",
            org="司法所",
            **on_track("2026-04-15"),
        )
    ]
    held = [case(5, "2026-03-02", "suspended", seq="2", org="综治办", **on_track("2026-04-01", "suspended"))]
    states = [CadenceState.NIL] * 4
    cases = [waiting, held, [], []]
    names = ("青石村", "柳树村", "河口村", "大坪村")
    return [village(n, c, filed=s, keyed=True) for n, c, s in zip(names, cases, states, strict=True)]


def corrected_township():
    """A small township that mended its books after the last summary; one ledger cannot be read."""
    now = [
        case(4, "2026-03-02", "resolved", "2026-03-12", key="a", category="邻里", **closed("2026-04-01")),
        case(5, "2026-03-10", key="late", category="医疗", **on_track("2026-04-09")),
        case(6, "2026-03-18", "resolved", "", key="c", category="医疗", **closed()),
        case(7, "2026-03-20", "transferred", "2026-03-25", key="d", destination="outside", light="closed"),
        case(8, "2026-03-21", "transferred", "", key="e", destination="township", **on_track("2026-04-20")),
    ]
    return [
        village("青石村", now, keyed=True),
        village(
            "柳树村",
            [case(4, "2026-03-01", "resolved", "2026-03-20", **closed("2026-03-31"))],
            filed=CadenceState.MISSING,
        ),
        village("龙井村", filed=CadenceState.MISSING, error="文件已加密，无法打开"),
    ]


def published_before():
    then = [case(4, "2026-03-02", key="a"), case(9, "2026-03-05", key="gone")]
    books = open_books([village("青石村", then, keyed=True)])
    return Published(H1.label, date(2026, 3, 16), {}, snapshot(books, H1))


@pytest.mark.parametrize("language", ["zh-CN", "en"])
def test_twelve_villages_in_all_formats(golden, language):
    summary = summarise(H2, busy_township(rows=6))
    report = compose(summary, manner(language, titles=DUTIES[language]))
    golden(f"twelve.{language}.xlsx.txt", workbook_text(workbook_bytes(report)))
    golden(f"twelve.{language}.docx.txt", document_text(document_bytes(report)))
    golden(f"twelve.{language}.html.txt", page_text_of(page_text(report)))


def test_a_nil_half_month(golden):
    summary = summarise(H2, nil_township())
    golden("nil.docx.txt", document_text(document_bytes(compose(summary, manner("zh-CN")))))


def test_corrections_and_an_unreadable_ledger(golden):
    summary = summarise(H2, corrected_township(), published=published_before())
    report = compose(summary, manner("zh-CN"))
    golden("corrected.docx.txt", document_text(document_bytes(report)))
    golden("corrected.xlsx.txt", workbook_text(workbook_bytes(report)))
