"""What is remembered between runs: one database, SQLite beside the config or PostgreSQL by URL.

It holds no human text of a ledger, only what we wrote ourselves; losing it loses history, never a ledger.
"""

from scheduler.state.database import State, open_state

__all__ = ["State", "open_state"]
