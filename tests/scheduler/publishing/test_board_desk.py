"""The standing board is refreshed by every run, and shows what was last known of what was not read."""

from datetime import timedelta

from python_calamine import CalamineWorkbook

from config.errors import LedgerBusyError, LedgerUnavailableError
from reports.composing.shared_tables.problem_tables import problems_table
from reports.composing.speaking.wording import Wording
from scheduler.marking.detach import detach
from scheduler.passes.one_pass import run_pass
from scheduler.passes.pass_terms import PassOrder
from scheduler.publishing.sources import read_sources
from tests.scheduler.conftest import TODAY
from tests.scheduler.fake import HEADER, FakeStore, row

TITLE = ["青石村2026年矛盾纠纷排查化解台账"]
ROWS = [TITLE, HEADER, row("1", "2026-03-01"), row("2", "2026-03-23"), row("3", "2026-04-02")]


def board_file(town):
    return town.settings.path("summaries") / "督办总表.xlsx"


def board(town):
    book = CalamineWorkbook.from_path(board_file(town))
    return ["|".join(str(cell) for cell in line) for line in book.get_sheet_by_index(0).to_python()]


def lines(town, *words):
    return [line for line in board(town) if all(word in line for word in words)]


def test_a_run_puts_overdue_and_nearly_due_cases_on_the_board(township):
    town = township(FakeStore({"甲村": ROWS}))
    run_pass(town)
    assert lines(town, "甲村", "逾期18天")
    assert lines(town, "甲村", "临期")
    assert not lines(town, "某甲")


def test_a_check_leaves_the_board_alone(township):
    town = township(FakeStore({"甲村": ROWS}))
    run_pass(town, PassOrder(dry=True))
    assert not town.settings.path("summaries").exists()


def test_of_a_ledger_open_elsewhere_the_board_keeps_what_was_last_known(township):
    fake = FakeStore({"甲村": ROWS})
    run_pass(township(fake))
    fake.errors["甲村"] = LedgerBusyError("甲村: open", fix="close it")
    town = township(fake, today=TODAY + timedelta(days=1))
    run_pass(town)
    assert lines(town, "甲村", "逾期19天")


def test_the_board_says_by_which_reading_an_unread_ledger_stands_on_it(township):
    fake = FakeStore({"甲村": ROWS})
    run_pass(township(fake))
    fake.errors["甲村"] = LedgerUnavailableError("甲村: broken", fix="mend it")
    town = township(fake, today=TODAY + timedelta(days=1))
    run_pass(town)
    told = [cell for sheet in _sheets(board_file(town)) for line in sheet for cell in line]
    assert "甲村: broken，按2026-04-03读到的内容计" in told


def test_a_run_over_one_village_keeps_the_others_on_the_board(township):
    other = [TITLE, HEADER, row("9", "2026-03-05")]
    town = township(FakeStore({"甲村": ROWS, "乙村": other}))
    run_pass(town)
    run_pass(town, PassOrder(only=["甲村"]))
    assert lines(town, "乙村", "逾期14天")


def test_the_board_stays_while_nothing_changes_and_is_refreshed_the_next_day(township):
    fake = FakeStore({"甲村": ROWS})
    town = township(fake)
    path = town.settings.path("summaries") / "督办总表.xlsx"
    run_pass(town)
    run_pass(town)
    path.write_bytes(b"untouched")
    assert run_pass(town).board == ()
    assert path.read_bytes() == b"untouched"
    assert run_pass(township(fake, today=TODAY + timedelta(days=1))).board == (path,)
    assert lines(town, "甲村", "逾期19天")


def test_a_board_somebody_has_open_is_told(township, monkeypatch):
    from reports.forms.excel import xlsx as workbook
    from reports.forms.files import PublishError

    def refuse(_path, _content):
        raise PublishError("督办总表.xlsx: cannot be written", fix="close it")

    monkeypatch.setattr(workbook, "put", refuse)
    found = run_pass(township(FakeStore({"甲村": ROWS})))
    assert not found.went_well
    assert [problem.code for problem in found.problems] == ["publish"]
    assert [outcome.kind for outcome in found.outcomes] == ["written"]


