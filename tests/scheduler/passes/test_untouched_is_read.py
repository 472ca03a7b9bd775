"""Whatever people edit, and in whichever order: a pass that recalls tells what one tells that reads all."""

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from scheduler.passes.one_pass import run_pass
from scheduler.publishing.sources import read_sources
from tests.scheduler.conftest import CONFIG, TODAY
from tests.scheduler.fake import FakeStore

HEADER = ["序号", "登记日期", "纠纷类型", "当事人", "简要情况", "复杂程度", "办理状态"]
ROWS = st.tuples(
    st.sampled_from("123"),
    st.sampled_from(["2026-03-02", "2026-03-30", "农历三月"]),
    st.just("邻里"),
    st.sampled_from(["赵大勇", "钱二牛", "周某"]),
    st.sampled_from(["院墙滴水", "邻里纠纷"]),
    st.just("简单"),
    st.sampled_from(["办理中", "已办结"]),
).map(list)
NAMES = ("甲村", "乙村", "丙村", "甲村 - 副本")
TOWNSHIPS = st.fixed_dictionaries({name: st.lists(ROWS, min_size=1, max_size=4) for name in NAMES})
EDITS = st.lists(
    st.tuples(st.sampled_from(NAMES), st.sampled_from(["add", "drop", "close"]), ROWS), min_size=1, max_size=3
)


def edit(fake, name, kind, line):
    def change(rows):
        if kind == "add":
            rows.append([*line, *[""] * (len(rows[0]) - len(line))])
        elif len(rows) > 1:
            rows[1][6] = "已办结"
            if kind == "drop" and len(rows) > 2:
                del rows[1]

    fake.edit(name, change)


def told(found):
    """Return all that a pass tells, ledger by ledger: figures, problems, live verdicts."""
    return [
        (
            o.ledger,
            dict(o.counts),
            sorted((p.code.value, p.sheet, p.row, p.detail, p.count) for p in o.problems),
        )
        for o in found.outcomes
    ], found.cadences


def figures(town, folder):
    parts = read_sources(town, TODAY, folder).villages
    return [(p.ledger, len(p.cases), int((p.verdicts["light"] == "overdue").sum())) for p in parts]


@settings(
    max_examples=4,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(ledgers=TOWNSHIPS, edits=EDITS)
def untouched_is_read(make, folder, ledgers, edits):
    fake = FakeStore({name: [HEADER, *rows] for name, rows in ledgers.items()})
    fake.tells_versions = True
    town = make(fake, config=CONFIG + "[brake]\nrows = 99\n")
    try:
        run_pass(town, release=True)
        run_pass(town)
        for name, kind, line in edits:
            edit(fake, name, kind, line)
            recalled = run_pass(town)
            read = run_pass(town, kind="sweep")
            assert told(recalled) == told(read)
            held = {o.ledger for o in read.outcomes if o.kind == "held"}
            if not held:
                counted = {o.ledger: o.counts["cases"] for o in read.outcomes}
                for ledger, cases, _ in figures(town, folder):
                    assert counted[ledger] == cases
    finally:
        town.state.close()
        (folder / ".duesheet" / "state.db").unlink(missing_ok=True)


def test_untouched_is_read(township, tmp_path):
    untouched_is_read(township, tmp_path)


@pytest.mark.soak
def test_untouched_is_read_at_length(township, tmp_path):
    settings(max_examples=300, deadline=None, parent=settings.get_profile("default"))(untouched_is_read)(
        township, tmp_path
    )
