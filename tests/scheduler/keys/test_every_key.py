"""Keys of township.toml, each under two configs that differ in it alone: what people see differs."""

import re
from dataclasses import dataclass

import pytest

from tests.google.bench import bench
from tests.scheduler.keys import key_town
from tests.scheduler.keys.key_town import BASE, View, make_town


@dataclass(frozen=True)
class Shown:
    """What a key does.

    Attributes:
        view: where people see it.
        config: lines added to the town's config; those before the first header belong to [township].
        without: the lines of the town that it is held against, the key left out or said otherwise.
        there: words seen with the key, and not without.
        gone: words seen without it, and not with it.
        ledgers: the folder that the ledgers lie in.
    """

    view: View
    config: str
    without: str = ""
    there: str = ""
    gone: str = ""
    ledgers: str = "ledgers"


def leave(days: str) -> str:
    """Return the lines of a mediator who is away."""
    return f'[sittings]\n[[mediator]]\nname = "甲"\noff = [{days}]'


MEDIATOR = '[sittings]\n[[mediator]]\nname = "甲"'
PLACE = '[sittings]\n[[place]]\nname = "镇调解室"'
LEADERS = '[sittings]\n[[leader]]\nname = "王某"\n[[leader]]\nname = "李某"'
VAGUE_VILLAGE = '[[village]]\nname = "石桥村"\nledger = "石桥村.xlsx"'
WINDOW = '[[window]]\nname = "国庆"\nfirst = 2026-11-28\nlast = 2026-11-30'
GRID = 'cadences = ["GRID_DAILY"]\n'
VISITS = 'rules = ["visit_scheme"]\ncadences = ["VISIT_MONTHLY"]\n[[leader]]\nname = "王某"\n'
BUSY = "adopted_on = 2026-01-01\n[brake]\nshare = 0.0\nrows = "
SHARES = "adopted_on = 2026-01-01\n[brake]\nrows = 0\nshare = "
V = key_town