def problems(town):
    path = town.settings.path("summaries") / "督办总表.xlsx"
    table = [["|".join(str(cell) for cell in line if cell) for line in sheet] for sheet in _sheets(path)]
    found = [lines for lines in table if any(line.startswith("台账问题") for line in lines)]
    if not found:
        return []
    (lines,) = found
    start = next(at for at, line in enumerate(lines) if line.startswith("台账问题"))
    return [line for line in lines[start + 2 :] if line]


def _sheets(path):
    book = CalamineWorkbook.from_path(path)
    return [book.get_sheet_by_name(name).to_python() for name in book.sheet_names]


def test_the_board_lists_the_problems_of_ledgers_and_counts_those_of_rows(township):
    lunar = row("4", "农历三月初一")
    fake = FakeStore({"青石村": [TITLE, HEADER, *ROWS[2:], lunar], "青石村(1)": ROWS})
    fake.tells_versions = True
    town = township(fake)
    run_pass(town)
    of_rows, copy = problems(town)
    assert of_rows.startswith("各村|逐行填写问题共1处（青石村1处），")
    assert copy.startswith("青石村|青石村(1)|本文件疑为“青石村”的副本，未计数；原台账另有1件本文件没有，")
    run_pass(town)
    for recalled in (False, True):
        (town.settings.path("summaries") / "督办总表.xlsx").unlink()
        found = run_pass(town, PassOrder(kind="sync" if recalled else "sweep"))
        assert (found.outcomes[0].requests.read == 0) is recalled
        assert problems(town) == [of_rows, copy]


def test_the_report_names_the_file_of_a_copy_beside_its_village(township, tmp_path):
    town = township(FakeStore({"青石村": ROWS, "青石村(1)": ROWS[:-1]}))
    table = problems_table(read_sources(town, TODAY, tmp_path).villages, Wording("zh-CN"))
    ((_, village, called, sheet, cell, told),) = table.rows
    assert (village, called, sheet, cell.value) == ("青石村", "青石村(1)", "", "")
    assert told.startswith("本文件疑为“青石村”的副本，未计数；原台账另有1件")


def test_problems_of_a_ledger_that_is_not_read_stand_on_the_board(township):
    title = ["矛盾纠纷排查化解台账"]
    twice = [title, HEADER, row("1", "2026-03-01"), row("2", "农历三月")]
    fake = FakeStore({"甲村": twice, "乙村": [title, *ROWS[1:]]})
    run_pass(township(fake))
    fake.errors["甲村"] = LedgerBusyError("甲村: open", fix="close it")
    town = township(fake, today=TODAY + timedelta(days=1))
    run_pass(town)
    assert len(problems(town)) == 1
    run_pass(town, PassOrder(only=["乙村"]))
    (left,) = problems(town)
    assert left.startswith("各村|逐行填写问题共1处（甲村1处）")


def test_problems_of_a_paused_ledger_stand_on_the_board_but_for_those_of_our_own_cells(township):
    lunar = row("4", "农历三月初一")
    fake = FakeStore(
        {
            "青石村": [TITLE, HEADER, *ROWS[2:], lunar],
            "青石村(1)": ROWS,
            "乙村": [["矛盾纠纷排查化解台账"], HEADER, row("9", "2026-03-05")],
        }
    )
    run_pass(township(fake))
    fake.edit("青石村", lambda rows: rows[2].__setitem__(-1, "已电话催过"))
    run_pass(township(fake))
    before = problems(township(fake))
    assert before[0].startswith("各村|逐行填写问题共2处（青石村2处），"), "one of them is of our own cell"
    detach(township(fake), ["青石村", "青石村(1)"])
    for number, only in (("10", []), ("11", ["乙村"])):
        more = row(number, f"2026-03-{number}")
        fake.edit("乙村", lambda rows, more=more: rows.append(more))
        run_pass(township(fake), PassOrder(only=only))
        of_rows, *others = problems(township(fake))
        assert others == before[1:], "the copy's"
        assert of_rows.startswith("各村|逐行填写问题共1处（青石村1处），")
    assert lines(township(fake), "青石村", "逾期18天"), "as are its cases"


def test_a_board_without_problems_has_no_such_table(township):
    town = township(FakeStore({"青石村": ROWS}))
    run_pass(town)
    assert problems(town) == []
