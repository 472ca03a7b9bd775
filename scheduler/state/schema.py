"""The tables of the state, as of the newest schema.

Every row belongs to a township: "" where the database is one township's own (SQLite beside its config).
"""

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


def _township() -> Column[str]:
    return Column("township", String(64), nullable=False, default="", server_default="")


#: ``schema`` (a number, of no township) and ``salt`` (hex): what the rest rests on; and small notes.
meta = Table(
    "meta",
    metadata,
    _township(),
    Column("key", String(32)),
    Column("value", Text, nullable=False),
    PrimaryKeyConstraint("township", "key"),
)

#: One row per pass; times are ISO 8601 with the township's offset.
runs = Table(
    "runs",
    metadata,
    _township(),
    Column("run", String(32)),
    Column("started_at", String(32), nullable=False),
    Column("finished_at", String(32)),
    Column("today", Date, nullable=False),
    Column("kind", String(16), nullable=False),  # run, sync, remind, sweep, undo, detach
    Column("totals", Text),  # JSON of counts
    PrimaryKeyConstraint("township", "run"),
)

#: What we wrote where: one row for all that one look at a ledger led to. Old and new are texts of our own
#: five columns.
journal = Table(
    "journal",
    metadata,
    Column("number", Integer, primary_key=True, autoincrement=True),
    _township(),
    Column("run", String(32), nullable=False),
    Column("ledger", Text, nullable=False),
    Column("count", Integer, nullable=False),  # of the cells
    Column("cells", Text, nullable=False),  # JSON, column by column: `scheduler.state.written_cells`
    Index("journal_by_ledger", "township", "ledger"),
    Index("journal_by_run", "township", "run"),
)

#: Per ledger: what it was last judged by, how it came out, and what it said when it was last read.
ledgers = Table(
    "ledgers",
    metadata,
    _township(),
    Column("ledger", Text),
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
    Column("title", Text, nullable=False, server_default=""),  # what people call it
    # why it was read and not written: open_elsewhere, other_pass, read_only
    Column("reason", String(32), nullable=False, server_default=""),
    Column("read_on", Date),  # the day of the last good reading: that of counts, cases, problems
    Column("problems", Text),  # JSON list: addresses and codes, never a cell's text
    Column("facts", Text),  # JSON: what else a copy, a gone or a cleared ledger is told by
    Column("gone_on", Date),  # the first day on which it was no longer listed
    PrimaryKeyConstraint("township", "ledger"),
)

#: The last verdicts of each ledger's live cases, and of those that still owe a survey, so that an untouched
#: ledger still counts. Nothing here is a person's word.
verdicts = Table(
    "verdicts",
    metadata,
    _township(),
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
    # JSON: days, halves, number, kind of outcome, salted keys of mediator and place; NULL without a sitting
    Column("sitting", Text),
    PrimaryKeyConstraint("township", "ledger", "sheet", "row"),
)

#: Every row that a reading took for a case: what figures need of it, and nothing that a person wrote.
cases = Table(
    "cases",
    metadata,
    _township(),
    Column("ledger", Text),
    Column("sheet", Text),
    Column("row", Integer, nullable=False),
    Column("case_key", String(32), nullable=False),  # salted: which case the row holds
    Column("identity", Text, nullable=False),  # JSON list of salted keys: what tells it from another case
    Column("counts_at", Text),  # JSON {ledger, sheet, row, label}: where it counts instead; NULL: here
    Column("registered", Date),
    Column("ended", Date),
    Column("status", String(16), nullable=False),
    Column("category", String(16), nullable=False),
    Column("risk", String(16), nullable=False),
    Column("channel", String(16), nullable=False),
    Column("complexity", String(16), nullable=False),
    Column("agreed", Boolean, nullable=False),
    Column("people", Integer),
    Column("amount", Text),
    Column("facts", Text, nullable=False),  # JSON: the further dates, kinds and flags of CASES; no text
    PrimaryKeyConstraint("township", "ledger", "sheet", "row"),
)

