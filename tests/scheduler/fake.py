"""A store in memory: ledgers as lists of rows, with people who edit them at awkward moments."""

from dataclasses import replace

from config.errors import LedgerChangedError, LedgerUnavailableError
from config.vocabulary import MARK_HEADINGS, Mark
from sync.grid import Grid, Sheet
from sync.store import LedgerRef, Requests

HEADER = ["序号", "登记日期", "纠纷类型", "当事人", "复杂程度", "责任单位", "办理状态", "办结日期"]
OURS = {text: mark for words in MARK_HEADINGS.values() for mark, text in words.items()}


def row(number, registered, *, status="办理中", resolved="", complexity="简单", category="邻里"):
    return [number, registered, category, "某甲", complexity, "村委会", status, resolved]


class FakeStore:
    """Ledgers by name; each is one worksheet 台账 of rows.

    ``before_write`` and ``after_read`` may change ``self.rows[name]`` as a person would.
    """

    at_once = 2
    is_near = False

    def __init__(self, ledgers):
        self.rows = {name: [list(line) for line in rows] for name, rows in ledgers.items()}
        self.versions = dict.fromkeys(ledgers, 0)
        self.before_write = lambda _name: None
        self.errors = {}
        self.cost = {name: Requests() for name in ledgers}
        self.written = []
        self.more = {}  # further worksheets of a ledger, by name
        self.hidden = set()  # what is there and no ledger
        self.tells_versions = False  # as Drive does, and a folder does not

    def list(self):
        return [
            LedgerRef(name, name, f"v{self.versions[name]}" if self.tells_versions else "")
            for name in self.rows
            if name not in self.hidden
        ]

    def read(self, ref):
        self._fail(ref)
        self.cost[ref.ledger_id].read += 1
        rows = self.rows[ref.ledger_id]
        width = max((len(line) for line in rows), default=0)
        cells = [list(line) + [""] * (width - len(line)) for line in rows]
        more = (Sheet(name, rows) for name, rows in self.more.get(ref.ledger_id, {}).items())
        return Grid(ref.title, (Sheet("台账", cells), *more), version=self.versions[ref.ledger_id])

    def edit(self, name, change):
        """A person edits a ledger."""
        change(self.rows[name])
        self.versions[name] += 1

    def write(self, ref, grid, edits, layouts):
        self._fail(ref)
        self.before_write(ref.ledger_id)
        if grid.version != self.versions[ref.ledger_id]:
            raise LedgerChangedError(f"{ref.title}: changed meanwhile", fix="look again")
        if not edits:
            return  # all is in place
        assert layouts
        self.cost[ref.ledger_id].write += 1
        rows = self.rows[ref.ledger_id]
        columns = self._columns(rows, {edit.mark for edit in edits})
        for edit in edits:
            line, column = rows[edit.row - 1], columns[edit.mark]
            line.extend([""] * (column + 1 - len(line)))
            line[column] = edit.new
            self.written.append((ref.ledger_id, edit))
        self.versions[ref.ledger_id] += 1

    @staticmethod
    def _columns(rows, marks):
        """Return where our columns stand, with room made for those of *marks* that are missing."""
        found = {}
        for line in rows:
            for column, text in enumerate(line):
                if text in OURS:
                    found.setdefault(OURS[text], column)
        order = list(Mark)
        for mark in [mark for mark in Mark if mark in marks and mark not in found]:
            before = [found[other] for other in order[: order.index(mark)] if other in found]
            at = before[-1] + 1 if before else min(found.values(), default=max(map(len, rows)))
            found = {other: column + (column >= at) for other, column in found.items()}
            for line in rows:
                if at < len(line):
                    line.insert(at, "")
            found[mark] = at
        return found

    def detach(self, ref, grid, keep=()):
        self._fail(ref)
        self.before_write(ref.ledger_id)
        if grid.version != self.versions[ref.ledger_id]:
            raise LedgerChangedError(f"{ref.title}: changed meanwhile", fix="look again")
        rows = self.rows[ref.ledger_id]
        ours = {text for text, mark in OURS.items() if mark not in {kept for _, kept in keep}}
        columns = {column for line in rows for column, text in enumerate(line) if text in ours}
        for line in rows:
            line[:] = [text for column, text in enumerate(line) if column not in columns]
        self.versions[ref.ledger_id] += 1

    def requests(self, ref):
        return replace(self.cost.get(ref.ledger_id, Requests()))

    def _fail(self, ref):
        if ref.ledger_id in self.errors:
            raise self.errors[ref.ledger_id]
        if ref.ledger_id not in self.rows:
            raise LedgerUnavailableError(f"{ref.title}: gone", fix="put it back")

    def row_links(self, ledger, sheets, folder):
        return {}
