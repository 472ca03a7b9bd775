"""Which ledgers there are, and whose they are: the config's villages matched with the store's list."""

import re
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from difflib import get_close_matches
from fnmatch import fnmatchcase

from config.copy_names import bare_name, original_names
from config.errors import ConfigError, DuesheetError, LedgerError, LedgerUnavailableError
from config.messages import Listed, message
from config.settings import Settings
from config.vocabulary import Family
from sync.cells.numerals import with_arabic_numerals
from sync.store import LedgerRef
from sync.tables.titles import stretch_of

#: The code of a ledger that the config names and that is not there.
LEDGER_MISSING = "ledger_missing"
#: What reading says of a ledger that is not there any more: deleted, in the bin, or not shared any more.
GONE_CODES = frozenset({LEDGER_MISSING, "gone", "not_shared"})

#: So many villages are named where a name fits none of them.
_LABELS = 12


@dataclass(frozen=True, slots=True)
class Entry:
    """One ledger of one village.

    Attributes:
        village: from the config; None when only the ledger itself can say.
        copy_of: the ledger that this one is named as a copy of.
        missing: the config names it and the store does not have it.
        unlisted: the config names it, and a listing in full shows others but not this one.
        unreadable: why it could not be seen today, though the state knows it; None when it was.
        ends_open: the config says to time its rows though no column of it shows an end.
    """

    ref: LedgerRef
    village: str | None
    family: Family | None = None
    copy_of: LedgerRef | None = None
    missing: bool = False
    unlisted: bool = False
    ends_open: bool = False
    unreadable: LedgerError | None = None

    def is_gone(self, error: DuesheetError) -> bool:
        """Tell whether it is not there any more, by what reading it came to."""
        return self.missing or (self.unlisted and error.code in GONE_CODES)

    @property
    def label(self) -> str:
        """The village, or what people call the ledger."""
        return self.village or self.ref.title


def find_entries(settings: Settings, refs: Sequence[LedgerRef]) -> list[Entry]:
    """Return every ledger of the township: the config's villages in their order, then the others by name.

    Those named as copies come last.

    Raises:
        ConfigError: two entries name one ledger.
    """
    by_name = {name: ref for ref in refs for name in _names(ref)}
    titles = {bare_name(ref.title): ref for ref in refs}
    exactly = {ref.ledger_id: ref for ref in refs}
    entries: list[Entry] = []
    taken: dict[str, str] = {}
    for village in settings.village:
        for name in _newest_first(village.ledger, by_name):
            ref = exactly.get(name) or by_name.get(_bare(name))
            if ref is None:
                missing = LedgerRef(name, name.removesuffix(".xlsx"))
                entries.append(Entry(missing, village.name, village.family, missing=True))
            else:
                is_open = village.ends == "open"
                entries.append(Entry(ref, village.name, village.family, ends_open=is_open))
            told = ref.ledger_id if ref is not None else _bare(name)
            if told in taken:
                raise ConfigError(message("entry.twice", first=taken[told], second=village.name, ledger=told))
            taken[told] = village.name
    # A copy that the config names is the ledger, and what it was copied from is the copy; where nobody is
    # the original, the copy that stands first is.
    first = {name: one.ref for one in entries for name in (*original_names(one.ref.title), _stem(one.ref))}
    others: list[Entry] = []
    for ref in _times_in_order(_as_counted(refs)):
        if ref.ledger_id not in taken and not _is_excluded(ref, settings.ledgers.exclude):
            names = original_names(ref.title)
            originals = [titles.get(name) for name in names]
            # 青石村.xlsm beside 青石村.xlsx is called the same.
            originals += [first.get(name) for name in (_stem(ref), bare_name(ref.title), *names)]
            copy_of = next((original for original in originals if original not in (None, ref)), None)
            others.append(Entry(ref, None, copy_of=copy_of))
            if copy_of is None:
                first |= dict.fromkeys((*names, _stem(ref)), ref)
    # A copy that has cases of its own is a ledger, and what it shares counts in the original.
    return [*entries, *sorted(others, key=lambda entry: entry.copy_of is not None)]


