"""Workbooks in a folder: our passes beside an openpyxl script that does only the row rules.

    python benchmarks/folder_passes.py

Twelve ledgers of 400 rows and one of 100,000, × 16 columns; every pass a process of its own. Only ratios
within one run count.
"""

import hashlib
import json
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).parents[1]))

from benchmarks.google_passes import (
    FIRST_DAY,
    HEADER,
    NEXT_DAY,
    OURS,
    compile_all,
    peak_mb,
    row_rules,
    rows_of,
    say,
)

LEDGERS, ROWS, MANY = 12, 400, 100_000
SCENARIOS = ("first", "same", "changed", "next day")
Figures = tuple[float, float, float]


def peer(folder: str, today: str) -> None:
    """Load every workbook, work the rules out, write what differs, save."""
    import openpyxl
    import pandas as pd

    day = pd.Timestamp(FIRST_DAY if today == "first" else today)
    first = len(HEADER) + 1
    for path in sorted(Path(folder).glob("*.xlsx")):
        book = openpyxl.load_workbook(path)
        sheet = book.worksheets[0]
        lines = list(sheet.iter_rows(min_row=3, max_col=first + len(OURS) - 1, values_only=True))
        frame = pd.DataFrame([line[: len(HEADER)] for line in lines], columns=list(HEADER))
        is_changed = sheet.cell(2, first).value != OURS[0]
        if is_changed:
            for i, heading in enumerate(OURS):
                sheet.cell(2, first + i).value = heading
        for row, (line, new) in enumerate(zip(lines, row_rules(frame, day), strict=True), 3):
            if [text or "" for text in line[first - 1 :]] != new:
                is_changed = True
                for i, text in enumerate(new):
                    sheet.cell(row, first + i).value = text
        if is_changed:
            book.save(path)


def ours(config: str, today: str) -> None:
    """Run one pass as the command line does."""
    from scheduler.cli import main

    sys.argv = ["duesheet", "run", *(["--release"] if today == "first" else []), "-q", "-c", config]
    sys.argv += ["--today", FIRST_DAY if today == "first" else today]
    try:
        main()
    except SystemExit as end:
        if end.code:
            raise


def bare(folder: str, _today: str) -> None:
    """Start up and hash every workbook, and nothing else: what a pass without news cannot go below."""
    import scheduler.cli  # noqa: F401

    for path in sorted(Path(folder).glob("*.xlsx")):
        hashlib.sha256(path.read_bytes()).hexdigest()


def floor(folder: str, _today: str) -> None:
    """Do what no first pass goes below: load, read every cell, and unpack, check and pack each worksheet."""
    import zipfile
    import zlib
    from xml.parsers import expat

    import pandas as pd  # noqa: F401
    from python_calamine import CalamineWorkbook

    import scheduler.cli  # noqa: F401

    for path in sorted(Path(folder).glob("*.xlsx")):
        rows = CalamineWorkbook.from_path(str(path)).get_sheet_by_index(0).to_python()
        with zipfile.ZipFile(path) as book, book.open("xl/worksheets/sheet1.xml") as sheet:
            parser, packer = expat.ParserCreate("utf-8"), zlib.compressobj(6)
            while piece := sheet.read(1 << 20):
                parser.Parse(piece, False)
                packer.compress(piece)
        del rows


def edit(folder: str, _today: str) -> None:
    """Let a village settle four of its cases."""
    import openpyxl

    path = min(Path(folder).glob("*.xlsx"))
    book = openpyxl.load_workbook(path)
    for row in (5, 8, 11, 14):
        book.worksheets[0].cell(row, HEADER.index("办理状态") + 1).value = "已办结"
        book.worksheets[0].cell(row, HEADER.index("办结日期") + 1).value = date(2026, 4, 2)
    book.save(path)


STEPS: dict[str, Callable[[str, str], None]] = {
    "peer": peer,
    "ours": ours,
    "bare": bare,
    "floor": floor,
    "edit": edit,
}


def build(folder: Path, ledgers: int, rows: int) -> Path:
    """Make workbooks and a config; return the config's path."""
    import xlsxwriter

    (folder / "ledgers").mkdir()
    for number in range(ledgers):
        path = folder / "ledgers" / f"第{number:03d}村.xlsx"
        book = xlsxwriter.Workbook(str(path), {"constant_memory": True})
        sheet = book.add_worksheet("台账")
        day = book.add_format({"num_format": "yyyy-mm-dd"})
        sheet.write_string(0, 0, f"第{number:03d}村矛盾纠纷排查化解台账（2026年）")
        sheet.write_row(1, 0, HEADER)
        for row, line in enumerate(rows_of(number, rows), 2):
            for column, value in enumerate(line):
                if isinstance(value, date):
                    sheet.write_datetime(row, column, value, day)
                elif value != "":
                    sheet.write(row, column, value)
        book.close()
    config = folder / "township.toml"
    config.write_text('[township]\nname = "青石镇"\n[ledgers]\nfolder = "ledgers"\n', "utf-8")
    return config


