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


_Tables = Mapping[str, Mapping[str, str]]

#: Keys of ``[asked]`` and ``[tail]`` that are parts of sentences and no urging.
_NO_SENTENCE = ("aim", "days", "days_one", "limit", "township", "provisional")
_NO_URGING = ("aim", "left", "limit", "limit_of", "township", "provisional")

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
    grammars = (
        _Grammar(phrases(language, "rules"), phrases(language, "problems"), ()) for language in LANGUAGES
    )
    return tuple(re.compile(f"{grammar.sitting()}$") for grammar in grammars)


@cache
def _built_in_words() -> _Words:
    # pydantic reads packs, and not every command needs one.
    from config.packs.pack_files import built_in_packs

    return _own_words(built_in_packs())


@cache
def _pattern(language: str, mark: Mark, duties: _Words) -> re.Pattern[str]:
    formerly = phrases(language, "former/rules").get("duty", {}).items()
    words = [*_words_in(language, (*_built_in_words(), *duties)), *formerly]
    # Today's words, and those of older versions: a text is of the one or of the other throughout.
    grammars = (
        _Grammar(phrases(language, f"{where}rules"), phrases(language, f"{where}problems"), words)
        for where in ("", "former/")
    )
    return re.compile(_any(grammar.pattern(mark) for grammar in grammars))


def _words_in(language: str, duties: _Words) -> Sequence[tuple[str, str]]:
    return [words[1 if language == "en" else 0] for words in duties]