KEYS = {
    "township.rules": Shown(V.verdicts, 'rules = ["statute"]', gone="SIMPLE_15D"),
    "township.adopted_on": Shown(V.verdicts, "adopted_on = 2026-11-20", there="存量"),
    "township.escalate_backlog": Shown(
        V.verdicts,
        "adopted_on = 2026-11-20\nescalate_backlog = true",
        "adopted_on = 2026-11-20",
        there="overdue leader_in_charge",
    ),
    "township.approvers": Shown(V.verdicts, 'approvers = ["王某"]', gone="延期至12月18日"),
    "township.acknowledged_days": Shown(V.verdicts, "acknowledged_days = 10", there="已阅，暂不催办"),
    "ledgers.folder": Shown(V.told, '[ledgers]\nfolder = "台账"', there="青石村", ledgers="台账"),
    "village.family": Shown(
        V.verdicts,
        f'{VAGUE_VILLAGE}\nfamily = "mediation"',
        VAGUE_VILLAGE,
        there="石桥村 3 MEDIATION_1M",
    ),
    "headers": Shown(
        V.verdicts, '[headers]\ndue_date = ["期望了结日"]', there="青石村 7 ROW_LIMIT 2026-12-07"
    ),
    "calendar.off": Shown(
        V.verdicts, '[calendar.2026]\noff = ["2026-12-02"]', there="青石村 7 COMPLEX_30D 2026-12-03"
    ),
    "calendar.work": Shown(
        V.verdicts, '[calendar.2026]\nwork = ["2026-12-13"]', there="白云村 3 MEDIATION_1M 2026-12-13"
    ),
    "rung.at": Shown(
        V.verdicts,
        '[[rung]]\nat = -8\nask = "handler"',
        '[[rung]]\nat = -3\nask = "handler"',
        there="青石村 4 SIMPLE_15D 2026-12-09 on_track handler",
    ),
    "rung.ask": Shown(
        V.verdicts,
        '[[rung]]\nat = 1\nask = "committee"',
        '[[rung]]\nat = 1\nask = "lead_officer"',
        there="overdue committee",
    ),
    "window.name": Shown(
        V.told,
        WINDOW,
        WINDOW.replace("国庆", "中秋"),
        there="国庆",
    ),
    "window.first": Shown(
        V.owed,
        WINDOW,
        WINDOW.replace("11-28", "11-30"),
        there="ZERO_REPORT 2026-11-29",
    ),
    "sittings.enabled": Shown(V.sittings, "[sittings]\nenabled = false", "[sittings]", there="no sheet"),
    "sittings.families": Shown(
        V.sittings, '[sittings]\nfamilies = ["dispute"]', "[sittings]", there=" 青石村"
    ),
    "sittings.notice": Shown(V.sittings, "[sittings]\nnotice = 6", "[sittings]", there="1 2026-12-08 上午"),
    "sittings.horizon": Shown(
        V.sittings,
        f"{leave('2026-12-03, 2026-12-04, 2026-12-07')}\n".replace("[sittings]", "[sittings]\nhorizon = 5"),
        leave("2026-12-03, 2026-12-04, 2026-12-07"),
        gone="1 2026-12-08 上午",
    ),
    "sittings.rest_days": Shown(
        V.sittings,
        leave("2026-12-03, 2026-12-04").replace("[sittings]", "[sittings]\nrest_days = true"),
        leave("2026-12-03, 2026-12-04"),
        there="1 2026-12-05 上午",
    ),
    "sittings.am": Shown(
        V.calendars, '[sittings]\nam = "08:15-11:00"', "[sittings]", there="20261203T081500"
    ),
    "sittings.pm": Shown(
        V.calendars, '[sittings]\npm = "15:15-17:00"', "[sittings]", there="20261203T151500"
    ),
    "mediator.name": Shown(V.sittings, MEDIATOR, MEDIATOR.replace("甲", "乙"), there="上午 甲"),
    "mediator.villages": Shown(
        V.sittings,
        f'{MEDIATOR}\nvillages = ["河口村"]\n[[mediator]]\nname = "乙"',
        f'{MEDIATOR}\n[[mediator]]\nname = "乙"',
        there="B1 邻里 2026-12-14 1 2026-12-03 上午 乙",
    ),
    "mediator.days": Shown(V.sittings, f"{MEDIATOR}\ndays = [1]", MEDIATOR, there="1 2026-12-07 上午 甲"),
    "mediator.halves": Shown(V.sittings, f'{MEDIATOR}\nhalves = ["pm"]', MEDIATOR, gone="上午 甲"),
    "mediator.per_day": Shown(V.sittings, f"{MEDIATOR}\nper_day = 1", MEDIATOR, gone="2026-12-03 下午 甲"),
    "mediator.off": Shown(V.sittings, leave("2026-12-03"), MEDIATOR, gone="1 2026-12-03 上午 甲"),
    "place.name": Shown(V.sittings, PLACE, "[sittings]", there="镇调解室"),
    "place.village": Shown(
        V.sittings,
        f'{PLACE}\nvillage = "河口村"',
        PLACE,
        there="白云村调解室",
        gone="B1 邻里 2026-12-14 1 2026-12-03 上午  镇调解室",
    ),
    "place.rooms": Shown(
        V.sittings, f"{PLACE}\nrooms = 2", PLACE, there="H1 合同债务 2026-12-25 1 2026-12-03"
    ),
    "leader.villages": Shown(V.owed, f'{VISITS}villages = ["青石村"]', f"{VISITS}", there="VISIT_MONTHLY"),
    "leader.off": Shown(
        V.sittings,
        f"{LEADERS}\noff = [2026-12-01]",
        LEADERS,
        there="2026-12-01 二 王某",
    ),
    "department.name": Shown(V.owed, '[[department]]\nname = "司法所"', there="司法所"),
    "grid.name": Shown(
        V.owed,
        f'{GRID}[[grid]]\nname = "一网格"',
        GRID,
        there="一网格",
    ),
    "grid.village": Shown(
        V.owed,
        f'{GRID}[[grid]]\nname = "一网格"\nvillage = "青石村"',
        f'{GRID}[[grid]]\nname = "一网格"',
        there="一网格 青石村",
    ),
    "marks.print": Shown(V.workbook, '[marks]\nprint = "without"', there="printed '台账'!$A$1:$O$"),
    "marks.highlight": Shown(V.workbook, '[marks]\nhighlight = "row"', there="A3:T7"),
    "office.organ": Shown(V.report, '[office]\norgan = "盐乡人民政府"', there="盐乡人民政府"),
    "office.recipients": Shown(V.report, '[office]\nrecipients = "县委政法委"', there="县委政法委"),
    "office.signature": Shown(V.report, '[office]\nsignature = "青石镇综治中心"', there="青石镇综治中心"),
    "office.contact": Shown(V.report, '[office]\ncontact = "联络员甲"', there="联络员甲"),
    "office.phone": Shown(V.report, '[office]\nphone = "028-1234567"', there="028-1234567"),
    "office.first_issue": Shown(V.report, "[office]\nfirst_issue = 7", there="第27期"),
    "summary.formats": Shown(V.report, "[summary]\nformats = []", there="formats", gone="总体情况"),
    "summary.officials": Shown(V.risks, "[summary]\nofficials = true", there="魏某"),
    "summary.figures_key": Shown(V.counts, '[summary]\nfigures_key = "township.toml"', there='"signature"'),
    "schedule.sync": Shown(V.plan, '[schedule]\nsync = "15 7 * * *"', there="sync 11-30 07:15"),
    "schedule.remind": Shown(V.plan, '[schedule]\nremind = "15 9 * * *"', there="remind 11-30 09:15"),
    "schedule.sweep": Shown(V.plan, '[schedule]\nsweep = "15 2 * * *"', there="sweep 11-30 02:15"),
    "schedule.report": Shown(V.plan, '[schedule]\nreport = "15 9 * * *"', there="report 12-01 09:15"),
    "schedule.risk_list": Shown(
        V.plan, '[schedule]\nrisk_list = "15 9 25 * *"', there="risk_list 12-25 09:15"
    ),
    "schedule.lead_officers": Shown(
        V.plan, '[schedule]\nlead_officers = "15 9 * * *"', there="lead_officers 01-04 09:15"
    ),
    "brake.rows": Shown(V.passed, f"{BUSY}1", f"{BUSY}2", there="青石村 held"),
    "brake.share": Shown(V.passed, f"{SHARES}0.3", f"{SHARES}0.6", there="青石村 held"),
    "state.url": Shown(V.files, '[state]\nurl = "sqlite:///kept/elsewhere.db"', there="kept/elsewhere.db"),
}


