"""Configs as a township writes them, and the door they come in by."""

from pathlib import Path

from config.loading.settings_file import read_settings

#: A name is all a township must give.
MINIMAL = '[township]\nname = "青石镇"\n'

FULL = """
[township]
name = "青石镇"
timezone = "Asia/Shanghai"
language = "zh-CN"            # or "en"
rules = ["sichuan_2026", "statute", "mediation"]
adopted_on = 2026-01-01
escalate_backlog = false

[ledgers]
store = "folder"
folder = "ledgers"

[[village]]
name = "青石村"
ledger = "青石村.xlsx"
family = "dispute"

[[village]]
name = "河口村"
ledger = ["河口村.xlsx", "河口村信访.xlsx"]

[headers]
due_date = ["限办日"]

[calendar.2027]
off = ["2027-01-01"]
work = []

[[rung]]
at = -3
ask = "handler"

[[post]]
post = "lead_officer"
village = "青石村"
name = "某某"
notify = ["wecombot://token"]

[marks]
highlight = "row"

[summary]
to = "summaries"
formats = ["xlsx"]

[schedule]
workdays = true
sync = "*/30 8-18 * * *"

[brake]
rows = 20
share = 0.2

[notify]
urls = []

[state]
url = "sqlite:///.duesheet/state.db"
"""


def read(text):
    return read_settings(text, Path("township.toml"))
