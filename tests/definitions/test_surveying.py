from academe.definitions.surveying import survey


def test_a_site_without_a_fault_has_nothing_to_tell(site):
    site.write("etc/site.ini", "[academe]\ntheme = riverside\n")
    assert survey(site.path / "etc/site.ini") == []


def test_wrong_types_and_a_wrong_theme_are_told_together(site):
    site.write("etc/site.ini", "[academe]\ntheme = riversid\n")
    site.replace("content_types/page.toml", "icon", "icons")
    site.replace("workflows/simple.toml", "starts", "start")
    assert [line.split(":")[0] for line in survey(site.path / "etc/site.ini")] == [
        "content_types/page.toml",
        "workflows/simple.toml",
        "there is no theme 'riversid'. Did you mean 'riverside'?",
    ]


def test_wrong_settings_are_told_alone(site):
    site.write("etc/site.ini", "[academe]\ntheem = plain\n")
    problems = survey(site.path / "etc/site.ini")
    assert len(problems) == 1
    assert problems[0].endswith("unknown word 'theem'. Did you mean 'theme'?")
