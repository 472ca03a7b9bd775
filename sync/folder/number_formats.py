"""The number format of a cell, looked up in the workbook's XML only when somebody asks."""

from functools import cached_property
from xml.etree import ElementTree as ET

from sync.folder.cell_styles import CellStyles
from sync.folder.patch.container.package import Package, local_name
from sync.grid import hides_day

#: Formats that a workbook refers to by number alone. 27 to 36 and 50 to 58 are the Chinese ones.
#: Source: ECMA-376 part 1, 18.8.30 (numFmt), zh-cn table.
BUILT_IN = {
    0: "General",
    1: "0",
    2: "0.00",
    3: "#,##0",
    4: "#,##0.00",
    9: "0%",
    10: "0.00%",
    11: "0.00E+00",
    12: "# ?/?",
    13: "# ??/??",
    14: "yyyy/m/d",
    15: "d-mmm-yy",
    16: "d-mmm",
    17: "mmm-yy",
    18: "h:mm AM/PM",
    19: "h:mm:ss AM/PM",
    20: "h:mm",
    21: "h:mm:ss",
    22: "yyyy/m/d h:mm",
    37: "#,##0 ;(#,##0)",
    38: "#,##0 ;[Red](#,##0)",
    39: "#,##0.00;(#,##0.00)",
    40: "#,##0.00;[Red](#,##0.00)",
    45: "mm:ss",
    46: "[h]:mm:ss",
    47: "mmss.0",
    48: "##0.0E+0",
    49: "@",
    27: 'yyyy"年"m"月"',
    28: 'm"月"d"日"',
    29: 'm"月"d"日"',
    30: "m-d-yy",
    31: 'yyyy"年"m"月"d"日"',
    32: 'h"时"mm"分"',
    33: 'h"时"mm"分"ss"秒"',
    34: '上午/下午h"时"mm"分"',
    35: '上午/下午h"时"mm"分"ss"秒"',
    36: 'yyyy"年"m"月"',
    50: 'yyyy"年"m"月"',
    51: 'm"月"d"日"',
    52: 'yyyy"年"m"月"',
    53: 'm"月"d"日"',
    54: 'm"月"d"日"',
    55: '上午/下午h"时"mm"分"',
    56: '上午/下午h"时"mm"分"ss"秒"',
    57: 'yyyy"年"m"月"',
    58: 'm"月"d"日"',
}


#: No format code is longer; what stands behind is not read.
_LONGEST = 1_024


def _number(element: ET.Element) -> int:
    number = element.get("numFmtId", "0")
    return int(number) if number.isascii() and number.isdecimal() and len(number) < 10 else 0


class NumberFormats:
    """Number format codes of one worksheet; call it with a 0-based row and column.

    Nothing is read before the first call. A cell that cannot be found has the first style's format.
    """

    def __init__(self, package: Package, styles: CellStyles) -> None:
        self._package = package
        self._styles = styles

    @cached_property
    def _codes(self) -> list[str]:
        part = self._package.styles_part
        if part is None:
            return []
        root = self._package.tree(part)
        own = {
            _number(item): item.get("formatCode", "General")[:_LONGEST]
            for item in root.iter()
            if local_name(item.tag) == "numFmt"
        }
        formats = next((item for item in root if local_name(item.tag) == "cellXfs"), None)
        ids = [_number(xf) for xf in formats] if formats is not None else []
        return [own.get(number, BUILT_IN.get(number, "General")) for number in ids]

    def may_hide_days(self) -> bool:
        """Whether any cell format of the workbook shows a month without its day."""
        return any(map(hides_day, set(self._codes)))

    def __call__(self, row: int, column: int) -> str:
        """Return the format code of the cell at 0-based (*row*, *column*)."""
        number = self._styles(row, column)
        return self._codes[number] if number < len(self._codes) else "General"
