"""Telling our own texts from a person's, by their grammar alone.

Made from the very templates the texts are made from, in both languages: what could have been written by
us in a column is recognised, also with the state lost; what a person typed, or added to it, is not.
"""

import re
from collections.abc import Iterable, Mapping, Sequence
from functools import cache
from string import Formatter

from config.language import LANGUAGES, phrases
from config.packs.model import Duty, Pack
from config.vocabulary import Mark

#: Characters that never stand in a row's number as we write it.
NOT_IN_NUMBERS = "。；，！？：;,!?:"
LONGEST_NUMBER = 40

_ADDRESS = r"[A-Z]{1,3}\d{1,7}|\d{1,7}"


def is_ours(mark: Mark, text: str, packs: Sequence[Pack] = ()) -> bool:
    """Whether *text* is one that we could have written in the column *mark*, in either language.

    Args:
        mark: the column.
        text: the cell's text.
        packs: a township's own packs, whose duties have names of their own.
    """
    duties = _own_words(packs)
    return any(_pattern(language, mark, duties).fullmatch(text) for language in LANGUAGES)


#: What duties are called and what is to be done, in Chinese and in English.
_Words = tuple[tuple[tuple[str, str], tuple[str, str]], ...]


def _own_words(packs: Sequence[Pack]) -> _Words:
    return tuple(_words_of(duty) for pack in packs for duty in pack.duty)


def _words_of(duty: Duty) -> tuple[tuple[str, str], tuple[str, str]]:
    return (duty.title.zh, duty.deed.zh), (duty.title.en, duty.deed.en)


def sitting_part(text: str) -> str:
    """Return what our reminder *text* says of a sitting, in either language; "" for nothing."""
    for pattern in _sitting_patterns():
        if found := pattern.search(text):
            return found[0]
    return ""


@cache
def _sitting_patterns() -> tuple[re.Pattern[str], ...]:
    return tuple(re.compile(f"{_Grammar(language, ()).sitting()}$") for language in LANGUAGES)


@cache
def _built_in_words() -> _Words:
    # pydantic reads packs, and not every command needs one.
    from config.packs.pack_files import built_in_packs

    return _own_words(built_in_packs())


@cache
def _pattern(language: str, mark: Mark, duties: _Words) -> re.Pattern[str]:
    grammar = _Grammar(language, (*_built_in_words(), *duties))
    made = {
        Mark.LIGHT: grammar.light,
        Mark.DUE: grammar.iso,
        Mark.ASKED: grammar.asked,
        Mark.ADDRESSEE: grammar.addressee,
        Mark.WHY: grammar.why,
    }[mark]
    return re.compile(made())


