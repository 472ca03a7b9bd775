"""``duesheet report``: a summary compiled from all ledgers and published."""

from pathlib import Path

from config.messages import Listed
from config.vocabulary import CadenceState
from scheduler.cli.app import Common, say_json
from scheduler.cli.show import say
from scheduler.publishing.county_forms import form_names
from scheduler.publishing.report_kinds import default_period
from scheduler.publishing.summaries import Terms, publish
from scheduler.township import open_township


def run_form_names(common: Common) -> int:
    """Say what a county's own form may ask for."""
    names = form_names(common.language)
    if common.as_json:
        say_json(dict(names))
    else:
        for name, title in names.items():
            say(f"{{{name}}}  {title}")
    return 0


def run_report(
    common: Common, period: str | None, kind: str, out: Path | None, figures: Path | None = None
) -> int:
    """Publish the summary of *kind* for *period*, or for the last finished one.

    Raises:
        ConfigError: no format is named, or there is no such kind or period.
    """
    township = open_township(common.config, common.today)
    published = publish(township, kind, period or default_period(township, kind), out, Terms(figures=figures))
    if common.as_json:
        say_json(published.as_json())
    else:
        if not common.quiet:
            for path in published.files:
                say(common.said("status.published", title=published.title, file=path))
        for unread in published.unread:
            key = "status.unread" if unread.as_of is None else "status.unread_as_of"
            say(common.said(key, village=unread.village, why=unread.reason, day=unread.as_of))
    return 1 if published.unread else 0


def run_unit_report(common: Common, unit: str, period: str | None, kind: str, out: Path | None) -> int:
    """Publish a unit's roll-up from its townships' published counts; 1 when one of them is missing.

    Raises:
        ConfigError: cluster.toml, the unit, the kind or the period is wrong.
        UnbalancedError: a township's figures do not add up.
    """
    from reports.composing.rollup_split import rollup_json
    from scheduler.cluster.open_cluster import open_cluster
    from scheduler.cluster.rollup_job import compile_rollup, last_period, publish_rollup

    cluster = open_cluster(common.config)
    try:
        today = common.today or cluster.now().date()
        compiled = compile_rollup(cluster, unit, kind, period or last_period(kind, today))
        files = publish_rollup(cluster, compiled, out)
    finally:
        cluster.close()
    missing = compiled.rollup.of(CadenceState.MISSING)
    if common.as_json:
        say_json({**rollup_json(compiled.rollup), "files": [str(path) for path in files]})
    else:
        if not common.quiet:
            for path in files:
                say(common.said("status.published", title=compiled.report.heading, file=path))
        if missing:
            say(common.said("cluster.missing", names=Listed([each.name for each in missing])))
    return 1 if missing else 0
