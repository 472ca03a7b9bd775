import inspect
import re

import pytest
from openpyxl.worksheet.dimensions import ColumnDimension

from config.errors import LayoutUnknownError
from sync.folder.patch.looks.widths import read_spans, with_ours, without_ours

WIDTHS = {5: 11.0, 6: 12.0, 7: 38.0}


def xml(spans):
    return b"".join(span.xml() for span in spans).decode()


def there_and_back(before):
    spans = with_ours(read_spans(before.encode(), "a"), WIDTHS)
    written = xml(spans)
    back = without_ours(read_spans(written.encode(), "a"), WIDTHS)
    return written, xml(back)


@pytest.mark.parametrize(
    ("before", "width_of_f"),
    [
        pytest.param("", "11", id="no widths"),
        pytest.param('<col min="1" max="5" width="9"/>', "11", id="widths end before ours"),
        pytest.param(
            '<col min="6" max="8" width="9" customWidth="1"/>', "9", id="widths for just these columns"
        ),
        pytest.param(
            '<col min="6" max="6" width="9"/><col min="7" max="7" width="9"/>', "9", id="each its own"
        ),
        pytest.param('<col min="6" max="16384" width="9"/>', "11", id="from ours to the end"),
        pytest.param('<col min="1" max="16384" width="9" style="4"/>', "11", id="all columns"),
        pytest.param('<col min="1" max="7" width="9"/>', "11", id="up to the middle of ours"),
        pytest.param(
            '<col min="1" max="5" width="9"/><col min="6" max="99" width="9"/>', "11", id="alike neighbours"
        ),
        pytest.param('<col min="6" max="8" width="9" hidden="1"/>', "9", id="just these folded away"),
        pytest.param(
            '<col min="4" max="99" width="0" hidden="1" customWidth="1"/>', "11", id="the rest folded away"
        ),
    ],
)
def test_our_widths_come_and_go(before, width_of_f):
    written, back = there_and_back(before)
    assert back == before
    assert f'min="6" max="6" width="{width_of_f}"' in written or 'min="6" max="8" width="9"' in written
    assert 'hidden="1"' not in written.split('min="9"')[0].partition('min="6"')[2]


def test_columns_folded_to_nothing_get_a_width():
    written, back = there_and_back('<col min="6" max="8" width="0" hidden="1"/>')
    assert 'min="7" max="7" width="12" hidden="0"' in written
    assert back.count('hidden="1"') == 3


def test_widths_saved_anew_by_another_program_still_go():
    saved = (
        '<col min="1" max="5" width="9.7109375" style="4" customWidth="1"/>'
        '<col min="6" max="6" width="11.7109375" style="4" customWidth="1"/>'
        '<col min="7" max="7" width="12.7109375" customWidth="1"/>'
        '<col min="8" max="8" width="20" customWidth="1"/>'
    )
    back = xml(without_ours(read_spans(saved.encode(), "a"), WIDTHS))
    assert back == (
        '<col min="1" max="6" width="9.7109375" style="4" customWidth="1"/>'
        '<col min="8" max="8" width="20" customWidth="1"/>'
    )


@pytest.mark.parametrize(
    "before",
    [
        pytest.param('<col width="9"/>', id="no numbers"),
        pytest.param('<col min="1" max="5"/><col min="5" max="6"/>', id="overlapping"),
        pytest.param('<column min="1" max="5"/>', id="another element"),
    ],
)
def test_widths_we_do_not_understand_are_refused(before):
    with pytest.raises(LayoutUnknownError):
        read_spans(before.encode(), "a")


@pytest.mark.parametrize(
    "before",
    [
        pytest.param(
            '<col min="6" max="6" width="12.42578125" bestFit="1" customWidth="1"/>', id="one, alike"
        ),
        pytest.param('<col min="6" max="6" width="11" customWidth="1"/>', id="just as wide as ours"),
        pytest.param(
            '<col min="6" max="6" width="11"/><col min="7" max="7" width="12"/>'
            '<col min="8" max="8" width="38"/>',
            id="all as wide as ours",
        ),
        pytest.param('<col min="6" max="8" width="12" style="3" />', id="one for all of ours"),
        pytest.param('<col min="5" max="6" width="12" /><col min="7" max="7" width="12.5"/>', id="two"),
    ],
)
def test_a_persons_width_under_ours_stays(before):
    _, back = there_and_back(before)
    assert back == before


def test_a_persons_width_saved_anew_by_another_program_stays_where_it_differs():
    saved = (
        '<col min="6" max="6" width="46.5" customWidth="1"/>'
        '<col min="7" max="7" width="12.7" customWidth="1"/>'
    )
    back = xml(without_ours(read_spans(saved.encode(), "a"), WIDTHS))
    assert back == '<col min="6" max="6" width="46.5" customWidth="1"/>'


def test_what_is_noted_in_a_width_is_read_by_the_library_that_reads_most_workbooks():
    given = set(inspect.signature(ColumnDimension).parameters)
    for before in (
        '<col min="6" max="8" width="12" style="3"/>',
        '<col min="4" max="99" width="0" hidden="1" customWidth="1"/>',
        '<col min="1" max="7" width="9"/>',
    ):
        written, _ = there_and_back(before)
        assert set(re.findall(r"(\w+)=", written)) <= given


def test_a_width_noted_by_an_older_release_still_stays():
    noted = '<col min="6" max="6" width="11" customWidth="1" phonetic="0"/>'
    assert xml(without_ours(read_spans(noted.encode(), "a"), WIDTHS)) == noted.replace(' phonetic="0"', "")


def test_columns_saved_by_libreoffice_are_not_taken_for_a_person_s():
    ours = '<col collapsed="false" hidden="false" outlineLevel="0" min="6" max="6" width="11"/>'
    assert xml(without_ours(read_spans(ours.encode(), "a"), WIDTHS)) == ""
