"""What a grid comes to: the cases' facts, their context, and the problems, cited by address."""

from datetime import date

import pandas as pd
import pytest

from config.frames import CASES
from config.vocabulary import Family, Mark
from sync.grid import Grid, Sheet
from sync.understand import Given, understand
from tests.sync.grids import TODAY, codes, read, sheet

HEAD = "序号|登记日期|村（社区）|当事人|纠纷类型|简要情况|办理状态|办结日期|办理期限\n"


def dates(frame: pd.DataFrame, column: str) -> list[str | None]:
    return [None if day != day else day.date().isoformat() for day in frame[column]]


class TestContext:
    def test_the_tab_gives_the_month_and_the_title_the_year(self) -> None:
        text = "2025年矛盾纠纷台账\n序号|日期|当事人|事由|处理结果\n#1|3.5|甲|争水|调解成功\n"
        assert dates(read(sheet(text, name="3月")).cases, "registered_date") == ["2025-03-05"]

    @pytest.mark.parametrize(
        ("title", "tab", "top"),
        [("2025年台账", "台账", "台账"), ("台账", "2025年", "台账"), ("台账", "台账", "二〇二五年台账")],
    )
    def test_a_year_in_file_tab_or_title(self, title: str, tab: str, top: str) -> None:
        text = f"{top}\n序号|日期|当事人|事由|处理结果\n#1|3.5|甲|争水|调解成功\n"
        assert dates(read(sheet(text, name=tab), title=title).cases, "registered_date") == ["2025-03-05"]

    def test_month_separators_run_over_into_the_next_year(self) -> None:
        text = (
            "2025年矛盾纠纷台账\n序号|日期|当事人|事由|处理结果\n十一月份\n#1|11.5|甲|争水|调解成功\n十二月份\n#1|12.5|甲|争水|调解成功\n"
            "一月份\n#1|1.5|甲|争水|正在调解\n"
        )
        ledger = read(sheet(text))
        assert dates(ledger.cases, "registered_date") == ["2025-11-05", "2025-12-05", "2026-01-05"]
        assert codes(ledger) == []

    @pytest.mark.parametrize(
        "sections",
        [
            pytest.param(["三月份", "二月份", "一月份"], id="newest first"),
            pytest.param(
                ["甲村", "十一月份", "十二月份", "乙村", "一月份", "二月份"], id="village by village"
            ),
            pytest.param(["十二月份", "一月份", "六月份"], id="in no order"),
        ],
    )
    def test_separators_that_start_again_stay_in_the_year_of_the_title(self, sections: list[str]) -> None:
        months = {"一": 1, "二": 2, "三": 3, "六": 6, "十一": 11, "十二": 12}
        text = "2025年矛盾纠纷台账\n序号|日期|当事人|事由|处理结果\n"
        for section in sections:
            month = months.get(section.removesuffix("月份"))
            text += section + "\n" + (f"#1|{month}.5|甲|争水|调解成功\n" if month else "")
        years = read(sheet(text)).cases["registered_date"].dt.year
        assert set(years.dropna()) == {2025}

    def test_the_village_of_a_row(self) -> None:
        body = "".join(
            f"#{number}|2026.3.5|{village}|甲|邻里|争水|在办||\n"
            for number, village in enumerate(["大坪村", "", "〃"], start=1)
        )
        assert read(sheet(HEAD + body), title="青石镇").cases["village"].tolist() == ["大坪村"] * 3

    def test_without_a_column_the_tab_then_the_workbook_names_the_village(self) -> None:
        text = "序号|登记日期|当事人|简要情况|办理状态\n#1|2026.3.5|甲|争水|在办\n"
        ledger = read(sheet(text, name="大坪村"), sheet(text), title="青石村台账")
        assert ledger.cases["village"].tolist() == ["大坪村", "青石村"]
        assert read(sheet(text), village="河口村").cases["village"].tolist() == ["河口村"]

    def test_villages_as_separators(self) -> None:
        case = "#1|2026.3.5|甲|争水|在办\n"
        text = f"序号|登记日期|当事人|简要情况|办理状态\n大坪村\n{case}河口村\n{case}"
        assert read(sheet(text)).cases["village"].tolist() == ["大坪村", "河口村"]

    @pytest.mark.parametrize(
        ("title", "tab", "head", "given", "family"),
        [
            ("青石村", "台账", "序号|登记日期|当事人|简要情况|办理状态", None, Family.DISPUTE),
            (
                "青石村信访台账",
                "台账",
                "序号|登记日期|当事人|简要情况|办理状态",
                Family.DISPUTE,
                Family.PETITION,
            ),
            ("青石村", "人民调解登记", "序号|登记日期|当事人|简要情况|办理状态", None, Family.MEDIATION),
            (
                "青石村",
                "矛盾纠纷排查调解台账",
                "序号|登记日期|当事人|简要情况|办理状态",
                None,
                Family.DISPUTE,
            ),
            ("青石村", "台账", "序号|信访日期|信访人|简要情况|办理状态", None, Family.PETITION),
            ("青石村", "台账", "序号|受理日期|申请人|被申请人|调解员|办理状态", None, Family.MEDIATION),
            ("青石村", "台账", "序号|登记日期|当事人|简要情况|办理状态", Family.PETITION, Family.PETITION),
        ],
    )
    def test_family(self, title: str, tab: str, head: str, given: Family | None, family: Family) -> None:
        ledger = read(sheet(head + "\n#1|2026.3.5|甲|争水|在办|在办\n", name=tab), title=title, family=given)
        assert [info.family for info in ledger.tables] == [family]


