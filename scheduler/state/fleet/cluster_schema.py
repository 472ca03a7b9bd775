"""The tables that many machines share, beside the townships' own; PostgreSQL only, upgraded by version.

The queue's tables are Procrastinate's; its schema comes with it.
"""

from collections.abc import Mapping, Sequence

from sqlalchemy import Connection, Engine, text

from config.errors import ConfigError
from config.messages import message
from scheduler.state.migrations import take_turns

#: What the newest program writes.
CLUSTER_SCHEMA = 1

_TABLES = """
CREATE TABLE fleet (
    township varchar(64) PRIMARY KEY,
    name text NOT NULL,
    unit text NOT NULL,
    is_sender boolean NOT NULL DEFAULT false,  -- on a machine of its own; it sends its counts
    next_due timestamptz,                      -- of its schedule, as the planner last saw it
    error text                                 -- JSON {code, message, fix}: its config cannot be read
);
CREATE TABLE fleet_moves (
    township varchar(64) NOT NULL,
    unit text NOT NULL,
    since date NOT NULL,                       -- the first day of the first period under that unit
    PRIMARY KEY (township, since)
);
CREATE TABLE slot_work (
    township varchar(64) NOT NULL,
    job varchar(32) NOT NULL,
    slot varchar(32) NOT NULL,
    run varchar(32) NOT NULL,
    wanted int NOT NULL,
    begun_at timestamptz NOT NULL DEFAULT clock_timestamp(),
    gathering boolean NOT NULL DEFAULT false,
    PRIMARY KEY (township, job, slot)
);
CREATE TABLE slot_looks (
    township varchar(64) NOT NULL,
    job varchar(32) NOT NULL,
    slot varchar(32) NOT NULL,
    ledger text NOT NULL,
    outcome varchar(16) NOT NULL DEFAULT '',   -- '' while it is not finished
    PRIMARY KEY (township, job, slot, ledger)
);
CREATE TABLE quota (
    account text NOT NULL,
    project text NOT NULL,
    kind varchar(8) NOT NULL,
    township varchar(64) NOT NULL,
    at timestamptz NOT NULL
);
CREATE INDEX quota_by_project ON quota (project, kind, at);
CREATE TABLE quota_waiting (
    ticket varchar(64) PRIMARY KEY,
    account text NOT NULL,
    project text NOT NULL,
    kind varchar(8) NOT NULL,
    township varchar(64) NOT NULL,
    deadline timestamptz NOT NULL,
    asked_at timestamptz NOT NULL,
    wakes_at timestamptz NOT NULL
);
CREATE TABLE quota_held (
    account text NOT NULL,
    kind varchar(8) NOT NULL,
    until timestamptz NOT NULL,
    PRIMARY KEY (account, kind)
);
CREATE TABLE rollups (
    unit text NOT NULL,
    kind varchar(16) NOT NULL,
    period varchar(16) NOT NULL,
    compiled_on date NOT NULL,
    told text NOT NULL,                        -- JSON: counts by child, and which compilation each rests on
    PRIMARY KEY (unit, kind, period)
);
"""

