"""Ways in which a ledger, a tab, a row or a file gets doubled, and ways that only look like it.

All names are invented. A ledger is its title to its tabs; a tab is its name to its rows under `HEADER`.
"""

from dataclasses import dataclass, field

from config.vocabulary import LedgerProblemCode, ProblemCode

HEADER = [
    "序号",
    "编号",
    "登记日期",
    "当事人",
    "纠纷类型",
    "主要内容",
    "复杂程度",
    "办理状态",
    "办结日期",
    "备注",
]

#: The same columns under other words.
OTHER_WORDS = [
    *("序", "案件编号", "受理时间", "当事人姓名", "矛盾类型"),
    *("简要案情", "难易程度", "办理情况", "办结时间", "说明"),
]

#: And under words that only a township's config explains.
OWN_WORDS = ["栏甲", "栏乙", "栏丙", "栏丁", "栏戊", "栏己", "栏庚", "栏辛", "栏壬", "栏癸"]
_ROLES = (
    *("seq", "case_no", "registered_date", "party", "category"),
    *("summary", "complexity", "status", "resolved_date", "remark"),
)
OWN_HEADERS = "[headers]\n" + "".join(
    f'{role} = "{word}"\n' for role, word in zip(_ROLES, OWN_WORDS, strict=True)
)

COPY, TABLE = LedgerProblemCode.COPY_OF_LEDGER, LedgerProblemCode.COPY_OF_TABLE
CARRIED, TWO = LedgerProblemCode.CASE_CARRIED_OVER, LedgerProblemCode.CASE_IN_TWO_LEDGERS
PASTED = ProblemCode.DUPLICATE_NUMBER


def row(count, day, party, matter, *, number="", ended="", remark=""):
    """Return one row; *ended* is its 办结日期, "" while it is open."""
    status = "已办结" if ended else "办理中"
    return [str(count), number, day, party, "邻里", matter, "简单", status, ended, remark]


A = row(1, "2026-03-02", "赵大勇", "院墙滴水")
B = row(2, "2026-03-05", "钱二牛", "地界不清")
C = row(3, "2026-03-09", "孙富贵", "排水沟堵塞", ended="2026-03-20")
D = row(4, "2026-03-16", "李建国", "树枝伸过院墙")
E = row(5, "2026-03-18", "周某", "噪声扰民")
OTHER = [row(1, "2026-03-04", "吴大妹", "鸡鸭进菜地"), row(2, "2026-03-11", "郑石头", "路口停车")]
FULL = [A, B, C, D]
OLD = [A, B, [*C[:7], "办理中", "", ""]]
MASKED = [row(n, f"2026-03-{n + 1:02}", f"{name}某", "邻里纠纷") for n, name in enumerate("赵钱孙李", 1)]
A_ENDED = [*A[:7], "已办结", "2026-04-01", ""]


def _later(line):
    return [*line[:2], f"2026-03-{int(line[2][-2:]) + 10:02}", *line[3:]]


@dataclass(frozen=True, slots=True)
class Way:
    """One way of doubling, or what is no doubling.

    Attributes:
        ledgers: title → tab → rows.
        cases: how many there really are, and how many of them are open.
        told: codes that must be told, each with how many cases the copy has more or newer (None: any).
        newer: which of copy and original is newer by content, where it is said; None: any.
        untouched: titles of ledgers that must not be written into, and of tabs as (title, tab).
        titles: of a worksheet, above its header.
        config: further lines of township.toml.
        headers: of a worksheet or a ledger, where it is not `HEADER`.
    """

    name: str
    ledgers: dict
    cases: tuple[int, int]
    told: tuple = ()
    untouched: tuple = ()
    titles: dict = field(default_factory=dict)
    config: str = ""
    headers: dict = field(default_factory=dict)
    newer: str | None = None


def _file(name, title, more=0, rows=OLD, **options):
    ledgers = {"青石村": {"台账": FULL}, title: {"台账": rows}}
    options = {"newer": "original"} | options
    return Way(name, ledgers, (4, 3), ((COPY, more),), (title,), **options)


