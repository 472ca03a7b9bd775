from reports.content import Column, ColumnKind
from reports.forms.word.docx_columns import fit

#: As in a list of cases: place, number, a date, what is to be done, which duty.
COLUMNS = (
    Column("村", 12),
    Column("编号", 16),
    Column("期限", 12, ColumnKind.DATE),
    Column("措施", 60),
    Column("职责", 40),
)
NARROW = 9000


def test_a_number_is_not_broken_for_a_sentence():
    rows = [("青石村", "XF2026018", None, "请司法所办结", "简单事项办结")]
    plain, size = fit(COLUMNS, NARROW)
    widths, same = fit(COLUMNS, NARROW, rows)
    assert size == same == 18
    assert widths[1] > plain[1]
    assert widths[1] >= 9 * size * 5
    assert widths[2] == plain[2]
    assert sum(widths) == sum(plain) <= NARROW


def test_a_word_longer_than_its_column_takes_no_more_than_the_column_asks_for():
    rows = [("青石村", "X" * 80, None, "请司法所办结", "简单事项办结")]
    widths, size = fit(COLUMNS, NARROW, rows)
    assert widths[1] <= 16 * size * 5 + 80
    assert min(widths) > 0


def test_where_all_fits_nothing_is_taken_from_anybody():
    rows = [("青石村", "XF2026018", None, "请司法所办结", "简单事项办结")]
    assert fit(COLUMNS, 20_000, rows) == fit(COLUMNS, 20_000)
