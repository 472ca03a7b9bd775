"""What must hold of a spreadsheet after a pass, read off the server's own state, not through the client."""

from collections import Counter

from config.vocabulary import Mark
from sync.google.colour_rules import name_of
from tests.google.model import Book, Tab
from tests.google.ranges import letters
from tests.google.simple import is_ours, wanted


def text(tab: Tab, row: int, column: int) -> str:
    return tab.cell(row, column).get("userEnteredValue", {}).get("stringValue", "")


def check_book(book: Book) -> int:
    """Assert that every flag is on its own row, with one set of columns and rules; count flags."""
    return sum(check_tab(tab) for tab in book.tabs if not tab.hidden)


def check_tab(tab: Tab) -> int:
    rows, columns = tab.used()
    spot = next(((r, c) for r in range(rows) for c in range(columns) if text(tab, r, c) == "编号"), None)
    if spot is None:
        return 0
    header, key = spot
    ours: dict[Mark, int] = {}
    for i, line in enumerate(tab.columns):
        for entry in line.metadata:
            mark = Mark(entry["metadataValue"].removesuffix("?"))
            assert mark not in ours, f"{tab.title}: two columns for {mark}"
            assert line.creator.startswith("client:"), f"{tab.title}: a person's column is tagged"
            ours[mark] = i
    assert set(ours) == set(Mark), f"{tab.title}: columns {sorted(ours)}"
    flags = 0
    for mark, column in ours.items():
        assert text(tab, header, column), f"{tab.title}: {mark} without heading"
        for row in range(rows):
            if row == header:
                continue
            held = text(tab, row, column)
            number = text(tab, row, key) if row > header else ""
            due = wanted(number)[mark] if number else ""
            assert held == due or (held and not is_ours(held)), (
                f"{tab.title} {row + 1} {mark}: {held} for {due}"
            )
            flags += bool(held)
    check_rules(tab, ours)
    return flags


def check_rules(tab: Tab, ours: dict[Mark, int]) -> None:
    names = Counter(name for rule in tab.rules if (name := name_of(rule)))
    assert names == Counter(["on_track", "due_soon", "overdue", "set_aside", "closed_late"]), (
        f"{tab.title}: {names}"
    )
    light = f"${letters(ours[Mark.LIGHT])}1"
    for rule in tab.rules:
        if name_of(rule):
            covered = {c for box in rule["boxes"] for c in box.columns(len(tab.columns))}
            assert covered == set(ours.values()), f"{tab.title}: rule over {covered}"
            assert light in rule["booleanRule"]["condition"]["values"][0]["userEnteredValue"]