class TestFacts:
    def test_a_limit_is_a_date_or_a_length(self) -> None:
        body = "".join(
            f"#{number}|2026.3.2|青石村|甲|邻里|争水|在办||{limit}\n"
            for number, limit in enumerate(
                ["2026.3.20", "15日", "15个工作日", "2个月", "3月底前", ""], start=1
            )
        )
        ledger = read(sheet(HEAD + body))
        assert dates(ledger.cases, "due_date") == ["2026-03-20", None, None, None, "2026-03-31", None]
        assert ledger.cases["limit_days"].tolist() == [pd.NA, 15, 15, 2, pd.NA, pd.NA]
        assert ledger.cases["limit_unit"].tolist() == ["", "calendar_days", "working_days", "months", "", ""]
        assert codes(ledger) == []

    def test_a_bare_number_counts_what_the_heading_says(self) -> None:
        head = "序号|登记日期|当事人|简要情况|办理期限（工作日）\n"
        text = head + "#1|2026.3.2|甲|争水|#15\n#2|2026.3.3|甲|争水|#5\n"
        cases = read(sheet(text)).cases
        assert cases["limit_days"].tolist() == [15, 5]
        assert cases["limit_unit"].tolist() == ["working_days", "working_days"]

    @pytest.mark.parametrize(
        ("status", "resolved", "expected", "found", "problems"),
        [
            pytest.param("已化解", "2026.3.9", "resolved", "status", [], id="both say so"),
            pytest.param(
                "",
                "2026.3.9",
                "resolved",
                "resolved_date",
                [("G3", "status_missing")],
                id="the date where the status is blank",
            ),
            pytest.param(
                "未化解", "2026.3.9", "open", "status", [("G3", "status_conflict")], id="they disagree"
            ),
            pytest.param(
                "已化解", "", "resolved", "status", [("H3", "date_missing")], id="closed without a date"
            ),
            pytest.param("", "", "open", "none", [("G3", "status_missing")], id="neither"),
            pytest.param("某某", "", "open", "none", [("G3", "status_unknown")], id="no status word"),
            pytest.param("", "正在办理", "open", "resolved_date", [], id="words where the date belongs"),
            pytest.param("移交县法院", "", "transferred", "status", [], id="passed on"),
            pytest.param(
                "已化解",
                "2026.3.1",
                "resolved",
                "status",
                [("H3", "resolved_before_registered")],
                id="before it began",
            ),
            pytest.param(
                "",
                "2026.2.30",
                "resolved",
                "resolved_date",
                [("H3", "date_impossible")],
                id="no such day, but an end",
            ),
        ],
    )
    def test_status_and_date(
        self, status: str, resolved: str, expected: str, found: str, problems: list[tuple[str, str]]
    ) -> None:
        first = "#1|2026.3.2|青石村|甲|邻里|争水|在办||\n"
        ledger = read(
            sheet(
                HEAD
                + first
                + f"#2|2026.3.2|青石村|甲|邻里|争水|{status}|{resolved}|\n"
                + first.replace("#1", "#3")
            )
        )
        case = ledger.cases.iloc[1]
        assert (case["status"], case["status_found"]) == (expected, found)
        assert codes(ledger) == problems

    def test_without_a_status_column_the_progress_may_tell(self) -> None:
        text = (
            "序号|排查日期|当事人|事由|化解情况\n#1|2026.3.2|甲|争水|经村委会调解，3月12日调解成功，双方签字\n"
            "#2|2026.3.2|甲|争水|3月5日上门，双方仍有分歧，拟于下周再次调解\n#3|2026.3.2|甲|争水|已上报未办结，等镇里意见\n"
        )
        cases = read(sheet(text)).cases
        assert cases["status"].tolist() == ["resolved", "open", "open"]
        assert dates(cases, "resolved_date") == ["2026-03-12", None, None]

    def test_ticks_for_status_and_category(self) -> None:
        text = (
            "2026年矛盾纠纷台账\n序号|排查日期|当事人|邻里|土地|婚姻家庭|已化解|化解中|移交\n#1|3.2|甲|√||||√|\n#2|3.3|乙||√||√||\n"
            "#3|3.4|丙|√|√||√|√|\n#4|3.5|丁|||||| √\n"
        )
        ledger = read(sheet(text))
        assert ledger.cases["status"].tolist() == ["open", "resolved", "open", "transferred"]
        assert ledger.cases["category"].tolist() == ["邻里", "山林土地", "邻里", ""]
        assert codes(ledger) == [
            ("5", "status_conflict"),
            ("E5", "category_conflict"),
            ("D6", "category_missing"),
        ]

    def test_small_vocabularies_and_flags(self) -> None:
        text = (
            "2026年信访台账\n序号|信访日期|信访人|信访形式|初次/重复|风险等级|复杂程度|满意度|回访情况|最近沟通日期|送达日期|处理结果|延期至|申请复查日期|复查答复日期|办理状态\n"
            "#1|3.2|甲|县转办|重复|高|疑难|基本满意|已回访|3.9|3.20|已答复|4月20日|3.25||已办结\n"
            "#2|3.3|乙|来访|初次|绿|简单||未回访||||||| 在办\n"
        )
        cases = read(sheet(text)).cases
        first, second = cases.iloc[0], cases.iloc[1]
        assert first["channel"] == "superior"
        assert second["channel"] == "visit"
        assert (first["from_superior"], second["from_superior"]) == (True, False)
        assert (first["first_time"], second["first_time"]) == ("repeat", "first")
        assert (first["risk"], first["complexity"], first["satisfaction"]) == ("red", "complex", "mostly")
        assert (first["followed_up"], second["followed_up"]) == (True, False)
        assert (first["contacted"], first["has_served_date"], first["has_result"]) == (True, True, True)
        assert (first["review_open"], second["review_open"]) == (True, False)
        assert first["extension_times"] == 1
        assert dates(cases, "extension") == ["2026-04-20", None]

    def test_the_frame_keeps_its_contract_when_nothing_is_there(self) -> None:
        ledger = understand(Grid("青石村", ()), Given(TODAY))
        assert list(ledger.cases.columns) == list(CASES)
        assert len(ledger.cases) == 0
        assert ledger.tables == ()

    def test_an_event_is_no_end_unless_the_case_ended(self) -> None:
        text = (
            "人民调解登记簿\n序号|受理日期|申请人|被申请人|案由|调解日期|调解结果\n#1|2026.3.2|甲|乙|邻里|2026.3.9|调解成功\n"
            "#2|2026.3.2|甲|乙|邻里|2026.3.9|调解失败\n"
        )
        cases = read(sheet(text)).cases
        assert dates(cases, "resolved_date") == ["2026-03-09", None]
        assert cases["notes"].tolist() == [("fallback_date:resolved_date:调解日期",), ()]


