"""Server, store and ledgers for a test, joined."""

import json
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from sync.google.google_store import GoogleStore
from sync.google.shares import WhichLedgers
from sync.google.transport.courier import Wire
from sync.google.transport.credentials import SCOPES, load_accounts
from sync.google.transport.endpoint import checked_endpoint
from sync.google.transport.timing import Patience
from sync.store import LedgerRef
from tests.google.clock import VirtualClock
from tests.google.faults import Call
from tests.google.masks import SPREADSHEET
from tests.google.model import Book, Json, Tab, Touch
from tests.google.render import render_book
from tests.google.server import GoogleServer

BOT = "duesheet@township.iam.example"
HEADER = ("编号", "登记日期", "当事人", "简要情况", "办理状态")


def cells(*texts: object) -> Json:
    """Return a RowData of plain values."""
    return {"values": [{"userEnteredValue": value_of(text)} if text != "" else {} for text in texts]}


def value_of(value: object) -> Json:
    if isinstance(value, bool):
        return {"boolValue": value}
    if isinstance(value, int | float):
        return {"numberValue": float(value)}
    return {"stringValue": str(value)}


@dataclass(slots=True)
class Bench:
    """A server with a store on it.

    Attributes:
        share_with: who may edit the ledgers made from now on.
        strays: what the client did outside the columns it made itself; must stay empty.
        lost_rules: people's colour rules that its writes took away and not (yet) put back.
    """

    server: GoogleServer
    store: GoogleStore
    clock: VirtualClock
    key_path: Path
    share_with: tuple[str, ...] = (BOT,)
    strays: list[str] = field(default_factory=list)
    lost_rules: Counter[tuple[int, str]] = field(default_factory=Counter)

    def ledger(
        self, book_id: str = "qingshi", title: str = "青石村", rows: int = 6, tabs: Sequence[str] = ("台账",)
    ) -> LedgerRef:
        """Make a village's spreadsheet: a title, a header, cases numbered 0001 and so on."""
        access = {**dict.fromkeys(self.share_with, "writer"), "owner@example.org": "owner"}
        book = self.server.world.add_book(book_id, title, access)
        for i, name in enumerate(tabs):
            if i:
                self.server.people(book_id, [{"addSheet": {"properties": {"title": name}}}])
            sheet_id = self.server.world.books[book_id].tabs[i].sheet_id
            lines = [cells(f"{title}矛盾纠纷台账"), cells(*HEADER)]
            lines += [
                cells(f"{i}{n:03d}", "2026-03-05", f"赵{n}", "邻里纠纷", "在办") for n in range(1, rows + 1)
            ]
            start = {"sheetId": sheet_id, "rowIndex": 0, "columnIndex": 0}
            more = {"sheetId": sheet_id, "dimension": "ROWS", "length": rows}
            self.server.people(
                book_id,
                [
                    *([{"appendDimension": more}] if rows > 90 else []),
                    {
                        "updateSheetProperties": {
                            "properties": {"sheetId": sheet_id, "title": name},
                            "fields": "title",
                        }
                    },
                    {"updateCells": {"start": start, "rows": lines, "fields": "userEnteredValue"}},
                ],
            )
        assert book.book_id == book_id
        return LedgerRef(book_id, title)

    def book(self, ref: LedgerRef) -> Book:
        return self.server.world.books[ref.ledger_id]

    def tab(self, ref: LedgerRef, title: str = "台账") -> Tab:
        return next(tab for tab in self.book(ref).tabs if tab.title == title)

    def dump(self, ref: LedgerRef) -> Json:
        """Return everything Google could show of a spreadsheet."""
        return render_book(self.book(ref), SPREADSHEET, None, "owner@example.org", bounded=True)

    def client_touches(self) -> list[Touch]:
        return list(self.server.world.touched_by("client:"))

    def spent(self, kind: str) -> int:
        return self.server.count(kind)


