"""What is asked of whom, by when: 〔督〕催办提醒. The ask comes first; its neighbours are not repeated."""

from datetime import date

import numpy as np
from numpy.typing import NDArray

from config.packs.model import Duty, DutyKind
from config.vocabulary import Light, Post, Unit
from rules.judge import LIGHTS, Batch
from rules.ladder import POSTS
from rules.ruleset import Rules
from rules.sentences.clauses import DAY, Texts, day_key, packed, plain, spelled
from rules.sentences.speller import Speller

#: Posts whose word is 督办 rather than 催办.
_ESCALATED = (Post.LEAD_OFFICER, Post.LEADER_IN_CHARGE, Post.COMMITTEE)


def reminders(block: Batch, today: date, rules: Rules, speller: Speller) -> Texts:
    """Return for each row of *block* what is asked; "" where nobody is."""
    return _Asking(block, today, rules, speller).texts()


class _Asking:
    def __init__(self, block: Batch, today: date, rules: Rules, speller: Speller) -> None:
        self._block, self._today, self._rules, self._say = block, today, rules, speller
        self._duties = rules.duties
        self._reply = speller.next(rules.answer_by(today))

    def texts(self) -> Texts:
        block, columns = self._block, self._block.columns
        texts = np.full(block.facts.size, "", dtype=object)
        asked = np.flatnonzero(columns["addressee"] > 0)
        if not asked.size:
            return texts
        # Everything a reminder says follows from these; a ledger has few of them.
        raw = self._raw()[asked]
        key = packed(
            (day_key(block.choice.due[asked]), DAY),
            (day_key(raw), DAY),
            (columns["light"][asked], 3),
            (columns["addressee"][asked], 3),
            (block.choice.provisional[asked], 1),
            (block.facts.is_township[asked], 1),
            # Packs have some dozen duties.
            (columns["duty"][asked], 10),
        )
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
        duty = self._duties[int(columns["duty"][row])]
        if duty.kind is DutyKind.FLAG:
            return say.text("asked", "flag", **self._named(duty))
        due: date = block.choice.due[row].item()
        sentence = self._late(row, duty) if due < self._today else self._ahead(row, raw, duty)
        if block.facts.is_township[row]:
            sentence += say.text("tail", "township")
        if block.choice.provisional[row]:
            sentence += say.text("tail", "provisional", year=say.open_year(min(self._today, due), due))
        return sentence

    def _named(self, duty: Duty) -> dict[str, str]:
        return {"actor": self._say.text("post", duty.owes), "deed": self._say.deed(duty)}

    def _post(self, row: int) -> Post:
        return Post(POSTS[int(self._block.columns["addressee"][row])])

    def _late(self, row: int, duty: Duty) -> str:
        """Ask for an answer within the days there are for it, and the addressed post for its part."""
        fields, say = self._named(duty), self._say
        post = self._post(row)
        if duty.soft:
            key = "soft_closing" if duty.kind is DutyKind.CLOSING else "soft"
            return say.text("asked", key, **fields, urged=self._pressed(post, duty))
        key = "escalated" if post in _ESCALATED else "overdue"
        if duty.kind is not DutyKind.CLOSING:
            key += "_step"
        return say.text("asked", key, **fields, reply=self._reply, urged=self._urged(post, duty))

    def _urged(self, post: Post, duty: Duty) -> str:
        """Return what the addressed post is asked for besides what the duty's owner is."""
        say = self._say
        if post is Post.COMMITTEE:
            return say.text("tail", "committee")
        if post is Post.LEADER_IN_CHARGE:
            return say.text("tail", "listed" if duty.owes is post else post)
        if post is duty.owes:
            return ""
        return say.text("tail", post) if post is Post.LEAD_OFFICER else self._pressed(post, duty)

    def _pressed(self, post: Post, duty: Duty) -> str:
        if post is duty.owes:
            return ""
        higher = POSTS.index(post) > POSTS.index(duty.owes)
        return self._say.text("tail", "urge" if higher else "remind", post=self._say.text("post", post))

    def _ahead(self, row: int, raw: date, duty: Duty) -> str:
        columns, say = self._block.columns, self._say
        due: date = self._block.choice.due[row].item()
        fields = {**self._named(duty), "urged": self._pressed(self._post(row), duty)}
        if due == self._today:
            return say.text("asked", "today", **fields, title=say.limit_of(duty), day=say.next(due))
        soon = LIGHTS[int(columns["light"][row])] is Light.DUE_SOON
        aim = self._aim(raw, due)
        if not aim and soon:
            working = int(columns["working_days_left"][row])
            left = (working, Unit.WORKING_DAYS) if working else ((due - self._today).days, Unit.CALENDAR_DAYS)
            aim = say.text("tail", "left", left=say.length(*left))
        return say.text("asked", "soon" if soon else "early", **fields, aim=aim)

    def _aim(self, raw: date, due: date) -> str:
        # Nobody works on a rest day, whether the limit stays there (written) or rolls over it: the office
        # is asked for the last working day before.
        last = plain(self._rules.calendar.roll_backward(np.datetime64(raw, "D")))
        if last == due or last < self._today:
            return ""
        return self._say.text("tail", "aim", day=self._say.short(last))