class TestProblems:
    def test_numbers(self) -> None:
        rows = "".join(
            f"{number}|2026.3.2|青石村|甲|邻里|争水|在办||\n"
            for number in [1, 2, 3, 3, "", 5, 6, 8, 9, 10, 11, 12, 13]
        )
        assert codes(read(sheet(HEAD + rows))) == [
            ("A5", "duplicate_number"),
            ("A6", "number_missing"),
            ("A9", "number_gap"),
        ]

    def test_numbers_that_start_again_each_month_are_in_order(self) -> None:
        numbers = enumerate([1, 2, 1, 2, 3], 2)
        rows = "".join(f"#{number}|2026.3.{day}|青石村|甲|邻里|争水|在办||\n" for day, number in numbers)
        assert codes(read(sheet(HEAD + rows))) == []

    def test_a_number_taken_by_a_nil_report_is_no_gap(self) -> None:
        case = "2026.3.2|青石村|甲|邻里|争水|在办||\n"
        rows = "".join(f"#{number}|" + case for number in range(1, 7))
        rows += "#7|2026.3.15||无|无|无|||\n#8|" + case + "#9|" + case
        assert codes(read(sheet(HEAD + rows))) == []

    def test_the_same_case_number_twice(self) -> None:
        text = "序号|受理编号|登记日期|信访人|信访内容|办理状态\n" + "".join(
            f"#{number}|{case}|2026.3.2|甲|低保|在办\n"
            for number, case in enumerate(["0012", "0013", "0012"], start=1)
        )
        ledger = read(sheet(text))
        assert ledger.cases["case_no"].tolist() == ["0012", "0013", "0012"]
        assert codes(ledger) == [("B4", "duplicate_number")]
        assert ledger.problems[0].detail == "B2"

    def test_missing_and_unknown_words(self) -> None:
        rows = (
            "#1||青石村|甲|邻里|争水|在办||\n#2|2026.3.2|青石村|甲||争水|在办||\n#3|2026.3.2|青石村|甲|邻里、婚姻|争水|在办||\n"
            "#4|2026.3.2|青石村|甲|某某某|争水|在办||\n"
        )
        assert codes(read(sheet(HEAD + rows))) == [
            ("B2", "date_missing"),
            ("E3", "category_missing"),
            ("E4", "category_conflict"),
            ("E5", "category_unknown"),
        ]

    def test_two_columns_for_one_role(self) -> None:
        text = "序号|登记日期|排查日期|当事人|事由|处理结果\n#1|2026.3.2|2026.3.1|甲|争水|调解成功\n"
        ledger = read(sheet(text))
        assert dates(ledger.cases, "registered_date") == ["2026-03-02"]
        assert codes(ledger) == [("C1", "ambiguous_column")]

    def test_a_heading_like_a_role_is_suggested(self) -> None:
        text = "序号|登计日期|当事人|事由|处理结果\n#1|2026.3.2|甲|争水|调解成功\n"
        ledger = read(sheet(text))
        assert codes(ledger) == [("B1", "heading_suggested")]
        assert ledger.problems[0].suggestion == "registered_date"
        named = read(sheet(text), headings={"registered_date": ["登计日期"]})
        assert dates(named.cases, "registered_date") == ["2026-03-02"]
        assert codes(named) == []

    def test_formulas_without_a_value(self) -> None:
        text = HEAD + "#1|2026.3.2|青石村|甲|邻里|争水|在办||\n"
        ledger = read(sheet(text, formulas_without_value=frozenset({(1, 8), (0, 0), (40, 8)})))
        assert codes(ledger) == [("I2", "formula_without_value")]

    def test_a_number_is_read_with_its_format_and_doubt_is_reported(self) -> None:
        text = "2026年台账\n序号|登记日期|当事人|事由|处理结果\n" + "".join(
            f"#{number}|{day}|甲|争水|\n"
            for number, day in enumerate(["#3.5", "#3.1", "#46086", "@2026-03-06"], start=1)
        )
        ledger = read(sheet(text))
        assert dates(ledger.cases, "registered_date") == ["2026-03-05", None, "2026-03-05", "2026-03-06"]
        assert codes(ledger)[0] == ("B4", "date_ambiguous")