def _tab(name, tab, rows=OLD, more=0, newer="original"):
    ledgers = {"青石村": {"台账": FULL, tab: rows}}
    return Way(name, ledgers, (4, 3), ((TABLE, more),), (("青石村", tab),), newer=newer)


_MONTHS = {
    "2月": "青石村2026年2月矛盾纠纷台账",
    "3月": "青石村2026年3月矛盾纠纷台账",
    "4月": "青石村2026年4月矛盾纠纷台账",
}
_NAMED = '[[village]]\nname = "青石村"\nledger = "{}"\n'
_OWN_HEADINGS = ["排行", "字号", "来的日子", "谁家", "哪样事", "啥事", "难不难", "咋样了", "哪天了结", "附记"]
_OWN = {
    "headers": {"青石村": _OWN_HEADINGS, "青石村 - 副本": _OWN_HEADINGS},
    "config": "[headers]\n"
    + "".join(
        f'{role} = ["{heading}"]\n'
        for role, heading in zip(
            (
                *("seq", "case_no", "registered_date", "party", "category"),
                *("summary", "complexity", "status", "resolved_date", "remark"),
            ),
            _OWN_HEADINGS,
            strict=True,
        )
    ),
}
_BOTH = '[[village]]\nname = "青石村"\nledger = ["{}", "{}"]\n'