#: One more request within the quotas, or how long to wait. The server's clock decides, so that workers whose
#: clocks differ never exceed it together. Who waits is ranked: nearest deadline, then the township that was
#: served least in the last minute, then who asked first; a place in the rank lapses a little after its owner
#: ought to have asked again.
_GRANT = """
CREATE FUNCTION duesheet_grant(
    _ticket text, _account text, _project text, _kind text, _township text, _deadline timestamptz,
    _per_user int, _per_project int, _at timestamptz DEFAULT NULL
) RETURNS double precision LANGUAGE plpgsql AS $$
DECLARE
    _now timestamptz;
    _until timestamptz;
    _asked timestamptz;
    _served int; _by_user int; _by_project int; _ahead_user int; _ahead_project int;
    _leaves timestamptz;
    _wait double precision;
BEGIN
    PERFORM pg_advisory_xact_lock(hashtextextended('quota/' || _project || '/' || _kind, 0));
    _now := COALESCE(_at, clock_timestamp());  -- only now: the lock may have been waited for
    DELETE FROM quota WHERE project = _project AND kind = _kind AND at <= _now - interval '60 s';
    DELETE FROM quota_waiting WHERE project = _project AND kind = _kind
        AND wakes_at < _now - interval '2 s' AND ticket <> _ticket;
    INSERT INTO quota_waiting AS w
        VALUES (_ticket, _account, _project, _kind, _township, _deadline, _now, _now)
        ON CONFLICT (ticket) DO UPDATE SET wakes_at = excluded.wakes_at
        RETURNING asked_at INTO _asked;
    SELECT until INTO _until FROM quota_held WHERE account = _account AND kind = _kind AND until > _now;
    IF _until IS NOT NULL THEN
        _wait := extract(epoch FROM _until - _now);
    ELSE
        SELECT count(*) FILTER (WHERE account = _account), count(*),
               count(*) FILTER (WHERE township = _township)
            INTO _by_user, _by_project, _served
            FROM quota WHERE project = _project AND kind = _kind;
        WITH spent AS (
            SELECT account, township FROM quota WHERE project = _project AND kind = _kind
        ), by_township AS (SELECT township, count(*) AS served FROM spent GROUP BY township),
        by_account AS (SELECT account, count(*) AS used FROM spent GROUP BY account)
        SELECT count(*) FILTER (WHERE w.account = _account),
               -- whose own account is spent takes nothing of the project's
               count(*) FILTER (WHERE COALESCE(a.used, 0) < _per_user)
            INTO _ahead_user, _ahead_project
            FROM quota_waiting w
            LEFT JOIN by_township t ON t.township = w.township
            LEFT JOIN by_account a ON a.account = w.account
            WHERE w.project = _project AND w.kind = _kind AND w.ticket <> _ticket
              AND (w.deadline, COALESCE(t.served, 0), w.asked_at, w.ticket)
                  < (_deadline, _served, _asked, _ticket)
              AND NOT EXISTS (SELECT 1 FROM quota_held h
                              WHERE h.account = w.account AND h.kind = w.kind AND h.until > _now);
        IF _by_user + _ahead_user < _per_user AND _by_project + _ahead_project < _per_project THEN
            INSERT INTO quota VALUES (_account, _project, _kind, _township, _now);
            DELETE FROM quota_waiting WHERE ticket = _ticket;
            RETURN 0;
        END IF;
        -- My turn comes when enough of the requests of the last minute have left it.
        SELECT max(leaves) INTO _leaves FROM (
            (SELECT at AS leaves FROM quota WHERE project = _project AND kind = _kind AND account = _account
                ORDER BY at OFFSET GREATEST(_by_user + _ahead_user - _per_user, 0)
                LIMIT CASE WHEN _by_user + _ahead_user >= _per_user THEN 1 ELSE 0 END)
            UNION ALL
            (SELECT at FROM quota WHERE project = _project AND kind = _kind
                ORDER BY at OFFSET GREATEST(_by_project + _ahead_project - _per_project, 0)
                LIMIT CASE WHEN _by_project + _ahead_project >= _per_project THEN 1 ELSE 0 END)
        ) turns;
        _wait := COALESCE(extract(epoch FROM _leaves + interval '60 s' - _now), 0.2);
    END IF;
    _wait := LEAST(GREATEST(_wait, 0.02), 5);
    UPDATE quota_waiting SET wakes_at = _now + make_interval(secs => _wait) WHERE ticket = _ticket;
    RETURN _wait;
END $$;
"""

#: The statements that lead from each version to the next.
STEPS: Mapping[int, Sequence[str]] = {0: (_TABLES, _GRANT)}


def upgrade_cluster(engine: Engine) -> None:
    """Make or upgrade the shared tables; programs that start together take turns.

    Raises:
        ConfigError: a newer program has written them.
    """
    with engine.begin() as connection:
        take_turns(connection)
        found = int(connection.execute(text(_FIND)).scalar() or 0)
        if found > CLUSTER_SCHEMA:
            raise ConfigError(message("state.schema", found=found, known=CLUSTER_SCHEMA), code="state")
        for step in range(found, CLUSTER_SCHEMA):
            for statements in STEPS[step]:
                run_script(connection, statements)
        note_version(connection, "cluster", str(CLUSTER_SCHEMA))


_FIND = "SELECT value FROM meta WHERE township = '' AND key = 'cluster'"


def run_script(connection: Connection, statements: str) -> None:
    """Run several statements as part of a transaction; the driver takes them so only without parameters."""
    cursor = connection.connection.cursor()
    try:
        cursor.execute(statements)
    finally:
        cursor.close()


def note_version(connection: Connection, key: str, value: str) -> None:
    """Note the version of a part of the database."""
    connection.execute(
        text(
            "INSERT INTO meta (township, key, value) VALUES ('', :key, :value) "
            "ON CONFLICT (township, key) DO UPDATE SET value = excluded.value"
        ),
        {"key": key, "value": value},
    )
