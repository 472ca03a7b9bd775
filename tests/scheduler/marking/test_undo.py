import random
from datetime import date, timedelta

import pytest

from config.errors import ConfigError, LedgerBusyError
from config.vocabulary import MARK_HEADINGS, Mark, OutcomeKind
from scheduler.marking.undo import Left, undo
from scheduler.passes.one_pass import run_pass
from scheduler.passes.pass_terms import PassOrder
from tests.scheduler.conftest import CONFIG, TODAY
from tests.scheduler.fake import HEADER, OURS, FakeStore, row

TITLE = ["青石村2026年矛盾纠纷排查化解台账"]
NAME = "青石村"


def parties(number, *arguments, **options):
    """A row whose case can be told from the others by its parties, as rows of a ledger can."""
    line = row(number, *arguments, **options)
    line[3] = f"某{number}"
    return line


LATE, SOON = parties("1", "2026-03-01"), parties("2", "2026-03-23")
DONE = parties("3", "2026-03-02", status="已办结", resolved="2026-03-10")


def store(*rows):
    return FakeStore({NAME: [TITLE, HEADER, *(rows or (LATE, SOON, DONE))]})


def humans(fake, name=NAME):
    """Return the ledger without our columns."""
    rows = fake.rows[name]
    ours = {column for line in rows for column, text in enumerate(line) if text in OURS}
    return [[text for column, text in enumerate(line) if column not in ours] for line in rows]


def marks(fake, name=NAME):
    """Return our cells by (row, mark)."""
    rows = fake.rows[name]
    ours = {column: OURS[text] for line in rows for column, text in enumerate(line) if text in OURS}
    return {
        (number, mark): line[column]
        for number, line in enumerate(rows, 1)
        for column, mark in ours.items()
        if column < len(line) and line[column] and line[column] not in OURS
    }


def column_of(fake, mark):
    return fake.rows[NAME][1].index(MARK_HEADINGS["zh-CN"][mark])


def test_the_first_run_taken_back_leaves_the_ledger_as_it_was(township):
    fake = store()
    before = [list(line) for line in fake.rows[NAME]]
    town = township(fake)
    run = run_pass(town).run
    found = undo(town, run)
    assert [[text for text in line if text] for line in fake.rows[NAME]] == [
        [text for text in line if text] for line in before
    ]
    assert [(one.left, len(one.columns)) for one in found] == [((), 5)]


def test_a_later_run_taken_back_brings_the_days_before(township):
    fake = store()
    town = township(fake)
    run_pass(town)
    before = [list(line) for line in fake.rows[NAME]]
    tomorrow = township(fake, today=TODAY + timedelta(days=1))
    run = run_pass(tomorrow).run
    assert fake.rows[NAME] != before
    found = undo(tomorrow, run)
    assert fake.rows[NAME] == before
    assert found[0].left == ()


def test_the_ledger_is_paused_until_it_is_resumed(township):
    fake = store()
    town = township(fake)
    undo(town, run_pass(town).run)
    assert run_pass(town).outcomes[0].kind is OutcomeKind.PAUSED
    assert run_pass(town, PassOrder(resume=[NAME])).outcomes[0].kind is OutcomeKind.WRITTEN


def test_what_a_person_typed_into_our_cell_stays_and_is_told(township):
    fake = store()
    town = township(fake)
    run = run_pass(town).run
    column = column_of(fake, Mark.LIGHT)
    fake.edit(NAME, lambda rows: rows[2].__setitem__(column, "已电话联系"))
    found = undo(town, run)[0]
    assert fake.rows[NAME][2][column_of(fake, Mark.LIGHT)] == "已电话联系"
    assert [(cell.row, cell.mark, cell.why) for cell in found.left] == [(3, Mark.LIGHT, Left.CHANGED)]
    assert {mark for _, mark in found.columns} == set(Mark) - {Mark.LIGHT}


def test_a_row_that_moved_is_followed_and_one_that_went_is_told(township):
    fake = store()
    town = township(fake)
    run = run_pass(town).run
    fake.edit(NAME, lambda rows: rows.__setitem__(slice(2, 5), [rows[4], rows[2]]))
    found = undo(town, run)[0]
    assert marks(fake) == {}
    assert {cell.why for cell in found.left} == {Left.ROW_GONE}


def test_another_case_in_the_place_of_ours_is_not_touched(township):
    fake = store()
    town = township(fake)
    run = run_pass(town).run
    fake.edit(NAME, lambda rows: rows[2].__setitem__(3, "某新"))
    before = marks(fake)
    found = undo(town, run)[0]
    assert {place: text for place, text in before.items() if place[0] == 3} == marks(fake)
    assert {(cell.row, cell.why) for cell in found.left} == {(3, Left.ROW_GONE)}


def test_an_older_run_is_not_taken_back_over_a_newer_one(township):
    fake = store()
    town = township(fake)
    first = run_pass(town).run
    run_pass(township(fake, today=TODAY + timedelta(days=1)))
    found = undo(town, first)[0]
    light = MARK_HEADINGS["zh-CN"][Mark.LIGHT]
    assert fake.rows[NAME][2][fake.rows[NAME][1].index(light)] == "逾期19天"
    assert (3, Mark.LIGHT, Left.CHANGED) in [(cell.row, cell.mark, cell.why) for cell in found.left]


