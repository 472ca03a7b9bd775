"""``duesheet doctor``: what is wrong with config, calendar, clock, disk, posts and ledgers."""

from config.errors import ConfigError
from scheduler.cli.app import Common, say_json
from scheduler.cli.show import say
from scheduler.health.doctor import examine, server_time
from scheduler.health.findings import Finding, Level, config_finding, finding_json
from scheduler.township import open_township


def run_doctor(common: Common) -> int:
    """Say every finding with its remedy; 1 when anything is wrong."""
    try:
        township = open_township(common.config, common.today, remember=False)
    except ConfigError as error:
        if error.code == "config_missing":
            raise
        findings = [config_finding(error)]
    else:
        findings = examine(township, lambda: server_time(township))
    if common.as_json:
        say_json({"findings": [finding_json(finding, common.language) for finding in findings]})
    else:
        _say(findings, common)
    return 1 if any(finding.level is Level.WRONG for finding in findings) else 0


def _say(findings: list[Finding], common: Common) -> None:
    quiet = common.quiet
    for finding in sorted(findings, key=lambda finding: finding.level is Level.NOTICE):
        if finding.level is Level.WRONG or not quiet:
            say(
                common.said(
                    "status.finding",
                    level=common.said(f"status.finding_{finding.level.value}"),
                    area=common.said(f"status.area_{finding.area}"),
                    what=finding.error.said(common.language),
                    fix=finding.error.remedy(common.language),
                )
            )
    if not findings and not quiet:
        say(common.said("status.all_well"))
