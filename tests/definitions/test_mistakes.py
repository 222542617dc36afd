"""What a wrong word looks like to the one who wrote it."""

import pytest

from academe.definitions.loading import find_problems, read_definitions
from academe.errors import DefinitionError

COURSE, PUBLICATION = "content_types/course.toml", "workflows/publication.toml"

# (file, right, wrong, sentence)
ONE_FILE = [
    (COURSE, "required = true", "requird = true",
     "content_types/course.toml [fields.title]: unknown word 'requird'. Did you mean 'required'?"),
    (COURSE, "[fields.title]", "[feilds.title]",
     "content_types/course.toml: unknown word 'feilds'. Did you mean 'fields'?"),
    (COURSE, 'icon  ', 'color ', "content_types/course.toml: unknown word 'color'. Known here: "),
    (COURSE, 'title       = "Course"', 'name = "course"', "unknown word 'name'."),
    (COURSE, 'title       = "Course"', "", "content_types/course.toml: the word 'title' is missing."),
    (COURSE, 'title       = "Course"', 'title = " "', "'title' must not be empty."),
    (COURSE, 'title       = "Course"', "title = 3", "'title' must be text in quotation marks, not 3."),
    (COURSE, "required = true", 'required = "yes"', "'required' must be true or false, not 'yes'."),
    (COURSE, 'type     = "text"', 'type = "txt"', "[fields.title]: 'type' must be one of text, paragraph"),
    (COURSE, 'type     = "text"', 'type = "txt"', "not 'txt'. Did you mean 'text'?"),
    (COURSE, 'child_order = "manual"', "child_order = 1", "'child_order' must be one of manual, title, newest, not 1."),
    (COURSE, 'may_contain = ["unit", "lesson", "document", "page", "file", "image", "link"]', 'may_contain = "unit"',
     "'may_contain' must be a list of words like [\"one\", \"two\"], not 'unit'."),
    (COURSE, '["unit", "lesson"', '["unit", "unit"', "'may_contain' names 'unit' twice."),
    (COURSE, '["unit", "lesson"', '["unit", 3', "'may_contain' must be a list of words"),
    (COURSE, "[fields.course_code]", "[fields.Course-Code]", "the name 'Course-Code' must begin with a lower-case letter"),
    (COURSE, "[fields.course_code]", "[fields.title]", "content_types/course.toml: is not TOML: Cannot declare"),
    (COURSE, '"Course"', '"Course', "content_types/course.toml: is not TOML: "),
    (COURSE, "[fields.summary]", "[fields]\nsummary = 1\n[fields.extra]", "[fields.summary]: must be a table, not 1."),
    ("content_types/common.toml", "[after.language]", "[afte.language]",
     "content_types/common.toml: unknown word 'afte'. Did you mean 'after'?"),
    ("content_types/choices/grades.toml", '"Kindergarten"', "0", "[labels]: 'k' must be text, not 0."),
    ("content_types/choices/grades.toml", "[labels]", "[label]", "unknown word 'label'. Did you mean 'labels'?"),
    (PUBLICATION, "[transitions.submit]", "[transition.submit]", "unknown word 'transition'. Did you mean 'transitions'?"),
    (PUBLICATION, 'from  = ["draft"]', 'form = ["draft"]', "[transitions.submit]: unknown word 'form'. Did you mean 'from'?"),
    (PUBLICATION, 'from  = ["draft"]', "", "[transitions.submit]: the word 'from' is missing."),
    (PUBLICATION, 'comment = "required"', 'comment = "always"', "'comment' must be one of none, optional, required, not 'always'."),
    (PUBLICATION, 'looks  = "draft"', 'looks = "blue"', "'looks' must be one of draft, waiting, published, revising, closed"),
    (PUBLICATION, 'edit   = ["author"', 'edits = ["author"', "[states.draft]: unknown word 'edits'. Did you mean 'edit'?"),
    ("workflows/roles.toml", "grants  =", "grant =", "workflows/roles.toml [author]: unknown word 'grant'. Did you mean 'grants'?"),
]  # fmt: skip

