"""Where annexes begin, by a reckoning of heights that a layout with other fonts need not share."""

import pytest

from reports.forms.word.docx_flow import PAGE, _end


@pytest.mark.parametrize(
    ("fills", "end"),
    [
        pytest.param([0.5, 0.4], 0.9, id="both on one page"),
        # LibreOffice sets it on the next page, where it stood alone when an annex began one behind it.
        pytest.param([0.54, 0.22, 0.22], 0.22, id="a last table that fills the page to its brim"),
        pytest.param([0.5, 0.6], 0.6, id="a table that surely flows over"),
    ],
)
def test_a_table_that_may_not_fit_is_reckoned_on_the_next_page(fills, end):
    assert _end([[fill * PAGE] for fill in fills], 0) == pytest.approx(end * PAGE)
