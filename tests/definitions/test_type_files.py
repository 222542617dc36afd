from academe.definitions.fields import FIELD_TYPES
from academe.definitions.loading import defaults_folder, find_problems, read_definitions

TYPES = {
    "site", "school", "folder", "course", "unit", "lesson", "document", "pd_module",
    "policy", "page", "file", "image", "link", "news", "event",
}  # fmt: skip


def test_the_packaged_files_are_without_a_fault():
    assert find_problems() == []


def test_every_type_that_a_district_expects_is_there(definitions):
    assert set(definitions.types) >= TYPES


def test_the_fields_stand_in_the_order_of_the_file_between_the_common_ones(definitions):
    assert list(definitions.types["page"].fields) == [
        "title", "summary", "text", "attachments",
        "language", "translation_of", "subjects", "licence", "author_credit",
        "visible_from", "visible_until",
    ]  # fmt: skip


def test_a_common_field_that_a_type_words_anew_is_there_once(definitions):
    course = list(definitions.types["course"].fields)
    assert definitions.types["course"].fields["title"].label == "Course title"
    assert course[:2] == ["title", "summary"]
    assert course.count("subjects") == 1
    assert course.index("subjects") < course.index("text") < course.index("language")


def test_what_has_no_workflow_follows(definitions):
    following = {kind.name for kind in definitions.types.values() if kind.follows}
    assert following == {
        *("unit", "lesson", "page", "file", "image", "link"),
        *("assignment", "assessment", "question_bank", "staff_page", "staff_file"),
    }
    assert definitions.workflow_of("lesson") is None
    assert definitions.workflow_of("course") == "publication"
    assert definitions.workflow_of("policy") == "policy"


def test_notes_and_keys_are_seen_by_staff_only(definitions):
    lesson = definitions.types["lesson"].fields
    assert lesson["answer_key"].seen_by == lesson["teachers_notes"].seen_by == "staff"
    assert lesson["steps"].seen_by is None


def test_a_link_leads_to_the_web_only(definitions):
    address = definitions.types["link"].fields["address"]
    assert address.fits("https://example.org/a?b=c")
    assert not address.fits("javascript:alert(1)")
    assert not address.fits("see https://example.org")
    assert definitions.types["link"].fields["title"].fits("anything")


def test_everything_can_be_added_somewhere(definitions):
    contained = {name for kind in definitions.types.values() for name in kind.may_contain}
    assert set(definitions.types) - contained == {"site", "own_area"}  # which nobody adds


def test_nearly_every_word_for_a_field_is_used_by_some_type(definitions):
    used = {field.type for kind in definitions.types.values() for field in kind.fields.values()}
    assert used <= set(FIELD_TYPES)
    assert set(FIELD_TYPES) - used <= {"link"}


def test_a_district_adds_a_type_with_one_file(site):
    site.write(
        "content_types/lab_safety.toml",
        'title = "Safety sheet"\nmay_be_in = ["lesson", "unit"]\n'
        '[fields.hazards]\nlabel = "Hazards"\ntype = "rich_text"\nrequired = true\n',
    )
    definitions = read_definitions(site.path)
    assert list(definitions.types["lab_safety"].fields)[:3] == ["title", "summary", "hazards"]
    assert "lab_safety" in definitions.types["lesson"].may_contain
    assert "lab_safety" in definitions.types["unit"].may_contain
    assert "lab_safety" not in definitions.types["course"].may_contain


def test_the_type_of_the_readme_is_read_as_it_stands_there(site):
    readme = (defaults_folder() / "content_types/README.md").read_text(encoding="utf-8")
    site.write("content_types/lab_safety.toml", readme.split("```toml\n")[1].split("```")[0])
    assert find_problems(site.path) == []


def test_a_site_without_the_folders_has_the_packaged_ones(tmp_path, definitions):
    assert read_definitions(tmp_path).fingerprint == definitions.fingerprint
    assert read_definitions(tmp_path / "missing").fingerprint == definitions.fingerprint


def test_a_copied_site_reads_the_same_and_a_change_shows_in_the_fingerprint(site, definitions):
    assert read_definitions(site.path).fingerprint == definitions.fingerprint
    site.replace("content_types/page.toml", 'title       = "Page"', 'title = "Web page"')
    assert read_definitions(site.path).fingerprint != definitions.fingerprint


def test_notes_of_an_editor_program_are_not_read(site):
    site.write("content_types/.#page.toml", "nonsense")
    site.write("content_types/page.toml~", "nonsense")
    assert find_problems(site.path) == []
