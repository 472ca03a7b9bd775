"""Three counties' own forms: filled like by hand, and everything else in them byte for byte as it was."""

import io
import re
import zipfile
from datetime import date

import openpyxl
import pytest
from openpyxl.styles import Border, Font, PatternFill, Side

from config.errors import ConfigError
from config.language import LANGUAGES
from reports.figures.named_counts import COUNTS, FORM_COUNTS
from scheduler.publishing.county_forms import form_names
from scheduler.publishing.summaries import publish
from tests.scheduler.fake import FakeStore

HEADER = ["序号", "登记日期", "纠纷类型", "风险等级", "责任单位", "办理状态", "办结日期", "处理结果"]
CONFIG = """
[township]
name = "盐乡"
rules = ["sichuan_2026"]
[office]
organ = "盐乡人民政府"
[summary]
formats = ["docx"]
[[village]]
name = "石桥村"
ledger = "石桥村.xlsx"
[[village]]
name = "柳树村"
ledger = "柳树村.xlsx"
[[form]]
template = "县统计表.xlsx"
to = "上报"
"""
BRIDGE = [
    ("1", "2026-03-02", "邻里纠纷", "红", "司法所", "办理中", "", ""),
    ("2", "2026-03-18", "邻里纠纷", "黄", "司法所", "已办结", "2026-03-25", "调解成功"),
    ("3", "2026-03-20", "医疗纠纷", "红", "司法所", "办理中", "", ""),
]
WILLOW = [
    ("1", "2026-01-09", "山林土地", "绿", "综治办", "已办结", "2026-02-01", "调解成功"),
    ("2", "2026-03-21", "山林土地", "绿", "综治办", "办理中", "", ""),
]


@pytest.fixture
def town(township):
    def ledger(name, rows):
        return [[f"{name}矛盾纠纷排查台账（2026年）"], HEADER, *map(list, rows)]

    store = FakeStore({"石桥村.xlsx": ledger("石桥村", BRIDGE), "柳树村.xlsx": ledger("柳树村", WILLOW)})
    return township(store, today=date(2026, 4, 1), config=CONFIG)


def template(town, rows, *, merges=()):
    """A form as a county sends it: a title, formats, widths, a comment, a second worksheet."""
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.title = "统计表"
    thin = Side(style="thin")
    for row in rows:
        sheet.append(row)
    for row in sheet.iter_rows():
        for cell in row:
            cell.border = Border(thin, thin, thin, thin)
            cell.font = Font(name="宋体", size=11)
    sheet["A1"].fill = PatternFill("solid", fgColor="FFEEDD")
    for merge in merges:
        sheet.merge_cells(merge)
    sheet.column_dimensions["A"].width = 22
    book.create_sheet("填表说明").append(["请于每月1日、16日报送"])
    path = town.settings.base / "县统计表.xlsx"
    book.save(path)
    return path


def filled(town):
    found = publish(town, "half-month", "2026-03H2")
    return next(path for path in found.files if path.parent.name == "上报")


def formats(content):
    sheet = openpyxl.load_workbook(io.BytesIO(content)).active
    return [(cell.coordinate, cell.style_id) for row in sheet.iter_rows() for cell in row]


def values(path):
    return [[cell.value for cell in row] for row in openpyxl.load_workbook(path)["统计表"].iter_rows()]


TOTAL_FIRST = (
    [
        ["矛盾纠纷统计表", None, None, None, None],
        ["{organ}", None, "{period}", None, None],
        ["{category}", "合计", "邻里", "医疗", "山林土地"],
        ["排查数", "=SUM(C4:E4)", "{new}", None, None],
        ["化解数", "=SUM(C5:E5)", "{resolved}", None, None],
        ["未化解数", "=SUM(C6:E6)", "{closing}", None, None],
        ["本年累计", "{new_of_year}", "备注", None, None],
    ],
    [
        ["矛盾纠纷统计表", None, None, None, None],
        ["盐乡人民政府", None, "2026年3月下半月", None, None],
        ["纠纷类型", "合计", "邻里", "医疗", "山林土地"],
        ["排查数", "=SUM(C4:E4)", 1, 1, 1],
        ["化解数", "=SUM(C5:E5)", 1, 0, 0],
        ["未化解数", "=SUM(C6:E6)", 1, 1, 1],
        ["本年累计", 5, "备注", None, None],
    ],
)
MEDIATION = (
    [
        ["人民调解情况统计", None, None],
        ["{village}", "调解成功", "调解不成功"],
        [None, "{agreed}", "{failed}"],
        [None, None, None],
        ["合计", "=SUM(B3:B4)", "=SUM(C3:C4)"],
        ["其中石桥村邻里红色在办", "{closing|village=石桥村|category=邻里|level=red}", None],
    ],
    [
        ["人民调解情况统计", None, None],
        ["村（社区）", "调解成功", "调解不成功"],
        ["石桥村", 1, 0],
        ["柳树村", 0, 0],
        ["合计", "=SUM(B3:B4)", "=SUM(C3:C4)"],
        ["其中石桥村邻里红色在办", 1, None],
    ],
)
LEVELS_SIDEWAYS = (
    [
        ["风险台账统计", None, None, None, None],
        ["{level}", "合计", "红", "黄", "绿"],
        ["{village}", None, None, None, None],
        ["石桥村", "=SUM(C4:E4)", "{closing}", None, None],
        ["柳树村", "=SUM(C5:E5)", None, None, None],
        ["合计", "=SUM(B4:B5)", "=SUM(C4:C5)", "=SUM(D4:D5)", "=SUM(E4:E5)"],
    ],
    [
        ["风险台账统计", None, None, None, None],
        ["风险等级", "合计", "红", "黄", "绿"],
        ["村（社区）", None, None, None, None],
        ["石桥村", "=SUM(C4:E4)", 2, 0, 0],
        ["柳树村", "=SUM(C5:E5)", 0, 0, 1],
        ["合计", "=SUM(B4:B5)", "=SUM(C4:C5)", "=SUM(D4:D5)", "=SUM(E4:E5)"],
    ],
)
FORMS = [
    pytest.param(*TOTAL_FIRST, id="total first, types as columns"),
    pytest.param(*LEVELS_SIDEWAYS, id="villages down, levels across"),
    pytest.param(*MEDIATION, id="mediation, villages written in"),
]


