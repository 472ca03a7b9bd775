"""What is wrong with a ledger, as a sentence: where, and the remedy; of a cell's content only a date."""

import json
from collections.abc import Mapping

from config.frames import Problem
from config.language import phrases
from config.spoken.visible import visible
from config.vocabulary import LedgerProblemCode


def headers_line(problem: Problem) -> str:
    """Return the line of ``[headers]`` that makes a suggested heading known: ``due_date = ["最晚哪天"]``."""
    return f"{problem.suggestion} = [{json.dumps(problem.detail, ensure_ascii=False)}]"


def _detail(problem: Problem, word: Mapping[str, str]) -> str:
    """Return a problem's detail as people say it: a row of another worksheet by both its names."""
    told = visible(problem.detail)
    if problem.code is LedgerProblemCode.CASE_CARRIED_OVER and "!" in told:
        sheet, _, row = told.rpartition("!")
        return word["place"].format(sheet=sheet, row=row)
    return told


def problem_message(problem: Problem, language: str = "zh-CN") -> str:
    """Return one sentence for *problem*: where, what, and what to do; a date at fault is quoted."""
    table = phrases(language, "problems")
    word = table["word"]
    at_row = word["row"].format(row=problem.row) if problem.row else word["sheet"]
    role = table["role"].get(problem.role, problem.role)
    # Where the village calls its column otherwise, its own word is the one a clerk looks for.
    if problem.heading and problem.heading != role:
        role = word["headed"].format(heading=problem.heading, role=role)
    key = problem.code.value
    if problem.newer:
        key = f"{key}_{problem.newer}"
    elif problem.code is LedgerProblemCode.MARK_RESTORED and not problem.detail:
        key = f"{key}_all"
    elif ":" in problem.column and f"{key}_cells" in table["problem"]:
        key = f"{key}_cells"
    elif problem.count and f"{key}_counted" in table["problem"]:
        key = f"{key}_counted"
    elif problem.code is LedgerProblemCode.NOT_A_LEDGER:
        closer = f"{key}_{problem.detail}"
        key = closer if closer in table["problem"] else key
    sentence = table["problem"][key].format(
        cell=problem.cell if problem.column else at_row,
        column=problem.column or word["column"],
        row=problem.row,
        sheet=visible(problem.sheet),
        role=role,
        written=word["written"].format(text=visible(problem.written)) if problem.written else "",
        example=word["example"].format(day=problem.example.replace(" ", word["or"]))
        if problem.example
        else "",
        detail=_detail(problem, word),
        beside=_beside(problem, table),
        count=problem.count,
        line=headers_line(problem),
        suggestion=table["role"].get(problem.suggestion, problem.suggestion),
    )
    if not problem.suggestion or problem.code.value not in table["suggest"]:
        return sentence
    hint = table["suggest"][problem.code.value]
    return sentence + table["hint"][hint].format(
        suggestion=table["role"].get(problem.suggestion, problem.suggestion)
    )


def place_before(sheet: str, sentence: str, language: str) -> str:
    """Return a worksheet's name to go before a problem's text; "" where that says it, or none is meant."""
    name = visible(sheet)
    if not name or f"“{name}”" in sentence or sentence.startswith(f"{name}: "):
        return ""
    told: str = phrases(language, "problems")["word"]["at_sheet"]
    return told.format(sheet=name)


def _beside(problem: Problem, table: Mapping[str, Mapping[str, str]]) -> str:
    """Return what a copy and its original have ahead of each other; what is nothing is not said."""
    words = table["beside"]
    parts = (words[f"{problem.code.value}_{name}"].format(count=count) for name, count in problem.beside)
    return table["word"]["and"].join(parts)
