"""People and groups from a CSV file."""

import csv
import io
from datetime import date

import pytest
from translationstring import TranslationString

from academe.actions import grouping
from academe.actions.importing_people import import_groups, import_people
from academe.actions.person_changes import Change
from academe.errors import ImportRefused, Refused
from academe.store.people import Membership
from academe.wording import in_english

FILE = """login,name,email,roles,groups,staff
tess,Tess Teacher,tess@school.example,,math-authors,yes
pat,Pat Parent,,,,no
omar,Omar Ortíz,omar@school.example,author;reviewer,math-authors from 2026-08-01 until 2027-06-30;arts,yes
"""


@pytest.fixture
def groups(district, ada, commit):
    made = [
        grouping.add_group(ada, name, name.title(), district) for name in ("math-authors", "arts")
    ]
    commit()
    return made


def outcomes(report):
    return [(line.number, line.key, line.outcome) for line in report.lines]


def test_a_file_adds_changes_and_leaves_alone_and_says_so(district, ada, tess, groups):
    report = import_people(ada, FILE.encode(), district)
    assert outcomes(report) == [(2, "tess", "changed"), (3, "pat", "added"), (4, "omar", "added")]
    assert report.lines[0].changes == (
        Change("name", "becomes", "Tess", "Tess Teacher"),
        Change("groups", "gets", "", "math-authors"),
    )
    omar = district.records.person_called("omar")
    assert (omar.name, omar.roles, omar.is_staff) == ("Omar Ortíz", ("author", "reviewer"), True)
    math, arts = groups
    dated = Membership(math.id, date(2026, 8, 1), date(2027, 6, 30))
    assert set(omar.memberships) == {dated, Membership(arts.id)}
    again = import_people(ada, FILE.encode(), district)
    assert [line.outcome for line in again.lines] == ["unchanged"] * 3


def test_a_file_says_who_loses_a_membership_and_what_becomes_of_the_others(
    district, ada, tess, groups
):
    since = "arts from 2026-08-01"
    first = f"login,name,groups\ntess,Tess,math-authors; {since}\n"
    first += "zoe,Zoe,arts\nliv,Liv,math-authors\n"
    added = import_people(ada, first.encode(), district)
    assert added.losing == 0
    second = f"login,groups,roles\ntess,{since} until 2027-06-30,author\nzoe,arts,\nliv,,\n"
    report = import_people(ada, second.encode(), district, dry_run=True)
    assert report.lines[0].changes == (
        Change("roles", "gets", "", "author"),
        Change("groups", "loses", "math-authors", ""),
        Change("groups", "becomes", since, f"{since} until 2027-06-30"),
    )
    assert [line.outcome for line in report.lines] == ["changed", "unchanged", "changed"]
    assert [line.loses_membership for line in report.lines] == [True, False, True]
    assert report.losing == 2


def test_a_membership_that_is_put_off_or_ended_is_lost_and_one_that_was_over_is_not(
    district, ada, tess, groups
):
    import_people(ada, b"login,groups\ntess,arts;math-authors until 2020-01-01\n", district)
    for cell, is_lost in [
        ("arts", False),
        ("arts from 2099-01-01", True),
        ("arts until 2020-01-01", True),
        ("arts until 2099-01-01", False),
    ]:
        data = f"login,groups\ntess,{cell}\n".encode()
        report = import_people(ada, data, district, dry_run=True)
        assert report.lines[0].loses_membership == is_lost, cell


def test_a_dry_run_says_the_same_and_writes_nothing(
    district, ada, tess, groups, commit, connections
):
    before = connections.records_db.lastTransaction()
    dry = import_people(ada, FILE.encode(), district, dry_run=True)
    assert district.records.person_called("pat") is None
    assert district.records.person(tess.id).name == "Tess"
    commit()
    assert connections.records_db.lastTransaction() == before
    assert import_people(ada, FILE.encode(), district).lines == dry.lines
    commit()
    assert district.records.person_called("pat").name == "Pat Parent"


