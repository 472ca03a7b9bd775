"""What `run` and `check` say of 调解排期."""

from typing import TYPE_CHECKING

from config.messages import said

if TYPE_CHECKING:
    from scheduler.passes.conclusion import Pass


def schedule_lines(found: "Pass", language: str, *, would: bool) -> list[str]:
    """Return the lines about the sheet; none while it is off or as it was."""
    outcome = found.schedule
    if outcome is None:
        return []
    lines: list[str] = []
    if outcome.kind == "skipped":
        lines.append(said(language, "pass.schedule_skipped"))
    elif outcome.kind == "failed":
        reason = outcome.error.message if outcome.error else ""
        lines.append(said(language, "pass.schedule_failed", reason=reason))
    elif would and outcome.edits:
        lines.append(said(language, "pass.schedule_check", edits=outcome.edits))
    elif outcome.made:
        share = "—" if outcome.share is None else f"{outcome.share:.0%}"
        fields = {"rows": outcome.rows, "made": outcome.made, "late": outcome.late, "share": share}
        lines.append(said(language, "pass.schedule", **fields))
    if outcome.unread:
        rows = ", ".join(map(str, outcome.unread))
        lines.append(said(language, "pass.schedule_unread", rows=rows))
    return lines
