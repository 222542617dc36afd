"""Spanish as families in Texas and Mexico speak and write it: usted, 6:30 p.m., 2.5."""

import re
from datetime import UTC, date, datetime
from types import SimpleNamespace

import pytest

from academe.actions.answers import WrongAnswerError
from academe.definitions.spoken import catalogue
from academe.web.readings import read_number, write_number
from academe.web.showing import day_text, moment_text, size_text

FAMILIAR = r"t[úu]|tus|ti|contigo|tuy[oa]s?|puedes|tienes|quieres|debes|estás|eres|haz"
ELSEWHERE = r"vosotr[oa]s|vuestr[oa]s?|ordenador(es)?|ficheros?|móvil(es)?|pulse|pinche|portada"


@pytest.mark.parametrize("words", [FAMILIAR, ELSEWHERE], ids=["familiar", "elsewhere"])
def test_everybody_is_called_usted_in_the_words_of_the_americas(words):
    found = re.compile(rf"\b({words})\b", re.IGNORECASE)
    assert [text for text in catalogue("es").values() if found.search(text)] == []


def test_days_hours_and_sizes_are_written_as_families_write_them():
    request = SimpleNamespace(language="es", time_zone="America/Chicago")
    moment = datetime(2026, 12, 17, 23, 30, tzinfo=UTC)
    said = moment_text(request, moment).replace("\u202f", " ").replace("\xa0", " ")
    assert said == "17 de diciembre de 2026, 5:30 p.m."
    assert day_text(request, date(2026, 3, 1)) == "1 de marzo de 2026"
    assert size_text(3_140_000, "es") == "3.1 MB"


@pytest.mark.parametrize(
    ("typed", "number"), [("2.5", 2.5), ("2,5", 2.5), ("1,141", 1141), ("1 141", None), ("3", 3)]
)
def test_a_number_is_read_with_point_or_comma(typed, number):
    if number is None:
        with pytest.raises(WrongAnswerError):
            read_number(typed, "es")
    else:
        assert read_number(typed, "es") == number


def test_a_number_is_written_as_it_is_read():
    assert write_number(2.5, "es") == "2.5"
    assert read_number(write_number(11410.5, "es"), "es") == 11410.5
