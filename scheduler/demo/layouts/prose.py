"""How far a case is stands in prose; figures by category come before the ledgers of the years."""

from collections import Counter
from collections.abc import Sequence

from scheduler.demo.case_book import Case, Entry
from scheduler.demo.layouts.yearly import by_year, year_sheet
from scheduler.demo.pen import Pen, Spot


def draw(pen: Pen, entries: Sequence[Entry]) -> None:
    """Draw the figures, then each year."""
    _statistics(pen, [entry for entry in entries if isinstance(entry, Case)])
    for year, of_year in by_year(entries):
        sheet = year_sheet(pen, year)
        pen.unit_row(sheet, 1)
        pen.header(sheet, 2)
        row = pen.rows(sheet, 3, of_year)
        pen.footer(sheet, row)
        sheet.freeze_panes(3, 1)


def _statistics(pen: Pen, cases: Sequence[Case]) -> None:
    """Write how many cases of each category were entered and resolved; the total comes first."""
    extras = pen.words["extras"]
    sheet = pen.book.add_worksheet(extras["statistics_tab"])
    pen.set_page(sheet)
    sheet.set_column(0, 2, 18)
    title: str = extras["statistics_title"].format(village=pen.village.name)
    pen.across(Spot(sheet, 0, 0), 2, title, pen.style(font_size=16, bold=True, align="center"))
    for place, heading in enumerate(extras["statistics_head"]):
        sheet.write_string(1, place, heading, pen.heading_style())
    entered = Counter(case.category for case in cases)
    resolved = Counter(case.category for case in cases if case.course.outcome == "resolved")
    lines = [(str(extras["total"]), entered.total(), resolved.total())]
    lines += [(category, entered[category], resolved[category]) for category in sorted(entered)]
    for row, (label, found, settled) in enumerate(lines, 2):
        sheet.write_string(row, 0, label, pen.boxed())
        sheet.write_number(row, 1, found, pen.boxed())
        sheet.write_number(row, 2, settled, pen.boxed())
