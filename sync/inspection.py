"""What was understood of a ledger, as ``inspect --json`` says it (docs/outside.md)."""

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from config.frames import Problem, WrittenSitting
from config.spoken.problems import headers_line, problem_message
from config.vocabulary import Destination, LedgerProblemCode, ProblemCode
from sync.ledger import Ledger, LedgerTable, UnderstoodSheet

if TYPE_CHECKING:
    import pandas as pd


def describe(ledger: Ledger, title: str, language: str = "zh-CN") -> dict[str, Any]:
    """Return what docs/outside.md#inspect shows of one ledger; *title* is what people call the workbook.

    Beyond the contract's keys there are ``village`` of a case, ``destination`` of a transferred one,
    ``family`` of a table, ``nil_periods`` of a worksheet, and ``problems`` of the workbook as a whole.
    """
    listed = _listed(ledger)
    rows = {str(name): frame for name, frame in listed.groupby("sheet", sort=False)} if len(listed) else {}
    issues: dict[tuple[str, int], list[Problem]] = {}
    for problem in ledger.problems:
        if isinstance(problem.code, ProblemCode):
            issues.setdefault((problem.sheet, problem.row), []).append(problem)
    sheets: dict[str, Any] = {}
    for sheet in ledger.sheets:
        own = [problem for problem in ledger.problems if problem.sheet == sheet.name]
        sheets[sheet.name] = _sheet(sheet, rows.get(sheet.name), issues, language)
        for shown, table in zip(sheets[sheet.name]["tables"], sheet.tables, strict=False):
            shown["suggestions"] = suggestions(own, table.info.header_rows)
    carded = {sheet.name for sheet in ledger.sheets if sheet.cards is not None}
    cases = set(zip(listed["sheet"], listed["row"], strict=True))
    return {
        "workbook": title,
        "village": ledger.village,
        "sheets": sheets,
        "problems": [
            {"sheet": problem.sheet, "cell": problem.cell, **_issue(problem, language)}
            for problem in ledger.problems
            if isinstance(problem.code, LedgerProblemCode)
            or ((problem.sheet, problem.row) not in cases and problem.sheet not in carded)
        ],
    }


def suggestions(problems: Sequence[Problem], rows: Sequence[int]) -> list[dict[str, str]]:
    """Return the columns of a header in *rows* whose meaning is only suggested, each with the line to add."""
    return [
        {"column": problem.column, "role": problem.suggestion, "line": headers_line(problem)}
        for problem in problems
        if problem.code is LedgerProblemCode.HEADING_SUGGESTED and problem.row in rows
    ]


def _listed(ledger: Ledger) -> "pd.DataFrame":
    """Return the cases with those pasted twice: both rows are shown, one counts."""
    if ledger.pasted is None or not len(ledger.pasted):
        return ledger.cases
    import pandas as pd

    return pd.concat([ledger.cases, ledger.pasted], ignore_index=True)


def _sheet(
    sheet: UnderstoodSheet,
    cases: "pd.DataFrame | None",
    issues: Mapping[tuple[str, int], list[Problem]],
    language: str,
) -> dict[str, Any]:
    found: dict[str, Any] = {"kind": sheet.kind.value, "visible": sheet.visible, "tables": []}
    for table in sheet.tables:
        own = None if cases is None else cases[cases["table"] == table.info.table]
        found["tables"].append(
            {
                "header_rows": list(table.info.header_rows),
                "first_data_row": table.info.first_row,
                "family": table.info.family.value,
                "columns": table.columns_spelled,
                "headings": dict(table.headings),
                "rows": _rows(sheet.name, table, own, issues, language),
            }
        )
    if sheet.cards is not None:
        found["tables"].append(_cards(sheet.name, sheet.cards, issues, language))
    if sheet.nil_periods:
        found["nil_periods"] = list(sheet.nil_periods)
    return found


def _cards(
    sheet: str, cards: "pd.DataFrame", issues: Mapping[tuple[str, int], list[Problem]], language: str
) -> dict[str, Any]:
    """Cards have no header; each is one row, at the card's first one, with the problems of all its rows."""
    keys = list(cards.columns)
    rows = [dict(zip(keys, values, strict=True)) for values in cards.itertuples(index=False, name=None)]
    starts = [int(row["row"]) for row in rows]
    own: list[list[Problem]] = [[] for _ in rows]
    for (name, at), problems in issues.items():
        before = [index for index, start in enumerate(starts) if start <= at]
        if name == sheet and before:
            own[before[-1]] += problems
    listed = [_case(row, mine, language) for row, mine in zip(rows, own, strict=True)]
    return {"header_rows": [], "first_data_row": min(starts, default=1), "columns": {}, "rows": listed}


def _rows(
    sheet: str,
    table: LedgerTable,
    cases: "pd.DataFrame | None",
    issues: Mapping[tuple[str, int], list[Problem]],
    language: str,
) -> list[dict[str, Any]]:
    rows = [{"row": row, "kind": "ignore", "reason": reason.value} for row, reason in table.left_out.items()]
    if cases is not None and len(cases):
        keys = list(cases.columns)
        for values in cases.itertuples(index=False, name=None):
            case = dict(zip(keys, values, strict=True))
            rows.append(_case(case, issues.get((sheet, case["row"]), []), language))
    return sorted(rows, key=lambda row: int(row["row"]))


def _case(case: Mapping[str, Any], issues: Sequence[Problem], language: str) -> dict[str, Any]:
    found: dict[str, Any] = {
        "row": int(case["row"]),
        "kind": "case",
        "village": case["village"],
        "registered": _day(case["registered_date"]),
        "accepted": _day(case["accepted_date"]),
        "assigned": _day(case["assigned_date"]),
        "resolved": _day(case["resolved_date"]),
        "status": str(case["status"]),
        "category": str(case["category"]) or None,
        "level": str(case["risk"]) or None,
        "complexity": str(case["complexity"]) or None,
        "due": _day(case["due_date"]),
        "held": _day(case["suspended_from"]),
        "resumed": _day(case["suspended_to"]),
        "issues": [_issue(problem, language) for problem in issues],
    }
    if case["destination"] == Destination.TOWNSHIP:
        found["destination"] = Destination.TOWNSHIP.value
    if case["sittings"]:
        found["sitting"] = _sitting(case["sittings"], int(case["sitting_count"]))
    return found


def _sitting(written: Sequence[WrittenSitting], counted: int) -> dict[str, Any]:
    held = [one for one in written if not one.ahead]
    booked = next((one for one in written if one.ahead), None)
    return {
        "number": max(counted, len(held)) + 1,
        "held": [
            {"day": one.day.isoformat(), "half": one.half, "outcome": one.outcome or None} for one in held
        ],
        "booked": {"day": booked.day.isoformat(), "half": booked.half, "time": booked.time or None}
        if booked
        else None,
    }


def _day(value: "pd.Timestamp") -> str | None:
    return None if value != value else value.date().isoformat()


def _issue(problem: Problem, language: str) -> dict[str, Any]:
    return {
        "field": str(problem.role),
        "code": problem.code.value,
        "message": problem_message(problem, language),
        "suggestion": problem.suggestion or None,
    }