class TestOurColumns:
    TEXT = (
        "序号|登记日期|当事人|事由|办理状态|〔督〕预警|〔督〕办理期限|〔督〕催办提醒|〔督〕督办层级|〔督〕说明\n"
        "#1|2026.3.2|甲|争水|在办|逾期14天|2026-03-20|请办|承办单位|1：简单事项\n"
        "合计|1件||||甲的批注\n"
        "|||||正常\n"
    )

    def test_they_are_read_apart(self) -> None:
        table = read(sheet(self.TEXT)).sheets[0].tables[0]
        assert list(table.columns) == list("ABCDE")
        assert table.marks == {mark: 5 + place for place, mark in enumerate(Mark)}
        assert table.mark_headings[Mark.WHY] == "〔督〕说明"
        # A mark that a deleted case left below lies within the table, so that it can be cleared.
        assert table.mark_texts[Mark.LIGHT] == {2: "逾期14天", 3: "甲的批注", 4: "正常"}
        assert table.info.last_row == 4

    def test_their_words_decide_nothing(self) -> None:
        cases = read(sheet(self.TEXT.replace("在办|逾期14天", "在办|已办结"))).cases
        assert cases["status"].tolist() == ["open"]

    def test_english_headings_are_ours_too(self) -> None:
        text = (
            "序号|登记日期|当事人|事由|办理状态|[due] light|[due] why\n#1|2026.3.2|甲|争水|在办|overdue|x\n"
        )
        assert read(sheet(text)).sheets[0].tables[0].marks == {Mark.LIGHT: 5, Mark.WHY: 6}

    def test_a_person_who_names_our_column_in_a_note_keeps_the_column(self) -> None:
        text = "序号|登记日期|当事人|事由|备注\n#1|2026.3.2|甲|争水|〔督〕预警\n#2|2026.3.3|乙|争水|\n"
        table = read(sheet(text)).sheets[0].tables[0]
        assert table.marks == {}
        assert table.columns["E"].spelled == "remark"

    def test_a_column_the_store_knows_is_ours_whatever_it_is_called(self) -> None:
        text = "序号|登记日期|当事人|事由|办理状态|预警灯\n#1|2026.3.2|甲|争水|在办|正常\n"
        ledger = read(sheet(text, marks={Mark.LIGHT: 5}))
        table = ledger.sheets[0].tables[0]
        assert "F" not in table.columns
        assert table.mark_texts[Mark.LIGHT] == {2: "正常"}
        assert codes(ledger) == [("F1", "mark_column_edited")]


