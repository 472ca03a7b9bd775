"""The township of the acceptance cases as a folder of workbooks, and what its 调解排期 says."""

import json
import subprocess
import sys
from datetime import date
from pathlib import Path

import openpyxl

from scheduler.cli import main
from scheduler.passes.one_pass import run_pass
from scheduler.passes.pass_terms import PassOrder
from scheduler.township import open_township

HEADINGS = [
    "编号",
    "受理日期",
    "申请人",
    "被申请人",
    "纠纷类型",
    "约定调解时间",
    "调解员",
    "调解结果",
    "办理期限",
    "结案日期",
]
ROWS = {
    "青石村": [
        ["Q5", "2026-11-04", "赵某甲", "钱某乙", "邻里", "", "", "", "", ""],
        ["Q3", "2026-11-08", "孙某丙", "李某丁", "山林土地", "", "", "", "", ""],
        ["Q9", "2026-11-20", "周某戊", "吴某己", "邻里", "", "", "", "", ""],
    ],
    "白云村": [
        ["B2", "2026-11-12", "郑某庚", "王某辛", "邻里", "", "", "", "", ""],
        ["B4", "2026-11-13", "冯某壬", "陈某癸", "邻里", "", "", "", "2026-12-12", ""],
    ],
    "河口村": [["H1", "2026-11-25", "褚某子", "卫某丑", "合同债务", "", "", "", "", ""]],
}
CONFIG = """
[township]
name = "青石镇"

[[village]]
name = "青石村"
ledger = "青石村.xlsx"
family = "mediation"
[[village]]
name = "白云村"
ledger = "白云村.xlsx"
family = "mediation"
[[village]]
name = "河口村"
ledger = "河口村.xlsx"
family = "mediation"

[sittings]

[[mediator]]
name = "甲"
villages = ["青石村"]
[[mediator]]
name = "乙"
villages = ["白云村"]
days = [2, 4]
[[mediator]]
name = "丙"
"""
TODAY = date(2026, 11, 30)
SHEET = "调解排期.xlsx"
#: Columns of the sheet that the acceptance cases show: 编号 建议日期 建议时段 建议调解员 状态.
SUGGESTED = "AGREED"


class Villages:
    """A folder with ledgers, config and summaries."""

    def __init__(self, folder: Path, config: str = CONFIG):
        self.folder = folder
        (folder / "ledgers").mkdir(parents=True)
        (folder / "township.toml").write_text(config, "utf-8")
        for village, rows in ROWS.items():
            self.write(village, rows)

    @property
    def config(self):
        return self.folder / "township.toml"

    @property
    def sheet(self):
        return self.folder / "summaries" / SHEET

    def write(self, village, rows):
        book = openpyxl.Workbook()
        sheet = book.active
        sheet.title = "台账"
        sheet.append([f"{village}人民调解登记簿（2026年）"])
        sheet.append(HEADINGS)
        for row in rows:
            sheet.append(row)
        book.save(self.folder / "ledgers" / f"{village}.xlsx")

    def put(self, number, heading, value):
        """Let a person write into a ledger's cell."""
        for path in (self.folder / "ledgers").glob("*.xlsx"):
            book = openpyxl.load_workbook(path)
            sheet = book.active
            for row in sheet.iter_rows(min_row=3):
                if row[0].value == number:
                    row[HEADINGS.index(heading)].value = value
                    book.save(path)
                    return
        raise KeyError(number)

    def run(self, today=TODAY, **more):
        township = open_township(self.config, today)
        return run_pass(township, PassOrder(**more))

    def lines(self):
        """Return the sheet's lines as dicts of heading to text, by 编号; a person's own under their row."""
        sheet = openpyxl.load_workbook(self.sheet)["调解排期"]
        headings = [cell.value for cell in sheet[3]]
        found = {}
        for cells in sheet.iter_rows(min_row=4, values_only=True):
            texts = {h: "" if v is None else str(v) for h, v in zip(headings, cells, strict=False)}
            if any(texts.values()):
                found.setdefault(texts["编号"] or f"own {len(found)}", []).append(texts)
        return found

    def suggested(self):
        """Return 「12-03 am 甲」 by case of the lines that have a suggestion."""
        halves = {"上午": "am", "下午": "pm"}
        return {
            number: f"{line['建议日期'][5:]} {halves[line['建议时段']]} {line['建议调解员']}"
            for number, lines in self.lines().items()
            for line in lines
            if line["建议日期"]
        }

    def states(self):
        return {number: lines[-1]["状态"] for number, lines in self.lines().items()}

    def fill(self, number, **values):
        """Let a person write into the right part of a case's line."""
        book = openpyxl.load_workbook(self.sheet)
        sheet = book["调解排期"]
        headings = [cell.value for cell in sheet[3]]
        for row in sheet.iter_rows(min_row=4):
            if row[headings.index("编号")].value == number:
                for heading, value in values.items():
                    row[headings.index(heading)].value = value
        book.save(self.sheet)

    def add(self, **values):
        """Let a person add a line of their own."""
        book = openpyxl.load_workbook(self.sheet)
        sheet = book["调解排期"]
        headings = [cell.value for cell in sheet[3]]
        at = 4
        while any(cell.value for cell in sheet[at]):
            at += 1
        for heading, value in values.items():
            sheet.cell(at, headings.index(heading) + 1).value = value
        book.save(self.sheet)

    def reminder(self, number):
        """Return 〔督〕催办提醒 of a case."""
        for path in (self.folder / "ledgers").glob("*.xlsx"):
            sheet = openpyxl.load_workbook(path).active
            headings = [cell.value for cell in sheet[2]]
            for cells in sheet.iter_rows(min_row=3, values_only=True):
                if cells[0] == number:
                    return cells[headings.index("〔督〕催办提醒")] or ""
        raise KeyError(number)

    def json(self, *words, today=TODAY):
        """Return what a command says as JSON."""
        line = [
            sys.executable,
            "-m",
            "scheduler.cli",
            *words,
            "-c",
            str(self.config),
            "--today",
            today.isoformat(),
        ]
        done = subprocess.run([*line, "--json"], capture_output=True, check=False)
        return json.loads(done.stdout)


__all__ = ["TODAY", "Villages", "main"]