class _Grammar:
    """The patterns of our five columns' texts, from one set of words.

    Every field of a sentence has a pattern of its own, whatever sentence it stands in.
    """

    def __init__(self, tables: _Tables, problems: _Tables, duties: Sequence[tuple[str, str]]) -> None:
        self._tables, self._problems = tables, problems
        titles = [title for title, _ in duties]
        self._fields: dict[str, str] = {
            "title": _any(map(re.escape, titles)),
            "deed": _any(re.escape(deed) for _, deed in duties),
            "matter": _any(re.escape(title.removesuffix(deed)) for title, deed in duties),
            "year": r"\d{4}",
            "working": r"\d{1,6}",
            "heading": r"[^“”。；\n]{1,40}",
            "role": self._all_problems("role"),
            **{name: self._all(name, {}) for name in ("town", "level") if name in tables},
        }
        day = self._day()
        self._fields |= dict.fromkeys(("day", "last", "until", "reply"), day)
        self._fields |= {"full": self._form("full"), "iso": self._form("iso")}
        self._fields |= {"actor": self._all("post", {}), "post": self._all("post", {})}
        self._fields |= {"left": self._length(), "length": self._length(), "event": self._all("event", {})}
        self._fields["holidays"] = self._list(self._all("holiday", {}))

    def pattern(self, mark: Mark) -> str:
        """Return what the texts of one column look like."""
        made = {
            Mark.LIGHT: lambda: self._all("light", {"days": r"\d{1,6}"}),
            Mark.DUE: lambda: self._form("iso"),
            Mark.ASKED: self._asked,
            Mark.ADDRESSEE: lambda: self._all("post", {}),
            Mark.WHY: self._why,
        }
        return made[mark]()

    def _asked(self) -> str:
        fields = {**self._fields, "days": self._days()}
        tails = self._tables.get("tail", {})
        if tails:
            fields["title"] = self._some("tail", ("limit", "limit_of"), self._fields)
            fields["aim"] = f"(?:{self._some('tail', ('aim', 'left'), fields)})?"
            urging = [key for key in tails if key not in _NO_URGING]
            fields["urged"] = f"(?:{self._some('tail', urging, fields)})?"
        else:
            fields["title"] = _any((self._fields["title"], re.escape(self._tables["asked"]["limit"])))
            fields["aim"] = f"(?:{self._one('asked', 'aim', fields)})?"
        keys = [key for key in self._tables["asked"] if key not in _NO_SENTENCE]
        sentence = self._some("asked", keys, fields)
        if tails:
            ends = (f"(?:{self._one('tail', key, fields)})?" for key in ("township", "provisional"))
            asked, gap, sitting = (
                sentence + "".join(ends),
                re.escape(self._tables["form"]["next"]),
                self.sitting(),
            )
            return _any((f"{asked}(?:{gap}{sitting})?", sitting))
        handed_up = self._one("asked", "township", {"sentence": sentence})
        either = _any((sentence, handed_up))
        return _any((either, self._one("asked", "provisional", {**fields, "sentence": either})))

    def sitting(self) -> str:
        """What is asked about a sitting, at the end of the reminder."""
        table = self._tables["sitting"]
        day = self._day()
        fields = {
            **dict.fromkeys(("day", "by", "due"), day),
            "half": _any(re.escape(table[key]) for key in ("am", "pm")),
            "what": _any(re.escape(table[key]) for key in ("mediator", "place")),
            "village": r"[^，。,;\n]{1,40}",
            "row": r"\d{1,7}",
            "n": r"\d{1,3}",
        }
        fields["slot"] = self._some("sitting", ("slot", "slot_open"), fields)
        fields["hint"] = f"(?:{self._one('sitting', 'hint', fields)})?"
        parts = ("mediator", "place", "hint", "slot", "slot_open", "am", "pm")
        return self._some("sitting", [key for key in table if key not in parts], fields)

    def _why(self) -> str:
        between, end = (re.escape(self._tables["form"][key]) for key in ("between", "end"))
        gap = re.escape(self._tables["form"]["next"])
        told = (self._all(table, self._fields) for table in ("extension", "note"))
        clause = _any((*self._clauses(), *told))
        number = rf"(?:(?!\s)[^{NOT_IN_NUMBERS}\n]{{1,{LONGEST_NUMBER}}}(?<!\s))"
        begins = self._one("form", "number", {"number": number})
        after = _any((self._told(), *([self._all("typed", self._fields)] if "typed" in self._tables else ())))
        either = f"{begins}{clause}(?:{between}{clause})*{end}"
        if "counts_at" in self._tables:
            name = r"[^\n]{1,40}"
            places = {"number": number, "sheet": name, "ledger": name, "row": r"\d{1,7}"}
            either = _any((either, self._all("counts_at", places)))
        return f"{either}(?:{gap}{after})*"

    def _clauses(self) -> list[str]:
        others = [key for key in self._tables["why"] if key.startswith("other") and key != "others"]
        items = {
            "others": self._list(self._some("why", others, self._fields), "others"),
            "gaps": self._list(self._all("gap", {})),
        }
        # 逾期5天, 2月14日、2月28日: one field, by the sentence it stands in.
        days: dict[str, str] = dict.fromkeys(("ended_late", "ended_past_usual"), self._days())
        dates = self._list(self._day())
        return [
            self._one("why", key, {**self._fields, "items": items.get(key, ""), "days": days.get(key, dates)})
            for key in self._tables["why"]
            if key not in others
        ]

    def _told(self) -> str:
        """A problem as `config.spoken.problems` puts it, with its suggestion."""
        words = self._problems
        role = _any((self._all_problems("role"), r"[a-z_]*"))
        if heads := words["word"].get("headed"):
            role = _any((role, _filled(heads, {"heading": self._fields["heading"], "role": role})))
        at_row = _filled(words["word"].get("row", ""), {"row": r"\d{1,7}"})
        fields = {
            "cell": _any(filter(None, (_ADDRESS, re.escape(words["word"]["sheet"]), at_row))),
            "column": _any((r"[A-Z]{1,3}", re.escape(words["word"]["column"]))),
            "row": r"\d{1,7}",
            "sheet": r"[^“”\n]{1,40}",
            "role": role,
            "detail": r"[^“”。\n]{0,60}",
            "line": r'[a-z_]{0,30} = \["[^\n]{0,60}"\]',
            "count": r"\d{1,7}",
            "suggestion": _any((r"\d{4}-\d{2}-\d{2}", self._all_problems("role"), r"\w{0,20}")),
        }
        beside = _any(_filled(part, {"count": r"\d{1,7}"}) for part in words.get("beside", {}).values())
        fields["beside"] = f"{beside}(?:{re.escape(words['word'].get('and', ''))}{beside})*"
        for key, field in (
            ("written", {"text": r"[^“”\n]{1,16}"}),
            ("example", {"day": r"\d{4}-\d{2}-\d{2}(?:\D{1,4}\d{4}-\d{2}-\d{2})?"}),
        ):
            fields[key] = f"(?:{_filled(words['word'].get(key, ''), field)})?"
        hints = "".join(f"(?:{_filled(hint, fields)})?" for hint in words["hint"].values())
        sentences = (*words["problem"].values(), *words.get("before", {}).values())
        return _any(_filled(sentence, fields) + hints for sentence in sentences)

    # The parts.

    def _one(self, table: str, key: str, fields: Mapping[str, str]) -> str:
        before = self._tables["before"].get(f"{table}.{key}")
        now = _filled(self._tables[table][key], fields)
        return _any((now, _filled(before, fields))) if before else now

    def _some(self, table: str, keys: Iterable[str], fields: Mapping[str, str]) -> str:
        return _any(self._one(table, key, fields) for key in keys)

    def _all(self, table: str, fields: Mapping[str, str]) -> str:
        return self._some(table, self._tables[table], fields)

    def _all_problems(self, table: str) -> str:
        return _any(map(re.escape, self._problems[table].values()))

    def _form(self, key: str) -> str:
        return self._one("form", key, {"year": r"\d{4}", "month": r"\d{1,2}", "day": r"\d{1,2}"})

    def _day(self) -> str:
        return _any((self._form("day"), self._form("full")))

    def _length(self) -> str:
        return self._all("length", {"n": r"\d{1,5}"})

    def _days(self) -> str:
        if "days" in self._tables:
            return self._all("days", {"n": r"\d{1,6}"})
        return self._some("asked", ("days", "days_one"), {"n": r"\d{1,6}"})

    def _list(self, item: str, joint: str = "list") -> str:
        form = self._tables["form"]
        return f"{item}(?:{re.escape(form.get(joint, form['list']))}{item})*"


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
