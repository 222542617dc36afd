"""Every word may be unfinished, not only the last one; whole words come first."""

import pytest
from tests.search.seeking import plant, suggested, titles

LONG = "Supercalifragilistic Expialidocious"
STRIPS = "Fraction strips and equivalent fractions"

OTHERS = ("Wind", "Rain", "Snow", "Sun", "Fog")  # what is rare counts, and so does what is not


@pytest.mark.parametrize("typed", ["super expi", "expi super", "super expi ", "Súper EXPI"])
def test_two_beginnings_find_a_title(site, following, typed):
    plant(site, LONG)
    assert titles(site, following, typed) == [LONG]
    assert suggested(site, following, typed) == [LONG]


@pytest.mark.parametrize("typed", ["frac stri", "fract strip", "equiv frac ", "equ fra str"])
def test_a_blank_after_the_last_beginning_takes_nothing_away(site, following, typed):
    plant(site, STRIPS)
    assert titles(site, following, typed) == [STRIPS]


def test_beginnings_are_found_in_summaries_and_texts(site, following):
    plant(site, "Summary", summary=LONG)
    plant(site, "Text", text=f"<p>{LONG}</p>")
    assert titles(site, following, "super expi") == ["Summary", "Text"]


def test_a_beginning_of_two_letters_that_others_follow_is_a_word(site, following):
    plant(site, LONG)
    assert titles(site, following, "ex super") == []


def test_whole_words_come_before_beginnings(site, following):
    plant(site, "Carpets of the hall", "The car in the hall", "Carbon in the hall")
    for typed in ("car hall", "hall car"):
        assert titles(site, following, typed)[0] == "The car in the hall"


def test_a_whole_word_in_a_text_comes_before_the_beginning_of_a_title(site, following):
    plant(site, *OTHERS)
    plant(site, "Carpets", text="<p>They lie in the halls.</p>")
    plant(site, "Wheels", text="<p>A car stands in the halls.</p>")
    assert titles(site, following, "car halls ") == ["Wheels", "Carpets"]


def test_what_was_begun_is_not_taken_for_a_part_of_a_phrase(site, following):
    plant(site, LONG)
    assert titles(site, following, '"super expi"') == []


def test_of_titles_that_fit_as_well_those_in_the_readers_language_come_first(site, following):
    plant(site, "Radio notes", kind="page", language="en")
    plant(site, "Radio notas", kind="page", language="es")
    for language, first in (("en", "Radio notes"), ("es", "Radio notas")):
        assert suggested(site, following, "radio", language=language)[0] == first
    assert suggested(site, following, "notas ra", language="en") == ["Radio notas"]
