"""The service's log: one line per ledger and run, plain or as JSON; never a person's data."""

import json
import logging
import sys
from datetime import datetime, tzinfo


class JsonLines(logging.Formatter):
    """One JSON object per line."""

    def __init__(self, zone: tzinfo) -> None:
        super().__init__()
        self._zone = zone

    def format(self, record: logging.LogRecord) -> str:
        """Return the record as JSON; an error's own words are left out, they may quote a cell."""
        told = {
            "at": datetime.fromtimestamp(record.created, self._zone).isoformat(timespec="milliseconds"),
            "level": record.levelname.lower(),
            "from": record.name,
            "message": record.getMessage(),
        }
        return json.dumps(told, ensure_ascii=False)


class PlainLines(logging.Formatter):
    """Time, level, message; in the township's time, and without an error's own words."""

    def __init__(self, zone: tzinfo) -> None:
        super().__init__()
        self._zone = zone

    def format(self, record: logging.LogRecord) -> str:
        """Return the record as a line."""
        at = datetime.fromtimestamp(record.created, self._zone).isoformat(" ", "seconds")
        return f"{at} {record.levelname} {record.getMessage()}"


def log_to_stderr(zone: tzinfo, *, as_json: bool, level: int = logging.INFO) -> None:
    """Send our log to stderr; rotation is the platform's."""
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(JsonLines(zone) if as_json else PlainLines(zone))
    root = logging.getLogger()
    root.handlers[:] = [handler]
    root.setLevel(logging.WARNING)
    logging.getLogger("duesheet").setLevel(level)
    # It warns of every skipped wake-up while a pass is long; the slots take care of those.
    logging.getLogger("apscheduler").setLevel(logging.CRITICAL)
