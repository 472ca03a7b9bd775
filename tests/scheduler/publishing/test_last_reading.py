"""A ledger that cannot be read counts in every report as it did when it was last read."""

from dataclasses import replace
from datetime import date

import pytest
import xlsxwriter
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from typer.testing import CliRunner

from config.errors import LedgerBusyError, LedgerUnavailableError
from config.frames import CASES
from config.periods import Day, HalfMonth, Year
from reports.figures.halfmonth_figures import summarise
from reports.figures.named_counts import period_cells
from scheduler.cli import app
from scheduler.ledgers.kept_facts import KEPT, NOT_KEPT
from scheduler.passes.one_pass import run_pass
from scheduler.passes.pass_terms import PassOrder
from scheduler.publishing.sources import read_sources
from scheduler.publishing.summaries import Terms, publish
from sync.folder.folder_store import FolderStore
from tests.reports.read_back import document_text
from tests.scheduler.conftest import CONFIG, TODAY
from tests.scheduler.fake import FakeStore

HEADER = [
    "编号", "登记日期", "受理日期", "交办日期", "来源", "村", "纠纷类型", "当事人", "涉及人数", "涉及金额",
    "简要情况", "风险等级", "复杂程度", "责任单位", "责任人", "包案领导", "办理期限", "延期至", "延期审批人",
    "延期原因", "办理状态", "办结日期", "满意度", "回访日期", "中止日期", "恢复日期",
]  # fmt: skip
DAYS = st.sampled_from(
    ["", "2025-03-20", "2026-01-05", "2026-02-11", "2026-03-03", "2026-03-18", "2026-03-31", "农历三月"]
)
CELLS = {
    "编号": st.sampled_from(["〔2026〕第1号", "〔2026〕第2号", "3", "4", ""]),
    "登记日期": DAYS,
    "受理日期": DAYS,
    "交办日期": DAYS,
    "来源": st.sampled_from(["来访", "来信", "网上信访", "排查", "上级交办", ""]),
    "村": st.sampled_from(["", "甲村", "乙村", "丁村"]),
    "纠纷类型": st.sampled_from(["邻里", "山林土地", "劳资欠薪", "医疗", "家庭暴力", ""]),
    "当事人": st.sampled_from(["赵大勇、钱二牛", "孙小梅", "周某", ""]),
    "涉及人数": st.sampled_from(["3", "12", "约5人", ""]),
    "涉及金额": st.sampled_from(["2000", "1.5万元", "不详", ""]),
    "简要情况": st.sampled_from(["院墙滴水", "欠付工资", "邻里纠纷", ""]),
    "风险等级": st.sampled_from(["红", "黄", "绿", ""]),
    "复杂程度": st.sampled_from(["简单", "一般", "复杂", ""]),
    "责任单位": st.sampled_from(["司法所", "派出所", "村委会", ""]),
    "责任人": st.sampled_from(["吴某某", ""]),
    "包案领导": st.sampled_from(["郑某某", ""]),
    "办理期限": st.sampled_from(["15日", "2026-03-20", ""]),
    "延期至": st.sampled_from(["2026-04-20", "", ""]),
    "延期审批人": st.sampled_from(["王镇长", "某人", ""]),
    "延期原因": st.sampled_from(["鉴定", ""]),
    "办理状态": st.sampled_from(["办理中", "调解成功", "已办结", "移交县级", "上报镇里", "撤回", "中止", ""]),
    "办结日期": DAYS,
    "满意度": st.sampled_from(["满意", "不满意", "", ""]),
    "回访日期": DAYS,
    "中止日期": DAYS,
    "恢复日期": DAYS,
}
ROWS = st.tuples(*(CELLS[heading] for heading in HEADER)).map(list)
NAMES = ("甲村", "乙村", "丙村")
TOWNSHIPS = st.fixed_dictionaries({name: st.lists(ROWS, min_size=1, max_size=6) for name in NAMES})
TOWN = CONFIG.replace(
    '"mediation"]', '"mediation"]\napprovers = ["王镇长"]\nadopted_on = 2026-01-01'
) + "\n".join(f'[[village]]\nname = "{name}"\nledger = "{name}"\n' for name in NAMES)
PERIODS = (HalfMonth.parse("2026-03H2"), HalfMonth.parse("2026-01H1"))


def figures(town, folder):
    """Return every figure of the reports of a day: half-months, the day's list, the year."""
    found = {}
    for period in PERIODS:
        sources = read_sources(town, period.last, folder, period).villages
        made = summarise(period, sources)
        found[period.label] = (
            made.counts, made.totals, made.before, made.last_year, made.year,
            made.categories.to_dict(), made.trend.to_dict(), {v: f.state for v, f in made.filed.items()},
            sorted((p.ledger, p.problem.code.value, p.problem.sheet, p.problem.row) for p in made.problems),
            [key for source in sources for key in source.keys],
        )  # fmt: skip
    sources = read_sources(town, TODAY, folder).villages
    found["list"] = sorted(period_cells(sources, Day(TODAY)))
    found["year"] = sorted(period_cells(sources, Year.parse("2026")))
    leads = [int((source.cases["leader"] != "").sum()) for source in sources]
    return found | {"leads": leads}


