"""How long the half-monthly summary takes once the ledgers are read: figures, and each format.

    .venv/bin/python benchmarks/reports.py

12 villages of 400 rows in all three formats (aim: 3 s), then 50, 100 and 500 villages of 500 rows as workbook
and page (aim for 500: 30 s and 1 GiB). Each size runs in a process of its own, so that the memory is its own.
Seconds are of processor time, so that a busy machine does not blur them.
The floor is the same workbook cells written by XlsxWriter alone, in the same process.
"""

import io
import json
import resource
import subprocess
import sys
import time
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).parents[1]))

SIZES = ((12, 400, True), (50, 500, False), (100, 500, False), (500, 500, False))


def measure(villages: int, rows: int, *, document: bool) -> dict[str, float]:
    import numpy as np
    import xlsxwriter

    from config.frames import CASES, VERDICTS, empty_frame
    from config.periods import HalfMonth
    from config.spoken.office import Office
    from config.vocabulary import CadenceState
    from reports.composing.half_month.halfmonth_report import compose
    from reports.composing.speaking.setting import Manner
    from reports.content import bare
    from reports.figures.halfmonth_figures import summarise
    from reports.forms.excel.xlsx import workbook_bytes
    from reports.forms.page import page_text
    from reports.forms.word.document import document_bytes
    from reports.inputs import Filed, VillageCases

    chance = np.random.default_rng(7)

    def village(number: int) -> VillageCases:
        """A year of cases, most of them closed, as villages have them."""
        cases, verdicts = empty_frame(CASES, rows), empty_frame(VERDICTS, rows)
        entered = np.datetime64("2025-04-01", "s") + chance.integers(0, 365, rows) * np.timedelta64(
            86400, "s"
        )
        taken = chance.integers(2, 60, rows) * np.timedelta64(86400, "s")
        ended = entered + taken
        open_then = ended > np.datetime64("2026-03-31", "s")
        late = taken > np.timedelta64(30 * 86400, "s")
        cases["sheet"], cases["row"] = "台账", np.arange(4, rows + 4)
        cases["case_no"] = [f"2026-{row:04d}" for row in range(rows)]
        cases["registered_date"], cases["resolved_date"] = entered, ended
        cases["status"] = "resolved"
        cases["category"] = chance.choice(["邻里", "婚姻家庭", "山林土地", "合同债务"], rows)
        cases["risk"] = chance.choice(["red", "yellow", "green", ""], rows)
        cases["channel"] = chance.choice(["screening", "visit", "phone"], rows)
        cases["org"] = chance.choice(["司法所", "综治办", "派出所"], rows)
        cases["agreed"] = chance.random(rows) < 0.8
        due = entered + np.timedelta64(30 * 86400, "s")
        verdicts["due"], verdicts["duty"] = due, "COMPLEX_30D"
        over = due < np.datetime64("2026-03-31", "s")
        closed = np.where(late, "closed_late", "closed")
        verdicts["light"] = np.where(open_then, np.where(over, "overdue", "on_track"), closed)
        name = f"第{number}村"
        links = {"台账": f"../ledgers/{name}.xlsx#'台账'!A{{row}}"}
        return VillageCases(
            name, cases, verdicts, Filed(CadenceState.ON_TIME), ledger=f"{name}.xlsx", links=links
        )

    sources = [village(number) for number in range(1, villages + 1)]
    found: dict[str, float] = {}

    def timed(name: str, work: Callable[[], Any]) -> Any:
        start = time.process_time()
        made = work()
        found[name] = time.process_time() - start
        return made

    period, day = HalfMonth.parse("2026-03H2"), date(2026, 4, 1)
    manner = Manner(Office("青石镇"), "zh-CN", day, day)
    summary = timed("figures", lambda: summarise(period, sources))
    report = timed("compose", lambda: compose(summary, manner))
    workbook = timed("xlsx", lambda: workbook_bytes(report))
    if document:
        timed("docx", lambda: document_bytes(report))
    page = timed("html", lambda: page_text(report))
    found["total"] = sum(found.values())

    def floor() -> None:
        packed = io.BytesIO()
        book = xlsxwriter.Workbook(packed)
        sheet = book.add_worksheet()
        assert report.evidence is not None
        texts = [[str(bare(value)) for value in cells] for cells in report.evidence.cells]
        counted = sum(int(report.evidence.rows[measure].sum()) for measure, _ in report.evidence.labels)
        for row in range(counted):
            for column, text in enumerate(texts[row % len(texts)]):
                sheet.write_string(row, column, text)
        book.close()

    timed("floor", floor)
    found |= {
        "rows": villages * rows,
        "counted": len(summary.rows),
        "xlsx_mb": len(workbook) / 1e6,
        "html_mb": len(page.encode()) / 1e6,
        "peak_mib": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024,
    }
    return found


def main() -> None:
    if len(sys.argv) > 1:
        villages, rows, document = json.loads(sys.argv[1])
        print(json.dumps(measure(villages, rows, document=document)))
        return
    for size in SIZES:
        out = subprocess.run(
            [sys.executable, __file__, json.dumps(size)], check=True, capture_output=True
        ).stdout
        found = json.loads(out)
        parts = "  ".join(
            f"{name} {found[name]:.2f} s"
            for name in ("figures", "compose", "xlsx", "docx", "html")
            if name in found
        )
        print(
            f"{size[0]} villages x {size[1]} rows: {found['total']:.2f} s, {found['peak_mib']:.0f} MiB  "
            f"({parts}; {found['counted']:.0f} cases counted; {found['xlsx_mb']:.1f} MB xlsx, "
            f"{found['html_mb']:.1f} MB html; XlsxWriter alone {found['floor']:.2f} s, "
            f"xlsx is {found['xlsx'] / found['floor']:.1f} x that)"
        )


if __name__ == "__main__":
    main()
