from datetime import date

from config.vocabulary import Family, Post
from tests.config.written import FULL, MINIMAL, read


def test_everything_the_contract_shows_is_understood():
    settings = read(FULL)
    assert settings.township.adopted_on == date(2026, 1, 1)
    assert settings.village[0].family is Family.DISPUTE
    assert settings.village[1].ledger == ["河口村.xlsx", "河口村信访.xlsx"]
    assert settings.headers == {"due_date": ["限办日"]}
    assert settings.calendar["2027"].off == [date(2027, 1, 1)]
    assert settings.rung[0].ask is Post.HANDLER
    assert settings.post[0].post is Post.LEAD_OFFICER
    assert settings.marks.highlight == "row"


def test_a_name_is_all_a_township_must_give():
    settings = read(MINIMAL)
    assert settings.township.rules == ["sichuan_2026", "statute", "mediation"]
    assert settings.ledgers.folder == "ledgers"
    assert settings.brake.rows == 20
    assert settings.township.adopted_on is None


def test_sittings_are_off_without_their_table_and_have_defaults_with_it():
    assert read(MINIMAL).sittings is None
    sittings = read(MINIMAL + "[sittings]\n").sittings
    assert (sittings.enabled, sittings.families) == (True, [Family.MEDIATION])
    assert (sittings.notice, sittings.horizon, sittings.rest_days) == (3, 20, False)


def test_mediators_places_and_leaders_are_read():
    settings = read(
        MINIMAL
        + '[[mediator]]\nname = "张某"\nvillages = ["青石村"]\ndays = [2, 4]\noff = [2026-12-07]\n'
        + '[[mediator]]\nname = "李某"\nhalves = ["am"]\nper_day = 1\n'
        + '[[place]]\nname = "镇调解室"\nrooms = 2\n'
        + '[[leader]]\nname = "王某"\noff = ["2026-12-02"]\n'
    )
    first, second = settings.mediator
    assert (first.days, first.off, first.per_day, first.halves) == (
        [2, 4],
        [date(2026, 12, 7)],
        2,
        ["am", "pm"],
    )
    assert (second.villages, second.days, second.halves, second.per_day) == ([], [], ["am"], 1)
    assert (settings.place[0].village, settings.place[0].rooms) == (None, 2)
    assert settings.leader[0].off == [date(2026, 12, 2)]