class _Grammar:
    def __init__(self, language: str, duties: _Words) -> None:
        self._tables = phrases(language, "rules")
        self._problems = phrases(language, "problems")
        which = 1 if language == "en" else 0
        self._titles = _any(re.escape(words[which][0]) for words in duties)
        self._deeds = _any(re.escape(words[which][1]) for words in duties)

    def light(self) -> str:
        return self._all("light", {"days": r"\d{1,6}"})

    def iso(self) -> str:
        return self._form("iso")

    def addressee(self) -> str:
        return self._all("post", {})

    def asked(self) -> str:
        fields = {
            "title": _any((self._titles, re.escape(self._tables["asked"]["limit"]))),
            "deed": self._deeds,
            "full": self._form("full"),
            "day": self._day(),
            "reply": self._day(),
            "actor": self._all("post", {}),
            "left": self._length(),
            "days": self._days(),
            "working": r"\d{1,6}",
            "year": r"\d{4}",
        }
        fields["aim"] = f"(?:{self._one('asked', 'aim', fields)})?"
        keys = ("soon", "today", "early", "overdue", "lead_officer", "leader_in_charge", "committee", "soft")
        sentence = _any(self._one("asked", key, fields) for key in keys)
        handed_up = self._one("asked", "township", {"sentence": sentence})
        either = _any((sentence, handed_up))
        unsure = self._one("asked", "provisional", {**fields, "sentence": either})
        asked = _any((either, unsure))
        gap = re.escape(self._tables["form"]["next"])
        sitting = self.sitting()
        return _any((asked, f"{asked}{gap}{sitting}", sitting))

    def sitting(self) -> str:
        """What is asked about a sitting, at the end of the reminder."""
        fields = {
            "day": self._day(),
            "by": self._day(),
            "due": self._day(),
            "half": _any(re.escape(self._tables["sitting"][key]) for key in ("am", "pm")),
            "what": _any(re.escape(self._tables["sitting"][key]) for key in ("mediator", "place")),
            "village": r"[^，。,;\n]{1,40}",
            "row": r"\d{1,7}",
            "n": r"\d{1,3}",
        }
        slots = [self._one("sitting", key, fields) for key in ("slot", "slot_open")]
        fields["slot"] = _any(slots)
        fields["hint"] = f"(?:{self._one('sitting', 'hint', fields)})?"
        keys = (
            *("conflict", "conflict_sheet", "after_limit", "no_outcome", "no_outcome_late", "failed"),
            *("failed_late", "nothing_agreed", "nothing_agreed_late", "soon"),
        )
        return _any(self._one("sitting", key, fields) for key in keys)

    def why(self) -> str:
        between, end = (re.escape(self._tables["form"][key]) for key in ("between", "end"))
        gap = re.escape(self._tables["form"]["next"])
        clause = _any((*self._why_clauses(), self._all("extension", {"iso": self.iso()}), self._notes()))
        number = rf"(?:(?!\s)[^{NOT_IN_NUMBERS}\n]{{1,{LONGEST_NUMBER}}}(?<!\s))"
        begins = self._one("form", "number", {"number": number})
        return f"{begins}{clause}(?:{between}{clause})*{end}(?:{gap}{self._told()})*"

    def _why_clauses(self) -> list[str]:
        fields = {
            "iso": self.iso(),
            "day": self._day(),
            "deed": self._deeds,
            "title": self._titles,
            "event": self._all("event", {}),
            "length": self._length(),
            "year": r"\d{4}",
            "holidays": self._list(self._all("holiday", {})),
        }
        others = [key for key in self._tables["why"] if key.startswith("other") and key != "others"]
        items = {
            "others": self._list(_any(self._one("why", key, fields) for key in others)),
            "gaps": self._list(self._all("gap", {})),
        }
        days = {"ended_late": self._days()}
        return [
            self._one(
                "why",
                key,
                {
                    **fields,
                    "items": items.get(key, ""),
                    "days": days.get(key, self._list(self._day())),
                },
            )
            for key in self._tables["why"]
            if key not in others
        ]

    def _notes(self) -> str:
        return self._all("note", {"role": self._all_problems("role")})

    def _told(self) -> str:
        """A problem as `config.problems` puts it, with its suggestion."""
        words = self._problems
        fields = {
            "cell": _any((_ADDRESS, re.escape(words["word"]["sheet"]))),
            "column": _any((r"[A-Z]{1,3}", re.escape(words["word"]["column"]))),
            "row": r"\d{1,7}",
            "sheet": r"[^“”\n]{1,40}",
            "role": _any((self._all_problems("role"), r"[a-z_]*")),
            "detail": r"[^“”。\n]{0,60}",
            "line": r'[a-z_]{0,30} = \["[^\n]{0,60}"\]',
            "suggestion": _any((r"\d{4}-\d{2}-\d{2}", self._all_problems("role"), r"\w{0,20}")),
        }
        hints = "".join(f"(?:{_filled(hint, fields)})?" for hint in words["hint"].values())
        return _any(_filled(sentence, fields) + hints for sentence in words["problem"].values())

    # The parts.

    def _one(self, table: str, key: str, fields: Mapping[str, str]) -> str:
        before = self._tables["before"].get(f"{table}.{key}")
        now = _filled(self._tables[table][key], fields)
        return _any((now, _filled(before, fields))) if before else now

    def _all(self, table: str, fields: Mapping[str, str]) -> str:
        return _any(self._one(table, key, fields) for key in self._tables[table])

    def _all_problems(self, table: str) -> str:
        return _any(map(re.escape, self._problems[table].values()))

    def _form(self, key: str) -> str:
        return self._one("form", key, {"year": r"\d{4}", "month": r"\d{1,2}", "day": r"\d{1,2}"})

    def _day(self) -> str:
        return _any((self._form("day"), self._form("full")))

    def _length(self) -> str:
        return self._all("length", {"n": r"\d{1,5}"})

    def _days(self) -> str:
        return _any(self._one("asked", key, {"n": r"\d{1,6}"}) for key in ("days", "days_one"))

    def _list(self, item: str) -> str:
        return f"{item}(?:{re.escape(self._tables['form']['list'])}{item})*"


def _filled(sentence: str, fields: Mapping[str, str]) -> str:
    """Return the pattern of a sentence, each of its fields replaced by the field's pattern."""
    parts: list[str] = []
    for literal, field, _, _ in Formatter().parse(sentence):
        parts.append(re.escape(literal))
        if field is not None:
            parts.append(f"(?:{fields[field]})")
    return "".join(parts)


def _any(patterns: Iterable[str]) -> str:
    return f"(?:{'|'.join(dict.fromkeys(patterns))})"
