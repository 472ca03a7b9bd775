"""Headers of registers that tell of sittings, with what each column is; written down before any was read.

A line is a register: heading and truth. D day agreed · H held · E sitting or end · C how often · P place ·
M mediator · I never read · R end of the case · - anything else.
"""

from pathlib import Path

REGISTERS = Path(__file__).with_suffix(".txt")

ROLES = {
    "D": "sitting_date",
    "H": "sitting_held",
    "E": "sitting_or_end",
    "C": "sitting_count",
    "P": "sitting_place",
    "M": "mediator",
    "I": "ignored",
    "R": "resolved_date",
}


def registers():
    """Return each register as (headings, truths)."""
    found = []
    for line in REGISTERS.read_text("utf-8").splitlines():
        pairs = [part.strip().rsplit(" ", 1) for part in line.split("|")]
        found.append(([heading for heading, _ in pairs], [truth for _, truth in pairs]))
    return found