def _as_counted(refs: Sequence[LedgerRef]) -> list[LedgerRef]:
    """Put names that differ by a number only in the number's order: 第2村 before 第10村, 九月 before 十月."""
    alike: defaultdict[str, list[tuple[list[int], int]]] = defaultdict(list)
    for at, ref in enumerate(refs):
        plain = with_arabic_numerals(ref.title)
        alike[re.sub(r"\d{1,18}", "0", plain)].append(
            ([int(each) for each in re.findall(r"\d{1,18}", plain)], at)
        )
    found = list(refs)
    for several in alike.values():
        for (_, place), (_, at) in zip(several, sorted(several), strict=True):
            found[place] = refs[at]
    return found


def _newest_first(names: Sequence[str], by_name: Mapping[str, LedgerRef]) -> list[str]:
    """Return a village's ledgers with the newest year's or month's first: carried over, a case counts there.

    One whose name tells no time is the one in use.
    """
    titles = {name: ref.title if (ref := by_name.get(_bare(name))) else name for name in names}
    return sorted(names, key=lambda name: _time_of(titles[name]), reverse=True)


def _times_in_order(refs: Sequence[LedgerRef]) -> list[LedgerRef]:
    """Return ledgers in their order, but of files that differ in their time alone the newest first."""
    groups: dict[str, list[LedgerRef]] = {}
    for ref in refs:
        groups.setdefault(_TIME.sub("", with_arabic_numerals(ref.title)).strip(" -_()（）"), []).append(ref)
    return [
        ref
        for group in groups.values()
        for ref in sorted(group, key=lambda ref: _time_of(ref.title), reverse=True)
    ]


def _time_of(title: str) -> tuple[int, int]:
    """Return the year and the month that a file's name tells, for sorting; one that tells none is in use."""
    year, month, _ = stretch_of(title)
    return year or 9999, month or 99


#: 2026, 2026年, 2026年度, 3月, 3月份, 第1季度, 上半年
_TIME = re.compile(r"20\d{2}(?:年度?)?|(?<!\d)\d{1,2}月份?(?!\d)|第?[1-4]季度?|[上下]半年")


def _is_excluded(ref: LedgerRef, patterns: Sequence[str]) -> bool:
    """Tell whether a pattern of the config says that this is no ledger."""
    names = {ref.ledger_id, ref.ledger_id.rpartition("/")[2], ref.title}
    return any(fnmatchcase(name, pattern) for name in names for pattern in patterns)


def choose(entries: Sequence[Entry], only: Sequence[str]) -> list[Entry]:
    """Return the entries of the villages or ledgers named in *only*; all of them when it is empty.

    Raises:
        ConfigError: a name fits none.
    """
    if not only:
        return list(entries)
    chosen: list[Entry] = []
    for name in only:
        found = [entry for entry in entries if name == entry.label or _bare(name) in _names(entry.ref)]
        if not found:
            raise _unknown(name, list(dict.fromkeys(entry.label for entry in entries)))
        chosen += [entry for entry in found if entry not in chosen]
    return chosen


def _unknown(name: str, labels: Sequence[str]) -> ConfigError:
    """Return the error of a name that fits none; its remedy is the likeliest one, else some of them all."""
    if near := [label for label in labels if name in label] or get_close_matches(name, labels, 3):
        fix = message("entry.near", labels=Listed(near[:_LABELS]))
        return ConfigError(message("entry.unknown", name=name), fix=fix)
    several = "entry.some_labels" if len(labels) > _LABELS else "entry.labels"
    fix = message(several, labels=Listed(labels[:_LABELS]), count=len(labels))
    return ConfigError(message("entry.unknown", name=name), fix=fix)


def gone(entry: Entry) -> LedgerUnavailableError:
    """Return the error of a ledger that the config names and the store does not have."""
    return LedgerUnavailableError(
        message("entry.missing", village=entry.label, ledger=entry.ref.ledger_id), code=LEDGER_MISSING
    )


def _stem(ref: LedgerRef) -> str:
    """Return what two files have in common that differ in their ending alone; no title is written so."""
    return f"{_bare(ref.ledger_id)}.*"


def _names(ref: LedgerRef) -> set[str]:
    return {_bare(ref.ledger_id), _bare(ref.title)}


def _bare(name: str) -> str:
    """Reduce a file name or a spreadsheet's address to what identifies it."""
    if match := re.search(r"/spreadsheets/d/([A-Za-z0-9_-]+)", name):
        return match[1]
    return re.sub(r"\.(xlsx|xlsm)$", "", name.strip(), flags=re.IGNORECASE)
