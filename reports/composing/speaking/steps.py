"""What is to be done next about a case, as far as its light and its due date tell."""

from datetime import date

from config.vocabulary import Light
from reports.composing.speaking.setting import Draft


def next_step(draft: Draft, light: str, org: str, due: date | None, *, backlog: bool) -> str:
    """Return the next step (下步措施) of a case.

    Args:
        draft: words, the report's day, and the day to answer by.
        light: as of the report's day.
        org: who is asked; "" for the office in charge, whoever that is.
        due: the due date shown, None when there is none.
        backlog: registered before the service was adopted, so that nobody is asked for an answer.
    """
    say = draft.say
    org = org or say("text.org_unknown")
    if light == Light.OVERDUE and not backlog:
        return say("text.overdue_step", org=org, answer=say.short_day(draft.manner.answer_by))
    if light == Light.SUSPENDED:
        return say("text.hold_step")
    if due is not None and due > draft.as_of:
        if due < draft.manner.compiled_on:  # nobody can be asked for a day that is gone
            return say("text.gone_step", org=org, due=say.near_day(due, draft.as_of))
        return say("text.due_step", org=org, due=say.near_day(due, draft.as_of))
    return say("text.untimed_step" if light == Light.UNTIMED else "text.open_step")