def test_a_wrong_line_is_refused_and_the_others_are_taken(district, ada, groups):
    data = (
        "login,name,email,roles,groups,staff\n"
        "good,Good One,,,,\n"
        "bad login,X,,,,\n"
        "norole,X,,king,,\n"
        "secretive,X,,confidant,,\n"
        "nogroup,X,,,unheard-of,\n"
        "noday,X,,,arts from yesterday,\n"
        "nostaff,X,,,,perhaps\n"
        "GOOD,Twice,,,,\n"
        "\n"
        "alsogood,Also Good,,,,\n"
    )
    report = import_people(ada, data.encode(), district)
    taken = [line.key for line in report.lines if line.outcome == "added"]
    assert taken == ["good", "alsogood"]
    assert report.count("refused") == 7
    assert all(line.note for line in report.lines if line.outcome == "refused")
    assert report.lines[-1].number == 11
    assert {one.login for one in district.records.people.values()} == {"ada", "good", "alsogood"}


def test_a_missing_column_stays_and_an_empty_cell_empties(district, ada, tess):
    import_people(ada, b"login,language\ntess,es\n", district)
    person = district.records.person(tess.id)
    assert (person.name, person.email, person.language) == ("Tess", "tess@school.example", "es")
    import_people(ada, b"login,email\ntess,\n", district)
    assert person.email == ""


def test_people_are_disabled_and_enabled_by_file_but_never_oneself(district, ada, tess):
    data = b"login,disabled\ntess,yes\nada,yes\n"
    report = import_people(ada, data, district)
    assert outcomes(report) == [(2, "tess", "changed"), (3, "ada", "refused")]
    assert district.records.person(tess.id).disabled
    assert not district.records.person(ada.id).disabled
    import_people(ada, b"login,disabled\ntess,no\n", district)
    assert not district.records.person(tess.id).disabled


def test_what_a_refused_line_has_begun_is_undone_and_the_lines_before_it_stay(
    district, ada, groups
):
    """Ada's line changes her name before it is refused: nobody disables themselves."""
    data = b"login,name,groups,disabled\nzoe,Zoe,arts,\nada,Adela,,yes\nliv,Liv,,\n"
    name = district.records.person(ada.id).name
    report = import_people(ada, data, district)
    assert [line.outcome for line in report.lines] == ["added", "refused", "added"]
    assert district.records.person(ada.id).name == name
    found = {one: district.records.person_called(one) for one in ("zoe", "liv")}
    assert all(found.values())
    assert [one.id for one in district.records.members_of(groups[1].id)] == [found["zoe"].id]
    assert list(district.records.found_by("adela")) == []


def test_why_a_line_was_refused_can_be_said_in_other_languages(district, ada):
    report = import_people(ada, b"login,name,staff\nbad login,,perhaps\n", district)
    note = report.lines[0].note
    assert isinstance(note, TranslationString)
    assert "staff: Write yes or no." in in_english(note)


def test_what_a_spreadsheet_makes_of_it_is_read(district, ada):
    text = '\ufefflogin;name\r\nzoe;"Zoë; the second"\r\n'
    report = import_people(ada, text.encode(), district)
    assert report.count("added") == 1
    assert district.records.person_called("zoe").name == "Zoë; the second"


@pytest.mark.parametrize(
    ("data", "sentence"),
    [
        (b"", "first line must name"),
        (b"name\nX\n", "first line must name"),
        (b"login,login\na,b\n", "each once"),
        (b"login,pasword\na,b\n", "“pasword”"),
        ("login,name\nzoe,Zoë\n".encode("latin-1"), "UTF-8"),
        (b"login\n" + b"a" * 200_000, "not CSV"),
        (b"login\n" + b"a\n" * 10_001, "more than"),
        (b"x" * 5_000_001, "larger than"),
    ],
)
def test_a_file_that_is_none_of_people_is_refused_whole(district, ada, data, sentence):
    with pytest.raises(ImportRefused, match=sentence):
        import_people(ada, data, district)


def test_only_administrators_import(district, cora):
    for take in (import_people, import_groups):
        with pytest.raises(Refused):
            take(cora, FILE.encode(), district)


def test_groups_come_from_a_file_too(district, ada, groups):
    data = b"name,title\narts,Fine arts\nmath-authors,Math-Authors\nscience,Science\nBad Name,X\n"
    report = import_groups(ada, data, district)
    assert [line.outcome for line in report.lines] == ["changed", "unchanged", "added", "refused"]
    assert district.records.group_called("arts").title == "Fine arts"


def test_two_thousand_lines_take_seconds(district, ada, groups):
    out = io.StringIO()
    rows = csv.writer(out)
    rows.writerow(["login", "name", "email", "groups"])
    for number in range(2000):
        rows.writerow([f"p{number}", f"Person {number}", f"p{number}@x.example", "arts"])
    assert import_people(ada, out.getvalue().encode(), district).count("added") == 2000