CROSSED = [
    (COURSE, '["unit", "lesson"', '["unit", "lessn"',
     "content_types/course.toml: 'may_contain': there is no content type 'lessn'. Did you mean 'lesson'?"),
    (COURSE, '["unit", "lesson"', '["unit", "site"', "'may_contain' names 'site', which contains everything else."),
    (COURSE, '"publication"', '"publicaton"',
     "content_types/course.toml: 'workflow': there is no workflow 'publicaton'. Did you mean 'publication'?"),
    (COURSE, 'choices = "grades"', 'choices = "grade"', "[fields.grades]: there is no list of choices 'grade'. Did you mean 'grades'?"),
    (COURSE, 'choices = "grades"', "", "[fields.grades]: the word 'choices' is missing; a 'choices' needs a list of choices."),
    (COURSE, 'type     = "text"', 'type = "text"\ncalendar = true', "'calendar' is for the types date and date_time, not for 'text'."),
    (COURSE, 'type     = "text"', 'type = "text"\nchoices = "grades"', "'choices' is for the types choice and choices, not for 'text'."),
    (COURSE, 'type     = "text"', 'type = "text"\nto = ["unit"]', "'to' is for the types link and links, not for 'text'."),
    (COURSE, 'to    = ["course"]', 'to = ["corse"]', "[fields.prerequisites]: 'to': there is no content type 'corse'."),
    (COURSE, 'type     = "text"', 'type = "text"\npattern = "[0-9"', "the pattern '[0-9' is not a regular expression: "),
    (COURSE, 'type  = "number"', 'type = "number"\npattern = "[0-9]"', "'pattern' is for the type text, not for 'number'."),
    (COURSE, 'seen_by = "staff"', 'seen_by = "staf"', "'seen_by': there is no role 'staf'. Did you mean 'staff'?"),
    (COURSE, "[fields.summary]", '[fields.summary]\nseen_by = "staff"',
     "[fields.summary]: 'seen_by' cannot hold here; lists and search show it to all readers."),
    (COURSE, "required = true", "required = false", "the field 'title' must be a text, required and seen by everybody."),
    ("content_types/site.toml", 'workflow    = "simple"', "", "the word 'workflow' is missing; the site has nothing to follow."),
    (PUBLICATION, 'starts  = "draft"', 'starts  = "drafts"', "'starts': there is no state 'drafts'. Did you mean 'draft'?"),
    (PUBLICATION, 'to        = "published"', 'to = "publisehd"', "[transitions.approve]: 'to': there is no state 'publisehd'."),
    (PUBLICATION, 'from  = ["draft"]', 'from = ["drft"]', "[transitions.submit]: 'from': there is no state 'drft'."),
    (PUBLICATION, 'from  = ["draft"]', "from = []", "[transitions.submit]: 'from' is empty, so nobody can ever take this step."),
    (PUBLICATION, 'by    = ["author", "coordinator", "administrator"]', 'by = ["editor"]', "'by': there is no role 'editor'."),
    (PUBLICATION, 'edit   = ["author"', 'edit = ["writer"', "[states.draft]: 'edit': there is no role 'writer'."),
    (PUBLICATION, 'waits_for = ["reviewer"]', 'waits_for = ["reviewr"]', "'waits_for': there is no role 'reviewr'. Did you mean 'reviewer'?"),
    (PUBLICATION, "[states.retired]", '[states.lost]\ntitle = "Lost"\nlooks = "closed"\n\n[states.retired]',
     "workflows/publication.toml [states.lost]: no step leads here from 'draft'."),
    ("workflows/roles.toml", 'grants  = ["reader"]', 'grants = ["readr"]',
     "workflows/roles.toml [author]: 'grants': there is no role 'readr'. Did you mean 'reader'?"),
    ("workflows/roles.toml", 'grants  = ["reader"]', 'grants = ["staff"]', "nobody can be given 'staff'; it is computed."),
    ("workflows/roles.toml", "[staff]", "[stuff]", "the table [staff] is missing; it says how pages call this role."),
]  # fmt: skip


@pytest.mark.parametrize(("file", "right", "wrong", "sentence"), ONE_FILE + CROSSED)
def test_a_wrong_word_is_told_with_its_place(site, file, right, wrong, sentence):
    site.replace(file, right, wrong)
    with pytest.raises(DefinitionError) as told:
        read_definitions(site.path)
    assert sentence in str(told.value)
    assert str(told.value).startswith(file)