#: Published summaries: the figures as JSON.
summaries = Table(
    "summaries",
    metadata,
    _township(),
    Column("kind", String(32), nullable=False),
    Column("period", String(16), nullable=False),
    Column("compiled_on", Date, nullable=False),
    Column("figures", Text, nullable=False),
    PrimaryKeyConstraint("township", "kind", "period"),
)

#: The cases a published summary rested on: what a later one compares with.
summary_cases = Table(
    "summary_cases",
    metadata,
    _township(),
    Column("kind", String(32), nullable=False),
    Column("period", String(16), nullable=False),
    Column("village", Text, nullable=False),
    Column("ledger", Text, nullable=False),
    Column("sheet", Text, nullable=False),
    Column("row", Integer, nullable=False),
    # The second of two equal rows carries its number behind the key.
    Column("case_key", String(64), nullable=False),
    Column("registered", Date),
    Column("ended", Date),
    Column("status", String(16), nullable=False),
    PrimaryKeyConstraint("township", "kind", "period", "village", "case_key"),
)

#: When the evidence of an office's periodic duty (rows, or a nil report) was first seen, and the last day
#: somebody looked and there was none. Only the two together tell late from on time.
filings = Table(
    "filings",
    metadata,
    _township(),
    Column("duty", String(64), nullable=False),
    Column("village", Text, nullable=False),
    Column("period", String(16), nullable=False),
    Column("first_seen", Date),
    Column("missed_on", Date),
    PrimaryKeyConstraint("township", "duty", "village", "period"),
)

#: Which slot of which job is claimed, and how it came out. Times are ISO 8601 in UTC, so that texts sort.
slots = Table(
    "slots",
    metadata,
    _township(),
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
    PrimaryKeyConstraint("township", "job", "slot"),
    Index("slots_by_due", "township", "job", "due_at"),
)

#: One digest to one channel on one working day. A channel is a salted hash: an address holds a secret.
deliveries = Table(
    "deliveries",
    metadata,
    _township(),
    Column("channel", String(32), nullable=False),
    Column("day", Date, nullable=False),
    Column("posts", Text, nullable=False),  # JSON list of posts
    Column("service", String(32), nullable=False),  # wecombot, dingtalk, mailto …
    Column("state", String(16), nullable=False),  # sending, sent, failed, unknown
    Column("attempts", Integer, nullable=False),
    Column("changed_at", String(32), nullable=False),
    Column("lines", Text, nullable=False),  # JSON list of {key, ledger, sheet, row, case_no, duty, due}
    PrimaryKeyConstraint("township", "channel", "day"),
)

#: Who works on a ledger just now, where the database has no locks of its own. A lease that its holder renews.
ledger_locks = Table(
    "ledger_locks",
    metadata,
    _township(),
    Column("ledger", Text),
    Column("owner", String(128), nullable=False),  # host:process:number of the hold
    Column("until", String(32), nullable=False),  # ISO 8601 in UTC
    PrimaryKeyConstraint("township", "ledger"),
)

#: Counts of a published summary, for a roll-up: no person, no number of a case, no text.
figures = Table(
    "figures",
    metadata,
    Column("unit_or_township", String(64)),
    Column("kind", String(32)),
    Column("period", String(16)),
    Column("village", Text),
    Column("measure", String(64)),
    Column("category", String(16)),
    Column("level", String(16)),
    Column("value", Integer, nullable=False),
    Column("compiled_on", Date),
    Column("rules_hash", String(64)),
    PrimaryKeyConstraint(
        *("unit_or_township", "kind", "period", "village", "measure", "category", "level"),
        *("compiled_on", "rules_hash"),
    ),
)

#: How a township's summary of a period came: a missing one is no zero.
figures_meta = Table(
    "figures_meta",
    metadata,
    _township(),
    Column("kind", String(32)),
    Column("period", String(16)),
    Column("state", String(16), nullable=False),  # on_time, late, nil, missing
    Column("compiled_on", Date),
    Column("program", String(32), nullable=False),
    Column("rules_hash", String(64), nullable=False),
    Column("unread", Integer, nullable=False),  # ledgers that count by an earlier reading, or not at all
    PrimaryKeyConstraint("township", "kind", "period"),
)
