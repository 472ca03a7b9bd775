"""What is asked of whom, by when: 〔督〕催办提醒."""

from datetime import date

import numpy as np
from numpy.typing import NDArray

from config.vocabulary import Light, Post, Unit
from rules.judge import LIGHTS, Block
from rules.ladder import POSTS
from rules.ruleset import Rules
from rules.sentences.clauses import Texts, day_key, plain, spelled
from rules.sentences.speller import Speller

_OVERDUE_KEYS = {
    Post.LEAD_OFFICER: "lead_officer",
    Post.LEADER_IN_CHARGE: "leader_in_charge",
    Post.COMMITTEE: "committee",
}


def reminders(block: Block, today: date, rules: Rules, speller: Speller) -> Texts:
    """Return for each row of *block* what is asked; "" where nobody is."""
    return _Asking(block, today, rules, speller).texts()


class _Asking:
    def __init__(self, block: Block, today: date, rules: Rules, speller: Speller) -> None:
        self._block, self._today, self._rules, self._say = block, today, rules, speller
        self._duties = rules.duties
        self._reply = speller.short(rules.answer_by(today))

    def texts(self) -> Texts:
        block, columns = self._block, self._block.columns
        texts = np.full(block.facts.size, "", dtype=object)
        asked = np.flatnonzero(columns["addressee"] > 0)
        if not asked.size:
            return texts
        # Everything a reminder says follows from these; a ledger has few of them.
        raw = self._raw()[asked]
        key = day_key(block.choice.due[asked]) << 20 | day_key(raw)
        for column in ("light", "addressee"):
            key = key << 3 | columns[column][asked]
        key = key << 1 | block.choice.provisional[asked]
        key = key << 1 | block.facts.is_township[asked]
        # The duty takes what room is left; packs have some dozen.
        key = key << 10 | block.choice.duty[asked]
        texts[asked] = spelled(key, lambda i: self._sentence(int(asked[i]), raw[i].item()))
        return texts

    def _raw(self) -> NDArray[np.datetime64]:
        """Return each row's last day before it was rolled: what a reminder aims at."""
        raw = self._block.choice.due.copy()
        for clock in self._block.clocks:
            inside = self._block.choice.duty[clock.rows] == clock.duty
            raw[clock.rows[inside]] = clock.raw[inside]
        return raw

    def _sentence(self, row: int, raw: date) -> str:
        block, columns, say = self._block, self._block.columns, self._say
        duty = self._duties[int(block.choice.duty[row])]
        due: date = block.choice.due[row].item()
        late = due < self._today
        fields = {
            "title": say.limit_of(duty),
            "deed": say.deed(duty),
            "full": say.full(due),
            "day": say.short(due),
            "actor": say.text("post", duty.owes),
            "reply": self._reply,
        }
        if late:
            fields["days"] = say.days(int(columns["days_overdue"][row]))
            fields["working"] = str(columns["working_days_overdue"][row])
            post = Post(POSTS[int(columns["addressee"][row])])
            key = "soft" if duty.soft else _OVERDUE_KEYS.get(post, "overdue")
            sentence = say.text("asked", key, **fields)
        else:
            sentence = self._ahead(row, raw, fields)
        if block.facts.is_township[row]:
            sentence = say.text("asked", "township", sentence=sentence)
        if block.choice.provisional[row]:
            year = say.open_year(min(self._today, due), due)
            sentence = say.text("asked", "provisional", sentence=sentence, year=year)
        return sentence

    def _ahead(self, row: int, raw: date, fields: dict[str, str]) -> str:
        columns, say = self._block.columns, self._say
        due: date = self._block.choice.due[row].item()
        if due == self._today:
            return say.text("asked", "today", **fields)
        # An office cannot work on the day a limit rolls over: it is asked for the last working day before.
        last = plain(self._rules.calendar.roll_backward(np.datetime64(raw, "D")))
        aims = raw != due and self._today <= last
        aim = say.text("asked", "aim", day=say.short(last)) if aims else ""
        soon = LIGHTS[int(columns["light"][row])] is Light.DUE_SOON
        left = say.length(int(columns["working_days_left"][row]), Unit.WORKING_DAYS)
        return say.text("asked", "soon" if soon else "early", **fields, left=left, aim=aim)
