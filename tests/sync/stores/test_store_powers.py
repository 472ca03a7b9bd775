"""What some stores can do besides: each power works where it is declared, and nothing of it is elsewhere."""

import ast
from collections.abc import Callable, Mapping
from datetime import UTC, timedelta
from typing import Any

import pytest

from config.errors import LedgerBusyError, LedgerChangedError
from config.our_tabs.tabs import Tab, TabCell
from config.vocabulary import Mark
from sync.other_sheets.cell_plan import CellPlan, CellTabs, NewTab
from sync.store import (
    Colouring,
    Dated,
    FillArea,
    Foreseeing,
    Listing,
    Mending,
    Metered,
    Notice,
    Noticing,
    Printing,
    Stoppable,
    Tabs,
    TabsForeseeing,
    Thinning,
    Versioned,
)
from tests.google.simple import compare, run_pass
from tests.house import ROOT, files, spelled, tree
from tests.sync.stores.places import HEADINGS, TAB


def mends(place):
    """What is in order costs no write."""
    if place.may_write:
        run_pass(place.store, place.ref)
    grid, sent = place.store.read(place.ref), place.store.requests(place.ref).write
    place.store.mend(place.ref, grid, compare(grid)[1] if place.may_write else ())
    assert place.store.requests(place.ref).write == sent


def notices(place):
    """A column that people deleted is told once it is back."""
    assert list(place.store.notices(place.ref)) == []
    if place.may_write:
        run_pass(place.store, place.ref)
        assert list(place.store.notices(place.ref)) == []
        place.drop_column(len(HEADINGS) + list(Mark).index(Mark.ASKED))
        run_pass(place.store, place.ref)
        assert list(place.store.notices(place.ref)) == [Notice(TAB, Mark.ASKED)]


def tells_versions(place):
    """A listing and the store tell the same; whatever anybody writes makes it another."""

    def listed():
        (ref,) = place.store.list()
        assert ref.version == place.store.version(ref)
        return ref.version

    seen = [listed()]
    assert seen[0]
    place.store.read(place.ref)
    assert listed() == seen[0]
    place.type(3, 3, "争水")
    seen.append(listed())
    if place.may_write:
        run_pass(place.store, place.ref)
        seen.append(listed())
    assert len(set(seen)) == len(seen)


def tells_no_versions(place):
    assert [ref.version for ref in place.store.list()] == [""]


def lists_in_full(place):
    place.store.list()
    assert place.store.is_listed_in_full() is True


def foresees(place):
    """What a write would meet is known before it."""
    grid = place.store.read(place.ref)
    obstacle = place.store.obstacle(place.ref, grid, compare(grid)[1])
    assert (obstacle is None) == place.may_write
    assert obstacle is None or obstacle.code == grid.read_only.code


def is_metered(place):
    before = place.store.quota_left()
    assert before
    assert all(left >= 0 for left in before.values())
    place.store.read(place.ref)
    after = place.store.quota_left()
    assert before.keys() == after.keys()
    assert any(after[name] < before[name] for name in before)


def is_dated(place):
    told = place.store.server_time()
    assert told is not None
    assert told.utcoffset() == timedelta(0), UTC


def stops(place):
    place.store.stop()
    with pytest.raises(LedgerBusyError):
        place.store.read(place.ref)
    place.store.go_on()
    assert place.store.read(place.ref).sheets


def fills_tabs(place):
    tab = Tab("board", "督办看板", [[TabCell("一"), TabCell(2)]], [80, 80])
    address = place.store.fill_tab(place.office, tab)
    assert place.office in address
    assert place.store.fill_tab(place.office, tab) == address
    assert "督办看板" in {sheet.name for sheet in place.store.read_cells(place.office).sheets}
    place.store.remove_tab(place.office, "board")
    assert "督办看板" not in {sheet.name for sheet in place.store.read_cells(place.office).sheets}
    place.store.remove_tab(place.office, "board")


def foresees_tabs(place):
    assert place.store.tabs_obstacle(place.office) is None
    assert place.store.tabs_obstacle("no-such-spreadsheet").remedy("zh-CN")