QUICK = settings(
    max_examples=5,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)


@given(ledgers=TOWNSHIPS, away=st.sets(st.sampled_from(NAMES), min_size=1))
def counts_as_read(make, folder, ledgers, away):
    fake = FakeStore({name: [HEADER, *rows] for name, rows in ledgers.items()})
    town = make(fake, config=TOWN)
    try:
        run_pass(town, PassOrder(release=True))
        read = figures(town, folder)
        for name in away:
            fake.errors[name] = LedgerUnavailableError(f"{name}: broken", fix="mend it")
        assert figures(town, folder) == read
    finally:
        town.state.close()
        (folder / ".duesheet" / "state.db").unlink(missing_ok=True)


def test_a_report_by_the_last_reading_has_the_figures_of_one_that_read(township, tmp_path):
    QUICK(counts_as_read)(township, tmp_path)


@pytest.mark.soak
def test_a_report_by_the_last_reading_has_the_figures_of_one_that_read_at_length(township, tmp_path):
    settings(QUICK, max_examples=100)(counts_as_read)(township, tmp_path)


def test_every_fact_of_a_case_is_kept_or_is_a_persons_word():
    assert set(CASES) == KEPT | NOT_KEPT
    assert not KEPT & NOT_KEPT


@pytest.mark.parametrize("error", [LedgerUnavailableError, LedgerBusyError])
@pytest.mark.parametrize(("kind", "period"), [("half-month", "2026-03H2"), ("risk-list", "2026-03")])
def test_the_report_says_as_of_which_day_an_unread_ledger_counts(township, tmp_path, error, kind, period):
    rows = {
        "编号": "〔2026〕第9号", "登记日期": "2026-03-17", "纠纷类型": "邻里", "风险等级": "红",
        "复杂程度": "简单", "责任单位": "司法所", "办理状态": "办理中",
    }  # fmt: skip
    line = [rows.get(heading, "") for heading in HEADER]
    fake = FakeStore({name: [HEADER, line] for name in NAMES})
    run_pass(township(fake, config=TOWN, today=date(2026, 4, 1)))
    fake.errors["乙村"] = error("broken", fix="mend it")
    town = township(fake, config=TOWN + '[summary]\nformats = ["docx"]\n', today=date(2026, 4, 2))
    found = publish(town, kind, period, tmp_path / "out", terms=Terms())
    told = document_text(found.files[0].read_bytes())
    assert "不含该台账" not in told
    assert "4月1日" in told
    assert "见台账" in told
    (unread,) = found.as_json()["unread"]
    assert (unread["village"], unread["as_of"]) == ("乙村", "2026-04-01")
    if kind == "half-month":
        assert found.totals["new"] == 3


def test_of_an_officer_no_more_is_kept_than_that_there_is_one(township, tmp_path):
    line = dict.fromkeys(HEADER, "") | {"登记日期": "2026-03-17", "纠纷类型": "邻里", "责任人": "吴某某"}
    fake = FakeStore({name: [HEADER, list(line.values())] for name in NAMES})
    town = township(fake, config=TOWN)
    run_pass(town)
    fake.errors["乙村"] = LedgerUnavailableError("broken", fix="mend it")
    parts = read_sources(town, TODAY, tmp_path).villages
    found = {part.village: part.cases["owner"].tolist() for part in parts}
    assert found == {"甲村": ["吴某某"], "乙村": ["见台账"], "丙村": ["吴某某"]}


@pytest.mark.filterwarnings("ignore:'imghdr' is deprecated:DeprecationWarning")
def test_the_command_says_by_which_reading_a_village_counts_and_ends_with_1(tmp_path):
    (tmp_path / "ledgers").mkdir()
    file = tmp_path / "ledgers" / "甲村.xlsx"
    book = xlsxwriter.Workbook(str(file))
    sheet = book.add_worksheet("台账")
    sheet.write_row(0, 0, ["序号", "登记日期", "纠纷类型", "当事人", "简要情况", "办理状态"])
    sheet.write_row(1, 0, ["1", "2026-03-17", "邻里", "赵大勇", "院墙滴水", "办理中"])
    sheet.write_row(2, 0, ["2", "2026-01-05", "邻里", "钱小梅", "地界不清", "办理中"])
    book.close()
    (tmp_path / "township.toml").write_text('[township]\nname = "青石镇"\n', "utf-8")

    def duesheet(command, day):
        config = str(tmp_path / "township.toml")
        return CliRunner().invoke(app, [command, "-c", config, "--today", day, "--lang", "zh-CN"])

    assert duesheet("run", "2026-04-01").exit_code == 0
    file.write_bytes(b"PK broken")
    done = duesheet("report", "2026-04-02")
    assert done.exit_code == 1
    assert "甲村：未能读取，按2026-04-01读到的内容计入" in done.output
    for command in ("run", "status"):
        told = duesheet(command, "2026-04-02").output
        assert "甲村：未能处理，按2026-04-01读到的内容计：甲村.xlsx：" in told, command
        assert "在办2件" in told, command
    assert "甲村：在办2件，逾期1件，临期0件（按2026-04-01）" in told