def config(added: str) -> str:
    """Return the town's config with *added*, whose lines before the first header go to [township]."""
    head, *sections = re.split(r"^(?=\[)", added, maxsplit=1, flags=re.MULTILINE)
    township = 'name = "青石镇"\n'
    return "\n".join((BASE.replace(township, f"{township}{head}\n", 1), *sections, ""))


@pytest.fixture(scope="module")
def seen(tmp_path_factory):
    """Return what is seen under some lines of config; looked at once."""
    known = {}

    def look(view, added, ledgers):
        if (view, added, ledgers) not in known:
            town = make_town(tmp_path_factory.mktemp("town") / "it", config(added), ledgers)
            known[view, added, ledgers] = view(town)
        return known[view, added, ledgers]

    return look


@pytest.mark.parametrize("key", KEYS)
def test_what_people_see_differs_by_the_key(key, seen):
    shown = KEYS[key]
    with_it = seen(shown.view, shown.config, shown.ledgers)
    without = seen(shown.view, shown.without, shown.ledgers)
    assert shown.there or shown.gone
    assert shown.there in with_it
    assert not shown.there or shown.there not in without
    assert shown.gone in without
    assert not shown.gone or shown.gone not in with_it


def test_a_report_is_headed_by_the_township_s_name(tmp_path):
    path = make_town(tmp_path / "it", BASE.replace("青石镇", "盐乡"))
    assert "盐乡2026年11月上半月" in key_town.report(path)


def test_only_the_spreadsheets_of_the_folder_named_are_ledgers(tmp_path):
    with bench(tmp_path) as work:
        work.book(work.ledger("in", "青石村")).parents = ("f1",)
        work.ledger("out", "白云村")
        path = tmp_path / "township.toml"
        google = f'store = "google"\ncredentials = "{work.key_path}"\nendpoint = "{work.server.url}"\n'
        seen = []
        for folder in ("", 'drive_folder = "f1"\n'):
            path.write_text(f'[township]\nname = "青石镇"\n[ledgers]\n{google}{folder}', "utf-8")
            seen.append(key_town.spoken(path, "check"))
    assert "白云村" in seen[0]
    assert "青石村" in seen[1]
    assert "白云村" not in seen[1]
