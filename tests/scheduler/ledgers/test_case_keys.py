from config.frames import CASES, TableInfo, empty_frame
from config.vocabulary import Family, Mark, Played, Role, SheetKind
from scheduler.ledgers.case_keys import RowKeys, identity_of, placed_cases, traits_from
from sync.grid import Grid
from sync.ledger import Ledger, LedgerTable, UnderstoodSheet
from tests.sync.grids import read, sheet

COLUMNS = {"A": "seq", "B": "registered_date", "C": "party", "D": "summary", "E": "status"}


def keys(rows, *, columns=None, salt=b"salt"):
    info = TableInfo(
        0,
        "台账",
        Family.DISPUTE,
        frozenset(),
        routing_column=False,
        header_rows=(1,),
        first_row=2,
        last_row=9,
    )
    played = {letter: Played(Role(role)) for letter, role in (columns or COLUMNS).items()}
    table = LedgerTable(info, played, {}, {Mark.LIGHT: 5}, {}, {})
    sheet = UnderstoodSheet("台账", SheetKind.LEDGER, True, (table,))
    ledger = Ledger("青石村", "青石村", (sheet,), empty_frame(CASES), ())
    return RowKeys(ledger, {"台账": [["序号"] + [""] * 5, *rows]}, salt)


CASE = [1.0, "3.5", "某甲", "地界之争", "办理中", "逾期3天"]


def test_a_case_keeps_its_key_when_it_moves_is_renumbered_or_goes_on():
    moved = [7.0, "2026年3月5日", "某甲", "地界之争", "已办结", "已办结"]
    found = keys([CASE, moved])
    assert found.key("台账", 2) == found.key("台账", 3)


def test_another_case_and_another_salt_have_other_keys():
    other = [1.0, "3.5", "某乙", "地界之争", "办理中", ""]
    found = keys([CASE, other])
    assert found.key("台账", 2) != found.key("台账", 3)
    assert found.key("台账", 2) != keys([CASE], salt=b"pepper").key("台账", 2)


def test_without_names_or_story_number_and_date_tell_cases_apart():
    found = keys([[1.0, "3.5", "", "", "", ""], [2.0, "3.5", "", "", "", ""]])
    assert found.key("台账", 2) != found.key("台账", 3)


def test_our_own_words_are_no_part_of_a_key():
    columns = {"E": "status"}
    found = keys([["", "", "", "", "办理中", "正常"], ["", "", "", "", "办理中", "逾期3天"]], columns=columns)
    assert found.key("台账", 2) == found.key("台账", 3)


def test_a_header_and_a_row_below_the_sheet_have_keys_too():
    found = keys([CASE])
    assert len({found.key("台账", row) for row in (1, 2, 99)}) == 3


def test_a_key_holds_nothing_of_the_text():
    assert set(keys([CASE]).key("台账", 2)) <= set("0123456789abcdef")


def test_what_tells_cases_apart_leaves_the_ledger_as_keys():
    rows = "序号 | 编号 | 登记日期 | 当事人 | 主要内容\n" + "\n".join(
        f"{n} | XF00{n} | 2026-03-05 | 赵大勇 | 院墙滴水" for n in (1, 2)
    )
    grid = Grid("青石村", (sheet(rows),))
    ledger = read(*grid.sheets)
    one, two = placed_cases(ledger, grid, b"salt")
    (other, _) = placed_cases(ledger, grid, b"other")
    assert (one.traits.party, one.traits.matter) == (two.traits.party, two.traits.matter)
    assert one.traits.number != two.traits.number
    assert one.traits.party != other.traits.party
    assert (one.traits.day, one.traits.other, one.traits.whole) == ("2026-03-05", "", "")
    assert not any(sign in repr(one) for sign in "赵勇院墙")
    assert traits_from(identity_of(one.traits)) == one.traits