def measure(step: str, place: Path, today: str) -> Figures:
    """Run one step in a process of its own; return CPU s, wall s and peak MB."""
    root = Path(__file__).parents[1]
    command = [sys.executable, str(Path(__file__).resolve()), step, str(place), today]
    started = time.perf_counter()
    done = subprocess.run(command, capture_output=True, text=True, cwd=root, env={"PYTHONPATH": str(root)})
    took = time.perf_counter() - started
    if done.returncode:
        raise SystemExit(done.stdout + done.stderr)
    cpu_s, mb = json.loads(done.stdout.splitlines()[-1])
    return cpu_s, took, mb


def scenarios(ledgers: int, rows: int, which: tuple[str, ...] = SCENARIOS) -> dict[tuple[str, str], Figures]:
    """Return what each scenario costs each program, by (scenario, program)."""
    compile_all()
    found: dict[tuple[str, str], Figures] = {}
    for name in ("peer", "ours"):
        with tempfile.TemporaryDirectory() as town:
            config = build(Path(town), ledgers, rows)
            place = config if name == "ours" else config.parent / "ledgers"
            days = {"first": "first", "same": FIRST_DAY, "changed": FIRST_DAY, "next day": NEXT_DAY}
            if name == "ours":
                found["first", "floor"] = measure("floor", config.parent / "ledgers", "")
            for scenario in which:
                if scenario == "changed":
                    measure("edit", config.parent / "ledgers", "")
                found[scenario, name] = measure(name, place, days[scenario])
            if name == "ours":
                found["same", "bare"] = measure("bare", config.parent / "ledgers", "")
    return found


def table(found: dict[tuple[str, str], Figures], which: tuple[str, ...] = SCENARIOS) -> str:
    """Return the figures as a table."""
    lines = [f"{'pass':10}{'program':8}{'CPU s':>8}{'×':>7}{'wall s':>8}{'MB':>7}"]
    for scenario in which:
        for name in ("peer", "ours", "bare", "floor"):
            if (scenario, name) in found:
                cpu_s, took, mb = found[scenario, name]
                times = cpu_s / found[scenario, "peer"][0]
                lines.append(f"{scenario:10}{name:8}{cpu_s:8.2f}{times:7.3f}{took:8.2f}{mb:7.0f}")
    return "\n".join(lines)


def bars(
    few: dict[tuple[str, str], Figures], many: dict[tuple[str, str], Figures]
) -> list[tuple[str, Any, Any]]:
    """Return (what, figure, at most) for each bar."""

    def cpu(found: dict[tuple[str, str], Figures], scenario: str) -> float:
        return found[scenario, "ours"][0] / found[scenario, "peer"][0]

    least = {"first": 0.7, "same": 0.5, "changed": 0.6, "next day": 0.7}
    return [
        *((f".xlsx 12 × 400, {name}: CPU × peer's", cpu(few, name), bar) for name, bar in least.items()),
        (".xlsx 12 × 400: peak memory, MB", max(few[name, "ours"][2] for name in SCENARIOS), 90),
        (".xlsx 100,000 rows, first: CPU × peer's", cpu(many, "first"), 1 / 4.5),
        (".xlsx 100,000 rows, first: peak memory, MiB", many["first", "ours"][2], 450),
        (".xlsx 100,000 rows, same: CPU × peer's", cpu(many, "same"), 1 / 15),
    ]


def main() -> None:
    if len(sys.argv) > 1:
        STEPS[sys.argv[1]](*sys.argv[2:])
        used = resource.getrusage(resource.RUSAGE_SELF)
        print(json.dumps([used.ru_utime + used.ru_stime, peak_mb()]))
        return
    few = scenarios(LEDGERS, ROWS)
    print(f"{LEDGERS} ledgers of {ROWS} rows\n{table(few)}\n")
    many = scenarios(1, MANY, ("first", "same"))
    print(f"one ledger of {MANY:,} rows\n{table(many, ('first', 'same'))}\n")
    say(bars(few, many))


if __name__ == "__main__":
    main()