WAYS = [
    _file("Explorer and WPS: 副本", "青石村 - 副本"),
    _file("a browser's second download", "青石村(1)"),
    _file("Explorer's second copy", "青石村 - 副本 (2)"),
    _file("Drive in Chinese", "“青石村”的副本"),
    _file("Drive in Chinese, without quotation marks", "青石村的副本"),
    _file("Drive in English", "Copy of 青石村"),
    _file("Explorer in English", "青石村 - Copy (2)"),
    _file("a cloud drive's conflict in Chinese", "青石村 (陈某的冲突副本 2026-03-30)"),
    _file("a sync program's conflict", "青石村.sync-conflict-20260330-101112-ABCDEFG"),
    _file("a second machine's copy", "青石村-DESKTOP-AB12CD"),
    _file("a file recovered after a crash", "青石村(自动恢复)"),
    _file("a clerk's backup with its day", "青石村20260330备份"),
    _file("a copy of a copy", "青石村(1) - 副本"),
    _file(
        "a copy with a case and an end that the original lacks",
        "青石村 - 副本",
        2,
        [A_ENDED, B, C, E],
        newer="both",
    ),
    _file("a copy with its rows sorted otherwise", "青石村(1)", rows=FULL[::-1], newer=""),
    _file("a copy with other headings", "青石村 - 副本", headers={"青石村 - 副本": OTHER_WORDS}),
    _file(
        "a copy under headings of the township's own",
        "青石村 - 副本",
        headers={"青石村": OWN_WORDS, "青石村 - 副本": OWN_WORDS},
        config=OWN_HEADERS,
    ),
    _file("a clerk's copy put aside with a day", "青石村存档3月30日"),
    _file("a drive's name with an ending in it", "Copy of 青石村.xlsx"),
    _file(
        "a copy of which one case was deleted and one came", "青石村 - 副本", 1, [A, B, C, E], newer="both"
    ),
    _file("a final version under a name of its own", "青石村最终版"),
    _file("a later draft under a number of its own", "青石村V2", rows=FULL, newer=""),
    _file("a file whose name tells nothing", "新建工作表", rows=FULL[::-1], newer=""),
    _file(
        "a final version with a case that the original lacks",
        "青石村定稿",
        1,
        [*FULL, E],
        newer="copy",
        config=_NAMED.format("青石村"),
    ),
    Way(
        "a final version of a register that masks names",
        {"青石村": {"台账": MASKED}, "青石村终稿": {"台账": MASKED[:3]}},
        (4, 4),
        ((COPY, 0),),
        ("青石村终稿",),
        newer="original",
    ),
    Way(
        "the config names the final version: the draft is the copy",
        {"青石村": {"台账": OLD}, "青石村最终版": {"台账": FULL}},
        (4, 3),
        ((COPY, 0),),
        ("青石村",),
        config=_NAMED.format("青石村最终版"),
    ),
    Way(
        "of two new files of one village the one that holds more counts",
        {"青石村": {"台账": OLD}, "青石村定稿": {"台账": FULL}},
        (4, 3),
        ((COPY, 0),),
        ("青石村",),
        newer="original",
    ),
    _file("a copy with the township's own headings", "青石村 - 副本", **_OWN),
    Way(
        "two copies without their original: the first counts",
        {"青石村(1)": {"台账": FULL}, "青石村(2)": {"台账": OLD}},
        (4, 3),
        ((COPY, 0),),
        ("青石村(2)",),
        newer="original",
    ),
    Way(
        "the config names one copy, and another one lies beside it",
        {"青石村 - 副本": {"台账": OLD}, "青石村(1)": {"台账": FULL}},
        (4, 3),
        ((COPY, 0),),
        ("青石村 - 副本",),
        config='[[village]]\nname = "青石村"\nledger = "青石村(1)"\n',
    ),
    Way(
        "the config names the copy: it is the ledger",
        {"青石村": {"台账": OLD}, "青石村(1)": {"台账": FULL}},
        (4, 3),
        ((COPY, None),),
        ("青石村",),
        config='[[village]]\nname = "青石村"\nledger = "青石村(1)"\n',
    ),
    _tab("a tab copied by Excel or WPS", "台账 (2)"),
    _tab("a tab kept as 备份", "台账备份"),
    _tab("a tab duplicated on Google", "“台账”的副本"),
    _tab("a tab duplicated on Google in English", "Copy of 台账"),
    _tab("a tab under a name of its own", "打印", FULL, newer=""),
    _tab("a tab copied by LibreOffice", "台账_2"),
    _tab("a copied tab with its rows sorted otherwise", "台账 (2)", FULL[::-1], newer=""),
    _tab("a sorted tab under a name of its own", "按日期", FULL[::-1], newer=""),
    _tab("a tab with the new rows alone missing", "台账备份0330", [A, B, C]),
    Way(
        "a copied tab with other headings",
        {"青石村": {"台账": FULL, "台账 (2)": OLD}},
        (4, 3),
        ((TABLE, 0),),
        (("青石村", "台账 (2)"),),
        headers={"台账 (2)": OTHER_WORDS},
    ),
    Way(
        "a tab copied for the next month, with all that it held",
        {"青石村": {"3月": [A, B, C, E], "4月": [A, B, C, E, row(6, "2026-04-01", "冯大年", "井水浑浊")]}},
        (5, 4),
        ((CARRIED, None),),
        titles=_MONTHS,
    ),
    Way(
        "last month's open cases written first, numbered anew",
        {
            "青石村": {
                "3月": [A, B, C, D],
                "4月": [
                    row(1, *B[2:4], B[5]),
                    row(2, *D[2:4], D[5]),
                    row(3, "2026-04-02", "冯大年", "井水浑浊"),
                ],
            }
        },
        (5, 4),
        ((CARRIED, 2),),
        titles=_MONTHS,
    ),
    _tab("a copied tab that was worked on", "台账 (2)", [A_ENDED, B, C, E], 2, "both"),
    Way(
        "a case written again from month to month",
        {"青石村": {"3月": [A, B], "4月": [[*A_ENDED[:9], "上月结转"], D]}},
        (3, 2),
        ((CARRIED, 1),),
        titles=_MONTHS,
    ),
    Way(
        "a masked case carried over two months",
        {
            "青石村": {
                "2月": [row(1, "2026-02-05", "周某", "噪声扰民")],
                "3月": [row(1, "2026-02-05", "周某", "噪声扰民"), row(2, "2026-03-06", "冯某", "井水浑浊")],
                "4月": [row(1, "2026-02-05", "周某", "噪声扰民", ended="2026-04-02")],
            }
        },
        (2, 1),
        ((CARRIED, None),),
        titles=_MONTHS,
    ),
    Way("a whole block pasted twice", {"青石村": {"台账": [*FULL, *FULL]}}, (4, 3), ((PASTED, None),)),
    Way(
        "a table pasted again below",
        {"青石村": {"台账": [*FULL, [], HEADER, *FULL]}},
        (4, 3),
        ((PASTED, None),),
    ),
    Way("a row pasted twice", {"青石村": {"台账": [*FULL, B]}}, (4, 3), ((PASTED, None),)),
    Way(
        "one case in the ledgers of two villages",
        {"柳树村": {"台账": OTHER}, "青石村": {"台账": [*FULL, row(7, "2026-03-11", "郑石头", "路口停车")]}},
        (6, 5),
        ((TWO, None),),
    ),
    Way(
        "a workbook that gathers what the villages hold",
        {
            "柳树村": {"台账": OTHER},
            "青石村": {"台账": FULL},
            "全镇汇总": {"柳树村": OTHER, "青石村": FULL},
        },
        (6, 5),
        ((TWO, None),),
    ),
    Way(
        "one case in three ledgers",
        {
            "大坪村": {"台账": [A]},
            "柳树村": {"台账": [*OTHER, row(3, *A[2:4], A[5])]},
            "青石村": {"台账": FULL},
        },
        (6, 5),
        ((TWO, None),),
    ),
    Way(
        "from one year's file to the next year's",
        {
            "青石村2025年台账": {
                "台账": [row(1, "2025-11-03", "赵大勇", "院墙滴水"), row(2, "2025-12-01", "周某", "噪声扰民")]
            },
            "青石村2026年台账": {
                "台账": [
                    row(1, "2025-11-03", "赵大勇", "院墙滴水", ended="2026-01-20"),
                    row(2, "2025-12-01", "周某", "噪声扰民", ended="2026-02-02"),
                    row(3, "2026-03-05", "钱二牛", "地界不清"),
                ]
            },
        },
        (3, 1),
        ((TWO, None),),
        config=_BOTH.format("青石村2025年台账", "青石村2026年台账"),
    ),
    Way(
        "from one month's file to the next month's, settled there",
        {
            "青石村3月": {"台账": [A, B, MASKED[0]]},
            "青石村4月": {
                "台账": [
                    row(1, *A[2:4], A[5], ended="2026-04-01"),
                    row(2, *MASKED[0][2:4], MASKED[0][5], ended="2026-04-02"),
                    row(3, "2026-04-02", "冯大年", "井水浑浊"),
                ]
            },
        },
        (4, 2),
        ((TWO, None),),
    ),
    Way(
        "from the file of one half-year to that of the next",
        {
            "青石村上半年": {"台账": [A, B, MASKED[0]]},
            "青石村下半年": {"台账": [row(1, *A[2:4], A[5], ended="2026-04-01"), D]},
        },
        (4, 3),
        ((TWO, None),),
    ),
    Way(
        "month files that the config names, the newest last",
        {
            "青石村2026年3月": {"台账": [A, B]},
            "青石村2026年4月": {"台账": [row(1, *A[2:4], A[5], ended="2026-04-01"), D]},
        },
        (3, 2),
        ((TWO, None),),
        config=_BOTH.format("青石村2026年3月", "青石村2026年4月"),
    ),
    Way(
        "a month's file copied for the next month, with all that it held",
        {
            "青石村3月": {"台账": [A, B, C, D]},
            "青石村4月": {"台账": [A, B, C, [*D[:7], "已办结", "2026-04-02", ""]]},
        },
        (4, 2),
        ((TWO, None),),
    ),
    Way(
        "a ledger cleared for the new year beside the file of the old one",
        {
            "青石村2025年": {
                "台账": [row(1, "2025-11-03", "赵大勇", "院墙滴水"), row(2, "2025-12-01", "周某", "噪声扰民")]
            },
            "青石村": {"台账": [row(1, "2025-12-01", "周某", "噪声扰民"), B]},
        },
        (3, 3),
        ((TWO, None),),
        config=_BOTH.format("青石村2025年", "青石村"),
    ),
    Way(
        "a numbered case in a second register of the village",
        {
            "青石村": {"台账": [row(1, "2026-03-02", "赵大勇", "院墙滴水", number="QS2026-001"), B]},
            "青石村信访台账": {"台账": [row(1, "2026-03-02", "赵某", "", number="QS2026-001"), D]},
        },
        (3, 3),
        ((TWO, None),),
        config=_BOTH.format("青石村", "青石村信访台账"),
    ),
]