def test_headings_in_another_language_come_back(township):
    fake = store()
    run_pass(township(fake))
    english = township(fake, config=CONFIG + 'language = "en"\n')
    run = run_pass(english).run
    undo(english, run)
    assert fake.rows[NAME][1][len(HEADER) :] == list(MARK_HEADINGS["zh-CN"].values())
    assert fake.rows[NAME][2][len(HEADER)] == "逾期18天"


def test_a_person_who_saves_meanwhile_keeps_everything(township):
    fake = store()
    town = township(fake)
    run = run_pass(town).run

    def save_once(_name):
        fake.before_write = lambda _name: None
        fake.edit(NAME, lambda rows: rows[2].__setitem__(4, "复杂"))

    fake.before_write = save_once
    undo(town, run)
    assert fake.rows[NAME][2][4] == "复杂"
    assert marks(fake) == {}


def test_a_ledger_that_cannot_be_reached_is_told_and_paused_all_the_same(township):
    fake = store()
    town = township(fake)
    run = run_pass(town).run
    fake.errors[NAME] = LedgerBusyError("青石村: open in WPS", fix="close it")
    assert undo(town, run)[0].error.fix == "close it"
    assert town.state.looks.ledger(NAME).paused
    del fake.errors[NAME]
    del fake.rows[NAME]
    assert undo(town, run)[0].error.code == "ledger_missing"


def test_what_is_no_run_or_an_undo_itself_is_refused(township):
    fake = store()
    town = township(fake)
    run = run_pass(town).run
    with pytest.raises(ConfigError, match="no such run"):
        undo(town, "20260101-000000-0000")
    undo(town, run)
    own = next(record for record in town.state.history.runs() if record.kind == "undo")
    with pytest.raises(ConfigError, match="cannot be taken back"):
        undo(town, own.run)


# Random lives of a ledger ---------------------------------------------------------------------------


def insert(rows, chance):
    number = str(chance.randrange(100, 10_000))
    rows.insert(chance.randrange(2, len(rows) + 1), [*parties(number, "2026-03-20")])


def delete(rows, chance):
    if len(rows) > 4:
        del rows[chance.randrange(2, len(rows))]


def sort(rows, chance):
    body = rows[2:]
    chance.shuffle(body)
    rows[2:] = body


def finish(rows, chance):
    line = rows[chance.randrange(2, len(rows))]
    line[6], line[7] = "已办结", "2026-04-02"


def scribble(rows, chance):
    line = rows[chance.randrange(2, len(rows))]
    if len(line) > len(HEADER):
        column = chance.randrange(len(HEADER), len(line))
        line[column] = chance.choice(["已联系", "", "王某在办", "正常", "2026-05-01"])


def half_sort(rows, chance):
    one, other = chance.randrange(2, len(rows)), chance.randrange(2, len(rows))
    width = len(HEADER)
    rows[one][:width], rows[other][:width] = rows[other][:width], rows[one][:width]


EDITS = (insert, delete, sort, finish, scribble, half_sort)


def live(township, seed):
    chance = random.Random(seed)
    fake = store(*[parties(str(n), f"2026-03-{chance.randrange(1, 28):02d}") for n in range(1, 9)])
    today, runs, state = date(2026, 4, 3), [], None
    for _ in range(chance.randrange(2, 7)):
        town = township(fake, today=today)
        state = town.state
        runs.append(run_pass(town).run)
        today += timedelta(days=chance.randrange(0, 6))
        for _ in range(chance.randrange(0, 3)):
            edit = chance.choice(EDITS)
            fake.edit(NAME, lambda rows, edit=edit: edit(rows, chance))
    run = chance.choice(runs)
    before, ours = humans(fake), marks(fake)
    found = undo(township(fake, today=today), run)
    return fake, state, run, before, ours, found


def check_life(township, seed):
    fake, state, run, before, ours, found = live(township, seed)
    assert [line[: len(HEADER)] for line in humans(fake)] == [line[: len(HEADER)] for line in before]
    written = [cell for cell in state.history.writes(run) if not cell.heading]
    texts = {cell.new for cell in written}
    after = marks(fake)
    for place, text in ours.items():
        if after.get(place, "") != text:
            # Only what the run wrote was changed, and only to what stood there before it.
            assert text in texts
            assert after.get(place, "") in {cell.old for cell in written if cell.new == text} | {""}
    assert all(one.error is None for one in found)
    # Every cell that the run left something in is back, or told.
    places = {(cell.row, cell.mark) for cell in written}
    assert sum(one.taken + len(one.left) for one in found) == len(places)


@pytest.mark.parametrize("seed", range(15))
def test_a_random_run_taken_back_after_random_edits(township, seed):
    check_life(township, seed)


@pytest.mark.soak
@pytest.mark.parametrize("seed", range(1000, 2000))
def test_many_random_runs_taken_back(township, seed):
    check_life(township, seed)
