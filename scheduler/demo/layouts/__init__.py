"""The shapes of ledgers, one module for each; every one draws a whole workbook with a `Pen`."""

from collections.abc import Callable, Mapping, Sequence

from scheduler.demo.case_book import Entry
from scheduler.demo.layouts import monthly, numbered, offset, plain, prose, register, stacked, yearly
from scheduler.demo.layouts import ticked as ticks
from scheduler.demo.pen import Pen

LAYOUTS: Mapping[str, Callable[[Pen, Sequence[Entry]], None]] = {
    "plain": plain.draw,
    "two_level": yearly.draw,
    "month_tabs": monthly.draw,
    "ticks": ticks.draw,
    "offset": offset.draw,
    "stacked": stacked.draw,
    "numbered": numbered.draw,
    "register": register.draw,
    "two_line": yearly.draw_two_line,
    "nil": plain.draw_bare,
    "prose": prose.draw,
}
