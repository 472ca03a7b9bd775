"""The tables of the state, as of the newest schema."""

from sqlalchemy import (
    Boolean,
    Column,
    Date,
    Index,
    Integer,
    MetaData,
    PrimaryKeyConstraint,
    String,
    Table,
    Text,
)

metadata = MetaData()

#: ``schema`` (a number) and ``salt`` (hex): what the rest rests on.
meta = Table(
    "meta",
    metadata,
    Column("key", String(32), primary_key=True),
    Column("value", Text, nullable=False),
)

#: One row per pass; times are ISO 8601 with the township's offset.
runs = Table(
    "runs",
    metadata,
    Column("run", String(32), primary_key=True),
    Column("started_at", String(32), nullable=False),
    Column("finished_at", String(32)),
    Column("today", Date, nullable=False),
    Column("kind", String(16), nullable=False),  # run, sync, remind, sweep, undo, detach
    Column("totals", Text),  # JSON of counts
)

#: What we wrote where. Old and new are texts of our own five columns.
writes = Table(
    "writes",
    metadata,
    Column("number", Integer, primary_key=True, autoincrement=True),
    Column("run", String(32), nullable=False),
    Column("ledger", Text, nullable=False),
    Column("sheet", Text, nullable=False),
    Column("row", Integer, nullable=False),
    Column("mark", String(16), nullable=False),
    Column("heading", Boolean, nullable=False),
    Column("old", Text, nullable=False),
    Column("new", Text, nullable=False),
    Column("row_key", String(32), nullable=False),  # salted; tells whether the row is still the same
    Index("writes_by_ledger", "ledger", "mark"),
    Index("writes_by_run", "run"),
)

#: Per ledger: what it was last judged by, and how it came out.
ledgers = Table(
    "ledgers",
    metadata,
    Column("ledger", Text, primary_key=True),
    Column("village", Text, nullable=False),
    Column("version", Text, nullable=False),  # the store's mark of the content judged
    Column("judged_on", Date),
    Column("judged_by", Text, nullable=False),  # hash of rules and calendar
    Column("outcome", String(16), nullable=False),
    Column("error", Text),  # JSON {code, message, fix}
    Column("counts", Text, nullable=False),  # JSON
    Column("paused", Boolean, nullable=False),
    Column("run", String(32), nullable=False),
    Column("roles", Text),  # JSON: worksheet/table to column letters to role; no heading's text
    Column("listed", Text, nullable=False),  # the version listed before that look; "" when the list has none
    Column("filed", Text),  # JSON: village to the days and periods it filed for, of the periods up that day
)

#: The last verdicts of each ledger's live cases, and of those that still owe a survey, so that an untouched
#: ledger still counts. Nothing here is a person's word.
verdicts = Table(
    "verdicts",
    metadata,
    Column("ledger", Text, nullable=False),
    Column("sheet", Text, nullable=False),
    Column("row", Integer, nullable=False),
    Column("case_no", Text, nullable=False),
    Column("duty", String(64), nullable=False),
    Column("due", Date),
    Column("light", String(16), nullable=False),
    Column("addressee", String(32), nullable=False),  # the post that is asked; "" when nobody is
    Column("org", Text, nullable=False),  # only when a [[post]] names it: the config's word, not the ledger's
    Column("registered", Date),
    Column("category", String(16), nullable=False),  # of our own list; "" when blank
    Column("status", String(16), nullable=False),
    Column("backlog", Boolean, nullable=False),
    Column("live", Boolean, nullable=False),
    Column("survey_owed", Boolean, nullable=False),
    PrimaryKeyConstraint("ledger", "sheet", "row"),
)

#: Published summaries: the figures as JSON.
summaries = Table(
    "summaries",
    metadata,
    Column("kind", String(32), nullable=False),
    Column("period", String(16), nullable=False),
    Column("compiled_on", Date, nullable=False),
    Column("figures", Text, nullable=False),
    PrimaryKeyConstraint("kind", "period"),
)

#: The cases a published summary rested on: what a later one compares with.
summary_cases = Table(
    "summary_cases",
    metadata,
    Column("kind", String(32), nullable=False),
    Column("period", String(16), nullable=False),
    Column("village", Text, nullable=False),
    Column("ledger", Text, nullable=False),
    Column("sheet", Text, nullable=False),
    Column("row", Integer, nullable=False),
    Column("case_key", String(32), nullable=False),
    Column("registered", Date),
    Column("ended", Date),
    Column("status", String(16), nullable=False),
    PrimaryKeyConstraint("kind", "period", "village", "case_key"),
)

#: When the evidence of an office's periodic duty (rows, or a nil report) was first seen, and the last day
#: somebody looked and there was none. Only the two together tell late from on time.
filings = Table(
    "filings",
    metadata,
    Column("duty", String(64), nullable=False),
    Column("village", Text, nullable=False),
    Column("period", String(16), nullable=False),
    Column("first_seen", Date),
    Column("missed_on", Date),
    PrimaryKeyConstraint("duty", "village", "period"),
)

#: Which slot of which job is claimed, and how it came out. Times are ISO 8601 in UTC, so that texts sort.
slots = Table(
    "slots",
    metadata,
    Column("job", String(32), nullable=False),
    Column("slot", String(32), nullable=False),
    Column("due_at", String(32), nullable=False),
    Column("owner", String(64), nullable=False),  # "" when nobody works on it
    Column("beat", Integer, nullable=False),  # counts up while its owner lives
    Column("attempts", Integer, nullable=False),  # how often it failed
    Column("retry_at", String(32), nullable=False),  # "" when at once
    Column("claimed_at", String(32), nullable=False),
    Column("done_at", String(32)),
    Column("outcome", String(16), nullable=False),  # "", done, failed, superseded, before
    Column("error", Text),  # JSON {code, message, fix}
    PrimaryKeyConstraint("job", "slot"),
    Index("slots_by_due", "job", "due_at"),
)

#: One digest to one channel on one working day. A channel is a salted hash: an address holds a secret.
deliveries = Table(
    "deliveries",
    metadata,
    Column("channel", String(32), nullable=False),
    Column("day", Date, nullable=False),
    Column("posts", Text, nullable=False),  # JSON list of posts
    Column("service", String(32), nullable=False),  # wecombot, dingtalk, mailto …
    Column("state", String(16), nullable=False),  # sending, sent, failed, unknown
    Column("attempts", Integer, nullable=False),
    Column("changed_at", String(32), nullable=False),
    Column("lines", Text, nullable=False),  # JSON list of {key, ledger, sheet, row, case_no, duty, due}
    PrimaryKeyConstraint("channel", "day"),
)
