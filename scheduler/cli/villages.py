"""A pass as people read it: ledgers gathered by village, in the order of the config."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from config.messages import said
from config.spoken.problems import place_before, problem_message
from config.vocabulary import OutcomeKind
from scheduler.cli.outcome_words import outcome_said
from scheduler.cli.schedule_lines import schedule_lines
from scheduler.marking.outcome import COUNTS, totals
from scheduler.passes.owed_lines import cadence_lines

if TYPE_CHECKING:
    from collections.abc import Mapping

    from scheduler.marking.outcome import Outcome
    from scheduler.passes.conclusion import Pass
    from scheduler.passes.ghosts import GoneLedger
    from scheduler.township import Township

#: Of this many villages the first problem to mend is printed.
_MEND_SHOWN = 6

_WRONG = (OutcomeKind.FAILED, OutcomeKind.HELD, OutcomeKind.SKIPPED, OutcomeKind.PAUSED)


@dataclass(frozen=True, slots=True)
class VillageOutcomes:
    """One village and how its ledgers came out."""

    village: str
    outcomes: "tuple[Outcome, ...]"

    def counts(self) -> dict[str, int]:
        """Return its cases, by name of the count."""
        return {name: sum(outcome.counts[name] for outcome in self.outcomes) for name in COUNTS}

    @property
    def edits(self) -> int:
        """How many cells were written, or would be."""
        return sum(len(outcome.edits) for outcome in self.outcomes)

    @property
    def problems(self) -> int:
        """How many problems its ledgers have."""
        return sum(len(outcome.problems) for outcome in self.outcomes)

    @property
    def is_news(self) -> bool:
        """Whether something was written, went wrong or is held."""
        return any(outcome.kind is not OutcomeKind.UNCHANGED for outcome in self.outcomes)


def by_village(outcomes: "Sequence[Outcome]") -> list[VillageOutcomes]:
    """Gather outcomes by village, in the order in which the villages first come."""
    found: dict[str, list[Outcome]] = {}
    for outcome in outcomes:
        found.setdefault(outcome.village, []).append(outcome)
    return [VillageOutcomes(village, tuple(several)) for village, several in found.items()]


def run_lines(found: "Pass", township: "Township", language: str, *, only_wrong: bool = False) -> list[str]:
    """Return what `run` prints: a line for each village with something new, the others in one."""
    unwritten = [
        said(language, "status.unwritten", what=each.said(language), fix=each.remedy(language))
        for each in found.problems
    ]
    if only_wrong:
        wrong = [_error_line(outcome, language) for outcome in found.outcomes if outcome.error is not None]
        return [*wrong, *unwritten]
    villages = by_village(found.outcomes)
    lines = [said(language, "pass.title", township=township.settings.township.name, day=township.today)]
    for one in villages:
        if one.is_news:
            lines += _village_lines(one, language)
    if quiet := [one for one in villages if not one.is_news]:
        lines.append(_others(quiet, language))
    lines += gone_lines(found.gone, language)
    lines += _to_mend(villages, language)
    lines += cadence_lines(found.cadences, township, language)
    lines += schedule_lines(found, language, would=False)
    lines += unwritten
    lines += closing_lines(found.outcomes, language, would=False)
    return lines


def gone_lines(gone: "Sequence[GoneLedger]", language: str) -> list[str]:
    """Return one line for each ledger that is no longer there."""
    return [
        said(
            language,
            "pass.gone",
            title=each.title,
            village=each.village,
            day=each.since,
            likely=said(language, "pass.gone_likely", likely=each.likely) if each.likely else "",
        ).rstrip()
        for each in gone
    ]


def _village_lines(one: VillageOutcomes, language: str) -> list[str]:
    wrong = [outcome for outcome in one.outcomes if outcome.kind in _WRONG]
    lines = [_error_line(outcome, language) for outcome in wrong]
    if len(wrong) < len(one.outcomes):
        kind = "pass.written" if one.edits else "pass.unchanged"
        outcome = said(language, kind, edits=one.edits)
        more = _problems(one.problems, language)
        lines.append(
            said(
                language,
                "pass.village_run",
                village=one.village,
                outcome=outcome,
                more=more,
                **_numbers(one.counts()),
            )
        )
    return lines


def _error_line(outcome: "Outcome", language: str) -> str:
    kind = outcome_said(outcome.kind.value, outcome.reason, outcome.as_of, language)
    more = _problems(len(outcome.problems), language)
    numbers = _numbers(outcome.counts)
    if outcome.error is not None:
        # What was put off, or cannot be written, was read and counted.
        is_counted = outcome.kind is OutcomeKind.SKIPPED
        return said(
            language,
            "pass.village_skipped" if is_counted else "pass.village_error",
            village=outcome.village,
            outcome=kind,
            what=outcome.error.said(language),
            fix=outcome.error.remedy(language),
            **(numbers | {"more": more} if is_counted else {}),
        )
    return said(language, "pass.village_run", village=outcome.village, outcome=kind, more=more, **numbers)


def _numbers(counts: "Mapping[str, int]") -> dict[str, int]:
    return {name: counts[name] for name in COUNTS}


def _problems(count: int, language: str) -> str:
    return said(language, "pass.problems", count=count) if count else ""


def _others(villages: Sequence[VillageOutcomes], language: str) -> str:
    sums = {name: sum(one.counts()[name] for one in villages) for name in COUNTS}
    more = _problems(sum(one.problems for one in villages), language)
    return said(language, "pass.others", count=len(villages), more=more, **sums)


def _to_mend(villages: Sequence[VillageOutcomes], language: str) -> list[str]:
    wrong = [one for one in villages if one.problems]
    if not wrong:
        return []
    lines = [said(language, "pass.mend_title")]
    for one in wrong[:_MEND_SHOWN]:
        first = next(problem for outcome in one.outcomes for problem in outcome.problems)
        text = problem_message(first, language)
        lines.append(
            said(
                language,
                "pass.mend_first" if one.problems > 1 else "pass.mend",
                village=one.village,
                count=one.problems,
                place=place_before(first.sheet, text, language),
                text=text,
            )
        )
    if len(wrong) > _MEND_SHOWN:
        lines.append(said(language, "pass.mend_more", count=len(wrong) - _MEND_SHOWN))
    elif any(one.problems > 1 for one in wrong):
        lines.append(said(language, "pass.mend_all"))
    return lines


def village_title(one: VillageOutcomes, newly: int, language: str) -> str:
    """Return the line of totals that `check` begins a village with."""
    wrong = next((outcome for outcome in one.outcomes if outcome.error is not None), None)
    if wrong is not None and len(one.outcomes) == 1:
        return _error_line(wrong, language)
    more = _problems(one.problems, language)
    if newly:
        more += said(language, "pass.would_hold", newly=newly)
    numbers = _numbers(one.counts())
    return said(language, "pass.village_check", village=one.village, edits=one.edits, more=more, **numbers)


def closing_lines(outcomes: "Sequence[Outcome]", language: str, *, would: bool) -> list[str]:
    """Return the totals, and the one command that releases or resumes all that stand still."""
    counts = totals(outcomes)
    kinds = ""
    for kind in OutcomeKind:
        if counts[kind]:
            name = "to_write" if would and kind is OutcomeKind.WRITTEN else kind.value
            kinds += said(language, f"pass.count_{name}", count=counts[kind])
    lines = [said(language, "pass.totals", ledgers=counts["ledgers"], kinds=kinds, **_numbers(counts))]
    if held := counts[OutcomeKind.HELD]:
        lines.append(said(language, "pass.release", count=held))
    if paused := counts[OutcomeKind.PAUSED]:
        lines.append(said(language, "pass.resume", count=paused))
    return lines
