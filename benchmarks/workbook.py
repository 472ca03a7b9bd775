"""A 100,000-row workbook: our reading against calamine's, our writing against openpyxl's load and save.

Run by hand: ``.venv/bin/python benchmarks/workbook.py``. Each figure is one fresh process, its peak memory
the kernel's; the ratio of two figures of the same run is what counts.
"""

import json
import resource
import subprocess
import sys
import tempfile
import time
from datetime import date, timedelta
from pathlib import Path
from random import Random

ROWS = 100_000
HEADINGS = (
    *("序号", "登记日期", "村", "当事人", "纠纷类型", "简要情况", "风险等级", "复杂程度"),
    *("责任单位", "责任人", "交办日期", "办理期限", "办理状态", "办结日期", "备注"),
)
BARS = {"reading": 1.25, "time": 8.0, "memory": 2.0}


def make(path: Path) -> None:
    """Write a ledger of 100,000 invented cases in 15 columns."""
    import xlsxwriter

    random = Random(7)
    book = xlsxwriter.Workbook(str(path))
    sheet = book.add_worksheet("台账")
    border = book.add_format({"border": 1})
    day = book.add_format({"border": 1, "num_format": "yyyy-mm-dd"})
    sheet.write_row(0, 0, HEADINGS, border)
    for row in range(1, ROWS + 1):
        start = date(2025, 1, 1) + timedelta(days=random.randrange(600))
        texts = [
            f"村{random.randrange(12)}",
            f"甲{random.randrange(9000)}某",
            random.choice(["邻里", "山林土地", "合同债务"]),
            f"因宅基地边界发生争执，第{row}件，双方各执一词",
            random.choice("红黄绿"),
            random.choice(["简单", "复杂"]),
            "司法所",
            "李四某",
        ]
        sheet.write_number(row, 0, row, border)
        sheet.write_datetime(row, 1, start, day)
        sheet.write_row(row, 2, texts, border)
        sheet.write_datetime(row, 10, start, day)
        sheet.write_row(row, 11, ["15日", random.choice(["在办", "已办结"]), "", ""], border)
    book.close()


def adopt(path: Path) -> None:
    """Give every row our five cells, as the first pass does."""
    _write(path, range(2, ROWS + 2), "正常")


def _write(path: Path, rows: range, light: str) -> None:
    from config.vocabulary import Mark
    from sync.cells.text import as_text
    from sync.folder.folder_store import FolderStore
    from sync.folder.patch.placement import found_marks
    from sync.store import Edit, LedgerRef, SheetLayout, TableRows

    store = FolderStore(path.parent)
    ref = LedgerRef(path.name, path.stem)
    grid = store.read(ref)
    texts = {Mark.LIGHT: light, Mark.DUE: "2026-03-20", Mark.ASKED: "", Mark.WHY: "自2026年3月5日交办起15日"}
    there = found_marks(grid.sheets[0]).columns
    cells = grid.sheets[0].rows
    edits = [
        Edit("台账", row, mark, as_text(cells[row - 1][there[mark]]) if mark in there else "", text)
        for row in rows
        for mark, text in texts.items()
        if text
    ]
    layouts = [SheetLayout("台账", (TableRows(1, 2, ROWS + 1),))]
    start = time.perf_counter()
    store.write(ref, grid, edits, layouts)
    print(json.dumps({"seconds": time.perf_counter() - start, **_peak()}))


def _peak() -> dict[str, float]:
    return {"mb": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024}


def bare(path: Path) -> None:
    """Read with calamine and nothing else."""
    from python_calamine import CalamineWorkbook

    start = time.perf_counter()
    CalamineWorkbook.from_path(str(path)).get_sheet_by_index(0).to_python(skip_empty_area=False)
    print(json.dumps({"seconds": time.perf_counter() - start, **_peak()}))


def reading(path: Path) -> None:
    """Read as a store does."""
    from sync.folder.workbook import read_workbook

    start = time.perf_counter()
    read_workbook(path)
    print(json.dumps({"seconds": time.perf_counter() - start, **_peak()}))


def patch(path: Path) -> None:
    """Set the cells of one row in a hundred; the reading is in the memory, not in the time."""
    _write(path, range(2, ROWS + 2, 100), "逾期1天")


def openpyxl(path: Path) -> None:
    """Load, set the same cells, save."""
    import openpyxl as library

    start = time.perf_counter()
    book = library.load_workbook(path)
    sheet = book["台账"]
    for row in range(2, ROWS + 2, 100):
        sheet.cell(row, 16).value = "逾期1天"
        sheet.cell(row, 17).value = "2026-03-20"
        sheet.cell(row, 20).value = "自2026年3月5日交办起15日"
    book.save(path)
    print(json.dumps({"seconds": time.perf_counter() - start, **_peak()}))


STEPS = {step.__name__: step for step in (make, adopt, bare, reading, patch, openpyxl)}


def run(step: str, path: Path) -> dict[str, float]:
    """Run one step in a process of its own and return its figures."""
    root = Path(__file__).parents[1]
    command = [sys.executable, str(Path(__file__).resolve()), step, str(path)]
    done = subprocess.run(
        command, check=True, capture_output=True, text=True, cwd=root, env={"PYTHONPATH": str(root)}
    )
    found = json.loads(done.stdout) if done.stdout else {}
    if found:
        print(f"{step:10} {found['seconds']:7.2f} s {found['mb']:7.0f} MB")
    return found


def main() -> None:
    """Measure, and end with 1 when a bar is missed."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "a.xlsx"
        run("make", path)
        floor = min((run("bare", path) for _ in range(3)), key=lambda found: found["seconds"])
        ours = min((run("reading", path) for _ in range(3)), key=lambda found: found["seconds"])
        fresh = path.read_bytes()
        run("patch", path)
        path.write_bytes(fresh)
        run("adopt", path)
        written = run("patch", path)
        peer = run("openpyxl", path)
    ratios = {
        "reading": ours["seconds"] / floor["seconds"],
        "time": peer["seconds"] / written["seconds"],
        "memory": peer["mb"] / written["mb"],
    }
    print(f"reading takes {ratios['reading']:.2f} x calamine's (bar {BARS['reading']})")
    print(f"writing 1 % of the rows is {ratios['time']:.1f} x faster than openpyxl (bar {BARS['time']})")
    print(f"and takes 1/{ratios['memory']:.1f} of its memory (bar 1/{BARS['memory']})")
    kept = (
        ratios["reading"] <= BARS["reading"]
        and ratios["time"] >= BARS["time"]
        and ratios["memory"] >= BARS["memory"]
    )
    sys.exit(0 if kept else 1)


if __name__ == "__main__":
    if len(sys.argv) == 3:
        STEPS[sys.argv[1]](Path(sys.argv[2]))
    else:
        main()
