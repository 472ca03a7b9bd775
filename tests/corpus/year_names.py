"""Years that a tab or a title names in two digits, and years in titles that are not the rows' own.

The year of a statute, a circular or a printed form once dated every row of a ledger.
"""

from tests.corpus.book import Book, Tab, Table

HEAD = "序号|登记日期|当事人|类型|化解情况|化解时间"
ROLES = "seq|registered_date|party|category|progress/status|resolved_date"


def ledger(name: str, title: str, year: int, unit_row: str = "") -> Tab:
    """A tab of two cases without years, which are of *year*."""
    top = 4 if unit_row else 3
    return Tab(
        name,
        cells={"A1": title} | ({"A2": unit_row} if unit_row else {}),
        merges="A1:F1",
        tables=[
            Table(
                header_rows=[top - 1],
                head=HEAD,
                roles=ROLES,
                top=top,
                rows=f"""
1|3月5日|柳甲|邻里|已化解|3月9日
    => {year}-03-05 {year}-03-09 resolved 邻里
2|3.15|杨乙|邻里|化解中|
    => {year}-03-15 - open 邻里
""",
            )
        ],
    )


BOOK = Book(
    "松林村台账.xlsx",
    [
        ledger("25年", "松林村矛盾纠纷排查调解台账", 2025),
        ledger("25年3月", "松林村矛盾纠纷排查调解台账", 2025),
        ledger("条例", "松林村信访台账（根据2022年《信访工作条例》）", 2026),
        ledger("依据", "松林村信访台账", 2026, "依据《信访工作条例》（2022年）第二十三条填写"),
        ledger("样式", "松林村矛盾纠纷台账", 2026, "表格样式2019年版"),
        ledger("文号", "松林村矛盾纠纷台账", 2026, "按青石委发〔2024〕12号文件要求填报"),
        ledger("去年", "松林村二〇二五年度矛盾纠纷台账（青石委发〔2024〕12号）", 2025),
    ],
)
TRUTH = BOOK.truth()
