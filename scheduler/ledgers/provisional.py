"""How many open cases rest on a year whose notice of holidays is not out: their dates may still move."""

from config.messages import Message, message
from rules.judge import judge
from scheduler.ledgers.case_keys import placed_cases
from scheduler.ledgers.doubles import Doubles
from scheduler.ledgers.entries import Entry
from scheduler.ledgers.reading import Seen
from scheduler.township import Township


class ProvisionalCases:
    """Counts them, ledger by ledger; a case that two ledgers hold is one.

    Attributes:
        count: of open cases with such a date so far.
        years: the years without a notice in which those dates lie.
    """

    def __init__(self, township: Township) -> None:
        self._township, self._doubles = township, Doubles()
        self.count = 0
        self.years: set[int] = set()

    def add(self, entry: Entry, seen: Seen) -> None:
        """Take one ledger."""
        township, ledger = self._township, seen.ledger
        verdicts = judge(ledger.cases, ledger.tables, township.today, township.rules).verdicts
        salt = township.state.salt if township.state is not None else b""
        placed = placed_cases(ledger, seen.grid, salt)
        elsewhere = self._doubles.repeated(entry.ref.ledger_id, entry.ref.title, placed)
        facts = zip(verdicts["live"], verdicts["provisional"], verdicts["due"], elsewhere, strict=True)
        for live, provisional, due, again in facts:
            if live and provisional and again is None:
                self.count += 1
                self.years |= {due.year} if due == due else set()

    def told(self) -> Message | None:
        """Return what is said of them; None where there is none."""
        if not self.count:
            return None
        years = "、".join(str(year) for year in sorted(self.years))
        return message("doctor.provisional", count=self.count, years=years)
