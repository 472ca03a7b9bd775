from config.loading.toml_lines import line_of, spelled
from tests.config.written import FULL


def test_a_line_is_found_in_nested_sections():
    assert line_of(FULL, ("calendar", "2027", "off")) == FULL.splitlines().index('off = ["2027-01-01"]') + 1


def test_a_line_of_nothing_is_that_of_the_nearest_key_above():
    second = [number for number, line in enumerate(FULL.splitlines(), 1) if line == "[[village]]"][1]
    assert line_of(FULL, ("village", 1, "family")) == second


def test_a_key_is_spelled_as_people_count():
    assert spelled(("village", 1, "ledger", 0)) == "village[2].ledger[1]"