def human_view(book: Book) -> Json:
    """Return all that is people's: every cell, size, merge, rule, protection and tag but client columns."""
    view: Json = {}
    for tab in book.tabs:
        if tab.creator.startswith("client:"):
            view[str(tab.sheet_id)] = _in_our_tab(tab)
            continue
        theirs = [line for line in tab.columns if not line.creator.startswith("client:")]
        uids = {line.uid for line in theirs}
        view[str(tab.sheet_id)] = {
            "title": tab.title,
            "hidden": tab.hidden,
            "rows": [(line.uid, sorted(line.props.items())) for line in tab.rows],
            "columns": [
                (line.uid, [item for item in sorted(line.props.items()) if item[0] != "depth"])
                for line in theirs
            ],
            "cells": {f"{key}": cell for key, cell in sorted(tab.cells.items()) if key[1] in uids},
            "merges": len(tab.merges),
            "protected": len(tab.protected),
            "filter": tab.basic_filter is not None,
            "frozen": (tab.frozen_rows, tab.frozen_columns),
        }
    return view


def _is_stray(old: Json, new: Json | None) -> bool:
    """A tab of ours may go with nothing of people's on it; all else that is people's stays as it is."""
    is_empty_tab_of_ours = "widths" in old and not old["cells"]
    return old != new and not (new is None and is_empty_tab_of_ours)


def _in_our_tab(tab: Tab) -> Json:
    """Return what is people's on a tab that the client made: its name and width, and columns they added."""
    uids = {line.uid for line in tab.columns if not line.creator.startswith("client:")}
    return {
        "title": tab.title,
        "hidden": tab.hidden,
        "frozen": (tab.frozen_rows, tab.frozen_columns),
        "widths": [line.props.get("pixelSize") for line in tab.columns[:3]],
        "cells": {f"{key}": cell for key, cell in sorted(tab.cells.items()) if key[1] in uids},
    }


def human_rules(book: Book) -> Counter[tuple[int, str]]:
    """Return people's colour rules: going by index, a write may hit one of theirs and has to put it back."""
    theirs = [tab for tab in book.tabs if not tab.creator.startswith("client:")]
    return Counter((tab.sheet_id, text) for tab in theirs for rule in tab.rules if (text := _plain(rule)))


def _plain(rule: Json) -> str:
    text = json.dumps(rule.get("booleanRule", rule.get("gradientRule", {})), sort_keys=True)
    return "" if "duesheet:" in text else text


@contextmanager
def bench(
    tmp_path: Path,
    *,
    accounts: Sequence[str] = (BOT,),
    patience: Patience | None = None,
    clock: VirtualClock | None = None,
    drive_folder: str | None = None,
    named: Sequence[str] = (),
    titles: Mapping[str, str] | None = None,
    exclude: Sequence[str] = (),
) -> Iterator[Bench]:
    """Run a server and open a store on it; at the end nothing of people's may have been touched."""
    clock = clock or VirtualClock()
    with GoogleServer(clock) as server:
        paths: list[Path] = []
        for i, email in enumerate(accounts):
            account = server.add_account(email, f"project-{i}")
            path = tmp_path / f"key-{i}.json"
            path.write_text(json.dumps(account.key_file), "utf-8")
            path.chmod(0o600)
            paths.append(path)
        store = GoogleStore(
            load_accounts(paths),
            WhichLedgers(drive_folder, named, titles or {}, exclude),
            Wire(
                checked_endpoint(server.url),
                patience or Patience(connect_s=20.0, read_s=20.0),
                clock=clock,
                seed=1,
            ),
        )
        made = Bench(server, store, clock, paths[0])

        def watch(before: Book, after: Book, call: Call) -> None:
            old, new = human_view(before), human_view(after)
            made.strays.extend(f"{call.path}: {name}" for name in old if _is_stray(old[name], new.get(name)))
            made.lost_rules.update(human_rules(before))
            made.lost_rules.subtract(human_rules(after))

        server.watch = watch
        yield made
        store.close()
        assert made.strays == []
        assert not any(made.lost_rules.values())
        outside = [
            touch
            for touch in made.client_touches()
            if touch.what == "cell" and not touch.owner.startswith("client:")
        ]
        assert outside == []
        assert all(set(token.scopes) == set(SCOPES) for token in server.office.tokens.values())
