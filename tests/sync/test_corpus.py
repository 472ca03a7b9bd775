"""The corpus of messy ledgers is read as its truth says; the bars are the project's own."""

import re
from collections.abc import Iterator
from typing import Any

import pytest

from tests.corpus import books
from tests.corpus.book import Row, cells_of
from tests.corpus.headings import HEADINGS
from tests.corpus.score import Score, score_book, score_corpus, total


@pytest.fixture(scope="module")
def corpus(tmp_path_factory: pytest.TempPathFactory) -> Score:
    return total(score_corpus(tmp_path_factory.mktemp("corpus")))


def missed(score: Score, part: str) -> str:
    return "\n".join(miss for miss in score.misses if miss.startswith(part))


def test_header_roles(corpus: Score):
    roles = corpus.counts["roles"]
    assert roles.precision >= 0.98, missed(corpus, "roles")
    assert roles.recall >= 0.95, missed(corpus, "roles")


def test_case_rows(corpus: Score):
    rows = corpus.counts["case rows"]
    assert rows.precision >= 0.99, missed(corpus, "case rows")
    assert rows.recall >= 0.98, missed(corpus, "case rows")


def test_no_date_is_silently_wrong(corpus: Score):
    assert corpus.silently_wrong == 0, missed(corpus, "dates")


def test_dates(corpus: Score):
    dates = corpus.counts["dates"]
    assert dates.precision >= 0.995, missed(corpus, "dates")
    assert dates.recall >= 0.95, missed(corpus, "dates")


def test_status(corpus: Score):
    assert corpus.counts["status"].recall >= 0.95, missed(corpus, "status")


def all_rows() -> Iterator[Row]:
    for book in books().values():
        for sheet in book.truth()["sheets"].values():
            for table in sheet["tables"]:
                yield from table.get("rows", table.get("cards"))


def test_corpus_is_broad():
    assert len(books()) >= 18
    assert sum(row["kind"] == "case" for row in all_rows()) >= 500


def test_every_heading_of_the_domain_is_in_the_corpus():
    shown = {
        re.sub(r"\s|（元）", "", cell)
        for book in books().values()
        for tab in book.tabs
        for table in tab.tables
        for line in table.head.splitlines()
        for cell in cells_of(line)
    }
    assert [heading for heading in HEADINGS if heading not in shown] == []


def test_every_line_of_the_corpus_fits_its_table():
    for name, book in books().items():
        for tab in book.tabs:
            for table in tab.tables:
                width = len(cells_of(table.roles))
                heads = table.head.strip("\n").splitlines()
                assert {len(cells_of(line)) for line in heads} == {width}, f"{name}/{tab.name}"
                for row, line, _ in table.lines():
                    assert len("|".join(cells_of(line)).rstrip("|").split("|")) <= width, (
                        f"{name}/{tab.name}!{row}"
                    )


def one(choice: Any) -> Any:
    """Return the first of the readings that the truth allows."""
    return choice.split("|")[0] if isinstance(choice, str) else choice


def perfect_answer(truth: Row) -> Row:
    """Return an answer that says exactly what the truth says."""
    sheets: Row = {}
    for name, sheet in truth["sheets"].items():
        tables: list[Row] = []
        for table in sheet["tables"]:
            rows = [
                {key: one(value) for key, value in row.items()}
                for row in table.get("rows", table.get("cards"))
            ]
            for row in rows:
                row["issues"] = [{**issue, "code": one(issue["code"])} for issue in row.get("issues", [])]
            columns = {column: one(role) for column, role in table.get("columns", {}).items()}
            first = table.get("first_data_row", [1])[0]
            head = table.get("header_rows", [])
            tables.append({"header_rows": head, "first_data_row": first, "columns": columns, "rows": rows})
        sheets[name] = {"kind": sheet["kind"], "visible": sheet["visible"], "tables": tables}
    return {"sheets": sheets}


@pytest.mark.parametrize("name", books())
def test_the_truth_itself_scores_full(name: str):
    truth = books()[name].truth()
    score = score_book(truth, perfect_answer(truth))
    assert score.misses == []
    assert score.silently_wrong == 0


def answer_with(change: Row) -> Score:
    truth = books()["plain_dispute"].truth()
    answer = perfect_answer(truth)
    answer["sheets"]["台账"]["tables"][0]["rows"][0] |= change
    return score_book(truth, answer)


def test_another_date_is_silently_wrong():
    score = answer_with({"registered": "2026-05-01"})
    assert score.silently_wrong == 1
    assert score.counts["dates"].precision < 1


def test_a_date_refused_is_missed_but_not_silently_wrong():
    score = answer_with({"registered": None})
    assert score.silently_wrong == 0
    assert score.counts["dates"].recall < 1


def test_a_case_taken_for_a_footer_is_missed():
    score = answer_with({"kind": "ignore", "reason": "footer"})
    assert score.counts["case rows"].recall < 1
    assert score.counts["case rows"].precision == 1