def keeps_cells(place):
    """Our cells come beside people's; a plan of yesterday's look is refused whole."""

    def seen():
        grid = place.store.read_cells(place.office)
        return grid, {sheet.name: [list(row) for row in sheet.rows] for sheet in grid.sheets}

    place.store.make_tabs(place.office, seen()[0], [NewTab("调解排期", [["编号", "日期"], ["1", ""]], 1)])
    grid, shown = seen()
    assert shown["调解排期"][:2] == [["编号", "日期"], ["1", ""]]
    plan = CellPlan("调解排期", {2: {1: "4月3日"}}, [], 3, [0, 1], 2)
    place.store.write_cells(place.office, grid, [plan])
    assert seen()[1]["调解排期"][1] == ["1", "4月3日"]
    with pytest.raises(LedgerChangedError):
        place.store.write_cells(place.office, grid, [plan])


def knows_colours(place):
    """A look leaves them out; who asks is told, blank cells too."""
    (sheet,) = place.store.read(place.ref).sheets
    assert sheet.fill is None
    fills = place.store.fills(place.ref, [FillArea(sheet.name, 1, 3, 2)])
    assert [fills[sheet.name](row, column) for row in range(3) for column in range(2)] == [""] * 6


def thins(place):
    """Of two programs that both made our columns, one set goes; nothing else does."""
    if not place.may_write:
        return
    look = place.store.read(place.ref)
    run_pass(place.another(), place.ref)
    once = place.shown()
    place.store.write(place.ref, look, *compare(look))
    look = place.store.read(place.ref)
    doubled = [(sheet.name, column) for sheet in look.sheets for column in sheet.doubled]
    assert len(doubled) == len(Mark)
    place.store.thin(place.ref, look, doubled)
    assert [dict(sheet.doubled) for sheet in place.store.read(place.ref).sheets] == [{}]
    run_pass(place.store, place.ref)
    assert place.shown() == once


def makes_no_doubles(place):
    """Without the power the second program is refused, or nothing is written at all."""
    if place.may_write:
        look = place.store.read(place.ref)
        run_pass(place.another(), place.ref)
        with pytest.raises(LedgerChangedError):
            place.store.write(place.ref, look, *compare(look))


def prints(place):
    if place.may_write:
        assert place.store.prints_ours(place.ref) is True


#: Each power: what it does where it is declared, and what is so where it is not.
POWERS: Mapping[Any, tuple[Callable[..., None], Callable[..., None] | None]] = {
    CellTabs: (keeps_cells, None),
    Colouring: (knows_colours, None),
    Dated: (is_dated, None),
    Foreseeing: (foresees, None),
    Listing: (lists_in_full, None),
    Mending: (mends, None),
    Metered: (is_metered, None),
    Noticing: (notices, None),
    Printing: (prints, None),
    Stoppable: (stops, None),
    Tabs: (fills_tabs, None),
    TabsForeseeing: (foresees_tabs, None),
    Thinning: (thins, makes_no_doubles),
    Versioned: (tells_versions, tells_no_versions),
}


def methods(power: type) -> set[str]:
    return {name for name in vars(power) if not name.startswith("_")}


@pytest.mark.parametrize("power", POWERS, ids=lambda power: power.__name__)
def test_a_power_works_where_it_is_declared_and_is_not_there_elsewhere(place, power):
    works, lacks = POWERS[power]
    assert isinstance(place.store, power) == (power in place.powers)
    if power in place.powers:
        works(place)
        return
    elsewhere = {name for other in place.powers for name in methods(other)}
    assert [name for name in methods(power) - elsewhere if hasattr(place.store, name)] == []
    if lacks is not None:
        lacks(place)


def declared() -> set[str]:
    """Every power that the product declares: what may be asked of a store by isinstance."""
    return {
        node.name
        for path in files("sync")
        for node in tree(path).body
        if isinstance(node, ast.ClassDef) and "runtime_checkable" in map(ast.unparse, node.decorator_list)
    }


def test_every_power_of_the_product_is_tried():
    assert declared() == {power.__name__ for power in POWERS}


@pytest.mark.parametrize("power", POWERS, ids=lambda power: power.__name__)
def test_no_power_is_declared_that_nobody_asks_for(power):
    assert spelled(rf"isinstance\([\w.()]*store\w*, {power.__name__}\)")


def test_only_the_table_of_stores_knows_them_by_name():
    stores = sorted((ROOT / "sync").glob("*/*_store.py"))
    assert [path.parent.name for path in stores] == ["folder", "google"]
    for path in stores:
        users = spelled(rf"{path.parent.name}\.{path.stem} import")
        assert {user for user in users if user.split("/")[:2] != ["sync", path.parent.name]} == {
            "sync/known_stores.py"
        }