@pytest.mark.parametrize(("rows", "expected"), FORMS)
def test_a_countys_form_is_filled_like_by_hand(town, rows, expected):
    template(town, rows)
    assert values(filled(town)) == expected


@pytest.mark.parametrize(("rows", "expected"), FORMS)
def test_everything_else_stays_byte_for_byte(town, rows, expected):
    path = template(town, rows)
    before = path.read_bytes()
    copy = filled(town).read_bytes()
    assert path.read_bytes() == before
    old, new = zipfile.ZipFile(io.BytesIO(before)), zipfile.ZipFile(io.BytesIO(copy))
    assert new.namelist() == old.namelist()
    changed = [name for name in old.namelist() if old.read(name) != new.read(name)]
    assert changed == ["xl/worksheets/sheet1.xml"]
    cell = re.compile(rb"<c\b[^>]*?(?:/>|>.*?</c>)", re.DOTALL)
    frames = [cell.sub(b"", z.read("xl/worksheets/sheet1.xml")) for z in (old, new)]
    assert frames[0] == frames[1]
    assert formats(before) == formats(copy)


def test_a_total_computed_before_is_computed_anew(town):
    path = template(town, TOTAL_FIRST[0])
    with zipfile.ZipFile(path) as old:
        parts = {name: old.read(name) for name in old.namelist()}
    name = "xl/worksheets/sheet1.xml"
    parts[name] = re.sub(rb"(<f>[^<]*</f>)<v\s*/>|(<f>[^<]*</f>)<v></v>", rb"\1\2<v>99</v>", parts[name])
    assert b"<v>99</v>" in parts[name]
    with zipfile.ZipFile(path, "w") as new:
        for part, content in parts.items():
            new.writestr(part, content)
    inside = zipfile.ZipFile(filled(town)).read(name)
    assert b"<v>99</v>" not in inside
    assert inside.count(b"<f>") == parts[name].count(b"<f>")


def test_an_unknown_name_is_refused_with_the_list(town):
    template(town, [["{neu}"]])
    with pytest.raises(ConfigError) as refusal:
        filled(town)
    assert "neu" in refusal.value.message
    assert "resolved" in refusal.value.fix


@pytest.mark.parametrize("text", ["{new|village=上游村}", "{new|town=石桥村}", "{new|level=violet}"])
def test_what_a_count_cannot_be_narrowed_to_is_refused(town, text):
    template(town, [[text]])
    with pytest.raises(ConfigError):
        filled(town)


def test_a_form_with_too_few_rows_says_how_many_are_needed(town):
    template(town, [["{village}", "新排查"], [None, "{new}"], ["合计", None]])
    with pytest.raises(ConfigError) as refusal:
        filled(town)
    assert "2" in refusal.value.message


def test_a_missing_template_is_told(town):
    with pytest.raises(ConfigError) as refusal:
        filled(town)
    assert "县统计表.xlsx" in refusal.value.message


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_name_is_told(language):
    names = form_names(language)
    assert set(COUNTS) < set(FORM_COUNTS) < set(names)
    assert {"people", "amount_of_year", "resolved_channel_superior", "prevented_crime"} < set(names)
    assert {"sittings_held", "sittings_none"} < set(names)
    assert all(names.values())


def test_a_form_may_ask_for_people_money_superiors_and_sittings(township):
    head = [*HEADER, "来源", "涉及人数", "涉及金额（万元）", "防止民转刑", "历次调解时间"]
    rows = [
        (*BRIDGE[1], "上级交办", "3", "1.5", "是", "3月20日未果、3月25日"),
        (*BRIDGE[2], "来访", "2", "0.5", "", ""),
    ]
    store = FakeStore(
        {
            "石桥村.xlsx": [["石桥村矛盾纠纷排查台账（2026年）"], head, *map(list, rows)],
            "柳树村.xlsx": [["柳树村矛盾纠纷排查台账（2026年）"], HEADER, *map(list, WILLOW)],
        }
    )
    made = township(store, today=date(2026, 4, 1), config=CONFIG)
    asked = ("people", "amount", "resolved_channel_superior", "prevented_crime")
    more = ("amount|village=柳树村", "people_of_year|category=医疗", "sittings_held", "sittings_failed")
    template(made, [[f"{{{name}}}" for name in (*asked, *more)]])
    assert values(filled(made)) == [[5, 20000, 1, 1, 0, 2, 2, 1]]
