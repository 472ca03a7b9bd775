"""A county of small townships in folders, on a PostgreSQL of its own; and the processes that work for it."""

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

from openpyxl import Workbook

HEADER = [
    "序号",
    "登记日期",
    "纠纷类型",
    "当事人",
    "复杂程度",
    "责任单位",
    "办理状态",
    "办结日期",
    "风险等级",
]
CATEGORIES = ["邻里", "婚姻家庭", "山林土地", "劳资欠薪"]
#: Names that must stand in no database of a county.
PLANTED = ("欧阳测试甲", "司徒测试乙")


def make_ledger(path, rows=6, first="2026-03-02", names=PLANTED):
    """One workbook with *rows* open cases."""
    book = Workbook()
    sheet = book.active
    sheet.title = "台账"
    sheet.append(HEADER)
    for number in range(1, rows + 1):
        line = [
            number,
            first,
            CATEGORIES[number % 4],
            names[number % len(names)],
            "简单",
            "村委会",
            "办理中",
            "",
            "黄",
        ]
        sheet.append(line)
    path.parent.mkdir(parents=True, exist_ok=True)
    book.save(path)


def make_township(folder, name, villages=3, rows=6, more=""):
    """A township's folder with its config."""
    folder.mkdir(parents=True, exist_ok=True)
    store = '[ledgers]\nstore = "folder"\nfolder = "ledgers"\n\n[brake]\nrows = 100000\n'
    lines = [f'[township]\nname = "{name}"\n\n{store}']
    for number in range(1, villages + 1):
        make_ledger(folder / "ledgers" / f"{number}村.xlsx", rows)
        lines.append(f'[[village]]\nname = "{number}村"\nledger = "{number}村.xlsx"\n')
    (folder / "township.toml").write_text("\n".join(lines) + more, "utf-8")


def make_county(base, url, names, **more):
    """``cluster.toml`` with one county, and its townships."""
    for name in names:
        make_township(base / "townships" / name, f"{name}镇", **more)
    config = base / "cluster.toml"
    config.write_text(
        f'[cluster]\ndatabase = "{url}"\n\n[[unit]]\nname = "某县"\nlevel = "county"\n', "utf-8"
    )
    return config


class Processes:
    """Workers and planners as processes of their own; all are gone at the end."""

    def __init__(self, log):
        self._log, self.running = log, []

    def start(self, *words, **environment):
        with self._log.open("ab") as log:
            process = subprocess.Popen(
                [sys.executable, "-m", "scheduler.cli", *map(str, words)],
                stdout=log,
                stderr=log,
                env={**os.environ, **environment},
                cwd=Path(__file__).parents[3],
            )
        self.running.append(process)
        return process

    def kill(self, process):
        process.send_signal(signal.SIGKILL)
        process.wait()
        self.running.remove(process)

    def end(self):
        for process in self.running:
            process.kill()
            process.wait()


def wait_until(is_so, seconds=120.0, step=0.1):
    """Wait for something that other processes do; fails when it does not come."""
    end = time.monotonic() + seconds
    while not is_so():
        assert time.monotonic() < end, "it did not come"
        time.sleep(step)
