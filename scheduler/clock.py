"""The one place that asks what time it is."""

from datetime import UTC, date, datetime, tzinfo


def now(zone: tzinfo) -> datetime:
    """Return the time in the township, whatever the machine's own zone."""
    return datetime.now(UTC).astimezone(zone)


def today(zone: tzinfo) -> date:
    """Return the date in the township."""
    return now(zone).date()


#: When this release was made: a machine whose clock says an earlier day has lost its battery.
MADE_ON = date(2026, 11, 1)
