"""What is remembered between runs: one database, SQLite beside the config or PostgreSQL by URL.

It holds no human text of a ledger, only what we wrote ourselves; losing it loses history, never a ledger.
"""

from sqlalchemy.exc import SQLAlchemyError as StateTroubleError

from scheduler.state.database import State, open_state
from scheduler.state.state_file import FileStanding, StateFile

#: Under this key stands whether a service runs: "running MOMENT", or "ended" by its own will.
SERVICE_NOTE = "service"

__all__ = ["SERVICE_NOTE", "FileStanding", "State", "StateFile", "StateTroubleError", "open_state"]
