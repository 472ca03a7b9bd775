from datetime import date

from config.periods import HalfMonth
from reports.figures.books import open_books
from reports.figures.corrections import CorrectionKind, snapshot
from reports.figures.halfmonth_figures import summarise
from reports.inputs import Published
from tests.reports.township import case, village

H1 = HalfMonth.parse("2026-03H1")
H2 = HalfMonth.parse("2026-03H2")

PUBLISHED = [
    case(4, "2026-03-02"),
    case(5, "2026-03-03", "resolved", "2026-03-09"),
    case(6, "2026-03-04"),
    case(7, "2026-03-05"),
]


def published(*cases):
    books = open_books([village("青石村", cases, keyed=True)])
    return Published(H1.label, date(2026, 3, 16), {}, snapshot(books, H1))


def found(*cases):
    source = village("青石村", cases, keyed=True)
    summary = summarise(H2, [source], published=published(*PUBLISHED))
    return [(c.kind, c.place.row) for c in summary.corrections]


def test_an_unchanged_ledger_has_no_corrections():
    assert found(*PUBLISHED) == []


def test_what_happens_in_the_new_period_is_no_correction():
    later = [case(8, "2026-03-20"), *PUBLISHED[1:], case(4, "2026-03-02", "resolved", "2026-03-20")]
    assert found(*later) == []


def test_a_hold_is_no_correction_for_it_has_no_date():
    assert found(case(4, "2026-03-02", "suspended"), *PUBLISHED[1:]) == []


def test_entered_late_changed_and_gone():
    now = [
        case(4, "2026-03-02", "resolved", "2026-03-12"),
        case(5, "2026-03-03", "resolved", "2026-03-12"),
        case(6, "2026-03-14"),
        case(9, "2026-03-10"),
    ]
    assert found(*now) == [
        (CorrectionKind.ENTERED_LATE, 9),
        (CorrectionKind.CHANGED, 4),
        (CorrectionKind.CHANGED, 5),
        (CorrectionKind.CHANGED, 6),
        (CorrectionKind.GONE, 7),
    ]


def test_a_moved_row_is_the_same_case():
    moved = [
        case(row + 10, c["registered_date"], c["status"], c["resolved_date"], key=c["row"])
        for row, c in enumerate(PUBLISHED)
    ]
    assert found(*moved) == []


def test_two_rows_with_one_key_are_told_apart():
    twins = [case(4, "2026-03-02", key="same"), case(5, "2026-03-03", key="same")]
    assert len(published(*twins).cases) == 2


def test_rows_without_a_key_or_a_date_cannot_be_compared():
    books = open_books([village("青石村", [case(4, "2026-03-02")])])
    assert snapshot(books, H1) == {}
    books = open_books([village("青石村", [case(4), case(5, "2026-03-20")], keyed=True)])
    assert snapshot(books, H1) == {}


def test_a_snapshot_holds_no_human_text():
    facts = {"org": "司法所", "owner": "张三丰", "case_no": "〔2026〕第3号"}
    kept = published(case(4, "2026-03-02", **facts)).cases
    assert "张三丰" not in repr(kept)
    assert "司法所" not in repr(kept)