@pytest.mark.parametrize("lock", ["~$甲村.xlsx", ".~lock.甲村.xlsx#"])
def test_a_workbook_that_somebody_has_open_is_in_the_report_as_it_stands(township, tmp_path, lock):
    """What the report said wrong: at the hour of the report somebody always has one open."""
    folder = tmp_path / "ledgers"
    folder.mkdir()
    for name, rows in (("甲村", 2), ("乙村", 1)):
        book = xlsxwriter.Workbook(str(folder / f"{name}.xlsx"))
        sheet = book.add_worksheet("台账")
        sheet.write_row(0, 0, HEADER)
        for number in range(1, rows + 1):
            line = dict.fromkeys(HEADER, "") | {
                "编号": f"〔2026〕第{number}号", "登记日期": "2026-03-17", "当事人": f"{name}赵大{number}",
                "纠纷类型": "邻里", "办理状态": "办理中",
            }  # fmt: skip
            sheet.write_row(number, 0, list(line.values()))
        book.close()
    (folder / lock).write_bytes(b"x")
    town = township(FolderStore(folder), today=date(2026, 4, 1))
    for _ in range(2):  # before any pass, and after one
        found = publish(town, "half-month", "2026-03H2", tmp_path / "out", terms=Terms())
        assert (found.totals["new"], found.unread) == (3, ())
        run_pass(town)


@pytest.mark.parametrize(
    ("language", "reason"), [("zh-CN", "内容不是 .xlsx 工作簿"), ("en", "no .xlsx workbook")]
)
def test_why_a_ledger_was_not_read_is_said_in_the_language_of_the_report(
    township, tmp_path, language, reason
):
    folder = tmp_path / "ledgers"
    folder.mkdir()
    (folder / "甲村.xlsx").write_bytes(b"nothing")
    config = (
        CONFIG.replace("rules =", f'language = "{language}"\nrules =') + '[summary]\nformats = ["docx"]\n'
    )
    town = township(FolderStore(folder), config=config, today=date(2026, 4, 1))
    found = publish(town, "half-month", "2026-03H2", tmp_path / "out", terms=Terms())
    assert reason in document_text(found.files[0].read_bytes())
    assert reason in found.as_json()["unread"][0]["reason"]


def test_a_ledger_that_was_never_read_is_told_as_left_out(township, tmp_path):
    fake = FakeStore({name: [HEADER] for name in NAMES})
    fake.errors["乙村"] = LedgerUnavailableError("broken", fix="mend it")
    town = township(fake, config=TOWN + '[summary]\nformats = ["docx"]\n', today=date(2026, 4, 2))
    run_pass(town)
    found = publish(town, "half-month", "2026-03H2", tmp_path / "out")
    assert "不含该台账" in document_text(found.files[0].read_bytes())
    (unread,) = found.as_json()["unread"]
    assert unread["as_of"] is None


def test_a_ledger_held_for_its_losses_counts_in_the_report_with_its_last_reading(township, tmp_path):
    line = dict.fromkeys(HEADER, "") | {"登记日期": "2026-03-17", "纠纷类型": "邻里", "办理状态": "办理中"}
    lines = [[*(line | {"编号": f"〔2026〕第{n}号"}).values()] for n in range(1, 7)]
    fake = FakeStore({"甲村": [HEADER, *lines], "乙村": [HEADER], "丙村": [HEADER]})
    run_pass(township(fake, config=TOWN, today=date(2026, 4, 1)))
    fake.edit("甲村", lambda rows: rows.__delitem__(slice(1, None)))
    town = township(fake, config=TOWN, today=date(2026, 4, 2))
    run_pass(town)
    found = publish(town, "half-month", "2026-03H2", tmp_path / "out")
    assert found.totals["new"] == 6
    assert [u.village for u in found.unread] == ["甲村"]
    released = replace(town, store=fake)
    run_pass(released, PassOrder(release=True))
    again = publish(released, "half-month", "2026-03H2", tmp_path / "out")
    assert (again.totals["new"], again.unread) == (0, ())
