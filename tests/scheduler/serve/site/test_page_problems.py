"""The coordinator's page says of a ledger what the pass said."""

from config.spoken.problems import problem_message
from config.vocabulary import LedgerProblemCode
from scheduler.passes.one_pass import run_pass
from scheduler.serve.site.board_view import board_view
from tests.scheduler.fake import HEADER, FakeStore, row

ROWS = [["青石村2026年矛盾纠纷排查化解台账"], HEADER, *[row(str(n), f"2026-03-{n:02d}") for n in range(1, 9)]]


def test_a_problem_reads_on_the_page_as_in_the_pass(township):
    town = township(FakeStore({"青石村": ROWS, "青石村 - 副本": ROWS[:-1]}))
    found = [problem for outcome in run_pass(town).outcomes for problem in outcome.problems]
    assert [each.newer for each in found if each.code is LedgerProblemCode.COPY_OF_LEDGER] == ["original"]
    told = "\n".join(board_view(town, town.state, []).wrong)
    for each in found:
        assert problem_message(each) in told