NO_DOUBLES = [
    Way(
        "month tabs that each begin at 1, with like words",
        {
            "青石村": {
                "3月": [A, B],
                "4月": [
                    row(1, "2026-04-01", "赵大勇", "院墙滴水"),
                    row(2, "2026-04-02", "钱二牛", "地界不清"),
                ],
            }
        },
        (4, 4),
        titles=_MONTHS,
    ),
    Way(
        "masked names and generic matters in two villages",
        {
            "柳树村": {"台账": [row(1, "2026-03-05", "张某", "邻里纠纷"), OTHER[1]]},
            "青石村": {"台账": [row(1, "2026-03-05", "张某", "邻里纠纷"), B]},
        },
        (4, 4),
    ),
    Way(
        "a second file of a village under a number, with cases of its own",
        {"青石村": {"台账": FULL}, "青石村(2)": {"台账": OTHER}},
        (6, 5),
    ),
    Way(
        "a second file of a village under a number of its own, with cases of its own",
        {
            "青石村": {"台账": MASKED},
            "青石村V2": {"台账": [MASKED[0], *[_later(line) for line in MASKED[1:]]]},
        },
        (8, 8),
    ),
    Way(
        "like rows in the registers of two villages that mask names",
        {"柳树村": {"台账": MASKED}, "青石村": {"台账": MASKED}},
        (8, 8),
    ),
    Way(
        "a second tab under a number, with cases of its own",
        {"青石村": {"台账": FULL, "台账 (2)": OTHER}},
        (6, 5),
    ),
    Way(
        "one number on two cases",
        {
            "青石村": {
                "台账": [
                    row(1, "2026-03-02", "赵大勇", "院墙滴水"),
                    row(1, "2026-03-05", "钱二牛", "地界不清"),
                ]
            }
        },
        (2, 2),
        ((PASTED, None),),
    ),
    Way(
        "two cases of one masked party on one day",
        {
            "青石村": {
                "台账": [row(1, "2026-03-02", "周某", "噪声扰民"), row(2, "2026-03-02", "周某", "噪声扰民")]
            }
        },
        (2, 2),
    ),
    Way(
        "the same bare count in two villages",
        {"柳树村": {"台账": [row(1, "2026-03-02", "吴大妹", "鸡鸭进菜地")]}, "青石村": {"台账": [A]}},
        (2, 2),
    ),
    Way(
        "one official number in the registers of two villages, of other people",
        {
            "柳树村": {"台账": [row(1, "2026-03-02", "吴大妹", "鸡鸭进菜地", number="2026-001")]},
            "青石村": {"台账": [row(1, "2026-03-05", "赵大勇", "院墙滴水", number="2026-001")]},
        },
        (2, 2),
    ),
    Way(
        "a quarrel that comes up again in the next year's file",
        {
            "青石村2025年台账": {"台账": [row(1, "2025-11-03", "周某", "噪声扰民")]},
            "青石村2026年台账": {"台账": [row(1, "2026-01-15", "周某", "噪声扰民")]},
        },
        (2, 2),
        config=_BOTH.format("青石村2025年台账", "青石村2026年台账"),
    ),
]