def test_a_permission_that_nobody_holds_is_refused(site):
    site.write(
        "workflows/closed.toml",
        'title = "Closed"\nstarts = "open"\n[states.open]\ntitle = "Open"\nlooks = "draft"\n'
        'read = ["anyone"]\nview = ["anyone"]\nedit = ["author"]\nadd = ["author"]\nremove = ["author"]\n',
    )
    assert find_problems(site.path) == ["workflows/closed.toml: no state gives anybody 'share'."]


def test_a_state_that_only_unreached_states_lead_to_is_not_reached(site):
    site.replace(
        "workflows/simple.toml",
        "[transitions.withdraw]",
        '[states.a]\ntitle = "A"\nlooks = "draft"\n[states.b]\ntitle = "B"\nlooks = "draft"\n'
        '[transitions.a_b]\ntitle = "x"\nfrom = ["a"]\nto = "b"\nby = ["author"]\n'
        '[transitions.b_a]\ntitle = "x"\nfrom = ["b"]\nto = "a"\nby = ["author"]\n'
        "[transitions.withdraw]",
    )
    assert [line.split(":")[0] for line in find_problems(site.path)] == [
        "workflows/simple.toml [states.a]",
        "workflows/simple.toml [states.b]",
    ]


def test_all_wrong_files_are_told_at_once(site):
    site.write("content_types/one.toml", "titel = 'One'\n")
    site.write("content_types/two.toml", "title = \n")
    assert len(find_problems(site.path)) == 2


def test_the_type_of_the_first_page_cannot_be_taken_away(site):
    (site.path / "content_types/site.toml").unlink()
    assert find_problems(site.path) == [
        "content_types/site.toml: this file is missing; it describes the first page and the whole site."
    ]


def test_a_missing_roles_or_common_file_is_told(site):
    (site.path / "workflows/roles.toml").unlink()
    (site.path / "content_types/common.toml").unlink()
    assert find_problems(site.path) == [
        "workflows/roles.toml: cannot be read: No such file or directory.",
        "content_types/common.toml: cannot be read: No such file or directory.",
    ]


def test_a_file_with_a_wrong_name_is_told(site):
    site.write("content_types/Lab-Safety.toml", 'title = "Lab safety"\n')
    assert (
        "the name 'Lab-Safety' must begin with a lower-case letter" in find_problems(site.path)[0]
    )


def test_a_file_that_is_not_utf_8_is_told_with_its_line(site):
    (site.path / "content_types/page.toml").write_bytes(b'# page\ntitle = "P\xe4ge"\n')
    assert find_problems(site.path) == ["content_types/page.toml: line 2 is not UTF-8 text."]


def test_a_folder_named_like_a_file_is_told(site):
    (site.path / "content_types/odd.toml").mkdir()
    assert find_problems(site.path) == ["content_types/odd.toml: cannot be read: Is a directory."]


def test_what_is_wrong_in_one_file_hides_nothing_in_the_others(site):
    site.replace(COURSE, 'type     = "text"', 'type     = "txt"')
    site.replace("content_types/unit.toml", '["lesson"', '["lessn"')
    site.replace("workflows/simple.toml", 'to        = "published"', 'to        = "publishd"')
    told = find_problems(site.path)
    assert told[0].startswith("content_types/course.toml [fields.title]: 'type' must be one of")
    assert "content_types/unit.toml: 'may_contain': there is no content type 'lessn'." in told[1]
    assert any("workflows/simple.toml [transitions.publish]: 'to': there" in one for one in told)
    assert not any("'course'" in one for one in told), "the wrong file is there all the same"


def test_all_that_is_wrong_in_one_file_is_told(site):
    site.replace(COURSE, "required = true", "requird = true")
    site.replace(COURSE, 'choices = "grades"', "choices = 5")
    site.replace(COURSE, "icon  ", "color ")
    assert [one.partition(":")[0] for one in find_problems(site.path)] == [
        "content_types/course.toml [fields.title]",
        "content_types/course.toml [fields.grades]",
        "content_types/course.toml",
    ]


def test_all_that_is_wrong_with_roles_and_common_fields_is_told_with_the_rest(site):
    site.replace("workflows/roles.toml", "grants  =", "grant =")
    site.replace("content_types/common.toml", "[after.language]", "[after.Language]")
    site.replace(COURSE, "icon  ", "color ")
    told = find_problems(site.path)
    assert {one.partition(" ")[0].rstrip(":") for one in told} == {
        "workflows/roles.toml",
        "content_types/common.toml",
        "content_types/course.toml",
    }
