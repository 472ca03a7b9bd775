"""The status words of config/words/statuses.toml, compiled: which word says what, and what undoes it."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import Enum, auto
from functools import cache, lru_cache
from typing import NamedTuple

from config.words import words
from sync.cells.status_grammar import StatusGrammar, status_grammar


class WordKind(Enum):
    """What one word says; the names are the tables of the word file."""

    NOT_DONE = auto()
    GOING_ON = auto()
    WATCHED = auto()
    HEDGED = auto()
    NOTHING = auto()
    STAGE = auto()
    RETURNED = auto()
    FAILED = auto()
    NEARLY = auto()
    SUSPENDED = auto()
    RESUMED = auto()
    WITHDRAWN = auto()
    ENDED_DOUBTFUL = auto()
    REFUSED = auto()
    TRANSFERRED = auto()
    AGREED = auto()
    SETTLED = auto()
    RESOLVED = auto()


class Said(NamedTuple):
    """One status word as found in a clause, its guards applied.

    ``again``: it tells what came of a further try, so that what had failed before it counts no more.
    ``is_phrase``: found as a phrase of the grammar, which tells more than a word of the lists.
    ``is_past``: so it was (原来未办结), whatever has come of it since.
    """

    kind: WordKind
    word: str
    start: int
    end: int
    again: bool = False
    is_phrase: bool = False
    is_past: bool = False


#: Kinds that end a case or pass it on: only these can be negated or planned.
_EVENTS = frozenset(
    {
        WordKind.WITHDRAWN,
        WordKind.ENDED_DOUBTFUL,
        WordKind.TRANSFERRED,
        WordKind.AGREED,
        WordKind.SETTLED,
        WordKind.RESOLVED,
        WordKind.NEARLY,
    }
)


#: What a clause about the past says of the case as it was.
_AT_WORK = frozenset({WordKind.NOT_DONE, WordKind.GOING_ON, WordKind.FAILED, WordKind.NEARLY})

_ENDINGS = frozenset({WordKind.AGREED, WordKind.SETTLED, WordKind.RESOLVED})

#: How many characters around a word its guards may stand; also what keeps a very long cell cheap.
_REACH = 40


@dataclass(frozen=True, slots=True)
class StatusWords:
    """The word lists, ready to match."""

    kinds: Mapping[str, WordKind]
    pattern: re.Pattern[str]
    negated: re.Pattern[str]
    planned: re.Pattern[str]
    intended: re.Pattern[str]
    urged: re.Pattern[str]
    asked: re.Pattern[str]
    tail: re.Pattern[str]
    during: re.Pattern[str]
    lifted: re.Pattern[str]
    pending: re.Pattern[str]
    yes: frozenset[str]
    no: frozenset[str]
    crosses: frozenset[str]
    clear: frozenset[str]
    bare: frozenset[str]
    happened: re.Pattern[str]
    grammar: StatusGrammar

    def said(self, clause: str) -> list[Said]:
        """Return what *clause* says, in its order; a word that a guard takes away is left out."""
        return list(_just_said(clause))

    def weigh(self, clause: str) -> list[Said]:
        """Return what `said` returns, looked for anew."""
        found: list[Said] = []
        was_so = self.grammar.past.match(clause) is not None
        for hit in self.pattern.finditer(clause):
            before = clause[max(hit.start() - _REACH, 0) : hit.start()]
            after = clause[hit.end() : hit.end() + _REACH]
            spoken = self.kinds.get(hit[0]) if hit.lastgroup == "word" else WordKind[str(hit.lastgroup)]
            if spoken in (None, WordKind.NOTHING):
                continue
            kind = self._guarded(spoken, f"{before}已" if hit[0].startswith("已") else before, after)
            if kind in _ENDINGS and hit[0] in self.bare and not after.startswith("了"):
                kind = kind if self.happened.search(before) else None
            last = found[-1] if found else None
            if last and kind in _EVENTS and last.end == hit.start() and self.pending.match(last.word):
                kind = last.kind  # 待调解|达成协议: the plan goes on into the next word
            if kind is not None:
                again = self._is_again(before, hit[0])
                is_past = was_so and kind in _AT_WORK
                found.append(
                    Said(kind, hit[0], hit.start(), hit.end(), again, hit.lastgroup != "word", is_past)
                )
        return found

    def is_step(self, clause: str) -> bool:
        """Whether a clause says, and no more, that a step on the way is over: 登记完成, 责任已落实."""
        found = self.said(clause)
        return len(found) == 1 and found[0].kind is WordKind.STAGE and found[0].word == clause

    def _is_again(self, before: str, word: str) -> bool:
        is_dated = before.endswith(("日", "号")) and self.grammar.closing.match(word) is not None
        return is_dated or self.grammar.again.search(before) is not None

    def is_doubted(self, clause: str) -> bool:
        """Whether *clause* has a no, a but or a still that no word of ours accounts for."""
        at, rest = 0, ""
        for hit in self.pattern.finditer(clause):
            rest, at = rest + self.negated.sub("", clause[at : hit.start()]), hit.end()
        return self.grammar.doubt.search(rest + clause[at:]) is not None

    def _guarded(self, kind: WordKind, before: str, after: str) -> WordKind | None:
        if self.asked.search(before):
            return None
        if kind is WordKind.SUSPENDED and self.lifted.match(after):
            return WordKind.RESUMED
        if kind is WordKind.SUSPENDED:
            return None if self.negated.search(before) or self.planned.search(before) else kind
        if kind not in _EVENTS:
            return kind
        if self.negated.search(before):
            return WordKind.FAILED if kind is WordKind.AGREED else WordKind.NOT_DONE
        # 承诺已兑现: what was promised has been done.
        is_meant = self.intended.search(before) and not before.endswith(("已", "已经"))
        is_meant = is_meant and not self.urged.search(before)
        if self.planned.search(before) or is_meant or self.during.match(after):
            return WordKind.GOING_ON
        if self.grammar.is_to_come(before):
            return WordKind.GOING_ON
        if kind in _ENDINGS and self.grammar.is_in_part(before, after):
            return WordKind.NEARLY
        return None if self.tail.match(after) else kind


#: A cell is asked for its state, its progress and its doubts one after the other; nothing is kept for longer.
@lru_cache(maxsize=64)
def _just_said(clause: str) -> tuple[Said, ...]:
    return tuple(status_words().weigh(clause))


def _any(listed: Iterable[str]) -> str:
    return "(?:" + "|".join(re.escape(word) for word in sorted(listed, key=len, reverse=True)) + ")"


@cache
def status_words() -> StatusWords:
    """Return the compiled lists; built once."""
    table = words("statuses")
    kinds = {word: WordKind[name.upper()] for name, listed in table["kinds"].items() for word in listed}
    guards = table["guards"]
    grammar = status_grammar()
    return StatusWords(
        kinds=kinds,
        pattern=re.compile(f"{grammar.phrases}|(?P<word>{_any(kinds)})"),
        negated=re.compile(f"{_any(guards['negations'])}{_any(guards['fillers'])}*$"),
        planned=re.compile(f"{_any(guards['plans'])}{_any(guards['fillers'])}*$"),
        intended=re.compile(_any(guards["intentions"])),
        urged=re.compile(guards["urged"]),
        asked=re.compile(f"{_any(guards['questions'])}(?:已经|已)?$"),
        tail=re.compile(f"{_any(guards['tails'])}|[0-9.]+%|[了过]?[0-9一二三四五六七八九十两多]+次"),
        during=re.compile(_any(guards["during"])),
        lifted=re.compile(_any(guards["lifted"])),
        pending=re.compile(f"{_any((*guards['negations'], *guards['plans']))}"),
        yes=frozenset(table["ticks"]["yes"]),
        no=frozenset(table["ticks"]["no"]),
        crosses=frozenset(table["ticks"]["crosses"]),
        clear=frozenset(table["clear"]["words"]),
        bare=frozenset(guards["bare"]),
        happened=re.compile(f"{guards['done']}|{guards['told']}"),
        grammar=grammar,
    )
