"""Words written with a slip: what the engine looks for is what a page then marks."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.search.seeking import plant, titles

from academe.search.comparing import SHORT, SHORTEST, short_slips, slips_in

WORDS = st.text("abc", min_size=SHORTEST, max_size=SHORT)


@given(wanted=WORDS, other=st.text("abcd", min_size=1, max_size=SHORT + 2))
def test_the_forms_of_a_short_word_are_the_rule_of_slips(wanted, other):
    assert (other in short_slips(wanted)) is (slips_in(other, wanted) is not None)


@pytest.mark.parametrize(
    ("typed", "found"),
    [
        ("moom", ["Moon"]),  # another letter
        ("mon", ["Moon"]),  # one is missing
        ("mooon", ["Moon"]),  # one too many
        ("omon", ["Moon"]),  # two turned, the first of them as well
        ("boon", []),  # another word begins otherwise
        ("1951", []),  # another number is another one
        ("plamets", ["Planets of 1961"]),
    ],
)
def test_a_slip_in_a_short_word_leaves_its_first_letter(site, following, typed, found):
    plant(site, "Moon", "Planets of 1961")
    assert titles(site, following, typed) == found
