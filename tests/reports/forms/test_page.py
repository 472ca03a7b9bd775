import re

import pytest

from config.periods import HalfMonth
from reports.composing.half_month.halfmonth_report import compose
from reports.figures.halfmonth_figures import summarise
from reports.forms.page import page_text
from tests.reports.township import busy_township, case, manner, overdue, village

H2 = HalfMonth.parse("2026-03H2")


def made(*villages, language="zh-CN", **more):
    summary = summarise(H2, villages)
    return page_text(compose(summary, manner(language, **more)))


@pytest.fixture(scope="module")
def html():
    return made(*busy_township(rows=8))


def test_it_needs_nothing_from_anywhere(html):
    assert "<script" not in html
    assert "<link" not in html
    assert "@import" not in html
    assert "url(" not in html
    assert "default-src 'none'" in html
    assert not re.findall(r'(?:src|srcset)="', html)


def test_every_link_inside_the_page_has_its_target(html):
    targets = re.findall(r'href="#([^"]+)"', html)
    names = re.findall(r'id="([^"]+)"', html)
    assert len(targets) > 100
    assert set(targets) <= set(names)
    assert len(names) == len(set(names))


def test_numbers_fold_out_to_as_many_rows(html):
    blocks = re.findall(
        r'<span class="count">(\d+)件</span></summary>\s*<div id="r\d+">(.*?)</div>', html, re.DOTALL
    )
    rows = [(int(count), listing) for count, listing in blocks if 'href="#c' in listing]
    assert len(rows) > 50
    assert all(listing.count("<a ") == count for count, listing in rows)


def test_tables_have_captions_and_scoped_headers(html):
    tables = re.findall(r"<table>(.*?)</table>", html, re.DOTALL)
    assert tables
    for table in tables:
        assert "<th scope=" in table
        assert "<th>" not in table


def test_charts_have_text_alternatives(html):
    charts = re.findall(r"<svg .*?</svg>", html, re.DOTALL)
    assert len(charts) == 3
    for chart in charts:
        assert 'role="img"' in chart
        assert re.search(r"<title[^>]*>.+</title><desc[^>]*>.+</desc>", chart)


@pytest.mark.parametrize(
    "text", ["<script>alert(1)</script>", '"><img src=x onerror=alert(1)>', "{{ 7777777*7 }}", "&amp;"]
)
def test_whatever_a_ledger_holds_is_text(text):
    late = case(4, "2026-01-05", case_no=text, org=text, sheet=text, **overdue(40, "2026-02-19"))
    html = made(village("青石村", [late]))
    assert "<script" not in html
    assert "<img" not in html
    assert "54444439" not in html
    assert html.count("&lt;") or "<" not in text


def test_an_address_with_another_scheme_is_no_link():
    source = village("青石村", [case(4, "2026-01-05", **overdue(40, "2026-02-19"))])
    object.__setattr__(source, "links", {"台账": "javascript:alert({row})"})
    assert "javascript:" not in made(source)
    object.__setattr__(source, "links", {"台账": "https://example.com/#gid=0&range=A{row}"})
    assert 'href="https://example.com/#gid=0&amp;range=A4"' in made(source)


def test_the_same_report_gives_the_same_page(html):
    assert html == made(*busy_township(rows=8))


def test_officials_are_named_only_when_they_may_be(html):
    assert "张三丰" not in html
    assert "李莫愁" not in html
    assert "张三丰" in made(*busy_township(rows=8), officials=True)


def test_english_says_it_in_english():
    html = made(*busy_township(rows=8), language="en")
    assert '<html lang="en">' in html
    assert "1. The half-month in figures" in html


def test_an_empty_township_has_a_page():
    assert "无应报送的村（社区）。" in made()
