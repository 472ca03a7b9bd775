"""``duesheet check``: what a run would write, and what is most urgent in each village."""

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from config.errors import ConfigError
from config.loading.settings_file import read_settings
from config.messages import message
from config.vocabulary import Light
from scheduler.cli.app import Common, say_json
from scheduler.cli.attention import AttentionRow, Speaking, attention, cut
from scheduler.cli.progress import with_progress
from scheduler.cli.run import say_run, status_of
from scheduler.cli.schedule_lines import schedule_lines
from scheduler.cli.show import say
from scheduler.cli.text_file import save_text
from scheduler.cli.villages import by_village, closing_lines, village_title
from scheduler.marking.outcome import pass_json
from scheduler.marking.reconcile import newly_overdue
from scheduler.passes.conclusion import Pass
from scheduler.passes.one_pass import run_pass
from scheduler.passes.owed_lines import cadence_lines
from scheduler.passes.pass_terms import PassOrder
from scheduler.passes.pass_watch import TakingRows
from scheduler.passes.whatif import changes_between, of_open_rows
from scheduler.township import Township, open_township

if TYPE_CHECKING:
    from collections.abc import Mapping

    from config.tables.duty_tables import CalendarPart
    from scheduler.marking.outcome import Outcome
    from scheduler.passes.pass_watch import PassWatch

#: Endings that `--out` refuses to write over.
_WORKBOOKS = frozenset({".xlsx", ".xlsm", ".xls", ".et", ".ods", ".csv", ".docx"})


def run_check(
    common: Common,
    only: Sequence[str],
    packs: Sequence[str],
    out: Path | None = None,
    calendar: Path | None = None,
) -> int:
    """Say what a run would write, or what other packs or another year's notice would change.

    Raises:
        ConfigError: *out* is a workbook, *calendar* holds no year, or a pack is wrong.
    """
    if out is not None and out.suffix.lower() in _WORKBOOKS:
        raise ConfigError(message("pass.not_over_a_ledger", file=out), code="usage")
    township = open_township(common.config, common.today, remember=False)
    if packs or calendar is not None:
        return _what_if(common, township, only, packs, calendar)
    view = _View(township, Speaking(common.language, township.language))
    order = PassOrder(only, dry=True, keep_rows=common.as_json)

    def work(watch: "PassWatch") -> Pass:
        return run_pass(township, order, TakingRows(view.take, watch))

    found = with_progress(common, work)
    if common.as_json:
        say_json(pass_json(found, township.today, township.language, found.sittings))
    elif common.quiet:
        say_run(found, township, common)
    else:
        for line in view.lines(found, everything=common.verbose):
            say(line)
    if out is not None:
        save_text(out, "\n".join(view.lines(found, everything=True)) + "\n")
        if not common.as_json:
            say(common.said("pass.saved", file=out))
    return status_of(found)


class _View:
    """What `check` shows, taken from each ledger as it comes, so that its rows need not stay in memory."""

    def __init__(self, township: Township, speaking: Speaking) -> None:
        self._township = township
        self._speaking = speaking
        self._rows: dict[str, list[AttentionRow]] = {}
        self._newly: dict[str, int] = {}
        self._backlog = 0

    def take(self, outcome: "Outcome") -> None:
        rows = self._rows.setdefault(outcome.village, [])
        rows += attention(outcome, self._speaking)
        rows.sort()
        judged = outcome.judged
        if judged is None:
            return
        if not self._township.settings.township.escalate_backlog:
            here = ~judged.elsewhere & judged.verdicts["light"].ne(Light.UNTIMED).to_numpy()
            self._backlog += int((judged.verdicts["backlog"].to_numpy(dtype=bool) & here).sum())
        brake = self._township.settings.brake
        newly = newly_overdue(judged.ledger, judged.cases, judged.verdicts)
        if newly > brake.rows and newly > brake.share * outcome.counts["open"]:
            self._newly[outcome.village] = self._newly.get(outcome.village, 0) + newly

    def lines(self, found: Pass, *, everything: bool) -> list[str]:
        language, township = self._speaking.screen, self._township
        name = township.settings.township.name
        title = "pass.title_check_all" if everything else "pass.title_check"
        lines = [message(title, township=name, day=township.today).said(language)]
        if self._backlog:
            day = township.settings.township.adopted_on
            lines.append(message("pass.backlog", count=self._backlog, day=day).said(language))
        for one in by_village(found.outcomes):
            lines.append(village_title(one, self._newly.get(one.village, 0), language))
            rows = self._rows.get(one.village, [])
            lines += [row.text for row in rows] if everything else cut(rows, language)
        lines += cadence_lines(found.cadences, township, language)
        lines += schedule_lines(found, language, would=True)
        return lines + closing_lines(found.outcomes, language, would=True)


def _what_if(
    common: Common, township: Township, only: Sequence[str], packs: Sequence[str], calendar: Path | None
) -> int:
    other = township.with_packs(packs) if packs else township
    named = list(packs)
    if calendar is not None:
        other = other.with_calendar(_years(calendar))
        named.append(calendar.name)
    found, changes = changes_between(township, other, only)
    if not packs:
        changes = of_open_rows(changes)
    if common.as_json:
        document = pass_json(found, township.today, township.language)
        say_json({**document, "rules": named, "changes": changes})
        return status_of(found)
    titles = {
        duty.id: duty.title.said(common.language)
        for rules in (township.rules, other.rules)
        for pack in rules.packs
        for duty in pack.duty
    }
    for change in changes:
        before, after = (_verdict(change[which], titles, common) for which in ("now", "then"))
        say(
            common.said(
                "pass.what_if",
                village=change["village"],
                sheet=change["sheet"],
                row=change["row"],
                before=before,
                after=after,
                moved=_moved(change["moved_days"], common),
            )
        )
    say(common.said("pass.what_if_sum", count=len(changes), packs=", ".join(named)))
    return status_of(found)


def _moved(days: int | None, common: Common) -> str:
    """Say by how much a date moves; "" where it does not."""
    if not days:
        return ""
    return common.said("pass.moved_later" if days > 0 else "pass.moved_earlier", count=abs(days))


def _years(path: Path) -> "Mapping[str, CalendarPart]":
    """Return the ``[calendar.YEAR]`` tables of a file, checked as those of township.toml are."""
    try:
        text = path.read_text("utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        raise ConfigError(message("inspect.no_such_file", file=path), code="no_file") from error
    years = read_settings(f'township.name = "镇"\n{text}', path).calendar
    if not years:
        raise ConfigError(message("pass.no_year", file=path), code="no_year")
    return years


def _verdict(verdict: "Mapping[str, Any]", titles: "Mapping[str, str]", common: Common) -> str:
    """Return a verdict in words: its light, its date, what is owed."""
    light = common.said(f"pass.light_{verdict['light']}")
    duty = titles.get(verdict["duty"] or "", "")
    return " ".join(part for part in (light, verdict["due"], duty) if part)
