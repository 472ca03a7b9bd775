"""How well `inspect` reads the corpus: ``python -m tests.corpus.score`` prints the table and every miss.

Precision is of what was read, recall of what the truth holds. A date that was read although the truth says
another date, or none, is silently wrong: the worst defect this program can have.
"""

import json
import sys
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from tests.corpus import books
from tests.corpus.book import Row

DATES = ("registered", "resolved", "due")
DATE_FIELDS = frozenset({"registered_date", "resolved_date", "due_date"})
#: Roles that say nothing about a column; finding or missing one is no answer to count.
NO_ROLE = frozenset({"other", ""})


@dataclass(slots=True)
class Count:
    """Right answers among those given (precision) and among those that were to be given (recall)."""

    right: int = 0
    given: int = 0
    wanted: int = 0

    @property
    def precision(self) -> float:
        """Share of the answers given that are right; 1 when none was given."""
        return self.right / self.given if self.given else 1.0

    @property
    def recall(self) -> float:
        """Share of the answers wanted that were found; 1 when none was wanted."""
        return self.right / self.wanted if self.wanted else 1.0

    def add(self, *, right: bool, given: bool = True, wanted: bool = True) -> None:
        """Count one answer."""
        self.right += right
        self.given += given
        self.wanted += wanted


@dataclass(slots=True)
class Score:
    """The counts of one workbook or of the corpus, and what was missed."""

    counts: defaultdict[str, Count] = field(default_factory=lambda: defaultdict[str, Count](Count))
    silently_wrong: int = 0
    misses: list[str] = field(default_factory=list[str])

    def merge(self, other: "Score") -> None:
        """Add *other* to this one."""
        for name, count in other.counts.items():
            mine = self.counts[name]
            mine.right += count.right
            mine.given += count.given
            mine.wanted += count.wanted
        self.silently_wrong += other.silently_wrong
        self.misses += other.misses


def accepts(truth: object, answer: object) -> bool:
    """Say whether *answer* is one of the readings that the truth allows."""
    if truth is None:
        return answer in (None, "")
    choices = str(truth).split("|")
    return "*" in choices or str(answer) in choices


def score_book(truth: Row, answer: Mapping[str, Any]) -> Score:
    """Compare one workbook's answer with its truth."""
    score = Score()
    for name, sheet in truth["sheets"].items():
        where = f"{truth['workbook']}/{name}"
        found: Mapping[str, Any] = answer["sheets"].get(name, {})
        kind = found.get("kind")
        _check(score, "kinds", where, sheet["kind"], kind)
        _check(score, "visible", where, str(sheet["visible"]), str(found.get("visible")))
        tables: Sequence[Row] = found.get("tables", [])
        if sheet["kind"] == "form":
            _score_cards(score, where, sheet["tables"][0]["cards"], tables)
        else:
            _score_roles(score, where, sheet["tables"], tables)
            _score_rows(score, where, sheet["tables"], tables)
    return score


def _check(score: Score, name: str, where: str, truth: object, answer: object) -> bool:
    right = accepts(truth, answer)
    score.counts[name].add(right=right)
    if not right:
        score.misses.append(f"{name}: {where}: {answer} for {truth}")
    return right


def _score_roles(score: Score, where: str, truths: Sequence[Row], answers: Sequence[Row]) -> None:
    """Compare each column's role; a table found is the true table in whose span its header lies."""
    given: dict[tuple[int, str], str] = {}
    met: set[int] = set()
    for table in answers:
        index = _table_at(truths, table["header_rows"][0]) if table["header_rows"] else -1
        for column, role in table["columns"].items():
            given.setdefault((index, column), role)
        if 0 <= index < len(truths) and index not in met:
            met.add(index)
            truth = truths[index]
            _check(score, "header rows", where, str(truth["header_rows"]), str(table["header_rows"]))
            right = table["first_data_row"] in truth["first_data_row"]
            score.counts["first data row"].add(right=right)
            if not right:
                score.misses.append(f"first data row: {where}: {table['first_data_row']}")
    wanted = {
        (index, column): role
        for index, table in enumerate(truths)
        for column, role in table["columns"].items()
    }
    # A hidden worksheet holds no cases, so nothing asks for its columns either.
    if any(row.get("reason") == "*" for table in truths for row in table["rows"]):
        return
    for key in sorted(given.keys() | wanted.keys()):
        truth, role = wanted.get(key, "other"), given.get(key, "other")
        has_role = role not in NO_ROLE
        wants_role = not NO_ROLE & set(truth.split("|"))
        right = has_role and accepts(truth, role)
        if has_role or wants_role:
            # A role that may be left out is wanted as soon as it was rightly given.
            score.counts["roles"].add(right=right, given=has_role, wanted=wants_role or right)
            if not right:
                score.misses.append(f"roles: {where}!{key[1]} (table {key[0]}): {role} for {truth}")


def _table_at(truths: Sequence[Row], header_row: int) -> int:
    """Return the index of the true table whose rows span *header_row*; past the end when none does."""
    for index, table in enumerate(truths):
        if table["header_rows"][0] <= header_row <= table["rows"][-1]["row"]:
            return index
    return len(truths)


