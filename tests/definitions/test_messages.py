from io import BytesIO

from babel.messages.extract import extract_from_dir, extract_from_file

from academe.definitions.loading import defaults_folder
from academe.definitions.messages import extract_toml


def test_what_people_see_is_found_with_its_line():
    found = list(
        extract_toml(
            BytesIO(
                b'# A comment\ntitle = "Course"\nicon = "book"\n[fields.code]\nlabel = "Code"\n'
                b'type = "text"\nhelp = "Five\\tdigits"\n[fields.title]\nlabel = "Course"\n'
            ),
            (), (), {},
        )
    )  # fmt: skip
    assert [(line, text) for line, _, text, _ in found] == [
        (2, "Course"), (5, "Code"), (1, "Five\tdigits"),
    ]  # fmt: skip


def test_the_labels_of_choices_are_found():
    found = extract_toml(BytesIO(b'title = "Grades"\n[labels]\nk = "Kindergarten"\n'), (), (), {})
    assert [text for _, _, text, _ in found] == ["Grades", "Kindergarten"]


def test_babel_takes_it_as_an_extractor():
    found = {
        text
        for folder in ("content_types", "workflows")
        for _, _, text, _, _ in extract_from_dir(
            str(defaults_folder() / folder), [("**.toml", extract_toml)]
        )
    }
    assert {"Lesson", "Answer key", "Kindergarten", "Send for review", "Coordinator"} <= found


def test_every_text_of_the_definitions_is_found(definitions):
    found = {
        message[1]
        for folder in ("content_types", "content_types/choices", "workflows")
        for path in (defaults_folder() / folder).glob("*.toml")
        for message in extract_from_file(extract_toml, str(path))
    }
    for kind in definitions.types.values():
        assert {kind.title, kind.summary} <= found
        for field in kind.fields.values():
            assert {field.label, field.help} - {""} <= found
    for workflow in definitions.workflows.values():
        assert {state.title for state in workflow.states.values()} <= found
        assert {step.title for step in workflow.transitions.values()} <= found
    for choices in definitions.choices.values():
        assert set(choices.labels.values()) <= found
