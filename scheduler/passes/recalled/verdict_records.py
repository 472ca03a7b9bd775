"""What the state keeps of the verdicts on a ledger's cases, so that an untouched one still counts."""

from collections.abc import Set

from config.case_numbers import case_number
from config.vocabulary import Light, Status
from scheduler.marking.outcome import Judged
from scheduler.state.records import VerdictRecord

_CASES = ("sheet", "row", "case_no", "seq", "org", "registered_date", "category", "status")
_VERDICTS = ("duty", "due", "light", "addressee", "backlog", "live", "survey_owed")


def verdict_records(judged: Judged, units: Set[str]) -> list[VerdictRecord]:
    """Return what the state may know of the cases on the board: identifiers, and words of our own.

    A unit is known to it only when the config itself names it.
    """
    standing = judged.verdicts[["live", "survey_owed"]].to_numpy(dtype=bool).any(axis=1)
    # 不满意 is asked about though the case is closed.
    standing = (standing | (judged.verdicts["addressee"] != "").to_numpy()) & ~judged.elsewhere
    # Of seventy columns ten are asked for: to choose rows of a whole frame takes longer than all the rest.
    cases, verdicts = judged.cases[list(_CASES)][standing], judged.verdicts[list(_VERDICTS)][standing]
    number = cases["case_no"].where(cases["case_no"] != "", cases["seq"])
    sittings = {
        (one.sheet, one.row): one.remembered() | {"village": one.village, "told": judged.told.get(one.key)}
        for one in judged.sittings
    }
    columns = (
        cases["sheet"],
        cases["row"],
        number,
        verdicts["duty"],
        verdicts["due"].to_numpy().astype("datetime64[D]"),
        verdicts["light"],
        verdicts["addressee"],
        cases["org"].where(cases["org"].isin(sorted(units)), ""),
        cases["registered_date"].to_numpy().astype("datetime64[D]"),
        cases["category"],
        cases["status"],
        verdicts["backlog"],
        verdicts["live"],
        verdicts["survey_owed"],
    )
    return [
        VerdictRecord(
            sheet,
            int(row),
            case_number(str(case)),
            str(duty),
            due_on,
            str(Light(light)),
            str(post),
            str(org),
            registered_on,
            str(category),
            str(Status(status)),
            *flags,
            sitting=sittings.get((sheet, int(row))),
        )
        for sheet, row, case, duty, due_on, light, post, org, registered_on, category, status, *flags in zip(
            *(column.tolist() for column in columns), strict=True
        )
    ]