class TestNilReports:
    @pytest.mark.parametrize(
        ("text", "tab", "title", "periods"),
        [
            pytest.param(
                "零报告\n我村3月16日至31日未发现矛盾纠纷。",
                "零报告",
                "青石村2026年",
                ("2026-03H2",),
                id="letter",
            ),
            pytest.param("2026年3月上半月无矛盾纠纷", "表", "青石村", ("2026-03H1",), id="half-month"),
            pytest.param(
                HEAD + "#1|2026.3.31|青石村|无|无|无|||", "台账", "青石村", ("2026-03H2",), id="dated row"
            ),
            pytest.param(
                HEAD + "#1||青石村|无|无|无|||", "2026年3月", "青石村", ("2026-03",), id="by the tab"
            ),
            pytest.param(
                "2026年台账\n" + HEAD + "三月份\n|本月无矛盾纠纷",
                "台账",
                "青石村",
                ("2026-03",),
                id="by a separator",
            ),
            pytest.param(HEAD + "#1||||||||", "2026年3月", "青石村", (), id="silence is no answer"),
        ],
    )
    def test_for_which_period(self, text: str, tab: str, title: str, periods: tuple[str, ...]) -> None:
        assert read(sheet(text, name=tab), title=title).sheets[0].nil_periods == periods

    def test_when_something_was_filed(self) -> None:
        text = (
            "青石村台账\n填报单位：青石村|||填报时间：2026年4月1日\n"
            + HEAD
            + "#1|2026.3.31|青石村|无|无|无|||\n"
        )
        assert read(sheet(text)).sheets[0].reporting_dates == ("2026-03-31", "2026-04-01")


def test_rows_of_unequal_length_are_read() -> None:
    rows = [
        ["序号", "登记日期", "当事人", "事由"],
        [1.0, date(2026, 3, 5), "甲", "争水"],
        [2.0, date(2026, 3, 6)],
    ]
    ledger = understand(Grid("青石村", (Sheet("台账", rows),)), Given(TODAY))
    assert ledger.cases["row"].tolist() == [2, 3]