def _score_rows(score: Score, where: str, truths: Sequence[Row], answers: Sequence[Row]) -> None:
    """Compare each row's kind and, of every case, what was read in it."""
    wanted = {row["row"]: row for table in truths for row in table["rows"]}
    given = {row["row"]: row for table in answers for row in table["rows"]}
    for number in sorted(wanted.keys() | given.keys()):
        truth, row = wanted.get(number, {}), given.get(number, {})
        is_case, was_case = truth.get("kind") == "case", row.get("kind") == "case"
        at = f"{where}!{number}"
        if is_case or was_case:
            score.counts["case rows"].add(right=is_case and was_case, given=was_case, wanted=is_case)
            if is_case != was_case:
                score.misses.append(
                    f"case rows: {at}: {row.get('reason', 'case')} for {truth.get('reason', 'case')}"
                )
        elif truth and row:
            _check(score, "reasons", at, truth["reason"], row["reason"])
        if is_case:
            _score_case(score, at, truth, row)
        elif was_case:
            _score_dates(score, at, {}, row)


def _score_cards(score: Score, where: str, truths: Sequence[Row], answers: Sequence[Row]) -> None:
    """Compare cards in order: nothing says which row of a card its case is shown under."""
    cases = [row for table in answers for row in table["rows"] if row["kind"] == "case"]
    for index in range(max(len(truths), len(cases))):
        truth = truths[index] if index < len(truths) else {}
        row = cases[index] if index < len(cases) else {}
        score.counts["case rows"].add(right=bool(truth and row), given=bool(row), wanted=bool(truth))
        if not (truth and row):
            score.misses.append(f"case rows: {where}: card {index + 1}")
        _score_case(score, where, truth, row)


def _score_case(score: Score, at: str, truth: Row, row: Row) -> None:
    _score_dates(score, at, truth, row)
    if not (truth and row):
        return
    _check(score, "status", at, truth["status"], row.get("status"))
    for name in ("category", "level", "complexity"):
        _check(score, name, at, truth[name], row.get(name))
    if truth["status"] == "transferred":
        destination = row.get("destination") or "outside"
        _check(score, "destination", at, truth.get("destination", "*"), destination)
    codes = {issue["code"] for issue in row.get("issues", [])}
    for issue in truth["issues"]:
        right = any(accepts(issue["code"], code) for code in codes)
        score.counts["issues"].add(right=right, given=right)
        if not right:
            score.misses.append(f"issues: {at}: {sorted(codes)} for {issue['field']} {issue['code']}")
    _score_false_alarms(score, at, truth, row)


def _score_false_alarms(score: Score, at: str, truth: Row, row: Row) -> None:
    """Count a date reported as bad although the truth finds nothing wrong with it."""
    expected = {issue["field"] for issue in truth["issues"]}
    for issue in row.get("issues", []):
        where, code = issue["field"], issue["code"]
        # A closed case without its date is reported too, and a table without the column may be.
        is_date = code.startswith("date_") and code != "date_missing"
        if is_date and where in DATE_FIELDS - expected:
            score.counts["issues"].add(right=False, wanted=False)
            score.misses.append(f"issues: {at}: {where} {code}, nothing is wrong")


def _score_dates(score: Score, at: str, truth: Row, row: Row) -> None:
    for name in DATES:
        wanted, given = truth.get(name), row.get(name)
        if wanted == "*" or (wanted is None and given is None):
            continue
        right = given is not None and accepts(wanted, given)
        score.counts["dates"].add(right=right, given=given is not None, wanted=wanted is not None)
        if not right:
            score.silently_wrong += given is not None
            score.misses.append(f"dates: {at} {name}: {given} for {wanted}")


def answers(folder: Path) -> Iterator[tuple[str, Row, Mapping[str, Any]]]:
    """Build every workbook in *folder* and yield its name, its truth and what `inspect` says of it."""
    from tests.sync.inspected import inspect_workbook

    for name, book in books().items():
        # A folder of its own each: the file's name is part of what a workbook says.
        home = folder / name
        home.mkdir()
        path = book.build(home / book.file)
        # As --json prints it, so that nothing is compared that a caller would not see.
        yield name, book.truth(), json.loads(json.dumps(inspect_workbook(path, book.today)))


def score_corpus(folder: Path) -> dict[str, Score]:
    """Return the score of each workbook of the corpus."""
    return {name: score_book(truth, answer) for name, truth, answer in answers(folder)}


def total(scores: Mapping[str, Score]) -> Score:
    """Return the corpus' score."""
    whole = Score()
    for score in scores.values():
        whole.merge(score)
    return whole


def main() -> None:
    """Print the table and the misses; with names as arguments, the misses of those workbooks only."""
    with TemporaryDirectory() as folder:
        scores = score_corpus(Path(folder))
    print(f"{'workbook':20}{'roles':>16}{'case rows':>16}{'dates':>16}{'wrong':>7}{'status':>9}")
    for name, score in (*scores.items(), ("all", total(scores))):
        pairs = [score.counts[part] for part in ("roles", "case rows", "dates")]
        shown = "".join(f"{count.precision:>8.3f}{count.recall:>8.3f}" for count in pairs)
        print(f"{name:20}{shown}{score.silently_wrong:>7}{score.counts['status'].recall:>9.3f}")
    whole = total(scores)
    for name, count in whole.counts.items():
        print(f"{name:16} precision {count.precision:.4f} recall {count.recall:.4f} of {count.wanted}")
    chosen = sys.argv[1:] or list(scores)
    for miss in [miss for name in chosen for miss in scores[name].misses]:
        print(miss)


if __name__ == "__main__":
    main()
