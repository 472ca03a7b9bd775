from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from config.loading.settings_file import read_settings
from scheduler.state import open_state
from scheduler.township import make_township

TODAY = date(2026, 4, 3)
CONFIG = """
[township]
name = "青石镇"
rules = ["sichuan_2026", "statute", "mediation"]
"""


@pytest.fixture
def township(tmp_path):
    """Return a maker of townships over a given store; its state lives in tmp_path."""
    opened = []

    def make(store, *, today=TODAY, config=CONFIG, remember=True):
        settings = read_settings(config, Path(tmp_path / "township.toml"))
        state = open_state(settings.state.url, tmp_path) if remember else None
        opened.append(state)
        return make_township(
            settings, store, state, today=today, now=lambda: datetime(2026, 4, 3, 8, 0, tzinfo=UTC)
        )

    yield make
    for state in opened:
        if state is not None:
            state.close()
