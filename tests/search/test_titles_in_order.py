"""Titles are sorted whole: in any script, numbers as numbers, and always the same way."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.search.seeking import plant, titles

from academe.search.texts_told import title_order

ORDERED = [
    ("Grade 5 apples", "Grade 5 mangos", "Grade 5 zebras", "Grade 10 apples"),
    ("Unit 2", "Unit 10", "Unit 10 and more", "Unit 100"),
    ("Arbol", "Árbol 2", "“Berries”", "Éclair", "zebra"),
    ("البيئة", "الطقس", "الكسور"),
    ("一个分数", "分数", "水"),
]


@pytest.mark.parametrize("wanted", ORDERED)
def test_titles_are_sorted_as_people_sort_them(site, following, wanted):
    plant(site, *reversed(wanted))
    assert titles(site, following, "type:folder", sort="title") == list(wanted)


def test_equal_titles_keep_one_order_over_the_pages(site, following):
    plant(site, *["Equal"] * 5)
    once, again = ([title_order("Equal", number) for number in numbers] for numbers in NUMBERS)
    assert sorted(once) == sorted(again)
    assert len(set(once)) == 5
    assert titles(site, following, "equal", sort="title") == ["Equal"] * 5


NUMBERS = ((9, 100, 7, 2**52, 1), (1, 2**52, 7, 9, 100))


@given(st.text(max_size=2000), st.integers(0, 2**53))
def test_every_title_has_its_place(title, number):
    assert len(title_order(title, number).encode()) < 30_000
