"""A pass over one 100,000-row workbook with nothing to write, against calamine's bare read.

Bar: at most 2.5 times. Each side is timed in a process of its own, without its imports, in turns,
and the best of three counts.
"""

import datetime
import subprocess
import sys
import tempfile
from pathlib import Path

ROWS = 100_000
TODAY = "2026-04-03"
HEADER = [
    *("序号", "受理编号", "登记日期", "来源", "村民小组", "当事人", "纠纷类型", "简要情况", "复杂程度"),
    *("责任单位", "责任人", "办理期限", "办理状态", "办结日期", "备注"),
]
CONFIG = '[township]\nname = "青石镇"\n[ledgers]\nfolder = "ledgers"\n'

FLOOR = """
import sys, time
from python_calamine import CalamineWorkbook
started = time.perf_counter()
book = CalamineWorkbook.from_path(sys.argv[1])
for name in book.sheet_names:
    book.get_sheet_by_name(name).to_python(skip_empty_area=False)
print(time.perf_counter() - started)
"""

PASS = """
import sys, time
from datetime import date
from pathlib import Path
from scheduler.passes import run_pass
from scheduler.township import open_township
from config.vocabulary import OutcomeKind
import pandas, python_calamine, rules.judge, sync.folder, sync.understand
township = open_township(Path(sys.argv[1]), date.fromisoformat(sys.argv[2]))
started = time.perf_counter()
found = run_pass(township)
took = time.perf_counter() - started
assert [outcome.kind for outcome in found.outcomes] == [OutcomeKind.UNCHANGED], found.outcomes[0].error
assert found.outcomes[0].counts["cases"] == int(sys.argv[3])
print(took)
"""


def build(path, rows=ROWS):
    import xlsxwriter

    book = xlsxwriter.Workbook(str(path), {"constant_memory": True})
    sheet = book.add_worksheet("台账")
    day = book.add_format({"num_format": "yyyy-m-d"})
    sheet.write_string(0, 0, "青石村2026年矛盾纠纷排查化解台账")
    sheet.write_row(1, 0, HEADER)
    categories = ["邻里", "婚姻家庭", "宅基地", "土地承包", "劳资", "借贷"]
    for number in range(rows):
        registered = datetime.date(2026, 1, 4) + datetime.timedelta(days=number % 88)
        closed = number % 5 != 0
        row = number + 2
        sheet.write_number(row, 0, number + 1)
        sheet.write_string(row, 1, f"QS2026{number:06d}")
        sheet.write_datetime(row, 2, registered, day)
        sheet.write_string(row, 3, ["来访", "来电", "排查", "来信"][number % 4])
        sheet.write_string(row, 4, f"{number % 9 + 1}组")
        sheet.write_string(row, 5, f"某{number % 5000}")
        sheet.write_string(row, 6, categories[number % 6])
        sheet.write_string(row, 7, f"因地界、滴水等引起的纠纷第{number}件，双方各执一词")
        sheet.write_string(row, 8, ["简单", "复杂", "一般"][number % 3])
        sheet.write_string(row, 9, "村调委会")
        sheet.write_string(row, 10, f"干部{number % 40}")
        if number % 7 == 0:
            sheet.write_datetime(row, 11, registered + datetime.timedelta(days=20), day)
        sheet.write_string(row, 12, "已办结" if closed else "办理中")
        if closed:
            sheet.write_datetime(
                row,
                13,
                min(registered + datetime.timedelta(days=number % 19), datetime.date(2026, 4, 2)),
                day,
            )
        sheet.write_string(row, 14, "")
    book.close()


def measure(code, *arguments):
    done = subprocess.run([sys.executable, "-c", code, *map(str, arguments)], capture_output=True, text=True)
    if done.returncode:
        raise SystemExit(done.stderr)
    return float(done.stdout)


def main():
    with tempfile.TemporaryDirectory() as folder:
        town = Path(folder)
        (town / "ledgers").mkdir()
        (town / "township.toml").write_text(CONFIG, "utf-8")
        workbook = town / "ledgers" / "青石村.xlsx"
        build(workbook)
        first = [
            sys.executable,
            "-m",
            "scheduler.cli",
            "run",
            "--release",
            "-c",
            town / "township.toml",
            "--today",
            TODAY,
        ]
        subprocess.run(first, check=True, capture_output=True)
        pairs = [
            (measure(PASS, town / "township.toml", TODAY, ROWS), measure(FLOOR, workbook)) for _ in range(3)
        ]
    mine, floor = (min(column) for column in zip(*pairs, strict=True))
    print(f"a pass over {ROWS:,} rows {mine:.2f} s, calamine's bare read {floor:.2f} s:", end=" ")
    print(f"{mine / floor:.2f} × (bar 2.5 ×)")


if __name__ == "__main__":
    main()
