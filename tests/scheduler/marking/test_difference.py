from dataclasses import replace

import pandas as pd

from config.frames import CASES, TableInfo, empty_frame
from config.vocabulary import (
    MARK_HEADINGS,
    Family,
    LedgerProblemCode,
    Mark,
    Played,
    Role,
    RowReason,
    SheetKind,
)
from scheduler.marking.difference import Wanted, difference, own_text
from sync.ledger import Ledger, LedgerTable, UnderstoodSheet
from sync.store import TableRows

ZH = MARK_HEADINGS["zh-CN"]


def ledger(rows=(4, 5), *, marks=None, texts=None, headings=None, visible=True, left_out=None):
    info = TableInfo(
        0,
        "台账",
        Family.DISPUTE,
        frozenset(),
        routing_column=False,
        header_rows=(2, 3),
        first_row=4,
        last_row=6,
    )
    cases = empty_frame(CASES, len(rows))
    cases["sheet"] = "台账"
    cases["row"] = pd.Series(rows, dtype="int64")
    table = LedgerTable(
        info,
        {"A": Played(Role.SEQ)},
        left_out or {6: RowReason.BLANK},
        marks or {},
        texts or {},
        headings or {},
    )
    sheet = UnderstoodSheet("台账", SheetKind.LEDGER, visible, (table,))
    return Ledger("青石村", "青石村", (sheet,), cases, ())


def wanted(*lights):
    return {mark: list(lights) if mark is Mark.LIGHT else [""] * len(lights) for mark in Mark}


def ours(_mark, text):
    return text in {"正常", "临期", "逾期3天"}


def compare(book, *lights, is_ours=ours, language="zh-CN"):
    return difference(book, Wanted(wanted(*lights)), is_ours=is_ours, language=language)


def settled(lights):
    return ledger(
        marks={mark: 8 + i for i, mark in enumerate(Mark)}, texts={Mark.LIGHT: lights}, headings=dict(ZH)
    )


def test_a_new_ledger_gets_headings_in_the_last_header_row_and_its_texts():
    found = compare(ledger(), "正常", "临期")
    headings = [edit for edit in found.edits if edit.heading]
    assert [(edit.row, edit.new) for edit in headings] == [(3, heading) for heading in ZH.values()]
    assert [(edit.row, edit.old, edit.new) for edit in found.edits if not edit.heading] == [
        (4, "", "正常"),
        (5, "", "临期"),
    ]
    assert found.layouts[0].blocks == (TableRows(3, 4, 6),)


def test_the_same_words_are_no_edit():
    assert compare(settled({4: "正常", 5: "临期"}), "正常", "临期").edits == ()


def test_only_what_changed_is_written():
    edits = compare(settled({4: "正常", 5: "临期"}), "正常", "逾期3天").edits
    assert [(edit.row, edit.old, edit.new) for edit in edits] == [(5, "临期", "逾期3天")]


def test_a_persons_words_stay_and_are_reported_with_their_cell():
    found = compare(settled({4: "正常", 5: "已电话联系"}), "正常", "逾期3天")
    assert found.edits == ()
    assert [(problem.cell, problem.code) for problem in found.kept] == [("I5", LedgerProblemCode.MARK_EDITED)]


def test_the_note_says_what_became_of_a_persons_words_in_another_column():
    marks = {mark: 8 + i for i, mark in enumerate(Mark)}
    typed = {Mark.LIGHT: {5: "等通知"}, Mark.DUE: {4: "2026-12-30"}}
    book = ledger(marks=marks, texts=typed, headings=dict(ZH))
    texts = {mark: ["", ""] for mark in Mark} | {
        Mark.DUE: ["2026-11-16"] * 2,
        Mark.WHY: ["1：甲。", "2：乙。"],
    }
    found = difference(book, Wanted(texts), is_ours=ours, language="zh-CN")
    assert [(edit.row, edit.new) for edit in found.edits if edit.mark is Mark.WHY] == [
        (4, "1：甲。“〔督〕办理期限”系人工填写，未采用；如需改期，请填“延期至”栏。"),
        (5, "2：乙。“〔督〕预警”系人工填写，予以保留；如需恢复，请清空该格。"),
    ]
    assert [(problem.row, problem.detail) for problem in found.kept] == [(5, "light"), (4, "due")]


def test_our_words_leave_a_row_that_is_no_case_any_more_and_a_persons_do_not():
    found = compare(settled({4: "正常", 5: "临期", 6: "临期", 7: "别删"}), "正常", "临期")
    assert [(edit.row, edit.old, edit.new) for edit in found.edits] == [(6, "临期", "")]
    assert [problem.row for problem in found.kept] == [7]


def test_headings_follow_the_language_but_a_renamed_one_is_the_peoples():
    book = ledger(
        marks={mark: 8 + i for i, mark in enumerate(Mark)},
        headings={**ZH, Mark.WHY: "为什么"},
        texts={Mark.LIGHT: {4: "正常", 5: "正常"}},
    )
    edits = compare(book, "正常", "正常", language="en").edits
    assert [edit.new for edit in edits] == ["[due] light", "[due] date", "[due] asked", "[due] addressee"]


def test_a_column_of_ours_that_was_deleted_is_asked_for_again():
    book = settled({4: "正常", 5: "正常"})
    table = book.sheets[0].tables[0]
    del table.marks[Mark.DUE], table.mark_headings[Mark.DUE]
    assert [(edit.heading, edit.new) for edit in compare(book, "正常", "正常").edits] == [
        (True, "〔督〕办理期限")
    ]


def test_a_sheet_without_cases_is_left_alone():
    assert compare(ledger(rows=())) == difference(
        ledger(visible=False, rows=()), Wanted(wanted()), is_ours=ours, language="zh-CN"
    )
    assert compare(ledger(rows=())).layouts == ()


def test_a_copied_table_is_left_as_it_is_with_our_columns_that_were_copied_along():
    marks = {mark: 8 + i for i, mark in enumerate(Mark)}
    stale = {Mark.LIGHT: {4: "正常", 5: "正常"}}
    book = ledger(marks=marks, texts=stale, headings=dict(ZH), rows=())
    (sheet,) = book.sheets
    copied = replace(sheet, tables=(replace(sheet.tables[0], copy_of="台账"),))
    found = compare(replace(book, sheets=(copied,)))
    assert (found.edits, found.layouts) == ((), ())
    beside = replace(sheet.tables[0], info=replace(sheet.tables[0].info, table=1), copy_of="台账")
    original = ledger()
    both = replace(original.sheets[0], tables=(*original.sheets[0].tables, beside))
    alone = compare(original, "正常", "临期")
    assert compare(replace(original, sheets=(both,)), "正常", "临期") == alone


def test_a_text_is_ours_when_the_record_knows_it_and_by_its_form_when_there_is_none():
    assert own_text(ours, lambda: None)(Mark.LIGHT, "正常")
    by_record = own_text(ours, lambda: {Mark.LIGHT: {"正常", "乱写"}})
    assert by_record(Mark.LIGHT, "正常")
    assert not by_record(Mark.LIGHT, "临期")
    assert not by_record(Mark.DUE, "正常")
    assert by_record(Mark.LIGHT, "乱写")  # an older version put it so
